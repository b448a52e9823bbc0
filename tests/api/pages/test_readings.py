"""Whatever shows something of an unpublished review is written down, before it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from csv import reader
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import noting
from domain.access_log import CameBy, Kind
from domain.store.application import Store
from projections.reviews import is_published
from tests.api.accesses import accesses, forget_nothing_more
from tests.api.conftest import FollowedViews, Given
from tests.api.pages.conftest import Plan, Record
from tests.api.rest.asking import API
from tests.api.rest.test_imports import PLAN
from tests.api.test_access import addresses

MARKS = (
    "Rose",
    "Train all front-line staff",
    "The council should train all staff",
    "Half of them are trained",
)
"""What stands in the review alone: its pseudonym, and in its action, its recommendation and its history."""
FILES = (".csv", ".xlsx", ".docx", ".pdf")
ASKED = {"search": "words=train", "changes": "from=2026-01-01"}
"""What an address has to be asked with, by its last word."""
PARAMETER = re.compile(r"(?<=/)([\w-]+)/[0-9a-f]{8}-[0-9a-f-]{27}")


def identity(address: str) -> str:
    """The id in the address of a page."""
    return address.rpartition("/")[2]


def places(app: FastAPI, ids: dict[str, str]) -> Iterator[str]:
    """Every address that can be got, about the things of the plan."""
    for method, pattern in addresses(app):
        if method == "GET":
            path = PARAMETER.sub(lambda found: f"{found[1]}/{ids.get(found[1], found[0][-36:])}", pattern)
            last = path.rpartition("/")[2].partition(".")[0]
            yield f"{path}?{ASKED[last]}" if last in ASKED else path


def said(content: bytes) -> str:
    """The words of a page, of JSON or of a file."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with ZipFile(BytesIO(content)) as parts:
        return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


@pytest.fixture
def ids(plan: Plan, given: Given, change: Record) -> dict[str, str]:
    """The ids of things, by the words before them in addresses."""
    change(noting_progress, progress="Half of them are trained")
    return {
        "reviews": identity(plan.review),
        "recommendations": identity(plan.recommendation),
        "actions": identity(plan.action),
        "agencies": str(given.council),
        "people": str(given.administrator),
        "partnerships": str(given.partnership),
    }


def noting_progress(action: Any, *, progress: str, by: Any) -> None:
    """Report progress on an action."""
    action.report_progress(progress, by=by)


def test_every_address(app: FastAPI, client: TestClient, store: Store, ids: dict[str, str]) -> None:
    """Each address that shows marked text of the review leaves a row that names it; each file leaves one."""
    review, shown = UUID(ids["reviews"]), 0
    for place in places(app, ids):
        before = len(accesses(store))
        answer = client.get(place)
        written = accesses(store)[before:]
        if answer.status_code == 200 and any(mark in said(answer.content) for mark in MARKS):
            assert {review in row.reviews for row in written} == {True}, (place, written)
            shown += 1
        is_file = answer.headers.get("content-disposition", "").startswith("attachment")
        if answer.status_code == 200 and (is_file or place.partition("?")[0].endswith(FILES)):
            assert [row.kind for row in written] == [Kind.FILE_TAKEN], place
    assert shown > 40


class TestOneReading:
    """What a row says of a reading."""

    def test_of_a_page(self, client: TestClient, store: Store, plan: Plan, given: Given) -> None:
        """Who, by which session, from where, which review, and the address."""
        client.get(plan.action)
        *_, signed_in, read = accesses(store)
        assert (read.kind, read.person, read.came_by) == (
            Kind.REVIEW_READ,
            given.administrator,
            CameBy.SESSION,
        )
        assert (read.way_in, read.source) == (signed_in.way_in, signed_in.source)
        assert (read.reviews, read.address) == ([UUID(identity(plan.review))], plan.action)

    def test_of_a_program(self, program: TestClient, store: Store, plan: Plan) -> None:
        """By which token."""
        program.get(f"{API}{plan.review}/timeline")
        with store.connection() as connection:
            tokens = connection.execute("select id from public.api_tokens").fetchall()
        read = accesses(store)[-1]
        assert (read.came_by, [(read.way_in,)]) == (CameBy.TOKEN, tokens)

    def test_of_the_past(self, client: TestClient, store: Store, plan: Plan) -> None:
        """As at which day stands in the address."""
        client.get(f"{plan.review}?as_at=2026-03-02")
        assert accesses(store)[-1].address == f"{plan.review}?as_at=2026-03-02"

    def test_no_words(self, client: TestClient, store: Store, plan: Plan) -> None:
        """What somebody typed to look for may name people, and is left out of it."""
        client.get("/search?words=staff")
        assert accesses(store)[-1].address == "/search?words=..."
        client.get("/actions?words=staff&sort=-due")
        assert accesses(store)[-1].address == "/actions?words=...&sort=-due"
        assert "staff" not in str(accesses(store))

    def test_a_form_that_is_shown_again(self, client: TestClient, store: Store, plan: Plan) -> None:
        """With what is wrong with it, it shows as much as before."""
        before = len(accesses(store))
        assert client.post(f"{plan.action}/progress", data={}).status_code == 422
        assert [row.kind for row in accesses(store)[before:]] == [Kind.REVIEW_READ]

    @pytest.mark.parametrize("path", ["/", "/agencies", "/help", "/actions?words=xyzzyxyzzy"])
    def test_nothing_of_a_review(self, client: TestClient, store: Store, plan: Plan, path: str) -> None:
        """Counts, and lists of other things, are not written down."""
        before = len(accesses(store))
        assert client.get(path).status_code == 200
        assert len(accesses(store)) == before

    def test_the_pseudonym(self, client: TestClient, store: Store, plan: Plan) -> None:
        """A list of reviews is a reading where it has the pseudonyms."""
        assert "Rose" in client.get("/reviews").text
        assert accesses(store)[-1].reviews == [UUID(identity(plan.review))]

    @pytest.mark.parametrize(("reference", "rows"), [("DHR7", [Kind.REVIEW_READ]), ("DHR8", [])])
    def test_what_an_import_would_change(
        self, client: TestClient, store: Store, plan: Plan, reference: str, rows: list[str]
    ) -> None:
        """It shows what stands there now; of a review that is yet to be opened nothing stands."""
        before = len(accesses(store))
        form = {"review": reference, "open_review": "true"}
        answer = client.post(f"{API}/imports", data=form, files={"file": ("plan.csv", PLAN)})
        assert answer.status_code == 200, answer.text
        assert [row.kind for row in accesses(store)[before:]] == rows

    def test_a_sheet_that_came_back(self, client: TestClient, store: Store, plan: Plan, given: Given) -> None:
        """What it would change is beside what stands now."""
        place = f"{API}/agencies/{given.council}/return-sheet"
        sheet = client.get(f"{place}.xlsx").content
        before = len(accesses(store))
        assert client.post(place, files={"file": ("sheet.xlsx", sheet)}).status_code == 200
        assert [row.kind for row in accesses(store)[before:]] == [Kind.REVIEW_READ]

    def test_a_review_that_is_not_there(self, client: TestClient, store: Store, plan: Plan) -> None:
        """Nothing was read."""
        before = len(accesses(store))
        assert client.get(f"/reviews/{UUID(int=1)}").status_code == 404
        assert len(accesses(store)) == before


class TestFiles:
    """What a row says of a file."""

    def test_a_list(self, client: TestClient, store: Store, plan: Plan) -> None:
        """Its form, its filters and how many rows it has."""
        client.get(f"{API}/actions.csv?open=true")
        row = accesses(store)[-1]
        assert (row.kind, row.format, row.rows_taken) == (Kind.FILE_TAKEN, "CSV", 1)
        assert row.address == f"{API}/actions.csv?open=true"

    def test_a_long_one(
        self, client: TestClient, store: Store, plan: Plan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is written down as it goes on, each part before it goes, under the row of the first."""
        monkeypatch.setattr("api.rest.files.BATCH", 2)
        lines = list(reader(client.get(f"{API}/events.csv").text.splitlines(keepends=True)))
        parts = [row for row in accesses(store, Kind.FILE_TAKEN) if row.format == "CSV"]
        [first] = [row for row in parts if row.about is None]
        assert len(parts) > 1
        assert {row.about for row in parts} == {None, first.id}
        assert sum(row.rows_taken for row in parts) == len(lines) - 1

    def test_a_calendar(self, client: TestClient, stranger: TestClient, store: Store, plan: Plan) -> None:
        """It is read by a program of whoever has its address, which is not written down."""
        made = client.post(f"{API}/calendar-feeds", json={}).json()
        assert stranger.get(made["address"]).status_code == 200
        row = accesses(store)[-1]
        assert (row.kind, row.came_by, row.way_in) == (Kind.FILE_TAKEN, CameBy.CALENDAR, UUID(made["id"]))
        assert (row.format, row.address) == ("ICS", "/calendar/{secret}")


class TestWhereItCannotBeWritten:
    """What cannot be written down is not shown."""

    @pytest.mark.parametrize("path", ["page", f"{API}/actions", f"{API}/actions.csv", f"{API}/events"])
    def test_a_reading(self, client: TestClient, store: Store, plan: Plan, path: str) -> None:
        """The answer is an error, with nothing of the review in it."""
        forget_nothing_more(store)
        answer = client.get(plan.action if path == "page" else path)
        assert answer.status_code in (500, 503)
        assert not any(mark in answer.text for mark in MARKS)

    def test_the_rest_of_a_file(
        self, client: TestClient, store: Store, plan: Plan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A long file breaks off before what could not be written down."""
        monkeypatch.setattr("api.rest.files.BATCH", 2)
        monkeypatch.setattr("api.exporting.tables._PIECE", 10)
        begun = noting.takes

        def takes(*args: Any, **facts: Any) -> Any:
            entry = begun(*args, **facts)
            with store.connection() as connection:
                connection.execute(
                    "alter table public.access_log add constraint first check (about is null) not valid"
                )
            return entry

        monkeypatch.setattr("api.rest.files.takes", takes)
        answer = client.get(f"{API}/events.csv")
        assert not any(mark in answer.text for mark in MARKS)

    def test_signing_in(self, stranger: TestClient, store: Store, link: str) -> None:
        """Nobody gets a session that is not written down."""
        forget_nothing_more(store)
        answer = stranger.post(link)
        assert (answer.status_code, "set-cookie" in answer.headers) == (500, False)

    def test_what_is_no_reading(self, client: TestClient, store: Store, plan: Plan) -> None:
        """The rest of the tracker goes on."""
        forget_nothing_more(store)
        assert client.get("/").status_code == 200


def test_before_the_lists_know_it(client: TestClient, store: Store, views: FollowedViews, plan: Plan) -> None:
    """A review that the lists do not have yet counts as not published."""
    with views.reading() as connection:
        connection.execute("delete from reviews")
    client.get(f"{API}/events")
    assert accesses(store)[-1].reviews == [UUID(identity(plan.review))]


def test_no_review_is_published() -> None:
    """As long as a row does not say when it was published, it is not."""
    assert not is_published(object())
