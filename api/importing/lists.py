"""Numbered lists inside a cell, and what the cells beside it say of each of their numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MOST_ITEMS = 60
_WIDEST_GAP = 20
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_STYLES = (
    re.compile(r"(?:actions?\s+)?\(?(?P<number>\d{1,2})(?:[.):]|\s[-–])(?=\s|$)", re.IGNORECASE),
    re.compile(r"\(?(?P<roman>[ivx]{1,5})[.)](?=\s|$)"),
    re.compile(r"\(?(?P<letter>[a-z])[.)](?=\s|$)"),
)
_BULLET = re.compile(r"^[ \t]*[•●▪◦‣·*–—-][ \t]*(?=\S)")
_NUMBERS = r"\d{1,2}(?:\s*(?:-|–|to|,|&|and|,\s*and)\s*\d{1,2})*"
_GROUP = re.compile(
    rf"(?<!\S)(?P<named>(?:actions?|nos?\.?|points?)\s*)?\(?(?P<numbers>{_NUMBERS})"
    r"(?P<mark>\s?[.):]|\s[-–](?=\s))?(?=\s|$)",
    re.IGNORECASE,
)
_UNITS = (
    r"(?:days?|weeks?|months?|years?|st|nd|rd|th|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)


@dataclass(frozen=True)
class Item:
    """One point of a list: its number, counted as 1, 2, 3 whatever its style, and its words."""

    number: int
    text: str


@dataclass(frozen=True)
class Listed:
    """A cell read as a list: what stands before the first point, and the points."""

    before: str = ""
    items: tuple[Item, ...] = ()

    @property
    def numbers(self) -> list[int]:
        """The numbers in their order."""
        return [item.number for item in self.items]

    def of(self, number: int) -> str:
        """The words on one number, after those said before the list; "" when there are none."""
        said = [self.before, *(item.text for item in self.items if item.number == number)]
        return "\n".join(text for text in said if text)


def numbered(text: str) -> Listed:
    """The list that the points of a cell make: 1. 2. 3., a) b), (i) (ii); no items when there is none."""
    found = [marks for style in _STYLES if (marks := _in_sequence(text, style))]
    if not found:
        return Listed(text)
    marks = min(found, key=lambda each: each[0][0].start())
    if len(marks) == 1 and text[: marks[0][0].start()].strip():
        return Listed(text)
    return _cut(text, [(match.start(), match.end(), (number,)) for match, number in marks])


def bulleted(text: str) -> Listed:
    """The list that the bullets of a cell make, counted from 1."""
    before: list[str] = []
    points: list[list[str]] = []
    for line in text.split("\n"):
        if _BULLET.match(line):
            points.append([_BULLET.sub("", line)])
        else:
            (points[-1] if points else before).append(line)
    items = (Item(number, "\n".join(point).strip()) for number, point in enumerate(points, start=1))
    return Listed("\n".join(before).strip(), tuple(items))


def said_of(text: str, known: list[int]) -> Listed:
    """What a cell says of the numbers of the list beside it: "1-3 Complete  4. ongoing", "Actions 1 & 2: …".

    A number beyond the list is an item too. No items when the cell names no number.
    """
    letters = numbered(text)
    by_group = _cut(text, list(_groups(text, known)))
    return by_group if by_group.items else letters


def lines_of(text: str) -> list[str]:
    """The lines of a cell that have words, without their bullets."""
    return [_BULLET.sub("", line).strip() for line in text.split("\n") if line.strip()]


def _in_sequence(text: str, style: re.Pattern[str]) -> list[tuple[re.Match[str], int]]:
    """The marks of one style that count on from each other, the first at the start of a line."""
    marks: list[tuple[re.Match[str], int]] = []
    for match in re.finditer(rf"(?<!\S){style.pattern}", text, style.flags):
        number = _ordinal(match)
        begins_line = _begins_line(text, match.start())
        if not marks:
            if begins_line and (number == 1 or ("number" in match.groupdict() and number <= _MOST_ITEMS)):
                marks.append((match, number))
        elif number == marks[-1][1] + 1 and (begins_line or _after_a_stop(text, match.start())):
            marks.append((match, number))
    return marks


def _ordinal(mark: re.Match[str]) -> int:
    """The place that a mark stands for: 2 for "2.", "b)" and "(ii)"; 0 for what is no number."""
    parts = mark.groupdict()
    if parts.get("number"):
        return int(parts["number"])
    if parts.get("letter"):
        return ord(parts["letter"]) - ord("a") + 1
    return _ROMAN.index(parts["roman"]) + 1 if parts["roman"] in _ROMAN else 0


def _begins_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _after_a_stop(text: str, start: int) -> bool:
    before = text[max(0, start - _WIDEST_GAP) : start].rstrip()
    return before.endswith((".", ";", ":", ",", ")", "!", "?")) or before[-1:].isdigit()


def _groups(text: str, known: list[int]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Each mark that names one or several numbers of the list: where it begins and ends, and which."""
    every_line = _every_line_counts(text)
    seen: set[int] = set()
    for match in _GROUP.finditer(text):
        numbers = _named(match["numbers"], known)
        expected = {*known, max(seen, default=0) + 1}
        if numbers and seen.isdisjoint(numbers) and _marks(match, text, every_line, expected):
            seen.update(numbers)
            yield match.start(), match.end(), numbers


def _marks(match: re.Match[str], text: str, every_line: bool, expected: set[int]) -> bool:
    """Whether numbers in a text head what follows them, rather than stand in a sentence."""
    several = not match["numbers"].isdecimal()
    after = text[match.end() : match.end() + _WIDEST_GAP].lstrip()
    if not match["mark"] and re.match(rf"{_UNITS}\b", after, re.IGNORECASE):
        return False
    if _begins_line(text, match.start()):
        return bool(match["mark"] or match["named"] or several or every_line)
    first = int(re.findall(r"\d+", match["numbers"])[0])
    return bool(match["mark"]) and first in expected and _after_a_stop_or_gap(text, match.start())


def _after_a_stop_or_gap(text: str, start: int) -> bool:
    return _after_a_stop(text, start) or text[:start].endswith(("  ", "\t"))


def _every_line_counts(text: str) -> bool:
    """Whether the lines begin 1, 2, 3 … without a stop behind the number."""
    starts = [re.match(r"\s*(\d{1,2})\s+(?=\D)", line) for line in text.split("\n") if line.strip()]
    return len(starts) > 1 and [int(start[1]) if start else 0 for start in starts] == list(
        range(1, len(starts) + 1)
    )


def _named(words: str, known: list[int]) -> tuple[int, ...]:
    """The numbers that "1-3", "1 to 3" or "1, 2 and 4" stand for; none when they cannot be such a list."""
    numbers: list[int] = []
    for part in re.split(r"\s*(?:,\s*and|,|&|and)\s*", words, flags=re.IGNORECASE):
        first, *last = (int(number) for number in re.findall(r"\d+", part))
        numbers += range(first, (last[-1] if last else first) + 1)
    largest = max(known, default=0) + _MOST_ITEMS
    return tuple(dict.fromkeys(numbers)) if numbers and min(numbers) > 0 and max(numbers) <= largest else ()


def _cut(text: str, marks: list[tuple[int, int, tuple[int, ...]]]) -> Listed:
    """The text cut at its marks, each piece given to every number that its mark names."""
    if not marks:
        return Listed(text)
    ends = [start for start, _, _ in marks[1:]] + [len(text)]
    items = [
        Item(number, text[after:end].strip())
        for (_, after, numbers), end in zip(marks, ends, strict=True)
        for number in numbers
    ]
    return Listed(text[: marks[0][0]].strip(), tuple(items))
