"""The lapses of a round: recorded many at once, each once, whoever changes an action meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from domain.action import Action
from domain.action_events import TimescaleLapsed
from domain.provenance import Provenance
from domain.refusals import NotFound, SomeoneWasFirst
from domain.tracker import AnyThing, Tracker
from domain.tracker import action as actions
from scheduler import reminding
from scheduler.delivery import Stopping
from scheduler.reminding import Reminded, remind
from tests.scheduler.installation import MAIL_FROM, NO_HOLIDAYS, Installation, morning

LATE = timedelta(days=7)


class Interrupted(Tracker):
    """A tracker under which something happens each time after several things were read."""

    meanwhile: Callable[[Sequence[UUID]], None]

    def several(self, kind: type[AnyThing], identities: Sequence[UUID]) -> list[AnyThing]:
        """Several things as they were a moment ago."""
        things = super().several(kind, identities)
        self.meanwhile(identities)
        return things


def round_of(
    installation: Installation,
    meanwhile: Callable[[Sequence[UUID]], None] = lambda _: None,
    stopping: Callable[[], bool] = lambda: False,
) -> Reminded:
    """The round of the day a week after the due date."""
    day = installation.due + LATE
    tracker = Interrupted(installation.tracker.store)
    tracker.meanwhile = meanwhile
    facts = {"now": morning(day), "holidays": NO_HOLIDAYS, "mail_from": MAIL_FROM}
    return remind(tracker, installation.views, day, stopping=stopping, **facts)  # type: ignore[arg-type]


def lapses_of(installation: Installation, action: UUID) -> list[TimescaleLapsed]:
    """The lapses that the log has of an action."""
    events = [entry.event for entry in installation.tracker.store.log.of(action)]
    return [event for event in events if isinstance(event, TimescaleLapsed)]


def test_the_lapses_of_a_round_are_one_line_of_the_log(installation: Installation) -> None:
    """They are recorded in one save, under one correlation, as by the scheduler."""
    made = [installation.action() for _ in range(5)]
    assert {one.id for one in round_of(installation).lapses} == set(made)
    (lapses,) = zip(*(lapses_of(installation, action) for action in made), strict=True)
    assert {one.how for one in lapses} == {"scheduler"}
    (correlation,) = {one.correlation for one in lapses}
    positions = [one.position for one in installation.tracker.store.log.of_correlations([correlation])]
    assert positions == list(range(positions[0], positions[0] + 5))


def test_an_action_that_is_completed_meanwhile_does_not_lapse(installation: Installation) -> None:
    """The others lapse in the same round, each once."""
    made = [installation.action() for _ in range(7)]
    done = [made[3]]

    def completed(_: Sequence[UUID]) -> None:
        if done:
            installation.complete(done.pop())

    reminded = round_of(installation, completed)
    assert {one.id for one in reminded.lapses} == set(made) - {made[3]}
    assert [len(lapses_of(installation, action)) for action in made] == [1, 1, 1, 0, 1, 1, 1]


def test_an_action_that_is_changed_meanwhile_is_looked_at_again(installation: Installation) -> None:
    """Whoever keeps on writing on some of them holds up neither these nor the others."""
    made = [installation.action() for _ in range(6)]
    remarks = iter(range(4))

    def remarked(read: Sequence[UUID]) -> None:
        if next(remarks, None) is not None:
            installation.change(Action.remark, read[0], remark="Seen meanwhile")

    assert {one.id for one in round_of(installation, remarked).lapses} == set(made)
    assert [len(lapses_of(installation, action)) for action in made] == [1] * 6


def test_an_action_that_never_rests_is_left_to_the_next_round(installation: Installation) -> None:
    """After some looks it is said that somebody else was first."""
    action = installation.action()

    def remarked(read: Sequence[UUID]) -> None:
        installation.change(Action.remark, read[0], remark="Seen meanwhile")

    with pytest.raises(SomeoneWasFirst):
        round_of(installation, remarked)
    assert lapses_of(installation, action) == []
    assert [one.id for one in round_of(installation).lapses] == [action]


def test_what_was_recorded_before_an_end_stays(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told to end between two saves, a round leaves the rest to the next one, which records it once."""
    made = [installation.action() for _ in range(5)]
    monkeypatch.setattr(reminding, "LAPSES_AT_A_TIME", 2)
    asked = iter([False, False, True])
    with pytest.raises(Stopping):
        round_of(installation, stopping=lambda: next(asked))
    assert sorted(len(lapses_of(installation, action)) for action in made) == [0, 1, 1, 1, 1]
    assert len(round_of(installation).lapses) == 1
    assert [len(lapses_of(installation, action)) for action in made] == [1] * 5


def test_what_is_no_action_lapses_not(installation: Installation) -> None:
    """Nothing is recorded of the others either."""
    action = installation.action()
    by = Provenance(installation.by.how, installation.due + LATE)
    with pytest.raises(NotFound, match="nothing under this address"):
        actions.lapse(installation.tracker, [action, installation.recommendation], by=by)
    assert lapses_of(installation, action) == []
