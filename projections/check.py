"""Whether the live views are what the log makes of them: `dhr rebuild --check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.sql import SQL, Identifier

from domain.refusals import Refused, refuse_if
from projections.generations import Generation, connect, drop, only_rebuild, positions, published
from projections.rebuild import Building, built
from projections.table import table_of
from projections.view import VersionedView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from psycopg import Connection

    from domain.store.application import Store
    from projections.view import View

# Live rows go on changing meanwhile; versions tell how they were at the position that was rebuilt.
LIVE_VERSIONS = SQL("""
    select {fields}, since, case when until <= {position} then until end as until
    from {table}
    where since <= {position}
    """)
LIVE_LINES = SQL("select {fields} from {table} where position <= {position}")
DIFFERENCES = SQL("""
    with live as ({live}),
    rebuilt as (select {columns} from {table}),
    missing as (select * from rebuilt except all select * from live),
    surplus as (select * from live except all select * from rebuilt)
    select distinct {identity}
    from (select * from missing union all select * from surplus) as different
    order by {identity}
    """)


class Difference(NamedTuple):
    """Where a live view is not what the log makes of it: the thing (None: a line), since which position."""

    view: str
    id: UUID | None
    position: int


def check(store: Store, views: Sequence[View]) -> list[Difference]:
    """Rebuild every view beside the live ones up to where each of those is, and compare them row by row.

    Nothing that serves is touched or held up. Raises `Refused` while a rebuild runs, and for views that are
    not built yet or of another definition than their rows.
    """
    with connect(store.datastore.conninfo) as connection, only_rebuild(connection):
        live = published(connection)
        if live is None:
            raise Refused("There are no views yet. Run `dhr rebuild` first.")
        reached = _reached(connection, live, views)
        with built(connection, views, served=False) as scratch:
            building = Building(connection, store.log, scratch, None)
            for position in sorted(set(reached.values())):
                building.fill([view for view in views if reached[view.name] == position], until=position)
            _refuse_unfinished(connection, scratch, reached)
            found = [
                one for view in views for one in _compare(connection, view, live, scratch, reached[view.name])
            ]
            drop(connection, scratch)
    return found


def _reached(connection: Connection[Any], live: Generation, views: Sequence[View]) -> dict[str, int]:
    """Up to where each live view is."""
    stored = {one.view: one for one in positions(connection, live)}
    changed = [
        view.name
        for view in views
        if view.name not in stored or stored[view.name].definition != view.definition
    ]
    refuse_if(
        bool(changed),
        f"Not built yet, or changed since they were: {', '.join(changed)}. Run `dhr rebuild` first.",
    )
    return {view.name: stored[view.name].position for view in views}


def _refuse_unfinished(connection: Connection[Any], scratch: Generation, reached: dict[str, int]) -> None:
    failed = [one.view for one in positions(connection, scratch) if one.position != reached[one.view]]
    refuse_if(
        bool(failed),
        f"Cannot be checked, because a rebuild of them fails before where they are: {', '.join(failed)}.",
    )


def _compare(
    connection: Connection[Any], view: View, live: Generation, scratch: Generation, position: int
) -> list[Difference]:
    versioned = isinstance(view, VersionedView)
    fields = SQL(", ").join(map(Identifier, view.fields))
    rows = LIVE_VERSIONS if versioned else LIVE_LINES
    rebuilt = table_of(view, scratch.schema)
    statement = DIFFERENCES.format(
        live=rows.format(fields=fields, table=Identifier(live.schema, view.name), position=position),
        columns=rebuilt.columns,
        table=rebuilt.name,
        identity=SQL("id, since" if versioned else "null::uuid, position"),
    )
    return [Difference(view.name, *row) for row in connection.execute(statement)]
