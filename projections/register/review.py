"""Reviews, and the questions that imports left open on them."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from domain.clocks import london_day
from domain.review import Review
from domain.review.vocabulary import DecisionOutcome, Step
from domain.store.log import LogEntry
from domain.vocabulary import HoldReason, QuestionAbout
from projections.register.erasure import ErasureStage, stages
from projections.register.partnership import changed
from projections.view import VersionedView


class ReviewRow(Struct, frozen=True, gc=False):
    """A review. `issued_on` is when its plan was issued, `issue_recorded_on` when that was recorded.

    `holds` are the legal holds that stand; `erasure` is how far its erasure is.
    `commissioned_with` are partnerships that commissioned it with its own, `other_bodies` those that are not
    in this installation. `steps` are those that were taken, each with its day; `entered_at` is the one
    after which it entered the tracker, `outcome` the decision, `paused_on` since when it waits.
    """

    id: UUID
    partnership: UUID
    reference: str
    label: str
    pseudonym: str
    opened_on: date
    issued_on: date | None
    issue_recorded_on: date | None
    published_on: date | None
    version: int
    concluded_on: date | None = None
    holds: tuple[HoldReason, ...] = ()
    erasure: ErasureStage = ErasureStage.NONE
    commissioned_with: tuple[UUID, ...] = ()
    other_bodies: tuple[str, ...] = ()
    entered_at: Step | None = None
    steps: dict[Step, date] = {}
    outcome: DecisionOutcome | None = None
    paused_on: date | None = None


class AccessRow(Struct, frozen=True, gc=False):
    """One person on the access list of one review, and from when to when."""

    id: UUID
    partnership: UUID
    review: UUID
    person: UUID
    first_day: date
    last_day: date | None


class QuestionRow(Struct, frozen=True, gc=False):
    """A question on a review: where in the plan, about what and which things, and how it was settled."""

    id: UUID
    partnership: UUID
    review: UUID
    about: QuestionAbout
    place: str
    question: str
    words: str
    things: tuple[UUID, ...]
    raised_on: date
    settled_on: date | None
    answer: str


def opened(_: None, event: Any, __: LogEntry) -> ReviewRow:
    """A review begins without a plan."""
    names = event.reference, event.label, event.pseudonym
    return ReviewRow(event.originator_id, event.partnership, *names, event.happened_on, None, None, None, 1)


def issued(row: ReviewRow, event: Any, entry: LogEntry) -> ReviewRow:
    """Its plan is issued."""
    recorded = london_day(entry.recorded_at)
    version = event.originator_version
    return replace(row, issued_on=event.happened_on, issue_recorded_on=recorded, version=version)


def published(row: ReviewRow, event: Any, entry: LogEntry) -> ReviewRow:
    """It is published, also after it had been withheld."""
    steps = {**row.steps, Step.PUBLISHED: event.happened_on}
    return replace(took(row, event, entry), steps=steps, published_on=event.happened_on)


def publication_ended(row: ReviewRow, event: Any, _: LogEntry) -> ReviewRow:
    """It is published no longer."""
    steps = {step: on for step, on in row.steps.items() if step != Step.PUBLISHED}
    return replace(row, published_on=None, steps=steps, version=event.originator_version)


def took(row: ReviewRow, event: Any, _: LogEntry) -> ReviewRow:
    """It may have taken a step: of several events of one step, the first counts."""
    steps = {event.step: event.happened_on, **row.steps} if event.step else row.steps
    return replace(row, steps=steps, version=event.originator_version)


def decided(row: ReviewRow, event: Any, entry: LogEntry) -> ReviewRow:
    """It was decided whether to review the death."""
    return replace(took(row, event, entry), outcome=event.outcome)


def concluded(row: ReviewRow, event: Any, entry: LogEntry) -> ReviewRow:
    """It came to its end."""
    return replace(took(row, event, entry), concluded_on=event.happened_on)


def entered(row: ReviewRow, event: Any, _: LogEntry) -> ReviewRow:
    """It entered after a step, whose day may be known."""
    steps = {**row.steps, event.step: event.on} if event.on else row.steps
    return replace(row, entered_at=event.step, steps=steps, version=event.originator_version)


def step_corrected(row: ReviewRow, event: Any, _: LogEntry) -> ReviewRow:
    """A step was taken on another day."""
    is_publication = event.step == Step.PUBLISHED and row.published_on is not None
    published_on = event.day if is_publication else row.published_on
    steps = {**row.steps, event.step: event.day}
    return replace(row, steps=steps, published_on=published_on, version=event.originator_version)


def resumed(row: ReviewRow, event: Any, _: LogEntry) -> ReviewRow:
    """It waits no longer."""
    return replace(row, paused_on=None, version=event.originator_version)


def reader(event: Any) -> dict[UUID, Any]:
    """A place on an access list is known by review and person together."""
    return {uuid5(event.originator_id, str(event.person)): event}


def access_given(_: AccessRow | None, event: Any, __: LogEntry) -> AccessRow:
    """Somebody may read the review."""
    (identity,) = reader(event)
    term = event.first_day, event.last_day
    return AccessRow(identity, event.partnership, event.originator_id, event.person, *term)


def held(row: ReviewRow, event: Any, _: LogEntry) -> ReviewRow:
    """A legal hold stands."""
    holds = tuple(sorted({*row.holds, event.because_of}))
    return replace(row, holds=holds, version=event.originator_version)


def released(row: ReviewRow, event: Any, _: LogEntry) -> ReviewRow:
    """A legal hold stands no longer."""
    holds = tuple(one for one in row.holds if one != event.because_of)
    return replace(row, holds=holds, version=event.originator_version)


def question(event: Any) -> dict[UUID, Any]:
    """A question has an identity of its own."""
    return {event.question: event}


def raised(_: None, event: Any, __: LogEntry) -> QuestionRow:
    """A question is put on the review."""
    return QuestionRow(
        event.question,
        event.partnership,
        event.originator_id,
        event.about,
        event.where,
        event.text,
        event.words,
        event.things,
        event.happened_on,
        None,
        "",
    )


def settled(row: QuestionRow, event: Any, _: LogEntry) -> QuestionRow:
    """A person has settled it."""
    return replace(row, settled_on=event.happened_on, answer=event.answer)


REVIEWS = VersionedView(
    name="reviews",
    sql="reviews.sql",
    row=ReviewRow,
    changes={
        Review.Opened: opened,
        Review.PlanIssued: issued,
        Review.PlanImported: changed(),
        Review.QuestionRaised: changed(),
        Review.QuestionSettled: changed(),
        Review.AccessGiven: changed(),
        Review.AccessEnded: changed(),
        Review.Published: published,
        Review.PublicationEnded: publication_ended,
        Review.CommissioningBodiesNamed: changed("commissioned_with", "other_bodies"),
        Review.LegalHoldPlaced: held,
        Review.LegalHoldLifted: released,
        Review.Concluded: concluded,
        Review.CourseEntered: entered,
        Review.StepDateCorrected: step_corrected,
        Review.Notified: took,
        Review.WrittenNoticeReceived: changed(),
        Review.PartnerConsulted: took,
        Review.Assessed: took,
        Review.Decided: decided,
        Review.HomeOfficeTold: changed(),
        Review.DecisionViewed: changed(),
        Review.Directed: took,
        Review.RecordsSecured: changed(),
        Review.ReportDrafted: took,
        Review.DraftCommentedOn: changed(),
        Review.ReportAgreedByPanel: took,
        Review.ReportAccepted: took,
        Review.ReportSubmitted: took,
        Review.ReportAnswered: took,
        Review.ReportCopied: changed(),
        Review.PublicationChecked: changed(),
        Review.LinksGiven: changed(),
        Review.Withheld: took,
        Review.BriefingGiven: changed(),
        Review.PlanAgreedByPanel: changed(),
        Review.PlanAgreedByAgency: changed(),
        Review.PlanApproved: changed(),
        Review.PlanVersionKept: changed(),
        Review.ReturnAsked: changed(),
        Review.ReturnReceived: changed(),
        Review.ReturnQualityAssured: changed(),
        Review.ReturnSentBack: changed(),
        Review.LessonFound: changed(),
        Review.LessonReworded: changed(),
        Review.LessonWithdrawn: changed(),
        Review.EarlyLearningShared: changed(),
        Review.GoodPracticeFound: changed(),
        Review.ChairAppointed: took,
        Review.ChairEnded: changed(),
        Review.AuthorAppointed: changed(),
        Review.AuthorEnded: changed(),
        Review.PanelMemberNamed: changed(),
        Review.PanelMemberEnded: changed(),
        Review.PanelMeetingHeld: changed(),
        Review.TermsAgreed: took,
        Review.ProceedingsOpened: changed(),
        Review.ProceedingsConcluded: changed(),
        Review.FamilyInvolved: changed(),
        Review.ClockStarted: changed(),
        Review.ClockMoved: changed(),
        Review.OtherTimeAgreed: changed(),
        Review.ClockEnded: changed(),
        Review.Paused: changed(paused_on="happened_on"),
        Review.Resumed: resumed,
        **stages(Review),
    },
)

ACCESS_LIST = VersionedView(
    name="access_list",
    sql="access_list.sql",
    row=AccessRow,
    changes={Review.AccessGiven: access_given, Review.AccessEnded: lambda *_: None},
    about=reader,
)

QUESTIONS = VersionedView(
    name="questions",
    sql="questions.sql",
    row=QuestionRow,
    changes={Review.QuestionRaised: raised, Review.QuestionSettled: settled},
    about=question,
)
