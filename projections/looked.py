"""What has happened since a person last looked: a position for each, kept beside the log."""

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

LAST: Final = "select position, looked_at from public.looked where person = %(person)s"

# Who has two windows open may come back to the older one.
NOTE: Final = """
    insert into public.looked as known (person, position, looked_at)
    values (%(person)s, %(position)s, %(now)s)
    on conflict (person) do update
    set position = greatest(known.position, excluded.position), looked_at = excluded.looked_at
"""

SINCE: Final = """
    select count(*) as events
    from (
        select
        from timeline t
        where t.position > %(position)s
            and t.entered_by is distinct from %(person)s
            and (
                %(partnerships)s::uuid[] is null
                or t.partnership is null
                or t.partnership = any (%(partnerships)s)
            )
        limit %(most)s + 1
    ) news
"""
MOST_COUNTED: Final = 1000
"""More are not counted: nobody goes through them one by one, and whoever was away must not wait for it."""


class Looked(NamedTuple):
    """Up to which position of the log somebody has looked, and when."""

    position: int
    looked_at: datetime


def last_looked(connection: Connection[Any], person: UUID) -> Looked | None:
    """When this person last looked; None for one who never has."""
    row = connection.execute(LAST, {"person": person}).fetchone()
    return Looked(*row) if row else None


def note_looked(connection: Connection[Any], person: UUID, position: int, *, now: datetime) -> None:
    """Note that a person has seen the log up to a position. What was seen once stays seen."""
    connection.execute(NOTE, {"person": person, "position": position, "now": now})


def count_since(
    connection: Connection[Any],
    person: UUID,
    position: int,
    *,
    partnerships: list[UUID] | None = None,
) -> int:
    """How many events others, or the tracker itself, have recorded after a position.

    More than `MOST_COUNTED` are given as one more than these.
    """
    parameters = {
        "person": person,
        "position": position,
        "partnerships": partnerships,
        "most": MOST_COUNTED,
    }
    row = connection.execute(SINCE, parameters).fetchone()
    return int(row[0]) if row else 0
