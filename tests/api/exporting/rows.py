"""Invented rows, as the queries of the views give them."""

from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from domain.vocabulary import Colour
from projections.actions import ActionSeen

ACTION = UUID(int=7)
ATTACKS = (
    '=HYPERLINK("https://example.org","Click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "＝1+1",
)
"""What a spreadsheet would run."""


def row(**facts: Any) -> SimpleNamespace:
    """An action as registered."""
    told: dict[str, Any] = {
        "id": ACTION,
        "number": "R1/1",
        "reference": "DHR7",
        "references": ["DHR7"],
        "labels": ["R1"],
        "text": "Train every practitioner",
        "lead_name": "Westshire Police",
        "lead_in_words": "WP",
        "supporting_names": ["Westonbury Council"],
        "supporting_in_words": ["WC"],
        "owner_name": "Demo Owner",
        "owner_post": "Inspector",
        "owner_in_words": "",
        "delivery": "in progress",
        "forecast": None,
        "timescale": "31/03/2026",
        "due": date(2026, 3, 31),
        "original_due": date(2026, 3, 31),
        "why_no_date": None,
        "next_review": None,
        "asked_until": None,
        "reported_on": None,
        "signed_off_on": None,
        "expected_change": "",
        "last_progress_on": None,
        "version": 3,
    }
    return SimpleNamespace(**{**told, **facts})


def seen(**facts: Any) -> ActionSeen:
    """An action as a list shows it, 5 days overdue."""
    return ActionSeen(row(**facts), overdue=True, days_overdue=5, rag=Colour.RED)
