"""What may be recorded of a file that was handed on, and who sees which files."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from domain.disclosures import KEEPERS, LONGEST_NAME, LONGEST_PURPOSE, READERS, HandedOn, reach
from domain.refusals import Refused
from domain.standing import Held, Standing
from domain.vocabulary import Contact, Role

TAKEN, TODAY = date(2026, 3, 2), date(2026, 3, 9)
ONE, OTHER = sorted((uuid4(), uuid4()))


def checked(to: str = "The council", purpose: str = "The board", on: date = TODAY) -> HandedOn:
    """What is recorded of a file that was taken a week ago."""
    return HandedOn(to, purpose, on).checked(taken_on=TAKEN, today=TODAY)


def test_one_line_each() -> None:
    """Line breaks and further spaces become one space."""
    assert checked(" Westonbury\nCouncil ", "Meeting  in March") == (
        "Westonbury Council",
        "Meeting in March",
        TODAY,
    )


@pytest.mark.parametrize("on", [TAKEN, TODAY])
def test_the_days(on: date) -> None:
    """From the day on which it was taken to this one."""
    assert checked(on=on).on == on


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"to": "  "}, "to"),
        ({"to": "x" * (LONGEST_NAME + 1)}, "to"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "x" * (LONGEST_PURPOSE + 1)}, "purpose"),
        ({"on": date(2026, 3, 1)}, "day"),
        ({"on": date(2026, 3, 10)}, "day"),
    ],
)
def test_refused(wrong: dict[str, object], field: str) -> None:
    """What is missing, too long, or cannot have been; the field is named."""
    with pytest.raises(Refused) as refused:
        checked(**wrong)  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("standing", "reads", "keeps"),
    [
        (Standing(), [], []),
        (Standing(administrator=True), None, None),
        (
            Standing(held=frozenset({Held(Role.COORDINATOR, ONE), Held(Role.AUDITOR, OTHER)})),
            [ONE, OTHER],
            [ONE],
        ),
        (Standing(held=frozenset({Held(Role.ADMINISTRATOR, OTHER)})), [OTHER], [OTHER]),
        (Standing(held=frozenset({Held(Role.CHAIR, ONE), Held(Contact.MAIN_CONTACT, ONE)})), [], []),
    ],
)
def test_reach(standing: Standing, reads: list[object] | None, keeps: list[object] | None) -> None:
    """Auditors, coordinators and administrators of a partnership its own; those of the installation all."""
    assert (reach(standing, READERS), reach(standing, KEEPERS)) == (reads, keeps)
