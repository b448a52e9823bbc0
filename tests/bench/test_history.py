"""The invented histories that are measured are ones that people could have made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.action import OPEN, Action
from domain.agency import Agency
from domain.clocks import london_day
from domain.partnership import Partnership
from domain.person import Person
from domain.provenance import Provenance
from domain.recommendation import Recommendation
from domain.review import Review
from domain.store.application import Store
from domain.tracker import Tracker
from domain.tracker.agency import known
from domain.tracker.person import by_email
from domain.tracker.recommendation import in_plan
from domain.vocabulary import How
from projections.check import check
from projections.views import VIEWS
from tests.bench.figures import TODAY, Place
from tests.bench.history import History, write_history

ACTIONS = 150
KINDS = (Action, Agency, Partnership, Person, Recommendation, Review)


@pytest.fixture(scope="module")
def filled(here: Place) -> Iterator[tuple[Store, History]]:
    """A store with a small history, shared by tests that change nothing that another looks at."""
    with here.empty() as store:
        yield store, write_history(store, actions=ACTIONS, until=TODAY)


def test_every_thing_of_a_history_can_be_loaded(filled: tuple[Store, History]) -> None:
    """Each thing is made of its events in the order of its versions, of the kind that its topics say."""
    store, history = filled
    kinds = {vars(kind)["TOPIC"]: kind for kind in KINDS}
    entries = store.log.read(0, limit=history.events + 1)
    assert len(entries) == history.events
    first = {entry.event.originator_id: entry.topic.partition(".")[0] for entry in reversed(entries)}
    for identity, noun in first.items():
        thing = store.repository.get(identity)
        assert type(thing) is kinds[noun]
        assert thing.version == sum(entry.event.originator_id == identity for entry in entries)


def test_an_action_of_a_history_takes_further_commands(filled: tuple[Store, History]) -> None:
    """What was written in bulk goes on through the tracker: at the next position, at a later time."""
    store, history = filled
    tracker, by = Tracker(store), Provenance(How.FORM, TODAY)
    entries = store.log.read(0, limit=history.events)
    things = [store.repository.get(one) for one in {entry.event.originator_id for entry in entries}]
    waiting = [one for one in things if isinstance(one, Action) and one.delivery in OPEN]
    last = store.log.last_position()
    for turn, action in enumerate(waiting[:3], start=1):
        command = Action.report_progress
        assert tracker.change(command, Action, action.id, progress="Done.", by=by) == last + turn
    [entry] = store.log.read(last, limit=1)
    assert entry.recorded_at > entries[-1].recorded_at


def test_the_tables_that_commands_ask_know_a_history(filled: tuple[Store, History]) -> None:
    """Agencies are found by their names, people by their addresses, actions in the plan of their review."""
    store, history = filled
    tracker = Tracker(store)
    [found] = known(tracker, ["area 1 council (invented)"]).values()
    assert tracker.get(Agency, found).name == "Area 1 Council (invented)"
    assert by_email(tracker, "person1@example.org") == history.administrator
    reviews = {entry.event.originator_id for entry in store.log.read(0, limit=history.events)}
    planned = [one for review in reviews for one in in_plan(tracker, review, "action")]
    assert len(set(planned)) == history.actions == ACTIONS


def test_a_history_is_recorded_in_the_order_of_its_days(filled: tuple[Store, History]) -> None:
    """Times never go back nor reach the last day, and nothing happened after it was recorded."""
    store, history = filled
    entries = store.log.read(0, limit=history.events)
    recorded = [entry.recorded_at for entry in entries]
    assert recorded == sorted(recorded)
    assert recorded[-1] < datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    late = [london_day(entry.recorded_at) - entry.event.happened_on for entry in entries]
    assert min(late).days == 0
    assert max(late).days > 7


def test_the_views_fold_a_history_without_a_stop(here: Place) -> None:
    """A rebuild reads all of it, and a check finds the rows that the log makes, in each copy of it."""
    for _ in range(2):
        with here.filled(ACTIONS) as store:
            assert store.log.last_position() > ACTIONS * 6
            assert check(store, VIEWS) == []


def test_one_seed_gives_one_history(here: Place) -> None:
    """The same events with the same facts, but for identities; another seed gives another."""
    with here.empty() as one, here.empty() as same, here.empty() as other:
        for store, seed in ((one, 7), (same, 7), (other, 8)):
            write_history(store, actions=20, until=TODAY, seed=seed)
        assert _told(one) == _told(same) != _told(other)


def _told(store: Store) -> list[Any]:
    """The facts of every event, with identities by the order in which they come up."""
    numbers: dict[UUID, int] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, UUID):
            return numbers.setdefault(value, len(numbers))
        return [plain(one) for one in value] if isinstance(value, tuple) else value

    told = []
    for entry in store.log.read(0, limit=100_000):
        facts = {name: plain(value) for name, value in vars(entry.event).items()}
        told.append((entry.topic, entry.recorded_at, facts))
    return told
