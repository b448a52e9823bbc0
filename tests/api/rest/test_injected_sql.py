"""SQL in every query word of every list, for programs and on pages, and in every order and column.

The words are taken from the document and from the pages' own filters, so that a new one is tried as well.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.pages import filters, log_filters
from api.rest.openapi import operations
from domain.store.application import Store
from tests.api.conftest import Given
from tests.api.rest.asking import API, Plan, items

SQL = [
    "x' or 'a'='a",
    "'; drop table public.sessions; --",
    "1); select pg_sleep(20); --",
    "' || (select pg_sleep(20)) || '",
    "x' union select null, token_hash::text from public.sessions --",
    "%' or 1=1 --",
    "$$; delete from public.people; $$",
    "\\'; truncate public.api_tokens; --",
    "%s %(now)s {} {0.__class__}",
    "due desc; drop table public.outbox",
    "(select 1)",
]
FOR_EVERYTHING = "x' or 'a'='a"
ON_PAGES = {
    "actions": filters.ACTIONS,
    "reviews": filters.REVIEWS,
    "recommendations": filters.RECOMMENDATIONS,
    "agencies": filters.AGENCIES,
    "people": filters.PEOPLE,
}
BESIDE = ("sort", "columns", "as_at", "page", "limit", "offset", "from", "to")
SECONDS = 10
"""Within which each answer comes: less than any of the SQL would sleep."""
TABLES = "select relname from pg_stat_user_tables where schemaname = 'public' order by relname"


def words_for_programs(app: FastAPI, plan: Plan) -> Iterator[tuple[str, str]]:
    """Every address that is asked by GET, with each of its query words; files take those of their list."""
    for path, one in operations(app.openapi()):
        of_file = "." in path.rpartition("/")[2]
        if path.startswith(API) and not of_file and one["operationId"] and "requestBody" not in one:
            for said in one.get("parameters", ()):
                if said["in"] == "query":
                    yield path.replace("{identity}", _identity(path, plan)), said["name"]


def _identity(path: str, plan: Plan) -> str:
    known = {"reviews": plan.review, "recommendations": plan.recommendation}
    return known.get(path.split("/")[3], plan.action)


def words_of_pages() -> Iterator[tuple[str, str]]:
    """Every list, the board, the search and the log as pages, with each of their query words."""
    for things, fields in ON_PAGES.items():
        names = [field.name for field in fields]
        yield from ((f"/{things}", name) for name in (*names, *BESIDE))
    log = (*log_filters.DAYS, *log_filters.LABELS, "late")
    yield from (("/log", name) for name in (*log, *BESIDE))
    for place in ("/", "/search", "/changes", "/saved-views", "/reports", "/outbox"):
        yield from ((place, name) for name in ("words", "partnership", "agency", "kind", "list", *BESIDE))


def asked(client: TestClient, place: str, name: str, said: str) -> Any:
    """The answer: in time, and never a fault of the server."""
    began = time.monotonic()
    answer = client.get(f"{place}?{urlencode({name: said})}")
    assert answer.status_code in (200, 404, 405, 422), (place, name, said, answer.text)
    assert time.monotonic() - began < SECONDS, (place, name, said)
    told = answer.text.lower()
    for inside in ("psycopg", "syntax error", "traceback", "sqlstate", 'relation "'):
        assert inside not in told, (place, name, said)
    return answer


def standing(store: Store) -> list[Any]:
    """The tables that there are."""
    with store.connection() as connection:
        return [row[0] for row in connection.execute(TABLES)]


def test_in_every_query_word_for_programs(
    app: FastAPI, client: TestClient, store: Store, plan: Plan, given: Given
) -> None:
    """Looked for in vain or refused in words; everything stands as it stood."""
    before, words = standing(store), list(words_for_programs(app, plan))
    assert len(words) > 120
    for place, name in words:
        for said in SQL:
            asked(client, place, name, said)
    assert standing(store) == before
    assert client.get(f"{API}/actions").status_code == 200, "the sessions are there"


def test_in_every_query_word_of_pages(client: TestClient, store: Store, plan: Plan) -> None:
    """The same of what people have in the address of a list, of the board, of the log and of a search."""
    before, words = standing(store), list(words_of_pages())
    assert len(words) > 100
    for place, name in words:
        for said in SQL[:6]:
            asked(client, place, name, said)
    assert standing(store) == before
    assert client.get("/actions").status_code == 200


def test_nothing_is_found_by_what_is_always_true(app: FastAPI, client: TestClient, plan: Plan) -> None:
    """A filter in words finds what has these words: `or 'a'='a'` stands in none, so there is nothing."""
    found = 0
    for place, name in words_for_programs(app, plan):
        if name in ("words", "said_by", "reference", "partnership", "topic"):
            answer = asked(client, place, name, FOR_EVERYTHING)
            assert answer.status_code in (404, 405, 422) or answer.json().get("items", []) == [], (
                place,
                name,
            )
            found += 1
    assert found > 8
    assert items(client, "actions")


@pytest.mark.parametrize("things", list(ON_PAGES))
@pytest.mark.parametrize("word", ["sort", "columns"])
def test_an_order_is_one_of_those_that_there_are(client: TestClient, things: str, word: str) -> None:
    """What a list is sorted by, and what it shows, is chosen from a list, never put into a statement."""
    for said in SQL:
        assert asked(client, f"{API}/{things}", word, said).status_code in (200, 422)
    for said in ("id; --", "due,text", "-", "DUE", "due asc", "1"):
        if word == "sort":
            assert client.get(f"{API}/{things}?sort={said}").status_code == 422, said
