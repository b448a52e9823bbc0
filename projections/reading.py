"""The reading side of the views: what every list, count and search is asked through."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg import Connection
from psycopg.rows import namedtuple_row
from psycopg_pool import ConnectionPool, PoolTimeout

from domain.refusals import Refused
from domain.store.datastore import LOST, RECONNECT_SECONDS
from projections.generations import FEEDING, OUR_LOCKS
from projections.sight import SEEN_BY, SERVING, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from projections.view import View

AWAY = (*LOST, PoolTimeout)
FIRST_POLL, LONGEST_POLL = 0.002, 0.05
# Which filters are on decides how a list is best read, so that no plan is kept for all of them. To compile a
# statement, or to share it out, takes longer than any of ours runs; a sort of all actions stays in memory.
SETTINGS = (
    "-c timezone=UTC -c plan_cache_mode=force_custom_plan -c jit=off"
    " -c max_parallel_workers_per_gather=0 -c work_mem=16MB"
)

LOOK_INTO_PUBLISHED = """
    select set_config('search_path', schema || ', public', false)
    from public.published
    """
# A generation of before there were such schemas serves nobody: the worker replaces it.
LOOK_AS_SEEN = """
    select
        set_config('search_path', 'seen_' || generation || ', public', false),
        (
            select count(set_config('dhr.' || setting.name, setting.value, false))
            from unnest(%(names)s::text[], %(values)s::text[]) as setting (name, value)
        )
    from public.published
    where to_regnamespace('seen_' || generation) is not null
    """
# A view that has stopped holds up nobody, and nor does a worker that is not there.
REACHED = """
    select
        coalesce(bool_and(position >= %(position)s), false) as by_all,
        coalesce(bool_and(position >= %(position)s or failed_at is not null), false) as by_the_going,
        exists (
            select
            from pg_locks
            where locktype = 'advisory' and granted and objsubid = 2
                and classid = %(ours)s and objid = %(feeding)s
                and database = (select oid from pg_database where datname = current_database())
        ) as fed
    from public.published
    join public.view_positions using (generation)
    """
DEFINITIONS = """
    select view, definition
    from public.published
    join public.view_positions using (generation)
    """
# A view that has stopped keeps the others' lists from nothing.
REACHED_BY_ALL = """
    select coalesce(min(position) filter (where failed_at is null), 0) as position
    from public.published
    join public.view_positions using (generation)
    """
LAG = """
    select view, position, failed_at, failure
    from public.published
    join public.view_positions using (generation)
    order by view
    """


class Lag(NamedTuple):
    """How far a view has followed the log; if it stopped, at which position, and a sentence on why."""

    position: int
    failed_at: int | None
    failure: str | None


def reached(connection: Connection[Any]) -> int:
    """The last position of the log that every view which still follows it has reached."""
    return int(connection.execute(REACHED_BY_ALL).fetchone().position)  # type: ignore[union-attr]


class _Reader(Connection[Any]):
    """A connection that knows the generation that it looks into: None while there is none."""

    schema: str | None = None


def _look_into_published(reader: _Reader) -> None:
    """The first statement of every request. It also shows a dead connection, which the pool then replaces."""
    row = reader.execute(LOOK_INTO_PUBLISHED).fetchone()
    reader.schema = row[0] if row else None


def _look_as_seen(reader: _Reader) -> None:
    """The same for the role that serves, together with what the asking person sees."""
    settings = settings_of(SEEN_BY.get())
    asked = {"names": list(settings), "values": list(settings.values())}
    row = reader.execute(LOOK_AS_SEEN, asked).fetchone()
    reader.schema = row[0] if row else None


class NothingPublished(Refused):
    """There are no views yet."""


class Views:
    """The published views, over a small pool of connections.

    `serving`: as the role that serves, which sees of them what the asking person may see (`seen_by`), and
    nothing without one. Otherwise all of it, as the tracker itself does.
    """

    def __init__(
        self, conninfo: str, *, pool_size: int = 2, max_overflow: int = 8, serving: bool = False
    ) -> None:
        self._pool = ConnectionPool(
            conninfo,
            connection_class=_Reader,
            check=_look_as_seen if serving else _look_into_published,
            min_size=pool_size,
            max_size=pool_size + max_overflow,
            timeout=2.0,
            reconnect_timeout=RECONNECT_SECONDS,
            kwargs={
                "autocommit": True,
                "row_factory": namedtuple_row,
                "connect_timeout": 2,
                "application_name": "dhr reading",
                "options": f"{SETTINGS} -c role={SERVING}" if serving else SETTINGS,
            },
            open=True,
        )

    @contextmanager
    def reading(self) -> Iterator[Connection[Any]]:
        """A connection that sees the tables of one generation, and those of `public`; rows are named tuples.

        It stays with that generation, so hold it for one request only. Every statement sees what is committed
        then; never read in one long snapshot. Raises `NothingPublished` before the first generation is built.
        """
        with self._pool.connection() as connection:
            if connection.schema is None:
                raise NothingPublished("The lists are being built for the first time. Try again in a moment.")
            yield connection

    def wait_for(self, position: int, *, timeout: float = 1.0) -> bool:
        """Wait until every view has reached a position of the log; False if not all have within `timeout`.

        `timeout` is in seconds. A view that has stopped is not waited for, but makes it False. Without a
        worker at work, or a database to ask, it is False at once: what was saved before stays saved.
        """
        ends, pause = time.monotonic() + timeout, FIRST_POLL
        while True:
            try:
                reached = self._reached(position)
            except AWAY:
                return False
            left = ends - time.monotonic()
            if reached.by_the_going or not reached.fed or left <= 0:
                return bool(reached.by_all)
            time.sleep(min(pause, left))
            pause = min(pause * 1.5, LONGEST_POLL)

    def fed(self) -> bool:
        """Whether a worker is at work: one that feeds the views, and makes what is asked of it."""
        return bool(self._reached(0).fed)

    def lag(self) -> dict[str, Lag]:
        """How far each published view is; empty before the first generation is built."""
        with self._pool.connection() as connection:
            return {view: Lag(*rest) for view, *rest in connection.execute(LAG)}

    def unready(self, views: Iterable[View]) -> list[str]:
        """The names of those views that are not built yet, or only in an older design. Do not read these."""
        with self._pool.connection() as connection:
            built = dict(connection.execute(DEFINITIONS).fetchall())
        return [view.name for view in views if built.get(view.name) != view.definition]

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def _reached(self, position: int) -> Any:
        parameters = {"position": position, "ours": OUR_LOCKS, "feeding": FEEDING}
        with self._pool.connection() as connection:
            return connection.execute(REACHED, parameters).fetchone()
