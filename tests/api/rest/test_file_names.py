"""What files are called: those that people send, and those that they take."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given as supposing
from hypothesis import strategies as some

from api.exporting.pdf import is_installed
from api.importing.opening import LONGEST_NAME, file_name
from api.rest.openapi import operations
from tests.api.conftest import Given
from tests.api.rest.asking import API, Plan, act, get, items
from tests.api.rest.test_imports import PLAN

PATHS = [
    "../../../../etc/cron.d/plan.csv",
    "..\\..\\..\\windows\\plan.csv",
    "/etc/passwd/plan.csv",
    "C:\\plan.csv",
    "file:///etc/plan.csv",
    "../plan.csv",
    "....//....//plan.csv",
    "%2e%2e%2fplan.csv",
    "<script>mark()</script>/plan.csv",
    "<img src=x onerror=mark()>plan.csv",
    'a"b; filename=other.exe; plan.csv',
    "x" * 400 + "plan.csv",
]
NAMED = re.compile(r'attachment; filename="[a-z0-9]+(-[a-z0-9]+)*\.(csv|xlsx|docx|pdf)"')
HOSTILE = 'Police "../..\\; filename=evil.exe \u202e <script>mark()</script>'


@pytest.mark.parametrize("name", PATHS)
def test_what_is_sent(client: TestClient, given: Given, tmp_path: Path, name: str) -> None:
    """By a program or on the page: only its last name is told, as text, and nothing is written anywhere."""
    before = sorted(tmp_path.rglob("*"))
    files, form = {"file": (name, PLAN)}, {"review": "DHR8", "open_review": "true", "commit": "true"}
    answer = client.post(f"{API}/imports", data=form, files=files)
    assert answer.status_code == 201, answer.text
    [told] = [one["file"] for one in items(client, "imports")]
    assert told.endswith(".csv")
    assert not set("/\\") & set(told)
    assert len(told) <= LONGEST_NAME
    page = client.post("/import", data={"review": "DHR9", "issued": "yes"}, files=files)
    draft = client.get(page.headers["location"]).text
    assert "mark()</script>" not in draft
    assert "<img src=x" not in draft
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "name", ["plan.exe", "plan.csv.exe", "plan.php", "plan.html", "plan.svg", ".csv.html", ".."]
)
def test_a_name_that_is_no_plan(client: TestClient, given: Given, name: str) -> None:
    """A file of any other ending is refused, whatever stands in it."""
    answer = client.post(f"{API}/imports", data={"review": "DHR8"}, files={"file": (name, PLAN)})
    assert answer.status_code == 422


def test_what_is_taken(app: FastAPI, client: TestClient, plan: Plan, given: Given) -> None:
    """Every file has a plain name that is said in one way, whatever the thing that it is about is called."""
    act(client, f"agencies/{given.council}/name", name=HOSTILE)
    act(client, f"partnerships/{given.partnership}/name", name=HOSTILE)
    things = {"reviews": plan.review, "actions": plan.action, "agencies": str(given.council)}
    taken = 0
    for path, one in operations(app.openapi()):
        if "." in path.rpartition("/")[2] and one["operationId"]:
            things_of = path.split("/")[3].partition(".")[0]
            answer = client.get(path.replace("{identity}", things.get(things_of, plan.recommendation)))
            if answer.status_code == 200 and "content-disposition" in answer.headers:
                assert NAMED.fullmatch(answer.headers["content-disposition"]), path
                assert answer.headers["x-content-type-options"] == "nosniff"
                taken += 1
    assert taken >= 25 + is_installed()
    assert get(client, f"agencies/{given.council}")["name"] == HOSTILE


@supposing(some.text(max_size=300))
def test_any_name_at_all(said: str) -> None:
    """On one line, of bounded length, without a folder."""
    name = file_name(said, "plan")
    assert name
    assert name.isprintable()
    assert len(name) <= LONGEST_NAME
    assert not set("/\\\r\n\0") & set(name)
