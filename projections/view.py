"""What a view is: a table, the rows in it, and what every event changes in them."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

if TYPE_CHECKING:
    from domain.provenance import Recorded
    from domain.store.log import LogEntry

Row = msgspec.Struct
Change = Callable[[Any, Any, "LogEntry"], Row | None]

END_OF_STATEMENT = re.compile(r";[ \t]*$", re.MULTILINE)
MAKES_AN_INDEX = re.compile(r"^create (?:unique )?index ", re.MULTILINE)
END_BEFORE_A_BLANK_LINE = re.compile(r";[ \t]*\n(?:[ \t]*\n|\Z)")
"""Where what is seen may be functions, of which each has statements of its own."""


def its_thing(event: Recorded) -> Mapping[UUID, Any]:
    """What an event is about unless a view says otherwise: the thing that it happened to."""
    return {event.originator_id: event}


@dataclass(frozen=True, eq=False)
class Table:
    """What both kinds of view share.

    `name` is the name of the table. `sql` is the name of a file beside the module of `row`: first
    `create table NAME (...);`, then its indexes, each statement ending with `;` at the end of a line, and no
    name with a schema, since every generation is a schema of its own; indexes are built after the rows. The
    file whose name ends with `_seen.sql` instead says what of it whoever asks may see, in the words of
    `projections.sight`.

    `row` is a Struct (`frozen=True, gc=False`) whose fields are columns by the same names. It may hold str,
    int, bool, UUID, date, datetime (with time zone), enums of str, `X | None` and `tuple[X, ...]` (an array);
    nested Structs and dataclasses go into a `jsonb` column.

    Raise `version` when the functions of a view make something else of old events: like a changed table or
    row, it makes the worker rebuild the view.
    """

    name: str
    sql: str
    row: type[Row]
    version: int = field(default=1, kw_only=True)

    @cached_property
    def statements(self) -> list[str]:
        """The statements of the SQL file, in order."""
        return self._of_file(self.sql, END_OF_STATEMENT)

    @cached_property
    def indexes(self) -> list[str]:
        """Those statements of it that make indexes."""
        return [one for one in self.statements if MAKES_AN_INDEX.search(one)]

    @cached_property
    def seen(self) -> list[str]:
        """The statements that make what is seen of it."""
        return self._of_file(self.sql.replace(".sql", "_seen.sql"), END_BEFORE_A_BLANK_LINE)

    def _of_file(self, name: str, end: re.Pattern[str]) -> list[str]:
        text = Path(inspect.getfile(self.row)).with_name(name).read_text(encoding="utf-8")
        return [statement.strip() for statement in end.split(text) if statement.strip()]

    @cached_property
    def fields(self) -> list[str]:
        """The names of the row's fields, in order."""
        return [one.name for one in msgspec.structs.fields(self.row)]

    @cached_property
    def definition(self) -> str:
        """A fingerprint of table, row and version: stored rows with another one are of another design."""
        types = [(one.name, repr(one.type)) for one in msgspec.structs.fields(self.row)]
        return hashlib.sha256(repr((self.statements, self.seen, types, self.version)).encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class VersionedView(Table):
    """The state of each thing, now and at every position of the log.

    The table has the columns of `row`, whose first field is `id: UUID`, and `since bigint, until bigint`
    (null: still so). An event class is looked up in `changes`; its function gets the thing's row (None: there
    is none), the event and its log entry, and returns the row from then on: the same or an equal one for no
    change, None where there is none any more. It must be pure. The engine adds a unique index on `id` where
    `until is null`.

    `about` names the things that an event is about, where that is not (just) the thing it happened to: it
    maps each one's id to what the function gets in the place of the event: mostly the event itself, or for
    an event with many parts the part.
    """

    changes: Mapping[type[Recorded], Change]
    about: Callable[[Any], Mapping[UUID, Any]] = its_thing

    def concerned(self, kinds: Collection[type]) -> bool:
        """Whether events of any of these classes may change something."""
        return not self.changes.keys().isdisjoint(kinds)


@dataclass(frozen=True, eq=False)
class AppendedView(Table):
    """Lines that are never changed: none, one or several for an event.

    The table's columns are the fields of `row`, whose first is `position: int`. `events` are the classes that
    `lines` is asked about (None: all).
    """

    lines: Callable[[LogEntry], Iterable[Row]]
    events: frozenset[type[Recorded]] | None = None

    def concerned(self, kinds: Collection[type]) -> bool:
        """Whether events of any of these classes may give a line."""
        return self.events is None or not self.events.isdisjoint(kinds)


View = VersionedView | AppendedView
