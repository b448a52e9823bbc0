"""The figures of the board, by lead agency and over all: each counts exactly what a list of actions shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.vocabulary import Colour, Delivery
from projections.asking import Asking
from projections.choosing import Filters
from projections.rag import RULED_BY

SOON: Final = 28
"""Days ahead, and days back for what is newly overdue. Source: agreed practice of the partnerships."""

# What is closed has few figures, and they do not depend on the day: it is counted by kinds, and only then by
# figures. Each of the others is judged once: the planner would put the rules into every count.
COUNTED: Final = """
    select
        lead,
        max(late) filter (where overdue) as longest,
        count(*)::integer as actions,
        count(*)::integer as open,
        (count(*) filter (where overdue))::integer as overdue,
        (count(*) filter (where overdue and late <= 28))::integer as newly_overdue,
        (count(*) filter (where overdue and late <= 30))::integer as overdue_to_30,
        (count(*) filter (where overdue and late between 31 and 90))::integer as overdue_to_90,
        (count(*) filter (where overdue and late between 91 and 180))::integer as overdue_to_180,
        (count(*) filter (where overdue and late > 180))::integer as overdue_over_180,
        (count(*) filter (where due_soon))::integer as due_soon,
        (count(*) filter (where delivery = 'reported complete'))::integer as waiting_for_sign_off,
        (count(*) filter (where asked_for_time))::integer as waiting_for_decision,
        (count(*) filter (where owner is null))::integer as without_owner,
        (count(*) filter (where due is null))::integer as without_date,
        (count(*) filter (where moved < 0))::integer as moved_earlier,
        (count(*) filter (where moved = 0))::integer as not_moved,
        (count(*) filter (where moved between 1 and 30))::integer as moved_to_30,
        (count(*) filter (where moved between 31 and 90))::integer as moved_to_90,
        (count(*) filter (where moved between 91 and 180))::integer as moved_to_180,
        (count(*) filter (where moved > 180))::integer as moved_over_180,
        (count(*) filter (where colour = 'red'))::integer as red,
        (count(*) filter (where colour = 'amber'))::integer as amber,
        (count(*) filter (where colour = 'green'))::integer as green,
        (count(*) filter (where colour = 'grey'))::integer as grey,
        (count(*) filter (where colour = 'purple'))::integer as purple,
        0 as blue,
        (count(*) filter (where colour = 'no colour'))::integer as no_colour
    from (
        select
            a.lead, a.owner, a.due, a.delivery, a.moved,
            %(today)s - a.due as late,
            {overdue} as overdue,
            a.due - %(today)s between 0 and 28 and {running} as due_soon,
            {asked_for_time} as asked_for_time,
            {colour} as colour
        from actions a
        where {a:stands}
            and a.delivery in ('planned', 'accepted', 'in progress', 'sent back', 'reported complete')
            and (%(partnerships)s::uuid[] is null or a.partnership = any (%(partnerships)s))
        offset 0
    ) judged
    group by lead
    union all
    select
        lead, null, sum(n)::integer, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        (sum(n) filter (where moved < 0))::integer,
        (sum(n) filter (where moved = 0))::integer,
        (sum(n) filter (where moved between 1 and 30))::integer,
        (sum(n) filter (where moved between 31 and 90))::integer,
        (sum(n) filter (where moved between 91 and 180))::integer,
        (sum(n) filter (where moved > 180))::integer,
        0, 0, 0, 0, 0, sum(blue)::integer, (sum(n) - sum(blue))::integer
    from (
        select
            a.lead, a.moved,
            count(*)::integer as n,
            (count(*) filter (where a.delivery = 'signed off' and {issued}))::integer as blue
        from actions a
        where {a:stands}
            and a.delivery in ('signed off', 'cancelled')
            and (%(partnerships)s::uuid[] is null or a.partnership = any (%(partnerships)s))
        group by a.lead, a.delivery, a.moved
    ) closed
    group by lead
"""
FIGURES: Final = """
    select agency.name, counts.*
    from (
        select
            lead as agency,
            max(longest) as longest,
            sum(actions) as actions,
            sum(open) as open,
            sum(overdue) as overdue,
            sum(newly_overdue) as newly_overdue,
            sum(overdue_to_30) as overdue_to_30,
            sum(overdue_to_90) as overdue_to_90,
            sum(overdue_to_180) as overdue_to_180,
            sum(overdue_over_180) as overdue_over_180,
            sum(due_soon) as due_soon,
            sum(waiting_for_sign_off) as waiting_for_sign_off,
            sum(waiting_for_decision) as waiting_for_decision,
            sum(without_owner) as without_owner,
            sum(without_date) as without_date,
            coalesce(sum(moved_earlier), 0) as moved_earlier,
            coalesce(sum(not_moved), 0) as not_moved,
            coalesce(sum(moved_to_30), 0) as moved_to_30,
            coalesce(sum(moved_to_90), 0) as moved_to_90,
            coalesce(sum(moved_to_180), 0) as moved_to_180,
            coalesce(sum(moved_over_180), 0) as moved_over_180,
            sum(red) as red,
            sum(amber) as amber,
            sum(green) as green,
            sum(grey) as grey,
            sum(purple) as purple,
            sum(blue) as blue,
            sum(no_colour) as no_colour
        from ({counted}) counted
        group by lead
    ) counts
    left join agencies agency on agency.id = counts.agency and {agency:stands}
    order by agency.name is null, lower(agency.name), counts.agency
"""
# Nearly all plans are issued: to look for a review among the others is quicker than among these.
UNISSUED: Final = """
    select coalesce(array_agg(review.id), '{}') as reviews
    from reviews review
    where review.issued_on is null and {review:stands}
"""
UNISSUED_ASKED = Asking.of(UNISSUED, "review")
ISSUED: Final = """
    (
        a.review is not null and a.review <> all (%(unissued)s::uuid[])
        or cardinality(a.reviews) > 1 and not a.reviews <@ %(unissued)s::uuid[]
    )
"""
FIGURES_ASKED = Asking.in_two(FIGURES, "a", "agency", *RULED_BY, counted=COUNTED, issued=ISSUED)

QUESTIONS: Final = """
    select review.id, review.reference, p.code, count(*) as questions
    from questions q
    join reviews review on review.id = q.review and {review:stands}
    join leading_partnerships p on p.id = review.partnership and {p:stands}
    where {q:stands}
        and q.settled_on is null
        and (%(partnerships)s::uuid[] is null or q.partnership = any (%(partnerships)s))
    group by review.id, review.reference, p.code
    order by p.code, review.reference
"""
QUESTIONS_ASKED = Asking.of(QUESTIONS, "q", "review", "p")

AGEING: Final[Mapping[str, Filters]] = {
    "overdue_to_30": Filters(overdue=True, overdue_to=30),
    "overdue_to_90": Filters(overdue=True, overdue_from=31, overdue_to=90),
    "overdue_to_180": Filters(overdue=True, overdue_from=91, overdue_to=180),
    "overdue_over_180": Filters(overdue=True, overdue_from=181),
}
SLIPPAGE: Final[Mapping[str, Filters]] = {
    "moved_earlier": Filters(moved_to=-1),
    "not_moved": Filters(moved_from=0, moved_to=0),
    "moved_to_30": Filters(moved_from=1, moved_to=30),
    "moved_to_90": Filters(moved_from=31, moved_to=90),
    "moved_to_180": Filters(moved_from=91, moved_to=180),
    "moved_over_180": Filters(moved_from=181),
}
LISTS: Final[Mapping[str, Filters]] = {
    "actions": Filters(),
    "open": Filters(open=True),
    "overdue": Filters(overdue=True),
    "newly_overdue": Filters(overdue=True, overdue_to=SOON),
    "due_soon": Filters(due_within=SOON),
    "waiting_for_sign_off": Filters(delivery=Delivery.REPORTED_COMPLETE),
    "waiting_for_decision": Filters(asked_for_time=True),
    "without_owner": Filters(open=True, without_owner=True),
    "without_date": Filters(open=True, without_date=True),
    **AGEING,
    **SLIPPAGE,
    **{colour.replace(" ", "_"): Filters(rag=colour) for colour in Colour},
}
"""The list that each figure counts."""


class Counts(NamedTuple):
    """How many actions each of the `LISTS` has."""

    actions: int = 0
    open: int = 0
    overdue: int = 0
    newly_overdue: int = 0
    overdue_to_30: int = 0
    overdue_to_90: int = 0
    overdue_to_180: int = 0
    overdue_over_180: int = 0
    due_soon: int = 0
    waiting_for_sign_off: int = 0
    waiting_for_decision: int = 0
    without_owner: int = 0
    without_date: int = 0
    moved_earlier: int = 0
    not_moved: int = 0
    moved_to_30: int = 0
    moved_to_90: int = 0
    moved_to_180: int = 0
    moved_over_180: int = 0
    red: int = 0
    amber: int = 0
    green: int = 0
    grey: int = 0
    purple: int = 0
    blue: int = 0
    no_colour: int = 0


@dataclass(frozen=True)
class OfAgency:
    """What an agency leads; None, without a name, is what no agency leads. `longest` in days overdue."""

    agency: UUID | None
    name: str
    longest: int
    counts: Counts


@dataclass(frozen=True)
class Board:
    """The figures by lead agency, in alphabetical order, and over all."""

    agencies: Sequence[OfAgency]
    counts: Counts

    @property
    def longest(self) -> int:
        """For how many days the oldest is overdue; 0 without any."""
        return max((one.longest for one in self.agencies), default=0)

    @property
    def late(self) -> Sequence[OfAgency]:
        """The agencies that lead what is overdue."""
        return [one for one in self.agencies if one.counts.overdue]


def figures(
    connection: Connection[Any], *, partnerships: Sequence[UUID] | None, today: date, at: int | None = None
) -> Board:
    """The figures on the day `today` in London, now or at a position of the log.

    All actions count, as in the lists: one that was split into others has no colour, like a cancelled one.
    """
    ((unissued,),) = UNISSUED_ASKED.ask(connection, {}, at)
    parameters = {"partnerships": partnerships, "today": today, "unissued": unissued}
    rows = FIGURES_ASKED.ask(connection, parameters, at)
    agencies = [
        OfAgency(agency, name or "", longest or 0, Counts(*counts)) for name, agency, longest, *counts in rows
    ]
    return Board(agencies, summed(one.counts for one in agencies))


def questions(
    connection: Connection[Any], *, partnerships: Sequence[UUID] | None, at: int | None = None
) -> Sequence[Any]:
    """The reviews with open questions, by partnership and reference, with how many each has."""
    return QUESTIONS_ASKED.ask(connection, {"partnerships": partnerships}, at)


def summed(counts: Iterable[Counts]) -> Counts:
    """Each figure over all of these."""
    return Counts(*map(sum, zip(*counts, strict=True)))
