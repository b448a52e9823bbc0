"""Lists: what they show, when they are empty, and how one finds one's way through many rows."""

from __future__ import annotations

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from domain.provenance import Provenance
from domain.tracker import Tracker, agency
from domain.tracker import action as actions
from tests.api.conftest import FollowedViews, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import day, record, visit


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/", "No review is open yet. Import an action plan to begin"),
        ("/actions", "There are no actions yet."),
        ("/actions?overdue=true", "No action is overdue."),
        ("/actions?words=nothing", "No action is like this."),
        ("/reviews", "No review is open yet."),
        ("/agencies?words=nothing", "No agency has “nothing” in its names."),
        ("/outbox", "No mail yet."),
    ],
)
def test_empty_lists_say_what_to_do(client: TestClient, path: str, sentence: str) -> None:
    """A list without rows says so, and where to begin."""
    assert sentence in visit(client, path).text


def test_the_overdue_list(client: TestClient, late: Plan) -> None:
    """By agency, with the days overdue and the colour in its word."""
    page = visit(client, "/actions?overdue=true")
    assert page.heading == "Overdue actions"
    assert "1 action is overdue, with 1 lead agency. The longest has been for 10 days." in page.text
    rows = page.table()
    assert rows[1][-1] == "Westonbury Council"
    assert rows[2][-6] == "3.140(a)/1 DHR7"
    assert rows[2][-3:] == ["20 February 2026 10 days overdue", "Planned", "Red"]


def test_the_overdue_list_stands_in_alphabetical_order(
    client: TestClient,
    late: Plan,
    given: Given,
    tracker: Tracker,
    *,
    entered: Provenance,
    views: FollowedViews,
) -> None:
    """Agencies stand in alphabetical order whatever their case; actions that nobody leads come last."""
    recommendation = late.recommendation.rpartition("/")[2]
    early = agency.add(tracker, "anytown Housing", by=entered)
    views.projector.catch_up()
    for lead in (str(early), ""):
        text = {
            "text": "Another",
            "recommendations": [recommendation],
            "lead": lead,
            "timescale": "1 January 2026",
        }
        record(client, "/actions/new", **text)
    page = visit(client, "/actions?overdue=true")
    groups = [" ".join(row.text_content().split()) for row in page.tree.find_class("app-table__group")]
    assert groups == ["anytown Housing", "Westonbury Council", "No lead agency yet"]


def test_filters_stand_in_the_address(client: TestClient, late: Plan, given: Given) -> None:
    """Each filter narrows the list, is named, and can be taken away by a link."""
    review = late.review.rpartition("/")[2]
    asked = (
        f"/actions?review={review}&agency={given.police}&delivery=planned&without_owner=true&words=front-line"
    )
    page = visit(client, asked)
    assert "1 action" in page.text
    assert page.links["Take away: Agency: Westshire Police ✕"].count("agency=") == 0
    assert "words=front-line" in page.links["Take away: Agency: Westshire Police ✕"]
    shown = next(form for form in page.tree.iter("form") if form.get("action") == "/actions")
    assert dict(shown.form_values())["agency"] == str(given.police)
    for narrower in (
        "delivery=accepted",
        "without_date=true",
        "words=%25",
        f"owner={given.administrator}",
        f"lead={given.police}",
    ):
        assert "No action is like this." in visit(client, f"/actions?{narrower}").text


def test_boxes_left_empty_are_not_in_the_address(client: TestClient, given: Given) -> None:
    """What a form sends of them is left out, so that the address can be shared and printed."""
    answer = client.get("/actions?review=&rag=red&words=&columns=number&columns=due&as_at=")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/actions?rag=red&columns=number&columns=due"
    assert client.get("/actions?review=&words=").headers["location"] == "/actions"


@pytest.mark.parametrize("query", ["agency=none", "review=1", "delivery=lost", "owner=%00", "sort=none"])
def test_filters_that_are_wrong(client: TestClient, query: str) -> None:
    """An address that asks for what there is not is refused in a sentence."""
    assert "The address asks for" in visit(client, f"/actions?{query}", 422).text


@pytest.mark.parametrize("said", ["-1", "0", "99999999999999999999", "x"])
def test_odd_pages(client: TestClient, plan: Plan, said: str) -> None:
    """A page that is not there is the nearest one, and the list says so."""
    page = visit(client, f"/actions?page={said}")
    assert "Train all front-line staff" in page.text
    assert f"There is no page “{said}” of this list; this is page 1." in page.text


def test_odd_words(client: TestClient, plan: Plan) -> None:
    """A word that the list does not know is left out, and the list says so."""
    page = visit(client, "/actions?overdu=true&sort=due")
    assert "This list does not know the word “overdu” in its address." in page.text
    assert all("overdu=" not in href for href in page.links.values())


def test_many_rows_come_in_pages(
    client: TestClient, plan: Plan, tracker: Tracker, *, entered: Provenance, views: FollowedViews
) -> None:
    """50 rows a page, the rest by links, with the filters kept."""
    recommendation = UUID(plan.recommendation.rpartition("/")[2])
    for _ in range(50):
        actions.plan(tracker, text="One of many", recommendations=(recommendation,), by=entered)
    views.projector.catch_up()
    first = visit(client, "/actions?words=o&sort=due")
    assert len(first.table()) == 51
    assert "51 actions, 1 to 50 shown" in first.text
    second = visit(client, first.links["Next page"])
    assert second.links["Previous page"] == "/actions?words=o&sort=due"
    assert len(second.table()) == 2
    assert second.title.startswith("Actions, page 2")


@pytest.mark.parametrize(
    ("sort", "column", "state", "turned"),
    [
        ("number", "Number", "ascending", "sort=-number"),
        ("due", "Due", "ascending", "sort=-due"),
        ("-due", "Due", "descending", "sort=due"),
        ("delivery", "State", "ascending", "sort=-delivery"),
    ],
)
def test_sorting(client: TestClient, plan: Plan, *, sort: str, column: str, state: str, turned: str) -> None:
    """The heading of a column sorts by a link, says so to those who listen, and turns where it can."""
    page = visit(client, f"/actions?sort={sort}")
    (heading,) = page.tree.xpath("//th[@aria-sort]")
    assert column in heading.text_content()
    assert heading.get("aria-sort") == state
    assert turned in heading.find("a").get("href")


def test_agencies_and_people(client: TestClient, late: Plan, given: Given) -> None:
    """The directory names agencies with what they have to do, and people with how to reach them."""
    record(client, f"/agencies/{given.council}/alias", alias="WBC")
    rows = visit(client, "/agencies?words=wbc").table()
    assert rows[1] == ["Westonbury Council", "WBC", "1", "1"]
    person = visit(client, "/people").table()[1]
    assert person[:4] == [
        "Ada Administrator",
        "Community safety officer",
        "Westonbury Council",
        "ada@example.org",
    ]


def test_the_page_of_an_agency(client: TestClient, late: Plan, given: Given) -> None:
    """Its aliases, contacts, people and actions."""
    place = f"/agencies/{given.council}"
    record(
        client,
        f"/partnerships/{given.partnership}/contact?agency={given.council}",
        contact="main contact",
        person=str(given.administrator),
    )
    record(client, f"{place}/name", name="Westonbury Borough Council")
    page = visit(client, place)
    assert page.heading == "Westonbury Borough Council"
    assert "Also known as Westonbury Council" in page.text
    assert "Main contact: Ada Administrator, Community safety officer for Westonbury" in page.text
    assert "It leads 1 open action, of which 1 is overdue." in page.text
    assert page.table()[1][0] == "3.140(a)/1 DHR7"


def test_the_page_of_a_person(client: TestClient, owned: Plan, given: Given) -> None:
    """Post, agency, address, the actions they own; and that they have left."""
    place = f"/people/{given.administrator}"
    new = record(client, "/people/new", name="Bo Bystander", post="Nurse")
    record(client, f"{new}/leaving")
    assert "Has left. Gets no more mail." in visit(client, new).text
    page = visit(client, place)
    assert "E-mail address ada@example.org" in page.text
    assert page.table()[1][1] == "Train all front-line staff"


def test_the_page_of_a_partnership(client: TestClient, given: Given) -> None:
    """Its rules in sentences, its roles and its contacts."""
    place = f"/partnerships/{given.partnership}"
    record(client, f"{place}/role", person=str(given.administrator), role="subgroup member")
    record(client, f"{place}/rag-rule", amber_within_days="14")
    record(client, f"{place}/go-live", **day("go_live", 2, 3, 2026))
    page = visit(client, place)
    assert "Coordinator: Ada Administrator" in page.text
    assert "Version 2. The first that applies:" in page.text
    assert "The action is due within 14 days" in page.text
    assert "Goes live 2 March 2026" in page.text
    assert visit(client, "/partnerships").table()[1][1:3] == ["WAL", "2 March 2026"]
