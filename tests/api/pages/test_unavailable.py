"""Forms that come while the tracker cannot be used: no word is lost, and nothing untrue is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from api.pages.posting import Posted, text
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker, person
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, visit
from tests.domain.store.servers import eventually

END_ALL = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"
PROSE = 'Trained thirty of sixty.\n\n<All> of "them", by & by.'


@contextmanager
def away(store: Store) -> Iterator[None]:
    """Let the server refuse this database, and end every connection to it."""
    conninfo = store.datastore.conninfo
    name = str(conninfo_to_dict(conninfo)["dbname"])
    with psycopg.connect(conninfo, dbname="postgres", autocommit=True) as connection:
        allowed = SQL("alter database {} allow_connections {}")
        connection.execute(allowed.format(Identifier(name), False))
        connection.execute(END_ALL, [name])
        yield
        connection.execute(allowed.format(Identifier(name), True))


def test_what_a_form_had_sent_stands_on_the_page(client: TestClient, plan: Plan, store: Store) -> None:
    """Every word is shown and can be sent again by a button; it is then recorded once."""
    path, before = f"{plan.action}/progress", store.log.last_position()
    filled = visit(client, path).sent_with(progress=PROSE)
    with away(store):
        answer = client.post(f"{path}?sent=1", data=filled)
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
    page = Page(answer)
    assert "Nothing was recorded" in page.text
    assert "What you sent is on this page: send it again in a minute." in page.text
    assert "However often you send it, it is recorded once." in page.text
    assert " ".join(PROSE.split()) in page.text
    assert page.form.get("action") == f"{path}?sent=1"
    assert page.sent_with()["progress"] == [PROSE]
    assert eventually(lambda: client.get("/").status_code == 200)
    for _ in range(2):
        assert client.post(page.form.get("action"), data=page.sent_with()).status_code == 303
    assert store.log.last_position() == before + 1


def test_a_file_is_not_kept_and_it_says_so(client: TestClient, plan: Plan, store: Store) -> None:
    """A plan has to be chosen again: a button that sent the form without it would lead astray."""
    with away(store):
        answer = client.post("/import", data={"review": "DHR9"}, files={"file": ("plan.csv", b"a,b\n")})
    assert answer.status_code == 503
    assert "A file is not kept: go back, choose it again" in Page(answer).text
    assert "DHR9" in Page(answer).text
    assert "Send it again" not in answer.text


@pytest.mark.parametrize(("content", "kind"), [(b"{}", "application/json"), (b"x", "multipart/form-data")])
def test_what_is_no_form_is_told_all_the_same(
    client: TestClient, plan: Plan, store: Store, content: bytes, kind: str
) -> None:
    """A body that cannot be read as a form costs nobody the sentence."""
    with away(store):
        answer = client.post(f"{plan.action}/progress", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 503
    assert "Nothing was recorded" in answer.text


def test_what_was_recorded_before_is_not_denied(
    app: FastAPI, client: TestClient, tracker: Tracker, entered: Provenance
) -> None:
    """Where the database goes away between a save and its page, nobody hears that nothing was saved."""

    def save_and_fail(form: Posted) -> None:
        person.add(tracker, person.Details(text(form, "name")), by=entered)
        raise psycopg.OperationalError

    app.add_api_route("/failing", save_and_fail, methods=["POST"])
    answer = client.post("/failing", data={"name": "Bo"})
    assert answer.status_code == 503
    assert "after this, or a part of it, was recorded" in answer.text
    assert "Nothing was recorded" not in answer.text
