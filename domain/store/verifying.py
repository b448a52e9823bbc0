"""Whether the log is whole: in order, without gaps, readable to the last word, and closed to changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, LiteralString

import psycopg
from psycopg import Rollback
from psycopg.errors import RestrictViolation

from domain.store.mapper import UnreadableEvent
from domain.store.master_key import MasterKeyLost
from domain.store.recorder import SELECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from psycopg import Connection

    from domain.store.application import Store

AT_A_TIME: Final = 1_000
MOST_TOLD: Final = 20
"""Of each kind of fault: a thousand sentences of the same say no more."""

ENTRIES: Final[LiteralString] = SELECT + "where position > %s order by position limit %s"
ORDER: Final[Mapping[str, LiteralString]] = {
    "After position {0} comes position {1}: what lay between is gone.": """
        select before, position
        from (
            select position, lag(position, 1, 0::bigint) over (order by position) as before
            from public.events
        ) as placed
        where position <> before + 1
        order by position
        limit %s
    """,
    "Position {0} was recorded at {1}, before the one that it follows.": """
        select position, recorded_at
        from (
            select position, recorded_at, lag(recorded_at) over (order by position) as before
            from public.events
        ) as timed
        where recorded_at < before
        order by position
        limit %s
    """,
    "Version {1} of {0} at position {2} is not the next one of that thing.": """
        select originator_id, originator_version, position
        from (
            select
                originator_id, originator_version, position,
                row_number() over (partition by originator_id order by position) as due
            from public.events
        ) as numbered
        where originator_version <> due
        order by position
        limit %s
    """,
}
"""What must not be, as a sentence about the columns of each row that the statement finds."""

# A trigger that fires always, of a type: for UPDATE (16), DELETE (8) and TRUNCATE (32), before (2) the
# statement, or each row (1).
GUARDED: Final[LiteralString] = """
    select exists (
        select
        from pg_trigger
        where tgrelid = to_regclass(%s) and tgname = %s and tgenabled = 'A' and tgtype = %s
    )
"""
NOTHING_CHANGES: Final = 58
NO_ROW_CHANGES: Final = 27
NOT_TRUNCATED: Final = 34
GUARDS: Final[Sequence[tuple[str, str, int]]] = (
    ("public.events", "events_are_immutable", NOTHING_CHANGES),
    ("public.reminders", "reminders_are_immutable", NOTHING_CHANGES),
    ("public.access_log", "access_log_is_immutable", NOTHING_CHANGES),
    ("public.not_personal", "not_personal_is_immutable", NOTHING_CHANGES),
    ("public.disclosures", "disclosures_are_immutable", NO_ROW_CHANGES),
    ("public.disclosures", "disclosures_are_kept", NOT_TRUNCATED),
)
APART: Final[LiteralString] = """
    select relrowsecurity and array(select polname::text from pg_policy where polrelid = pg_class.oid) = %s
    from pg_class
    where oid = to_regclass('public.events')
"""
POLICIES: Final = ["events_in_scope"]
TRIALS: Final[Mapping[str, LiteralString]] = {
    "changed": "update public.events set topic = topic where false",
    "deleted": "delete from public.events where false",
}
"""Statements that touch no row, and that the database must refuse all the same."""


def faults_of_the_log(
    store: Store, tell: Callable[[int, int], None] = lambda _done, _of: None
) -> Iterator[str]:
    """What is wrong with the log, a sentence each; nothing where it is whole.

    `tell` hears how many events have been read, and of how many.
    """
    with store.connection() as connection:
        yield from _out_of_order(connection)
        yield from unguarded(connection)
    yield from _unreadable(store, tell)


def unguarded(connection: Connection[Any]) -> Iterator[str]:
    """Where the database would let somebody change, or wrongly read, what is recorded, a sentence each."""
    for table, trigger, kind in GUARDS:
        if connection.execute(GUARDED, [table, trigger, kind]).fetchone() != (True,):
            yield f"The table {table} is not closed to changes: its trigger {trigger} is not as it should be."
    if connection.execute(APART, [POLICIES]).fetchone() != (True,):
        yield "Others could read the log of a partnership: its policy events_in_scope is not as it should be."
    for done, statement in TRIALS.items():
        if not _refused(connection, statement):
            yield f"Events can be {done}: the database does not refuse it."


def _refused(connection: Connection[Any], statement: LiteralString) -> bool:
    try:
        with connection.transaction():
            connection.execute(statement)
            raise Rollback
    except RestrictViolation:
        return True
    except psycopg.errors.InsufficientPrivilege:
        # The role may not even try: closed further than it has to be.
        return True
    return False


def _out_of_order(connection: Connection[Any]) -> Iterator[str]:
    for sentence, statement in ORDER.items():
        for row in connection.execute(statement, [MOST_TOLD]):
            yield sentence.format(*row)


def _unreadable(store: Store, tell: Callable[[int, int], None]) -> Iterator[str]:
    reached, last, found = 0, store.log.last_position(), 0
    while rows := store.recorder.select(ENTRIES, (reached, AT_A_TIME)):
        for row in rows:
            try:
                store.mapper.to_domain_event(row)
            except (UnreadableEvent, MasterKeyLost) as error:
                found += 1
                if found <= MOST_TOLD:
                    yield f"Position {row.id}: {error}"
        reached = rows[-1].id
        tell(reached, max(reached, last))
    if found > MOST_TOLD:
        yield f"{found:,} events cannot be read in all."
