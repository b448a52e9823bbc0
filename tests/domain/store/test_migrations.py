"""Bringing a database up to date: each file once, whole, and for ever."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest

from domain.store.migrations import WORDED_ANEW, Migration, MigrationRefused, all_migrations, migrate

NAMES = [one.name for one in all_migrations()]
FIRST = Migration("0001_first.sql", b"-- A table.\ncreate table first (number integer);")
SECOND = Migration("0002_second.sql", b"-- A row.\ninsert into first values (7);")


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    """The rows of a statement."""
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode()).fetchall()


def test_an_empty_database_gets_everything_once(database_url: str) -> None:
    """The first time all files are applied, in order, and the second time none."""
    assert migrate(database_url) == NAMES
    assert migrate(database_url) == []
    assert [name for (name,) in ask(database_url, "select name from migrations order by name")] == NAMES


def test_every_table_of_the_store_is_there(database_url: str) -> None:
    """What the rooms rely on."""
    migrate(database_url)
    found = ask(database_url, "select tablename from pg_tables where schemaname = 'public'")
    tables = {name for (name,) in found}
    wanted = {"events", "text_keys", "person_details", "idempotency_keys", "sign_in_links", "sessions"}
    assert tables >= wanted | {"api_tokens", "migrations"}


def test_many_at_once_apply_each_file_once(database_url: str) -> None:
    """Several processes that start together: what one applies, the others find done."""
    with ThreadPoolExecutor(6) as pool:
        applied = list(pool.map(migrate, [database_url] * 6))
    assert sorted(name for names in applied for name in names) == NAMES


def test_only_what_is_missing_is_applied(database_url: str) -> None:
    """A newer program brings the database on from where it stands."""
    assert migrate(database_url, [FIRST]) == ["0001_first.sql"]
    assert migrate(database_url, [FIRST, SECOND]) == ["0002_second.sql"]
    assert ask(database_url, "select number from first") == [(7,)]


def test_an_edited_file_is_refused(database_url: str) -> None:
    """What was applied must stay as it is, and nothing after it is applied."""
    migrate(database_url, [FIRST])
    edited = replace(FIRST, sql=FIRST.sql + b"\n")
    with pytest.raises(MigrationRefused, match=r"0001_first\.sql was edited .*add a new file"):
        migrate(database_url, [edited, SECOND])
    assert ask(database_url, "select * from first") == []


def test_a_database_newer_than_the_program_is_refused(database_url: str) -> None:
    """An old program does not touch what it does not know."""
    migrate(database_url, [FIRST, SECOND])
    with pytest.raises(MigrationRefused, match=r"newer than this program: it has had 0002_second\.sql"):
        migrate(database_url, [FIRST])


@pytest.mark.parametrize(("name", "digest"), WORDED_ANEW.items())
def test_a_comment_that_was_worded_anew_refuses_nobody(database_url: str, name: str, digest: str) -> None:
    """A database that had the file with its former words goes on with the present ones."""
    migrate(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("update migrations set sha256 = %s where name = %s", [digest, name])
    assert migrate(database_url) == []


def test_a_failing_file_leaves_nothing_of_itself(database_url: str) -> None:
    """Each file is one transaction; those before it stay."""
    broken = Migration("0002_broken.sql", b"-- x\ninsert into first values (1); select 1 / 0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(database_url, [FIRST, broken])
    assert ask(database_url, "select * from first") == []
    assert ask(database_url, "select name from migrations") == [("0001_first.sql",)]
    assert migrate(database_url, [FIRST, SECOND]) == ["0002_second.sql"]


@pytest.mark.parametrize("migration", all_migrations(), ids=NAMES)
def test_every_file_says_what_it_does(migration: Migration) -> None:
    """The first line is a sentence for people, and the name gives the order."""
    assert migration.sql.startswith(b"-- ")
    assert migration.description.endswith(".")
    assert 10 < len(migration.description) <= 120
    assert migration.name[:4].isdigit()
    assert migration.name[4] == "_"
