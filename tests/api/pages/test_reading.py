"""Reading a form: what was typed becomes the body of a command, or a sentence beside its field."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.datastructures import FormData

from api.commands import command
from api.pages.reading import day_typed, read
from domain.refusals import Refused
from domain.vocabulary import How


def test_a_form_becomes_a_body() -> None:
    """Empty boxes are left out, lists are kept, and lines end as on every computer."""
    form = FormData(
        [
            ("progress", "One.\r\nTwo."),
            ("evidence", ""),
            ("how", "meeting"),
            ("happened_on-day", "1"),
            ("happened_on-month", "March"),
            ("happened_on-year", "2026"),
        ]
    )
    body, errors = read(command("actions", "progress"), form)
    assert errors == {}
    assert body is not None
    assert body.model_dump(exclude_defaults=True) == {
        "progress": "One.\nTwo.",
        "how": How.MEETING,
        "happened_on": date(2026, 3, 1),
    }


def test_numbers_and_ticks() -> None:
    """Numbers stand between commas; what is not ticked is off."""
    form = FormData([("days_before", "28, 7,"), ("weekly_for_weeks", "4"), ("then_monthly", "yes")])
    body, errors = read(command("partnerships", "reminder-rule"), form)
    assert errors == {}
    assert body is not None
    said = body.model_dump()
    assert (said["days_before"], said["on_the_day"], said["then_monthly"]) == ([28, 7], False, True)


@pytest.mark.parametrize(
    ("things", "noun", "typed", "field", "sentence"),
    [
        ("actions", "owner", [], "owner", "“Owner” is needed."),
        ("actions", "owner", [("owner", "x")], "owner", "“Owner” must be the id of a thing of the tracker."),
        (
            "actions",
            "wording",
            [("text", "x" * 20_001)],
            "text",
            "“What is to be done”: at most 20000 characters",
        ),
        ("actions", "forecast", [("forecast", "lost")], "forecast", "“Will the due date be met?” must be"),
        ("actions", "cancellation", [], "reason", "“Reason” is needed."),
        ("partnerships", "rag-rule", [("amber_within_days", "-1")], "amber_within_days", "must be 0 or more"),
        (
            "partnerships",
            "rag-rule",
            [("amber_within_days", "x")],
            "amber_within_days",
            "must be a whole number",
        ),
        (
            "partnerships",
            "reminder-rule",
            [("days_before", "7, x")],
            "days_before",
            "“Days before the due date”",
        ),
        ("actions", "timescale", [], "", "Give the timescale in words, or a due date."),
    ],
)
def test_what_is_wrong_is_told_by_field(
    *, things: str, noun: str, typed: list[tuple[str, str]], field: str, sentence: str
) -> None:
    """Each wrong field has one sentence that names it by its label."""
    body, errors = read(command(things, noun), FormData(dict(typed)))
    assert body is None
    assert list(errors) == [field]
    assert sentence in errors[field]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (("1", "3", "2026"), date(2026, 3, 1)),
        ((" 01 ", "march", "2026"), date(2026, 3, 1)),
        (("29", "Feb", "2028"), date(2028, 2, 29)),
        (("", "", ""), None),
    ],
)
def test_days(typed: tuple[str, str, str], day: date | None) -> None:
    """A day is typed in three boxes, the month as number or word; nothing typed is no day."""
    names = ("due-day", "due-month", "due-year")
    assert day_typed("due", FormData(list(zip(names, typed, strict=True)))) == day


@pytest.mark.parametrize(
    "typed", [("31", "2", "2026"), ("1", "", "2026"), ("1", "3", "0"), ("1", "13", "2026")]
)
def test_days_that_are_none(typed: tuple[str, str, str]) -> None:
    """A day that is not in the calendar is refused, never guessed."""
    names = ("due-day", "due-month", "due-year")
    with pytest.raises(Refused, match="must be a real day"):
        day_typed("due", FormData(list(zip(names, typed, strict=True))))


def test_what_cannot_be_read_is_not_missing_too() -> None:
    """One mistake is told once: rules for the whole form wait until every field of it can be read."""
    typed = {"due-day": "31", "due-month": "2", "due-year": "2027"}
    _, errors = read(command("actions", "timescale"), FormData(typed))
    assert errors == {"due": "“Due date” must be a real day, such as 27 3 2027."}
    _, errors = read(command("actions", "timescale"), FormData())
    assert errors == {"": "Give the timescale in words, or a due date."}
