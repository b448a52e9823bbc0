"""Lists as files: all rows of what is asked for, as they stand or stood."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from api.rest import files, told
from api.rest.files import in_batches, state
from projections import directory
from tests.api.conftest import FollowedViews, Given
from tests.api.exporting.looking import live_parts, sheets
from tests.api.rest.asking import API, Plan, act, items, make, refused
from tests.api.rest.past import Past

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTS = ("reviews", "recommendations", "actions", "agencies", "people")


def taken(client: TestClient, address: str, **query: Any) -> Any:
    """A file."""
    answer = client.get(f"{API}/{address}", params=query)
    assert answer.status_code == 200, answer.text
    return answer


def rows(client: TestClient, address: str, **query: Any) -> list[dict[str, str]]:
    """The rows of a file of CSV by their headings."""
    return list(csv.DictReader(StringIO(taken(client, address, **query).content.decode("utf-8-sig"))))


def named(answer: Any) -> str:
    """How a file is called."""
    kind, _, name = answer.headers["content-disposition"].partition("; filename=")
    assert kind == "attachment"
    return str(name.strip('"'))


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of two rows."""
    monkeypatch.setattr(files, "BATCH", 2)
    monkeypatch.setattr(told, "BATCH", 2)


@pytest.mark.parametrize("things", LISTS)
def test_every_list(client: TestClient, plan: Plan, things: str) -> None:
    """Each list is a file of CSV and of Excel with as many rows as the list, under a plain name."""
    expected = len(items(client, things))
    text = taken(client, f"{things}.csv")
    assert text.headers["content-type"] == "text/csv; charset=utf-8"
    assert named(text) == f"{things}-2026-03-02.csv"
    assert len(rows(client, f"{things}.csv")) == expected > 0
    book = taken(client, f"{things}.xlsx")
    assert book.headers["content-type"] == EXCEL
    assert named(book) == f"{things}-2026-03-02.xlsx"
    assert len(sheets(book.content)[things.capitalize()]) == expected + 1


def test_filters(client: TestClient, plan: Plan, given: Given) -> None:
    """A file takes the filters and the order of its list, and says them in words."""
    late = {"text": "Late", "recommendations": [plan.recommendation], "timescale": "31 January 2026"}
    make(client, "actions", lead=str(given.police), **late)
    make(client, "actions", lead=str(given.council), **late)
    query = {"overdue": "true", "agency": str(given.police)}
    (row,) = rows(client, "actions.csv", **query)
    assert (row["Lead agency"], row["Days overdue"]) == ("Westshire Police", "30")
    about = sheets(taken(client, "actions.xlsx", **query).content)["About"]
    assert ["Filters", "Agency: Westshire Police; Overdue: yes"] in about
    assert ["Made by", "Community safety officer, Westonbury Council"] in about
    ordered = sheets(taken(client, "actions.xlsx", sort="-days_overdue").content)["About"]
    assert ["Filters", "Order: days overdue, falling"] in ordered
    by_due = [row["Number"] for row in rows(client, "actions.csv", sort="-due")]
    assert by_due[0] == "3.140(a)/1"


@pytest.mark.parametrize(
    "query", ["limit=5", "offset=5", "overdu=true", "agency=police", "as_at=2026-03-03", "partnership=NONE"]
)
def test_wrong_query_words(client: TestClient, plan: Plan, query: str) -> None:
    """What a file does not take is refused by name, as a problem and not as a broken file."""
    field = query.partition("=")[0]
    assert refused(client.get(f"{API}/actions.csv?{query}"), 422)["errors"][0]["field"] == field


def test_as_at(client: TestClient, plan: Plan, past: Past) -> None:
    """A file of the past holds what stood then, says so, and has the moment in its name."""
    before = past.moment()
    act(client, f"actions/{plan.action}/wording", text="Train everybody")
    (row,) = rows(client, "actions.csv", as_at=before)
    assert row["Action"] == "Train all front-line staff"
    assert named(taken(client, "actions.csv", as_at=before)).startswith("actions-as-at-20")
    about = dict(sheets(taken(client, "actions.xlsx", as_at=before).content)["About"][2:])
    assert about["As at"].endswith("This is the past.")
    assert rows(client, "actions.csv", as_at="2020-01-01") == []
    assert named(taken(client, "actions.csv", as_at="2020-01-01")) == "actions-as-at-2020-01-01-2359.csv"


def test_today_is_the_present(client: TestClient, plan: Plan) -> None:
    """As at today is as things stand."""
    assert named(taken(client, "actions.csv", as_at="2026-03-02")) == "actions-2026-03-02.csv"


def test_nothing_runs(client: TestClient, given: Given) -> None:
    """What a spreadsheet would run stays text."""
    make(client, "agencies", name="=1+1")
    assert rows(client, "agencies.csv")[0]["Agency"] == "'=1+1"
    book = taken(client, "agencies.xlsx").content
    assert live_parts(book) == []
    assert sheets(book)["Agencies"][1][0] == "=1+1"


@pytest.mark.usefixtures("small_batches")
def test_batches(client: TestClient, given: Given) -> None:
    """Every row comes once, in order, also where the last batch is full."""
    for number in range(1, 5):
        make(client, "agencies", name=f"Agency {number}")
        names = [one["name"] for one in items(client, "agencies")]
        assert [row["Agency"] for row in rows(client, "agencies.csv")] == names


@pytest.mark.usefixtures("small_batches")
def test_what_is_recorded_meanwhile(
    app: FastAPI, client: TestClient, given: Given, views: FollowedViews
) -> None:
    """A file shows one state from its first row to its last, whatever is added meanwhile."""
    make(client, "agencies", name="Z")
    names = agency_names(app)
    first = next(names)
    make(client, "agencies", name="A comes first now")
    make(client, "agencies", name="Y comes before the last")
    assert [first, *names] == ["Westonbury Council", "Westshire Police", "Z"]


def agency_names(app: FastAPI) -> Iterator[str]:
    """The names of agencies, batch by batch, of the state at which this begins."""
    request = Request({"type": "http", "app": app})
    shown = state(request, None)
    found = in_batches(
        request,
        lambda connection, limit, offset: directory.agencies(
            connection, today=shown.when.today, limit=limit, offset=offset, at=shown.when.at
        ),
    )
    return (row.name for row in found)


def test_without_lists(client: TestClient, plan: Plan, views: FollowedViews) -> None:
    """Where the lists have not followed the log, a file shows what they have."""
    views.following = False
    act_unseen = client.post(f"{API}/agencies", json={"name": "Unseen"})
    assert act_unseen.status_code == 202
    assert [row["Agency"] for row in rows(client, "agencies.csv")] == [
        "Westonbury Council",
        "Westshire Police",
    ]


@pytest.mark.usefixtures("small_batches")
def test_events(client: TestClient, plan: Plan) -> None:
    """The log as a file has every event, told in a sentence, or those that the filters choose."""
    events = items(client, "events?limit=1000")
    told = rows(client, "events.csv")
    assert [int(row["Position"]) for row in told] == [one["position"] for one in events]
    assert told[-1]["What happened"] == items(client, f"reviews/{plan.review}/history")[-1]["sentence"]
    after = events[2]["position"]
    assert len(rows(client, "events.csv", after=after)) == len(events) - 3
    assert {row["Topic"] for row in rows(client, "events.csv", kind="action")} == {
        "action.planned",
        "action.timescale_set",
    }


@pytest.mark.usefixtures("small_batches")
def test_events_as_at(client: TestClient, plan: Plan, past: Past) -> None:
    """The log of then as a file ends with what was recorded by then, and has the moment in its name."""
    expected, then = [str(one["position"]) for one in items(client, "events?limit=1000")], past.moment()
    act(client, f"actions/{plan.action}/wording", text="Train everybody")
    assert [row["Position"] for row in rows(client, "events.csv", as_at=then)] == expected
    assert len(rows(client, "events.csv")) == len(expected) + 1
    answer = taken(client, "events.xlsx", as_at=then, kind="action")
    assert named(answer).startswith("events-as-at-20")
    assert len(sheets(answer.content)["Events"]) == 3


@pytest.mark.usefixtures("small_batches")
def test_a_timeline(client: TestClient, plan: Plan) -> None:
    """The timeline of a review as a file has the lines of the list, and the review in its name."""
    expected = [str(one["position"]) for one in items(client, f"reviews/{plan.review}/timeline")]
    answer = taken(client, f"reviews/{plan.review}/timeline.csv")
    assert named(answer) == "timeline-of-review-dhr7-2026-03-02.csv"
    assert [row["Position"] for row in rows(client, f"reviews/{plan.review}/timeline.csv")] == expected
    assert len(sheets(taken(client, f"reviews/{plan.review}/timeline.xlsx").content)) == 2
    refused(client.get(f"{API}/reviews/{plan.action}/timeline.csv"), 404)


def test_a_history(client: TestClient, plan: Plan, given: Given) -> None:
    """The history of a thing as a file; the name of a person stays out of the name of the file."""
    told = rows(client, f"actions/{plan.action}/history.csv")
    assert [row["Topic"] for row in told] == ["action.planned", "action.timescale_set"]
    assert told[0]["Entered by"] == "Community safety officer, Westonbury Council"
    assert (
        named(taken(client, f"actions/{plan.action}/history.xlsx")) == "history-of-3-140-a-1-2026-03-02.xlsx"
    )
    ada = taken(client, f"people/{given.administrator}/history.csv")
    assert named(ada) == "history-of-a-person-2026-03-02.csv"
    refused(client.get(f"{API}/actions/{plan.review}/history.csv"), 404)
    assert refused(client.get(f"{API}/actions/{plan.action}/history.csv?x=1"), 422)


def test_too_many_for_excel(client: TestClient, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than a sheet of Excel holds are refused, not cut off."""
    monkeypatch.setattr(files, "MOST_IN_EXCEL", 1)
    assert "take it as CSV" in refused(client.get(f"{API}/agencies.xlsx"), 422)["detail"]
    assert len(rows(client, "agencies.csv")) == 2
