"""How lists are asked: as they stand, or as they stood at a position of the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString, cast

from psycopg import Connection

PRESENT = "{0}.until is null"
PAST = "({0}.since <= %(at)s and ({0}.until is null or {0}.until > %(at)s))"


@dataclass(frozen=True)
class Asking:
    """A statement in which `{name:stands}` says that a version of the table (by its alias) stands.

    It is kept in two forms: the present, which the indexes of what stands serve, and the past.
    """

    present: LiteralString
    past: LiteralString

    @classmethod
    def of(cls, statement: LiteralString, *aliases: str) -> "Asking":
        """Both forms of a statement."""
        return cls(_said(statement, aliases, PRESENT), _said(statement, aliases, PAST))

    def ask(
        self, connection: Connection[Any], parameters: Mapping[str, Any], at: int | None
    ) -> Sequence[Any]:
        """The rows at a position of the log, or now (None)."""
        if at is None:
            return connection.execute(self.present, parameters).fetchall()
        return connection.execute(self.past, {**parameters, "at": at}).fetchall()


def _said(statement: str, aliases: Sequence[str], form: str) -> LiteralString:
    for alias in aliases:
        statement = statement.replace(f"{{{alias}:stands}}", form.format(alias))
    return cast("LiteralString", statement)
