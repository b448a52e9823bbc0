"""The extension that search needs: what an operator reads where it cannot be had."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.errors import RaiseException
from psycopg.sql import SQL, Identifier

from domain.store.migrations import MigrationRefused
from projections.migrations import all_migrations, migrate

(TRIGRAMS,) = [one.sql for one in all_migrations() if one.name.endswith("_trigrams.sql")]


def test_a_database_gets_it(migrated_url: str) -> None:
    """After a migration it stands in the schema where every search looks."""
    with psycopg.connect(migrated_url) as connection:
        row = connection.execute("select public.similarity('police', 'polcie') > 0").fetchone()
    assert row == (True,)


def test_one_that_stands_elsewhere_is_refused(database_url: str) -> None:
    """A migration says where it is and how to move it; after that it goes through."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("create schema other")
        connection.execute("create extension pg_trgm with schema other")
        with pytest.raises(MigrationRefused, match="in the schema other of this database"):
            migrate(database_url)
        connection.execute("alter extension pg_trgm set schema public")
    assert any(name.endswith("_trigrams.sql") for name in migrate(database_url))


def test_an_account_that_may_not_add_it_is_told_who_can(database_url: str) -> None:
    """And where somebody has added it, that account needs no more rights."""
    with psycopg.connect(database_url) as connection:
        role = Identifier("may_create_tables_only")
        connection.execute(SQL("create role {}").format(role))
        connection.execute(SQL("set local role {}").format(role))
        with (
            pytest.raises(RaiseException, match="This account may not add the PostgreSQL extension"),
            connection.transaction(),
        ):
            connection.execute(TRIGRAMS)
        connection.execute("reset role")
        connection.execute("create extension pg_trgm with schema public")
        connection.execute(SQL("set local role {}").format(role))
        connection.execute(TRIGRAMS)
        connection.rollback()


def test_a_server_that_lacks_it_is_named(database_url: str) -> None:
    """Here with the name of an extension that no server has."""
    lacking = pytest.raises(RaiseException, match="server lacks the extension no_such_thing")
    with psycopg.connect(database_url) as connection, lacking:
        connection.execute(TRIGRAMS.replace(b"pg_trgm", b"no_such_thing"))
