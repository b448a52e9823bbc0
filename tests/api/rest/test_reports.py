"""Action plans and reports as files."""

from __future__ import annotations

import csv
import subprocess
import sys
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.exporting.plan_cells import HEADINGS
from api.importing.reading import read_plan
from domain.store.application import Store
from projections.reports import asked
from scheduler.reporting import Reporter
from tests.api.conftest import BEGIN, Clock, FollowedViews, Given
from tests.api.exporting.looking import sheets
from tests.api.rest.asking import API, Plan, act, items, make, refused
from tests.api.rest.past import Past


def taken(client: TestClient, address: str, **query: Any) -> Any:
    """A file."""
    answer = client.get(f"{API}/{address}", params=query)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_an_action_plan(client: TestClient, plan: Plan, form: str) -> None:
    """The plan of a review in the Home Office's columns, which the import reads again."""
    answer = taken(client, f"reviews/{plan.review}/action-plan.{form}")
    assert f'filename="action-plan-of-review-dhr7-2026-03-02.{form}"' in answer.headers["content-disposition"]
    (recommendation,) = read_plan(f"plan.{form}", answer.content).recommendations
    assert (recommendation.label, recommendation.text) == (
        "3.140(a)",
        "The council should train all staff.",
    )
    (action,) = recommendation.actions
    assert (action.text, action.lead) == ("Train all front-line staff", "Westonbury Council")


def test_the_columns_of_a_plan(client: TestClient, plan: Plan) -> None:
    """The headings are those of the template."""
    (rows,) = sheets(taken(client, f"reviews/{plan.review}/action-plan.xlsx").content).values()
    assert any(set(HEADINGS) <= set(row) for row in rows)


def test_a_plan_of_the_past(client: TestClient, plan: Plan, past: Past) -> None:
    """The plan as it stood, named by then; before the review was opened there is none."""
    before = past.moment()
    act(client, f"actions/{plan.action}/wording", text="Train everybody")
    address = f"reviews/{plan.review}/action-plan.docx"
    then = taken(client, address, as_at=before)
    assert "-as-at-" in then.headers["content-disposition"]
    (recommendation,) = read_plan("plan.docx", then.content).recommendations
    assert recommendation.actions[0].text == "Train all front-line staff"
    refused(client.get(f"{API}/{address}", params={"as_at": "2020-01-01"}), 404)


def test_no_such_review(client: TestClient, plan: Plan) -> None:
    """There is no plan of what is no review."""
    for identity in (plan.action, uuid4()):
        refused(client.get(f"{API}/reviews/{identity}/action-plan.docx"), 404)


@pytest.fixture
def late(client: TestClient, plan: Plan, given: Given) -> None:
    """An action of the police, 30 days overdue."""
    due = {"timescale": "31 January 2026", "lead": str(given.police)}
    make(client, "actions", text="Late", recommendations=[plan.recommendation], **due)


@pytest.fixture
def reporter(views: FollowedViews, clock: Clock) -> Reporter:
    """The worker that makes reports, by hand."""
    return Reporter(views, now=clock)


def asked_for(client: TestClient, reporter: Reporter, **wanted: str) -> str:
    """The address of a report that was asked for and made."""
    answer = client.post(f"{API}/reports", json=wanted)
    assert answer.status_code == 202, answer.text
    assert reporter.make_all() == 1
    return answer.headers["location"].removeprefix(f"{API}/")


@pytest.mark.usefixtures("late")
def test_the_report(client: TestClient, reporter: Reporter) -> None:
    """Figures on ageing and slippage with charts, over one partnership or all."""
    place = asked_for(client, reporter, partnership="WAL")
    found = sheets(taken(client, f"{place}/ageing-and-slippage.xlsx").content)
    assert list(found) == ["About", "Ageing", "Slippage by agency", "Slippage"]
    assert ["Westshire Police", 1, 0, 0, 0, 1] in found["Ageing"]
    assert ["Filters", "Partnership: Westonbury Community Safety Partnership"] in found["About"]
    problem = refused(client.post(f"{API}/reports", json={"partnership": "NONE"}), 422)
    assert problem["errors"][0]["field"] == "partnership"


@pytest.mark.usefixtures("late")
def test_it_is_made_by_a_worker(client: TestClient, reporter: Reporter) -> None:
    """The request does not make it: until a worker has, it is said to wait, and its files are refused."""
    answer = client.post(f"{API}/reports")
    assert (answer.status_code, answer.headers["retry-after"]) == (202, "1")
    place = answer.headers["location"]
    shown = client.get(place)
    assert (shown.json()["state"], shown.headers["retry-after"]) == ("waiting", "1")
    assert refused(client.get(f"{place}/ageing.csv"), 422)["detail"].startswith(
        "This report is not made yet."
    )
    reporter.make_all()
    shown = client.get(place)
    assert (shown.json()["state"], "retry-after" in shown.headers) == ("made", False)
    assert shown.json()["figures"][0]["rows"][0] == ["Westshire Police", 1, 0, 0, 0, 1]
    again = client.post(f"{API}/reports")
    assert (again.status_code, again.json()) == (201, shown.json())
    assert [one["id"] for one in items(client, "reports")] == [shown.json()["id"]]


@pytest.mark.usefixtures("late")
def test_repeated_with_its_key(client: TestClient, reporter: Reporter, plan: Plan) -> None:
    """With the same key it is the same report, whatever was recorded meanwhile; without, it is a new one."""
    headers = {"Idempotency-Key": "k1"}
    first = client.post(f"{API}/reports", headers=headers).headers["location"]
    act(client, f"actions/{plan.action}/wording", text="Train everybody")
    assert client.post(f"{API}/reports", headers=headers).headers["location"] == first
    assert client.post(f"{API}/reports").headers["location"] != first
    refused(client.post(f"{API}/reports", json={"partnership": "WAL"}, headers=headers), 422)


@pytest.mark.usefixtures("late")
def test_one_that_failed(client: TestClient, store: Store) -> None:
    """It says why; asked for again, it waits again."""
    place = client.post(f"{API}/reports").headers["location"]
    now = BEGIN.replace(hour=10)
    with store.connection() as connection:
        taken_up = asked.take(connection, now=now)
        assert taken_up
        asked.fail(connection, taken_up.id, "The figures ran out.", now=now)
    assert client.get(place).json()["why"] == "The figures ran out."
    assert refused(client.get(f"{place}/ageing.csv"), 422)["detail"] == "The figures ran out."
    assert client.post(f"{API}/reports").json()["state"] == "waiting"


@pytest.mark.usefixtures("late")
def test_its_figures_as_csv(client: TestClient, past: Past, reporter: Reporter) -> None:
    """Each table alone; in the past, as it stood."""
    place = asked_for(client, reporter)
    ageing = list(csv.DictReader(StringIO(taken(client, f"{place}/ageing.csv").content.decode("utf-8-sig"))))
    assert [(row["Lead agency"], row["0–30 days"]) for row in ageing] == [
        ("Westshire Police", "1"),
        ("All agencies", "1"),
    ]
    text = taken(client, f"{place}/slippage.csv").content.decode("utf-8-sig")
    assert [row["Lead agency"] for row in csv.DictReader(StringIO(text))] == [
        "Westonbury Council",
        "Westshire Police",
        "All agencies",
    ]
    assert "Not moved,2" in taken(client, f"{place}/distribution.csv").text
    then = taken(client, f"{asked_for(client, reporter, as_at='2020-01-01')}/ageing.csv")
    assert 'filename="ageing-as-at-2020-01-01-2359.csv"' in then.headers["content-disposition"]
    assert "Police" not in then.text


def test_no_such_report(client: TestClient, plan: Plan) -> None:
    """An address of nothing, and a word that is not known."""
    for end in ("", "/ageing.csv", "/ageing-and-slippage.xlsx"):
        refused(client.get(f"{API}/reports/{uuid4()}{end}"), 404)
    refused(client.post(f"{API}/reports", json={"kind": "ageing"}), 422)


def test_who_answers_requests_never_loads_pandas() -> None:
    """Asking for a report and giving its files needs none of the libraries that count."""
    program = (
        "import sys, api.app, api.exporting.report, api.reporting;"
        "from projections.reports.figures import Figures;"
        "from api.exporting.report import figures_csv;"
        "list(figures_csv(Figures('', ('a',), (('b',),))));"
        "sys.exit('pandas' in sys.modules or 'projections.reports.ageing' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
