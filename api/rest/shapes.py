"""What things look like as JSON. Ids stand for other things; names stand beside them for readers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, create_model

from domain.review.vocabulary import DecisionOutcome, Step
from domain.vocabulary import (
    Colour,
    Contact,
    Delivery,
    Forecast,
    HoldReason,
    How,
    QuestionAbout,
    Reach,
    Role,
    Scope,
    WhyNoDate,
)
from projections.register.erasure import ErasureStage


class Shape(BaseModel):
    """The base of them all, made from a row of a view by the names of its columns."""

    model_config = ConfigDict(from_attributes=True)


class Review(Shape):
    """A review with what there is in it; `holds` are the legal holds that stand.

    Its partnership leads; it was `commissioned_with` other partnerships, and with `other_bodies`. `steps` are
    those of its course that were taken, each with its day; it `entered_at` a step if it began before the
    tracker. `outcome` is the decision, `paused_on` since when it waits. `age` is in days, from its
    notification, or from when it was opened, to its conclusion or today; `days_late` of its latest clock.
    """

    id: UUID
    partnership: UUID
    code: str
    partnership_name: str
    reference: str
    label: str
    pseudonym: str
    opened_on: date
    issued_on: date | None
    published_on: date | None
    recommendations: int
    actions: int
    overdue: int
    closed: int
    open_questions: int
    concluded_on: date | None
    holds: list[HoldReason]
    erasure: ErasureStage
    commissioned_with: list[UUID]
    commissioned_with_names: list[str]
    other_bodies: list[str]
    entered_at: Step | None
    steps: dict[Step, date]
    outcome: DecisionOutcome | None
    paused_on: date | None
    age: int
    days_late: int | None
    version: int


class Question(Shape):
    """What a person has to settle after an import. `place` is where it stood in the file."""

    id: UUID
    review: UUID
    about: QuestionAbout
    place: str
    question: str
    words: str
    things: list[UUID]
    raised_on: date
    settled_on: date | None
    answer: str


class Recommendation(Shape):
    """A recommendation as printed."""

    id: UUID
    partnership: UUID
    review: UUID
    reference: str
    label: str
    wording: str
    scope: Scope | None
    reach: Reach | None
    addressees: list[UUID]
    addressee_names: list[str]
    addressees_in_words: list[str]
    issue: str
    theme: str
    lessons: list[UUID]
    withdrawn: bool
    version: int


class Action(Shape):
    """An action. `timescale` is in the raw words of the plan; `rag` is a colour by its word."""

    id: UUID
    number: str
    partnership: UUID
    reviews: list[UUID]
    recommendations: list[UUID]
    reference: str | None
    issued_on: date | None
    text: str
    expected_change: str
    lead: UUID | None
    lead_name: str | None
    lead_in_words: str
    supporting: list[UUID]
    supporting_names: list[str]
    supporting_in_words: list[str]
    owner: UUID | None
    owner_name: str
    owner_post: str | None
    owner_in_words: str
    delivery: Delivery
    forecast: Forecast | None
    timescale: str
    due: date | None
    original_due: date | None
    due_date_version: int
    why_no_date: WhyNoDate | None
    next_review: date | None
    asked_until: date | None
    asked_on: date | None
    extended: bool
    overdue: bool
    days_overdue: int
    rag: Colour
    agency_signed_off: bool
    reported_on: date | None
    in_imported_plan: bool
    signed_off_on: date | None
    planned_on: date
    last_progress_on: date | None
    progress_asked_on: date | None
    answer_by: date | None
    split_from: UUID | None
    split_into: list[UUID]
    version: int


class Held(Shape):
    """Who answers for an agency to a partnership."""

    partnership: UUID
    agency: UUID
    contact: Contact
    person: UUID


class Agency(Shape):
    """An agency of the directory, with its contacts and how many actions it leads."""

    id: UUID
    name: str
    aliases: list[str]
    contacts: list[Held]
    open_actions: int
    overdue: int
    version: int


class Person(Shape):
    """A person of the directory, and their last invitation.

    `invited_until`: the last day, in London, of one that waits to be accepted.
    """

    id: UUID
    name: str
    email: str
    telephone: str
    post: str
    agency: UUID | None
    agency_name: str | None
    roles: list[Role]
    contacts: list[Held]
    has_left: bool
    invited_on: date | None
    invited_until: date | None
    accepted_on: date | None
    erasure: ErasureStage
    version: int


class Partnership(Shape):
    """A partnership with its rules, each with its version."""

    id: UUID
    code: str
    name: str
    reply_to: str
    go_live: date | None
    single_agency_closes_alone: bool
    rag_rule: dict[str, Any]
    reminder_rule: dict[str, Any]
    retention: list[dict[str, Any]]
    version: int


class Event(Shape):
    """One event. `thing` is what it happened to; `facts` are what it says beyond who, how, when and why."""

    position: int
    topic: str
    thing: UUID
    version: int
    partnership: UUID | None
    happened_on: date
    recorded_at: datetime
    entered_by: UUID | None
    post: str
    post_agency: str
    said_by: str
    how: How
    how_in_detail: str
    reason: str
    correlation: UUID
    facts: dict[str, Any]


class Told(Event):
    """An event of a history, told in a sentence, with what was typed under its headings."""

    sentence: str
    details: list[tuple[str, str]]


class Reminder(Shape):
    """What was decided about one reminder of an action, or became of it."""

    recorded_at: datetime
    day: date
    due_date_version: int
    step: str
    rule_version: int
    what: str
    why: str
    person: UUID | None


class ActionHistory(Shape):
    """All that has happened to an action, and all reminders of it."""

    items: list[Told]
    reminders: list[Reminder]
    next: str | None


class ClockReminder(Reminder):
    """The same of a clock of a review."""

    clock: UUID


class ReviewHistory(Shape):
    """All that has happened to a review, and all reminders of its clocks."""

    items: list[Told]
    reminders: list[ClockReminder]
    next: str | None


class ImportedPlan(Shape):
    """A file that was read into a review."""

    position: int
    review: UUID
    reference: str
    file: str
    sha256: str
    recommendations: int
    actions: int
    questions: int
    remarks: str
    imported_on: date
    recorded_at: datetime
    entered_by: UUID | None


class Timescale(Shape):
    """A timescale of a plan: its raw words, and what they were taken to mean."""

    raw: str
    due: date | None
    why_no_date: WhyNoDate | None


class Completion(Shape):
    """What a plan says of the completion of an action."""

    raw: str
    reported_on: date | None


class PlannedAction(Shape):
    """An action of a plan; names stand as printed."""

    text: str
    lead: str
    supporting: list[str]
    owner: str
    status: str
    timescale: Timescale
    completion: Completion
    progress: str
    evidence: str
    remarks: list[str]


class PlannedRecommendation(Shape):
    """A recommendation of a plan."""

    label: str
    text: str
    scope: Scope | None
    issue: str
    theme: str
    addressees: list[str]
    actions: list[PlannedAction]


class PlanQuestion(Shape):
    """What a plan leaves open."""

    where: str
    text: str


class Difference(Shape):
    """One thing that an import records: what, on which number, in which words."""

    what: str
    number: str
    text: str


class Import(Shape):
    """A plan as it was read, what it would record beside what stands, and whether that was recorded."""

    recommendations: list[PlannedRecommendation]
    questions: list[PlanQuestion]
    remarks: list[str]
    differences: list[Difference]
    already_imported: bool
    nothing_new: bool
    opens_review: bool
    review: UUID
    committed: bool
    position: int


class Recorded(Shape):
    """A change that is recorded, while the lists have not followed yet."""

    id: UUID
    version: int
    position: int
    being_updated: bool = True


class FieldError(Shape):
    """What is wrong with one field."""

    field: str
    sentence: str


class Problem(Shape):
    """An error (RFC 9457): `detail` is a sentence for people."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []


def listed(of: type[Shape]) -> type[BaseModel]:
    """A page of a list; `next` is the address of the page after it, if there is one."""
    return create_model(f"{of.__name__}List", items=(list[of], ...), next=(str | None, ...))  # type: ignore[valid-type]


def changed(of: type[Shape]) -> type[BaseModel]:
    """A thing as a change has left it, with the position of the change in the log."""
    return create_model(f"{of.__name__}Changed", __base__=of, position=(int, ...))
