"""How many actions one request changed: what a history says of an entry that did not come alone."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

COUNTED: Final = """
    select t.correlation, count(distinct t.thing) as actions
    from timeline t
    where t.correlation = any (%(correlations)s)
        and t.kind = 'action'
        and (%(at)s::bigint is null or t.position <= %(at)s)
    group by t.correlation
    having count(distinct t.thing) > 1
"""


def actions_of(
    connection: Connection[Any], correlations: Iterable[UUID], *, at: int | None = None
) -> Mapping[UUID, int]:
    """The number of actions of each of these requests that changed several; the others are left out."""
    rows = connection.execute(COUNTED, {"correlations": list(set(correlations)), "at": at})
    return {row.correlation: int(row.actions) for row in rows}
