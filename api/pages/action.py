"""Everything about one action: what stands, why, what can be recorded now, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from psycopg import Connection

from api.access import SignedIn
from api.commands import Command, offered
from api.pages.framing import page
from api.pages.history import told, with_reminders
from api.pages.things import history_of, is_behind, recorded
from api.templating import counted
from domain.clocks import days_between
from domain.rag import RagRule, punctuality, why
from projections import actions, directory, outbox, progress, reviews
from projections.actions import ActionSeen

router = APIRouter()

GROUPS = (
    (
        "Progress and completion",
        ("progress", "acceptance", "completion", "sign-off", "assurance", "return", "reopening"),
    ),
    (
        "Time",
        (
            "extension-grant",
            "extension-decline",
            "extension-request",
            "forecast",
            "timescale",
            "timescale-correction",
        ),
    ),
    ("People and agencies", ("owner", "lead-agency", "supporting-agencies", "split")),
    ("The action itself", ("wording", "cancellation")),
)


@router.get("/actions/{identity:uuid}")
def show_action(request: Request, who: SignedIn, identity: UUID) -> HTMLResponse:
    """The page of an action."""
    entries = history_of(request, "actions", identity)
    with request.app.state.views.reading() as connection:
        seen = actions.one(connection, identity, today=who.today)
        lines = with_reminders(
            connection, told(connection, entries), outbox.reminders_of(connection, identity)
        )
        found = about(connection, seen) if seen else {}
    return page(
        request,
        "action.html",
        seen=seen,
        lines=lines,
        behind=is_behind(seen.row if seen else None, entries),
        done=recorded(request, "actions"),
        **found,
    )


def about(connection: Connection[Any], seen: ActionSeen) -> dict[str, Any]:
    """What the page says of an action beside its row."""
    row = seen.row
    carried_out = reviews.recommendations(connection, identities=row.recommendations)
    rule = actions.rag_rules(connection).get(row.partnership, RagRule())
    return {
        "recommendations": carried_out,
        "reviews": directory.names(connection, row.reviews),
        "names": directory.names(
            connection, [*row.split_into, *([row.split_from] if row.split_from else [])]
        ),
        "note": progress.latest(connection, [row.id]).get(row.id),
        "why": why(seen.rag, rule),
        "slippage": slippage(row),
        "punctuality": punctuality(row.due, row.reported_on) if row.due and row.reported_on else "",
        "groups": grouped(offered("actions", row)),
        "flags": flags(row),
    }


def slippage(row: Any) -> str:
    """How much later the present due date is than the first one, in words; "" where it is not."""
    if row.due is None or row.original_due is None or row.due == row.original_due:
        return ""
    days = days_between(row.original_due, row.due)
    return f"{counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'} than the original due date"


def flags(row: Any) -> list[str]:
    """What stands beside the colour."""
    found = {
        "No owner": row.owner is None,
        "No lead agency": row.lead is None,
        "Extended": row.extended,
        "More time asked for": row.asked_until is not None,
        "Signed off by the agency": row.agency_signed_off,
        "Split by agency": bool(row.split_into),
    }
    return [words for words, is_so in found.items() if is_so]


def grouped(commands: Sequence[Command]) -> list[tuple[str, list[Command]]]:
    """The commands that an action's state offers, under their headings."""
    by_noun = {one.noun: one for one in commands}
    groups = [(heading, [by_noun[noun] for noun in nouns if noun in by_noun]) for heading, nouns in GROUPS]
    return [(heading, found) for heading, found in groups if found]
