"""Choosing columns: the address holds the choice, and everything that leads on from the list keeps it."""

from __future__ import annotations

import csv
import io

from fastapi.testclient import TestClient

from api.lists import LISTS
from tests.api.conftest import Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, record, visit


def headings(page: Page) -> list[str]:
    """The headings of the table, without the marks of sorting and the box that selects a row."""
    words = [one.rstrip(" ▲▼↕") for one in page.table()[0]]
    return [one for one in words if one not in ("", "Select")]


def forms(page: Page, button: str) -> dict[str, list[str]]:
    """What a form of a list would send as it stands, by the words of its button."""
    main = page.tree.get_element_by_id("main-content")
    form = next(one for one in main.iter("form") if button in one.text_content() and one.method == "GET")
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def let_a_clock_run(client: TestClient, late: Plan) -> None:
    """Say of the review that it was decided upon, so that no list is empty."""
    on = {"on-day": "2", "on-month": "2", "on-year": "2026"}
    record(client, f"{late.review}/entry", step="decided to review", **on)


def test_every_column_of_every_list(client: TestClient, late: Plan) -> None:
    """Each column can be shown, in the order of the address, as a page and as a file."""
    let_a_clock_run(client, late)
    for things, one in LISTS.items():
        first, *rest = one.columns
        wanted = [first, *reversed(rest)]
        page = visit(client, f"/{things}?columns={','.join(column.name for column in wanted)}")
        assert headings(page) == [column.heading for column in wanted]
        file = client.get(page.links[f"These {things} as CSV"]).content.decode("utf-8-sig")
        assert next(csv.reader(io.StringIO(file))) == [column.heading for column in wanted]


def test_the_first_column_stands_always(client: TestClient, late: Plan) -> None:
    """Whatever is chosen, each row says what it is about, as the heading of the row."""
    let_a_clock_run(client, late)
    for things, one in LISTS.items():
        page = visit(client, f"/{things}?columns={one.columns[-1].name}")
        assert headings(page) == [one.columns[0].heading, one.columns[-1].heading]
        assert page.tree.xpath("//tbody//th[@scope='row']//a[@href]")


def test_the_choice_is_kept(client: TestClient, late: Plan) -> None:
    """Sorting, filters, quick choices and files lead on with the same columns."""
    page = visit(client, "/actions?columns=number,due,moved_by&words=train")
    chosen = "columns=number,due,moved_by"
    for words in (
        "Due ↕",
        "Overdue",
        "Take all filters away",
        "Take away: Words: train ✕",
        "These actions as Excel",
    ):
        assert chosen in page.links[words], words
    assert forms(page, "Show actions")["columns"] == ["number,due,moved_by"]
    assert dict(forms(page, "Show"))["words"] == ["train"]
    day = page.tree.find_class("app-as-at")[0]
    assert dict(day.form_values())["columns"] == "number,due,moved_by"
    assert chosen not in page.links["Show the usual columns"]
    assert "words=train" in page.links["Show the usual columns"]


def test_choosing_by_boxes(client: TestClient, late: Plan) -> None:
    """The form needs no script: its boxes are those of the list, and what it sends is understood."""
    page = visit(client, "/actions?overdue=true&sort=due")
    sent = forms(page, "Show these columns")
    assert sent["columns"] == ["text", "lead", "owner", "delivery", "rag", "due"]
    assert (sent["overdue"], sent["sort"]) == (["true"], ["due"])
    chosen = visit(client, "/actions?columns=text&columns=forecast&overdue=true")
    assert headings(chosen) == ["Number", "Action", "Owner's forecast"]
    assert "columns=text,forecast" in chosen.links["These actions as CSV"]
    answer = client.get("/actions?columns=")
    assert (answer.status_code, answer.headers["location"]) == (303, "/actions")


def test_cells_say_what_no_column_says(client: TestClient, owned: Plan) -> None:
    """Review, post and first due date stand under another cell until they have a column of their own."""
    usual = visit(client, "/actions").table()[1]
    assert "3.140(a)/1 DHR7" in usual
    assert "Ada Administrator Community safety officer" in usual
    apart = visit(client, "/actions?columns=number,reviews,owner,post").table()[1]
    assert apart[-4:] == ["3.140(a)/1", "DHR7", "Ada Administrator", "Community safety officer"]


def test_groups_by_agency(client: TestClient, late: Plan) -> None:
    """Grouped by lead agency either way, the agency is the heading of its group and no column."""
    for sort in ("lead", "-lead"):
        page = visit(client, f"/actions?sort={sort}&columns=number,lead,due")
        assert headings(page) == ["Number", "Due"]
        assert "Westonbury Council" in page.table()[1]


def test_a_column_that_is_not_there(client: TestClient, given: Given) -> None:
    """One sentence names those that there are: to people as the table does, to programs by their words."""
    for place, first in (
        ("/actions", "Number"),
        ("/people", "Name, Post"),
        ("/api/v1/actions.csv", "number"),
    ):
        answer = client.get(f"{place}?columns=none")
        assert answer.status_code == 422
        assert f"This list has no column “none”. It has: {first}, " in answer.text


def test_json_has_all_columns(client: TestClient, late: Plan) -> None:
    """The same address words serve for JSON, where the choice means nothing."""
    (item,) = client.get("/api/v1/actions?columns=number").json()["items"]
    assert item["text"] == "Train all front-line staff"


def test_in_print(client: TestClient, late: Plan, given: Given) -> None:
    """A printed list says its filters in words, its order and its day, and has no form."""
    page = visit(client, f"/actions?overdue=true&agency={given.council}&sort=-due")
    (words,) = page.tree.find_class("app-print-only")
    assert " ".join(words.text_content().split()) == (
        "As at 2 March 2026. Overdue; Agency: Westonbury Council. Sorted by due, the other way round."
    )
    assert "All of them." in visit(client, "/people").text
