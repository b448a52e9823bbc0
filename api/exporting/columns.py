"""The columns of every list, in the field's words: each a heading and what it shows of a row.

People are shown as the pages show them: by name and post in the directory and as owners, by post elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from uuid import UUID

from api.exporting.tables import Column
from domain.provenance import Recorded
from domain.reminders import describe
from domain.store.log import LogEntry
from domain.vocabulary import How
from projections.before_and_after import BeforeAndAfter
from projections.course import stage_of
from projections.event_words import CAME
from projections.sentences import sentence
from projections.telling import Sentence
from projections.timeline import days_late

NOBODY: Final = "somebody no longer known"
MAIL_STATES: Final = {
    "waiting": "Waiting",
    "sent": "Sent",
    "failed": "Failed",
    "skipped": "Left out",
    "replaced": "In a later mail",
}
_NOBODY_THERE: Final = {How.SCHEDULER: "The tracker's clock", How.IMPORT: "An import at the command line"}


class HistoryLine(NamedTuple):
    """One event, told, with the name of its thing and, where it changed a fact, both sides of it."""

    entry: LogEntry
    said: Sentence
    about: str
    sides: BeforeAndAfter | None = None

    @property
    def position(self) -> int:
        """Its place in the log."""
        return self.entry.position


def history_lines(
    entries: Iterable[LogEntry],
    names: Mapping[UUID, str],
    sides: Mapping[int, BeforeAndAfter] = MappingProxyType({}),
) -> Iterator[HistoryLine]:
    """Events as rows of the history, by the names of what they mention, with both sides by position."""
    for entry in entries:
        about = names.get(entry.event.originator_id, "")
        yield HistoryLine(entry, sentence(entry, names), about, sides.get(entry.position))


def outbox(people: Mapping[UUID, str], names: Mapping[UUID, str]) -> tuple[Column, ...]:
    """The columns of mails: `people` by post and agency, `names` of the actions and clocks they tell of."""
    return (
        Column("Day", lambda mail: mail.day, 13),
        Column("To", lambda mail: people.get(mail.person, NOBODY), 36),
        Column("Actions", lambda mail: len(mail.actions), 9),
        Column("Dates of reviews", lambda mail: len(mail.clocks), 9),
        Column("Reminders", lambda mail: _reminders([*mail.actions, *mail.clocks], names), 50),
        Column("State", lambda mail: MAIL_STATES[mail.state], 14),
        Column("Attempts", lambda mail: mail.attempts, 9),
        Column("Prepared at", lambda mail: mail.prepared_at, 18),
        Column("Sent at", lambda mail: mail.sent_at, 18),
        Column("Next attempt at", lambda mail: mail.next_attempt_at, 18),
        Column("Why not", lambda mail: mail.last_error, 40),
        Column("Message-ID", lambda mail: mail.message_id, 40),
    )


def _reminders(carried: Iterable[tuple[UUID, str]], names: Mapping[UUID, str]) -> str:
    return "\n".join(f"{names.get(thing, '')}: {describe(step)}" for thing, step in carried)


def _yes(flag: bool) -> str:
    return "yes" if flag else ""


def _lines(words: Iterable[str]) -> str:
    return "\n".join(word for word in words if word)


def _names(row: Any) -> str:
    return _lines(row.supporting_names or row.supporting_in_words)


def _moved(row: Any) -> int | None:
    """By how many days the due date is later than the first one; None where it is not."""
    return (row.due - row.original_due).days or None if row.due and row.original_due else None


def _who(event: Recorded) -> str:
    """By post and agency at that moment, or how it came without anybody."""
    held = ", ".join(part for part in (event.post, event.post_agency) if part)
    if event.entered_by is None:
        return _NOBODY_THERE.get(event.how, "The command line")
    return held or "A person without a post"


def _how(event: Recorded) -> str:
    return f"{CAME[event.how]}: {event.how_in_detail}" if event.how_in_detail else CAME[event.how]


def _late(entry: LogEntry) -> int | None:
    return days_late(entry.event.happened_on, entry.recorded_at) or None


def _details(line: HistoryLine) -> str:
    return "\n".join(f"{heading}: {words}" for heading, words in line.said.details)


_NUMBER: Final = Column("Number", lambda one: one.row.number, 12, "number")
_REVIEW: Final = Column("Review", lambda one: _lines(one.row.references), 14, "reviews")
_ACTION: Final = Column("Action", lambda one: one.row.text, 60, "text")
_LEAD: Final = Column("Lead agency", lambda one: one.row.lead_name or one.row.lead_in_words, 28, "lead")
_OWNER: Final = Column("Owner", lambda one: one.row.owner_name, 22, "owner")
_POST: Final = Column("Owner's post", lambda one: one.row.owner_post, 24, "post")
_DUE: Final = Column("Due", lambda one: one.row.due, 13, "due")
_FIRST_DUE: Final = Column("First due", lambda one: one.row.original_due, 13, "original_due")
_DELIVERY: Final = Column("State", lambda one: one.row.delivery, 18, "delivery")
_LATE: Final = Column("Days overdue", lambda one: one.days_overdue or None, 10, "days_overdue")
_FORECAST: Final = Column("Owner's forecast", lambda one: one.row.forecast, 14, "forecast")
_ASKED: Final = Column("More time asked until", lambda one: one.row.asked_until, 13, "asked_until")
_PROGRESS: Final = Column("Last progress", lambda one: one.row.last_progress_on, 13, "progress")

ACTIONS: Final = (
    _NUMBER,
    _REVIEW,
    Column("Recommendation", lambda one: _lines(one.row.labels), 16, "recommendations"),
    _ACTION,
    _LEAD,
    Column("Supporting agencies", lambda one: _names(one.row), 28, "supporting"),
    _OWNER,
    _POST,
    Column("Responsible, in the plan's words", lambda one: one.row.owner_in_words, 24, "owner_in_words"),
    _DELIVERY,
    Column("Colour (RAG)", lambda one: str(one.rag), 12, "rag"),
    Column("Timescale, in words", lambda one: one.row.timescale, 24, "timescale"),
    _DUE,
    _FIRST_DUE,
    Column("Moved by, in days", lambda one: _moved(one.row), 10, "moved_by"),
    Column("Why no due date", lambda one: one.row.why_no_date, 16, "why_no_date"),
    Column("Next review", lambda one: one.row.next_review, 13, "next_review"),
    _LATE,
    _FORECAST,
    _ASKED,
    Column("Reported complete", lambda one: one.row.reported_on, 13, "reported_on"),
    Column("Signed off", lambda one: one.row.signed_off_on, 13, "signed_off_on"),
    Column("Expected change", lambda one: one.row.expected_change, 40, "expected_change"),
    _PROGRESS,
)
"""Of rows of `projections.actions.listed`."""

OVERDUE: Final = (
    _LEAD,
    _NUMBER,
    _REVIEW,
    _ACTION,
    _OWNER,
    _POST,
    _DUE,
    _LATE,
    _FIRST_DUE,
    _DELIVERY,
    _FORECAST,
    _ASKED,
    _PROGRESS,
)
"""Of the same rows, where they are overdue and no columns are chosen."""

OVERDUE_BY_AGENCY: Final = (
    Column("Lead agency", lambda late: late.name or "No lead agency", 40),
    Column("Overdue actions", lambda late: late.actions, 12),
    Column("Longest overdue, in days", lambda late: late.longest, 14),
)
"""Of rows of `projections.overdue.by_agency`."""

RECOMMENDATIONS: Final = (
    Column("Number", lambda row: row.label, 14, "label"),
    Column("Review", lambda row: row.reference, 14, "review"),
    Column("Recommendation", lambda row: row.wording, 70, "wording"),
    Column("Scope", lambda row: row.scope, 12, "scope"),
    Column("Reach", lambda row: row.reach, 14, "reach"),
    Column(
        "Addressed to",
        lambda row: "\n".join(row.addressee_names or row.addressees_in_words),
        32,
        "addressees",
    ),
    Column("Issue or lesson", lambda row: row.issue, 40, "issue"),
    Column("Theme", lambda row: row.theme, 24, "theme"),
    Column("Withdrawn", lambda row: _yes(row.withdrawn), 11, "withdrawn"),
    Column("Actions", lambda row: row.actions, 9, "actions"),
    Column("Overdue", lambda row: row.overdue, 9, "overdue"),
    Column("Signed off", lambda row: row.closed, 10, "closed"),
)
"""Of rows of `projections.reviews.recommendations`."""

REVIEWS: Final = (
    Column("Review", lambda row: row.reference, 14, "reference"),
    Column("Kind", lambda row: row.label, 9, "label"),
    Column("Pseudonym", lambda row: row.pseudonym, 18, "pseudonym"),
    Column("Partnership", lambda row: row.partnership_name, 32, "partnership"),
    Column(
        "Commissioned with",
        lambda row: _lines([*row.commissioned_with_names, *row.other_bodies]),
        32,
        "commissioned_with",
    ),
    Column("Stage", stage_of, 28, "stage"),
    Column("Age in days", lambda row: row.age, 10, "age"),
    Column("Days late", lambda row: row.days_late, 10, "days_late"),
    Column("Opened", lambda row: row.opened_on, 13, "opened_on"),
    Column("Plan issued", lambda row: row.issued_on, 13, "issued_on"),
    Column("Recommendations", lambda row: row.recommendations, 16, "recommendations"),
    Column("Actions", lambda row: row.actions, 9, "actions"),
    Column("Overdue", lambda row: row.overdue, 9, "overdue"),
    Column("Signed off", lambda row: row.closed, 10, "closed"),
    Column("Open questions", lambda row: row.open_questions, 10, "open_questions"),
)
"""Of rows of `projections.reviews.listed`."""

AGENCIES: Final = (
    Column("Agency", lambda row: row.name, 40, "name"),
    Column("Also known as", lambda row: "\n".join(row.aliases), 40, "aliases"),
    Column("Open actions", lambda row: row.open_actions, 10, "open_actions"),
    Column("Overdue", lambda row: row.overdue, 10, "overdue"),
)
"""Of rows of `projections.directory.agencies`."""

PEOPLE: Final = (
    Column("Name", lambda row: row.name or "No longer known", 26, "name"),
    Column("Post", lambda row: row.post, 30, "post"),
    Column("Agency", lambda row: row.agency_name, 34, "agency"),
    Column("E-mail address", lambda row: row.email, 34, "email"),
    Column("Roles", lambda row: "\n".join(row.roles), 18, "roles"),
    Column("Has left", lambda row: _yes(row.has_left), 9, "has_left"),
    Column("Invited", lambda row: row.invited_on, 13, "invited_on"),
    Column("Invitation accepted", lambda row: row.accepted_on, 13, "accepted_on"),
)
"""Of rows of `projections.directory.people`."""

PARTNERSHIPS: Final = (
    Column("Code", lambda row: row.code, 10),
    Column("Partnership", lambda row: row.name, 40),
    Column("Replies go to", lambda row: row.reply_to, 34),
    Column("Went live", lambda row: row.go_live, 13),
    Column("Agency alone closes", lambda row: _yes(row.single_agency_closes_alone), 12),
)
"""Of rows of `projections.directory.partnerships`."""

QUESTIONS: Final = (
    Column("Place", lambda row: row.place, 18),
    Column("Question", lambda row: row.question, 60),
    Column("In the plan's words", lambda row: row.words, 40),
    Column("Raised", lambda row: row.raised_on, 13),
    Column("Settled", lambda row: row.settled_on, 13),
    Column("Answer", lambda row: row.answer, 50),
)
"""Of rows of `projections.reviews.questions`."""

CLOCKS: Final = (
    Column("Review", lambda row: row.reference, 14, "reference"),
    Column("Clock", lambda row: row.kind, 28, "kind"),
    Column("Agency", lambda row: row.about_name, 28, "about"),
    Column("Counts from", lambda row: row.counted_from, 13, "counted_from"),
    Column("Due at first", lambda row: row.original_due, 13, "original_due"),
    Column("Due", lambda row: row.due, 13, "due"),
    Column("Paused since", lambda row: row.paused_on, 13, "paused_on"),
    Column("Ended", lambda row: row.ended_on, 13, "ended_on"),
    Column("Met", lambda row: row.met, 8, "met"),
    Column("Days late", lambda row: max(row.days_late, 0), 10, "days_late"),
    Column("Source", lambda row: row.source, 50, "source"),
    Column("Partnership", lambda row: row.partnership_name, 32, "partnership"),
)
"""Of rows of `projections.clocks.listed`."""

IMPORTS: Final = (
    Column("Position", lambda row: row.position, 10),
    Column("Imported on", lambda row: row.imported_on, 13),
    Column("Recorded at", lambda row: row.recorded_at, 18),
    Column("Review", lambda row: row.reference, 14),
    Column("File", lambda row: row.file, 40),
    Column("Recommendations", lambda row: row.recommendations, 16),
    Column("Actions", lambda row: row.actions, 9),
    Column("Questions", lambda row: row.questions, 10),
    Column("Remarks", lambda row: row.remarks, 50),
    Column("SHA-256", lambda row: row.sha256, 66),
)
"""Of imported plans, as the JSON has them."""

FOUND: Final = (
    Column("Kind", lambda row: row.kind, 16),
    Column("Name", lambda row: row.heading, 40),
    Column("Where the words were found", lambda row: "".join(one.text for one in row.excerpt), 80),
)
"""Of rows of `projections.search.search`."""

CHANGES: Final = (
    Column("What", lambda row: row.kind, 18),
    Column("Number", lambda row: row.number, 14),
    Column("Review", lambda row: row.reference, 14),
    Column("Agencies", lambda row: "\n".join(row.agency_names), 32),
    Column("Before", lambda row: row.before, 50),
    Column("After", lambda row: row.after, 50),
    Column("Happened on", lambda row: row.happened_on, 13),
    Column("Recorded at", lambda row: row.recorded_at, 18),
)
"""Of rows of `projections.changes.listed`."""

HISTORY: Final = (
    Column("Position", lambda line: line.entry.position, 10),
    Column("Happened on", lambda line: line.entry.event.happened_on, 13),
    Column("Recorded at", lambda line: line.entry.recorded_at, 18),
    Column("About", lambda line: line.about, 18),
    Column("What happened", lambda line: line.said.text, 50),
    Column("In words", _details, 60),
    Column("Before", lambda line: line.sides.before if line.sides else "", 40),
    Column("After", lambda line: line.sides.after if line.sides else "", 40),
    Column("Days late, if over 30", lambda line: _late(line.entry), 12),
    Column("Entered by", lambda line: _who(line.entry.event), 32),
    Column("Said by", lambda line: line.entry.event.said_by, 24),
    Column("How", lambda line: _how(line.entry.event), 24),
    Column("Topic", lambda line: line.entry.topic, 26),
)
"""Of `history_lines`: of one thing, of a review, or of everything."""
