"""How lists are asked: as they stand, or as they stood at a position of the log."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import Connection

from projections.rag import ASKED_FOR_TIME, COLOUR, MOVED, OVERDUE, RUNNING

PRESENT = "{0}.until is null"
PAST = "({0}.since <= %(at)s and ({0}.until is null or {0}.until > %(at)s))"

RULES: Mapping[str, LiteralString] = {
    "colour": COLOUR,
    "overdue": OVERDUE,
    "running": RUNNING,
    "moved": MOVED,
    "asked_for_time": ASKED_FOR_TIME,
}
"""The rules over the actions `a` of a statement, by the names that stand for them in braces."""


@dataclass(frozen=True)
class Asking:
    """A statement in which `{name:stands}` says that a version of the table (by its alias) stands.

    It is kept in two forms: the present, which the indexes of what stands serve, and the past. `{overdue}`
    and the other `RULES` stand for what they say; other parts in braces are named by `parts`.
    """

    present: LiteralString
    past: LiteralString

    @classmethod
    def of(cls, statement: LiteralString, *aliases: LiteralString, **parts: LiteralString) -> "Asking":
        """Both forms of a statement."""
        for name, part in {**parts, **RULES}.items():
            statement = statement.replace("{" + name + "}", part)
        return cls(_said(statement, aliases, PRESENT), _said(statement, aliases, PAST))

    def ask(
        self, connection: Connection[Any], parameters: Mapping[str, Any], at: int | None
    ) -> Sequence[Any]:
        """The rows at a position of the log, or now (None)."""
        if at is None:
            return connection.execute(self.present, parameters).fetchall()
        return connection.execute(self.past, {**parameters, "at": at}).fetchall()


def _said(statement: LiteralString, aliases: Sequence[LiteralString], form: LiteralString) -> LiteralString:
    for alias in aliases:
        statement = statement.replace("{" + alias + ":stands}", form.replace("{0}", alias))
    return statement


def pattern(words: str | None) -> str | None:
    """What `ilike` takes to find these words anywhere in a text; None for no words."""
    looked_for = (words or "").strip()
    return "%" + re.sub(r"([\\%_])", r"\\\1", looked_for) + "%" if looked_for else None
