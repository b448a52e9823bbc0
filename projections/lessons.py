"""The lessons of a review."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking

LESSONS: Final = """
    select
        l.*,
        array(
            select agency.name
            from agencies agency
            where agency.id = any (l.agencies) and {agency:stands}
            order by lower(agency.name), agency.id
        ) as agency_names
    from (
        select l.*, row_number() over (order by l.found_at) as number
        from lessons l
        where {l:stands} and l.review = %(review)s
    ) l
    where %(withdrawn)s::boolean is null or l.withdrawn = %(withdrawn)s
    order by l.number
"""
LESSONS_ASKED = Asking.of(LESSONS, "l", "agency")


def listed(
    connection: Connection[Any], review: UUID, *, withdrawn: bool | None = None, at: int | None = None
) -> Sequence[Any]:
    """The lessons of a review, by `number` as they were recorded; only those withdrawn or not, if said."""
    return LESSONS_ASKED.ask(connection, {"review": review, "withdrawn": withdrawn}, at)
