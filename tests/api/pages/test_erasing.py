"""Holding, concluding and erasing on pages, by two people, and what was kept long enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.sessions import issue_link, make_administrator
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker, partnership, person
from domain.vocabulary import How, Role
from projections.erasing import Erasing
from tests.api.conftest import BASE_URL, BEGIN, FollowedViews, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, day, record, refused, visit

GROUND = {"ground": "retention ended", "reason": "The board has decided so."}
SECOND = "An erasure is approved by a second person, never by the one who proposed it."


@pytest.fixture
def second(app: FastAPI, store: Store, views: FollowedViews, given: Given) -> TestClient:
    """The browser of another administrator."""
    by = Provenance(How.FORM, BEGIN.date())
    who = person.add(Tracker(store), person.Details("Bea Board", "bea@example.org"), post="Chair", by=by)
    make_administrator(store, who, now=BEGIN)
    partnership.give_role(Tracker(store), given.partnership, person=who, role=Role.COORDINATOR, by=by)
    views.projector.catch_up()
    browser = TestClient(app, base_url=BASE_URL, follow_redirects=False)
    assert browser.post(f"/set-up/{issue_link(store, who, now=BEGIN)}").status_code == 303
    return browser


@pytest.fixture
def carry_out(store: Store, views: FollowedViews, tmp_path: Path) -> Callable[[], None]:
    """What the worker does in the next minutes."""
    erasing = Erasing(store, tmp_path / "outbox")

    def done() -> None:
        for minutes in (0, 2):
            erasing.carry_out(BEGIN + timedelta(minutes=minutes))
        views.projector.catch_up()

    return done


def test_two_people_erase_a_review(
    client: TestClient, second: TestClient, plan: Plan, carry_out: Callable[[], None]
) -> None:
    """The page leads each of them on, and says afterwards what is gone; lists and search still work."""
    record(client, f"{plan.review}/erasure-proposal", **GROUND)
    assert "Its erasure is proposed." in visit(client, plan.review).text
    assert refused(client, f"{plan.review}/erasure-approval").errors == [SECOND]
    record(second, f"{plan.review}/erasure-approval")
    assert "It is being erased." in visit(client, plan.review).text
    carry_out()
    page = visit(client, plan.review)
    assert "What people had written in it is gone for good" in page.text
    assert "Its text was erased for good" in page.text
    assert "UK GDPR Art. 5(1)(e)" in page.text
    assert "The council should train all staff." not in page.text
    assert not {"Raise a question", "Plan an action", "Place a legal hold"} & page.links.keys()
    assert "[erased]" in visit(client, plan.action).text
    assert "Nothing" in visit(client, "/search?words=train+all+staff").text


def test_a_legal_hold_is_shown_and_stops_it(client: TestClient, plan: Plan) -> None:
    """Until it is lifted."""
    record(client, f"{plan.review}/legal-hold", because_of="inquest", **day("since", 1, 2, 2026))
    assert "Under a legal hold (inquest)." in visit(client, plan.review).text
    page = refused(client, f"{plan.review}/erasure-proposal", **GROUND)
    assert page.errors == ["A legal hold stands (inquest): nothing of this review may be erased."]
    record(client, f"{plan.review}/legal-hold-end", because_of="inquest")
    assert "Under a legal hold" not in visit(client, plan.review).text.partition("History")[0]


def test_two_people_erase_somebody(
    client: TestClient,
    second: TestClient,
    given: Given,
    store: Store,
    carry_out: Callable[[], None],
) -> None:
    """Who has left; their page then knows them by their post."""
    typed = {"name": "Nia Gone", "email": "nia@example.org", "post": "Named Nurse"}
    place = record(client, "/people/new", **typed, agency=str(given.council)).partition("?")[0]
    assert refused(client, f"{place}/erasure-proposal", **GROUND).errors == [
        "They have not left: record first that they have."
    ]
    record(client, f"{place}/leaving")
    record(client, f"{place}/erasure-proposal", **GROUND)
    record(second, f"{place}/erasure-approval")
    carry_out()
    page = visit(client, place)
    assert page.heading == "Named Nurse"
    assert "Name and addresses are gone for good" in page.text
    assert "Nia" not in page.text
    identity = UUID(place.rpartition("/")[2])
    assert person.of(Tracker(store), identity) == person.Details("")


def test_what_was_kept_long_enough_is_listed(client: TestClient, plan: Plan, given: Given) -> None:
    """From the day on which the partnership's period is over, with what there is to decide."""
    assert "There is nothing to decide." in visit(client, "/retention").text
    record(client, f"{plan.review}/conclusion", reason="All is said.", **day("happened_on", 2, 3, 2025))
    assert "There is nothing to decide." in visit(client, "/retention").text
    record(client, f"/partnerships/{given.partnership}/retention", years="1")
    page: Page = visit(client, "/retention")
    assert "1 concluded review has been kept for longer" in page.text
    assert "Propose its erasure" in page.text
    record(client, f"{plan.review}/legal-hold", because_of="claim")
    assert "Under a legal hold (claim)" in visit(client, "/retention").text
    home = visit(client, f"/partnerships/{given.partnership}").text
    assert "1 year after a review's conclusion" in home
