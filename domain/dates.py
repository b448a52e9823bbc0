"""Days and months that stand in a text, read in UK order and never in American order.

Two-digit years are of this century. A mention of a day that does not exist (31 September 2020) is found too,
so that a person can be asked about it. Patterns expect text in small letters, as `in_plain_marks` and
`casefold` leave it.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from domain.clocks import MONTHS_IN_A_YEAR


@dataclass(frozen=True)
class Mention:
    """A day, or a month for its last day, inside a text. `day` is None where no such day exists."""

    start: int
    end: int
    day: date | None


WEEKDAY = r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b[,.]?"
CENTURIES = r"(?:19|20)\d\d"
MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_MONTH_NUMBERS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_YEAR_AFTER_NAME = (
    rf"(?:\s*[,/.-]?\s*(?P<year>{CENTURIES})|(?:[-/.]|\s*')(?P<joined>\d\d)|\s+(?P<spaced>\d\d)(?!\s*\w))"
    rf"(?!\w)(?![/.]\d)(?!\s*{MONTH_NAME})"
)
_NOT_INSIDE_A_NUMBER = r"(?<!\w)(?<!\b\d[./-])(?<!\b\d\d[./-])"
_TIME_OF_DAY = r"(?:[t,\s]\s*\d\d?:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:[ap]m|z|[+-]\d\d:?\d\d)?)?"
_DAYS = [
    re.compile(_NOT_INSIDE_A_NUMBER + pattern + _TIME_OF_DAY)
    for pattern in (
        rf"(?P<year>{CENTURIES})(?P<mark>[-/])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?!\d)",
        rf"(?P<day>\d\d?)\s?(?P<mark>[-/.])\s?(?P<month>\d\d?)\s?(?P=mark)\s?(?P<year>{CENTURIES})(?!\d)",
        r"(?P<day>\d\d?)(?P<mark>[-/])(?P<month>\d\d?)(?P=mark)(?P<joined>\d\d)(?![\d/])",
        # With points, as in 1.2.20, a number of a recommendation looks the same: two digits each.
        r"(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<joined>\d\d)(?!\d|\.\d)",
        rf"(?P<day>\d\d?)(?:\s?(?:st|nd|rd|th))?[\s,/.-]*(?:of\s+)?(?P<name>{MONTH_NAME}){_YEAR_AFTER_NAME}",
    )
]
_MONTHS = [
    re.compile(rf"(?<![a-z])(?P<name>{MONTH_NAME}){_YEAR_AFTER_NAME}"),
    re.compile(rf"{_NOT_INSIDE_A_NUMBER}(?P<month>\d\d?)\s?[/.-]\s?(?P<year>{CENTURIES})(?![\d/])"),
]


def read_date(raw: str) -> date | None:
    """Read one full date, a weekday or a time of day beside it; None for anything else or no such day."""
    text = re.sub(rf"^{WEEKDAY}\s*", "", in_plain_marks(raw).casefold())
    return next((found.day for found in days_mentioned(text) if found.end - found.start == len(text)), None)


def dates_in(text: str) -> list[date]:
    """Give every full date inside prose, in its order; days that do not exist are left out."""
    return [mention.day for mention in days_mentioned(in_plain_marks(text).casefold()) if mention.day]


def in_plain_marks(raw: str) -> str:
    """Give the words with plain spaces, dashes and apostrophes, and a gap between two dates of a range."""
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", raw)).replace("\u2019", "'")
    text = re.sub(r"(/\d\d|\d{4})-(?=\d\d?[/.])", r"\1 - ", text)
    return " ".join(text.split()).strip(" .,;:")


def days_mentioned(text: str) -> list[Mention]:
    """Find every full date, in the order of the text."""
    return _mentions(text, _DAYS)


def months_mentioned(text: str) -> list[Mention]:
    """Find every month of a year, in the order of the text, each for its last day."""
    return _mentions(text, _MONTHS)


def _mentions(text: str, patterns: list[re.Pattern[str]]) -> list[Mention]:
    found = (_mention(match) for pattern in patterns for match in pattern.finditer(text))
    return sorted(found, key=lambda mention: mention.start)


def _mention(match: re.Match[str]) -> Mention:
    parts = {name: part for name, part in match.groupdict().items() if part is not None}
    month = _MONTH_NUMBERS[parts["name"][:3]] if "name" in parts else int(parts["month"])
    return Mention(match.start(), match.end(), _day(_year(parts), month, parts.get("day")))


def _year(parts: dict[str, str]) -> int:
    short = parts.get("joined") or parts.get("spaced")
    return 2000 + int(short) if short else int(parts["year"])


def _day(year: int, month: int, day: str | None) -> date | None:
    """The day, or the last of the month where no day is named, or None where there is no such day."""
    if not 1 <= month <= MONTHS_IN_A_YEAR:
        return None
    last = calendar.monthrange(year, month)[1]
    number = last if day is None else int(day)
    return date(year, month, number) if 1 <= number <= last else None
