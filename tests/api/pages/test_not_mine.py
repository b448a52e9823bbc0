"""An owner says that an action is not theirs: it has none then, and everybody can read why."""

from __future__ import annotations

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.sessions import make_administrator
from domain.provenance import Provenance
from domain.tracker import Tracker, person
from tests.api.conftest import BEGIN, Given, acting
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import record, refused, send, visit, what

WHY = "Housing runs that training."


@pytest.fixture
def olive(client: TestClient, plan: Plan, given: Given, tracker: Tracker, entered: Provenance) -> UUID:
    """Somebody without any part in the case who owns the action of the plan and has accepted it."""
    details = person.Details("Olive Owner", "olive@example.org")
    made = person.add(tracker, details, post="Trainer", agency=given.council, by=entered)
    make_administrator(tracker.store, made, now=BEGIN)
    record(client, f"{plan.action}/owner", owner=str(made))
    record(client, f"{plan.action}/acceptance")
    return made


def test_the_owner_says_so(client: TestClient, plan: Plan, olive: UUID) -> None:
    """The action has no owner and is planned again; history says whose it was, and why it was not."""
    with acting(client, olive):
        answer = send(client, f"{plan.action}/ownership-decline", reason=WHY)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    page = visit(client, plan.action)
    assert "Planned." in page.text
    assert "Owner Nobody yet" in page.text
    assert what(page)[0] == "Not theirs: Olive Owner, Trainer, Westonbury Council"
    assert WHY in page.text
    assert "Entered by Trainer, Westonbury Council" in page.text


def test_it_needs_a_reason(client: TestClient, plan: Plan, olive: UUID) -> None:
    """Without one the form is shown again, and the action stays theirs."""
    with acting(client, olive):
        assert refused(client, f"{plan.action}/ownership-decline").errors
    assert "Owner Olive Owner, Trainer" in visit(client, plan.action).text


def test_a_coordinator_says_so_for_the_owner(client: TestClient, plan: Plan, olive: UUID) -> None:
    """Both are kept: who typed it, and who said it. The page of the action comes back."""
    said = {"reason": WHY, "said_by": "Olive Owner", "how": "phone"}
    assert record(client, f"{plan.action}/ownership-decline", **said) == plan.action
    page = visit(client, plan.action)
    assert "Entered by Community safety officer, Westonbury Council" in page.text
    assert "Olive Owner" in page.text


@pytest.mark.usefixtures("olive")
def test_others_have_no_say_in_it(client: TestClient, plan: Plan, given: Given) -> None:
    """Neither the chair nor a contact of the lead agency, who names another owner instead."""
    for somebody in (given.chair, given.validator):
        with acting(client, somebody):
            page = visit(client, f"{plan.action}/ownership-decline", 403)
            assert "Only the coordinator or owner may do this." in page.text
            assert "Not mine" not in visit(client, plan.action).links
