"""As at every position of every history, each list is what the views of the events up to then would show.

Names, addresses and telephone numbers of people are kept as they are now, and not as they were: they lie
outside the log so that they can be erased. They are left out of the comparison.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from psycopg import Connection
from psycopg.rows import namedtuple_row

import projections
from domain.store.embedded import Server
from domain.store.log import Log, LogEntry
from domain.vocabulary import Delivery, How, Role, Scope
from projections import (
    actions,
    before_and_after,
    board,
    changed_together,
    changes,
    clocks,
    directory,
    learning,
    lessons,
    overdue,
    progress,
    recommendations,
    reviews,
    search,
    spelling,
    statement,
    timeline,
)
from projections.actions import ActionSeen, Filters
from projections.changes import Moment
from projections.generations import connect
from projections.projector import Projector
from projections.reading import Views
from projections.rebuild import Building, built
from projections.search_entries import Kind
from projections.views import VIEWS
from tests.conftest import database
from tests.projections.views.histories import History, history
from tests.soaking import SOAKING, soaked

HISTORIES, STEPS, MOMENTS = soaked((200, 60, 4), (6, 45, 2))
NUMBER_IN_FULL = 10
"""Entries of the log that are told with both sides of what they changed."""
NOT_VERSIONED = {"name", "email", "telephone"}
OF_PEOPLE = {"post", "person"}
"""Columns by which a row is known to be of a person, whose details it then holds too."""


@contextmanager
def rebuilt(url: str, one: History, position: int) -> Iterator[Connection[Any]]:
    """The views made anew from the events up to a position, and never fed with any other."""
    with connect(url) as connection, built(connection, VIEWS) as generation:
        Building(connection, one.tracker.store.log, generation, None).fill(VIEWS, until=position)
        options = f"-c search_path={generation.schema},public -c timezone=UTC"
        with psycopg.connect(url, autocommit=True, row_factory=namedtuple_row, options=options) as reading:
            yield reading


def plainly(found: Any) -> Any:
    """What was found, without the end of its versions and without the details of people."""
    if isinstance(found, ActionSeen):
        return plainly(found.row), found.overdue, found.days_overdue, found.rag
    if hasattr(found, "_asdict"):
        row = found._asdict()
        hidden = {"until", "owner_name"} | (NOT_VERSIONED if OF_PEOPLE & row.keys() else set())
        return type(found).__name__, {
            name: plainly(value) for name, value in row.items() if name not in hidden
        }
    if isinstance(found, dict):
        return {key: plainly(value) for key, value in found.items()}
    return [plainly(each) for each in found] if isinstance(found, list | tuple) else found


Ask = Callable[..., Any]
"""Asks a connection for a list `at` a position, or for what stands (None)."""


def lists_of_actions(one: History) -> Iterator[Ask]:
    """Each filter, with its count, and each order."""
    today, things = one.today, one.things
    chosen = [
        *(Filters(id=each) for each in things["action"][:3]),
        *(Filters(review=each) for each in things["review"]),
        *(Filters(recommendation=each) for each in things["recommendation"][:3]),
        *(Filters(agency=each) for each in things["agency"]),
        *(Filters(owner=each) for each in things["person"][:3]),
        *(Filters(delivery=each) for each in Delivery),
        *(Filters(overdue=each) for each in (True, False)),
        *board.LISTS.values(),
        *(Filters(without_owner=each, without_date=not each) for each in (True, False)),
        *(Filters(owner_has_left=each, owner_elsewhere=not each) for each in (True, False)),
        Filters(words="train"),
        Filters(partnerships=things["partnership"]),
    ]
    for filters in chosen:
        yield partial(actions.listed, filters=filters, today=today)
        yield partial(actions.counted, filters=filters, today=today)
    for sort in actions.ORDERS:
        yield partial(actions.listed, filters=Filters(), today=today, sort=sort, limit=7, offset=2)
    yield partial(progress.latest, actions=things["action"])
    for action in things["action"][:3]:
        yield partial(actions.one, action=action, today=today)


def lists_of_reviews(one: History) -> Iterator[Ask]:
    """Reviews, their recommendations and questions, and the figures."""
    today, ours = one.today, one.things["partnership"]
    yield partial(reviews.listed, today=today)
    for late in (None, True, False):
        yield partial(clocks.counted, filters=clocks.Filters(late=late), today=today)
        yield partial(clocks.listed, filters=clocks.Filters(late=late), today=today)
    yield partial(reviews.listed, today=today, reference="dhr1")
    for chosen in (
        reviews.Filters(),
        reviews.Filters(issued=True, questions=True),
        reviews.Filters(overdue=True),
    ):
        yield partial(reviews.counted, filters=chosen, today=today)
        for sort in reviews.ORDERS:
            yield partial(reviews.chosen, filters=chosen, today=today, sort=sort)
    for wanted in lists_of_recommendations(one):
        yield partial(recommendations.counted, filters=wanted)
        for sort in recommendations.ORDERS:
            yield partial(recommendations.chosen, filters=wanted, today=today, sort=sort)
    yield partial(recommendations.recommendations, partnerships=ours)
    for review in one.things["review"]:
        yield partial(recommendations.recommendations, review=review)
        for unsettled in (None, True, False):
            yield partial(reviews.questions, review=review, unsettled=unsettled)
        yield partial(reviews.readers, review=review)
        yield partial(lessons.listed, review=review)
        yield partial(all_learned, review=review)
        yield partial(told_publicly, review=review, today=today)
    yield partial(overdue.by_agency, partnerships=ours, today=today)
    yield partial(board.figures, partnerships=None, today=today)
    yield partial(board.questions, partnerships=ours)


def all_learned(connection: Connection[Any], review: UUID, at: int | None) -> Any:
    """What a review learned, and what came of it: all rows, and what could be clearer."""
    seen = learning.of_review(connection, review, at=at)
    return seen.rows, [one.pointers for one in seen.to_clarify]


def told_publicly(connection: Connection[Any], review: UUID, today: date, at: int | None) -> Any:
    """The plain statement about a review."""
    rows = reviews.listed(connection, today=today, identity=review, at=at)
    return [statement.of_review(connection, row, at=at) for row in rows]


def lists_of_recommendations(one: History) -> list[recommendations.Filters]:
    """Each filter of recommendations."""
    return [
        recommendations.Filters(withdrawn=False, without_actions=True),
        recommendations.Filters(scope=Scope.LOCAL),
        recommendations.Filters(words="r", without_actions=False),
        *(recommendations.Filters(addressee=each) for each in one.things["agency"][:2]),
    ]


def lists_of_the_directory(one: History) -> Iterator[Ask]:
    """Partnerships with their rules, agencies, people, contacts, roles, and names of all sorts but people."""
    today, (ours,) = one.today, one.things["partnership"]
    every = {identity for kind, things in one.things.items() if kind != "person" for identity in things}
    yield directory.partnerships
    yield directory.names_of_partnerships
    yield partial(actions.rag_rules, partnerships=[ours])
    yield partial(directory.agencies, today=today)
    yield partial(directory.agencies, today=today, words="council")
    for wanted in (directory.Agencies(open=True), directory.Agencies(overdue=False, words="a")):
        yield partial(directory.count_agencies, filters=wanted, today=today)
        yield partial(directory.chosen_agencies, filters=wanted, today=today, sort="-name")
    yield directory.people
    for some_of_them in (directory.People(has_left=True), directory.People(role=Role.COORDINATOR)):
        yield partial(directory.count_people, filters=some_of_them)
        yield partial(directory.chosen_people, filters=some_of_them, sort="-agency")
    yield partial(directory.roles, partnership=ours)
    yield partial(directory.names, identities=every)
    for agency in one.things["agency"]:
        yield partial(directory.people, agency=agency)
        yield partial(directory.contacts, agency=agency)


def pages_of_the_log(one: History) -> Iterator[Ask]:
    """The log with each filter, event by event and in lines."""
    chosen = [
        timeline.Filters(),
        timeline.Filters(how=How.IMPORT),
        timeline.Filters(late=True),
        timeline.Filters(kinds=["action"], happened_until=one.today - timedelta(days=20)),
        timeline.Filters(topics=["recommendation.made", "action.planned"]),
        *(timeline.Filters(review=each) for each in one.things["review"]),
        *(timeline.Filters(agency=each) for each in one.things["agency"]),
        *(timeline.Filters(who=each) for each in one.things["person"][:3]),
    ]
    for filters in chosen:
        yield partial(timeline.positions, filters=filters, newest_first=True)
        yield partial(timeline.lines, filters=filters)
    entries = one.tracker.store.log.read(0, limit=NUMBER_IN_FULL)
    yield partial(both_sides, log=one.tracker.store.log, entries=entries)
    correlations = {entry.event.correlation for entry in entries}
    yield partial(changed_together.actions_of, correlations=correlations)
    for correlation in correlations:
        yield partial(timeline.counted_of, correlation=correlation)


def both_sides(connection: Connection[Any], log: Log, entries: list[LogEntry], at: int | None) -> Any:
    """Both sides of what changed facts."""
    return before_and_after.before_and_after(log, connection, entries, at=at)


def what_is_found(one: History) -> Iterator[Ask]:
    """The results of searches, with words that are there and words that are mistyped; not of people."""
    kinds = set(Kind) - {Kind.PERSON}
    for words in ("train", "trane stuff", "dhr1", "Anytown", "R1 3.10"):
        yield partial(search.search, words=words, kinds=kinds)
        yield partial(spelling.meant, words=words.lower().split())


def all_changes(
    connection: Connection[Any], since: Moment, until: Moment, filters: changes.Filters, at: int | None
) -> Any:
    """The changes until a moment, which is at a position itself; their counts agree with the lines."""
    assert at in (None, until.position)
    counts = changes.counted(connection, since, until, filters)
    lines = changes.listed(connection, since, until, filters, counts=counts, limit=500)
    assert len(lines) == sum(counts.values())
    return counts, lines


def what_changed(one: History, since: int, until: int) -> Iterator[Ask]:
    """The changes from an earlier position until this one, of everything, each review and each agency."""
    first, second = Moment(since, one.today - timedelta(days=28)), Moment(until, one.today)
    chosen = [
        changes.Filters(),
        *(changes.Filters(review=each) for each in one.things["review"]),
        *(changes.Filters(agency=each) for each in one.things["agency"]),
    ]
    for filters in chosen:
        yield partial(all_changes, since=first, until=second, filters=filters)


def every_list(one: History, since: int, until: int) -> Iterator[Ask]:
    """Every list that can be asked as at a moment."""
    yield from lists_of_actions(one)
    yield from lists_of_reviews(one)
    yield from lists_of_the_directory(one)
    yield from pages_of_the_log(one)
    yield from what_is_found(one)
    yield from what_changed(one, since, until)


@pytest.mark.soak(
    "lists as at random moments", f"{HISTORIES} histories of {STEPS} steps, {MOMENTS} moments each"
)
@settings(
    max_examples=HISTORIES,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if SOAKING else [])],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(choices=some.data())
def test_as_at_is_what_was_known_then(
    postgres: Server, migrated: str, database_numbers: Iterator[int], tmp_path: Path, choices: some.DataObject
) -> None:
    """Of any history, at any position: a list as at then is that of views made of the events until then."""
    name = f"history_{next(database_numbers)}"
    with database(postgres, name, migrated) as url, history(url, tmp_path, choices.draw) as one:
        projector, views = Projector(one.tracker.store, VIEWS), Views(url)
        try:
            for _ in range(STEPS):
                one.step()
                if choices.draw(some.booleans()):
                    projector.catch_up()
            projector.catch_up()
            last = one.tracker.store.log.last_position()
            for _ in range(MOMENTS):
                position = choices.draw(some.integers(1, last))
                since = choices.draw(some.integers(0, position))
                with views.reading() as now, rebuilt(url, one, position) as then:
                    for ask in every_list(one, since, position):
                        assert plainly(ask(now, at=position)) == plainly(ask(then, at=None)), ask
        finally:
            views.close()


def test_every_list_is_asked() -> None:
    """Whatever takes a moment in the past is compared, but for names of people, which are today's.

    In versions of a plan, agencies go by the names that they have today, too.
    """
    written = inspect.getsource(inspect.getmodule(every_list) or pytest)
    missing = [
        name
        for module in modules()
        for name, query in inspect.getmembers(module, inspect.isfunction)
        if query.__module__ == module.__name__ and not name.startswith("_")
        if "at" in inspect.signature(query).parameters
        if f"{module.__name__.rpartition('.')[2]}.{name}" not in written
    ]
    assert missing == ["people_found", "people_meant", "compared", "plan_at"]


def modules() -> Iterator[ModuleType]:
    """The modules that read views."""
    for found in pkgutil.iter_modules(projections.__path__):
        yield import_module(f"projections.{found.name}")
