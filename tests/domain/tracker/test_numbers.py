"""The number of an action: the next of its recommendation, whoever plans, and given once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

import psycopg
import pytest

from domain.action import Action
from domain.plan import Plan, PlannedAction, PlannedRecommendation
from domain.recommendation import Recommendation
from domain.refusals import SomeoneWasFirst
from domain.store.migrations import all_migrations
from domain.tracker import Tracker, action
from domain.tracker.importing import PlanFile, Prepared, prepare, save
from domain.tracker.numbers import TAKE
from domain.tracker.recommendation import in_plan
from tests.domain.given import by

AT_ONCE = 8
TRAINING = PlannedRecommendation("R1", "Train every housing officer.")


def planned(tracker: Tracker, recommendation: UUID) -> str:
    """The number of a new action."""
    new = action.plan(tracker, text="Write a pack.", recommendations=(recommendation,), by=by())
    return tracker.get(Action, new).number


def prepared(tracker: Tracker, walsall: UUID, file: str, *texts: str) -> Prepared:
    """A file with these actions of one recommendation, ready to be saved in review DHR1."""
    plan = Plan((replace(TRAINING, actions=tuple(PlannedAction(text) for text in texts)),))
    return prepare(tracker, walsall, "DHR1", file=PlanFile(f"{file}.csv", file), plan=plan, by=by())


def numbers(tracker: Tracker, review: UUID) -> list[str]:
    """The numbers of the actions of a review, in the order in which they were planned."""
    return [one.number for one in tracker.several(Action, in_plan(tracker, review, "action"))]


def test_numbers_go_on(tracker: Tracker, training: UUID) -> None:
    """From 1, also after an action was split: its parts take no number of their own."""
    label = tracker.get(Recommendation, training).label
    assert [planned(tracker, training) for _ in range(3)] == [f"{label}/1", f"{label}/2", f"{label}/3"]


def test_several_who_plan_at_once_get_different_numbers(tracker: Tracker, training: UUID) -> None:
    """Each is recorded, under the next number that is free."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda _: planned(tracker, training), range(AT_ONCE)))
    label = tracker.get(Recommendation, training).label
    assert sorted(found) == [f"{label}/{number}" for number in range(1, AT_ONCE + 1)]


def test_by_hand_and_by_file_the_same_numbers_go_on(tracker: Tracker, walsall: UUID) -> None:
    """A file numbers on from what was planned by hand, and the other way round."""
    first = prepared(tracker, walsall, "one", "Write a pack.", "Find a trainer.")
    save(tracker, first, open_review=True)
    (recommendation,) = first.new["recommendation"]
    assert planned(tracker, recommendation) == "R1/3"
    again = prepared(tracker, walsall, "two", "Write a pack.", "Find a trainer.", "Book a room for the day.")
    save(tracker, again, open_review=False)
    assert numbers(tracker, first.review.id) == ["R1/1", "R1/2", "R1/3", "R1/4"]
    assert planned(tracker, recommendation) == "R1/5"


def test_a_file_whose_numbers_were_taken_meanwhile_is_refused(tracker: Tracker, walsall: UUID) -> None:
    """Nothing of it is recorded; prepared again, it is."""
    first = prepared(tracker, walsall, "one", "Write a pack.")
    save(tracker, first, open_review=True)
    late = prepared(tracker, walsall, "two", "Write a pack.", "Book a room for the day.")
    assert planned(tracker, first.new["recommendation"][0]) == "R1/2"
    before = tracker.store.log.last_position()
    with pytest.raises(SomeoneWasFirst, match="nothing of yours was saved"):
        save(tracker, late, open_review=False)
    assert tracker.store.log.last_position() == before
    save(
        tracker,
        prepared(tracker, walsall, "two", "Write a pack.", "Book a room for the day."),
        open_review=False,
    )
    assert numbers(tracker, first.review.id) == ["R1/1", "R1/2", "R1/3"]


def test_whose_number_is_always_taken_is_told_so(tracker: Tracker, training: UUID) -> None:
    """Nothing is recorded, and the sentence says what to do."""
    with tracker.store.connection() as connection:
        connection.execute(
            "create function always_one() returns trigger language plpgsql"
            " as 'begin new.number := 1; return new; end'"
        )
        connection.execute(
            "create trigger one before insert on action_numbers for each row execute function always_one()"
        )
        connection.execute(TAKE, {"recommendations": [training], "numbers": [1]})
    with pytest.raises(SomeoneWasFirst, match="try again"):
        planned(tracker, training)


def test_what_was_planned_before_numbers_were_kept_is_counted(tracker: Tracker, training: UUID) -> None:
    """The migration finds the numbers of all actions in the log; those of parts are not among them."""
    for _ in range(2):
        planned(tracker, training)
    (migration,) = [one for one in all_migrations() if one.name.startswith("0015_")]
    with psycopg.connect(tracker.store.datastore.conninfo, autocommit=True) as connection:
        connection.execute("drop table action_numbers")
        connection.execute(migration.sql)
        assert connection.execute("select * from action_numbers order by number").fetchall() == [
            (training, 1),
            (training, 2),
        ]
