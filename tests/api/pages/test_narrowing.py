"""What narrows a list: each filter in words, and what its form keeps."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.api.conftest import Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, visit


def on(page: Page) -> list[str]:
    """The filters that a list says are on."""
    return [
        " ".join(link.text_content().split()).removeprefix("Take away: ").removesuffix(" ✕")
        for link in page.tree.xpath("//ul[@aria-label='Filters that are on']//a")
    ]


WORDS = (
    ("/actions?rag=red&overdue=false", ["Colour: Red", "Not overdue"]),
    (
        "/actions?overdue_from=31&overdue_to=90",
        ["Overdue for 31 days or more", "Overdue for 90 days or less"],
    ),
    (
        "/actions?due_from=2026-03-01&open=false",
        ["Due on or after 1 March 2026", "Signed off or cancelled"],
    ),
    ("/actions?due_to=2026-03-31&due_within=1", ["Due on or before 31 March 2026", "Due within 1 day"]),
    (
        "/actions?moved_from=1&moved_to=28",
        ["Due date moved by 1 day or more", "Due date moved by 28 days or less"],
    ),
    ("/actions?partnership=WAL&without_lead=true", ["Partnership: WAL", "Without a lead agency"]),
    ("/reviews?issued=true&words=d", ["Plan: Issued", "Words: d"]),
    ("/reviews?partnership=wal&overdue=false", ["Partnership: wal", "Without overdue actions"]),
    ("/recommendations?scope=local&withdrawn=false", ["Scope: Local", "Not withdrawn"]),
    ("/agencies?open=true&overdue=false", ["Leading open actions", "Leading no overdue action"]),
    ("/people?role=coordinator&has_left=true", ["Role: Coordinator", "Still there: Has left"]),
    ("/people?mail=true&words=a", ["Mail: With an e-mail address", "Words: a"]),
)
"""Addresses of lists, and what these say is on."""


def test_filters_in_words(client: TestClient, given: Given) -> None:
    """Each filter of each list says in words that it is on, and can be taken away by itself."""
    for asked, words in WORDS:
        page = visit(client, asked)
        assert on(page) == words
        without_first, _ = page.tree.xpath("//ul[@aria-label='Filters that are on']//a/@href")
        assert asked.partition("&")[2] in without_first
        assert asked.partition("?")[2].partition("&")[0] not in without_first


def test_things_by_their_names(client: TestClient, late: Plan, given: Given) -> None:
    """Reviews, agencies and people stand by their names; what there is not is not known."""
    review = late.review.rpartition("/")[2]
    asked = f"/actions?review={review}&agency={given.police}&owner={review}"
    assert on(visit(client, asked)) == [
        "Review: DHR7 (Westonbury Community Safety Partnership)",
        "Agency: Westshire Police",
        "Owner: not known",
    ]


def test_the_form_keeps_what_it_has_no_box_for(client: TestClient, late: Plan, given: Given) -> None:
    """A figure of the board leads to filters that the form lacks; another filter comes on top of them."""
    page = visit(client, f"/actions?due_within=28&lead={given.council}&sort=due&columns=number,due&words=a")
    form = next(one for one in page.tree.iter("form") if "Show actions" in one.text_content())
    sent = dict(form.form_values())
    assert sent["due_within"] == "28"
    assert sent["lead"] == str(given.council)
    assert (sent["sort"], sent["columns"], sent["words"]) == ("due", "number,due", "a")
    assert page.links["Take all filters away"] == "/actions?sort=due&columns=number,due"
