"""The box in the header, and what it finds."""

from __future__ import annotations

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from domain.provenance import Provenance
from domain.tracker import Tracker
from domain.tracker import action as actions
from tests.api.conftest import FollowedViews, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import record, visit


def test_the_box_stands_on_every_page(client: TestClient, plan: Plan) -> None:
    """It sends its words by their address, without scripts, and keeps them on the page of results."""
    for place in ("/", plan.action):
        (form,) = visit(client, place).tree.find_class("app-header__search")
        assert (form.get("method"), form.get("action"), dict(form.form_values())) == (
            "get",
            "/search",
            {"words": ""},
        )
    (form,) = visit(client, "/search?words=train").tree.find_class("app-header__search")
    assert dict(form.form_values()) == {"words": "train"}


def test_what_is_found_leads_to_its_thing(client: TestClient, plan: Plan, given: Given) -> None:
    """Each result leads to its page, named with its kind: also agencies, people, and what is mistyped."""
    page = visit(client, "/search?words=train")
    assert "2 results for “train”." in page.text
    assert page.links["Action 3.140(a)/1"] == plan.action
    assert page.links["Recommendation 3.140(a)"] == plan.recommendation
    assert "Action 3.140(a)/1, review DHR7" in page.text
    assert "Recommendation 3.140(a), review DHR7" in page.text
    assert visit(client, "/search?words=dhr+7").links["Review DHR7"] == plan.review
    police = visit(client, "/search?words=westshir+polise").links["Agency Westshire Police"]
    assert police == f"/agencies/{given.police}"
    person = visit(client, "/search?words=administrator").links["Person Ada Administrator"]
    assert person == f"/people/{given.administrator}"


def test_words_that_were_found_stand_out(client: TestClient, plan: Plan, given: Given) -> None:
    """The excerpt shows where they stand, and what people typed is shown as they typed it."""
    wording = {"text": "Train everybody: 1 < 2 & more", "reason": "Clearer."}
    record(client, f"{plan.action}/wording", **wording)
    page = visit(client, "/search?words=everybody&kind=action")
    assert [one.text for one in page.tree.iter("mark")] == ["everybody"]
    assert "Train everybody: 1 < 2 & more" in page.text
    record(client, f"/agencies/{given.council}/name", name="<b>Council</b>")
    page = visit(client, "/search?words=council")
    assert page.links["Agency <b>Council</b>"] == f"/agencies/{given.council}"


def test_what_is_similar_stands_under_a_heading_of_its_own(client: TestClient, plan: Plan) -> None:
    """After what says what was typed; alone, the heading says that nothing does."""
    record(client, f"{plan.action}/wording", text="Trian everybody", reason="As the plan has it.")
    page = visit(client, "/search?words=trian")
    assert [one.text.strip() for one in page.tree.xpath("//main//h2")] == ["Similar"]
    assert [one.get("start") for one in page.tree.xpath("//main//ol")] == ["1", "2"]
    page = visit(client, "/search?words=westshir+polise")
    assert page.tree.xpath("//main//h2")[0].text.strip() == "Nothing says exactly that; this is similar"
    assert not visit(client, "/search?words=3.140(a)/1").tree.xpath("//main//h2")


def test_only_things_of_one_kind(client: TestClient, plan: Plan) -> None:
    """A link narrows the results to one kind and is marked; a kind that there is not narrows nothing."""
    page = visit(client, visit(client, "/search?words=train").links["Actions"])
    assert "1 result for “train”." in page.text
    assert page.tree.xpath("//main//a[@aria-current]")[0].text == "Actions"
    assert "2 results" in visit(client, "/search?words=train&kind=none").text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Type a reference, some words, an agency or a person into the box above."),
        ("words=+", "Type a reference, some words, an agency or a person into the box above."),
        ("words=zzyzx", "Nothing was found for “zzyzx”."),
        ("words=zzyzx&page=3", "There are no more results for “zzyzx”."),
        ("words=%3F%21", "This cannot be looked for."),
        ("words=" + "a" * 201, "Type letters or digits, 200 characters at most."),
        ("words=%00", "This cannot be looked for."),
    ],
)
def test_nothing_found(client: TestClient, plan: Plan, query: str, sentence: str) -> None:
    """Whatever is typed, the page says why there is nothing and what to try."""
    assert sentence in visit(client, f"/search?{query}").text


def test_many_results_come_in_pages(
    client: TestClient, plan: Plan, tracker: Tracker, *, entered: Provenance, views: FollowedViews
) -> None:
    """50 results a page, the rest by links."""
    recommendation = UUID(plan.recommendation.rpartition("/")[2])
    for _ in range(51):
        actions.plan(tracker, text="One of many", recommendations=(recommendation,), by=entered)
    views.projector.catch_up()
    first = visit(client, "/search?words=many")
    assert "Results 1 to 50 for “many”, the best first." in first.text
    second = visit(client, first.links["Next page"])
    assert "Results 51 to 51" in second.text
    assert second.links["Previous page"] == "/search?words=many"
    assert second.title.startswith("Search: many, page 2")


def test_only_for_those_who_are_signed_in(client: TestClient, plan: Plan) -> None:
    """Whoever has signed out finds nothing."""
    client.post("/sign-out")
    client.cookies.clear()
    assert (
        client.get("/search?words=train", follow_redirects=False).headers["location"].startswith("/sign-in")
    )
