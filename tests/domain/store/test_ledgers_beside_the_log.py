"""Ledgers beside the log give no rows up: what was handed on, and what was said not to be personal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL

LONG_AGO = datetime(2018, 3, 2, 9, 30, tzinfo=UTC)
HANDED_ON = """
    insert into public.disclosures (id, export, person, handed_on, sealed, recorded_at)
    values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '2018-03-02', 'words', %s)
"""
NOT_PERSONAL = """
    insert into public.not_personal (correlation, field, likenesses, person, said_at)
    values (gen_random_uuid(), 'text', '{a name}', gen_random_uuid(), %s)
"""
TABLES = ("disclosures", "not_personal")


@pytest.fixture
def database(migrated_url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to a database with one row of long ago in each."""
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        connection.execute(HANDED_ON, [LONG_AGO])
        connection.execute(NOT_PERSONAL, [LONG_AGO])
        yield connection


def rows(database: psycopg.Connection[Any]) -> list[int]:
    """How many each has."""
    return [
        len(database.execute(SQL("select from public.{}").format(SQL(table))).fetchall()) for table in TABLES
    ]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "update public.{} set person = gen_random_uuid()",
        "delete from public.{}",
        "truncate public.{}",
        "truncate public.{} cascade",
        "set session_replication_role = replica; delete from public.{}",
    ],
)
def test_nothing_changes_them(database: psycopg.Connection[Any], table: str, statement: str) -> None:
    """Not even whoever owns the table, nor as a replica."""
    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed"):
        database.execute(SQL(statement).format(SQL(table)))
    assert rows(database) == [1, 1]


def test_words_are_erased(database: psycopg.Connection[Any]) -> None:
    """The words alone; who handed on what, and when, stays."""
    database.execute("update public.disclosures set sealed = null")
    assert rows(database) == [1, 1]


@pytest.mark.parametrize("change", ["sealed = 'other'", "sealed = null, handed_on = '2020-01-01'"])
def test_words_are_not_replaced(database: psycopg.Connection[Any], change: str) -> None:
    """Erasing is no way to change anything else."""
    with pytest.raises(psycopg.errors.RestrictViolation, match="words may be erased"):
        database.execute(SQL("update public.disclosures set {}").format(SQL(change)))


def test_what_has_had_its_time(database: psycopg.Connection[Any]) -> None:
    """The function forgets what is older than a moment; the way out is shut behind it."""
    forgotten = database.execute("select public.forget_disclosures(%s)", [LONG_AGO + timedelta(days=1)])
    assert forgotten.rowcount == 1
    database.execute(HANDED_ON, [LONG_AGO])
    with pytest.raises(psycopg.errors.RestrictViolation):
        database.execute("delete from public.disclosures")


def test_the_last_year(database: psycopg.Connection[Any]) -> None:
    """Is never forgotten, whatever moment the program gives."""
    with pytest.raises(psycopg.errors.RestrictViolation, match="last year"):
        database.execute("select public.forget_disclosures(now())")
