"""What changed between two moments: what was added, said otherwise, done, put off, or became overdue."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, LiteralString, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.action import Action
from domain.recommendation import Recommendation
from domain.review import Review
from projections.asking import Asking
from projections.rag import OVERDUE


class Kind(StrEnum):
    """What can have changed, in the order in which it is told. A value is the word that people see."""

    ADDED = "added"
    REWORDED = "reworded"
    REPORTED_COMPLETE = "reported complete"
    SIGNED_OFF = "signed off"
    SENT_BACK = "sent back"
    EXTENDED = "extended"
    NEWLY_OVERDUE = "newly overdue"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    SPLIT = "split"


class Span(StrEnum):
    """What became of some words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


TOPICS: Final[Mapping[Kind, Sequence[str]]] = {
    Kind.ADDED: (Review.Opened.TOPIC, Recommendation.Made.TOPIC, Action.Planned.TOPIC),
    Kind.REWORDED: (Recommendation.Reworded.TOPIC, Action.Reworded.TOPIC),
    Kind.REPORTED_COMPLETE: (Action.ReportedComplete.TOPIC,),
    Kind.SIGNED_OFF: (Action.Assured.TOPIC, Action.SignedOffByAgency.TOPIC),
    Kind.SENT_BACK: (Action.SentBack.TOPIC,),
    Kind.EXTENDED: (Action.ExtensionGranted.TOPIC,),
    Kind.REOPENED: (Action.Reopened.TOPIC,),
    Kind.WITHDRAWN: (Recommendation.Withdrawn.TOPIC,),
    Kind.CANCELLED: (Action.Cancelled.TOPIC,),
    Kind.SPLIT: (Action.SplitByAgency.TOPIC,),
}
"""The events of each kind. An agency's sign-off counts where it closes the action."""

BETWEEN: LiteralString = """
    t.position > %(since)s and t.position <= %(until)s
    and (%(partnerships)s::uuid[] is null or t.partnership = any (%(partnerships)s))
"""
# What an event made of its thing begins at its position; what the thing was before ends there. Whoever may
# see that something happened, and not to what, finds it in the log.
HAPPENED: LiteralString = """
    from (
        select t.position, t.topic, t.thing, t.happened_on, t.recorded_at, t.partnership
        from timeline t
        where t.topic = any (%(topics)s) and {between}
            and (%(review)s::uuid is null or t.thing in (
                select a.id from actions a where a.reviews @> array[%(review)s::uuid]
                union all
                select rec.id from recommendations rec where rec.review = %(review)s
                union all
                select %(review)s
            ))
            and (%(agency)s::uuid is null or t.thing in (
                select a.id from actions a
                where a.lead = %(agency)s or a.supporting @> array[%(agency)s::uuid]
                union all
                select rec.id from recommendations rec where rec.addressees @> array[%(agency)s::uuid]
            ))
        order by t.position
    ) t
    left join actions a on a.id = t.thing and a.since = t.position
    left join actions earlier on earlier.id = t.thing and earlier.until = t.position
    left join recommendations rec on rec.id = t.thing and rec.since = t.position
    left join recommendations said on said.id = t.thing and said.until = t.position
    left join reviews review on review.id = t.thing and review.since = t.position
    where coalesce(a.id, earlier.id, rec.id, said.id, review.id) is not null
        and (t.topic <> 'action.signed_off_by_agency' or a.delivery = 'signed off')
        and (
            %(agency)s::uuid is null
            or %(agency)s in (a.lead, earlier.lead)
            or %(agency)s = any (a.supporting || earlier.supporting)
            or %(agency)s = any (rec.addressees || said.addressees)
        )
"""
BECAME_OVERDUE: LiteralString = """
    from actions a
    left join actions earlier
        on earlier.id = a.id
        and earlier.since <= %(since)s
        and (earlier.until is null or earlier.until > %(since)s)
    where a.since <= %(until)s and (a.until is null or a.until > %(until)s)
        and {is_overdue}
        and {was_overdue} is not true
        and (%(partnerships)s::uuid[] is null or a.partnership = any (%(partnerships)s))
        and (%(review)s::uuid is null or a.reviews @> array[%(review)s::uuid])
        and (%(agency)s::uuid is null or a.lead = %(agency)s or a.supporting @> array[%(agency)s::uuid])
"""
# Of everything, only a sign-off by an agency depends on what became of its thing.
COUNT_ALL: Final = """
    select t.topic, count(*) as events
    from timeline t
    where t.topic = any (%(topics)s) and t.topic <> 'action.signed_off_by_agency' and {between}
    group by t.topic
    union all
    select t.topic, count(*)
    from timeline t
    join actions a on a.id = t.thing and a.since = t.position and a.delivery = 'signed off'
    where t.topic = 'action.signed_off_by_agency' and {between}
    group by t.topic
"""
COUNT_EVENTS: Final = "select t.topic, count(*) as events {happened} group by t.topic"
COUNT_OVERDUE: Final = "select count(*) as actions {became_overdue}"

EVENTS: Final = """
    select
        t.position, t.topic, t.happened_on, t.recorded_at, t.thing,
        coalesce(a.number, rec.label, review.reference) as number,
        a.number_order,
        coalesce(a.reviews[1], rec.review, review.id) as review,
        coalesce(a.lead, earlier.lead) as lead,
        a.lead_in_words,
        rec.addressees,
        coalesce(earlier.text, said.wording) as text_before,
        coalesce(a.text, rec.wording) as text,
        earlier.due as due_before,
        a.due,
        earlier.delivery as delivery_before,
        a.delivery
    {happened}
    order by t.position
    limit %(limit)s offset %(offset)s
"""
NEWLY_OVERDUE: Final = """
    select
        null::bigint as position, '' as topic, null::date as happened_on, null::timestamptz as recorded_at,
        a.id as thing, a.number, a.number_order, a.reviews[1] as review,
        a.lead, a.lead_in_words, null::uuid[] as addressees,
        earlier.text as text_before, a.text, earlier.due as due_before, a.due,
        earlier.delivery as delivery_before, a.delivery
    {became_overdue}
    order by a.due, a.number_order, a.id
    limit %(limit)s offset %(offset)s
"""
NAMED: Final = """
    select
        chosen.*,
        split_part(chosen.topic, '.', 1) as kind,
        (
            select named.reference from reviews named
            where named.id = chosen.review and named.since <= %(until)s
            order by named.since desc limit 1
        ) as reference,
        array(
            select agency.id from agencies agency
            where agency.id = any (chosen.addressees || chosen.lead)
                and agency.since <= %(until)s and (agency.until is null or agency.until > %(until)s)
            order by lower(agency.name)
        ) as agencies,
        array(
            select agency.name from agencies agency
            where agency.id = any (chosen.addressees || chosen.lead)
                and agency.since <= %(until)s and (agency.until is null or agency.until > %(until)s)
            order by lower(agency.name)
        ) as agency_names
    from ({rows}) chosen
    order by chosen.position, chosen.due, chosen.number_order, chosen.thing
"""
PARTS: Final = {
    "happened": HAPPENED,
    "became_overdue": BECAME_OVERDUE,
    "between": BETWEEN,
    "is_overdue": OVERDUE.replace("today", "until_day"),
    "was_overdue": OVERDUE.replace("a.", "earlier.").replace("today", "since_day"),
}


class Moment(NamedTuple):
    """A state of the log: its last position then, and the day in London on which overdue is reckoned."""

    position: int
    day: date


@dataclass(frozen=True)
class Filters:
    """Whose changes. None: all. `agency` leads or supports the action, or is addressed, before or after."""

    partnerships: Sequence[UUID] | None = None
    review: UUID | None = None
    agency: UUID | None = None


class Change(NamedTuple):
    """One line: what changed, on which thing, by which event (None: by the passing of a day alone).

    `thing_kind` is "review", "recommendation" or "action"; `number` its reference, label or number;
    `reference` that of its (first) review; `agencies` lead it or are addressed. `before` and `after` are
    wordings where it was added, reworded or withdrawn, due dates where it was extended, sent back or became
    overdue, else deliveries.
    """

    kind: Kind
    position: int | None
    happened_on: date | None
    recorded_at: datetime | None
    thing_kind: str
    thing: UUID
    number: str
    review: UUID
    reference: str
    agencies: Sequence[UUID]
    agency_names: Sequence[str]
    before: str | date | None
    after: str | date | None


ALL_COUNTED = Asking.of(COUNT_ALL, **PARTS)
EVENTS_COUNTED = Asking.of(COUNT_EVENTS, **PARTS)
OVERDUE_COUNTED = Asking.of(COUNT_OVERDUE, **PARTS)
EVENTS_LISTED = Asking.of(NAMED, rows=EVENTS, **PARTS)
OVERDUE_LISTED = Asking.of(NAMED, rows=NEWLY_OVERDUE, **PARTS)


def counted(
    connection: Connection[Any], since: Moment, until: Moment, filters: Filters | None = None
) -> dict[Kind, int]:
    """How much there is of each kind between two moments, in order; also where it is nought."""
    asked = _parameters(since, until, filters)
    every = [topic for topics in TOPICS.values() for topic in topics]
    events = {
        row.topic: row.events for row in EVENTS_COUNTED.ask(connection, asked | {"topics": every}, None)
    }
    (overdue,) = OVERDUE_COUNTED.ask(connection, asked, None)
    counts = {kind: sum(events.get(topic, 0) for topic in TOPICS.get(kind, ())) for kind in Kind}
    return counts | {Kind.NEWLY_OVERDUE: overdue.actions}


def listed(
    connection: Connection[Any],
    since: Moment,
    until: Moment,
    filters: Filters | None = None,
    *,
    counts: Mapping[Kind, int],
    limit: int = 50,
    offset: int = 0,
) -> list[Change]:
    """A page of the changes between two moments, kind by kind, each in the order of its events.

    `counts` are those of `counted`, or of some kinds alone to list only these.
    """
    page: list[Change] = []
    for kind in Kind:
        wanted = limit - len(page)
        if wanted > 0 and offset < counts.get(kind, 0):
            page += _of_kind(connection, kind, _parameters(since, until, filters), wanted, offset)
        offset = max(0, offset - counts.get(kind, 0))
    return page


def words_changed(old: str, new: str) -> list[tuple[Span, str]]:
    """How one wording became another, by words: spans to be shown with a space between them.

    What stayed and what was removed are together the old words, what stayed and what was added the new.
    """
    before, after = old.split(), new.split()
    spans = []
    for _, start, end, new_start, new_end in difflib.SequenceMatcher(None, before, after).get_opcodes():
        if before[start:end] == after[new_start:new_end]:
            spans.append((Span.SAME, before[start:end]))
        else:
            spans += [(Span.REMOVED, before[start:end]), (Span.ADDED, after[new_start:new_end])]
    return [(span, " ".join(words)) for span, words in spans if words]


def _parameters(since: Moment, until: Moment, filters: Filters | None) -> dict[str, Any]:
    return asdict(filters or Filters()) | {
        "since": since.position,
        "since_day": since.day,
        "until": until.position,
        "until_day": until.day,
    }


def _of_kind(
    connection: Connection[Any], kind: Kind, asked: dict[str, Any], limit: int, offset: int
) -> list[Change]:
    asked |= {"topics": list(TOPICS.get(kind, ())), "limit": limit, "offset": offset}
    listing = OVERDUE_LISTED if kind is Kind.NEWLY_OVERDUE else EVENTS_LISTED
    return [_change(kind, row) for row in listing.ask(connection, asked, None)]


def _change(kind: Kind, row: Any) -> Change:
    before, after = _values(kind, row)
    return Change(
        kind,
        row.position,
        row.happened_on,
        row.recorded_at,
        row.kind or "action",
        row.thing,
        row.number,
        row.review,
        row.reference,
        row.agencies,
        row.agency_names or ([row.lead_in_words] if row.lead_in_words else []),
        before,
        after,
    )


def _values(kind: Kind, row: Any) -> tuple[str | date | None, str | date | None]:
    match kind:
        case Kind.ADDED | Kind.REWORDED:
            return row.text_before, row.text
        case Kind.WITHDRAWN:
            return row.text_before, None
        case Kind.EXTENDED | Kind.SENT_BACK | Kind.NEWLY_OVERDUE:
            return row.due_before, row.due
        case _:
            return row.delivery_before, row.delivery
