"""The board by JSON and as files: each figure is the number of things in the list that it names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.exporting.board import HEADINGS
from api.rest.board import Addresses
from domain.tracker import Tracker
from projections.board import LISTS, Counts
from tests.api.conftest import BASE_URL, FollowedViews, Given, load_demonstration
from tests.api.exporting.looking import sheets
from tests.api.rest.asking import API, Plan, act, get, make, refused
from tests.api.rest.past import Past


@pytest.fixture
def late(client: TestClient, plan: Plan, given: Given) -> str:
    """An action of the police, 30 days overdue, beside the one of the plan; and one that nobody leads."""
    made = {"recommendations": [plan.recommendation]}
    late = make(client, "actions", text="Late", lead=str(given.police), timescale="31 January 2026", **made)
    make(client, "actions", text="Led by nobody", **made)
    return str(late["id"])


@pytest.fixture
def invented(client: TestClient, tracker: Tracker, views: FollowedViews, given: Given) -> TestClient:
    """An installation with the demonstration data."""
    load_demonstration(tracker, given.administrator)
    views.projector.catch_up()
    return client


def board_of(client: TestClient, **query: str) -> Any:
    """The board."""
    answer = client.get(f"{API}/board", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def figures(board: Any) -> Iterator[tuple[str, int]]:
    """Every figure of a board: the address of its list, and the number."""
    for one in (board, *board["agencies"]):
        yield from ((figure["list"], figure["number"]) for figure in one["figures"].values())
    yield board["reviews_with_questions"]["list"], board["reviews_with_questions"]["number"]


def length(client: TestClient, address: str) -> int:
    """How many things a list has."""
    answer = client.get(f"{address}{'&' if '?' in address else '?'}limit=500")
    assert answer.status_code == 200, (address, answer.text)
    assert answer.json()["next"] is None
    return len(answer.json()["items"])


def rows(client: TestClient, **query: str) -> dict[str, dict[str, str]]:
    """The rows of the board as CSV, by agency."""
    answer = client.get(f"{API}/board.csv", params=query)
    assert answer.status_code == 200, answer.text
    return {row["Lead agency"]: row for row in csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))}


def test_every_figure_is_the_length_of_its_list(invented: TestClient) -> None:
    """Of all, of every agency and of every list that the board counts."""
    board = board_of(invented)
    assert set(board["figures"]) == set(LISTS) == set(Counts._fields)
    followed = dict(figures(board))
    counting = [(address, number) for address, number in followed.items() if number]
    assert len(counting) > 40
    for address, number in [*counting, *list(followed.items() - set(counting))[:10]]:
        assert address.startswith(f"{BASE_URL}{API}/")
        assert length(invented, address) == number, address


def test_of_a_partnership(client: TestClient, late: str) -> None:
    """Of one partnership by its code, as are the lists; one that is not there is refused by name."""
    make(client, "partnerships", code="EST", name="Eastonbury Community Safety Partnership")
    ours, others = board_of(client, partnership="WAL"), board_of(client, partnership="EST")
    assert ours["figures"]["overdue"] == {
        "number": 1,
        "list": f"{BASE_URL}{API}/actions?overdue=true&partnership=WAL",
    }
    assert (others["figures"]["actions"]["number"], others["agencies"]) == (0, [])
    for query, field in (
        ("partnership=NONE", "partnership"),
        ("as_at=2099-01-01", "as_at"),
        ("sort=a", "sort"),
    ):
        problem = refused(client.get(f"{API}/board?{query}"), 422)
        assert problem["errors"][0]["field"] == field


def test_by_lead_agency(client: TestClient, late: str, given: Given) -> None:
    """The agencies by name, at last what nobody leads, each with its oldest."""
    board = board_of(client)
    assert (board["day"], board["longest"]) == ("2026-03-02", 30)
    assert [(one["agency_name"], one["longest"]) for one in board["agencies"]] == [
        ("Westonbury Council", 0),
        ("Westshire Police", 30),
        (None, 0),
    ]
    police, nobody = board["agencies"][1:]
    assert police["agency"] == str(given.police)
    overdue = get(client, police["figures"]["overdue"]["list"].partition(f"{API}/")[2])["items"]
    assert [one["id"] for one in overdue] == [late]
    assert nobody["figures"]["open"]["list"].endswith("/actions?open=true&without_lead=true")


def test_of_the_past(client: TestClient, late: str, past: Past) -> None:
    """As at a moment in the past the figures, and the lists that they name, are those of then."""
    then = past.moment()
    act(client, f"actions/{late}/cancellation", reason="No longer needed.")
    now, before = board_of(client), board_of(client, as_at=then)
    assert before["figures"]["overdue"]["number"] == now["figures"]["overdue"]["number"] + 1
    for name in ("overdue", "actions", "open", "no_colour"):
        one = before["figures"][name]
        assert length(client, one["list"]) == one["number"], name
    none = board_of(client, as_at="2020-01-01")
    assert (none["day"], none["agencies"]) == ("2020-01-01", [])
    assert rows(client, as_at="2020-01-01").keys() == {"All agencies"}


def test_as_files(client: TestClient, late: str) -> None:
    """A row for each agency and one for all, a column for each figure, in words."""
    assert set(HEADINGS) == set(LISTS)
    found, board = rows(client, partnership="WAL"), board_of(client)
    assert list(found) == ["Westonbury Council", "Westshire Police", "No lead agency yet", "All agencies"]
    for row, one in zip(found.values(), [*board["agencies"], board], strict=True):
        assert int(row["Longest overdue, in days"]) == one["longest"]
        said = {name: int(row[heading]) for name, heading in HEADINGS.items()}
        assert said == {name: figure["number"] for name, figure in one["figures"].items()}
    book = client.get(f"{API}/board.xlsx", params={"partnership": "WAL"})
    assert 'filename="board-2026-03-02.xlsx"' in book.headers["content-disposition"]
    assert ["Filters", "Partnership: WAL"] in sheets(book.content)["About"]
    assert len(sheets(book.content)["Board"]) == len(found) + 1


def test_addresses() -> None:
    """A list of everything has no query; the words of the board come after those of the figure."""
    assert Addresses("https://a").of("actions") == "https://a/api/v1/actions"
    addressed = Addresses("https://a", "as_at=2026-03-01").of("actions", "open=true", "lead=1")
    assert addressed == "https://a/api/v1/actions?open=true&lead=1&as_at=2026-03-01"
