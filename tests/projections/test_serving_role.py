"""The roles of the web: made by an account that may make roles, asked for by one that may not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

from domain.store.application import Store
from domain.store.master_key import make_master_key
from domain.store.migrations import MigrationRefused
from domain.store.serving import MAY, RECORDING, SERVING
from projections.migrations import migrate
from projections.reading import NothingPublished, Views
from projections.rebuild import rebuild
from projections.views import VIEWS


@pytest.fixture
def owner(database_url: str) -> Iterator[tuple[str, psycopg.Connection]]:
    """The database of an account that is no superuser, as that account, and as whoever runs the server."""
    name = f"owner_of_{conninfo_to_dict(database_url)['dbname']}"
    with psycopg.connect(database_url, autocommit=True) as server:
        _see_to_roles(server)
        server.execute(SQL("create role {} login").format(Identifier(name)))
        database = Identifier(str(conninfo_to_dict(database_url)["dbname"]))
        server.execute(SQL("alter database {} owner to {}").format(database, Identifier(name)))
        server.execute(SQL("alter schema public owner to {}").format(Identifier(name)))
        yield make_conninfo(database_url, user=name), server
        server.execute(SQL("drop owned by {} cascade").format(Identifier(name)))
        server.execute(SQL("alter database {} owner to current_user").format(database))
        server.execute(SQL("drop role {}").format(Identifier(name)))


def _see_to_roles(server: psycopg.Connection) -> None:
    for role in MAY:
        known = server.execute("select from pg_roles where rolname = %s", [role]).fetchone()
        if known is None:
            server.execute(SQL("create role {} nologin").format(Identifier(role)))


def _grant(server: psycopg.Connection, account: str, *roles: str) -> None:
    user = Identifier(str(conninfo_to_dict(account)["user"]))
    for role in roles:
        server.execute(SQL("grant {} to {}").format(Identifier(role), user))


def test_who_may_not_make_roles_is_told_what_to_ask_for(owner: tuple[str, psycopg.Connection]) -> None:
    """In one sentence, with the statements; once that is done, the tracker serves."""
    account, server = owner
    with pytest.raises(MigrationRefused, match=f"grant {SERVING}, {RECORDING} to the account of the tracker"):
        migrate(account)
    _grant(server, account, SERVING, RECORDING)
    assert migrate(account) == []
    with closing(Views(account, serving=True)) as views, pytest.raises(NothingPublished), views.reading():
        pass


def test_only_what_is_missing_is_asked_for(owner: tuple[str, psycopg.Connection]) -> None:
    """As after an upgrade of an installation that has had the one for reading."""
    account, server = owner
    _grant(server, account, SERVING)
    with pytest.raises(MigrationRefused, match=f"can: create role {RECORDING} nologin; grant {RECORDING} to"):
        migrate(account)


def test_who_reads_may_do_no_more_than_it_is_given(database_url: str) -> None:
    """It reads neither the log nor its keys, nor personal details; what it is given is said once."""
    migrate(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(SQL("set role {}").format(Identifier(SERVING)))
        for table in ("events", "text_keys", "person_details"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(SQL("select from public.{}").format(Identifier(table)))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create table public.something ()")


def test_a_generation_without_what_is_seen_serves_nobody(migrated_url: str, tmp_path: Path) -> None:
    """As one that an earlier version has built: until the worker has built another, lists are being built."""
    make_master_key(tmp_path / "master.key")
    with closing(Store(migrated_url, tmp_path / "master.key")) as store:
        generation = rebuild(store, VIEWS)
    with (
        psycopg.connect(migrated_url, autocommit=True) as connection,
        closing(Views(migrated_url, serving=True)) as views,
    ):
        with views.reading() as served:
            assert served.execute("select count(*) from actions").fetchone() == (0,)
        connection.execute(SQL("drop schema {} cascade").format(Identifier(generation.seen)))
        with pytest.raises(NothingPublished), views.reading():
            pass
