"""The help page: it says what is set, and what was set on the day that it shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.pages.explaining import CONTENTS
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker, partnership
from tests.api.conftest import Clock, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.test_past import moment
from tests.api.pages.visiting import Page, day, record, visit


def part(page: Page, anchor: str) -> str:
    """The words of one part of the page, from its heading to the next."""
    names = [name for name, _ in CONTENTS]
    after = dict(CONTENTS).get((*names, "")[names.index(anchor) + 1], "\0")
    return page.text.rpartition(dict(CONTENTS)[anchor])[2].partition(after)[0]


def test_the_contents_lead_to_every_part(client: TestClient) -> None:
    """Each entry of the list leads to a heading with its words."""
    page = visit(client, "/help")
    for anchor, text in CONTENTS:
        assert page.links[text] == f"#{anchor}"
        heading = page.tree.get_element_by_id(anchor)
        assert (heading.tag, heading.text_content().strip()) == ("h2", text)


def test_the_default_rules(client: TestClient) -> None:
    """A partnership that has set nothing works by the rules that are agreed practice."""
    page = visit(client, "/help")
    assert "until it is reported complete, signed off or cancelled" in part(page, "overdue")
    assert "due within 28 days" in part(page, "colours")
    reminders = part(page, "reminders")
    for words in ("28 days before", "7 days before", "for 8 weeks", "at 07:30 on working days"):
        assert words in reminders
    assert "An action of one agency" not in part(page, "sign-off")
    assert "after more than 30 days it is marked as a late entry" in part(page, "past")
    assert "has not set an address" in part(page, "whom-to-ask")


def test_it_cannot_disagree_with_what_is_set(client: TestClient, given: Given) -> None:
    """Whoever changes a rule changes the page: colours, reminders, sign-off, go-live and address."""
    home = f"/partnerships/{given.partnership}"
    record(client, f"{home}/rag-rule", amber_within_days="14", amber_forecasts=["will miss"])
    typed = {"days_before": "10", "on_the_day": [], "then_monthly": [], "weekly_for_weeks": "2"}
    record(client, f"{home}/reminder-rule", **typed)
    record(client, f"{home}/sign-off-rule", single_agency_closes_alone="yes")
    record(client, f"{home}/go-live", **day("go_live", 1, 2, 2026))
    record(client, f"{home}/reply-address", reply_to="csp@westonbury.example")
    record(client, f"{home}/role", person=str(given.administrator), role="subgroup member")
    page = visit(client, "/help")
    colours, reminders = part(page, "colours"), part(page, "reminders")
    assert "due within 14 days" in colours
    assert "at risk" not in colours
    assert "version 2" in colours
    assert "10 days before the due date. Every 7 days after the due date, for 2 weeks." in reminders
    assert "28 days" not in reminders
    assert "On the due date" not in reminders
    assert "from before 1 February 2026" in reminders
    assert "An action of one agency, with none that supports it, is then signed off." in part(
        page, "sign-off"
    )
    assert page.links["csp@westonbury.example"] == "mailto:csp@westonbury.example"
    assert page.links["Ada Administrator"] == f"/people/{given.administrator}"


def test_as_at_a_day_in_the_past(
    client: TestClient, given: Given, token: str, store: Store, clock: Clock
) -> None:
    """In the past it says what was set then."""
    then = moment(store, clock)
    client.headers["Authorization"] = f"Bearer {token}"
    record(client, f"/partnerships/{given.partnership}/rag-rule", amber_within_days="14")
    moment(store, clock)
    page = visit(client, f"/help?as_at={then}")
    assert page.tree.find_class("app-notice--past")
    assert "due within 28 days" in part(page, "colours")
    assert "due within 14 days" in part(visit(client, "/help"), "colours")


def test_several_partnerships(
    client: TestClient, tracker: Tracker, entered: Provenance, catch_up: Callable[[], None]
) -> None:
    """Each partnership has its own rules under its own name."""
    partnership.register(tracker, "SHI", "Shirewick Community Safety Partnership", by=entered)
    catch_up()
    colours = part(visit(client, "/help"), "colours")
    for name in ("Shirewick", "Westonbury"):
        assert f"{name} Community Safety Partnership" in colours


@pytest.mark.parametrize("place", ["/", "/actions"])
def test_colours_lead_to_what_they_mean(client: TestClient, plan: Plan, place: str) -> None:
    """Where there are colours, one link leads to what they mean."""
    assert visit(client, place).links["What do the colours mean?"] == "/help#colours"


def test_strangers_do_not_see_the_rules(stranger: TestClient) -> None:
    """The rules of a partnership are for those who work with it."""
    assert stranger.get("/help").headers["location"] == "/sign-in?next=/help"
