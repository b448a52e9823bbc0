"""Actions that somebody has chosen, by the names that tell them apart: review and number."""

from collections.abc import Iterable, Mapping
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


def names(connection: Connection[Any], identities: Iterable[UUID]) -> Mapping[UUID, str]:
    """Each by the reference of its first review and its number: "DHR7 3.1/2"; without those not there yet."""
    rows = NAMED.ask(connection, {"ids": list(identities)}, None)
    return {row.id: f"{row.reference or ''} {row.number}".strip() for row in rows}
