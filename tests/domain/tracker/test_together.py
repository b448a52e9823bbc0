"""One command on many actions: each judged by itself, under one correlation, once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

import pytest

from domain.action import Action
from domain.clocks import in_words, london_day
from domain.person import Person
from domain.refusals import NotFound, Refused
from domain.review import Review
from domain.tracker import Tracker, action, person
from domain.tracker.person import Details
from domain.tracker.recommendation import in_plan
from domain.tracker.together import Judged, What, carry_out, judged
from tests.domain.given import by
from tests.domain.tracker.many import chosen, plan_many, remarking, unknown


def whats(tracker: Tracker, change: UUID) -> list[What | None]:
    """What became of each thing."""
    return [one.what for one in judged(tracker.store, change)]


def remarks(tracker: Tracker, things: list[UUID]) -> set[int]:
    """How many remarks these actions have."""
    return {len(tracker.get(Action, thing).remarks) for thing in things}


def test_all_events_have_one_correlation(tracker: Tracker, training: UUID) -> None:
    """That of the change, in as many transactions as its size needs."""
    things = plan_many(tracker, training, 25)
    change = chosen(tracker, things)
    assert carry_out(tracker, change, remarking(change), at_a_time=10) is True
    entries = tracker.store.log.of_correlations({change})
    assert Counter(entry.event.originator_id for entry in entries) == Counter(things)
    assert len({entry.recorded_at for entry in entries}) == 3
    assert judged(tracker.store, change) == [Judged(one, 1, What.RECORDED, "") for one in things]


def test_a_refused_one_does_not_hinder_the_others(tracker: Tracker, training: UUID) -> None:
    """Each refusal says why: by a rule, because there is no such thing, because somebody was first."""
    things = plan_many(tracker, training, 5)
    tracker.change(Action.cancel, Action, things[1], by=by(reason="No longer needed"))
    officer = person.add(tracker, Details("Officer"), post="Officer", by=by())
    senior = replace(by(), post="Inspector", post_agency="Police")
    tracker.change(Action.remark, Action, things[3], remark="Seen before.", by=senior)
    nothing = unknown()
    change = chosen(tracker, [*things, nothing])
    provenance = replace(by(), correlation=change)

    def command(collecting: Tracker, thing: UUID, version: int) -> object:
        seen = 2 if thing == things[1] else version
        return action.assign_owner(collecting, thing, owner=officer, version=seen, by=provenance)

    carry_out(tracker, change, command)
    day = in_words(london_day(tracker.store.log.of(things[3])[-1].recorded_at))
    assert [(one.what, one.sentence) for one in judged(tracker.store, change)] == [
        (What.RECORDED, ""),
        (What.REFUSED, "It has been cancelled: reopen it first."),
        (What.RECORDED, ""),
        (
            What.REFUSED,
            f"Inspector, Police was first: this was changed on {day}, after you saw it.",
        ),
        (What.RECORDED, ""),
        (What.REFUSED, "There is nothing under this address, or no longer."),
    ]
    assert tracker.get(Action, things[3]).owner is None


def test_what_changes_nothing_is_said(tracker: Tracker, training: UUID) -> None:
    """A command that finds all as it should be records nothing, and that is no refusal."""
    things = plan_many(tracker, training, 2)
    change = chosen(tracker, things)

    def command(collecting: Tracker, thing: UUID, version: int) -> object:
        found = collecting.get(Action, thing, version=version)
        return collecting.record(found)

    before = tracker.store.log.last_position()
    carry_out(tracker, change, command)
    assert whats(tracker, change) == [What.NOTHING_NEW, What.NOTHING_NEW]
    assert tracker.store.log.last_position() == before


def test_sent_again_it_is_as_before(tracker: Tracker, training: UUID) -> None:
    """Nothing is recorded again, and what was refused stays so though it could be done by now."""
    things = plan_many(tracker, training, 3)
    change = chosen(tracker, things)
    officer = person.add(tracker, Details("Officer"), post="Officer", by=by())
    tracker.change(Person.leave, Person, officer, by=by())
    provenance = replace(by(), correlation=change)

    def command(collecting: Tracker, thing: UUID, version: int) -> object:
        return action.assign_owner(collecting, thing, owner=officer, version=version, by=provenance)

    carry_out(tracker, change, command)
    tracker.change(Person.come_back, Person, officer, by=by())
    assert carry_out(tracker, change, command) is True
    assert {(one.what, one.sentence) for one in judged(tracker.store, change)} == {
        (What.REFUSED, "They have left: choose somebody else.")
    }


def test_what_broke_off_is_completed_by_sending_it_again(tracker: Tracker, training: UUID) -> None:
    """What was recorded until then stays; the rest waits, and is done once."""
    things = plan_many(tracker, training, 25)
    change = chosen(tracker, things)
    remark = remarking(change)

    def breaking(collecting: Tracker, thing: UUID, version: int) -> object:
        if thing == things[17]:
            raise KeyboardInterrupt
        return remark(collecting, thing, version)

    with pytest.raises(KeyboardInterrupt):
        carry_out(tracker, change, breaking, at_a_time=10)
    assert whats(tracker, change) == [What.RECORDED] * 10 + [None] * 15
    assert carry_out(tracker, change, remark, at_a_time=10) is True
    assert set(whats(tracker, change)) == {What.RECORDED}
    assert remarks(tracker, things) == {1}


def test_somebody_who_comes_between_costs_only_their_own_thing(tracker: Tracker, training: UUID) -> None:
    """A change after the look and before the save refuses that one; the others of its turn go on."""
    things = plan_many(tracker, training, 10)
    change = chosen(tracker, things)
    remark, between = remarking(change), [things[4]]

    def command(collecting: Tracker, thing: UUID, version: int) -> object:
        done = remark(collecting, thing, version)
        if thing in between:
            between.clear()
            tracker.change(Action.remark, Action, thing, remark="Quicker.", by=by())
        return done

    carry_out(tracker, change, command)
    found = judged(tracker.store, change)
    assert [place for place, one in enumerate(found) if one.what != What.RECORDED] == [4]
    assert found[4].sentence.startswith("Somebody was first: this was changed on")
    assert tracker.get(Action, things[4]).remarks == ["Quicker."]
    assert remarks(tracker, things) == {1}


def test_two_at_once_record_once(tracker: Tracker, training: UUID) -> None:
    """A double click: one carries it out, and the other one is told so, or finds it done."""
    things = plan_many(tracker, training, 30)
    change = chosen(tracker, things)
    remark = remarking(change)
    with ThreadPoolExecutor(4) as pool:
        several = [pool.submit(carry_out, tracker, change, remark, at_a_time=5) for _ in range(4)]
        assert True in [one.result() for one in several]
    assert remarks(tracker, things) == {1}
    assert set(whats(tracker, change)) == {What.RECORDED}


def test_while_it_is_carried_out_elsewhere_nothing_is_done(tracker: Tracker, training: UUID) -> None:
    """Whoever comes second learns that it is under way."""
    things = plan_many(tracker, training, 2)
    change = chosen(tracker, things)
    remark, answers = remarking(change), []

    def command(collecting: Tracker, thing: UUID, version: int) -> object:
        answers.append(carry_out(tracker, change, remark))
        return remark(collecting, thing, version)

    assert carry_out(tracker, change, command) is True
    assert answers == [False, False]
    assert remarks(tracker, things) == {1}


def test_what_is_only_looked_at_is_read_once(tracker: Tracker, training: UUID, dhr7: UUID) -> None:
    """A review with a long history does not make a change to its actions long."""
    things = plan_many(tracker, training, 5)
    change = chosen(tracker, things)
    looked, remark = set(), remarking(change)

    def command(collecting: Tracker, thing: UUID, version: int) -> object:
        looked.add(id(collecting.look(Review, dhr7)))
        with pytest.raises(NotFound):
            collecting.look(Person, dhr7)
        return remark(collecting, thing, version)

    carry_out(tracker, change, command, at_a_time=2)
    assert len(looked) == 1
    assert set(whats(tracker, change)) == {What.RECORDED}


def test_each_split_makes_its_own_actions(
    tracker: Tracker, dhr7: UUID, training: UUID, police: UUID, housing: UUID
) -> None:
    """What goes along with an event goes along in a change to many as well."""
    things = plan_many(tracker, training, 3, lead=police)
    for thing in things[:2]:
        action.name_supporting_agencies(tracker, thing, supporting=(housing,), by=by())
    change = chosen(tracker, things, version=2)
    provenance = replace(by(), correlation=change)

    def command(collecting: Tracker, thing: UUID, version: int) -> object:
        seen = 1 if thing == things[2] else version
        return action.split_by_agency(collecting, thing, version=seen, by=provenance)

    carry_out(tracker, change, command)
    assert whats(tracker, change) == [What.RECORDED, What.RECORDED, What.REFUSED]
    parts = [part for thing in things[:2] for part in tracker.get(Action, thing).split_into]
    assert in_plan(tracker, dhr7, "action") == [*things, *parts]
    assert [tracker.get(Action, part).lead for part in parts] == [police, housing] * 2


def test_erased_text_refuses_only_its_own(tracker: Tracker, dhr7: UUID, training: UUID) -> None:
    """Where the text of a review was erased, nothing more can be written in it, and that is said."""
    things = plan_many(tracker, training, 2)
    change = chosen(tracker, things)
    remark = remarking(change)
    tracker.store.keys.destroy(dhr7)
    with pytest.raises(Refused, match="erased"):
        tracker.change(Action.remark, Action, things[0], remark="Too late.", by=by())
    carry_out(tracker, change, remark)
    sentence = "The text of this record was erased, so nothing more can be written in it."
    assert {(one.what, one.sentence) for one in judged(tracker.store, change)} == {(What.REFUSED, sentence)}
