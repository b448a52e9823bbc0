"""Two invented partnerships with the same references, labels, numbers and agencies, and every kind of person.

Every text that can be typed says in which of the two it was typed: a reader of the one must never meet the
mark of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from api.demo.course import Course, carry_out
from domain.action import Action
from domain.partnership import Partnership
from domain.plan import Plan, PlannedAction, PlannedRecommendation
from domain.provenance import Provenance
from domain.recommendation import Recommendation
from domain.review import Question, Review
from domain.review.vocabulary import LessonReach, Step
from domain.store.application import Store
from domain.store.embedded import Server
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
from domain.vocabulary import Contact, How, QuestionAbout, Role
from projections.projector import Projector
from projections.views import VIEWS
from tests.conftest import database

WAITING, PUBLISHED, DRAFT, IMPORTED = "waiting", "published", "draft", "imported"
"""Reviews: issued and not published; published; not issued; read from a file and issued."""
REFERENCES = {WAITING: "DHR1", PUBLISHED: "DHR2", DRAFT: "DHR3", IMPORTED: "DHR4"}
LEFT_ROLE, LEFT_ACTION, LISTED, OWNER, NOBODY = "left role", "left action", "listed", "owner", "nobody"
IN_ONE_REVIEW = {
    Role.INDEPENDENT_CHAIR: WAITING,
    Role.REPORT_AUTHOR: PUBLISHED,
    Role.PANEL_MEMBER: DRAFT,
    Role.IMR_AUTHOR: DRAFT,
}
KINDS = (*Role, *Contact, OWNER, LISTED, LEFT_ROLE, LEFT_ACTION, NOBODY)
"""Every kind of person of a partnership, each of whom is this alone."""
OF_THE_POLICE = (*Contact, OWNER, LEFT_ACTION)


class Half(NamedTuple):
    """One of the two partnerships, with its things by their names. `mark` stands in all that was typed."""

    mark: str
    id: UUID
    reviews: Mapping[str, UUID]
    recommendations: Mapping[str, UUID]
    actions: Mapping[str, UUID]
    people: Mapping[str, UUID]

    @property
    def ids(self) -> dict[str, list[str]]:
        """The ids of all that is its own, by the word before them in addresses."""
        of_things = ("reviews", "recommendations", "actions", "people")
        named = {word: list(map(str, getattr(self, word).values())) for word in of_things}
        return {"partnerships": [str(self.id)], **named}


class Both(NamedTuple):
    """The two partnerships, and the agencies of their common directory."""

    police: UUID
    council: UUID
    one: Half
    other: Half


def record_both(tracker: Tracker, today: date) -> Both:
    """Record two partnerships of the same making."""
    entered = Provenance(How.COMMAND_LINE, today)
    police = agencies.add(tracker, "Anyshire Police", by=entered)
    council = agencies.add(tracker, "Anytown Council", by=entered)
    halves = [_Making(tracker, today, code, police, council).half() for code in ("AAA", "BBB")]
    return Both(police, council, *halves)


class _Making:
    """The making of one of them, thing by thing."""

    def __init__(self, tracker: Tracker, today: date, code: str, police: UUID, council: UUID) -> None:
        self.tracker, self.today, self.code = tracker, today, code
        self.police, self.council = police, council
        self.mark = f"MARKED-IN-{code}"
        self.reviews: dict[str, UUID] = {}
        self.recommendations: dict[str, UUID] = {}
        self.actions: dict[str, UUID] = {}
        self.people: dict[str, UUID] = {}

    def half(self) -> Half:
        """All of it, and what it is called."""
        self.id = partnerships.register(self.tracker, self.code, f"{self.mark} Partnership", by=self.by())
        self.change(Partnership.set_reply_address, self.id, reply_to=f"{self.mark}@example.org")
        for kind in KINDS:
            self.add(kind)
        for name, reference in REFERENCES.items():
            self.open(name, reference)
        self.plan_actions()
        self.say_all()
        self.give_roles()
        return Half(self.mark, self.id, self.reviews, self.recommendations, self.actions, self.people)

    def by(self) -> Provenance:
        """The provenance of something that another has said, on paper, for a reason."""
        return Provenance(
            How.MEETING,
            self.today,
            said_by=self.says("the manager"),
            how_in_detail=self.says("the meeting"),
            reason=self.says("a reason"),
        )

    def says(self, words: str) -> str:
        """Words that say where they were typed."""
        return f"{words} {self.mark}"

    def change(self, command: Any, thing: UUID, **facts: Any) -> None:
        """Give a command to a thing."""
        kinds = (Partnership, Review, Action, Recommendation)
        owner: Any = next(one for one in kinds if getattr(one, command.__name__, None) is command)
        self.tracker.change(command, owner, thing, by=self.by(), **facts)

    def add(self, kind: str) -> None:
        """A person of the directory: whoever owns or answers is of the police, others of no agency."""
        address = f"{kind.replace(' ', '.')}@{self.code.lower()}.example.org".lower()
        details = people.Details(f"{self.code} {kind}", address, "01922 000000")
        by = Provenance(How.COMMAND_LINE, self.today)
        of = self.police if kind in OF_THE_POLICE else None
        self.people[kind] = people.add(self.tracker, details, post="Officer", agency=of, by=by)

    def open(self, name: str, reference: str) -> None:
        """A review with a recommendation and a question; that of a file has what the file says."""
        if name == IMPORTED:
            self.read_plan(reference)
            return
        opened = reviews.open_review(
            self.tracker, self.id, reference=reference, pseudonym=self.says("Ash"), by=self.by()
        )
        self.reviews[name] = opened
        self.recommendations[name] = recommendations.make(
            self.tracker,
            opened,
            wording=self.says("Review the zephyr training."),
            label="1",
            addressees=(self.council,),
            issue=self.says("Nobody had asked."),
            theme=self.says("Training"),
            by=self.by(),
        )
        place, which, typed = (self.says(words) for words in ("row 3", "Which?", "both"))
        asked = [Question(uuid4(), QuestionAbout.READING, place, which, typed) for _ in range(2)]
        for one in asked:
            self.change(Review.raise_question, opened, question=one)
        self.change(Review.settle_question, opened, question=asked[0].id, answer=self.says("Yes."))
        if name != DRAFT:
            self.change(Review.issue_plan, opened)
        if name == PUBLISHED:
            self.change(Review.publish, opened)
        if name == WAITING:
            self.change(Review.enter, opened, step=Step.DECIDED, on=self.today)
        if name == DRAFT:
            self.go_through(opened)
        else:
            self.learn(opened)

    def go_through(self, review: UUID) -> None:
        """All that may be said of a review before its plan is issued: its course up to the last answer."""
        people = self.people[LEFT_ACTION], self.people[NOBODY]
        agencies = self.police, self.council
        course = Course(self.today, agencies=agencies, people=people, says=self.says)
        for step in course.answered(course.directed()):
            if step.noun != "issue":
                thing = self.tracker.get(Review, review)
                carry_out(thing, step, self.by())
                self.tracker.record(thing)

    def learn(self, review: UUID) -> None:
        """A lesson of a review."""
        text = self.says("Ask again.")
        self.change(Review.find_lesson, review, text=text, reach=LessonReach.BETWEEN)

    def read_plan(self, reference: str) -> None:
        """What a file says, in words that belong to no field and for agencies that nobody knows."""
        step = PlannedAction(
            self.says("Write a policy"),
            lead=self.says("Nosuch Trust"),
            supporting=(self.says("Other Trust"),),
            owner=self.says("Head of service"),
            timescale=read_timescale(self.says("as soon as possible")),
            progress=self.says("Begun."),
            evidence=self.says("Minutes."),
            remarks=(self.says("A remark."),),
        )
        wording, named = self.says("Have a policy."), (self.says("Nosuch Board"),)
        asked = PlannedRecommendation("1", wording, addressees=named, actions=(step,))
        plan = Plan((asked,), remarks=(self.says("A remark on all."),))
        file = PlanFile(self.says("plan.csv"), self.code * 20)
        prepared = prepare(self.tracker, self.id, reference, file=file, plan=plan, by=self.by())
        save(self.tracker, prepared, open_review=True)
        self.reviews[IMPORTED] = prepared.review.id
        self.change(Review.enter, prepared.review.id, step=Step.SUBMITTED, on=self.today)
        self.learn(prepared.review.id)
        for thing in prepared.things:
            named_things = self.actions if isinstance(thing, Action) else self.recommendations
            named_things[IMPORTED] = thing.id

    def plan_actions(self) -> None:
        """One action for each review, of one agency or the other, and one that two reviews share."""
        self.plan(WAITING, (WAITING,), lead=self.police)
        self.plan(PUBLISHED, (PUBLISHED,), lead=self.council, supporting=(self.police,))
        self.plan(DRAFT, (DRAFT,), lead=self.police)
        self.plan("shared", (WAITING, PUBLISHED), lead=self.council)
        for owner in (LEFT_ACTION, OWNER):
            self.change(Action.assign_owner, self.actions[WAITING], owner=self.people[owner])

    def plan(self, name: str, of: tuple[str, ...], **agencies: Any) -> None:
        """An action with a progress note."""
        self.actions[name] = actions.plan(
            self.tracker,
            text=self.says("Begin the zephyr training."),
            recommendations=tuple(self.recommendations[one] for one in of),
            timescale=read_timescale(f"30 April {self.today.year}"),
            expected_change=self.says("Everybody asks."),
            by=self.by(),
            **agencies,
        )
        self.report(name)

    def report(self, name: str) -> None:
        """A progress note."""
        said = {"progress": self.says("Half of it."), "evidence": self.says("A list.")}
        self.change(Action.report_progress, self.actions[name], **said)

    def say_all(self) -> None:
        """What else can be typed about an action, a recommendation and a partnership."""
        one, due = self.actions[PUBLISHED], date(self.today.year, 4, 30)
        meeting = {"meeting": self.says("Board"), "minute": self.says("7")}
        self.change(Action.reword, one, text=self.says("Begin all of the zephyr training."))
        self.change(Action.remark, one, remark=self.says("A remark."))
        self.change(Action.ask_for_progress, one, question=self.says("How far?"))
        self.change(Action.request_extension, one, until=due + timedelta(days=7))
        self.change(Action.grant_extension, one, **meeting)
        self.change(Action.request_extension, one, until=due + timedelta(days=70))
        self.change(Action.decline_extension, one, **meeting)
        wrong = read_timescale(f"1 April {self.today.year}")
        self.change(Action.correct_timescale, self.actions["shared"], timescale=wrong)
        done = {"what_was_done": self.says("All of it."), "evidence": self.says("Registers.")}
        for finish in (Action.send_back, None):
            self.change(Action.report_complete, one, **done)
            if finish:
                self.change(finish, one)
        self.change(Action.sign_off_by_agency, one, closes=False)
        self.change(Action.assure, one, **meeting)
        asked = self.recommendations[PUBLISHED]
        self.change(Recommendation.reword, asked, wording=self.says("Review all zephyr training."))
        self.change(Recommendation.state_background, asked, issue=self.says("So."), theme=self.says("It."))

    def give_roles(self) -> None:
        """To each kind of person what makes them so."""
        for role in Role:
            name = IN_ONE_REVIEW.get(role)
            facts = {"review": self.reviews[name] if name else None}
            facts["agency"] = self.council if role is Role.IMR_AUTHOR else None
            self.give(role, role, **facts)
        for contact in Contact:
            held = {"agency": self.police, "contact": contact, "person": self.people[contact]}
            self.change(Partnership.name_contact, self.id, **held)
        self.give(LEFT_ROLE, Role.COORDINATOR)
        ended = {"person": self.people[LEFT_ROLE], "role": Role.COORDINATOR}
        self.change(Partnership.end_role, self.id, **ended)
        self.change(Review.give_access, self.reviews[WAITING], person=self.people[LISTED])

    def give(self, kind: str, role: Role, **facts: Any) -> None:
        """A role to a person of this kind."""
        person = self.people[kind]
        partnerships.give_role(self.tracker, self.id, person=person, role=role, by=self.by(), **facts)


def all_of(both: Both) -> dict[UUID, str]:
    """What each thing is called: those of the second partnership with "other's" before it."""
    found = {both.police: "police", both.council: "council"}
    for half, whose in ((both.one, ""), (both.other, "other's ")):
        for things in (half.reviews, half.recommendations, half.actions, half.people):
            found.update({identity: f"{whose}{name}" for name, identity in things.items()})
        found[half.id] = f"{whose}partnership"
    return found


class Recorded(NamedTuple):
    """A database in which both are recorded, for tests to copy, and the key to its text."""

    name: str
    master_key: Path
    both: Both


@contextmanager
def recorded_in(postgres: Server, name: str, migrated: str, folder: Path, today: date) -> Iterator[Recorded]:
    """A database of this name with both partnerships and published views, until the block ends."""
    master_key = folder / "master.key"
    make_master_key(master_key)
    with database(postgres, name, migrated) as url:
        store = Store(url, master_key)
        both = record_both(Tracker(store), today)
        Projector(store, VIEWS).catch_up()
        store.close()
        yield Recorded(name, master_key, both)
