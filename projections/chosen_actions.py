"""Actions that somebody has chosen, by the names that tell them apart: review and number."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking

NAMED = Asking.of(
    """
    select
        a.id,
        a.number,
        (
            select review.reference from reviews review where review.id = a.reviews[1] and {review:stands}
        ) as reference
    from actions a
    where a.id = any (%(ids)s) and {a:stands}
    """,
    "a",
    "review",
)

VERSIONS = Asking.of("select a.id, a.version from actions a where a.id = any (%(ids)s) and {a:stands}", "a")

# Of an action without agencies nobody can be from elsewhere; an owner who stays is not asked about again.
ELSEWHERE = Asking.of(
    """
    select concat_ws(' ', review.reference, a.number) as name
    from actions a
    join people owner on owner.id = %(owner)s and {owner:stands}
    left join reviews review on review.id = a.reviews[1] and {review:stands}
    where a.id = any (%(ids)s)
        and {a:stands}
        and a.owner is distinct from owner.id
        and owner.agency is not null
        and owner.agency is distinct from a.lead
        and not a.supporting @> array[owner.agency]
        and (a.lead is not null or cardinality(a.supporting) > 0)
    order by review.reference, a.number_order
    """,
    "a",
    "owner",
    "review",
)


def names(connection: Connection[Any], identities: Iterable[UUID]) -> Mapping[UUID, str]:
    """Each by the reference of its first review and its number: "DHR7 3.1/2"; without those not there yet."""
    rows = NAMED.ask(connection, {"ids": list(identities)}, None)
    return {row.id: f"{row.reference or ''} {row.number}".strip() for row in rows}


def versions(connection: Connection[Any], identities: Iterable[UUID]) -> Mapping[UUID, int]:
    """Those of them that whoever asks sees, each with its version."""
    rows = VERSIONS.ask(connection, {"ids": list(identities)}, None)
    return {row.id: row.version for row in rows}


def without_agency_of(connection: Connection[Any], identities: Iterable[UUID], owner: UUID) -> Sequence[str]:
    """Those of them, by name, that the agency of a person neither leads nor supports."""
    rows = ELSEWHERE.ask(connection, {"ids": list(identities), "owner": owner}, None)
    return [row.name for row in rows]
