"""The web by an account of PostgreSQL that owns nothing, as where web and worker run apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from fastapi.testclient import TestClient
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import InsufficientPrivilege
from psycopg.sql import SQL, Identifier

from api.app import create_app
from api.cli.installation import database
from api.sessions import issue_link
from domain.settings import Settings
from domain.store.application import Store
from domain.store.serving import RECORDING, SERVING
from projections.reading import Views
from tests.api.conftest import BASE_URL, BEGIN, Clock, FollowedViews, Given


@pytest.fixture
def account(store: Store) -> Iterator[str]:
    """The address of the database for an account that may act as the two roles, and nothing else."""
    owner = store.datastore.conninfo
    at = conninfo_to_dict(owner)
    name = f"web_of_{at['dbname']}"
    with psycopg.connect(owner, autocommit=True) as server:
        server.execute(SQL("create role {} login").format(Identifier(name)))
        for role in (SERVING, RECORDING):
            server.execute(SQL("grant {} to {}").format(Identifier(role), Identifier(name)))
        yield f"postgresql://{name}@/{at['dbname']}?host={at['host']}&port={at['port']}"
        server.execute(SQL("drop role {}").format(Identifier(name)))


@pytest.fixture
def browser(account: str, store: Store, given: Given, tmp_path: Path) -> Iterator[TestClient]:
    """The web as `dhr web` opens it under that account, with the administrator in a browser."""
    settings = Settings(
        data=tmp_path, base_url=BASE_URL, database_url=account, master_key_file=store.master_key.path
    )
    with (
        database(settings) as url,
        closing(Store(url, store.master_key.path, pool_size=1, serving=True)) as serving,
        closing(Views(url, pool_size=1, serving=True)) as views,
    ):
        app = create_app(settings, serving, views, clock=Clock())
        browser = TestClient(app, base_url=BASE_URL, follow_redirects=False)
        browser.post(f"/set-up/{issue_link(store, given.administrator, now=BEGIN)}")
        yield browser


def test_it_serves_and_records(browser: TestClient, views: FollowedViews, store: Store) -> None:
    """Pages, a change, and the change on a page once the worker has followed."""
    assert browser.get("/readyz").status_code in (200, 503)
    assert browser.get("/agencies").status_code == 200
    before = store.log.last_position()
    added = browser.post("/agencies/new", data={"name": "Westshire Probation Service"})
    assert added.status_code == 303
    assert store.log.last_position() == before + 1
    views.projector.catch_up()
    assert "Westshire Probation Service" in browser.get("/agencies").text


@pytest.mark.parametrize(
    "statement",
    [
        "delete from public.events",
        "alter table public.events disable trigger events_are_immutable",
        "alter table public.access_log disable trigger all",
        "create table public.anything ()",
    ],
)
def test_it_has_no_way_round(account: str, statement: LiteralString) -> None:
    """Whoever could write statements of their own, and give up both roles, is still refused by PostgreSQL."""
    with psycopg.connect(account, autocommit=True) as connection:
        connection.execute("set role none")
        with pytest.raises(InsufficientPrivilege):
            connection.execute(statement)


def test_it_reads_no_case_without_a_scope(account: str) -> None:
    """Without anybody who asks, the events of the directory are all."""
    with psycopg.connect(account) as connection:
        rows = connection.execute("select distinct partnership from public.events").fetchall()
    assert rows == [(None,)]
