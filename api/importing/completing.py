"""Whether the words of a plan call an action complete, and on which day."""

import re
from datetime import date
from enum import StrEnum

from domain.timescales import dates_in

_DONE = r"(?:completed?|implemented|achieved|actioned|finished|closed|done|signed[\s-]off|discharged|blue)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DAY = rf"\d\d?(?:st|nd|rd|th)?[\s./-]+(?:\d|{_MONTH})"
_NOT_YET = re.compile(
    rf"\b(?:not|never|partial(?:ly)?|partly|part|nearly|almost|mostly|near|half|incompleted?"
    rf"|yet|cannot|un{_DONE}|non[\s-]?complet\w*|once|until|when|if)\b"
    rf"|\b(?:to|will|should|must|can|may|shall|would) (?:\w+ )?(?:be )?(?:\w+ )?{_DONE}\b"
    rf"|\bdue\b.{{0,80}}\b{_DONE}\b|\b{_DONE}\s+by\s+(?:the\s+)?(?:end|{_DAY}|{_MONTH})"
    r"|\b\d{1,2}\s?%|\bto complete\b",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\b(?:on[\s-]?going|in progress|outstanding|underway|under way|started|expected|await\w*|pending|due"
    r"|planned|continu\w+|draft|delayed|target|revised|in hand|to follow|will)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"(?:(?:this|these|the|all|both|actions?|recommendations?|work|status|now|been|is|was|are|were|has|have|fully"
    rf"|rag|brag|rated)\b|[\d\W])*{_DONE}\b",
    re.IGNORECASE,
)
_YES = re.compile(r"(?:y|yes|[✓✔☑☒])\W*", re.IGNORECASE)
_NOTHING = re.compile(r"(?:n/?a|no?|not yet|none|nil|tb[acd]|[-–—_.\s]*)", re.IGNORECASE)
_LATE = re.compile(r"\b(?:red|amber|open|at risk|overdue)\b", re.IGNORECASE)
_A_MONTH_ALONE = re.compile(r"(?:by |end of |in )*[A-Za-z]{3,9}\.?[\s,'’-]+(?:20)?\d\d\.?|\d\d?[/-]20\d\d")


class Told(StrEnum):
    """What words say of completion. DOUBT: a person has to say."""

    COMPLETE = "complete"
    OPEN = "open"
    DOUBT = "doubt"


def told_by(text: str) -> Told:
    """What a status or a progress note says. Only a sentence that opens with the word calls it complete."""
    if not re.search(rf"\b{_DONE}\b", text, re.IGNORECASE):
        return Told.OPEN
    sentences = re.split(r"(?<=[.;!?])\s+|\n", text)
    telling = [sentence for sentence in sentences if re.search(rf"\b{_DONE}\b", sentence, re.IGNORECASE)]
    if all(_NOT_YET.search(sentence) for sentence in telling):
        return Told.OPEN
    if any(_NOT_YET.search(sentence) for sentence in sentences) or _STILL.search(text):
        return Told.DOUBT
    return Told.COMPLETE if any(_OPENING.match(sentence) for sentence in telling) else Told.DOUBT


def told_by_completion(text: str) -> Told:
    """What the cell "Date of completion and outcome" says: a date is enough, unless words hold it back."""
    if _NOTHING.fullmatch(text.strip()):
        return Told.OPEN
    told = Told.COMPLETE if _YES.fullmatch(text.strip()) else told_by(text)
    if told is not Told.OPEN:
        return told
    if _NOT_YET.search(text) or _STILL.search(text):
        return Told.DOUBT if dates_in(text) else Told.OPEN
    return Told.COMPLETE if dates_in(text) or _A_MONTH_ALONE.fullmatch(text.strip()) else Told.DOUBT


def holds_back(status: str) -> bool:
    """Whether a status says that an action goes on, whatever its progress says."""
    return bool(_NOT_YET.search(status) or _STILL.search(status) or _LATE.search(status))


def day_of(text: str) -> date | None:
    """The one full date of a cell; None where there is none or more than one."""
    days = set(dates_in(text))
    return days.pop() if len(days) == 1 else None


def day_beside_complete(text: str) -> date | None:
    """The one date on the lines of a note that call something complete."""
    return day_of("\n".join(line for line in text.split("\n") if told_by(line) is Told.COMPLETE))
