"""Recording a return sheet: each row judged by itself, whole or not at all, and all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.exporting.return_reading import Completed, Difference, ProposedChange, RefusedRow, Returned
from api.repeating import Asked
from api.returning import Once, changed_since, opened, record, said_by_agency
from domain.action import Action
from domain.clocks import london_day
from domain.provenance import Provenance, Thing
from domain.refusals import Refused
from domain.store.application import Along
from domain.tracker import Tracker
from domain.vocabulary import Forecast
from tests.api.conftest import BEGIN, Given
from tests.api.rest.asking import make


def unheard(_: Refused) -> None:
    """Nobody hears of what is refused."""


def planned(client: TestClient, given: Given, reference: str = "DHR7") -> UUID:
    """An action with a due date, in a review of its own."""
    review = make(client, "reviews", partnership=str(given.partnership), reference=reference)["id"]
    recommendation = make(client, "recommendations", review=review, wording="Train.")["id"]
    facts = {"recommendations": [recommendation], "lead": str(given.council), "due": "2026-04-30"}
    return UUID(make(client, "actions", text="Train", **facts)["id"])


def asked(row: int, action: UUID, progress: str) -> ProposedChange:
    """A row that reports progress on an action as it was planned."""
    return ProposedChange(row, action, "1", 2, progress=progress)


def test_a_row_is_whole(client: TestClient, tracker: Tracker, given: Given, entered: Provenance) -> None:
    """Where one part of a row is refused, nothing of this row is recorded, and the sentence says why."""
    action = planned(client, given)
    tomorrow = london_day(BEGIN).replace(day=3)
    done = Completed(tomorrow, "All.", "")
    change = ProposedChange(2, action, "1", 2, forecast=Forecast.AT_RISK, completed=done)
    told = record(tracker, Returned((change,), (), 0), entered, unheard)
    assert (told["committed"], told["changes"]) == (False, [])
    assert told["refused"][0]["sentence"] == "What has happened cannot lie in the future."
    assert tracker.get(Action, action).forecast is None


def test_somebody_was_faster(
    client: TestClient, tracker: Tracker, given: Given, entered: Provenance, catch_up: Callable[[], None]
) -> None:
    """A change that came between reading and recording refuses its row alone, in the order of the rows."""
    first, second = planned(client, given), planned(client, given, "DHR8")
    returned = Returned((asked(4, first, "Half."), asked(3, second, "All.")), (RefusedRow(5, "", "No."),), 1)
    tracker.change(Action.report_progress, Action, second, progress="None.", by=entered)
    told = record(tracker, returned, entered, unheard)
    assert [one["row"] for one in told["changes"]] == [4]
    assert [(one["row"], one["sentence"]) for one in told["refused"]] == [
        (3, "Somebody else has changed this since you opened it."),
        (5, "No."),
    ]
    assert (told["left_empty"], told["position"]) == (1, told["changes"][0]["recorded"])


def test_somebody_is_faster_while_it_is_recorded(
    client: TestClient, tracker: Tracker, given: Given, entered: Provenance
) -> None:
    """What comes between deciding and recording has the sheet decided anew; nothing is saved by halves."""
    first, second = planned(client, given), planned(client, given, "DHR8")
    returned = Returned((asked(2, first, "Half."), asked(3, second, "All.")), (), 0)
    told = record(Overtaken(tracker, second, entered), returned, entered, unheard)
    assert [one["row"] for one in told["changes"]] == [2]
    assert [one["row"] for one in told["refused"]] == [3]
    notes = [one.event.progress for one in tracker.store.log.of(second) if "progress" in one.topic]  # type: ignore[attr-defined]
    assert notes == ["Faster."]


class Overtaken(Tracker):
    """A tracker beside which somebody else is once faster, just before it records."""

    def __init__(self, tracker: Tracker, action: UUID, by: Provenance) -> None:
        super().__init__(tracker.store)
        self.faster: list[UUID] = [action]
        self.by = by

    def record(self, *things: Thing, along: Sequence[Along] = ()) -> int:
        """Record, once somebody else has."""
        while self.faster:
            other = self.store.repository.get(self.faster.pop())
            other.report_progress("Faster.", by=self.by)
            self.store.record(other)
        return super().record(*things, along=along)


def test_what_was_recorded_stands_at_its_position(
    client: TestClient, tracker: Tracker, given: Given, entered: Provenance
) -> None:
    """Each row is told with the position of its own last event, under one correlation."""
    first, second = planned(client, given), planned(client, given, "DHR8")
    both = replace(asked(2, first, "Half."), forecast=Forecast.AT_RISK)
    told = record(tracker, Returned((both, asked(3, second, "All.")), (), 0), entered, unheard)
    entries = tracker.store.log.of_correlations([entered.correlation])
    assert [one["recorded"] for one in told["changes"]] == [entries[1].position, entries[2].position]
    assert (told["position"], told["correlation"]) == (entries[2].position, str(entered.correlation))


def test_what_is_kept_goes_with_its_review(
    client: TestClient, tracker: Tracker, given: Given, entered: Provenance
) -> None:
    """The answer to a repeated sheet is sealed in the database, and loses the words of an erased review."""
    first, second = planned(client, given), planned(client, given, "DHR8")
    words = tuple(Difference("Progress", "", said) for said in ("Half.", "All."))
    changes = tuple(
        replace(asked(row, action, each.after), differences=(each,))
        for row, action, each in zip((2, 3), (first, second), words, strict=True)
    )
    key = Asked(given.administrator, "a key", "/sheet", "a body")
    returned, once = Returned(changes, (), 0), Once(key, given.council, BEGIN)
    told = record(tracker, returned, entered, unheard, once_for=once)
    assert record(tracker, returned, entered, unheard, once_for=once) == told
    kept = key.kept(tracker.store)
    assert kept
    assert "Half." not in kept.sealed
    tracker.store.keys.destroy(tracker.get(Action, first).text_key)
    shown = [one["differences"] for one in opened(tracker.store, key, kept)["changes"]]
    assert shown == [[], [words[1]._asdict()]]


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (lambda action, by: action.remark("Nice.", by=by), ""),
        (lambda action, by: action.lapse(by=replace(by, today=date(2026, 5, 4))), ""),
        (
            lambda action, by: action.report_progress("Half.", by=by),
            "(return sheet a.xlsx)",
        ),
        (lambda action, by: action.reword("Train all.", by=by), "by somebody on "),
    ],
)
def test_what_happened_since_the_sheet_was_made(
    client: TestClient,
    tracker: Tracker,
    given: Given,
    entered: Provenance,
    *,
    happens: Callable[[Any, Provenance], None],
    words: str,
) -> None:
    """Who changed an action is named; what leaves the answers in a sheet as they are is no change."""
    identity = planned(client, given)
    action = tracker.get(Action, identity)
    version = action.version
    happens(action, said_by_agency(entered, "Police", "a.xlsx"))
    tracker.record(action)
    assert action.version > version
    since = changed_since(tracker.store.log)(identity, version)
    assert words in since
    assert bool(words) == bool(since)


def test_said_by_the_agency(entered: Provenance) -> None:
    """What a sheet says is said by the agency, in this file, whose path stays out."""
    said = said_by_agency(entered, "Police", "C/secret/return.xlsx")
    assert (said.said_by, said.how_in_detail) == ("Police", "return sheet return.xlsx")
    assert said.correlation == entered.correlation
    came = said_by_agency(replace(entered, how_in_detail="mail of 1 March 2026"), "Police", "return.xlsx")
    assert came.how_in_detail == "mail of 1 March 2026, return sheet return.xlsx"
