"""The clocks of reviews: those of one, and all that run, with how late they are."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from domain.review.vocabulary import ClockKind
from projections.asking import Asking
from projections.ordering import both_ways

CHOSEN: Final = """
    from clocks c
    cross join lateral (
        select coalesce(c.ended_on, c.paused_on, %(today)s::date) - c.due as days_late
    ) reckoned
    where {c:stands}
        and (%(review)s::uuid is null or c.review = %(review)s)
        and (%(partnerships)s::uuid[] is null or c.partnership = any (%(partnerships)s))
        and (%(running)s::boolean is null or (c.ended_on is null) = %(running)s)
        and (%(kind)s::text is null or c.kind = %(kind)s)
        and (%(late)s::boolean is null or (reckoned.days_late > 0) = %(late)s)
"""
CLOCKS: Final = """
    select
        c.*,
        r.reference,
        p.name as partnership_name,
        coalesce(agency.name, '') as about_name
    from (
        select c.*
        from (select c.*, reckoned.days_late {chosen}) c
        order by {order}
        limit %(limit)s offset %(offset)s
    ) c
    join reviews r on r.id = c.review and {r:stands}
    join leading_partnerships p on p.id = c.partnership and {p:stands}
    left join agencies agency on agency.id = c.about and {agency:stands}
    order by {order}
"""
KEYS: Final[Mapping[str, LiteralString]] = {
    "kind": "c.kind",
    "counted_from": "c.counted_from",
    "original_due": "c.original_due",
    "due": "c.due",
    "ended_on": "c.ended_on",
    "days_late": "c.days_late",
}
"""By what the list can be sorted, as it stands in an address."""
ORDERS: Final = both_ways(KEYS, "c.ended_on is not null, c.due, c.kind, c.id")
CLOCKS_ASKED = {
    name: Asking.of(CLOCKS, "c", "r", "p", "agency", chosen=CHOSEN, order=order)
    for name, order in ORDERS.items()
}
COUNTED = Asking.of("select count(*) {chosen}", "c", chosen=CHOSEN)
IDENTITIES: Final = "select distinct id from clocks where review = %s"
OF_ONE_REVIEW: Final = 500
"""Of one review all are shown: the longest has some dozens."""


@dataclass(frozen=True)
class Filters:
    """Which clocks. None: all. `running`: not at their end, though they may stand still; `late`: by days."""

    review: UUID | None = None
    partnerships: Sequence[UUID] | None = None
    running: bool | None = None
    late: bool | None = None
    kind: ClockKind | None = None


EVERY_CLOCK: Final = Filters()


def listed(
    connection: Connection[Any],
    filters: Filters = EVERY_CLOCK,
    *,
    today: date,
    sort: str = "",
    limit: int = OF_ONE_REVIEW,
    offset: int = 0,
    at: int | None = None,
) -> Sequence[Any]:
    """One page of clocks in one of the `ORDERS`: usually those that run first, by when they are due.

    `days_late` counts from the due date that stands: to today, to when it was paused, or to its end; it is
    negative before that date.
    """
    asked = asdict(filters) | {"today": today, "limit": limit, "offset": offset}
    return CLOCKS_ASKED[sort].ask(connection, asked, at)


def of_review(connection: Connection[Any], review: UUID) -> list[UUID]:
    """The clocks that a review has, or had, as far as whoever asks sees them."""
    return [row.id for row in connection.execute(IDENTITIES, [review]).fetchall()]


def counted(
    connection: Connection[Any], filters: Filters = EVERY_CLOCK, *, today: date, at: int | None = None
) -> int:
    """How many clocks there are of that kind."""
    return int(COUNTED.ask(connection, asdict(filters) | {"today": today}, at)[0][0])
