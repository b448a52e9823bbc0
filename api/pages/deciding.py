"""What the form of a decision about an action shows of what it answers: nobody decides from memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import Request
from psycopg import Connection

from api.access import log_of
from api.commands import Command
from api.pages.history import Line, told
from domain.action import Action
from domain.store.log import LogEntry

ASKED: Final = (Action.ExtensionRequested.TOPIC,)
REPORTED: Final = (Action.ReportedComplete.TOPIC, Action.SignedOffByAgency.TOPIC)
ANSWERED: Final[Mapping[str, Sequence[str]]] = {
    "extension-grant": ASKED,
    "extension-decline": ASKED,
    "sign-off": REPORTED,
    "assurance": REPORTED,
    "return": REPORTED,
}
"""The topics of what a form answers, by its noun."""


def answered(
    request: Request, connection: Connection[Any], command: Command, entries: Sequence[LogEntry]
) -> list[Line]:
    """What the form of a command answers, the newest first: the last entry of each topic in a history."""
    topics = ANSWERED.get(command.noun, ()) if command.things == "actions" else ()
    last = {entry.topic: entry for entry in entries if entry.topic in topics}
    return told(log_of(request), connection, sorted(last.values(), key=lambda one: one.position))
