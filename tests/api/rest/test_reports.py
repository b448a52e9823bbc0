"""Action plans and reports as files."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.exporting.plan_cells import HEADINGS
from api.importing.reading import read_plan
from tests.api.conftest import Given
from tests.api.exporting.looking import sheets
from tests.api.rest.asking import API, Plan, act, make, refused
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


@pytest.mark.usefixtures("late")
def test_the_report(client: TestClient, given: Given) -> None:
    """Figures on ageing and slippage with charts, over one partnership or all."""
    answer = taken(client, "reports/ageing-and-slippage.xlsx", partnership="WAL")
    found = sheets(answer.content)
    assert list(found) == ["About", "Ageing", "Slippage by agency", "Slippage"]
    assert ["Westshire Police", 1, 0, 0, 0, 1] in found["Ageing"]
    assert ["Filters", "Partnership: WAL"] in found["About"]
    problem = refused(client.get(f"{API}/reports/ageing-and-slippage.xlsx?partnership=NONE"), 422)
    assert problem["errors"][0]["field"] == "partnership"


@pytest.mark.usefixtures("late")
def test_its_figures_as_csv(client: TestClient, past: Past) -> None:
    """Each table alone; in the past, as it stood."""
    ageing = list(csv.DictReader(StringIO(taken(client, "reports/ageing.csv").content.decode("utf-8-sig"))))
    assert [(row["Lead agency"], row["0–30 days"]) for row in ageing] == [
        ("Westshire Police", "1"),
        ("All agencies", "1"),
    ]
    text = taken(client, "reports/slippage.csv").content.decode("utf-8-sig")
    assert [row["Lead agency"] for row in csv.DictReader(StringIO(text))] == [
        "Westonbury Council",
        "Westshire Police",
        "All agencies",
    ]
    then = taken(client, "reports/ageing.csv", as_at="2020-01-01")
    assert 'filename="ageing-as-at-2020-01-01-2359.csv"' in then.headers["content-disposition"]
    assert "Police" not in then.text
