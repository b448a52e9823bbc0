"""What looks like somebody's personal details, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.personal_details import Likeness, is_nhs_number, likely_personal_details

LOOKS_LIKE = [
    ("Her number is 943 476 5919.", "943 476 5919", "an NHS number"),
    ("NHS 9434765919", "9434765919", "an NHS number"),
    ("See 943-476-5919, please", "943-476-5919", "an NHS number"),
    ("DOB 3/4/1981", "DOB 3/4/1981", "a date of birth"),
    ("(d.o.b.: 03.04.81)", "d.o.b.: 03.04.81", "a date of birth"),
    ("She was born on 3rd April 1981 in", "born on 3rd April 1981", "a date of birth"),
    ("Date of birth: 3 Apr 1981", "Date of birth: 3 Apr 1981", "a date of birth"),
    ("He was born in 1981.", "born in 1981", "a date of birth"),
    ("They lived at 14 Orchard Park Road.", "14 Orchard Park Road", "an address"),
    ("of 7a, Mill Lane", "7a, Mill Lane", "an address"),
    ("near SW1A 1AA", "SW1A 1AA", "a postcode"),
    ("Ring 01632 960 001 today", "01632 960 001", "a telephone number"),
    ("+44 7700 900123", "+44 7700 900123", "a telephone number"),
    ("Mrs O'Neill said so", "Mrs O'Neill", "a name"),
    ("asked Mr. A. Smith", "Mr. A. Smith", "a name"),
    ("Mr White has left.", "Mr White", "a name"),
    ("PC Jones attended", "PC Jones", "a name"),
    ("The victim's name is Jane Smith.", "Jane Smith", "a name"),
    ("Victim: Jane Smith", "Jane Smith", "a name"),
    ("child's first name: Oliver", "Oliver", "a name"),
    ("the deceased was known as Sarah", "Sarah", "a name"),
    ("the perpetrator, Mark Jones, had", "Mark Jones", "a name"),
    ("Jane Smith (the victim's mother) agreed", "Jane Smith", "a name"),
    ("Spoke to Jane Smith on Monday.", "Jane Smith", "a name"),
    ("met with Aisha al Rashid", "Aisha al Rashid", "a name"),
    ("interviewed Anne-Marie McDonald", "Anne-Marie McDonald", "a name"),
    ("According to Łukasz Nowak it was", "Łukasz Nowak", "a name"),
    ("statement from Tom B. Brown", "Tom B. Brown", "a name"),
    ("her eldest daughter Emily was seen", "Emily", "a name"),
    ("Sarah’s family hears first", "Sarah", "a name"),
    ("the family was told of Sarah's death", "Sarah", "a name"),
    ("Jane Smith, aged 34, moved", "Jane Smith", "a name"),
    ("Jane Smith (34) moved", "Jane Smith", "a name"),
    ("Siobhán O'Neill told the panel", "Siobhán O'Neill", "a name"),
]
LOOKS_LIKE_NOTHING = [
    "",
    "Trained 943 of 476 staff by 3 April 2027.",
    "The number 943 476 5918 fails the check.",
    "Reference 10.1.1.1, DHR7, WAL/2025/03, budget 1,234,567 pounds.",
    "The policy was born of the review. Due on 3/4/2027.",
    "Version 2 of the Road Safety plan; the road map of 2027.",
    "Mr and Mrs are titles.",
    "The miss rate fell; section 9(1) of the Act of 2004.",
    "Step 14 of the plan leads the way.",
    "Spoke to Kent Police and to Norfolk County Council.",
    "Victim Support and the Victim Liaison Officer were told.",
    "Child Sexual Exploitation training; the Perpetrator Programme of the Probation Service.",
    "According to Home Office guidance the Independent Chair said so.",
    "Met with Women's Aid, St Mary's Hospital and Turning Point in March 2026.",
    "Interviewed Detective Inspector and Named Nurse; the Head of Safeguarding told the Board.",
    "The death of Adult A; contact with Children's Social Care.",
    "People living with Autism Spectrum Condition; Walsall's family hubs and partner agencies.",
    "The Domestic Abuse Coordinator moved to Public Health. Greater Manchester Police stated this.",
    "A friend or neighbour, Citizens Advice and Great Yarmouth Borough Council.",
    "Partner Agencies, Mother and Baby Unit, Patient Safety Board.",
    "Operation Encompass (child), and the Consent (Form 2) of 2026.",
]


@pytest.mark.parametrize(("text", "words", "what"), LOOKS_LIKE)
def test_what_is_asked_about(text: str, words: str, what: str) -> None:
    """Each kind, in the ways in which people write it."""
    assert likely_personal_details(text) == [Likeness(words, what)]


@pytest.mark.parametrize("text", LOOKS_LIKE_NOTHING)
def test_what_is_left_alone(text: str) -> None:
    """The ordinary words of plans raise no question."""
    assert likely_personal_details(text) == []


def test_everything_in_a_text_in_its_order() -> None:
    """Several kinds side by side, each once."""
    text = "Mrs Smith, born 3/4/1981, of 14 Mill Lane. Mrs Smith again."
    assert [one.what for one in likely_personal_details(text)] == ["a name", "a date of birth", "an address"]


@given(st.integers(0, 999_999_999))
def test_the_check_digit(number: int) -> None:
    """At most one last digit makes nine digits an NHS number."""
    nine = f"{number:09}"
    assert sum(is_nhs_number(f"{nine}{last}") for last in range(10)) <= 1


@pytest.mark.parametrize("digits", ["", "943476591", "94347659190"])
def test_ten_digits(digits: str) -> None:
    """Fewer or more are none."""
    assert not is_nhs_number(digits)


@given(st.text())
def test_any_text_at_all(text: str) -> None:
    """Nothing that can be typed makes it stumble, and what is found stands in the text."""
    assert all(one.words in text for one in likely_personal_details(text))
