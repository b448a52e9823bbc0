"""The actions of somebody who has left, or moved to another agency: listed, and given to somebody else."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Given
from tests.api.pages.conftest import Plan
from tests.api.pages.test_together import boxes, chosen, sent
from tests.api.pages.visiting import record, visit, words

LEFT = "/actions?open=true&owner_has_left=true"
ELSEWHERE = "/actions?open=true&owner_elsewhere=true"


@pytest.fixture
def nora(client: TestClient, plan: Plan, given: Given) -> str:
    """The page of a nurse of the council who owns the action of the plan."""
    person = record(client, "/people/new", name="Nora Nurse", post="Nurse", agency=str(given.council))
    record(client, f"{plan.action}/owner", owner=person.rpartition("/")[2])
    return person


def numbers(client: TestClient, path: str) -> list[str]:
    """The numbers of the actions that a list says as JSON and as a file, which are the same."""
    items = client.get(f"/api/v1{path}").json()["items"]
    file = client.get(f"/api/v1{path}".replace("?", ".csv?")).text
    rows = [*csv.DictReader(StringIO(file.removeprefix("\ufeff")))]
    found = [one["number"] for one in items]
    assert [row["Number"] for row in rows] == found
    return found


def test_what_somebody_leaves_behind_is_listed_and_given_on(
    client: TestClient, plan: Plan, nora: str, given: Given
) -> None:
    """Their page counts it and leads to it, and the action says so; with a new owner none is left."""
    assert numbers(client, LEFT) == []
    record(client, f"{nora}/leaving")
    page = visit(client, nora)
    assert "Has left. Gets no more mail. 1 open action is to be given to somebody else." in page.text
    listed = visit(client, page.links["1 open action"])
    assert "Owner: Nora Nurse (has left)" in listed.text
    (form,) = [one for one in listed.tree.forms if "Show actions" in one.text_content()]
    assert form.fields["owner"] == nora.rpartition("/")[2]
    assert "3.140(a)/1" in listed.text
    assert "has left" in listed.text
    assert "Owner has left" in visit(client, plan.action).text
    assert numbers(client, LEFT) == ["3.140(a)/1"]
    assert "Owner has left" in visit(client, LEFT).text
    form = chosen(client, "owner", path=LEFT, select=list(boxes(client, LEFT).values()))
    sent(client, form, owner=str(given.administrator))
    assert numbers(client, LEFT) == []
    assert "to be given to somebody else" not in visit(client, nora).text


def test_a_contact_who_leaves_is_to_be_replaced(client: TestClient, nora: str, given: Given) -> None:
    """Their page says that they are named as one still; nobody is written to who has left."""
    named = {"agency": str(given.council), "contact": "main contact", "person": nora.rpartition("/")[2]}
    record(client, f"/partnerships/{given.partnership}/contact", **named)
    record(client, f"{nora}/leaving")
    assert "still named as a contact of an agency: name somebody else" in visit(client, nora).text


def test_what_is_closed_is_nobodys_to_take_over(client: TestClient, plan: Plan, nora: str) -> None:
    """A cancelled action of somebody who has left is not listed, and says nothing of it."""
    record(client, f"{plan.action}/cancellation", reason="No longer needed.")
    record(client, f"{nora}/leaving")
    assert numbers(client, LEFT) == []
    assert "to be given to somebody else" not in visit(client, nora).text
    assert "Owner has left" not in visit(client, plan.action).text


def test_who_moves_to_another_agency_leaves_their_actions_to_be_looked_at(
    client: TestClient, plan: Plan, nora: str, given: Given
) -> None:
    """An agency that supports the action is none other; one that does not is, on page, list and action."""
    record(client, f"{nora}/post", post="Nurse", agency=str(given.police))
    assert numbers(client, ELSEWHERE) == []
    agency = record(client, "/agencies/new", name="Westonbury Housing").rpartition("/")[2]
    record(client, f"{nora}/post", post="Nurse", agency=agency)
    assert numbers(client, ELSEWHERE) == ["3.140(a)/1"]
    assert "In another agency. 1 open action is to be given to somebody else." in visit(client, nora).text
    assert "Owner in another agency" in visit(client, plan.action).text


def test_who_comes_back_has_their_actions_again(client: TestClient, plan: Plan, nora: str) -> None:
    """Nothing was taken from them meanwhile but the mail."""
    record(client, f"{nora}/leaving")
    record(client, f"{nora}/return")
    assert numbers(client, LEFT) == []
    assert "Owner has left" not in visit(client, plan.action).text


def test_history_keeps_the_post_and_agency_of_then(
    client: TestClient, plan: Plan, given: Given, nora: str
) -> None:
    """What somebody recorded in one post still stands under it when they hold another, and have left."""
    record(client, f"{plan.action}/progress", progress="Half of them.")
    ada = f"/people/{given.administrator}"
    record(client, f"{ada}/post", post="Head of housing", agency=str(given.police))
    record(client, f"{plan.action}/progress", progress="All of them.")
    record(client, f"{nora}/leaving")
    history = [words(line) for line in visit(client, plan.action).tree.find_class("app-history")[0]]
    newer, older = [line for line in history if line.startswith("Progress was reported")]
    assert "Entered by Head of housing, Westshire Police" in newer
    assert "Entered by Community safety officer, Westonbury Council" in older
