"""A large plan before it is recorded: the first of each part on one page, and all of it page by page."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from fastapi.testclient import TestClient

from api.pages.listing import A_PAGE
from tests.api.conftest import Given
from tests.api.pages.test_importing import draft_of, record_plan
from tests.api.pages.visiting import Page, visit

HEADINGS = "No,Recommendation,Action,Lead agency,Target date,Progress\n"
STEPS, OF_A_RECOMMENDATION = 120, 30
PERSONAL = "Call 07700 900123 about it"


def large(*, begun: str = "") -> str:
    """A plan of four recommendations with thirty actions each, every one led by an agency nobody knows."""
    rows = [
        f"R{1 + step // OF_A_RECOMMENDATION},Recommendation {1 + step // OF_A_RECOMMENDATION} of the panel,"
        f"Do step {step} of it,Service {step} of Anytown,Spring 2021,{begun}"
        for step in range(STEPS)
    ]
    return HEADINGS + "\n".join(rows) + "\n"


@pytest.fixture
def draft(client: TestClient, given: Given) -> str:
    """The address of such a plan."""
    return draft_of(client, large())


def rows_of(client: TestClient, address: str) -> list[dict[str, str]]:
    """The rows of a part, taken as a file."""
    answer = client.get(f"{address}?file=csv")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_first_page_counts_everything_and_shows_the_first_of_each(client: TestClient, draft: str) -> None:
    """Questions stand before what the file says, and each part leads on to its rest."""
    page = visit(client, draft)
    assert "4 recommendations with 120 actions, and leaves 240 questions open" in page.text
    assert page.text.index("that the file leaves open") < page.text.index("What the file says")
    assert len(page.table()) == 1 + A_PAGE
    assert f"Do step {A_PAGE - 1} of it" in page.text
    assert f"Do step {A_PAGE} of it" not in page.text
    assert page.links["Go on to the rest of 120 actions"] == f"{draft}/actions?page=2"
    assert page.links["Go on to the rest of 240 questions"] == f"{draft}/questions?page=2"
    assert len(page.answer.content) < 100_000


def test_nothing_of_a_part_is_lost(client: TestClient, draft: str) -> None:
    """All pages together hold every action once; a recommendation that goes on says so."""
    found: list[str] = []
    for number in range(1, 4):
        page = visit(client, f"{draft}/actions?page={number}")
        found += [one.partition(" of it")[0] for one in page.text.split("Do step ")[1:]]
    assert found == [str(step) for step in range(STEPS)]
    second = visit(client, f"{draft}/actions?page=2")
    assert "Recommendation R2, continued" in second.text
    assert "Action 21" in second.text
    assert second.heading == "plan.csv, for review DHR7 What the file says"
    assert "120 actions, 51 to 100 shown. Nothing is recorded yet." in second.text
    assert "On one page: 200" in second.text


def test_each_part_is_there_as_a_file(client: TestClient, draft: str) -> None:
    """With every row, as the page would tell it."""
    actions = rows_of(client, f"{draft}/actions")
    assert [one["What is to be done"] for one in actions] == [
        f"Do step {step} of it" for step in range(STEPS)
    ]
    first = actions[0]
    assert (first["Recommendation"], first["Action"], first["Lead agency"]) == (
        "R1",
        "1",
        "Service 0 of Anytown",
    )
    assert (first["Timescale"], first["Due"]) == ("Spring 2021", "")
    assert len(rows_of(client, f"{draft}/questions")) == 240
    assert rows_of(client, f"{draft}/differences") == []


def test_what_differs_goes_page_by_page(client: TestClient, given: Given, draft: str) -> None:
    """Of a file that was changed; all of it as a file."""
    record_plan(client, draft)
    changed = draft_of(client, large(begun="Begun"))
    assert "It would record 120 differences from what stands." in visit(client, changed).text
    page = visit(client, f"{changed}/differences?page=3")
    assert "120 differences, 101 to 120 shown" in page.text
    rows = rows_of(client, f"{changed}/differences")
    assert {(one["What"], one["Words of the file"]) for one in rows} == {("progress", "Begun")}
    assert len(rows) == STEPS


def test_words_that_look_like_personal_details_come_first(client: TestClient, given: Given) -> None:
    """All of them are counted, and there as a file."""
    draft = draft_of(client, large(begun=PERSONAL))
    page = visit(client, draft)
    assert page.text.index("looks like") < page.text.index("that the file leaves open")
    assert "rest of 120 places" in page.text
    assert len(rows_of(client, f"{draft}/personal-details")) == STEPS


def test_a_page_past_the_end_is_the_last(client: TestClient, draft: str) -> None:
    """And says so."""
    page = visit(client, f"{draft}/actions?page=9")
    assert "There is no page “9” of this list; this is page 3." in page.text


def test_a_file_that_is_no_longer_kept(client: TestClient, draft: str) -> None:
    """Its parts are gone with it."""
    record_plan(client, draft)
    answer = client.get(f"{draft}/questions")
    assert answer.status_code == 404
    assert "This file is no longer kept" in Page(answer).text
