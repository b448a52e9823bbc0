"""The form by which somebody is put on the access list of a review."""

from __future__ import annotations

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from domain.provenance import Provenance
from domain.tracker import Tracker, person
from domain.vocabulary import FOR_A_TIME, Role
from tests.api.conftest import Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import day, record, refused, visit

WHY = "The yearly audit."


@pytest.fixture
def anna(given: Given, tracker: Tracker, entered: Provenance) -> UUID:
    """Somebody of the directory."""
    return person.add(tracker, person.Details("Anna Looking"), by=entered)


@pytest.mark.parametrize("role", FOR_A_TIME)
def test_the_form_asks_for_the_last_day_of_who_looks_on(
    client: TestClient, plan: Plan, anna: UUID, given: Given, role: Role
) -> None:
    """It says why beside the day; with one, the review shows until when they read it."""
    record(client, f"/partnerships/{given.partnership}/role", person=str(anna), role=role)
    assert "Auditors and oversight read for a time" in visit(client, f"{plan.review}/access").text
    again = refused(client, f"{plan.review}/access", person=str(anna), reason=WHY)
    assert again.errors == [f"They hold the role of {role}, so they read it for a time: name the last day."]
    assert "Anna Looking" not in visit(client, plan.review).text
    record(client, f"{plan.review}/access", person=str(anna), reason=WHY, **day("last_day", 30, 4, 2026))
    page = visit(client, plan.review).text
    assert "Anna Looking" in page
    assert "30 April 2026" in page
