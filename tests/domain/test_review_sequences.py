"""Whatever is recorded of a review in whatever order, it never comes into a state that cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, Final, NamedTuple, get_args, get_origin
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from api.commands import PARTS_OF_REVIEW, Command, command
from api.commands.command import facts
from api.demo.course import LASTS, Course, Given, carry_out
from domain.refusals import Refused
from domain.review import Review
from domain.review.course import WAITS_FOR
from domain.review.panel import Author, Chair
from domain.review.vocabulary import ClockKind, DecisionOutcome, Finding, Step
from tests.domain.given import HOUSING, OWNER, PARTNERSHIP, POLICE, SOMEBODY, TODAY, by, replayed
from tests.soaking import soaked

SEQUENCES: Final = soaked(5_000, 60)
COURSE: Final = Course(TODAY, agencies=(POLICE, HOUSING), people=(SOMEBODY, OWNER))
WAYS: Final = [[*way()] for way in (COURSE.concluded, COURSE.not_reviewed, COURSE.directed, COURSE.midway)]
PARTS: Final = {name: part for name, part in PARTS_OF_REVIEW.items() if name != "The review itself"}
FORMS: Final = [
    *(one for part in PARTS.values() for one in part),
    *(command("reviews", noun) for noun in ("publication", "publication-end", "conclusion")),
]
INSIDE: Final = {"clock": "clocks", "clocks": "clocks", "lesson": "lessons"}
"""What a field names inside the review, by its place there."""

days = st.dates(TODAY - timedelta(days=LASTS + 50), TODAY + timedelta(days=1))
texts = st.sampled_from(["Said.", "Said otherwise.", "https://example.org/report", ""])
of_directory = st.sampled_from([POLICE, HOUSING, SOMEBODY])


class Tried(NamedTuple):
    """A command that somebody tries on a day, with any words."""

    command: Command
    on: date
    said: dict[str, Any]


def value_of(name: str, hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a field of a form; of what lies inside the review its place there."""
    if get_origin(hint) is UnionType:
        return st.none() | value_of(name, next(one for one in get_args(hint) if one is not NoneType))
    if get_origin(hint) is list:
        return st.lists(value_of(name, get_args(hint)[0]), max_size=2)
    if name in INSIDE:
        return st.integers(0, 5)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return {bool: st.booleans(), date: days, UUID: of_directory, int: st.integers(0, 9)}.get(hint, texts)


def trying(one: Command) -> st.SearchStrategy[Tried]:
    """Such a command, with any words."""
    fields = {**one.fields, "reason": one.body.model_fields["reason"]}
    said = {name: value_of(name, field.annotation) for name, field in fields.items()}
    return st.builds(Tried, st.just(one), days, st.fixed_dictionaries(said))


anything = st.one_of(*map(trying, FORMS))
moves = st.lists(st.none() | st.none() | anything, max_size=90)
"""None is the next command of the way that is gone."""


def attempt(review: Review, tried: Tried) -> None:
    """Give the command if it can be given at all. Raises Refused."""
    body = tried.command.body.model_validate(placed(review, tried.said))
    said = facts(body) | ({"open_actions": 0} if tried.command.noun == "conclusion" else {})
    tried.command.carry_out.asks(review, **said, by=by(happened_on=tried.on, reason=body.reason))


def placed(review: Review, said: dict[str, Any]) -> dict[str, Any]:
    """What is said, with ids from inside the review in the places of numbers."""
    found = dict(said)
    for name in INSIDE.keys() & said.keys():
        there = [*getattr(review, INSIDE[name])] or [SOMEBODY]
        value = said[name]
        several = isinstance(value, list)
        found[name] = [there[one % len(there)] for one in value] if several else there[value % len(there)]
    return found


@pytest.mark.soak("random commands on a review", f"{SEQUENCES:,} sequences of up to 90")
@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(WAYS), moves)
def test_no_order_leads_to_what_cannot_be(way: list[Given], sequence: list[Tried | None]) -> None:
    """Each command is refused and changes nothing, or leaves a review that can be; events make it again."""
    review, steps = Review.open(PARTNERSHIP, "DHR7", by=by()), iter(way)
    for move in sequence:
        with suppress(Refused, ValidationError, StopIteration):
            before = len(review.pending_events)
            try:
                if move is None:
                    carry_out(review, next(steps), by())
                else:
                    attempt(review, move)
            except Refused:
                assert len(review.pending_events) == before
                raise
        check(review)
    again = replayed(review.collect_events())
    assert state(again) == state(review)


def state(review: Review) -> dict[str, Any]:
    """All that a review holds."""
    return {name: value for name, value in vars(review).items() if not name.startswith("_")}


def check(review: Review) -> None:
    """What holds of every review."""
    check_steps(review)
    check_clocks(review)
    check_parts(review)


def check_steps(review: Review) -> None:
    """None is taken before what it waits for; a decision rests on an assessment and a consultation."""
    for step, on in review.taken.items():
        assert on <= TODAY
        directed = step == Step.DECIDED and review.directed_on is not None
        for earlier in (Step.NOTIFIED,) if directed else WAITS_FOR[step]:
            assert earlier in review.taken or review.is_unrecorded(earlier), (step, earlier)
            # Of one that is recorded in part, an earlier step may be that of a later version.
            in_order = review.taken.get(earlier, date.min) <= on
            assert in_order or not review.is_recorded_throughout, (step, earlier)
    if review.is_recorded_throughout and review.outcome is not None:
        assert review.consulted
        assert review.assessments
    if review.outcome == DecisionOutcome.NO_REVIEW and review.directed_on is None:
        assert Step.DECIDED not in review.taken


def check_clocks(review: Review) -> None:
    """Each ends once, none runs for what is over, and none but of a kind that may runs twice."""
    running = [one for one in review.clocks.values() if one.runs]
    for one in review.clocks.values():
        assert one.runs or one.paused_on is None or one.ended_on
        assert one.original_due >= one.counted_from
    once = [(one.kind, one.about) for one in running]
    assert len(once) == len(set(once))
    if review.concluded_on is not None:
        assert {one.kind for one in running} <= {ClockKind.TAKE_DOWN}
        assert review.paused_on is None
    assert (review.paused_on is not None) == bool(review.pauses and review.pauses[-1].until is None)
    if Step.ACCEPTED in review.taken:
        assert ClockKind.REPORT not in {one.kind for one in running}


def check_parts(review: Review) -> None:
    """One chair and one author at a time, terms in order, a report not both published and withheld."""
    one_at_a_time(review.chairs)
    one_at_a_time(review.authors)
    assert [one.version for one in review.terms] == [*range(1, len(review.terms) + 1)]
    assert review.published_on is None or review.withheld_on is None
    if review.published_on and review.is_recorded_throughout:
        assert review.checked is not None
    for assessed in review.assessments:
        assert set(assessed.found.values()) <= {*Finding}
    for asked in review.returns.values():
        assert asked.received_on is None or asked.received_on >= asked.asked_on
    assert len({one.of for one in review.proceedings if one.until is None}) == len(
        [one for one in review.proceedings if one.until is None]
    )


def one_at_a_time(held: Sequence[Chair | Author]) -> None:
    """Each begins where the one before has ended."""
    for before, after in pairwise(held):
        assert before.until is not None
        assert before.until <= after.since


def test_a_whole_way_is_gone() -> None:
    """Without anything else between, each way is gone to its end: the sequences above do go far."""
    for way in WAYS:
        review = Review.open(PARTNERSHIP, "DHR7", by=by())
        for step in way:
            carry_out(review, step, by())
            check(review)
