"""Due dates as a calendar feed."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.exporting.calendar import calendar, identity
from domain.vocabulary import Delivery
from tests.api.exporting.rows import ACTION, row

MADE = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)


def test_one_event_an_action() -> None:
    """A whole day, with reference, number and agency, in the order and form of RFC 5545."""
    assert feed([row()]) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//DHR Tracker//Due dates//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Due dates",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "BEGIN:VEVENT",
        f"UID:{ACTION}@actions.dhr-tracker",
        "DTSTAMP:20260701T133000Z",
        "SEQUENCE:3",
        "DTSTART;VALUE=DATE:20260331",
        "DTEND;VALUE=DATE:20260401",
        "SUMMARY:DHR7\\, action R1/1: due (Westshire Police)",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_nothing_confidential() -> None:
    """Neither the text of the action nor any person is in the feed."""
    said = "\n".join(feed([row(text="Secret wording", owner_name="Demo Owner", owner_post="Inspector")]))
    assert "Secret" not in said
    assert "Owner" not in said
    assert "Inspector" not in said


@pytest.mark.parametrize(
    "facts",
    [{"due": None}, *({"delivery": one} for one in ("reported complete", "signed off", "cancelled"))],
)
def test_what_is_not_in_a_calendar(facts: dict[str, Any]) -> None:
    """An action without a due date, or one whose owner has nothing more to do."""
    assert "BEGIN:VEVENT" not in feed([row(**facts)])


@pytest.mark.parametrize("delivery", ["planned", "accepted", "in progress", "sent back"])
def test_every_open_action_is_in_it(delivery: str) -> None:
    """As long as its owner's clock runs."""
    assert "BEGIN:VEVENT" in feed([row(delivery=Delivery(delivery))])


def test_the_same_event_for_ever() -> None:
    """The UID depends on the action alone, and the sequence grows with its version."""
    assert identity(UUID(int=7)) == identity(ACTION)
    assert identity(UUID(int=8)) != identity(ACTION)
    assert "SEQUENCE:9" in feed([row(version=9, due=date(2027, 1, 1))])


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"lead_name": None, "lead_in_words": "WP"}, "due (WP)"),
        ({"lead_name": None, "lead_in_words": ""}, "due (no lead agency)"),
        ({"lead_name": "A; B\\C\nD"}, "due (A\\; B\\\\C\\nD)"),
    ],
)
def test_agencies_in_the_summary(names: dict[str, Any], told: str) -> None:
    """The agency of the directory, or the plan's words, or none; with the marks of the format escaped."""
    assert f"SUMMARY:DHR7\\, action R1/1: {told}" in feed([row(**names)])


def test_no_line_can_be_smuggled_in() -> None:
    """A line break in a name does not begin a property of its own."""
    lines = feed([row(lead_name="A\r\nATTENDEE:mailto:a@example.org\nB\x00\x85C")])
    assert not [line for line in lines if line.startswith("ATTENDEE")]
    assert len(lines) == len(feed([row()]))


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=200))
def test_lines_of_at_most_75_octets(agency: str) -> None:
    """Longer lines are folded between characters, and unfold to what was said."""
    data = b"".join(calendar([row(lead_name=agency or "A")], title="Due dates", made_at=MADE))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert all(line.decode() is not None for line in data.split(b"\r\n"))
    assert len(unfolded(data)) == len(feed([row()]))


def test_an_empty_calendar() -> None:
    """Without actions there is a calendar without events."""
    lines = feed([])
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")


def feed(rows: list[Any]) -> list[str]:
    """The lines of the calendar, unfolded."""
    return unfolded(b"".join(calendar(rows, title="Due dates", made_at=MADE)))


def unfolded(data: bytes) -> list[str]:
    """The lines, with what was folded put together again; the last one ends too."""
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    assert lines.pop() == ""
    return lines
