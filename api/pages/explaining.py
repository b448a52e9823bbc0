"""The help page: the words, and the rules as each partnership has set them, now or on a day in the past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from psycopg import Connection

from api.pages.framing import page
from api.pages.partnerships import rules_of
from api.pages.past import Shown, shown
from api.sessions import IDLE_AFTER, LINK_LASTS, SESSION_LASTS
from domain.digests import describe_digest
from domain.partnership import describe_sign_off
from domain.rag import describe_overdue
from domain.sign_in import LASTS as CODE_LASTS
from domain.vocabulary import Role
from projections import directory
from projections.timeline import LATE_AFTER

router = APIRouter()

CONTENTS: Final = (
    ("words", "What the words mean"),
    ("overdue", "When an action is overdue"),
    ("colours", "What the colours mean"),
    ("reminders", "When reminders go, and to whom"),
    ("sign-off", "How an action is signed off"),
    ("past", "How to look at the past"),
    ("import", "How to import an action plan"),
    ("files", "How to print, and to take things away as files"),
    ("keyboard", "How to work with the keyboard"),
    ("signing-in", "Signing in and out"),
    ("whom-to-ask", "Whom to ask"),
)
"""The parts of the page by their anchors."""


@dataclass(frozen=True)
class RulesOfOne:
    """What one partnership has set, in sentences, and who answers questions there."""

    row: Any
    rules: dict[str, Any]
    sign_off: list[str]
    coordinators: Sequence[Any]


@router.get("/help")
def show_help(request: Request) -> HTMLResponse:
    """Everything that somebody who has just started wants to know, with the rules as they are set."""
    state = shown(request)
    with request.app.state.views.reading() as connection:
        found = [
            rules_of_one(connection, one, state) for one in directory.partnerships(connection, at=state.at)
        ]
    return page(
        request,
        "help.html",
        shown=state,
        contents=CONTENTS,
        found=found,
        overdue=describe_overdue(),
        digest=describe_digest(),
        late_after=LATE_AFTER,
        lasts={"code": CODE_LASTS, "link": LINK_LASTS, "idle": IDLE_AFTER, "session": SESSION_LASTS},
    )


def rules_of_one(connection: Connection[Any], row: Any, state: Shown) -> RulesOfOne:
    """What this partnership had set at the moment that the page shows."""
    roles = directory.roles(connection, partnership=row.id, at=state.at)
    return RulesOfOne(
        row,
        rules_of(row, state.today),
        describe_sign_off(single_agency_closes_alone=row.single_agency_closes_alone),
        [one for one in roles if one.role == Role.COORDINATOR],
    )
