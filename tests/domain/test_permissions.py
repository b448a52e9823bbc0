"""Who may do what: each role and each command, and what nobody decides on."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from domain.action import Action
from domain.agency import Agency
from domain.capacities import capacities
from domain.partnership import Partnership
from domain.permissions import MAY, may_somewhere, refuse_unless_allowed, refuse_unless_somewhere
from domain.person import Person
from domain.provenance import Provenance, Thing
from domain.recommendation import Recommendation
from domain.refusals import NotAllowed, NotFound
from domain.review import Review
from domain.standing import Held, Standing
from domain.timescales import Timescale
from domain.vocabulary import IN_ONE_REVIEW, Contact, Role
from tests.domain.given import HOUSING, OWNER, PARTNERSHIP, POLICE, PROBATION, REVIEW, SOMEBODY, by

KINDS: tuple[type[Thing], ...] = (Action, Recommendation, Review, Agency, Person, Partnership)
TIMESCALE = Timescale("30 April 2027", date(2027, 4, 30), None)
BY_THE_TRACKER = {
    "Action.count_from_publication",
    "Action.lapse",
    "Action.take_as_complete",
    "Action.remark",
    "Review.note_erased",
    "Person.note_erased",
}
"""What no person does by itself: the day does it, or an import."""

RECOMMENDATIONS = {
    "Recommendation.make",
    "Recommendation.reword",
    "Recommendation.relabel",
    "Recommendation.set_scope",
    "Recommendation.state_background",
    "Recommendation.name_addressees",
    "Recommendation.answer_lessons",
    "Recommendation.withdraw",
}
ANSWERING = {
    "Action.report_progress",
    "Action.report_complete",
    "Action.give_forecast",
    "Action.request_extension",
}
DIRECTORY = {
    *(f"Agency.{one}" for one in ("add", "rename", "add_alias", "remove_alias")),
    *(f"Person.{one}" for one in ("add", "change_post", "change_details", "leave", "come_back")),
    "Person.invite",
    "Person.withdraw_invitation",
    "Person.propose_erasure",
    "Person.withdraw_erasure",
    *(f"Partnership.{one}" for one in ("name_contact", "end_contact", "set_go_live", "set_reply_address")),
}
RULES = {
    "Partnership.register",
    "Partnership.rename",
    "Partnership.set_rag_rule",
    "Partnership.set_reminder_rule",
    "Partnership.set_sign_off_rule",
    "Partnership.set_delegation_scheme",
    "Partnership.set_retention",
    "Partnership.set_clock_rule",
    "Partnership.set_definition",
    "Partnership.set_review_practice",
    "Partnership.set_themes",
    "Partnership.name_quality_board",
    "Partnership.set_public_contact",
    "Person.approve_erasure",
    "Partnership.give_role",
    "Partnership.end_role",
}
DECISIONS = {
    "Action.grant_extension",
    "Action.decline_extension",
    "Action.assure",
    "Action.send_back",
    "Action.reopen",
}
CHAIRING = DECISIONS | {
    "Action.ask_for_progress",
    "Action.cancel",
    "Review.give_access",
    "Review.end_access",
    "Review.conclude",
    "Review.assess",
    "Review.decide",
    "Review.agree_other_time",
    "Review.pause",
    "Review.resume",
    "Review.approve_erasure",
    "Review.accept_report",
    "Review.withhold",
    "Review.approve_plan",
    "Review.appoint_chair",
    "Review.end_chair",
    "Review.appoint_author",
    "Review.end_author",
}
AUTHORING = RECOMMENDATIONS | {
    "Review.draft_report",
    "Review.agree_report",
    "Review.agree_plan",
    "Review.ask_for_return",
    "Review.receive_return",
    "Review.comment_on_draft",
    "Review.assure_return",
    "Review.send_return_back",
    "Review.find_lesson",
    "Review.reword_lesson",
    "Review.withdraw_lesson",
    "Review.share_early_learning",
    "Review.find_good_practice",
    "Review.name_panel_member",
    "Review.end_panel_member",
    "Review.hold_panel_meeting",
    "Review.agree_terms",
    "Review.open_proceedings",
    "Review.conclude_proceedings",
    "Review.involve_family",
}

DOES: dict[Role | Contact, set[str]] = {
    Role.ADMINISTRATOR: DIRECTORY | RULES,
    Role.CHAIR: CHAIRING,
    Role.DEPUTY_CHAIR: CHAIRING,
    Role.SUBGROUP_MEMBER: DECISIONS | {"Action.ask_for_progress"},
    Role.BOARD_MEMBER: {"Action.ask_for_progress"},
    Role.INDEPENDENT_CHAIR: AUTHORING,
    Role.REPORT_AUTHOR: AUTHORING,
    Role.PANEL_MEMBER: {"Review.comment_on_draft"},
    Role.IMR_AUTHOR: {"Review.comment_on_draft", "Review.receive_return"},
    Role.AUDITOR: set(),
    Role.OVERSIGHT: set(),
    Contact.MAIN_CONTACT: ANSWERING | {"Action.assign_owner"},
    Contact.ALTERNATE: ANSWERING | {"Action.assign_owner"},
    Contact.BOARD_REPRESENTATIVE: ANSWERING | {"Action.assign_owner"},
    Contact.VALIDATOR: ANSWERING | {"Action.assign_owner", "Action.sign_off_by_agency", "Action.send_back"},
}
"""What each does, whatever others may do, too; a coordinator does all but what follows."""
NOT_BY_COORDINATORS = RULES | {"Person.accept_invitation"}


def commands() -> Iterator[tuple[str, Callable[..., Any], type[Thing]]]:
    """Every command of every thing."""
    for kind in KINDS:
        own = [one for one in kind.mro() if issubclass(one, Thing) and one is not Thing]
        for name in {name for one in own for name in vars(one)}:
            method = getattr(kind, name)
            is_public = inspect.isroutine(method) and not name.startswith("_")
            if is_public and "by" in inspect.signature(method).parameters:
                yield f"{kind.__name__}.{name}", method, kind


COMMANDS = {name: (command, kind) for name, command, kind in commands()}


def thing_of(kind: type[Thing], command: str) -> Thing:
    """A thing of this kind in one partnership: an action of the police in a review, owned by its owner."""
    system = by()
    if kind is Action:
        return action()
    if kind is Recommendation:
        return Recommendation.make(REVIEW, "Share data.", partnership=PARTNERSHIP, by=system)
    if kind is Review:
        review = Review.open(PARTNERSHIP, "DHR7", by=system)
        review._id = REVIEW
        return review
    if kind is Partnership:
        home = Partnership.register("WAL", "Walsall", by=system)
        home.partnership = PARTNERSHIP
        return home
    return Agency.add("Police", by=system) if kind is Agency else Person.add("Clerk", None, by=system)


def action() -> Action:
    """An action of the police, supported by housing, whose owner belongs to the police."""
    new = Action.plan(
        "Train all",
        partnership=PARTNERSHIP,
        reviews=(REVIEW,),
        recommendations=(uuid4(),),
        number="1/1",
        lead=POLICE,
        supporting=(HOUSING,),
        place=1,
        by=by(),
    )
    new.assign_owner(OWNER, by=by())
    new.collect_events()
    return new


def held(capacity: Role | Contact, **elsewhere: Any) -> Held:
    """A role or post, held for what the things above belong to."""
    where: dict[str, Any] = {"partnership": PARTNERSHIP}
    if isinstance(capacity, Contact):
        where["agency"] = POLICE
    elif capacity in IN_ONE_REVIEW:
        where["review"] = REVIEW
    return Held(capacity, **{**where, **elsewhere})


def as_one(*roles: Held, person: Any = SOMEBODY, agency: Any = None) -> Provenance:
    """The provenance of somebody who holds these."""
    return by(entered_by=person, standing=Standing(person, agency, held=frozenset(roles)))


def may(command: str, provenance: Provenance, thing: Thing | None = None) -> bool:
    """Whether this person may give this command to such a thing, which stands in the log already."""
    method, kind = COMMANDS[command]
    about = thing or thing_of(kind, command)
    about.collect_events()
    try:
        refuse_unless_allowed(method, about, provenance)
    except (NotAllowed, NotFound):
        return False
    return True


def test_every_command_stands_in_the_matrix() -> None:
    """A command that nobody has thought about fails here; until then nobody may give it."""
    missing = {name for name, (command, kind) in COMMANDS.items() if command not in MAY[kind]}
    assert missing == BY_THE_TRACKER
    assert sum(map(len, MAY.values())) == len(COMMANDS) - len(BY_THE_TRACKER)


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("capacity", [*Role, *Contact])
def test_each_role_and_each_command(capacity: Role | Contact, command: str) -> None:
    """What stands in the table above, and nothing else."""
    if capacity is Role.COORDINATOR:
        expected = command not in NOT_BY_COORDINATORS | BY_THE_TRACKER
    else:
        expected = command in DOES[capacity]
    assert may(command, as_one(held(capacity))) == expected


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_owners(command: str) -> None:
    """They accept and answer for their own action, or say that it is not theirs, and do nothing else."""
    expected = command in ANSWERING | {"Action.accept", "Action.decline_ownership"}
    assert may(command, as_one(person=OWNER)) == expected


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_whoever_has_no_role_does_nothing(command: str) -> None:
    """Nor whoever holds every role of another partnership, or in another review, or for another agency."""
    elsewhere = [held(one, partnership=uuid4()) for one in Role if one not in KEEPS_THE_DIRECTORY]
    others = [held(one, review=uuid4()) for one in IN_ONE_REVIEW]
    agencies = [held(one, agency=PROBATION) for one in Contact]
    for provenance in (as_one(), as_one(*elsewhere), as_one(*others), as_one(*agencies)):
        assert not may(command, provenance)


KEEPS_THE_DIRECTORY = (Role.ADMINISTRATOR, Role.COORDINATOR)
"""People and agencies belong to no partnership: those of any keep the directory of all."""


def test_the_directory_is_kept_by_those_of_any_partnership() -> None:
    """A coordinator of one corrects the name of an agency that serves several; its reviews stay closed."""
    elsewhere = as_one(held(Role.COORDINATOR, partnership=uuid4()))
    assert may("Agency.rename", elsewhere)
    assert not may("Review.issue_plan", elsewhere)


def test_the_administrator_of_the_installation() -> None:
    """Keeps partnerships, people and agencies, and has no part in a case."""
    somebody = by(entered_by=SOMEBODY, standing=Standing(SOMEBODY, administrator=True))
    allowed = {name for name in COMMANDS if may(name, somebody)}
    assert allowed == DIRECTORY | RULES


def test_people_accept_their_own_invitation() -> None:
    """And change nothing else about themselves."""
    ada = Person.add("Clerk", None, by=by())
    themselves = by(entered_by=ada.id, standing=Standing(ada.id))
    assert {one for one in COMMANDS if one.startswith("Person.") and may(one, themselves, ada)} == {
        "Person.accept_invitation"
    }


def test_the_tracker_itself_may_do_everything() -> None:
    """The clock, and whoever runs the installation at its command line."""
    assert all(may(name, by()) for name in COMMANDS)


def test_a_contact_of_a_supporting_agency_reports_progress_and_no_more() -> None:
    """The lead agency answers for the action."""
    housing = as_one(*(held(one, agency=HOUSING) for one in Contact))
    assert {name for name in COMMANDS if may(name, housing)} == {"Action.report_progress"}


def test_what_is_not_theirs_is_not_there() -> None:
    """Whoever has nothing to do with a thing is told that there is none; others, who may do it."""
    with pytest.raises(NotFound, match="There is nothing under this address"):
        refuse_unless_allowed(Action.assure, action(), as_one())
    with pytest.raises(NotAllowed, match="Only the coordinator or owner may do this"):
        refuse_unless_allowed(Action.accept, action(), as_one(held(Role.CHAIR)))


def test_something_new_in_another_partnership() -> None:
    """There is nothing yet that could be hidden: who may make it is said."""
    new = Review.open(PARTNERSHIP, "DHR9", by=as_one())
    with pytest.raises(NotAllowed, match="Only the coordinator may do this"):
        refuse_unless_allowed(Review.open, new, as_one())


def reported(provenance: Provenance) -> Action:
    """The action, reported complete."""
    done = action()
    done.report_complete("All trained.", by=provenance)
    return done


@pytest.mark.parametrize("command", ["Action.assure", "Action.send_back", "Action.sign_off_by_agency"])
def test_nobody_decides_on_what_they_reported(command: str) -> None:
    """Whatever roles they hold, and also where they typed it for another."""
    everything = [held(one) for one in (*Role, *Contact)]
    mine = as_one(*everything)
    assert not may(command, mine, reported(mine))
    assert may(command, mine, reported(as_one(person=OWNER)))


@pytest.mark.parametrize("command", ["Action.grant_extension", "Action.decline_extension"])
def test_nobody_decides_on_what_they_asked(command: str) -> None:
    """Time is granted and declined by others."""
    mine, asked = as_one(*map(held, Role)), action()
    asked.set_timescale(TIMESCALE, by=by())
    asked.request_extension(date(2027, 5, 31), by=mine.because("The trainer left."))
    assert not may(command, mine, asked)
    assert may(command, as_one(*map(held, Role), person=uuid4()), asked)


@pytest.mark.parametrize("agency", [POLICE, HOUSING])
@pytest.mark.parametrize(
    "command", ["Action.assure", "Action.grant_extension", "Action.decline_extension", "Action.send_back"]
)
def test_nobody_decides_for_the_partnership_on_their_own_agency(command: str, agency: Any) -> None:
    """Whether it leads or supports; somebody of another agency may."""
    chair = held(Role.CHAIR)
    assert not may(command, as_one(chair, agency=agency), reported(as_one(person=OWNER)))
    assert may(command, as_one(chair, agency=PROBATION), reported(as_one(person=OWNER)))


def test_a_validator_signs_off_for_their_own_agency() -> None:
    """And sends back to it what it has not signed off yet, but not what it has."""
    validator = as_one(held(Contact.VALIDATOR), agency=POLICE)
    done = reported(as_one(person=OWNER))
    assert may("Action.sign_off_by_agency", validator, done)
    assert may("Action.send_back", validator, done)
    done.sign_off_by_agency(closes=False, by=validator)
    assert not may("Action.send_back", validator, done)


def test_whoever_signed_off_for_the_agency_is_not_assured_of_it() -> None:
    """Also where a coordinator entered that for the validator."""
    coordinator = as_one(held(Role.COORDINATOR))
    done = reported(as_one(person=OWNER))
    done.sign_off_by_agency(closes=False, by=coordinator)
    assert not may("Action.assure", coordinator, done)


class TestLimited:
    """What a token of somebody carries, of what they are."""

    OWNER_OF_IT = Standing(OWNER, access=frozenset({REVIEW}))

    def test_an_owner_only_where_it_was_chosen(self) -> None:
        """A token with a role of its person does not act as the owner of their actions besides."""
        assert capacities(self.OWNER_OF_IT, action()) == {"owner"}
        assert not capacities(self.OWNER_OF_IT.limited([Role.COORDINATOR]), action())
        assert capacities(self.OWNER_OF_IT.limited(["owner"]), action()) == {"owner"}

    def test_themselves_only_where_it_was_chosen(self) -> None:
        """Neither towards their own entry in the directory, nor with what they alone may read."""
        entry = Person.add("Clerk", None, by=by())
        own = Standing(entry.id, access=frozenset({REVIEW}))
        assert capacities(own, entry) == {"person themselves"}
        limited, chosen = own.limited([Role.COORDINATOR]), own.limited(["owner"])
        assert not capacities(limited, entry) | limited.access
        assert capacities(chosen, entry) | chosen.access == {"person themselves", REVIEW}

    def test_what_was_lost_does_not_come_back(self) -> None:
        """Limited once more, it carries no more than before."""
        assert not self.OWNER_OF_IT.limited([]).limited(["owner"]).as_themselves

    def test_their_agency_stays(self) -> None:
        """So that nobody decides by a token on what their agency reported."""
        assert Standing(OWNER, POLICE).limited([Role.CHAIR]).agency == POLICE


class TestSomewhere:
    """Who is shown the form for a new thing: whoever may make one in any partnership."""

    def test_in_any_partnership(self) -> None:
        """By a role of whichever; without it, in a sentence that names who may."""
        coordinator = Standing(SOMEBODY, held=frozenset({Held(Role.COORDINATOR, uuid4())}))
        assert may_somewhere(Action.plan, coordinator)
        assert not may_somewhere(Action.plan, Standing(SOMEBODY, administrator=True))
        assert may_somewhere(Partnership.register, Standing(SOMEBODY, administrator=True))
        assert not may_somewhere(Partnership.register, coordinator)
        with pytest.raises(NotAllowed, match=r"^Only the administrator may do this\.$"):
            refuse_unless_somewhere(Partnership.register, coordinator)
        refuse_unless_somewhere(Action.plan, coordinator)

    def test_what_nobody_may(self) -> None:
        """What stands in no row of the matrix nobody may anywhere."""
        assert not may_somewhere(Action.lapse, Standing(SOMEBODY, administrator=True))
