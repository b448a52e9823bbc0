"""One command on many things: each judged by itself, all under one correlation, and none of it twice.

What became of each thing is kept in the transaction of its events, some things at a time. A kill in between
leaves the rest waiting, and whoever sends the same again completes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from domain.clocks import in_words, london_day
from domain.provenance import Thing
from domain.refusals import Refused, SomeoneWasFirst
from domain.store.application import Along, Store
from domain.store.log import LogEntry
from domain.tracker import AnyThing, Tracker

AT_A_TIME = 100
"""Few enough that others who record wait no longer than for a big form, many enough to be quick."""

Commanding = Callable[[Tracker, UUID, int], object]
"""Carries out the command on one thing, of which somebody saw that version."""

ALONE = "select pg_try_advisory_lock(hashtextextended('dhr-tracker:together:' || %s, 0))"
NO_LONGER = "select pg_advisory_unlock(hashtextextended('dhr-tracker:together:' || %s, 0))"
JUDGED = """
    select thing, version, what, sentence from public.things_together where change = %s order by place
"""
WAITING = """
    select thing, version from public.things_together
    where change = %s and what is null
    order by place
    limit %s
"""
JUDGE = """
    update public.things_together as one
    set what = judged.what, sentence = judged.sentence
    from unnest(%(things)s::uuid[], %(whats)s::text[], %(sentences)s::text[])
        as judged (thing, what, sentence)
    where one.change = %(change)s and one.thing = judged.thing
"""


class What(StrEnum):
    """What became of one thing."""

    RECORDED = "recorded"
    NOTHING_NEW = "nothing new"
    REFUSED = "refused"


class Judged(NamedTuple):
    """One thing that was chosen, with what became of it (None: it waits still) and why it was refused."""

    thing: UUID
    version: int
    what: What | None
    sentence: str


class Collecting(Tracker):
    """A tracker that keeps what commands would record, so that many are recorded at once.

    `looked_at` are the things that commands have only looked at, such as their review: read once for all.
    """

    def __init__(self, store: Store, looked_at: dict[UUID, Thing]) -> None:
        super().__init__(store)
        self.looked_at = looked_at
        self.things: list[Thing] = []
        self.statements: list[Along] = []

    def look(self, kind: type[AnyThing], identity: UUID) -> AnyThing:
        """One thing as it was when this was first asked. Raises NotFound."""
        known = self.looked_at.get(identity)
        found = known if isinstance(known, kind) else self.get(kind, identity)
        self.looked_at[identity] = found
        return found

    def record(self, *things: Thing, along: Sequence[Along] = ()) -> int:
        """Keep it. There is no position yet."""
        self.things.extend(things)
        self.statements.extend(along)
        return 0


@dataclass(frozen=True)
class Tried:
    """What a command came to for one thing, and what is to be recorded of it."""

    thing: UUID
    what: What
    sentence: str = ""
    things: list[Thing] = field(default_factory=list)
    statements: list[Along] = field(default_factory=list)


def carry_out(tracker: Tracker, change: UUID, command: Commanding, *, at_a_time: int = AT_A_TIME) -> bool:
    """Carry out a command on all things that were chosen and wait; whether all of them are judged now.

    False: the same is being carried out elsewhere at this moment. Raises what the store raises; what was
    judged until then stays, and the rest goes on waiting.
    """
    trying = Trying(tracker.store, change, command)
    with _alone(tracker.store, change) as alone:
        while alone and (waiting := _waiting(tracker.store, change, at_a_time)):
            trying.judge(waiting)
    return alone


def judged(store: Store, change: UUID) -> list[Judged]:
    """What became of each thing so far, in the order in which they were chosen."""
    with store.connection() as connection:
        rows = connection.execute(JUDGED, [change]).fetchall()
    return [
        Judged(thing, version, What(what) if what else None, sentence)
        for thing, version, what, sentence in rows
    ]


def who_was_first(last: LogEntry) -> str:
    """Who recorded something in the meantime, by the post of then, and when: without a full stop."""
    post = ", ".join(part for part in (last.event.post, last.event.post_agency) if part)
    return f"{post or 'Somebody'} was first: this was changed on {in_words(london_day(last.recorded_at))}"


@contextmanager
def _alone(store: Store, change: UUID) -> Iterator[bool]:
    """Whether nobody else carries out this change until the end; the lock goes with its connection."""
    with store.connection() as connection:
        [(alone,)] = connection.execute(ALONE, [str(change)]).fetchall()
        try:
            yield bool(alone)
        finally:
            if alone:
                connection.execute(NO_LONGER, [str(change)])


def _waiting(store: Store, change: UUID, at_most: int) -> list[tuple[Any, ...]]:
    with store.connection() as connection:
        return connection.execute(WAITING, [change, at_most]).fetchall()


@dataclass(frozen=True)
class Trying:
    """Tries a command on things, and records what it comes to."""

    store: Store
    change: UUID
    command: Commanding
    looked_at: dict[UUID, Thing] = field(default_factory=dict)

    def judge(self, waiting: Sequence[tuple[Any, ...]]) -> None:
        """Record what the command comes to for these; one by one where that is refused for all at once."""
        tried = [self._tried(thing, version) for thing, version in waiting]
        try:
            _record(self.store, self.change, tried)
        except Refused as refused:
            if len(waiting) > 1:
                for one in waiting:
                    self.judge([one])
            else:
                _record(self.store, self.change, [self._refused(tried[0].thing, refused)])

    def _tried(self, thing: UUID, version: int) -> Tried:
        tracker = Collecting(self.store, self.looked_at)
        try:
            self.command(tracker, thing, version)
        except Refused as refused:
            return self._refused(thing, refused)
        happened = any(one.pending_events for one in tracker.things)
        what = What.RECORDED if happened else What.NOTHING_NEW
        return Tried(thing, what, "", tracker.things, tracker.statements)

    def _refused(self, thing: UUID, refused: Refused) -> Tried:
        if not isinstance(refused, SomeoneWasFirst):
            return Tried(thing, What.REFUSED, str(refused))
        return Tried(thing, What.REFUSED, f"{who_was_first(self.store.log.of(thing)[-1])}, after you saw it.")


def _record(store: Store, change: UUID, tried: Sequence[Tried]) -> None:
    found = {
        "change": change,
        "things": [one.thing for one in tried],
        "whats": [one.what for one in tried],
        "sentences": [one.sentence for one in tried],
    }
    statements = [statement for one in tried for statement in one.statements]
    things = [thing for one in tried for thing in one.things]
    Tracker(store).record(*things, along=[*statements, Along(JUDGE, found)])
