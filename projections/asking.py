"""How lists are asked: as they stand, or as they stood at a position of the log."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import Connection

from projections.rag import ASKED_FOR_TIME, COLOUR, ISSUED, MOVED, OVERDUE, RUNNING

PRESENT = "{0}.until is null"
PAST = "({0}.since <= %(at)s and ({0}.until is null or {0}.until > %(at)s))"
STANDING_STILL = "({0}.until is null and {0}.since <= %(at)s)"
ENDED_LATER = "({0}.until > %(at)s and {0}.since <= %(at)s)"
# Both halves are read from an index; one condition on both would go through every version of every action.
ALL_THEN = """
    (
        select * from actions where until is null and since <= %(at)s
        union all
        select * from actions where until > %(at)s and since <= %(at)s
    )
"""
ALL_COUNTED_THEN = ALL_THEN.replace("actions", "counted_actions")

RULES: Mapping[str, LiteralString] = {
    "colour": COLOUR,
    "issued": ISSUED,
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
    and the other `RULES` stand for what they say; other parts in braces are named by `parts`. `{all_actions}`
    is the table of actions where no index narrows it down, and `{all_counted}` what is counted of it.
    """

    present: LiteralString
    past: LiteralString

    @classmethod
    def of(cls, statement: LiteralString, *aliases: LiteralString, **parts: LiteralString) -> "Asking":
        """Both forms of a statement. `parts` may also say one of the rules in other words."""
        whole = _with(_with(statement, parts, unless=RULES), {**RULES, **parts})
        present = _with(whole, {"all_actions": "actions", "all_counted": "counted_actions"})
        past = _with(whole, {"all_actions": ALL_THEN, "all_counted": ALL_COUNTED_THEN})
        return cls(_said(present, aliases, PRESENT), _said(past, aliases, PAST))

    @classmethod
    def in_two(
        cls, statement: LiteralString, *aliases: LiteralString, counted: LiteralString, **parts: LiteralString
    ) -> "Asking":
        """Both forms of a statement that adds up what it counts, in `{counted}`, of the actions `a`.

        For the past, those that stand still are counted apart from those that have ended since: each have an
        index of their own, where one condition on both would go through every version.
        """
        each = _with(counted, parts, unless=RULES)
        both = " union all ".join(_said(each, ("a",), form) for form in (STANDING_STILL, ENDED_LATER))
        present = cls.of(statement, *aliases, counted=each, **parts).present
        return cls(present, cls.of(statement, *aliases, counted=both, **parts).past)

    def ask(
        self, connection: Connection[Any], parameters: Mapping[str, Any], at: int | None
    ) -> Sequence[Any]:
        """The rows at a position of the log, or now (None)."""
        if at is None:
            return connection.execute(self.present, parameters).fetchall()
        return connection.execute(self.past, {**parameters, "at": at}).fetchall()


def _with(
    statement: LiteralString, parts: Mapping[str, LiteralString], unless: Collection[str] = ()
) -> LiteralString:
    for name, part in parts.items():
        if name not in unless:
            statement = statement.replace("{" + name + "}", part)
    return statement


def _said(statement: LiteralString, aliases: Sequence[LiteralString], form: LiteralString) -> LiteralString:
    for alias in aliases:
        statement = statement.replace("{" + alias + ":stands}", form.replace("{0}", alias))
    return statement


def pattern(words: str | None) -> str | None:
    """What `ilike` takes to find these words anywhere in a text; None for no words."""
    looked_for = (words or "").strip()
    return "%" + re.sub(r"([\\%_])", r"\\\1", looked_for) + "%" if looked_for else None
