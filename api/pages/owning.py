"""Asking before somebody becomes owner of an action that their agency neither leads nor supports.

An owner is a person in the lead agency by agreed practice, but people move, and agencies lend each other
theirs: so it is a question to whoever fills in the form, and no refusal. A program is not asked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from fastapi import Request
from starlette.datastructures import FormData

from api.commands import Command
from api.pages.posting import identity, text
from api.pages.warning import Warned
from api.templating import counted
from projections import chosen_actions, directory

NAMED: Final = 3
"""Of many actions so many are named."""


def owner_elsewhere(
    request: Request, command: Command, form: FormData, actions: Collection[UUID]
) -> list[Warned]:
    """What is to be asked of the owner that a form names for these actions; nothing of other commands."""
    owner = identity(text(form, "owner"))
    if (command.things, command.noun) != ("actions", "owner") or owner is None:
        return []
    with request.app.state.views.reading() as connection:
        found = chosen_actions.without_agency_of(connection, actions, owner)
        who = directory.names(connection, [owner]).get(owner, "")
    return [Warned("owner", _sentence(who, found, len(actions)))] if found else []


def _sentence(who: str, found: Sequence[str], in_all: int) -> str:
    return f"“Owner”: {who} is in an agency that neither leads nor supports {_which(found, in_all)}"


def _which(found: Sequence[str], in_all: int) -> str:
    if len(found) == in_all:
        return "this action" if in_all == 1 else f"any of these {counted(in_all, 'action')}"
    more = f" and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
    return f"{len(found):,} of these {counted(in_all, 'action')}: {', '.join(found[:NAMED])}{more}"
