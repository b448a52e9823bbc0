"""An empty installation, and one with a review and its plan, made by the forms of the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from domain.action import Action
from domain.provenance import Provenance
from domain.store.application import Store
from domain.store.embedded import Server
from domain.store.master_key import make_master_key
from domain.tracker import Tracker
from domain.vocabulary import How
from tests.api.conftest import FollowedViews, Given, Planned, Prepared, prepared_further
from tests.api.pages.visiting import day, record

Record = Callable[..., int]
"""Carries out a command on the action of the plan; the position of its event comes back."""


class Plan(NamedTuple):
    """The addresses of a review, of its recommendation and of its action, which is due on 30 April 2026."""

    review: str
    recommendation: str
    action: str


@pytest.fixture
def empty_store(migrated_url: str, tmp_path: Path) -> Iterator[Store]:
    """A store in which nobody has recorded anything."""
    make_master_key(tmp_path / "master.key")
    opened = Store(migrated_url, tmp_path / "master.key")
    yield opened
    opened.close()


@pytest.fixture
def empty_views(empty_store: Store) -> Iterator[FollowedViews]:
    """The reading side of it."""
    opened = FollowedViews(empty_store)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def planned(postgres: Server, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """A review whose plan is issued, recorded once for all tests that begin with it."""
    folder = tmp_path_factory.mktemp("planned")
    with prepared_further(postgres, prepared, "planned_on_pages", folder) as (database, client):
        plan = recorded_plan(client, prepared.given)
    return Planned(database, plan)


@pytest.fixture
def plan(planned: Planned) -> Plan:
    """A review whose plan is issued."""
    made: Plan = planned.plan
    return made


def recorded_plan(client: TestClient, given: Given) -> Plan:
    """Record a plan by the forms of the pages."""
    review = record(client, "/reviews/new", reference="DHR7", pseudonym="Rose")
    identity = review.rpartition("/")[2]
    recommendation = record(
        client,
        f"/recommendations/new?review={identity}",
        label="3.140(a)",
        wording="The council should train all staff.",
        addressees=[str(given.council)],
    )
    action = record(
        client,
        f"/actions/new?review={identity}",
        text="Train all front-line staff",
        recommendations=[recommendation.rpartition("/")[2]],
        lead=str(given.council),
        supporting=[str(given.police)],
        timescale="30 April 2026",
    )
    record(client, f"{review}/issue")
    return Plan(review, recommendation, action)


@pytest.fixture
def owned(client: TestClient, plan: Plan, given: Given) -> Plan:
    """The same, with an owner."""
    record(client, f"{plan.action}/owner", owner=str(given.administrator))
    return plan


@pytest.fixture
def late(client: TestClient, plan: Plan) -> Plan:
    """The same, with a due date that was mistyped and is now ten days past."""
    typed = {"timescale": "20 February 2026", "reason": "Mistyped.", **day("due", "", "", "")}
    record(client, f"{plan.action}/timescale-correction", **typed)
    return plan


@pytest.fixture
def change(plan: Plan, tracker: Tracker, entered: Provenance, catch_up: Callable[[], None]) -> Record:
    """Carry out a command on the action as somebody else; the position of its event comes back."""

    def carry_out(command: Any, by: dict[str, Any] | None = None, **facts: Any) -> int:
        given: dict[str, Any] = {"how": How.FORM, "correlation": uuid4()}
        provenance = replace(entered, **(given | (by or {})))
        action = UUID(plan.action.rpartition("/")[2])
        position = tracker.change(command, Action, action, by=provenance, **facts)
        catch_up()
        return position

    return carry_out
