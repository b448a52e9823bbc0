"""Reports that somebody has asked for, made by a worker: each once, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from structlog.testing import capture_logs

from api.sessions import make_administrator
from domain.store.application import Store
from projections.projector import Projector
from projections.reading import Views
from projections.reports import asked
from projections.reports.asked import Report, State, Wanted
from projections.views import VIEWS
from scheduler import reporting
from scheduler.reporting import BEHIND, Reporter
from tests.scheduler.installation import Installation
from tests.scheduler.test_worker import END_ALL_OTHERS, until

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PERSON = uuid4()


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """The moment at which it stands."""
        return self.now


@pytest.fixture
def watch() -> Watch:
    """The clock of the reports."""
    return Watch()


@pytest.fixture
def served(store: Store) -> Iterator[Views]:
    """The reading side of the role that serves."""
    opened = Views(store.datastore.conninfo, serving=True)
    yield opened
    opened.close()


@pytest.fixture
def reporter(served: Views, watch: Watch) -> Reporter:
    """Who makes them, by hand."""
    return Reporter(served, now=watch)


@pytest.fixture
def asking(installation: Installation, store: Store) -> Callable[[], UUID]:
    """Asks for the report over everything that is recorded by then, in views that have followed.

    An administrator asks, who stands in for the coordinator.
    """
    make_administrator(store, PERSON, now=NOW)

    def ask() -> UUID:
        Projector(store, VIEWS).catch_up()
        wanted = Wanted(PERSON, None, store.log.last_position(), NOW.date(), None)
        with store.connection() as connection:
            return asked.ask(connection, wanted, now=NOW)

    return ask


def found(store: Store, report: UUID) -> Report:
    """A report as its asker finds it."""
    with store.connection() as connection:
        it = asked.find(connection, PERSON, report, now=NOW)
    assert it
    return it


def test_it_is_made_once(
    installation: Installation, store: Store, reporter: Reporter, asking: Callable[[], UUID]
) -> None:
    """Its figures are those of the moment at which it was asked for, whatever is recorded afterwards."""
    installation.action(due=NOW.date() - timedelta(days=40))
    first = asking()
    installation.action(due=NOW.date() - timedelta(days=40))
    Projector(store, VIEWS).catch_up()
    assert reporter.make_all() == 1
    report = found(store, first)
    assert (report.state, report.why, report.ended) == (State.MADE, "", True)
    ageing, slippage, distribution = report.figures
    assert ageing.rows == (("Anytown Council WAL", 0, 1, 0, 0, 1), ("All agencies", 0, 1, 0, 0, 1))
    assert slippage.rows[0][:2] == ("Anytown Council WAL", 1)
    assert distribution.headings == ("Moved by", "Actions")
    assert reporter.make_all() == 0
    assert found(store, first) == report


def test_asked_twice(store: Store, reporter: Reporter, asking: Callable[[], UUID]) -> None:
    """The same report is one report."""
    assert asking() == asking()
    assert reporter.make_all() == 1


def test_a_worker_that_is_ended(
    store: Store, reporter: Reporter, asking: Callable[[], UUID], watch: Watch
) -> None:
    """What it was making is taken up by another after two minutes, and after the third time given up."""
    report = asking()

    def taken() -> Report | None:
        with store.connection() as connection:
            return asked.take(connection, now=watch.now)

    for _ in range(3):
        assert taken() is not None
        assert taken() is None
        watch.now += timedelta(minutes=2, seconds=1)
    assert taken() is None
    assert found(store, report).why.startswith("The worker was ended three times")
    assert asking() == report
    assert reporter.make_all() == 1
    assert found(store, report).state == State.MADE


def test_lists_that_do_not_follow(
    installation: Installation, store: Store, reporter: Reporter, watch: Watch
) -> None:
    """It waits for the lists, then says that they are behind: a report never shows less than was recorded."""
    installation.action()
    wanted = Wanted(PERSON, None, store.log.last_position(), NOW.date(), None)
    with store.connection() as connection:
        report = asked.ask(connection, wanted, now=NOW)
    assert reporter.make_all() == 0
    assert found(store, report).state == State.WAITING
    watch.now += timedelta(minutes=3)
    assert reporter.make_all() == 1
    assert (found(store, report).state, found(store, report).why) == (State.FAILED, BEHIND)


def test_something_goes_wrong(
    store: Store, reporter: Reporter, asking: Callable[[], UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits is told so with a reference, and the next report is made."""

    def broken(_rows: object) -> object:
        raise ZeroDivisionError

    report = asking()
    with monkeypatch.context() as patched:
        patched.setattr(reporting, "ageing_and_slippage", broken)
        assert reporter.make_all() == 1
    told = found(store, report)
    assert told.state == State.FAILED
    assert "should not. Tell whoever runs the tracker: reference " in told.why
    asking()
    assert reporter.make_all() == 1
    assert found(store, report).state == State.MADE


def test_a_day_later(store: Store, reporter: Reporter, asking: Callable[[], UUID], watch: Watch) -> None:
    """It is no longer found, whether or not it was forgotten yet."""
    report = asking()
    reporter.make_all()
    watch.now += timedelta(hours=24, seconds=1)
    with store.connection() as connection:
        assert asked.find(connection, PERSON, report, now=watch.now) is None
        assert asked.of_person(connection, PERSON, now=watch.now) == []


def test_only_by_whom_it_was_asked(store: Store, asking: Callable[[], UUID]) -> None:
    """Nobody else finds it, under its address or in a list."""
    report, other = asking(), uuid4()
    with store.connection() as connection:
        assert asked.find(connection, other, report, now=NOW) is None
        assert asked.of_person(connection, other, now=NOW) == []
        assert [one.id for one in asked.of_person(connection, PERSON, now=NOW)] == [report]


def test_as_it_runs(
    installation: Installation, store: Store, served: Views, asking: Callable[[], UUID]
) -> None:
    """It is made soon after it was asked for, also after a connection was cut; told to end, it ends."""
    stop, conninfo = Event(), store.datastore.conninfo
    thread = Thread(target=Reporter(served, now=lambda: NOW).run, args=[conninfo, stop])
    thread.start()
    try:
        first = asking()
        until(lambda: found(store, first).ended)
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen reports%'"
            )
        installation.action()
        second = asking()
        until(lambda: found(store, second).ended)
    finally:
        stop.set()
        thread.join(8)
    assert not thread.is_alive()
    assert [found(store, one).state for one in (first, second)] == [State.MADE, State.MADE]


def test_a_database_that_takes_no_changes_for_a_while(
    store: Store, served: Views, asking: Callable[[], UUID]
) -> None:
    """As one does that fails over: the reports wait, and are made afterwards."""
    stop, conninfo = Event(), store.datastore.conninfo
    thread = Thread(target=Reporter(served, now=lambda: NOW).run, args=[conninfo, stop])
    with psycopg.connect(conninfo, autocommit=True) as connection, capture_logs() as said:
        database = Identifier(connection.info.dbname)
        connection.execute(SQL("alter database {} set default_transaction_read_only = on").format(database))
        connection.execute(END_ALL_OTHERS)
        thread.start()
        until(lambda: [one for one in said if one.get("error") == "ReadOnlySqlTransaction"])
        connection.execute("set default_transaction_read_only = off")
        connection.execute(SQL("alter database {} reset default_transaction_read_only").format(database))
        connection.execute(END_ALL_OTHERS)
    try:
        report = asking()
        until(lambda: found(store, report).state == State.MADE)
    finally:
        stop.set()
        thread.join(8)
    assert not thread.is_alive()
