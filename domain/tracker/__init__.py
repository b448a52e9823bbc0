"""The tracker: what people can do. Each command changes things and records their events in one transaction.

A command that concerns one thing alone is the method of its aggregate, carried out by `Tracker.change`;
what must look at several things has a function in the module named after its noun.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from domain.provenance import Thing
from domain.refusals import NotFound, NotThere, SomeoneWasFirst
from domain.store.application import Along, Store
from domain.store.log import LogEntry

AnyThing = TypeVar("AnyThing", bound=Thing)

AT_ONCE = 1_000
"""Things that are read with one statement: few enough that their rows take little memory beside them."""

NOTHING = "There is nothing under this address, or no longer."


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
        if version is not None and thing.version != version:
            raise SomeoneWasFirst("Somebody else has changed this since you opened it.")
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
        version: int | None = None,
        **facts: Any,
    ) -> int:
        """Carry out a command of one thing, such as `Action.accept`; its last position comes back."""
        thing: Thing = self.get(kind, identity, version=version)
        command(thing, **facts)
        return self.record(thing)

    def record(self, *things: Thing, along: Sequence[Along] = ()) -> int:
        """Record all that has happened to these things: all of it, or nothing. Gives the last position."""
        return self.store.record(*things, along=(*self._along, *along))
