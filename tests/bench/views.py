"""Catch-up and rebuild of the views beside reading and decoding the same events; and both among people."""

from __future__ import annotations

from time import perf_counter

from psycopg.sql import SQL, Composed

from domain.store.application import Store
from projections.feeding import Feeder
from projections.generations import Generation, connect, create, drop, only_rebuild, positions, published
from projections.indexing import index
from projections.rebuild import Building, rebuild
from projections.table import table_of
from projections.view import View
from projections.views import VIEWS
from tests.bench.figures import Figure, Place, Size
from tests.bench.following import among_people
from tests.bench.turns import a_second

REBUILD_AIM, CATCH_UP_AIM = 0.35, 0.15
READ_AT_ONCE = 5_000
MOST_ROUNDS = 2
LAST_PART = 5
"""The views catch up with the last fifth of the log."""

DIFFERENT = SQL("""
    select count(*)
    from (
        (select {columns} from {one} except all select {columns} from {other})
        union all
        (select {columns} from {other} except all select {columns} from {one})
    ) as different
    """)


def figures(size: Size, place: Place) -> list[Figure]:
    """How fast the views follow and are rebuilt, how soon a change is seen, and what a page waits."""
    with place.filled(size.actions) as store:
        return [
            _rebuilding(store, min(size.rounds, MOST_ROUNDS)),
            _catching_up(store),
            *among_people(store, place.key, size),
        ]


def _rebuilding(store: Store, rounds: int) -> Figure:
    last = store.log.last_position()
    works = {"read": lambda _: _read(store, 0), "rebuild": lambda _: _rebuild(store, last)}
    rates = a_second(last, rounds, works)
    what = f"rebuild of all {len(VIEWS)} views, with indexes, {last:,} events"
    return _figure(what, rates["rebuild"], rates["read"], REBUILD_AIM)


def _rebuild(store: Store, last: int) -> None:
    generation = rebuild(store, VIEWS)
    with connect(store.datastore.conninfo) as connection:
        reached = positions(connection, generation)
    assert {(one.position, one.failed_at) for one in reached} == {(last, None)}


def _catching_up(store: Store) -> Figure:
    """The published views were rebuilt just now: what is caught up with must be the same."""
    last = store.log.last_position()
    start = last - last // LAST_PART
    begun = perf_counter()
    _read(store, start)
    reading = (last - start) / (perf_counter() - begun)
    following = (last - start) / _seconds_to_catch_up(store, start)
    return _figure(f"catch-up of all views, {last - start:,} events", following, reading, CATCH_UP_AIM)


def _seconds_to_catch_up(store: Store, start: int) -> float:
    conninfo = store.datastore.conninfo
    with connect(conninfo) as connection, only_rebuild(connection), connect(conninfo) as another:
        rebuilt, behind = published(connection), create(connection, VIEWS)
        Building(connection, store.log, behind, None).fill(VIEWS, until=start)
        index([connection, another], behind, VIEWS)
        feeder, begun = Feeder(connection, store.log, VIEWS, behind), perf_counter()
        while feeder.advance():
            pass
        seconds = perf_counter() - begun
        assert rebuilt
        for view in VIEWS:
            assert another.execute(_different(view, rebuilt, behind)).fetchone() == (0,), view.name
        drop(connection, behind)
    return seconds


def _different(view: View, one: Generation, other: Generation) -> Composed:
    first, second = table_of(view, one.schema), table_of(view, other.schema)
    return DIFFERENT.format(columns=first.columns, one=first.name, other=second.name)


def _read(store: Store, after: int) -> None:
    """The yardstick: every event after a position, decoded and decrypted, in big batches."""
    while entries := store.log.read(after, limit=READ_AT_ONCE):
        after = entries[-1].position


def _figure(what: str, rate: float, plainly: float, aim: float) -> Figure:
    yardstick = f"reading and decoding the same events: {plainly:,.0f} a second"
    ratio = rate / plainly
    return Figure(what, f"{rate:,.0f} a second", yardstick, f"{ratio:.2f}", f"{aim}", ratio >= aim)
