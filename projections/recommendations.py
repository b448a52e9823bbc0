"""Recommendations with their addressees, and with how far their actions are."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from domain.vocabulary import Scope
from projections.asking import Asking, pattern
from projections.ordering import both_ways

CHOSEN: Final = """
    from recommendations rec
    join reviews review on review.id = rec.review and {review:stands}
    where {rec:stands}
        and (%(id)s::uuid is null or rec.id = %(id)s)
        and (%(review)s::uuid is null or rec.review = %(review)s)
        and (%(partnerships)s::uuid[] is null or rec.partnership = any (%(partnerships)s))
        and (%(ids)s::uuid[] is null or rec.id = any (%(ids)s))
        and (%(addressee)s::uuid is null or rec.addressees @> array[%(addressee)s::uuid])
        and (%(scope)s::text is null or rec.scope = %(scope)s)
        and (%(withdrawn)s::boolean is null or rec.withdrawn = %(withdrawn)s)
        and (
            %(without_actions)s::boolean is null
            or %(without_actions)s <> exists (
                select from actions a where a.recommendations @> array[rec.id] and {a:stands}
            )
        )
        and (
            %(words)s::text is null
            or rec.wording ilike %(words)s
            or rec.label ilike %(words)s
            or rec.theme ilike %(words)s
        )
"""

LIST: Final = """
    select
        rec.*,
        review.reference,
        array(
            select agency.name from agencies agency
            where agency.id = any (rec.addressees) and {agency:stands} order by lower(agency.name)
        ) as addressee_names,
        counts.actions,
        counts.overdue,
        counts.closed
    from (
        select rec.*
        {chosen}
        order by {order}
        limit %(limit)s offset %(offset)s
    ) rec
    join reviews review on review.id = rec.review and {review:stands}
    cross join lateral (
        select
            count(*) as actions,
            count(*) filter (where {overdue}) as overdue,
            count(*) filter (where a.delivery = 'signed off') as closed
        from actions a
        where a.recommendations @> array[rec.id] and {a:stands}
    ) counts
    order by {order}
"""

KEYS: Final[Mapping[str, LiteralString]] = {
    "label": "rec.label_order",
    "review": "lower(review.reference)",
    "scope": "rec.scope",
    "reach": "rec.reach",
    "theme": "nullif(lower(rec.theme), '')",
    "actions": """
        (
            select count(*) from actions a
            where a.recommendations @> array[rec.id] and {a:stands}
        )
    """,
    "overdue": """
        (
            select count(*) from actions a
            where a.recommendations @> array[rec.id] and {overdue} and {a:stands}
        )
    """,
    "closed": """
        (
            select count(*) from actions a
            where a.recommendations @> array[rec.id] and a.delivery = 'signed off' and {a:stands}
        )
    """,
}
"""By what the list can be sorted."""

ORDERS: Final = both_ways(KEYS, "rec.label_order, rec.place, rec.id")

ALIASES: Final = ("rec", "review", "agency", "a")
LISTS = {name: Asking.of(LIST, *ALIASES, chosen=CHOSEN, order=order) for name, order in ORDERS.items()}
COUNTED = Asking.of("select count(*) {chosen}", *ALIASES, chosen=CHOSEN)


@dataclass(frozen=True)
class Filters:
    """Which recommendations. None: all. `words` are looked for in wording, label and theme.

    `addressee` is an agency; `without_actions`: that no action carries out.
    """

    id: UUID | None = None
    ids: Sequence[UUID] | None = None
    review: UUID | None = None
    partnerships: Sequence[UUID] | None = None
    addressee: UUID | None = None
    scope: Scope | None = None
    withdrawn: bool | None = None
    without_actions: bool | None = None
    words: str | None = None

    def parameters(self, today: date | None) -> dict[str, Any]:
        """The parameters of the statements; without `today`, none of their actions counts as overdue."""
        return asdict(self) | {"words": pattern(self.words), "today": today}


def chosen(
    connection: Connection[Any],
    filters: Filters,
    *,
    today: date | None = None,
    sort: str = "",
    limit: int = 50,
    offset: int = 0,
    at: int | None = None,
) -> Sequence[Any]:
    """One page of recommendations in one of the `ORDERS`, with the counts of their actions."""
    parameters = filters.parameters(today) | {"limit": limit, "offset": offset}
    return LISTS[sort].ask(connection, parameters, at)


def recommendations(
    connection: Connection[Any],
    *,
    review: UUID | None = None,
    identity: UUID | None = None,
    identities: Sequence[UUID] | None = None,
    partnerships: Sequence[UUID] | None = None,
    limit: int = 50,
    offset: int = 0,
    at: int | None = None,
) -> Sequence[Any]:
    """Recommendations in the order in which people read their labels."""
    filters = Filters(id=identity, ids=identities, review=review, partnerships=partnerships)
    return chosen(connection, filters, limit=limit, offset=offset, at=at)


def counted(connection: Connection[Any], filters: Filters, *, at: int | None = None) -> int:
    """How many recommendations there are of that kind."""
    return int(COUNTED.ask(connection, filters.parameters(None), at)[0][0])
