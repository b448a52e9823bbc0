"""The board: the answer first, and every figure a link that opens exactly its list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from psycopg import Connection

from api.pages.board import AGES, SLIPS
from domain.provenance import Provenance
from domain.store.application import Store
from domain.store.datastore import NARROW
from domain.timescales import read_timescale
from domain.tracker import Tracker, agency, partnership, person
from domain.tracker import action as actions
from domain.vocabulary import Role
from tests.api.conftest import BEGIN, Clock, FollowedViews, Given, acting, load_demonstration
from tests.api.pages.conftest import Plan
from tests.api.pages.test_past import moment
from tests.api.pages.visiting import Page, day, record, visit

LIST = re.compile(r"/(actions|reviews)(\?|$)")


@pytest.fixture
def invented(client: TestClient, tracker: Tracker, views: FollowedViews, given: Given) -> TestClient:
    """An installation with the demonstration data."""
    load_demonstration(tracker, given.administrator)
    views.projector.catch_up()
    return client


def figures(page: Page) -> Iterator[tuple[str, int]]:
    """The addresses of lists on a board, each with the figure that leads there."""
    for link in page.tree.get_element_by_id("main-content").iter("a"):
        shown = re.match(r"[\d,]+", " ".join(link.text_content().split()))
        if shown and LIST.match(link.get("href")):
            yield link.get("href"), int(shown.group().replace(",", ""))


def length(page: Page) -> int:
    """How many rows a list says that it has."""
    caption = " ".join(page.tree.findall(".//caption")[0].text_content().split())
    found = re.match(r"[\d,]+", caption)
    assert found, caption
    return int(found.group().replace(",", ""))


def days_of_first(page: Page) -> int:
    """For how many days the first action of a list is overdue."""
    found = re.search(r"(\d+) days? overdue", page.text)
    assert found, page.text
    return int(found.group(1))


def overdue_on(page: Page) -> int:
    """How many overdue actions the board counts."""
    found = re.search(r"(\d+) actions? (is|are) overdue", page.text)
    assert found, page.text
    return int(found.group(1))


def assert_figures_open_their_lists(client: TestClient, board: Page) -> int:
    """Follow every figure: its list has as many rows, or begins with what is overdue for so many days.

    How many were followed.
    """
    followed = dict.fromkeys(figures(board))
    for href, figure in followed:
        opened = visit(client, href)
        found = days_of_first(opened) if "sort=due" in href else length(opened)
        assert found == figure, href
    return len(followed)


def test_every_figure_opens_its_list(invented: TestClient) -> None:
    """Each figure of the board is the number of rows of the list to which it leads."""
    assert assert_figures_open_their_lists(invented, visit(invented, "/")) > 40


def test_figures_of_the_past_open_lists_of_the_past(
    invented: TestClient, store: Store, clock: Clock, token: str
) -> None:
    """As at a moment in the past each figure leads to its list as at then, whatever was recorded since."""
    then = moment(store, clock)
    clock.now = BEGIN
    late = visit(invented, "/actions?overdue=true")
    for place in [one for one in late.links.values() if re.fullmatch("/actions/[0-9a-f-]{36}", one)][:2]:
        record(invented, f"{place}/cancellation", reason="No longer needed.")
    moment(store, clock)
    invented.headers["Authorization"] = f"Bearer {token}"
    board = visit(invented, f"/?as_at={then}")
    assert all("as_at" in parse_qs(urlsplit(href).query) for href, _ in figures(board))
    assert assert_figures_open_their_lists(invented, board) > 20
    assert overdue_on(board) == overdue_on(visit(invented, "/")) + 2
    assert "nothing can be changed" in board.answer.text


def test_the_answer_comes_first(client: TestClient, late: Plan) -> None:
    """The first sentence says how many actions are overdue; a table of which agencies and for how long."""
    page = visit(client, "/")
    assert "1 action is overdue, out of 1 open action. The oldest has been for 10 days." in page.text
    headings, council, total = page.table(0)
    assert [one.partition(" ")[0] for one in council[2:3]] == ["1"]
    assert council[0] == "Westonbury Council"
    assert council[-1].startswith("10")
    assert total[0] == "All agencies"
    assert headings[4:8] == list(AGES.values())
    assert [row[0] for row in page.table(2)[1:]] == list(SLIPS.values())
    assert "Every question is settled." in page.text


def test_nothing_is_late(client: TestClient, plan: Plan) -> None:
    """Nothing overdue is said as plainly, and so is that all is done."""
    assert "No action is overdue, out of 1 open action." in visit(client, "/").text
    record(client, f"{plan.action}/cancellation", reason="No longer needed.")
    page = visit(client, "/")
    assert "No action is open: every one is signed off or cancelled." in page.text
    assert not [href for href, _ in figures(page) if "without" in href]


def test_nothing_is_planned(client: TestClient) -> None:
    """A review without an action says how to get some."""
    record(client, "/reviews/new", reference="DHR7", pseudonym="Rose")
    page = visit(client, "/")
    assert "No action is planned yet." in page.text
    assert page.links["Plan an action"] == "/actions/new"


def test_what_nobody_leads(client: TestClient, late: Plan) -> None:
    """Overdue actions that no agency leads stand last, and open their list too."""
    recommendation = late.recommendation.rpartition("/")[2]
    typed = {
        "text": "Another",
        "recommendations": [recommendation],
        "lead": "",
        "timescale": "1 January 2026",
    }
    record(client, "/actions/new", **typed)
    page = visit(client, "/")
    assert [row[0] for row in page.table(0)[1:]] == [
        "Westonbury Council",
        "No lead agency yet",
        "All agencies",
    ]
    assert_figures_open_their_lists(client, page)


def test_the_board_of_one_partnership(client: TestClient, late: Plan) -> None:
    """An address may name one of several partnerships; its figures lead to its own lists."""
    assert "All partnerships" not in visit(client, "/").text
    record(client, "/partnerships/new", code="EAST", name="Safer Eastonbury")
    page = visit(client, "/?partnership=WAL")
    assert page.title.startswith("Board of ")
    assert all("partnership=WAL" in href for href, _ in figures(page))
    assert assert_figures_open_their_lists(client, page) > 5
    assert "No review is open yet." in visit(client, "/?partnership=EAST").text
    assert "There is no partnership WEST" in visit(client, "/?partnership=WEST", 422).text


def test_charts_say_what_they_show(client: TestClient, late: Plan) -> None:
    """Each chart is an image with a title and the figures in words, without style or script of its own."""
    page = visit(client, "/")
    charts = page.tree.xpath("//svg[@role='img']")
    assert len(charts) == 1 + 7 + 6
    for chart in charts:
        title, described = (page.tree.get_element_by_id(one) for one in chart.get("aria-labelledby").split())
        assert title.text_content().strip()
        assert re.search(r": \d+\.", described.text_content())
    assert "0 to 30 days: 1." in charts[0].text_content()
    assert not page.tree.xpath("//svg//*[@style] | //svg//script | //svg//style")


def test_a_bar_is_as_long_as_its_figure(
    client: TestClient, late: Plan, tracker: Tracker, entered: Provenance, views: FollowedViews
) -> None:
    """The agency with most overdue actions fills the scale; the others have their share of it."""
    small = agency.add(tracker, "Anytown Housing", by=entered)
    views.projector.catch_up()
    recommendation = late.recommendation.rpartition("/")[2]
    council = visit(client, late.action).links["Westonbury Council"].rpartition("/")[2]
    for lead in (str(small), council, council, council):
        typed = {"text": "Another", "recommendations": [recommendation], "lead": lead}
        record(client, "/actions/new", **typed, timescale="1 January 2026")
    housing, own = visit(client, "/").tree.xpath("//svg[@role='img']")[:2]
    assert [part.get("width") for part in housing.xpath("rect[not(@fill)]")] == ["25.0%"]
    shares = [(part.get("x"), part.get("width")) for part in own.xpath("rect[not(@fill)]")]
    assert shares == [("0%", "25.0%"), ("25.0%", "75.0%")]


def test_who_sees_no_questions(
    client: TestClient,
    late: Plan,
    tracker: Tracker,
    *,
    given: Given,
    entered: Provenance,
    views: FollowedViews,
) -> None:
    """They are not told that every question is settled."""
    assert record(client, f"{late.review}/publication", published_on="1 March 2026")
    otto = person.add(tracker, person.Details("Otto Oversight"), by=entered)
    partnership.give_role(tracker, given.partnership, person=otto, role=Role.OVERSIGHT, by=entered)
    views.projector.catch_up()
    assert "Every question is settled." in visit(client, "/").text
    with acting(client, otto):
        page = visit(client, "/")
    assert "1 action is overdue" in page.text
    assert "settled" not in page.text


def test_many_agencies_need_no_more_statements(
    client: TestClient,
    late: Plan,
    tracker: Tracker,
    *,
    entered: Provenance,
    views: FollowedViews,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The board asks as many statements for six agencies as for one."""
    asked: list[object] = []
    execute = Connection.execute

    def counting(self: Connection[Any], query: Any, *rest: Any, **more: Any) -> Any:
        asked.append(query)
        return execute(self, query, *rest, **more)

    def statements() -> int:
        asked.clear()
        visit(client, "/")
        return sum(query != NARROW for query in asked)

    monkeypatch.setattr(Connection, "execute", counting)
    for_one = statements()
    recommendation = UUID(late.recommendation.rpartition("/")[2])
    for name in "ABCDE":
        lead = agency.add(tracker, f"Agency {name}", by=entered)
        due = read_timescale("1 January 2026")
        actions.plan(
            tracker, text="Another", recommendations=(recommendation,), lead=lead, timescale=due, by=entered
        )
    views.projector.catch_up()
    assert statements() == for_one > 0
    assert len(visit(client, "/").table(0)) == 1 + 6 + 1


def test_more_agencies_than_a_page_shows(
    client: TestClient, late: Plan, tracker: Tracker, entered: Provenance, views: FollowedViews
) -> None:
    """Fifty stand on a page in alphabetical order, and links lead on; the totals are of all."""
    recommendation = UUID(late.recommendation.rpartition("/")[2])
    due = read_timescale("1 January 2026")
    for number in range(52):
        lead = agency.add(tracker, f"Agency {number:02}", by=entered)
        actions.plan(
            tracker, text="Another", recommendations=(recommendation,), lead=lead, timescale=due, by=entered
        )
    views.projector.catch_up()
    first, second = visit(client, "/"), visit(client, "/?page=2")
    assert [row[0] for row in first.table(0)[1:]] == [*(f"Agency {n:02}" for n in range(50)), "All agencies"]
    assert "Agencies 1 to 50 of 53 in alphabetical order." in first.text
    assert first.tree.xpath("//nav[contains(@class, 'pagination')]//a[@rel='next']/@href") == ["/?page=2"] * 2
    shown = [row[0] for row in second.table(0)[1:]]
    assert shown == ["Agency 50", "Agency 51", "Westonbury Council", "All agencies"]
    assert second.table(0)[-1] == first.table(0)[-1]


def test_more_time_asked_for_waits_on_the_board(client: TestClient, owned: Plan) -> None:
    """A request for more time is a figure until it is decided."""
    asked = day("until", 30, 9, 2026) | {"reason": "The trainer left."}
    record(client, f"{owned.action}/extension-request", **asked)
    page = visit(client, "/")
    assert "1 Waiting for a decision, more time asked for" in page.text
    assert assert_figures_open_their_lists(client, page) > 4


def test_slippage_by_agency(invented: TestClient) -> None:
    """Agencies stand in alphabetical order, and each column adds up to its figure over all."""
    section = visit(invented, "/").tree.get_element_by_id("moved").getparent()
    *agencies, over_all = (
        [" ".join(cell.text_content().split()) for cell in row]
        for row in section.xpath(".//tr[th[@scope='row']]")
    )
    names = [row[0] for row in agencies]
    assert names == sorted(names)
    assert len(names) > 3
    assert "Anytown Health Trust (invented)" in names

    def number(cell: str) -> int:
        return int(cell.split(maxsplit=1)[0].replace(",", ""))

    for column in range(1, len(over_all)):
        assert sum(number(row[column]) for row in agencies) == number(over_all[column])
    assert any(number(cell) for cell in over_all[3:])


def test_the_board_as_a_file(invented: TestClient) -> None:
    """Its figures download as CSV and Excel, of the partnership and the day that the page shows."""
    code = invented.get("/api/v1/partnerships").json()["items"][0]["code"]
    links = visit(invented, f"/?partnership={code}").links
    for words in ("The figures of the board as CSV", "The figures of the board as Excel"):
        assert parse_qs(urlsplit(links[words]).query) == {"partnership": [code]}
        assert invented.get(links[words]).status_code == 200
    past = visit(invented, "/?as_at=2026-03-02").links["The figures of the board as CSV"]
    assert parse_qs(urlsplit(past).query) == {"as_at": ["2026-03-02"]}


def test_the_day_of_the_board(client: TestClient, late: Plan) -> None:
    """The board says of which day it is; before anything was recorded it says so."""
    assert f"{date(2026, 3, 2).day} March 2026" in visit(client, "/").text
    assert "Nothing was recorded yet by 1 March 2026" in visit(client, "/?as_at=2026-03-01").text
