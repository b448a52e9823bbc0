"""Histories of an invented partnership, as people might make them: commands in any order, refused or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as some

from domain.action import Action
from domain.delegation import DelegationScheme
from domain.partnership import HeldRole, Partnership
from domain.person import Person
from domain.plan import Plan, PlannedAction, PlannedRecommendation
from domain.provenance import Provenance
from domain.rag import RagRule
from domain.recommendation import Recommendation
from domain.refusals import Refused
from domain.review import Review
from domain.review.vocabulary import LessonReach
from domain.standing import Standing
from domain.store.application import Store
from domain.store.master_key import make_master_key
from domain.timescales import read_timescale
from domain.tracker import Tracker
from domain.tracker import action as actions
from domain.tracker import agency as agencies
from domain.tracker import partnership as partnerships
from domain.tracker import person as people
from domain.tracker import recommendation as recommendations
from domain.tracker import review as reviews
from domain.tracker.importing import PlanFile, prepare, save
from domain.vocabulary import IN_ONE_REVIEW, Contact, Forecast, How, Role, Scope
from tests.standing import keeper

FIRST_DAY = date(2026, 3, 2)
WORDS = ("Train all staff", "Write a policy", "Train every practitioner", "Ask")
NAMES = ("Anytown Council", "Anytown Police", "The Nosuch Trust", "Anytown Housing")
TIMESCALES = ("31 March 2026", "1 April 2026", "30 June 2026", "ongoing", "3 months after publication")

KINDS = ("partnership", "agency", "person", "review", "recommendation", "action")


def nothing_yet() -> dict[str, list[UUID]]:
    """No things of any kind."""
    return {kind: [] for kind in KINDS}


@dataclass
class History:
    """A tracker with what was made in it so far. `draw` chooses, `today` goes on."""

    tracker: Tracker
    draw: Callable[[Any], Any]
    today: date = FIRST_DAY
    things: dict[str, list[UUID]] = field(default_factory=nothing_yet)

    def one(self, kind: str) -> UUID:
        """One thing of a kind; with none yet, the command is refused for want of one."""
        if not self.things[kind]:
            raise Refused("There is none yet.")
        chosen: UUID = self.draw(some.sampled_from(self.things[kind]))
        return chosen

    def some(self, kind: str) -> tuple[UUID, ...]:
        """Up to two different things of a kind."""
        every = self.things[kind]
        return tuple(
            self.draw(some.lists(some.sampled_from(every), max_size=2, unique=True)) if every else ()
        )

    def of(self, values: Any) -> Any:
        """One of these values."""
        return self.draw(some.sampled_from(list(values)))

    def day(self) -> date:
        """A day around today."""
        return self.today + timedelta(days=self.draw(some.integers(-40, 80)))

    def by(self) -> Provenance:
        """Somebody's or nobody's provenance, of today or of an earlier day."""
        entered_by = self.of([None, *self.things["person"]])
        how, earlier = self.of((How.FORM, How.MAIL)), self.of((0, 3, 45))
        return Provenance(
            how,
            self.today,
            entered_by=entered_by,
            standing=keeper(entered_by, *self.things["partnership"]) if entered_by else Standing(),
            reason="A reason.",
            happened_on=self.today - timedelta(days=earlier),
        )

    def step(self) -> None:
        """A day that goes on or not, and one command; what is refused changes nothing."""
        self.today += timedelta(days=self.draw(some.integers(0, 15)))
        with suppress(Refused):
            self.of(STEPS)(self)


@contextmanager
def history(url: str, folder: Path, draw: Callable[[Any], Any]) -> Iterator[History]:
    """A history of one registered partnership, on an empty database."""
    key = folder / "master.key"
    if not key.exists():
        make_master_key(key)
    store = Store(url, key)
    try:
        begun = History(Tracker(store), draw)
        made = partnerships.register(begun.tracker, "ANY", "Safer Anytown (invented)", by=begun.by())
        begun.things["partnership"].append(made)
        yield begun
    finally:
        store.close()


def changing(kind: str, thing: type[Any], command: Callable[..., Any], **facts: Any) -> Callable[..., None]:
    """A step that carries out a command of one thing; facts are made of the history."""

    def step(one: History) -> None:
        identity = one.one(kind)
        given = {name: make(one) for name, make in facts.items()}
        one.tracker.change(command, thing, identity, by=one.by(), **given)

    return step


def any_of(values: Sequence[Any]) -> Callable[[History], Any]:
    """A fact: one of these values."""
    return lambda one: one.of(values)


def plan(one: History) -> None:
    """Plan an action, perhaps of two reviews, and perhaps without lead or date."""
    said = one.of((None, *TIMESCALES))
    action = actions.plan(
        one.tracker,
        text=one.of(WORDS),
        recommendations=one.some("recommendation"),
        lead=one.of((None, *one.things["agency"])),
        supporting=one.some("agency"),
        timescale=read_timescale(said) if said else None,
        by=one.by(),
    )
    one.things["action"].append(action)


def make(one: History) -> None:
    """Make a recommendation."""
    review, label = one.one("review"), one.of(("R1", "3.2", "3.10", ""))
    made = recommendations.make(
        one.tracker, review, wording=one.of(WORDS), label=label, addressees=one.some("agency"), by=one.by()
    )
    one.things["recommendation"].append(made)


def open_review(one: History) -> None:
    """Open a review."""
    reference = one.of(("DHR1", "DHR2", "DHR10"))
    opened = reviews.open_review(one.tracker, one.one("partnership"), reference=reference, by=one.by())
    one.things["review"].append(opened)


def bring_in(one: History) -> None:
    """Import a plan into a review, which may be opened by it; then its things are known as well."""
    steps = tuple(
        PlannedAction(text, lead=one.of(NAMES), timescale=read_timescale(one.of(TIMESCALES)))
        for text in WORDS[: one.draw(some.integers(1, 3))]
    )
    prepared = prepare(
        one.tracker,
        one.one("partnership"),
        one.of(("DHR1", "DHR3")),
        file=PlanFile("plan.csv", uuid4().hex * 2),
        plan=Plan((PlannedRecommendation("R7", one.of(WORDS), actions=steps),)),
        by=Provenance(How.IMPORT, one.today),
    )
    save(one.tracker, prepared, open_review=True)
    for kind, things in prepared.new.items():
        one.things[kind] += things
    one.things["review"] = list({*one.things["review"]} | {prepared.review.id})
    one.things["review"].sort()


def settle(one: History) -> None:
    """Settle a question of a review, by words or by an agency."""
    review = one.tracker.get(Review, one.one("review"))
    waiting = [asked.id for asked in review.open_questions()]
    if waiting:
        agency = one.of((None, *one.things["agency"]))
        reviews.settle_question(
            one.tracker, review.id, question=one.of(waiting), answer="So it is.", agency=agency, by=one.by()
        )


def add_agency(one: History) -> None:
    """Add an agency."""
    one.things["agency"].append(agencies.add(one.tracker, one.of(NAMES), by=one.by()))


def rename_agency(one: History) -> None:
    """Rename an agency."""
    name = f"{one.of(NAMES)} {one.of('AB')}"
    agencies.rename(one.tracker, one.one("agency"), name=name, by=one.by())


def add_person(one: History) -> None:
    """Add a person, whose name and address nobody else has."""
    number = len(one.things["person"])
    details = people.Details(f"Demo Person {number}", f"{number}@example.org")
    agency = one.of((None, *one.things["agency"]))
    one.things["person"].append(
        people.add(one.tracker, details, post=one.of(("", "Clerk")), agency=agency, by=one.by())
    )


def name_contact(one: History) -> None:
    """Name who answers for an agency, in the place of the one before."""
    agency, person = one.one("agency"), one.one("person")
    partnerships.name_contact(
        one.tracker,
        one.one("partnership"),
        agency=agency,
        contact=one.of(Contact),
        person=person,
        by=one.by(),
    )


def give_role(one: History) -> None:
    """Give somebody a role, in a review where it is one of those."""
    role = one.of(Role)
    review = one.one("review") if role in IN_ONE_REVIEW else None
    agency = one.one("agency") if role == Role.IMR_AUTHOR else None
    partnerships.give_role(
        one.tracker,
        one.one("partnership"),
        person=one.one("person"),
        role=role,
        review=review,
        agency=agency,
        by=one.by(),
    )


def end_role(one: History) -> None:
    """End one of the roles that somebody has."""
    partnership = one.one("partnership")
    held = one.of([*one.tracker.get(Partnership, partnership).roles] or [HeldRole(partnership, Role.CHAIR)])
    one.tracker.change(Partnership.end_role, Partnership, partnership, by=one.by(), **held._asdict())


def lapse(one: History) -> None:
    """Record that a timescale has lapsed, if it has."""
    actions.lapse(one.tracker, [one.one("action")], by=Provenance(How.SCHEDULER, one.today))


def sign_off(one: History) -> None:
    """Sign off for the agency."""
    actions.sign_off_by_agency(one.tracker, one.one("action"), by=one.by())


def split(one: History) -> None:
    """Split an action by agency; its parts are known then."""
    whole = one.one("action")
    actions.split_by_agency(one.tracker, whole, agencies=one.some("agency"), by=one.by())
    one.things["action"] += one.tracker.get(Action, whole).split_into


def publish(one: History) -> None:
    """Publish a review; what counts from that gets its dates."""
    reviews.take_step(one.tracker, one.one("review"), command=Review.publish, by=one.by())


def learn(one: History) -> None:
    """Find a lesson in a review."""
    review = one.one("review")
    one.tracker.change(
        Review.find_lesson, Review, review, text=one.of(WORDS), reach=LessonReach.BETWEEN, by=one.by()
    )


def answer(one: History) -> None:
    """Say which lessons of its review a recommendation answers."""
    recommendation = one.one("recommendation")
    review = one.tracker.get(Recommendation, recommendation).review
    found = [*one.tracker.get(Review, review).lessons]
    answered = tuple(lesson for lesson in found if one.of((True, False)))
    recommendations.answer_lessons(one.tracker, recommendation, lessons=answered, by=one.by())


WRITING: Any = {"text": any_of(WORDS)}
STEPS: tuple[Callable[[History], None], ...] = (
    *[add_agency] * 2,
    add_person,
    *[open_review] * 2,
    *[make] * 3,
    *[plan] * 5,
    bring_in,
    settle,
    name_contact,
    *[give_role] * 2,
    end_role,
    lapse,
    sign_off,
    split,
    *[learn] * 2,
    answer,
    changing("action", Action, Action.reword, **WRITING),
    changing("action", Action, Action.name_lead_agency, lead=lambda one: one.one("agency")),
    changing("action", Action, Action.name_supporting_agencies, supporting=lambda one: one.some("agency")),
    changing("action", Action, Action.assign_owner, owner=lambda one: one.one("person")),
    changing("action", Action, Action.accept),
    changing("action", Action, Action.report_progress, progress=any_of(WORDS)),
    changing(
        "action",
        Action,
        Action.ask_for_progress,
        question=any_of(WORDS),
        answer_by=lambda one: one.of((None, one.day())),
    ),
    changing("action", Action, Action.give_forecast, forecast=any_of(tuple(Forecast))),
    changing(
        "action",
        Action,
        Action.correct_timescale,
        timescale=lambda one: read_timescale(one.of(TIMESCALES)),
    ),
    changing("action", Action, Action.request_extension, until=lambda one: one.day()),
    changing("action", Action, Action.grant_extension),
    changing("action", Action, Action.decline_extension),
    *[changing("action", Action, Action.report_complete, what_was_done=any_of(WORDS))] * 2,
    changing("action", Action, Action.assure),
    changing("action", Action, Action.send_back, further_work_by=lambda one: one.day()),
    changing("action", Action, Action.cancel),
    changing("action", Action, Action.reopen),
    changing("recommendation", Recommendation, Recommendation.reword, wording=any_of(WORDS)),
    changing("recommendation", Recommendation, Recommendation.relabel, label=any_of(("R2", "3.1"))),
    changing("recommendation", Recommendation, Recommendation.set_scope, scope=any_of(tuple(Scope))),
    changing("recommendation", Recommendation, Recommendation.withdraw),
    changing("review", Review, Review.issue_plan),
    publish,
    changing(
        "review",
        Review,
        Review.name_commissioning_bodies,
        other_bodies=any_of(((), ("An Adults Board",), ("An Adults Board", "A Trust"))),
    ),
    changing("review", Review, Review.end_publication),
    changing(
        "review",
        Review,
        Review.give_access,
        person=lambda one: one.one("person"),
        last_day=lambda one: one.of((None, one.day())),
    ),
    changing("review", Review, Review.end_access, person=lambda one: one.one("person")),
    changing(
        "partnership",
        Partnership,
        Partnership.set_delegation_scheme,
        scheme=lambda one: DelegationScheme(first_day=one.day(), short_days=one.of((14, 28))),
    ),
    changing("partnership", Partnership, Partnership.rename, name=any_of(("Safer Villages", "Safer Town"))),
    changing(
        "partnership",
        Partnership,
        Partnership.set_rag_rule,
        rule=lambda one: RagRule(amber_within_days=one.of((14, 56))),
    ),
    changing(
        "person",
        Person,
        Person.change_post,
        post=any_of(("Clerk", "Nurse")),
        agency=lambda one: one.one("agency"),
    ),
    changing("person", Person, Person.leave),
    rename_agency,
)
"""What can happen; what most other things need stands more than once."""
