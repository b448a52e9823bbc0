"""The table of one view in one generation: reading what stands, writing what changed.

Rows travel as JSON: one statement with one parameter for any number of rows. That is as fast as COPY from
Python, leaves more of the work to PostgreSQL, and serves live and rebuild alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from psycopg.sql import SQL, Composed, Identifier

from projections.fold import Version, fold, lines, touched
from projections.view import AppendedView, VersionedView, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from psycopg import Connection

    from domain.store.log import LogEntry

ROWS_IN_ONE_STATEMENT = 5_000

INSERT = SQL("""
    insert into {table} ({columns})
    select {columns}
    from json_populate_recordset(null::{table}, %s::json)
    """)
STANDING = SQL("""
    select id, since, row_to_json(as_it_stands)::text
    from {table} as as_it_stands
    where id = any(%s) and until is null
    """)
END = SQL("""
    update {table} as as_it_stands
    set until = ended.until
    from unnest(%s::uuid[], %s::bigint[]) as ended (id, until)
    where as_it_stands.id = ended.id and as_it_stands.until is null
    """)
INDEX_OF_STANDING = SQL("create unique index {index} on {table} (id) where until is null")


class _TableOf:
    """What both kinds share: making the table, its indexes, and putting rows in."""

    def __init__(self, view: View, schema: str, columns: Sequence[str]) -> None:
        self.name = Identifier(schema, view.name)
        self.columns = SQL(", ").join(map(Identifier, columns))
        self.insert = INSERT.format(table=self.name, columns=self.columns)

    def put(self, connection: Connection[Any], rows: Sequence[msgspec.Struct]) -> None:
        """Insert rows, many in one statement."""
        for start in range(0, len(rows), ROWS_IN_ONE_STATEMENT):
            some = msgspec.json.encode(rows[start : start + ROWS_IN_ONE_STATEMENT])
            connection.execute(self.insert, [some.decode()])


class TableOfVersions(_TableOf):
    """The table of a VersionedView."""

    def __init__(self, view: VersionedView, schema: str) -> None:
        super().__init__(view, schema, [*view.fields, "since", "until"])
        self.view = view
        self.standing = STANDING.format(table=self.name)
        self.end = END.format(table=self.name)
        self.own_indexes: list[Composed] = [
            INDEX_OF_STANDING.format(table=self.name, index=Identifier(f"{view.name}_standing"))
        ]
        self._stored = msgspec.defstruct(
            view.row.__name__,
            [("since", int, 0), ("until", int | None, None)],
            bases=(view.row,),
            frozen=True,
            gc=False,
        )
        self._row = msgspec.json.Decoder(view.row)

    def ask(self, connection: Connection[Any], entries: Sequence[LogEntry]) -> Iterable[Any]:
        """Ask for the versions that stand of the things in the entries."""
        return connection.execute(self.standing, [touched(self.view, entries)])

    def write(self, connection: Connection[Any], entries: Sequence[LogEntry], asked: Iterable[Any]) -> None:
        """Fold the entries onto what was asked for, and write what changed."""
        standing = {key: Version(key, since, None, self._row.decode(row)) for key, since, row in asked}
        ended = fold(self.view, entries, standing)
        first = entries[0].position
        self._end(connection, [version for version in ended if version.since < first])
        new = (version for version in [*ended, *standing.values()] if version.since >= first)
        self.put(connection, self.rows(new))

    def ended(self, entries: Sequence[LogEntry], standing: dict[UUID, Version]) -> list[msgspec.Struct]:
        """Fold the entries onto `standing`; the rows of what ended, for a table where nothing stands yet."""
        return self.rows(fold(self.view, entries, standing))

    def rows(self, versions: Iterable[Version]) -> list[msgspec.Struct]:
        """The rows of versions as they are."""
        astuple, stored = msgspec.structs.astuple, self._stored
        return [stored(*astuple(row), since, until) for _, since, until, row in versions]

    def _end(self, connection: Connection[Any], ended: Sequence[Version]) -> None:
        if ended:
            ids, _, untils, _ = zip(*ended, strict=True)
            connection.execute(self.end, [list(ids), list(untils)])


class TableOfLines(_TableOf):
    """The table of an AppendedView."""

    own_indexes: tuple[Composed, ...] = ()

    def __init__(self, view: AppendedView, schema: str) -> None:
        super().__init__(view, schema, view.fields)
        self.view = view

    def ask(self, _: Connection[Any], __: Sequence[LogEntry]) -> Iterable[Any]:
        """Lines depend on nothing that is stored."""
        return ()

    def write(self, connection: Connection[Any], entries: Sequence[LogEntry], _: object) -> None:
        """Append the lines of the entries."""
        self.put(connection, lines(self.view, entries))

    def ended(self, entries: Sequence[LogEntry], _: object) -> list[msgspec.Struct]:
        """The lines of the entries."""
        return lines(self.view, entries)

    def rows(self, _: object) -> list[msgspec.Struct]:
        """Lines have no versions that stand."""
        return []


def table_of(view: View, schema: str) -> TableOfVersions | TableOfLines:
    """The table of a view in a schema."""
    return TableOfVersions(view, schema) if isinstance(view, VersionedView) else TableOfLines(view, schema)
