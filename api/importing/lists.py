"""Numbered lists inside a cell, and what the cells beside it say of each of their numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MOST_ITEMS = 60
_WIDEST_GAP = 20
_MOST_MISSING = 3
_SEVERAL = 2
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_CLOSE = r"(?=\s|$|[A-Za-z]{2}|[“\"(]|\d{1,2}/\d{1,2}/\d)"
"""What follows the mark of a point, where no space stands between."""
_STYLES = (
    re.compile(
        rf"(?P<named>actions?\s+)?\(?(?P<number>\d{{1,2}})"
        rf"(?(named)(?:[.):]|\s[-–])?(?=\s|$)|(?:\s[-–](?=\s)|[.):]{_CLOSE}))",
        re.IGNORECASE,
    ),
    re.compile(r"\(?(?P<roman>[ivx]{1,5})[.)](?=\s|$)"),
    re.compile(r"\(?(?P<letter>[a-zA-Z])[.)](?=\s|$)"),
    re.compile(r"(?:actions?\s+)?(?P<above>\d\d?(?:\.\d\d?)*)\.(?P<below>\d\d?)[.):]?(?=\s)", re.IGNORECASE),
)
_DASHED = re.compile(r"\s[-–]$")
_BULLET = re.compile(r"^[ \t]*[•●▪◦‣·*–—-][ \t]*(?=\S)")
_NUMBERS = r"\d{1,2}(?:\s*(?:-|–|to)\s*\d{1,2}|\.?\s*(?:,\s*and|,|&|and)\s*\d{1,2})*"
_GROUP = re.compile(
    rf"(?<!\S)(?P<named>(?:actions?|nos?\.?|points?)\s*)?\(?(?P<numbers>{_NUMBERS})"
    rf"(?:(?P<mark>\s?[.):]{_CLOSE}|\s[-–](?=\s))|(?=\s|$))",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"(?:on[\s-]?going|complete|in progress|not|open|outstanding|delayed|underway|started|pending|await|done"
    r"|implemented|red|amber|green|blue)",
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
        return _every_line(text)
    marks = min(found, key=lambda each: each[0][0].start())
    alone = len(marks) == 1
    if alone and (text[: marks[0][0].start()].strip() or _DASHED.search(marks[0][0][0])):
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


def _every_line(text: str) -> Listed:
    """The list that lines make which begin 1, 2, 3 … with nothing behind the number but a capital letter."""
    starts = list(re.finditer(rf"^[ \t]*(\d{{1,2}})[ \t]+(?!(?i:{_UNITS})\b)(?=[A-Z])", text, re.MULTILINE))
    counted = [int(start[1]) for start in starts] == list(range(1, len(starts) + 1))
    if len(starts) < _SEVERAL or not counted or text[: starts[0].start()].strip():
        return Listed(text)
    return _cut(text, [(start.start(), start.end(), (int(start[1]),)) for start in starts])


def _in_sequence(text: str, style: re.Pattern[str]) -> list[tuple[re.Match[str], int]]:
    """The marks of one style that count on from each other, the first at the start of a line."""
    marks: list[tuple[re.Match[str], int]] = []
    for match in re.finditer(rf"(?<!\S){style.pattern}", text, style.flags):
        number = _ordinal(match)
        if not marks:
            if _begins_line(text, match.start()) and (
                number == 1 or (match.groupdict().get("number") and number)
            ):
                marks.append((match, number))
        elif _counts_on(text, match, marks[-1][0], number - marks[-1][1]):
            marks.append((match, number))
    alone_is_no_list = "number" not in style.groupindex and "roman" not in style.groupindex
    return [] if alone_is_no_list and len(marks) < _SEVERAL else marks


def _counts_on(text: str, match: re.Match[str], last: re.Match[str], step: int) -> bool:
    """Whether a mark goes on from the last one: the next number, or a later one at the start of a line."""
    if match.groupdict().get("above") != last.groupdict().get("above"):
        return False
    if _begins_line(text, match.start()):
        return step == 1 or ("number" in match.groupdict() and 0 < step <= _MOST_MISSING)
    starts_anew = text[match.end() : match.end() + _WIDEST_GAP].lstrip()[:1].isupper()
    return step == 1 and (starts_anew or _after_a_stop(text, match.start()))


def _ordinal(mark: re.Match[str]) -> int:
    """The place that a mark stands for: 2 for "2.", "b)", "(ii)" and "7.2"; 0 for what is no number."""
    parts = mark.groupdict()
    if parts.get("number") or parts.get("below"):
        return int(parts.get("number") or parts["below"])
    if parts.get("letter"):
        return ord(parts["letter"].lower()) - ord("a") + 1
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
        if not numbers or not seen.isdisjoint(numbers):
            continue
        begins = _begins_line(text, match.start())
        if _heads(match, text, every_line) if begins else _goes_on(match, text, numbers[0], seen, known):
            seen.update(numbers)
            yield match.start(), match.end(), numbers


def _heads(match: re.Match[str], text: str, every_line: bool) -> bool:
    """Whether numbers at the start of a line head what follows, rather than count or date it."""
    after = text[match.end() : match.end() + _WIDEST_GAP].lstrip()
    if not match["mark"] and re.match(rf"{_UNITS}\b", after, re.IGNORECASE):
        return False
    return bool(match["mark"] or match["named"] or not match["numbers"].isdecimal() or every_line)


def _goes_on(match: re.Match[str], text: str, first: int, seen: set[int], known: list[int]) -> bool:
    """Whether numbers inside a line head what follows, after others did."""
    next_one = first == max(seen, default=0) + 1
    if not seen or not (next_one or first in known):
        return False
    if _after_a_stop(text, match.start()) or text[max(0, match.start() - 2) : match.start()] in {"  ", " \t"}:
        return bool(match["mark"] or match["named"] or _STATE.match(text, match.end() + 1))
    return bool(match["mark"]) and next_one and first in known


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
