"""What those do who work on one review: comment on the draft, and record the return of their own agency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from domain.provenance import Provenance
from domain.tracker import Tracker, partnership
from domain.vocabulary import Role
from tests.api.conftest import Given, acting
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import record, send, visit
from tests.api.rest.asking import act

COMMENT = "Chapter 3 is clear."


@pytest.fixture
def give_role(
    plan: Plan, given: Given, tracker: Tracker, entered: Provenance, catch_up: Callable[[], None]
) -> Callable[[Role], None]:
    """Let the validator hold a role in the review, for the council where it is one for an agency."""

    def give(role: Role) -> None:
        agency = given.council if role == Role.IMR_AUTHOR else None
        review, who = UUID(plan.review.rpartition("/")[2]), given.validator
        where: Any = {"review": review, "agency": agency}
        partnership.give_role(tracker, given.partnership, person=who, role=role, by=entered, **where)
        catch_up()

    return give


def test_a_member_of_the_panel_comments_on_the_draft(
    client: TestClient, plan: Plan, given: Given, give_role: Callable[[Role], None]
) -> None:
    """From the page of the review; whoever works on the report reads it there, with the post."""
    give_role(Role.PANEL_MEMBER)
    act(client, f"{plan.review.strip('/')}/entry", step="terms of reference agreed")
    act(client, f"{plan.review.strip('/')}/report-draft")
    with acting(client, given.validator):
        links = visit(client, plan.review).links
        assert links["Comment on the draft of the report"] == f"{plan.review}/draft-comment"
        record(client, f"{plan.review}/draft-comment", comment=COMMENT)
        assert COMMENT not in visit(client, plan.review).text
    page = visit(client, plan.review)
    assert "Comments on drafts" in page.text
    assert COMMENT in page.text


def test_an_author_records_the_return_of_their_own_agency_alone(
    client: TestClient, plan: Plan, given: Given, give_role: Callable[[Role], None]
) -> None:
    """That of another agency is refused beside its field."""
    give_role(Role.IMR_AUTHOR)
    asked = {"asked_for": "summary", "due": "2026-06-01"}
    for agency in (given.council, given.police):
        act(client, f"{plan.review.strip('/')}/return-request", agency=str(agency), **asked)
    with acting(client, given.validator):
        answer = {"answer": "summary", "document": "Shelf 3"}
        refused = send(client, f"{plan.review}/agency-return", agency=str(given.police), **answer)
        assert refused.status_code == 422
        assert "You record the return of your own agency." in refused.text
        record(client, f"{plan.review}/agency-return", agency=str(given.council), **answer)
    assert "Shelf 3" in visit(client, plan.review).text
