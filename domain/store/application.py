"""The store: saves what things have decided, and gives them back as they are."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application, Repository
from eventsourcing.persistence import EventStore
from eventsourcing.postgres import PostgresFactory
from eventsourcing.utils import Environment, EnvType
from psycopg import Connection
from psycopg.errors import UndefinedTable

from domain.provenance import Recorded, Thing
from domain.refusals import NotFound, SomeoneWasFirst
from domain.store.datastore import LOST, DatabaseUnavailable, Datastore, OutcomeUnknown
from domain.store.keys import MasterKey, TextKeys
from domain.store.log import Log
from domain.store.mapper import TypedMapper
from domain.store.recorder import Recorder, VersionTaken
from domain.store.saving import Along

__all__ = ["Along", "Store", "ThingNotFound", "noting_saves", "saved_meanwhile"]

_saved: ContextVar[list[int] | None] = ContextVar("saved", default=None)


class ThingNotFound(NotFound, AggregateNotFoundError):
    """Nothing was ever recorded under that identity."""


class Things(Repository[UUID]):
    """Things as their events have made them."""

    def get(self, aggregate_id: UUID, *, version: int | None = None, **_: Any) -> Any:
        """The thing of that identity (`version=` as it once was). Raises `NotFound`."""
        thing: Any = None
        # The library's own loop asks of every event whether it fits a protocol: a third of the time to load.
        for event in self.event_store.get(aggregate_id, lte=version):
            thing = cast(Recorded, event).mutate(thing)
        if thing is None:
            raise ThingNotFound("There is nothing under this address, or no longer.")
        return thing


class Factory(PostgresFactory):
    """What the library asks for its parts; all of them are made by the store."""

    def __init__(self, env: Environment, datastore: Datastore) -> None:
        self.env = env
        self._is_entered = False
        self.datastore = datastore


class Store(Application[UUID]):
    """The log and the ordinary tables beside it, over one small pool of connections."""

    name = "dhr-tracker"
    recorder: Recorder
    mapper: TypedMapper

    def __init__(
        self,
        conninfo: str,
        master_key_file: Path,
        *,
        pool_size: int = 2,
        max_overflow: int = 6,
        serving: bool = False,
    ) -> None:
        """Open the store. Raises `DatabaseUnavailable` and `MasterKeyLost`.

        `serving`: as the role by which the web records. It reads the events in scope (`domain.store.scope`),
        where the tracker itself reads all.
        """
        self.datastore = Datastore(conninfo, pool_size=pool_size, max_overflow=max_overflow, serving=serving)
        self.master_key = MasterKey(master_key_file)
        self.keys = TextKeys(self.datastore, self.master_key)
        self.datastore.open()
        super().__init__()
        self._log = Log(self.recorder, self.mapper)
        self._check()

    def _check(self) -> None:
        try:
            with self.connection() as connection:
                self.master_key.check(connection)
        except UndefinedTable as error:
            self.close()
            raise DatabaseUnavailable("The database has no tables yet. Run `dhr migrate` first.") from error
        except Exception:
            self.close()
            raise

    @property
    def repository(self) -> Things:
        """Things as they are."""
        return cast(Things, self._repository)

    @property
    def log(self) -> Log:  # type: ignore[override]  # the library's own `log` is deprecated
        """The reading side."""
        return self._log

    def record(self, *things: Thing, along: Sequence[Along] = ()) -> int:
        """Save everything that these things have decided, and the statements along with it, all or nothing.

        Returns the position of the last event, 0 when there was none. Raises `SomeoneWasFirst` when one of
        them was changed in the meantime, unless what is recorded there is this very save, whose answer was
        lost. Raises `TextErased`, `DatabaseUnavailable`, `OutcomeUnknown`; an error of a statement along
        comes as psycopg raises it (`UniqueViolation` …).
        """
        events = [cast(Recorded, event) for thing in things for event in thing.collect_events()]
        if not events and not along:
            return 0
        rows = [self.mapper.to_stored_event(event) for event in events]
        try:
            positions = self.recorder.insert_events(rows, along=along)
        except VersionTaken as error:
            return self._position_of_this_very_save(events, error)
        return _noted(positions[-1]) if positions else 0

    def _position_of_this_very_save(self, events: Sequence[Recorded], error: VersionTaken) -> int:
        try:
            entries = self.log.of_correlations({event.correlation for event in events})
        except (*LOST, DatabaseUnavailable) as unread:
            raise OutcomeUnknown from unread
        recorded = {(entry.event.originator_id, entry.event.originator_version): entry for entry in entries}
        found = [recorded.get((event.originator_id, event.originator_version)) for event in events]
        same = [
            entry for entry, event in zip(found, events, strict=True) if entry and _alike(entry.event, event)
        ]
        if len(same) < len(events):
            raise SomeoneWasFirst(
                "Somebody else recorded something here first. Nothing of yours was saved:"
                " look again, and repeat what is still needed."
            ) from error
        return _noted(same[-1].position)

    def connection(self) -> AbstractContextManager[Connection[Any]]:
        """A connection in autocommit mode for the ordinary tables. Its rows are tuples, its times UTC."""
        return self.datastore.checked_connection()

    def close(self) -> None:
        """Close every connection."""
        self.closing.set()
        if hasattr(self, "_log"):
            self._log.close()
        self.datastore.close()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:  # noqa: ARG002
        """Nothing of the library is set from outside: an environment variable must not change the log."""
        return Environment(name, {})

    def construct_factory(self, env: Environment) -> Factory:  # type: ignore[override]  # of trackings, which are not used
        """The factory over our own data store."""
        return Factory(env, self.datastore)

    def construct_mapper(self) -> TypedMapper:
        """Typed JSON, with confidential text encrypted."""
        return TypedMapper(self.keys)

    def construct_recorder(self) -> Recorder:
        """Our own table and function."""
        return Recorder(self.datastore, self.keys)

    def construct_repository(self) -> Things:
        """No snapshots, and no cache: what is read is what is recorded."""
        return Things(event_store=EventStore(self.mapper, self.recorder))


@contextmanager
def noting_saves() -> Iterator[None]:
    """Know within the block, and in the threads that take over its context, what was saved in it."""
    token = _saved.set([])
    try:
        yield
    finally:
        _saved.reset(token)


def saved_meanwhile() -> bool:
    """Whether something was saved since `noting_saves` began, whatever went wrong afterwards."""
    return bool(_saved.get())


def _noted(position: int) -> int:
    if (saved := _saved.get()) is not None:
        saved.append(position)
    return position


def _alike(one: Recorded, other: Recorded) -> bool:
    """Whether two events say the same, whenever they were made."""
    return type(one) is type(other) and vars(one) | {"timestamp": None} == vars(other) | {"timestamp": None}
