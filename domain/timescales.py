"""What the words of a plan's timescale mean: a due date, or why there is none, and what to ask a person.

Dates are read in UK order and never in American order. Nothing is guessed silently: whatever goes beyond
the words carries a question. The raw words are always kept. (Agreed practice of the partnerships.)
"""

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from domain.vocabulary import WhyNoDate


@dataclass(frozen=True)
class Relative:
    """A time counted from an event: `count` of `unit` (days, weeks, months, years) `after` it, in its words."""

    count: int
    unit: str
    after: str


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


@dataclass(frozen=True)
class _Mention:
    """A date or a month inside a text: where it stands, and its day, or None where no such day exists."""

    start: int
    end: int
    day: date | None


_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_CENTURIES = r"(?:19|20)\d\d"
_YEAR_AFTER_NAME = (
    rf"(?:\s*[,/.-]?\s*(?P<year>{_CENTURIES})|(?:[-/.]|\s*')(?P<joined>\d\d)|\s+(?P<spaced>\d\d)(?!\s*\w))"
    rf"(?!\w)(?![/.]\d)(?!\s*{_MONTH_NAME})"
)
_NOT_INSIDE_A_NUMBER = r"(?<!\w)(?<!\b\d[./-])(?<!\b\d\d[./-])"
_TIME_OF_DAY = r"(?:[t,\s]\s*\d\d?:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:[ap]m|z|[+-]\d\d:?\d\d)?)?"
_FULL_DATES = [
    re.compile(_NOT_INSIDE_A_NUMBER + pattern + _TIME_OF_DAY)
    for pattern in (
        rf"(?P<year>{_CENTURIES})(?P<separator>[-/])(?P<month>\d\d?)(?P=separator)(?P<day>\d\d?)(?!\d)",
        rf"(?P<day>\d\d?)\s?(?P<separator>[-/.])\s?(?P<month>\d\d?)\s?(?P=separator)\s?(?P<year>{_CENTURIES})(?!\d)",
        r"(?P<day>\d\d?)(?P<separator>[-/])(?P<month>\d\d?)(?P=separator)(?P<year>\d\d)(?![\d/])",
        r"(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d\d)(?![\d.]\d|\d)",
        rf"(?P<day>\d\d?)(?:\s?(?:st|nd|rd|th))?[\s,/.-]*(?:of\s+)?(?P<name>{_MONTH_NAME}){_YEAR_AFTER_NAME}",
    )
]
_MONTHS_OF_A_YEAR = [
    re.compile(rf"(?<![a-z])(?P<name>{_MONTH_NAME}){_YEAR_AFTER_NAME}"),
    re.compile(rf"{_NOT_INSIDE_A_NUMBER}(?P<month>\d\d?)\s?[/.-]\s?(?P<year>{_CENTURIES})(?![\d/])"),
]
_WEEKDAY = r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b,?"
_HARMLESS = re.compile(
    rf"{_WEEKDAY}|\b(?:(?:no|not) later than|(?:to be )?(?:completed? by|delivered by)|completion (?:date|by)"
    r"|for completion|at the latest|by|on|the|end|of|due|target|date|timescale|deadline|latest|is|extended"
    r"|revised)\b|[\W_]"
)
_DONE = r"(?:completed?|implemented|achieved|actioned|finished|closed|done|signed[- ]off)"
_STILL_TO_DO = re.compile(rf"\b(?:be|not|not yet)\s+(?:fully\s+)?{_DONE}\b|\bcomplete by\b")
_COUNTS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "eighteen": 18}
_DURATION = (
    rf"(?<![\w.])(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})\s*(?:\(\d+\)\s*)?(?:calendar\s+)?"
    r"-?(?P<unit>day|week|month|year)s?\b'?"
)
_RELATIVE = [
    re.compile(rf"(?P<before>.*?){_DURATION}\s+(?:after|from|of|following|since|post[\s-])\s*(?P<after>\S.*)", re.I),
    re.compile(rf"(?P<before>)(?P<after>[^\d]*?\S)\s*(?:\+|\bplus\b)\s*{_DURATION}", re.I),
]
_AT_ONCE_AFTER = re.compile(
    r"(?:immediately\s+)?(?:up)?on\s+(?P<after>.*\b(?:publi|approv|receipt|sign).*)"
    r"|immediately\s+(?:after|following)\s+(?P<following>\S.*)",
    re.I,
)
_STARTS = re.compile(
    r"\b(?:from|since|after|onwards?|starts?(?! of)|starting|started|commenc\w+|begins?|between|w/c)\b"
)
_REVIEW = re.compile(r"\b(?:(?:to be|next|for|under)\s+)?review(?:ed|s|ing)?\b(?:\s+(?:date|due|by|on|in|at))*")
_WORDS = (
    (
        WhyNoDate.ONGOING,
        re.compile(
            r"\bon[\s-]?going\b|\bcontinu(?:e|es|ous|ously|ing|al|ally)\b|\bbusiness as usual\b|\bbau\b|\brolling\b"
            r"|\b(?:bi-?)?annual(?:ly)?\b|\byearly\b|\bquarterly\b|\bmonthly\b|\bweekly\b|\bevery\b"
        ),
        "says that it is ongoing. On which day will it be reviewed next?",
    ),
    (
        WhyNoDate.TO_BE_AGREED,
        re.compile(
            r"\bt\.?b\.?[acd]\b|\bto be (?:agreed|confirmed|advised|decided|determined|set|arranged|announced)\b"
            r"|\bnot (?:yet )?(?:agreed|known|set|confirmed)\b"
        ),
        "says that no date is agreed yet. What is the due date, or when will it be reviewed next?",
    ),
    (
        WhyNoDate.IMMEDIATE,
        re.compile(
            r"\bimmediate(?:ly)?\b|\ba\.?s\.?a\.?p\b|\bas soon as\b|\bwithout delay\b|\bforthwith\b|\burgent(?:ly)?\b"
            r"|\bstraight\s?away\b|\bright away\b"
        ),
        "names no day. What is the due date, or when will it be reviewed next?",
    ),
)
_A_MONTH = rf"\b(?!may\s+(?!to\b|and\b|or\b|until\b)[a-z]){_MONTH_NAME}"
_PART_OF_A_CALENDAR = re.compile(
    rf"{_A_MONTH}|\b{_CENTURIES}\b|\b\d\d?/\d\d?\b|\bq\s?[1-4]\b|\bquarter\b"
    r"|\b(?:spring|summer|autumn|winter|easter|christmas|new year|term)\b"
)
_RUNS_INTO_THE_DATE = re.compile(r"\d\s*(?:st|nd|rd|th)?\s*(?:(?:-|/|,|&|to|and|or|until|of)\s*)?§|§\s*(?:-|/|&|to)\s*\d")
_NOTHING = {"", "na", "none", "nil", "not given", "not stated", "not applicable", "blank"}


def read_timescale(raw: str) -> Timescale:
    """Read the words of one timescale. Always returns; what is not understood says so and asks."""
    text = _plain(raw)
    readings = (rule(raw, text) for rule in _RULES)
    return next(
        (reading for reading in readings if reading),
        _asking(raw, WhyNoDate.NOT_UNDERSTOOD, "is not understood as a timescale. What is the due date?"),
    )


def read_date(raw: str) -> date | None:
    """Read one full date in UK order, a weekday or a time of day beside it; None for anything else."""
    text = re.sub(rf"^{_WEEKDAY}\s*", "", _plain(raw).casefold())
    mentions = _mentions(text, _FULL_DATES)
    return mentions[0].day if len(mentions) == 1 and mentions[0].end - mentions[0].start == len(text) else None


def dates_in(text: str) -> list[date]:
    """Every full date inside prose, in its order; days that do not exist are left out."""
    return [mention.day for mention in _mentions(_plain(text).casefold(), _FULL_DATES) if mention.day]


def _plain(raw: str) -> str:
    """The words with plain spaces and dashes, and a gap between two dates written as a range."""
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", raw)).replace("\u2019", "'")
    text = re.sub(r"(/\d\d|\d{4})-(?=\d\d?[/.])", r"\1 - ", text)
    return " ".join(text.split()).strip(" .,;:").strip()


def _mentions(text: str, patterns: list[re.Pattern[str]]) -> list[_Mention]:
    """All that the patterns find, in the order of the text. A month stands for its last day."""
    found = (match for pattern in patterns for match in pattern.finditer(text))
    return sorted((_mention(match) for match in found), key=lambda mention: mention.start)


def _mention(match: re.Match[str]) -> _Mention:
    parts = match.groupdict()
    digits = parts.get("year") or parts.get("joined") or parts.get("spaced") or ""
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    month = _MONTHS[parts["name"][:3]] if parts.get("name") else int(parts["month"])
    if not 1 <= month <= 12:
        return _Mention(match.start(), match.end(), None)
    last = calendar.monthrange(year, month)[1]
    day = int(parts["day"]) if parts.get("day") else last
    return _Mention(match.start(), match.end(), date(year, month, day) if 1 <= day <= last else None)


def _without(text: str, mentions: list[_Mention]) -> str:
    """The text with a mark in place of each mention."""
    for mention in reversed(mentions):
        text = f"{text[: mention.start]} § {text[mention.end :]}"
    return " ".join(text.split())


def _quoted(raw: str) -> str:
    return f"“{shorten(_plain(raw), 120, placeholder=' …')}”"


def _asking(raw: str, why: WhyNoDate, says: str, relative: Relative | None = None) -> Timescale:
    return Timescale(raw, why_no_date=why, relative=relative, question=f"{_quoted(raw)} {says}")


def in_words(day: date) -> str:
    """A day as people write it: 4 March 2020."""
    return f"{day.day} {day:%B %Y}"


def _nothing(raw: str, text: str) -> Timescale | None:
    return Timescale(raw) if re.sub(r"[^\w ]", "", text).strip().casefold() in _NOTHING else None


def _completion(raw: str, text: str) -> Timescale | None:
    open_words = _STILL_TO_DO.sub(" ", text.casefold())
    if not re.search(rf"\b{_DONE}\b", open_words):
        return None
    return _asking(raw, WhyNoDate.NOT_UNDERSTOOD, "tells of completion, not of a due date. What was the due date?")


def _relative(raw: str, text: str) -> Timescale | None:
    """A time after an event. A range of times, or one that also names a day, is left to the other rules."""
    found = next((match for pattern in _RELATIVE if (match := pattern.fullmatch(text))), None)
    if found is None:
        return _at_once_after(raw, text)
    before = found["before"].casefold()
    if re.search(r"\d\s*(?:-|/|to|or)\s*$", before) or dates_in(before) or _WORDS[0][1].search(before):
        return None
    count = _COUNTS.get(found["count"].casefold()) or int(found["count"])
    return _counted_from(raw, Relative(count, found["unit"].casefold() + "s", found["after"]))


def _at_once_after(raw: str, text: str) -> Timescale | None:
    found = _AT_ONCE_AFTER.fullmatch(text)
    if found is None or dates_in(text):
        return None
    return _counted_from(raw, Relative(0, "days", found["after"] or found["following"]))


def _counted_from(raw: str, relative: Relative) -> Timescale:
    says = f"counts from an event. On which day was, or will be, “{relative.after}”?"
    return _asking(raw, WhyNoDate.RELATIVE, says, relative)


def _full_date(raw: str, text: str) -> Timescale | None:
    text = text.casefold()
    mentions = _mentions(text, _FULL_DATES)
    if any(mention.day is None for mention in mentions):
        return _asking(raw, WhyNoDate.NO_SUCH_DAY, "names a day that does not exist. What is the due date?")
    days = {mention.day for mention in mentions if mention.day}
    if len(days) > 1:
        return _asking(raw, WhyNoDate.NOT_A_DAY, "names more than one day. Which is the due date?")
    rest = _without(text, mentions)
    return _from_day(raw, days.pop(), rest, _surely(rest)) if days else None


def _surely(rest: str) -> bool:
    return not _HARMLESS.sub("", rest.replace("§", " "))


def _from_day(raw: str, day: date, rest: str, surely: bool) -> Timescale:
    """What one day, or one month's last day, means among the other words of its timescale."""
    if _PART_OF_A_CALENDAR.search(rest) or _RUNS_INTO_THE_DATE.search(rest):
        return _asking(raw, WhyNoDate.NOT_A_DAY, "names more than one day. Which is the due date?")
    if _REVIEW.search(rest):
        return _reviewed_on(raw, day, rest)
    if _STARTS.search(rest):
        return _words(raw, rest) or _asking(
            raw, WhyNoDate.NOT_A_DAY, "says when it starts, not when it is due. What is the due date?"
        )
    if surely and not _wrong_weekday(rest, day):
        return Timescale(raw, due=day, why_no_date=None)
    question = f"{_quoted(raw)} was read as {day:%A} {in_words(day)}. Is that the due date?"
    return Timescale(raw, due=day, why_no_date=None, question=question)


def _wrong_weekday(rest: str, day: date) -> bool:
    named = re.search(_WEEKDAY, rest)
    return named is not None and named[1] != f"{day:%a}".casefold()


def _reviewed_on(raw: str, day: date, rest: str) -> Timescale:
    others = _WORDS[0][1].sub(" ", _REVIEW.sub(" ", rest))
    question = f"{_quoted(raw)} was read as ongoing, to be reviewed next on {in_words(day)}. Is that right?"
    sure = others != rest and _WORDS[0][1].search(rest) and _surely(others) and dates_in(raw)
    return Timescale(raw, why_no_date=WhyNoDate.ONGOING, next_review=day, question=None if sure else question)


def _month(raw: str, text: str) -> Timescale | None:
    text = text.casefold()
    mentions = _mentions(text, _MONTHS_OF_A_YEAR)
    if any(mention.day is None for mention in mentions):
        return _asking(raw, WhyNoDate.NO_SUCH_DAY, "names a month that does not exist. What is the due date?")
    days = {mention.day for mention in mentions if mention.day}
    if len(days) > 1:
        return _asking(raw, WhyNoDate.NOT_A_DAY, "names more than one month. What is the due date?")
    return _from_day(raw, days.pop(), _without(text, mentions), surely=False) if days else None


def _words(raw: str, text: str) -> Timescale | None:
    text = text.casefold()
    return next((_asking(raw, why, says) for why, pattern, says in _WORDS if pattern.search(text)), None)


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
