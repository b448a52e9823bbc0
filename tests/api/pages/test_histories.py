"""The histories on the pages of things: an import as one line, long ones page by page, mails among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from domain.action import Action
from domain.plan import Plan as PlanRead
from domain.plan import PlannedAction, PlannedRecommendation, PlanQuestion
from domain.provenance import Provenance
from domain.store.application import Store
from domain.timescales import read_timescale
from domain.tracker import Tracker
from domain.tracker.importing import PlanFile, prepare, save
from domain.vocabulary import How
from projections.outbox import Reminder
from projections.outbox import record as record_reminders
from tests.api.conftest import BEGIN, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import record, visit, what, words

CatchUp = Callable[[], None]


def bring_in(tracker: Tracker, given: Given, by: Provenance, questions: int) -> tuple[UUID, UUID]:
    """Import a plan of one action that is done; the review and the action come back."""
    step = PlannedAction(
        "Train all", lead="Westonbury Council", timescale=read_timescale("30 April 2026"), progress="Begun."
    )
    asked = tuple(PlanQuestion(f"row {number}", f"What of {number}?") for number in range(questions))
    prepared = prepare(
        tracker,
        given.partnership,
        "DHR9",
        file=PlanFile("plan.csv", "9" * 64),
        plan=PlanRead((PlannedRecommendation("R1", "Have a policy.", actions=(step,)),), questions=asked),
        by=replace(by, how=How.IMPORT, correlation=uuid4()),
    )
    save(tracker, prepared, open_review=True)
    return prepared.review.id, prepared.new["action"][0]


def test_an_import_is_one_line_that_opens_in_the_page(
    client: TestClient, given: Given, tracker: Tracker, entered: Provenance, catch_up: CatchUp
) -> None:
    """On the page of a thing its entries are within, each with its own address."""
    review, action = bring_in(tracker, given, entered, questions=2)
    catch_up()
    page = visit(client, f"/actions/{action}")
    (top,) = page.tree.find_class("app-history")[0].xpath("./li")
    assert words(top[0]) == "Action R1/1 was planned, with 2 more entries at once"
    assert "Show all 3 entries" in words(top)
    assert [words(one) for one in top.find_class("app-history__what")[1:]] == [
        "Progress was reported",
        "Timescale set: “30 April 2026”: due on 30 April 2026",
        "Action R1/1 was planned",
    ]
    first = visit(client, f"/reviews/{review}").tree.find_class("app-history")[0][0]
    assert words(first[0]) == "A plan was imported: 1 recommendation, 1 action, 2 questions"
    assert "Show all 5 entries" in words(first)


def test_a_long_import_opens_in_the_log(
    client: TestClient, given: Given, tracker: Tracker, entered: Provenance, catch_up: CatchUp
) -> None:
    """Hundreds of entries are fetched only when somebody asks for them."""
    review, _ = bring_in(tracker, given, entered, questions=40)
    catch_up()
    page = visit(client, f"/reviews/{review}")
    assert page.tree.find_class("app-history")[0].xpath(".//details") == []
    (opens,) = [href for name, href in page.links.items() if name.startswith("Show all 43 entries")]
    assert len(what(visit(client, opens))) == 43


def test_a_long_history_is_paged(
    client: TestClient, plan: Plan, tracker: Tracker, entered: Provenance, catch_up: CatchUp
) -> None:
    """Lines are counted from the oldest, so that an address shows the same lines whatever is recorded."""
    action = tracker.get(Action, UUID(plan.action.rpartition("/")[2]))
    for number in range(210):
        action.report_progress(f"Note {number}.", by=replace(entered, correlation=uuid4()))
    tracker.record(action)
    catch_up()
    newest = visit(client, plan.action)
    assert len(what(newest)) == 50
    assert "Lines 212 to 163 of 212, counted from the oldest." in newest.text
    second = visit(client, newest.links["Older entries"])
    assert "Note 159." in second.text
    record(client, f"{plan.action}/forecast", forecast="at risk")
    assert what(visit(client, newest.links["Older entries"])) == what(second)
    oldest = visit(client, f"{plan.action}?history=12")
    assert len(what(oldest)) == 12
    assert "Older entries" not in oldest.links
    assert "Forecast: at risk" in visit(client, oldest.links["Newest entries"]).text
    for odd in ("x", "0", "9" * 30):
        assert visit(client, f"{plan.action}?history={odd}").heading == newest.heading


def test_mails_stand_among_the_events(client: TestClient, owned: Plan, store: Store, given: Given) -> None:
    """What became of a reminder has no entry of the log, and says that the clock did it."""
    action = UUID(owned.action.rpartition("/")[2])
    reminder = Reminder(
        action, given.partnership, 1, "before-28", 1, given.administrator, None, "skipped", "No address.",
        BEGIN.date() + timedelta(days=30),
    )  # fmt: skip
    with store.connection() as connection:
        record_reminders(connection, [reminder])
    page = visit(client, owned.action)
    (mail,) = page.tree.find_class("app-history__mail")
    assert "Reminder left out to Ada Administrator" in words(mail)
    assert "By the tracker's clock" in words(mail)
    assert "Entry" not in words(mail)


def test_before_and_after(client: TestClient, owned: Plan, given: Given) -> None:
    """Each change says what stood before, and after it where the sentence does not."""
    record(client, f"{owned.action}/lead-agency", lead=str(given.police))
    record(client, f"{owned.action}/forecast", forecast="at risk")
    record(client, f"{owned.action}/forecast", forecast="on track")
    record(client, f"{owned.action}/acceptance")
    page = visit(client, owned.action)
    assert "Lead agency before Westonbury Council" in page.text
    assert "Forecast before at risk" in page.text
    assert "State planned, then accepted" in page.text
    assert "Owner before" not in page.text


@pytest.mark.parametrize("place", ["review", "recommendation", "agency", "person", "partnership"])
def test_every_thing_has_its_history(client: TestClient, plan: Plan, given: Given, place: str) -> None:
    """In the same lines, each with the address of its entry."""
    addresses = {
        "review": plan.review,
        "recommendation": plan.recommendation,
        "agency": f"/agencies/{given.council}",
        "person": f"/people/{given.administrator}",
        "partnership": f"/partnerships/{given.partnership}",
    }
    page = visit(client, addresses[place])
    entries = [href for name, href in page.links.items() if name.startswith("Entry ")]
    assert len(entries) == len(what(page)) >= 1
    assert visit(client, entries[0]).links
