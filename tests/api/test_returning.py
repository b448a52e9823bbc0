"""Recording a return sheet: each row by itself, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from fastapi.testclient import TestClient

from api.exporting.return_reading import Completed, ProposedChange, Returned
from api.returning import record, said_by_agency
from domain.action import Action
from domain.clocks import london_day
from domain.provenance import Provenance
from domain.tracker import Tracker
from domain.vocabulary import Forecast
from tests.api.conftest import BEGIN, Given
from tests.api.rest.asking import make


def planned(client: TestClient, given: Given) -> UUID:
    """An action with a due date."""
    review = make(client, "reviews", partnership=str(given.partnership), reference="DHR7")["id"]
    recommendation = make(client, "recommendations", review=review, wording="Train.")["id"]
    facts = {"recommendations": [recommendation], "lead": str(given.council), "due": "2026-04-30"}
    return UUID(make(client, "actions", text="Train", **facts)["id"])


def test_a_row_is_whole(client: TestClient, tracker: Tracker, given: Given, entered: Provenance) -> None:
    """Where one part of a row is refused, nothing of this row is recorded, and the sentence says why."""
    action = planned(client, given)
    tomorrow = london_day(BEGIN).replace(day=3)
    done = Completed(tomorrow, "All.", "")
    change = ProposedChange(2, action, "1", 2, forecast=Forecast.AT_RISK, completed=done)
    kept = record(tracker, Returned((change,), (), 0), entered)
    assert (kept.last, kept.returned.changes) == (0, ())
    assert kept.returned.refused[0].sentence == "What has happened cannot lie in the future."
    assert tracker.get(Action, action).forecast is None


def test_somebody_was_faster(
    client: TestClient, tracker: Tracker, given: Given, entered: Provenance, catch_up: Callable[[], None]
) -> None:
    """A change that came between reading and recording refuses its row alone, in the order of the rows."""
    action = planned(client, given)
    change = ProposedChange(2, action, "1", 2, progress="Half.")
    twice = Returned((change, replace(change, row=3)), (), 1)
    kept = record(tracker, twice, entered)
    assert [one.row for one in kept.returned.changes] == [2]
    assert [(one.row, one.sentence) for one in kept.returned.refused] == [
        (3, "Somebody else has changed this since you opened it.")
    ]
    assert (kept.returned.left_empty, kept.last) == (1, kept.positions[2])


def test_said_by_the_agency(entered: Provenance) -> None:
    """What a sheet says is said by the agency, in this file, whose path stays out."""
    said = said_by_agency(entered, "Police", "C/secret/return.xlsx")
    assert (said.said_by, said.how_in_detail) == ("Police", "return sheet return.xlsx")
    assert said.correlation == entered.correlation
