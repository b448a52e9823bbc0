"""The page of the access log, for auditors."""

from __future__ import annotations

import re
from uuid import UUID

from fastapi.testclient import TestClient

from api.access_log import Entry, write
from domain.access_log import CameBy, Kind
from domain.store.application import Store
from domain.vocabulary import Role
from tests.api.conftest import BEGIN, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import record, visit
from tests.api.test_sign_in_codes import NOBODY, a_wrong_one, ask, typed

LOG = "/access-log"


def test_where_auditors_look(client: TestClient) -> None:
    """The log leads to it."""
    page = visit(client, "/log")
    assert LOG in page.links.values()


def test_a_reading(client: TestClient, plan: Plan) -> None:
    """Who read which review at which address, by name and reference."""
    visit(client, plan.action)
    page = visit(client, LOG)
    [(when, who, what, review, _)] = [row for row in page.table() if row[4].startswith(plan.action)]
    assert when == "2 March 2026 at 09:30"
    assert who.startswith("Ada")
    assert (what, review) == ("Review read", "DHR7")


def test_somebody_unknown(client: TestClient, stranger: TestClient, plan: Plan) -> None:
    """Is not named: nobody is known by that address."""
    client.post("/sign-out")
    ask(stranger, NOBODY)
    typed(stranger, a_wrong_one("000 000"))
    assert stranger.get(LOG).status_code == 303


def test_a_refusal(client: TestClient, store: Store) -> None:
    """With its reason, and by letters alone of whom nobody knows."""
    write(store, Entry(Kind.CODE_REFUSED, whose=b"\x01" * 32, why="That is not the code."), now=BEGIN)
    [row] = visit(client, f"{LOG}?kind=code+refused").table()[1:]
    assert row[1:3] == ["Nobody known, address 01010101", "Code refused That is not the code."]


def test_at_the_command_line(client: TestClient, store: Store, given: Given) -> None:
    """Who was made an administrator, by nobody who had signed in."""
    made = Entry(Kind.ADMINISTRATOR_MADE, came_by=CameBy.COMMAND_LINE, about=given.administrator)
    write(store, made, now=BEGIN)
    [row] = visit(client, f"{LOG}?kind=administrator+made").table()[1:]
    assert row[1] == "At the command line"
    assert row[2].startswith("Administrator made: Ada")


def test_which_token(client: TestClient, store: Store) -> None:
    """By the first letters of its id."""
    write(store, Entry(Kind.TOKEN_REVOKED, about=UUID(int=1)), now=BEGIN)
    assert visit(client, f"{LOG}?kind=token+revoked").table()[1][2] == "Token revoked: 00000000"


def test_a_role(client: TestClient, given: Given) -> None:
    """In the sentence of the log, with the way to its entry there."""
    somebody = record(client, "/people/new", name="Sam").rpartition("/")[2]
    record(client, f"/partnerships/{given.partnership}/role", person=somebody, role=Role.COORDINATOR)
    page = visit(client, f"{LOG}?kind=role+changed")
    assert "Sam" in page.table()[1][2]
    assert [one for one in page.links.values() if re.fullmatch(r"/log/\d+", one)]


def test_filters(client: TestClient, plan: Plan, given: Given) -> None:
    """Boxes that were left empty leave the address; the others narrow the list."""
    visit(client, plan.review)
    review = plan.review.rpartition("/")[2]
    narrowed = f"{LOG}?kind=review+read&review={review}&from=2026-03-01&to=2026-03-31"
    assert client.get(f"{narrowed}&who=").headers["location"] == narrowed
    assert {(row[2], row[3]) for row in visit(client, narrowed).table()[1:]} == {("Review read", "DHR7")}
    assert len(visit(client, f"{LOG}?review={given.council}").tree.find_class("app-table")) == 0


def test_filters_in_words(client: TestClient, plan: Plan) -> None:
    """What is on is said above the table."""
    page = visit(client, f"{LOG}?kind=review+read&from=2026-03-01")
    words = [" ".join(one.text_content().split()) for one in page.tree.find_class("app-pick")[0]]
    assert words == ["Take away: Review read ✕", "Take away: On or after 1 March 2026 ✕"]
    assert page.links["These entries as CSV"] == "/api/v1/access-log.csv?kind=review+read&from=2026-03-01"


def test_page_by_page(client: TestClient, store: Store) -> None:
    """Fifty on a page; the way to the older ones, and back."""
    for _ in range(60):
        write(store, Entry(Kind.SIGNED_OUT), now=BEGIN)
    first = visit(client, f"{LOG}?kind=signed+out")
    assert len(first.table()) == 51
    second = visit(client, first.links["Older entries"])
    assert len(second.table()) == 11
    assert second.links["Newest entries"] == f"{LOG}?kind=signed+out"


def test_nothing_like_it(client: TestClient) -> None:
    """The page says so, and leads back."""
    assert "No entry is like this." in visit(client, f"{LOG}?kind=token+revoked").text


def test_what_there_is_not(client: TestClient) -> None:
    """An address that asks for another kind, or for no day, is refused in a sentence."""
    assert "which there is not" in visit(client, f"{LOG}?kind=nothing", 422).text
    assert "which there is not" not in visit(client, f"{LOG}?from=2026-13-45", 422).text
