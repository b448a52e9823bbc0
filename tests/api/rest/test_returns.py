"""An agency's return: taken, filled in, looked at, and recorded row by row."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter
from fastapi.testclient import TestClient

from api.exporting.return_sheet import Asked
from tests.api.conftest import Given
from tests.api.exporting.looking import sheets
from tests.api.rest.asking import API, Plan, act, get, items, make, refused

Filled = dict[str, dict[Asked, Any]]
"""By the numbers of actions."""


def taken(client: TestClient, agency: Any) -> bytes:
    """The sheet of an agency."""
    answer = client.get(f"{API}/agencies/{agency}/return-sheet.xlsx")
    assert answer.status_code == 200, answer.text
    return answer.content


def filled_in(sheet: bytes, filled: Filled) -> bytes:
    """The sheet as Excel saves it after somebody has filled in some rows."""
    headings, *rows = sheets(sheet)["Actions"]
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet("Actions")
        page.write_row(0, 0, headings)
        for number, row in enumerate(rows, start=1):
            told = dict(zip(headings, row, strict=True))
            told |= filled.get(told["Number"], {})
            page.write_row(number, 0, [told[heading] for heading in headings])
    return file.getvalue()


def sent(client: TestClient, agency: Any, sheet: bytes, name: str = "return.xlsx", **form: str) -> Any:
    """The answer to a sheet that comes back."""
    address = f"{API}/agencies/{agency}/return-sheet"
    return client.post(address, files={"file": (name, sheet)}, data=form)


@pytest.fixture
def second(client: TestClient, plan: Plan, given: Given) -> str:
    """A second action of the council."""
    facts = {"recommendations": [plan.recommendation], "lead": str(given.council), "due": "2026-05-31"}
    return str(make(client, "actions", text="Write a policy", **facts)["id"])


@pytest.fixture
def sheet(client: TestClient, given: Given, second: str) -> bytes:
    """The sheet of the council, in which more time is asked for one action and the other is complete."""
    filled: Filled = {
        "3.140(a)/1": {
            Asked.PROGRESS: "Half are trained.",
            Asked.FORECAST: "at risk",
            Asked.UNTIL: date(2026, 6, 30),
            Asked.WHY: "The trainer left.",
        },
        "3.140(a)/2": {
            Asked.COMPLETE: "yes",
            Asked.COMPLETED_ON: date(2026, 2, 27),
            Asked.WHAT_WAS_DONE: "It is agreed.",
        },
    }
    return filled_in(taken(client, given.council), filled)


def test_what_stands_in_it(client: TestClient, plan: Plan, second: str, given: Given) -> None:
    """The open actions that the agency leads, the earliest due first; not what it supports or has closed."""
    assert [row[0] for row in sheets(taken(client, given.council))["Actions"][1:]] == [
        "3.140(a)/1",
        "3.140(a)/2",
    ]
    act(client, f"actions/{second}/cancellation", reason="No.")
    assert len(sheets(taken(client, given.council))["Actions"]) == 2
    assert len(sheets(taken(client, given.police))["Actions"]) == 1


def test_to_look_at(client: TestClient, sheet: bytes, given: Given) -> None:
    """Without `commit` the differences are shown, and nothing is recorded."""
    before = items(client, "events?limit=1000")
    shown = sent(client, given.council, sheet).json()
    first, other = shown["changes"]
    assert [one["what"] for one in first["differences"]] == ["Forecast", "Progress", "Due"]
    assert other["differences"][0] == {
        "what": "State",
        "before": "planned",
        "after": "reported complete on 27 February 2026",
    }
    told = {name: shown[name] for name in ("committed", "correlation", "position", "refused", "left_empty")}
    assert told == {"committed": False, "correlation": None, "position": 0, "refused": [], "left_empty": 0}
    assert first["recorded"] is None
    assert items(client, "events?limit=1000") == before


def test_recorded(client: TestClient, plan: Plan, second: str, sheet: bytes, given: Given) -> None:
    """With `commit` all of it is recorded as said by the agency, under one correlation."""
    answer = sent(client, given.council, sheet, commit="true").json()
    assert answer["committed"] is True
    events = items(client, f"events?correlation={answer['correlation']}")
    assert [one["topic"] for one in events] == [
        "action.forecast_given",
        "action.progress_reported",
        "action.extension_requested",
        "action.reported_complete",
    ]
    assert {(one["said_by"], one["how"], one["how_in_detail"], one["entered_by"]) for one in events} == {
        ("Westonbury Council", "import", "return sheet return.xlsx", str(given.administrator))
    }
    assert [one["recorded"] for one in answer["changes"]] == [events[2]["position"], events[3]["position"]]
    assert answer["position"] == events[3]["position"]
    action = get(client, f"actions/{plan.action}")
    assert (action["forecast"], action["asked_until"]) == ("at risk", "2026-06-30")
    assert events[2]["reason"] == "The trainer left."
    assert get(client, f"actions/{second}")["reported_on"] == "2026-02-27"


def test_sent_again(client: TestClient, sheet: bytes, given: Given) -> None:
    """The same sheet again records nothing, and says why."""
    sent(client, given.council, sheet, commit="true")
    before = items(client, "events?limit=1000")
    again = sent(client, given.council, sheet, commit="true").json()
    assert (again["committed"], again["changes"], len(again["refused"])) == (False, [], 2)
    assert items(client, "events?limit=1000") == before


def test_each_row_by_itself(client: TestClient, plan: Plan, sheet: bytes, given: Given) -> None:
    """A row about an action that was changed meanwhile is refused; the other one is recorded."""
    act(client, f"actions/{plan.action}/wording", text="Train everybody")
    answer = sent(client, given.council, sheet, commit="true").json()
    (refusal,) = answer["refused"]
    assert (refusal["row"], refusal["number"]) == (2, "3.140(a)/1")
    assert "changed by Community safety officer, Westonbury Council on" in refusal["sentence"]
    assert [one["number"] for one in answer["changes"]] == ["3.140(a)/2"]
    assert get(client, f"actions/{plan.action}")["forecast"] is None


def test_how_and_when_it_came(client: TestClient, plan: Plan, sheet: bytes, given: Given) -> None:
    """What came by mail is recorded so, of the day on which it came; a completion of its own day."""
    answer = sent(client, given.council, sheet, commit="true", how="mail", happened_on="2026-02-28").json()
    events = items(client, f"events?correlation={answer['correlation']}")
    assert {one["how"] for one in events} == {"mail"}
    assert [one["happened_on"] for one in events] == ["2026-02-28"] * 3 + ["2026-02-27"]
    ahead = sent(client, given.council, sheet, happened_on="2026-03-03")
    assert refused(ahead, 422)["errors"][0]["field"] == "happened_on"
    refused(sent(client, given.council, sheet, how="scheduler"), 422)


def test_repeated_with_its_key(client: TestClient, plan: Plan, sheet: bytes, given: Given) -> None:
    """With the same key it is carried out once and answered alike; said otherwise under it, it is refused."""
    address = f"{API}/agencies/{given.council}/return-sheet"

    def repeated(content: bytes, **form: str) -> Any:
        files, key = {"file": ("return.xlsx", content)}, {"Idempotency-Key": "k1"}
        return client.post(address, files=files, data={"commit": "true", **form}, headers=key)

    first = repeated(sheet)
    before = items(client, "events?limit=1000")
    assert (first.status_code, first.json()["committed"]) == (200, True)
    assert repeated(sheet).json() == first.json()
    assert items(client, "events?limit=1000") == before
    assert refused(repeated(sheet, how="mail"), 422)["errors"][0]["field"] == "Idempotency-Key"


def test_no_such_sheet(client: TestClient, sheet: bytes, plan: Plan, given: Given) -> None:
    """What is no sheet, and a sheet for nobody, are refused, and nothing is recorded."""
    before = items(client, "events?limit=1000")
    for content, name in ((b"no workbook", "return.xlsx"), (sheet, "return.csv"), (b"", "return.xlsx")):
        answer = sent(client, given.council, content, name, commit="true")
        assert refused(answer, 422)["errors"][0]["field"] == "file"
    refused(sent(client, uuid4(), sheet, commit="true"), 404)
    refused(client.get(f"{API}/agencies/{plan.action}/return-sheet.xlsx"), 404)
    others = sent(client, given.police, sheet, commit="true").json()
    assert len(others["refused"]) == 2
    assert items(client, "events?limit=1000") == before
