"""What the words of a plan's timescale mean: a due date, or why there is none, and what to ask a person.

Nothing is guessed silently: whatever goes beyond the words carries a question. The raw words are always kept.
(Agreed practice of the partnerships.)
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten

from domain.clocks import MONTHS_IN_A_YEAR, add_months, in_words
from domain.dates import (
    CENTURIES,
    MONTH_NAME,
    WEEKDAY,
    Mention,
    dates_in,
    days_mentioned,
    in_plain_marks,
    months_mentioned,
    read_date,
)
from domain.vocabulary import WhyNoDate

__all__ = ["Relative", "Timescale", "dates_in", "read_date", "read_timescale"]


@dataclass(frozen=True)
class Relative:
    """A time after an event: `count` of `unit` (days, weeks, months, years) `after` it, in its own words."""

    count: int
    unit: str
    after: str

    @property
    def counts_from_publication(self) -> bool:
        """Whether the event is the publication of the review's own report, and nothing else."""
        words = re.findall(r"[a-z]+", self.after.casefold())
        published = [word for word in words if _PUBLICATION.fullmatch(word)]
        return bool(published) and set(words) <= {*published, *_OF_THE_REVIEW}

    def day_after(self, event_on: date) -> date:
        """The day that it means, once its event has happened on a day; of a shorter month the last."""
        if self.unit in _MONTHS:
            return add_months(event_on, self.count * _MONTHS[self.unit])
        return event_on + timedelta(days=self.count * _DAYS[self.unit])


@dataclass(frozen=True)
class Timescale:
    """The raw words and what they were taken to mean. `why_no_date` is None exactly when `due` is given."""

    raw: str = ""
    due: date | None = None
    why_no_date: WhyNoDate | None = WhyNoDate.NOT_GIVEN
    relative: Relative | None = None
    next_review: date | None = None
    question: str | None = None
    """A sentence to put to a person; None when nothing was assumed."""


_DAYS = {"days": 1, "weeks": 7}
_MONTHS = {"months": 1, "years": MONTHS_IN_A_YEAR}
_PUBLICATION = re.compile(r"publi(?:cation|sh|shed|shing)")
_OF_THE_REVIEW = {
    *("the", "date", "day", "of", "this", "that", "our", "its", "it", "and", "once", "when", "s"),
    *("is", "was", "has", "been", "being", "having", "final", "overview", "executive", "summary"),
    *("report", "reports", "review", "reviews", "domestic", "abuse", "violence", "homicide", "related"),
    *("death", "dhr", "dhrs", "dardr", "dardrs", "action", "plan"),
}
"""What else may stand beside the word where the publication of the review is meant."""
_NOTHING = {"", "na", "none", "nil", "not given", "not stated", "not applicable", "blank"}
_DONE = r"(?:completed?|implemented|achieved|actioned|finished|closed|done|signed[- ]off)"
_STILL_TO_DO = re.compile(rf"\b(?:be|not|not yet)\s+(?:fully\s+)?{_DONE}\b|\bcomplete by\b")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {word: count for count, word in enumerate(_NUMBERS, start=1)} | {"a": 1, "an": 1, "eighteen": 18}
_DURATION = (
    rf"(?<![\w.])(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})\s*(?:\(\d+\)\s*)?(?:calendar\s+)?"
    r"-?(?P<unit>day|week|month|year)s?\b'?"
)
_COUNTED_FROM = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<before>.*?){_DURATION}\s+(?:after|from|of|following|since|post[\s-])\s*(?P<after>\S.*)",
        rf"(?P<before>)(?P<after>\D*?\S)\s*(?:\+|\bplus\b)\s*{_DURATION}",
    )
]
_AT_ONCE_AFTER = re.compile(
    r"(?:immediately\s+)?(?:up)?on\s+(?P<after>.*\b(?:publi|approv|receipt|sign).*)"
    r"|immediately\s+(?:after|following)\s+(?P<following>\S.*)",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    rf"{WEEKDAY}|\b(?:(?:no|not) later than|(?:to be )?(?:completed? by|delivered by)|completion (?:date|by)"
    r"|for completion|at the latest|by|on|the|end|of|due|target|date|timescale|deadline|latest|is|extended"
    r"|revised)\b|[\W_]"
)
_STARTS = re.compile(
    r"\b(?:from|since|after|onwards?|starts?(?! of)|starting|started|commenc\w+|begins?|between|w/c)\b"
)
_REVIEW = re.compile(
    r"\b(?:(?:to be|next|for|under)\s+)?review(?:ed|s|ing)?\b(?:\s+(?:date|due|by|on|in|at))*"
)
_ONGOING = re.compile(
    r"\b(?:on[\s-]?going|continu(?:e|es|ous|ously|ing|al|ally)|business as usual|bau|rolling"
    r"|(?:bi-?)?annual(?:ly)?|yearly|quarterly|monthly|weekly|every)\b"
)
_TO_BE_AGREED = re.compile(
    r"\b(?:t\.?b\.?[acd]|to be (?:agreed|confirmed|advised|decided|determined|set|arranged|announced)"
    r"|not (?:yet )?(?:agreed|known|set|confirmed))\b"
)
_IMMEDIATE = re.compile(
    r"\b(?:immediate(?:ly)?|a\.?s\.?a\.?p|as soon as|without delay|forthwith|urgent(?:ly)?|straight\s?away"
    r"|right away)\b"
)
_WORDS = (
    (_ONGOING, WhyNoDate.ONGOING, "says that it is ongoing. On which day will it be reviewed next?"),
    (_TO_BE_AGREED, WhyNoDate.TO_BE_AGREED, "says that no date is agreed yet. What is the due date?"),
    (_IMMEDIATE, WhyNoDate.IMMEDIATE, "names no day. What is the due date, or the next review date?"),
)
# "may" is a month here unless a verb follows it: "June 2021 (may be extended)".
_PART_OF_A_CALENDAR = re.compile(
    rf"\b(?!may\s+(?!to\b|and\b|or\b|until\b)[a-z]){MONTH_NAME}|\b{CENTURIES}\b|\b\d\d?/\d\d?\b"
    r"|\bq\s?[1-4]\b|\bquarter\b|\b(?:spring|summer|autumn|winter|easter|christmas|new year)\b"
)
_RUNS_INTO_A_DATE = re.compile(
    r"\d\s*(?:st|nd|rd|th)?\s*(?:(?:-|/|,|&|to|and|or|until|of)\s*)?§|§\s*(?:-|/|&|to)\s*\d"
)


def read_timescale(raw: str) -> Timescale:
    """Read the words of one timescale. Always answers; what is not understood says so and asks."""
    text = in_plain_marks(raw)
    readings = (rule(raw, text) for rule in _RULES)
    return next(
        (reading for reading in readings if reading),
        _asking(raw, WhyNoDate.NOT_UNDERSTOOD, "is not understood as a timescale. What is the due date?"),
    )


def _asking(raw: str, why: WhyNoDate, says: str, relative: Relative | None = None) -> Timescale:
    return Timescale(raw, why_no_date=why, relative=relative, question=f"{_quoted(raw)} {says}")


def _quoted(raw: str) -> str:
    return f"“{shorten(raw, 120, placeholder=' …')}”"


def _nothing(raw: str, text: str) -> Timescale | None:
    letters = re.sub(r"[-/.\s]+", " ", text.casefold()).strip()
    return Timescale(raw) if letters in _NOTHING or letters == "n a" else None


def _completion(raw: str, text: str) -> Timescale | None:
    if not re.search(rf"\b{_DONE}\b", _STILL_TO_DO.sub(" ", text.casefold())):
        return None
    says = "tells of completion, not of a due date. What was the due date?"
    return _asking(raw, WhyNoDate.NOT_UNDERSTOOD, says)


def _relative(raw: str, text: str) -> Timescale | None:
    """A time after an event. A range of times, or one beside a day or "ongoing", is left to other rules."""
    found = next((match for pattern in _COUNTED_FROM if (match := pattern.fullmatch(text))), None)
    if found is None:
        return _at_once_after(raw, text)
    before = found["before"].casefold()
    if re.search(r"\d\s*(?:-|/|to|or)\s*$", before) or dates_in(before) or _ONGOING.search(before):
        return None
    count = _COUNTS.get(found["count"].casefold()) or int(found["count"])
    return _counted_from(raw, Relative(count, found["unit"].casefold() + "s", found["after"]))


def _at_once_after(raw: str, text: str) -> Timescale | None:
    found = _AT_ONCE_AFTER.fullmatch(text)
    if found is None or dates_in(text):
        return None
    return _counted_from(raw, Relative(0, "days", found["after"] or found["following"]))


def _counted_from(raw: str, relative: Relative) -> Timescale:
    says = f"counts from an event. On which day was, or will be, “{shorten(relative.after, 80)}”?"
    return _asking(raw, WhyNoDate.RELATIVE, says, relative)


def _full_date(raw: str, text: str) -> Timescale | None:
    rest, days = _without(text.casefold(), days_mentioned(text.casefold()))
    return _one_of(raw, days, rest, surely=_is_harmless(rest))


def _month(raw: str, text: str) -> Timescale | None:
    rest, days = _without(text.casefold(), months_mentioned(text.casefold()))
    return _one_of(raw, days, rest, surely=False)


def _without(text: str, mentions: list[Mention]) -> tuple[str, set[date | None]]:
    """The text with a mark in place of each mention, and the days that were mentioned."""
    pieces, end = [], 0
    for mention in mentions:
        pieces.append(text[end : mention.start])
        end = mention.end
    return " ".join(" § ".join([*pieces, text[end:]]).split()), {mention.day for mention in mentions}


def _is_harmless(rest: str) -> bool:
    return not _HARMLESS.sub("", rest)


def _one_of(raw: str, days: set[date | None], rest: str, *, surely: bool) -> Timescale | None:
    """What the days mentioned mean, if any are; `surely` says whether one day can be taken as it stands."""
    if not days:
        return None
    if None in days:
        return _asking(raw, WhyNoDate.NO_SUCH_DAY, "names a day that does not exist. What is the due date?")
    if len(days) > 1 or _PART_OF_A_CALENDAR.search(rest) or _RUNS_INTO_A_DATE.search(rest):
        return _asking(raw, WhyNoDate.NOT_A_DAY, "names more than one day. Which is the due date?")
    return next(_from_day(raw, day, rest, surely=surely) for day in days if day)


def _from_day(raw: str, day: date, rest: str, *, surely: bool) -> Timescale:
    """What one day, or one month's last day, means among the other words of its timescale."""
    if _REVIEW.search(rest):
        return _reviewed_on(raw, day, rest)
    if _STARTS.search(rest):
        says = "says when something starts, or what follows, not when it is due. What is the due date?"
        return _words(raw, rest) or _asking(raw, WhyNoDate.NOT_A_DAY, says)
    if surely and not _names_another_weekday(rest, day):
        return Timescale(raw, due=day, why_no_date=None)
    question = f"{_quoted(raw)} was read as {day:%A} {in_words(day)}. Is that the due date?"
    return Timescale(raw, due=day, why_no_date=None, question=question)


def _names_another_weekday(rest: str, day: date) -> bool:
    named = re.search(WEEKDAY, rest)
    return named is not None and named[1] != f"{day:%a}".casefold()


def _reviewed_on(raw: str, day: date, rest: str) -> Timescale:
    """A day on which something is reviewed; sure only of a full date with "ongoing" beside it."""
    sure = _ONGOING.search(rest) and dates_in(raw) and _is_harmless(_ONGOING.sub("", _REVIEW.sub("", rest)))
    question = f"{_quoted(raw)} was read as ongoing, to be reviewed next on {in_words(day)}. Is that right?"
    return Timescale(raw, why_no_date=WhyNoDate.ONGOING, next_review=day, question=None if sure else question)


def _words(raw: str, text: str) -> Timescale | None:
    found = ((why, says) for pattern, why, says in _WORDS if pattern.search(text.casefold()))
    return next((_asking(raw, why, says) for why, says in found), None)


def _part_of_a_calendar(raw: str, text: str) -> Timescale | None:
    if _PART_OF_A_CALENDAR.search(text.casefold()):
        return _asking(raw, WhyNoDate.NOT_A_DAY, "does not name one day of one year. What is the due date?")
    if re.search(_DURATION, text.casefold()):
        return _asking(raw, WhyNoDate.NOT_A_DAY, "does not say from when it counts. What is the due date?")
    return None


_RULES: tuple[Callable[[str, str], Timescale | None], ...] = (
    _nothing,
    _completion,
    _relative,
    _full_date,
    _month,
    _words,
    _part_of_a_calendar,
)
