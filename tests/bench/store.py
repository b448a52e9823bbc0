"""Durable changes through the tracker, one writer, beside the least that PostgreSQL and psycopg can do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from time import perf_counter
from uuid import uuid4

import psycopg

from domain.action import Action
from domain.provenance import Provenance
from domain.store.application import Store
from domain.store.scope import scope_of, within
from domain.tracker import Tracker
from domain.vocabulary import How
from tests.bench.figures import TODAY, Figure, Place, Size
from tests.bench.turns import a_second
from tests.standing import keeper

OF_A_TURN = 50
CREATE_AIM, CHANGE_AIM, SAVE_AIM = 0.4, 0.25, 1.0
TABLE = """
    create table public.plain_rows (
        position bigint generated always as identity primary key,
        id uuid not null,
        state json not null,
        recorded_at timestamptz not null default clock_timestamp()
    )
"""
INSERT = "insert into public.plain_rows (id, state) values (%s, %s)"
PROGRESS = "What was done this quarter. " * 4
STATE = f'{{"progress": "{PROGRESS}", "how": "form", "reason": "So it was agreed."}}'


class OneWriter:
    """Makes and changes actions, one durable commit after the other."""

    def __init__(self, store: Store, connection: psycopg.Connection) -> None:
        self.tracker, self.connection = Tracker(store), connection
        self.review, self.partnership, self.recommendation, self.person = (uuid4() for _ in range(4))
        self.actions = [self.planned() for _ in range(OF_A_TURN)]
        self.tracker.record(*self.actions)
        self._turn = cycle(self.actions)
        self.inserted, self.created, self.changed = 0, 0, 0

    def by(self) -> Provenance:
        """Somebody, with a reason."""
        return Provenance(
            How.FORM,
            TODAY,
            entered_by=self.person,
            standing=keeper(self.person, self.partnership),
            post="Named Nurse",
            post_agency="Anytown Health Trust (invented)",
            reason="So it was agreed.",
        )

    def planned(self) -> Action:
        """An action that was planned and not recorded yet."""
        by = self.by()
        planned = Action.plan(
            "Train all staff in what was learned.",
            partnership=self.partnership,
            reviews=(self.review,),
            recommendations=(self.recommendation,),
            number="3.1/1",
            by=by,
        )
        self.tracker.allow(Action.plan, planned, by=by)
        return planned

    def insert(self, times: int) -> None:
        """The yardstick: a row of the same length by a prepared statement, and its commit."""
        for _ in range(times):
            self.connection.execute(INSERT, (self.review, STATE), prepare=True)
        self.inserted += times

    def create(self, times: int) -> None:
        """Plan an action and record it."""
        for _ in range(times):
            self.tracker.record(self.planned())
        self.created += times

    def change(self, times: int) -> None:
        """Load an action, report progress, and record that."""
        for action in islice(self._turn, times):
            self.tracker.change(Action.report_progress, Action, action.id, progress=PROGRESS, by=self.by())
        self.changed += times

    def check(self) -> None:
        """Everything that was counted is there."""
        [(rows,)] = self.connection.execute("select count(*) from public.plain_rows").fetchall()
        assert rows == self.inserted
        assert self.tracker.store.log.last_position() == len(self.actions) + self.created + self.changed
        reported = sum(len(self.tracker.get(Action, one.id).progress) for one in self.actions)
        assert reported == self.changed


@contextmanager
def one_writer(place: Place) -> Iterator[OneWriter]:
    """Somebody of one partnership, at the store as the web opens it, on an empty database."""
    with (
        place.empty() as store,
        place.serving(store) as serving,
        psycopg.connect(store.datastore.conninfo, autocommit=True) as connection,
    ):
        connection.execute(TABLE)
        writer = OneWriter(serving, connection)
        with within(scope_of({writer.partnership})):
            yield writer


def figures(size: Size, place: Place) -> list[Figure]:
    """Creating and changing an action beside plain commits, and one save of many events."""
    with one_writer(place) as writer:
        works = {"insert": writer.insert, "create": writer.create, "change": writer.change}
        times = min(OF_A_TURN, size.changes)
        rates = a_second(times, size.changes // times, works)
        writer.check()
        saved = min(_save_many(writer, size.events_of_a_save) for _ in range(size.rounds))
    return [
        _beside("create: plan an action, and save", rates["create"], rates["insert"], CREATE_AIM),
        _beside(
            "change: load an action, report progress, and save", rates["change"], rates["insert"], CHANGE_AIM
        ),
        Figure(
            f"one save of {size.events_of_a_save:,} events of as many actions",
            f"{saved:.2f} s",
            aim=f"under {SAVE_AIM:.0f} s",
            met=saved < SAVE_AIM,
        ),
    ]


def _beside(what: str, rate: float, yardstick: float, aim: float) -> Figure:
    return Figure(
        what,
        f"{rate:,.0f} a second",
        f"{yardstick:,.0f} prepared single-row commits a second",
        f"{rate / yardstick:.2f}",
        f"{aim}",
        rate / yardstick >= aim,
    )


def _save_many(writer: OneWriter, events: int) -> float:
    """The seconds that it took to record so many events, each of another action."""
    store = writer.tracker.store
    before, planned = store.log.last_position(), [writer.planned() for _ in range(events)]
    begun = perf_counter()
    assert store.record(*planned) == before + events
    return perf_counter() - begun
