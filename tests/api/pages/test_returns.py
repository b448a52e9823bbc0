"""An agency's open actions as an Excel sheet, there and back by the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.exporting.return_sheet import Asked
from domain.action import Action
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker
from domain.vocabulary import Forecast
from tests.api.conftest import Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, day, record, visit
from tests.api.rest.test_returns import Filled, filled_in

FIRST, SECOND = "3.140(a)/1", "3.140(a)/2"
FILLED: Filled = {
    FIRST: {Asked.PROGRESS: "Half of the staff.", Asked.FORECAST: "at risk"},
    SECOND: {Asked.COMPLETE: "yes", Asked.COMPLETED_ON: "27/02/2026", Asked.WHAT_WAS_DONE: "It is agreed."},
}
SENT = {"how": "mail", **day("day", 1, 3, 2026)}


@pytest.fixture
def council(client: TestClient, plan: Plan, given: Given) -> str:
    """The page of the council's sheet; the council leads two open actions."""
    record(
        client,
        f"/actions/new?review={plan.review.rpartition('/')[2]}",
        text="Write a policy",
        recommendations=[plan.recommendation.rpartition("/")[2]],
        lead=str(given.council),
        timescale="31 May 2026",
    )
    return f"/agencies/{given.council}/return-sheet"


def taken(client: TestClient, place: str, filled: Filled) -> bytes:
    """The sheet as the page gives it, filled in."""
    href = visit(client, place).links["Take the open actions as an Excel sheet"]
    return filled_in(client.get(href).content, filled)


def sent(client: TestClient, place: str, content: bytes, name: str = "return.xlsx", **typed: str) -> Any:
    """The answer to a sheet that comes back."""
    return client.post(place, data={**SENT, **typed}, files={"file": (name, content)})


def looked_at(client: TestClient, place: str, filled: Filled) -> str:
    """The address at which a sheet waits to be recorded."""
    answer = sent(client, place, taken(client, place, filled))
    assert answer.status_code == 303, Page(answer).text
    return str(answer.headers["location"])


def test_where_it_begins(client: TestClient, council: str, given: Given) -> None:
    """The page of an agency leads to the sheet; of an agency that leads nothing there is none."""
    links = visit(client, council.removesuffix("/return-sheet")).links
    assert links["Take the open actions as an Excel sheet to fill in"] == council
    filtered = visit(client, f"/actions?lead={given.council}").links
    assert filtered["Take the open actions as an Excel sheet to fill in"] == council
    assert "It leads 2 actions that it has not reported complete." in visit(client, council).text
    nothing = visit(client, council.replace(str(given.council), str(given.police)))
    assert "leads no action that it has still to report complete" in nothing.text
    visit(client, council.replace(str(given.council), str(uuid4())), 404)


def test_the_differences_are_shown_first(client: TestClient, council: str, store: Store) -> None:
    """Row by row, how it stood and what the sheet says; nothing is recorded yet."""
    before = store.log.last_position()
    page = visit(client, looked_at(client, council, FILLED))
    assert page.heading == "Westonbury Council: return.xlsx What this sheet would change"
    assert "2 rows can be recorded. Nothing is recorded yet." in page.text
    (_, first, second) = page.table()
    assert first[0] == "Row 2"
    assert first[1].startswith(FIRST)
    assert first[2] == "Forecast before: none →, after: at risk Progress Half of the staff."
    assert second[2].startswith("State before: planned →, after: reported complete on 27 February 2026")
    assert store.log.last_position() == before


def test_it_is_recorded_as_said_by_the_agency(client: TestClient, council: str, store: Store) -> None:
    """In the way and on the day in which it came; the summary stays, however often the button is pressed."""
    place = looked_at(client, council, FILLED)
    assert client.post(place).headers["location"] == place
    page = visit(client, place)
    assert page.heading == "Westonbury Council What this sheet has changed"
    assert "Recorded 2 rows of the sheet, as said by Westonbury Council" in page.text
    events = store.log.read(0, limit=1000)[-3:]
    assert {one.event.how for one in events} == {"mail"}
    assert {one.event.said_by for one in events} == {"Westonbury Council"}
    assert {one.event.how_in_detail for one in events} == {"mail of 1 March 2026, return sheet return.xlsx"}
    assert [f"{one.event.happened_on}" for one in events] == ["2026-03-01", "2026-03-01", "2026-02-27"]
    position = store.log.last_position()
    assert client.post(place).headers["location"] == place
    assert visit(client, place).text == page.text
    assert store.log.last_position() == position
    with store.connection() as connection:
        assert connection.execute("select count(*) from public.drafts").fetchone() == (0,)


def test_the_same_sheet_again(client: TestClient, council: str, store: Store) -> None:
    """It can change nothing, and says who has changed what and by which sheet."""
    sheet = taken(client, council, FILLED)
    place = sent(client, council, sheet).headers["location"]
    client.post(place)
    before = store.log.last_position()
    again = sent(client, council, sheet).headers["location"]
    page = visit(client, again)
    assert "Nothing of this sheet can be recorded." in page.text
    assert "(mail of 1 March 2026, return sheet return.xlsx)" in page.table()[1][2]
    assert client.post(again).status_code == 303
    assert store.log.last_position() == before


def test_somebody_was_first(
    client: TestClient,
    council: str,
    plan: Plan,
    *,
    tracker: Tracker,
    entered: Provenance,
    catch_up: Callable[[], None],
) -> None:
    """A colleague changes one action after it was looked at: the other row is recorded, and this one told."""
    place = looked_at(client, council, FILLED)
    action = tracker.get(Action, uuid_of(plan.action))
    action.give_forecast(Forecast.WILL_MISS, by=entered)
    tracker.record(action)
    catch_up()
    client.post(place)
    page = visit(client, place)
    assert page.table(0)[1][:2] == ["Row 2", FIRST]
    assert "The action was changed by somebody on" in page.table(0)[1][2]
    assert [row[0] for row in page.table(1)[1:]] == ["Row 3"]


def test_cells_that_cannot_be_taken(client: TestClient, council: str) -> None:
    """Each is named with its sentence; the rows without mistakes can be recorded all the same."""
    filled = {**FILLED, FIRST: {Asked.FORECAST: "fine"}}
    page = visit(client, looked_at(client, council, filled))
    assert "1 row can be recorded, and 1 row cannot" in page.text
    assert page.table(0)[1] == [
        "Cell J2",
        FIRST,
        "“fine” is no forecast: choose on track, at risk, will miss.",
    ]


def test_nothing_filled_in(client: TestClient, council: str) -> None:
    """An empty sheet says so, and there is nothing to press."""
    page = visit(client, looked_at(client, council, {}))
    assert "Nobody has filled in anything: all 2 rows are empty." in page.text
    assert not page.tree.xpath("//main//form[@method='post']")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "return.xlsx", "return.xlsx is empty."),
        (b"a,b", "return.csv", "return.csv is not an Excel workbook"),
        (b"PK", "return.xlsm", "return.xlsm is not an Excel workbook"),
        (b"PK\x03\x04", "return.xlsx", "return.xlsx is damaged"),
    ],
)
def test_files_that_are_no_sheet(
    client: TestClient, council: str, store: Store, *, content: bytes, name: str, sentence: str
) -> None:
    """One clear sentence beside the file; what else was said stays, and nothing is kept."""
    answer = sent(client, council, content, name, how="meeting")
    page = Page(answer)
    assert answer.status_code == 422
    assert [sentence in one for one in page.errors] == [True]
    assert page.sent_with()["how"] == ["meeting"]
    assert page.sent_with()["day-day"] == ["1"]
    with store.connection() as connection:
        assert connection.execute("select count(*) from public.drafts").fetchone() == (0,)


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"how": "scheduler"}, ["Say how it came."]),
        (day("day", "", "", ""), ["Give the day on which it came."]),
        (day("day", 31, 2, 2026), ["The day must be a real day, such as 27 3 2027."]),
        (day("day", 3, 3, 2026), ["It cannot have come on a day that lies ahead."]),
        (day("day", 1, 3, 20), ["Look at the year again: it must be one from 1900 to 2099."]),
    ],
)
def test_how_and_when(client: TestClient, council: str, typed: dict[str, str], sentences: list[str]) -> None:
    """How and on which day it came are needed."""
    assert Page(sent(client, council, taken(client, council, {}), **typed)).errors == sentences


def test_without_a_file(client: TestClient, council: str) -> None:
    """The form needs a file."""
    assert Page(client.post(council, data=SENT)).errors == [
        "Choose the sheet that was filled in: an Excel file."
    ]


def test_a_sheet_that_is_not_kept(client: TestClient, council: str) -> None:
    """An address of nothing says so."""
    assert "no longer kept" in visit(client, f"{council}/{uuid4()}", 404).text
    assert client.post(f"{council}/{uuid4()}").status_code == 404


def uuid_of(address: str) -> Any:
    """The id at the end of an address."""
    return address.rpartition("/")[2]
