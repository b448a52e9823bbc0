"""The table of the access log takes rows and gives none up, whoever asks, before they have had their time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL

ADD = """
    insert into public.access_log (id, at, kind, came_by, reviews, address, format, why)
    values (gen_random_uuid(), %s, 'signed in', 'code', '{}', '/', '', '')
"""
LONG_AGO = datetime(2018, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def database(migrated_url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to a database with one row of long ago."""
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        connection.execute(ADD, [LONG_AGO])
        yield connection


def rows(database: psycopg.Connection[Any]) -> int:
    """How many there are."""
    return len(database.execute("select from public.access_log").fetchall())


@pytest.mark.parametrize(
    "statement",
    [
        "update public.access_log set kind = 'other'",
        "delete from public.access_log",
        "truncate public.access_log",
        "truncate public.access_log cascade",
        "set session_replication_role = replica; delete from public.access_log",
    ],
)
def test_nothing_changes_it(database: psycopg.Connection[Any], statement: str) -> None:
    """Not even whoever owns the table, nor as a replica."""
    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed"):
        database.execute(statement)
    assert rows(database) == 1


def test_what_has_had_its_time(database: psycopg.Connection[Any]) -> None:
    """The function forgets what is older than a moment, and says which rows."""
    database.execute(ADD, [LONG_AGO + timedelta(days=2)])
    forgotten = database.execute("select public.forget_access(%s)", [LONG_AGO + timedelta(days=1)])
    assert forgotten.rowcount == 1
    assert rows(database) == 1


def test_the_way_out_is_shut_afterwards(database: psycopg.Connection[Any]) -> None:
    """Also within the same transaction, nothing else is let through behind the function."""
    forgetting = SQL("select public.forget_access({}); delete from public.access_log").format(LONG_AGO)
    with pytest.raises(psycopg.errors.RestrictViolation):
        database.execute(forgetting)
    assert rows(database) == 1


def test_the_last_year(database: psycopg.Connection[Any]) -> None:
    """Whatever the clock of the program says: by that of the database the last year stays."""
    with pytest.raises(psycopg.errors.RestrictViolation, match="last year"):
        database.execute("select public.forget_access(now() - interval '364 days')")
    assert rows(database) == 1
