"""Words that look like personal details, so that whoever writes them is asked first: agreed practice.

Nothing is refused: a number may be a budget, and a name that of a colleague. An NHS number is told from any
other by its check digit (NHS Data Dictionary, NHS NUMBER).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.personal_names import likely_names

MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?[ ./-]+(?:of )?(?:\d{{1,2}}|(?:{MONTHS})[a-z]*)[ .,/-]+\d{{2,4}}"
STREETS = (
    "street|st|road|rd|avenue|ave|lane|close|drive|way|court|crescent|gardens|grove|place|square|terrace|walk"
)

NHS_NUMBER = re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])")
OTHERS = (
    (
        "a date of birth",
        re.compile(rf"\b(?:born|date of birth|d\.?o\.?b\b\.?)[:,]?(?: on| in)? ?{DAY}", re.IGNORECASE),
    ),
    ("a date of birth", re.compile(r"\bborn (?:in )?(?:19|20)\d\d\b", re.IGNORECASE)),
    ("an address", re.compile(rf"\b\d{{1,4}}[a-z]?,? (?:[A-Z][a-z']+ ){{1,3}}(?i:{STREETS})\b")),
    ("a postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")),
    ("a telephone number", re.compile(r"(?<!\d)(?:\+44 ?\(?0?\)? ?|0)(?:\d[ -]?){9}\d(?!\d)")),
)
WEIGHTS = range(10, 1, -1)


@dataclass(frozen=True)
class Likeness:
    """Some words, and what they look like: "an NHS number"."""

    words: str
    what: str


def likely_personal_details(text: str) -> list[Likeness]:
    """What in a text looks like somebody's personal details, in the order of the text, each once."""
    found = sorted(_found(text), key=lambda one: text.index(one.words))
    return list(dict.fromkeys(found))


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number: the last is a check of the nine before it, modulo 11."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    return len(digits) == len(WEIGHTS) + 1 and (11 - total % 11) % 11 == int(digits[-1])


def _found(text: str) -> Iterator[Likeness]:
    numbers = [one.group() for one in NHS_NUMBER.finditer(text)]
    nhs_numbers = [number for number in numbers if is_nhs_number(re.sub(r"\D", "", number))]
    yield from (Likeness(number, "an NHS number") for number in nhs_numbers)
    yield from (Likeness(name, "a name") for name in likely_names(text))
    for what, pattern in OTHERS:
        for match in pattern.finditer(text):
            if match.group() not in nhs_numbers:
                yield Likeness(match.group(), what)
