"""Who may do what: the commands of every thing, and in which capacities people may give them.

Agreed practice of partnerships. What is not named here nobody may do but the tracker itself, and whoever
runs it at its command line: they enter nothing for themselves.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from domain.action import Action
from domain.agency import Agency
from domain.capacities import (
    ADMINISTRATORS,
    COORDINATORS,
    DIRECTORY_KEEPERS,
    SUPPORTING,
    THEMSELVES,
    capacities,
)
from domain.decisions import refuse_own
from domain.delegation import CHAIRS
from domain.partnership import Partnership
from domain.person import Person
from domain.provenance import Provenance, Thing
from domain.recommendation import Recommendation
from domain.refusals import NotAllowed, NotFound
from domain.review import Review
from domain.sight import PAPERS
from domain.standing import OWNER, Standing
from domain.vocabulary import Contact, Role

WHOEVER_ANSWERS = COORDINATORS | {OWNER, *Contact}
"""For an action: its owner, its lead agency's contacts, and the coordinators, who record for others."""
AUTHORS = frozenset({Role.INDEPENDENT_CHAIR, Role.REPORT_AUTHOR})
DECIDERS = COORDINATORS | {*CHAIRS, Role.SUBGROUP_MEMBER}
MAKES_RECOMMENDATIONS = COORDINATORS | AUTHORS

MAY: Final[Mapping[type[Thing], Mapping[Callable[..., Any], frozenset[str]]]] = {
    Action: {
        Action.plan: COORDINATORS,
        Action.reword: COORDINATORS,
        Action.name_lead_agency: COORDINATORS,
        Action.name_supporting_agencies: COORDINATORS,
        Action.set_timescale: COORDINATORS,
        Action.correct_timescale: COORDINATORS,
        Action.split_by_agency: COORDINATORS,
        Action.cancel: COORDINATORS | {*CHAIRS},
        Action.reopen: DECIDERS,
        Action.assign_owner: COORDINATORS | {*Contact},
        Action.accept: COORDINATORS | {OWNER},
        Action.decline_ownership: COORDINATORS | {OWNER},
        Action.report_progress: WHOEVER_ANSWERS | {SUPPORTING},
        Action.report_complete: WHOEVER_ANSWERS,
        Action.give_forecast: WHOEVER_ANSWERS,
        Action.request_extension: WHOEVER_ANSWERS,
        Action.ask_for_progress: DECIDERS | {Role.BOARD_MEMBER},
        Action.grant_extension: DECIDERS,
        Action.decline_extension: DECIDERS,
        Action.sign_off_by_agency: COORDINATORS | {Contact.VALIDATOR},
        Action.assure: DECIDERS,
        Action.send_back: DECIDERS | {Contact.VALIDATOR},
    },
    Recommendation: {
        Recommendation.make: MAKES_RECOMMENDATIONS,
        Recommendation.reword: MAKES_RECOMMENDATIONS,
        Recommendation.relabel: MAKES_RECOMMENDATIONS,
        Recommendation.set_scope: MAKES_RECOMMENDATIONS,
        Recommendation.state_background: MAKES_RECOMMENDATIONS,
        Recommendation.name_addressees: MAKES_RECOMMENDATIONS,
        Recommendation.answer_lessons: MAKES_RECOMMENDATIONS,
        Recommendation.withdraw: MAKES_RECOMMENDATIONS,
    },
    Review: {
        Review.open: COORDINATORS,
        Review.import_plan: COORDINATORS,
        Review.issue_plan: COORDINATORS,
        Review.raise_question: COORDINATORS,
        Review.settle_question: COORDINATORS,
        Review.give_access: COORDINATORS | {*CHAIRS},
        Review.end_access: COORDINATORS | {*CHAIRS},
        Review.name_commissioning_bodies: COORDINATORS,
        Review.enter: COORDINATORS,
        Review.correct_step_date: COORDINATORS,
        Review.notify: COORDINATORS,
        Review.receive_written_notice: COORDINATORS,
        Review.consult: COORDINATORS,
        Review.assess: COORDINATORS | {*CHAIRS},
        Review.decide: COORDINATORS | {*CHAIRS},
        Review.tell_home_office: COORDINATORS,
        Review.note_view_of_board: COORDINATORS,
        Review.direct: COORDINATORS,
        Review.secure_records: COORDINATORS,
        Review.ask_for_return: COORDINATORS | AUTHORS,
        Review.receive_return: COORDINATORS | AUTHORS | {Role.IMR_AUTHOR},
        Review.assure_return: COORDINATORS | AUTHORS,
        Review.send_return_back: COORDINATORS | AUTHORS,
        Review.find_lesson: COORDINATORS | AUTHORS,
        Review.reword_lesson: COORDINATORS | AUTHORS,
        Review.withdraw_lesson: COORDINATORS | AUTHORS,
        Review.share_early_learning: COORDINATORS | AUTHORS,
        Review.find_good_practice: COORDINATORS | AUTHORS,
        Review.appoint_chair: COORDINATORS | {*CHAIRS},
        Review.end_chair: COORDINATORS | {*CHAIRS},
        Review.appoint_author: COORDINATORS | {*CHAIRS},
        Review.end_author: COORDINATORS | {*CHAIRS},
        Review.name_panel_member: COORDINATORS | AUTHORS,
        Review.end_panel_member: COORDINATORS | AUTHORS,
        Review.hold_panel_meeting: COORDINATORS | AUTHORS,
        Review.agree_terms: COORDINATORS | AUTHORS,
        Review.open_proceedings: COORDINATORS | AUTHORS,
        Review.conclude_proceedings: COORDINATORS | AUTHORS,
        Review.involve_family: COORDINATORS | AUTHORS,
        Review.agree_other_time: COORDINATORS | {*CHAIRS},
        Review.pause: COORDINATORS | {*CHAIRS},
        Review.resume: COORDINATORS | {*CHAIRS},
        Review.draft_report: COORDINATORS | AUTHORS,
        Review.comment_on_draft: COORDINATORS | AUTHORS | {*PAPERS},
        Review.agree_report: COORDINATORS | AUTHORS,
        Review.accept_report: COORDINATORS | {*CHAIRS},
        Review.submit_report: COORDINATORS,
        Review.answer_report: COORDINATORS,
        Review.copy_report: COORDINATORS,
        Review.check_publication: COORDINATORS,
        Review.publish: COORDINATORS,
        Review.end_publication: COORDINATORS,
        Review.withhold: COORDINATORS | {*CHAIRS},
        Review.give_links: COORDINATORS,
        Review.give_briefing: COORDINATORS,
        Review.agree_plan: COORDINATORS | AUTHORS,
        Review.agree_plan_for_agency: COORDINATORS,
        Review.approve_plan: COORDINATORS | {*CHAIRS},
        Review.keep_plan_version: COORDINATORS,
        Review.conclude: COORDINATORS | {*CHAIRS},
        Review.place_legal_hold: COORDINATORS,
        Review.lift_legal_hold: COORDINATORS,
        Review.propose_erasure: COORDINATORS,
        Review.withdraw_erasure: COORDINATORS,
        Review.approve_erasure: COORDINATORS | {*CHAIRS},
    },
    Agency: {
        Agency.add: DIRECTORY_KEEPERS,
        Agency.rename: DIRECTORY_KEEPERS,
        Agency.add_alias: DIRECTORY_KEEPERS,
        Agency.remove_alias: DIRECTORY_KEEPERS,
    },
    Person: {
        Person.add: DIRECTORY_KEEPERS,
        Person.change_post: DIRECTORY_KEEPERS,
        Person.change_details: DIRECTORY_KEEPERS,
        Person.leave: DIRECTORY_KEEPERS,
        Person.come_back: DIRECTORY_KEEPERS,
        Person.invite: DIRECTORY_KEEPERS,
        Person.withdraw_invitation: DIRECTORY_KEEPERS,
        Person.accept_invitation: frozenset({THEMSELVES}),
        Person.propose_erasure: DIRECTORY_KEEPERS,
        Person.withdraw_erasure: DIRECTORY_KEEPERS,
        Person.approve_erasure: ADMINISTRATORS,
    },
    Partnership: {
        Partnership.register: ADMINISTRATORS,
        Partnership.rename: ADMINISTRATORS,
        Partnership.set_go_live: DIRECTORY_KEEPERS,
        Partnership.set_reply_address: DIRECTORY_KEEPERS,
        Partnership.set_rag_rule: ADMINISTRATORS,
        Partnership.set_reminder_rule: ADMINISTRATORS,
        Partnership.set_sign_off_rule: ADMINISTRATORS,
        Partnership.set_delegation_scheme: ADMINISTRATORS,
        Partnership.set_retention: ADMINISTRATORS,
        Partnership.set_clock_rule: ADMINISTRATORS,
        Partnership.set_definition: ADMINISTRATORS,
        Partnership.set_review_practice: ADMINISTRATORS,
        Partnership.set_themes: ADMINISTRATORS,
        Partnership.set_public_contact: ADMINISTRATORS,
        Partnership.name_quality_board: ADMINISTRATORS,
        Partnership.name_contact: DIRECTORY_KEEPERS,
        Partnership.end_contact: DIRECTORY_KEEPERS,
        Partnership.give_role: ADMINISTRATORS,
        Partnership.end_role: ADMINISTRATORS,
    },
}

NOTHING = "There is nothing under this address, or no longer."


def refuse_unless_allowed(command: Callable[..., Any], thing: Thing, by: Provenance) -> None:
    """Raises NotFound for whoever has nothing to do with the thing, NotAllowed for who may not do this to it.

    `thing` is as it stands before the command, or newly made by it: then there is nothing to be found.
    """
    if by.entered_by is None:
        return
    held, may = capacities(by.standing, thing), _may(command, thing)
    is_new = len(thing.pending_events) == thing.version
    if not held and not is_new:
        raise NotFound(NOTHING)
    if held.isdisjoint(may):
        raise NotAllowed(f"Only {in_words(may)} may do this.")
    if isinstance(thing, Action):
        refuse_own(command, thing, held, by)


def _may(command: Callable[..., Any], thing: Thing) -> frozenset[str]:
    """In which capacities a command may be given; one of another thing changes this one along with it."""
    of_its_kind = MAY.get(type(thing), {})
    return next((may[command] for may in (of_its_kind, *MAY.values()) if command in may), frozenset())


def refuse_unless_somewhere(command: Callable[..., Any], standing: Standing) -> None:
    """Raises NotAllowed for whoever may give a command that makes something new nowhere at all."""
    if not may_somewhere(command, standing):
        raise NotAllowed(f"Only {in_words(_whoever_may(command))} may do this.")


def may_somewhere(command: Callable[..., Any], standing: Standing) -> bool:
    """Whether somebody may give a command in any partnership, or to the directory."""
    may = _whoever_may(command)
    of_installation = standing.administrator and Role.ADMINISTRATOR in may
    return of_installation or any(held.capacity in may for held in standing.held)


def _whoever_may(command: Callable[..., Any]) -> frozenset[str]:
    return next((may[command] for may in MAY.values() if command in may), frozenset())


def is_allowed(command: Callable[..., Any], thing: Thing, by: Provenance) -> bool:
    """Whether this person may give a command to a thing as it stands."""
    try:
        refuse_unless_allowed(command, thing, by)
    except (NotAllowed, NotFound):
        return False
    return True


def in_words(may: frozenset[str]) -> str:
    """Those who hold one of these capacities, as words in a sentence."""
    *others, last = sorted(str(one) for one in may) or ["the tracker itself"]
    return f"the {', '.join(others)} or {last}" if others else f"the {last}".replace("the the", "the")
