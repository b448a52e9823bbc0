"""The log in the database itself: nobody changes, deletes or empties it."""

from typing import LiteralString

import pytest
from psycopg import IsolationLevel
from psycopg.errors import RaiseException, RestrictViolation
from psycopg.sql import SQL

from domain.store.application import Store
from tests.domain.store.specimens import Note

SENTENCE = "Events are never changed or deleted"


@pytest.mark.parametrize(
    "statement",
    [
        "update events set topic = 'another.topic'",
        "update events set recorded_at = now() where position = 1",
        "delete from events",
        "delete from events where position = 99",
        "truncate events",
        "truncate events, text_keys cascade",
    ],
)
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_the_database_refuses_to_change_events(
    store: Store, statement: LiteralString, role: LiteralString
) -> None:
    """Even the owner of the tables, even one who plays the part of a replica, is refused in a sentence."""
    store.record(Note.write("a"))
    before = store.log.read(0, limit=9)
    with store.connection() as connection:
        connection.execute(SQL("set session_replication_role = {}").format(role))
        with pytest.raises(RestrictViolation, match=SENTENCE):
            connection.execute(SQL(statement))
        connection.execute("reset session_replication_role")
        assert connection.execute("select count(*) from events").fetchone() == (1,)
    assert store.log.read(0, limit=9) == before


def test_events_are_recorded_under_read_committed_alone(store: Store) -> None:
    """Under another isolation the last position would be out of date, so the function refuses."""
    with store.connection() as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        with connection.transaction(), pytest.raises(RaiseException, match="READ COMMITTED"):
            connection.execute("select record_events('{}', '{}', '{}', '{}', '{}', '{}', '{}')")
        connection.isolation_level = None


def test_what_stands_in_the_log_is_plain_json(store: Store) -> None:
    """A person with SQL alone can read the facts of an event."""
    store.record(Note.write("a"))
    with store.connection() as connection:
        [row] = connection.execute(
            "select topic, state ->> 'title', state ->> 'how', state ->> 'happened_on', state ->> 'post'"
            " from events"
        ).fetchall()
    assert row == ("specimen.written", "A title", "form", "2026-11-02", "Named Nurse")


def test_the_state_repeats_no_column_of_its_row(store: Store) -> None:
    """Identity, version and time stand once, in their columns."""
    store.record(Note.write("a"))
    with store.connection() as connection:
        keys = connection.execute("select json_object_keys(state) from events").fetchall()
    assert {"originator_id", "originator_version", "timestamp"}.isdisjoint(key for (key,) in keys)
