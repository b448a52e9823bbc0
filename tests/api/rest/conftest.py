"""A review with a recommendation and an action, made through the JSON addresses."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from domain.store.embedded import Server
from tests.api.conftest import Clock, Given, Planned, Prepared, prepared_further
from tests.api.rest.asking import Plan, act, make
from tests.api.rest.past import Past


@pytest.fixture(scope="session")
def planned(postgres: Server, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """A review with its plan, recorded once for all tests that begin with it."""
    folder = tmp_path_factory.mktemp("planned")
    with prepared_further(postgres, prepared, "planned_by_programs", folder) as (database, client):
        plan = recorded_plan(client, prepared.given)
    return Planned(database, plan)


@pytest.fixture
def plan(planned: Planned) -> Plan:
    """A review whose plan is issued, with an action that is due on 30 April 2026."""
    made: Plan = planned.plan
    return made


def recorded_plan(client: TestClient, given: Given) -> Plan:
    """Record a plan by the JSON addresses."""
    review = make(client, "reviews", partnership=str(given.partnership), reference="DHR7", pseudonym="Rose")[
        "id"
    ]
    recommendation = make(
        client,
        "recommendations",
        review=review,
        label="3.140(a)",
        wording="The council should train all staff.",
        addressees=[str(given.council)],
    )["id"]
    action = make(
        client,
        "actions",
        text="Train all front-line staff",
        recommendations=[recommendation],
        lead=str(given.council),
        supporting=[str(given.police)],
        timescale="30 April 2026",
    )["id"]
    act(client, f"reviews/{review}/issue")
    return Plan(review, recommendation, action)


@pytest.fixture
def past(client: TestClient, clock: Clock, token: str) -> Past:
    """What stood before."""
    return Past(client, clock, token)
