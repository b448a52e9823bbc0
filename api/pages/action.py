"""Everything about one action: what stands, why, what can be recorded now, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from psycopg import Connection

from api.commands import Command
from api.noting import reads
from api.pages.framing import page
from api.pages.histories import history, recorded_by
from api.pages.past import Shown, shown
from api.pages.things import history_shown, is_behind, offered_to, recorded, refuse_absent
from api.templating import counted
from domain.clocks import days_between
from domain.rag import RagRule, punctuality, why
from domain.vocabulary import Colour, Delivery
from projections import actions, directory, learning, outbox, progress, reviews
from projections.actions import ActionSeen
from projections.outbox import ReminderOf

router = APIRouter()

GROUPS = (
    (
        "Progress and completion",
        (
            "progress",
            "progress-request",
            "acceptance",
            "completion",
            "sign-off",
            "assurance",
            "return",
            "reopening",
        ),
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
    ("People and agencies", ("owner", "ownership-decline", "lead-agency", "supporting-agencies", "split")),
    ("The action itself", ("wording", "cancellation")),
)

WITHOUT_COLOUR = {Delivery.CANCELLED: "A cancelled action has no colour."}
NOT_ISSUED = "Its action plan is not issued yet, so it has no colour and sends no reminders."
"""Why an action has no colour: the rule names both reasons, of one action one is known."""


@router.get("/actions/{identity:uuid}")
def show_action(request: Request, identity: UUID) -> HTMLResponse:
    """The page of an action."""
    state = shown(request)
    entries = history_shown(request, "actions", identity, state)
    with request.app.state.views.reading() as connection:
        seen = actions.one(connection, identity, today=state.today, at=state.at)
        refuse_absent(seen, entries)
        mails = reminders_by(connection, identity, state) if entries else []
        past = history(request, connection, entries, at=state.at, reminders=mails)
        found = about(connection, seen, state.at) if seen else {}
    reads(request, [seen] if seen else [])
    return page(
        request,
        "action.html",
        shown=state,
        seen=seen,
        past=past,
        behind=is_behind(seen.row if seen else None, entries, state),
        done=recorded(request, "actions"),
        groups=grouped(offered_to(request, "actions", seen.row if seen else None)),
        **found,
    )


def reminders_by(connection: Connection[Any], identity: UUID, state: Shown) -> list[ReminderOf]:
    """What had become of the reminders of an action by then."""
    return recorded_by(outbox.reminders_of(connection, identity), state)


def about(connection: Connection[Any], seen: ActionSeen, at: int | None) -> dict[str, Any]:
    """What the page says of an action beside its row."""
    row = seen.row
    carried_out = reviews.recommendations(connection, identities=row.recommendations, at=at)
    rule = actions.rag_rules(connection, [row.partnership], at).get(row.partnership, RagRule())
    return {
        "recommendations": carried_out,
        "reviews": directory.names(connection, row.reviews, at=at),
        "names": directory.names(
            connection, [*row.split_into, *([row.split_from] if row.split_from else [])], at=at
        ),
        "note": progress.latest(connection, [row.id], at=at).get(row.id),
        "why": without_colour(row) if seen.rag == Colour.NONE else why(seen.rag, rule),
        "slippage": slippage(row),
        "punctuality": punctuality(row.due, row.reported_on) if row.due and row.reported_on else "",
        "flags": flags(row),
        "pointers": learning.pointers_of(row),
    }


def without_colour(row: Any) -> str:
    """Why an action has no colour, in a sentence."""
    return WITHOUT_COLOUR.get(row.delivery, NOT_ISSUED)


def slippage(row: Any) -> str:
    """How much later the present due date is than the first one, in words; "" where it is not."""
    if row.due is None or row.original_due is None or row.due == row.original_due:
        return ""
    days = days_between(row.original_due, row.due)
    return f"{counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'} than the original due date"


def flags(row: Any) -> list[str]:
    """What stands beside the colour."""
    is_closed = row.delivery in WITHOUT_COLOUR or row.delivery == Delivery.SIGNED_OFF
    found = {
        "No owner": row.owner is None and not is_closed,
        "Owner has left": row.owner_has_left and not is_closed,
        "Owner in another agency": actions.owner_is_elsewhere(row)
        and not row.owner_has_left
        and not is_closed,
        "No lead agency": row.lead is None and not is_closed,
        "Extended": row.extended,
        "More time asked for": row.asked_until is not None,
        "Progress asked for": row.progress_asked_on is not None,
        "Signed off by the agency": row.agency_signed_off,
        "Split by agency": bool(row.split_into),
    }
    return [words for words, is_so in found.items() if is_so]


def grouped(commands: Sequence[Command]) -> list[tuple[str, list[Command]]]:
    """The commands that an action's state offers, under their headings."""
    by_noun = {one.noun: one for one in commands}
    groups = [(heading, [by_noun[noun] for noun in nouns if noun in by_noun]) for heading, nouns in GROUPS]
    return [(heading, found) for heading, found in groups if found]
