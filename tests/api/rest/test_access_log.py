"""The access log as programs and spreadsheets read it."""

from __future__ import annotations

from csv import DictReader
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from api.access_log import Entry, write
from domain.access_log import CameBy, Kind
from domain.store.application import Store
from domain.vocabulary import Role
from tests.api.conftest import BASE_URL, BEGIN, Clock, Given
from tests.api.rest.asking import API, items, refused

LOG = f"{API}/access-log"


@pytest.fixture
def filled(store: Store, clock: Clock, given: Given) -> list[UUID]:
    """Five entries, a day after each other; the ids of what they read."""
    reviews = [uuid4() for _ in range(5)]
    for review in reviews:
        write(store, Entry(Kind.REVIEW_READ, given.administrator, reviews=[review]), now=clock())
        clock.move(hours=24)
    return reviews


def read(found: list[Any]) -> list[list[str]]:
    """The reviews that were read, entry by entry, without the roles of those who were there before."""
    return [one["reviews"] for one in found if one["kind"] != Kind.ROLE_CHANGED]


def kinds(answer: Any) -> list[str]:
    """The kinds of the entries."""
    return [one["kind"] for one in answer]


def test_the_newest_first(program: TestClient, filled: list[UUID]) -> None:
    """With everything that is known of each; hashes by their first letters."""
    found = items(program, "access-log")
    assert read(found) == [[str(one)] for one in reversed(filled)]
    assert found[-1]["at"] == BEGIN.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ("from=2026-03-04&to=2026-03-05", [3, 2]),
        ("from=2026-03-06", [4]),
        ("to=2026-03-02", [0]),
        ("kind=review+read", [4, 3, 2, 1, 0]),
        ("kind=signed+in", []),
        ("who={administrator}&to=2026-03-03", [1, 0]),
        ("who={council}", []),
        ("review={second}", [1]),
    ],
)
def test_filters(program: TestClient, filled: list[UUID], given: Given, query: str, which: list[int]) -> None:
    """By whom, of what kind, of which review, from and to days in London."""
    answer = program.get(f"{LOG}?{query.format(**given._asdict(), second=filled[1])}").json()
    assert read(answer["items"]) == [[str(filled[one])] for one in which]


def test_page_by_page(program: TestClient, filled: list[UUID]) -> None:
    """Each entry once, also among those of one moment."""
    found, place = [], f"{LOG}?limit=2"
    while place:
        answer = program.get(place).json()
        found += answer["items"]
        place = (answer["next"] or "").removeprefix(BASE_URL)
    assert read(found) == [[str(one)] for one in reversed(filled)]


def test_of_one_moment(program: TestClient, store: Store) -> None:
    """Entries of the same moment are in one order from page to page."""
    written = {write_one(store) for _ in range(7)}
    found, place = [], f"{LOG}?limit=3"
    while place:
        answer = program.get(place).json()
        found += [one["id"] for one in answer["items"] if one["kind"] != Kind.ROLE_CHANGED]
        place = (answer["next"] or "").removeprefix(BASE_URL)
    assert len(found) == 7
    assert set(found) == written


def write_one(store: Store) -> str:
    """An entry of the moment at which the tests begin; its id."""
    entry = Entry(Kind.SIGNED_IN, came_by=CameBy.CODE)
    write(store, entry, now=BEGIN)
    return str(entry.id)


def test_written_once(store: Store, program: TestClient) -> None:
    """Of an entry whose answer was lost there are not two."""
    entry = Entry(Kind.SIGNED_IN, came_by=CameBy.CODE)
    write(store, entry, now=BEGIN)
    write(store, entry, now=BEGIN)
    assert len(items(program, f"access-log?kind={Kind.SIGNED_IN}")) == 1


class TestRoles:
    """Changes of roles stand in the log of events, and are told from there."""

    @pytest.fixture
    def changed(self, program: TestClient, given: Given) -> str:
        """Somebody has become a coordinator, and is one no longer; who."""
        somebody = program.post(f"{API}/people", json={"name": "Sam"}).json()["id"]
        for noun in ("role", "role-end"):
            answer = program.post(
                f"{API}/partnerships/{given.partnership}/{noun}",
                json={"person": somebody, "role": Role.COORDINATOR},
                headers={"If-Match": "*"},
            )
            assert answer.status_code == 200, answer.text
        return str(somebody)

    def test_where_they_stand(self, program: TestClient, changed: str, given: Given) -> None:
        """By whom, and their positions there; to whom says the event."""
        ended, begun, *_ = program.get(f"{LOG}?kind=role+changed").json()["items"]
        assert {ended["person"], begun["person"]} == {str(given.administrator)}
        for one, topic in ((ended, "partnership.role_ended"), (begun, "partnership.role_given")):
            [event] = program.get(f"{API}/events?after={one['position'] - 1}&limit=1").json()["items"]
            assert (event["topic"], event["facts"]["person"]) == (topic, changed)

    def test_among_the_others(self, program: TestClient, changed: str) -> None:
        """They have their place in the order, and pages turn over them."""
        program.get(f"{API}/agencies.csv")
        place, found = f"{LOG}?limit=1", []
        while place:
            answer = program.get(place).json()
            found += kinds(answer["items"])
            place = (answer["next"] or "").removeprefix(BASE_URL)
        those_of_before = 2
        assert sorted(found) == [Kind.FILE_TAKEN, *[Kind.ROLE_CHANGED] * (2 + those_of_before)]

    def test_they_read_no_review(self, program: TestClient, changed: str) -> None:
        """Who asks for a review is not told of roles."""
        assert program.get(f"{LOG}?review={uuid4()}").json()["items"] == []


class TestAsAFile:
    """CSV and Excel."""

    def test_as_csv(self, program: TestClient, filled: list[UUID], given: Given) -> None:
        """People by name, and all rows; that it was taken stands in it from then on."""
        rows = list(DictReader(program.get(f"{LOG}.csv?to=2026-03-04").text.splitlines()))
        assert len(rows) == 3
        assert rows[0]["What"] == "review read"
        assert rows[0]["Who"].startswith("Ada")
        taken = program.get(f"{LOG}?kind=file+taken").json()["items"]
        assert [(one["address"], one["rows_taken"]) for one in taken] == [(f"{LOG}.csv?to=2026-03-04", 3)]

    def test_in_batches(
        self, program: TestClient, filled: list[UUID], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A long one is read part by part, each entry once."""
        monkeypatch.setattr("api.rest.access_log.BATCH", 2)
        rows = list(DictReader(program.get(f"{LOG}.csv?kind=review+read").text.splitlines()))
        assert len(rows) == 5


class TestRefused:
    """In words."""

    def test_days_the_wrong_way_round(self, program: TestClient) -> None:
        """The first day comes first."""
        answer = refused(program.get(f"{LOG}?from=2026-03-05&to=2026-03-04"), 422)
        assert answer["detail"] == "The first day comes after the last one."

    def test_a_page_that_is_not_there(self, program: TestClient) -> None:
        """Nothing is older than what was never written, or is forgotten."""
        refused(program.get(f"{LOG}?before={uuid4()}"), 404)

    def test_the_past(self, program: TestClient) -> None:
        """There is none: its days say it all."""
        assert "nothing in it changes" in refused(program.get(f"{LOG}?as_at=2026-03-01"), 422)["detail"]
