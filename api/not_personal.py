"""Somebody says of words which look like personal details that they are none: kept with what they save.

A ledger beside the log, by the correlation of the events, and no fact of the events themselves: it is about a
form and who filled it in, whatever the command, and no event needs another version for it. It names fields
and what their words look like, never the words, and is recorded in the transaction of the events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.store.application import Along

SAY: Final = """
    insert into public.not_personal (correlation, field, likenesses, person, said_at)
    select
        %(correlation)s,
        field,
        array_agg(distinct likeness order by likeness),
        %(person)s,
        %(now)s
    from unnest(%(fields)s::text[], %(likenesses)s::text[]) as said (field, likeness)
    group by field
    on conflict do nothing
"""
SAID: Final = """
    select said.field, said.likenesses, said.person, said.said_at
    from public.not_personal said
    where said.correlation = %(correlation)s
    order by said.field
"""


class Said(NamedTuple):
    """What somebody said of one field: what its words look like, such as "a name", and that they are none."""

    field: str
    likenesses: Sequence[str]
    person: UUID
    said_at: datetime

    @property
    def sentence(self) -> str:
        """It as a sentence."""
        alike = " and ".join(self.likenesses)
        return f"Words in “{self.field}” that look like {alike} were said not to be personal."


def saying(
    found: Iterable[tuple[str, str]], *, correlation: UUID, person: UUID, now: datetime
) -> tuple[Along, ...]:
    """The statement that records what a person says of fields and what their words look like; none for none.

    `now` is in UTC. Said again, nothing more is recorded.
    """
    said = list(found)
    if not said:
        return ()
    fields, likenesses = zip(*said, strict=True)
    facts = {"correlation": correlation, "person": person, "now": now}
    return (Along(SAY, {**facts, "fields": list(fields), "likenesses": list(likenesses)}),)


def said_of(connection: Connection[Any], correlation: UUID) -> list[Said]:
    """What was said with the events of a correlation, by field."""
    return [Said(*row) for row in connection.execute(SAID, {"correlation": correlation})]
