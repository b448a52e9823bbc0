"""The tracker: what people can do. Each command changes things and records their events in one transaction.

A command that concerns one thing alone is the method of its aggregate, carried out by `Tracker.change`;
what must look at several things has a function in the module named after its noun.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, cast
from uuid import UUID

from domain.permissions import NOTHING, refuse_unless_allowed
from domain.provenance import Provenance, Recorded, Thing
from domain.refusals import NotFound, NotThere, SomeoneWasFirst
from domain.store.application import Along, Store
from domain.store.log import LogEntry

AnyThing = TypeVar("AnyThing", bound=Thing)

AT_ONCE = 1_000
"""Things that are read with one statement: few enough that their rows take little memory beside them."""


class Tracker:
    """Gets things out of the log and records what happens to them.

    `alongside` gives the same tracker with statements that go into the transaction of its next record.
    """

    def __init__(self, store: Store, along: Sequence[Along] = ()) -> None:
        self.store = store
        self._along = tuple(along)

    def alongside(self, *along: Along) -> "Tracker":
        """A tracker that also carries out these statements when it records."""
        return Tracker(self.store, (*self._along, *along))

    def get(self, kind: type[AnyThing], identity: UUID, *, version: int | None = None) -> AnyThing:
        """One thing as it is now. `version` is the one that the asker has seen.

        Raises NotFound where there is no such thing of this kind, SomeoneWasFirst for another version.
        """
        thing: Thing = self.store.repository.get(identity)
        if not isinstance(thing, kind):
            raise NotFound(NOTHING)
        _refuse_another_version(thing, version)
        return thing

    def several(self, kind: type[AnyThing], identities: Sequence[UUID]) -> list[AnyThing]:
        """Several things as they are now, in the order given, read many with one statement.

        Raises NotFound where one of them is no thing of this kind.
        """
        found: dict[UUID, Any] = {}
        for entry in self._histories(identities):
            found[entry.event.originator_id] = entry.event.mutate(found.get(entry.event.originator_id))
        things = [found.get(identity) for identity in identities]
        if not all(isinstance(thing, kind) for thing in things):
            raise NotFound(NOTHING)
        return things  # type: ignore[return-value]  # as was just looked at

    def _histories(self, identities: Sequence[UUID]) -> Iterator[LogEntry]:
        for start in range(0, len(identities), AT_ONCE):
            yield from self.store.log.of_several(identities[start : start + AT_ONCE])

    def look(self, kind: type[AnyThing], identity: UUID) -> AnyThing:
        """One thing that is only looked at. Raises NotFound."""
        return self.get(kind, identity)

    def named(self, kind: type[AnyThing], identity: UUID, field: str) -> AnyThing:
        """One thing that somebody has named in a field. Raises NotThere, with the field."""
        try:
            return self.look(kind, identity)
        except NotFound:
            raise NotThere(f"There is no such {vars(kind)['TOPIC']}.", field=field) from None

    def change(
        self,
        command: Callable[..., Any],
        kind: type[Thing],
        identity: UUID,
        *,
        by: Provenance,
        version: int | None = None,
        **facts: Any,
    ) -> int:
        """Carry out a command of one thing, such as `Action.accept`; its last position comes back."""
        thing: Thing = self.to_change(command, kind, identity, by=by, version=version)
        command(thing, by=by, **facts)
        return self.record(thing)

    def also(self, command: Callable[..., Any], thing: Thing, *, by: Provenance, **facts: Any) -> None:
        """Carry out one more command of a thing that is recorded later, if this person may give it."""
        self.allow(command, thing, by=by)
        command(thing, by=by, **facts)

    def to_change(
        self,
        command: Callable[..., Any],
        kind: type[AnyThing],
        identity: UUID,
        *,
        by: Provenance,
        version: int | None = None,
    ) -> AnyThing:
        """One thing for a command that this person may give. Raises as `get` does, and as `allow` does."""
        thing = self.get(kind, identity)
        self.allow(command, thing, by=by)
        _refuse_another_version(thing, version)
        return thing

    def allow(self, command: Callable[..., Any], *things: Thing, by: Provenance) -> None:
        """Let a command change these things, or have made them. Raises NotFound or NotAllowed.

        This is the one place where anybody's right to change something is looked at: `record` takes nothing
        of people that has not been through it.
        """
        for thing in things:
            refuse_unless_allowed(command, thing, by)
            thing.changed_by |= {by.entered_by}

    def record(self, *things: Thing, along: Sequence[Along] = ()) -> int:
        """Record all that has happened to these things: all of it, or nothing. Gives the last position."""
        for thing in things:
            _refuse_unless_looked_at(thing)
        return self.store.record(*things, along=(*self._along, *along))


def _refuse_another_version(thing: Thing, version: int | None) -> None:
    if version is not None and thing.version != version:
        raise SomeoneWasFirst("Somebody else has changed this since you opened it.")


def _refuse_unless_looked_at(thing: Thing) -> None:
    for event in thing.pending_events:
        if cast(Recorded, event).entered_by not in {None, *thing.changed_by}:
            raise LookupError(f"Nobody has looked at whether this person may change {type(thing).__name__}.")
