"""What people do to the rows of a plan before they save it: each function gives other rows, by chance."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Rows = list[list[str]]
Change = Callable[[Rows, Random], Rows]

HEADINGS = (
    "Recommendation",
    "recommendation (learning)",
    "REC NO",
    "Actions required",
    "Lead Agency / Officer",
    "Timescale",
    "Date completed",
    "RAG",
    "Outcome",
    "Scope",
    "",
    "Target\nDate ",
    "Agency Agency Agency",
)
ODD = (
    "31/02/2026",
    "0000-00-00",
    "99/99/99999",
    "1 January 99999",
    "2026-12-31T25:61:00Z",
    "Q9 20266",
    "1e309",
    "-0",
    "NaN",
    "#REF!",
    "TRUE",
    '=HYPERLINK("https://example.org","Click")',
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "-2+3",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %} ${7*7} %s %(a)s {0}",
    "'; drop table actions; --",
    "\ufeff\u200b\u2060",
    "\u202ethgir ot tfel\u202c",
    "e\u0301\u0327\u0308" * 40,
    "👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "\ufffe\uffff",
    "\u2028\u2029\x85",
    "All agencies",
    "ASAP / ongoing / Spring 2021",
    "1. One\n2. Two\n4. Four\n1. One again",
    "Police; Health & Council / Housing, and others",
    "Complete. Not complete. Completed 1 May 2020, due 1 May 2019.",
)
NOT_IN_XML = "\x00\x01\x08\x0b\x1b"
FEW, WIDE, LONG, LONGER_THAN_ALLOWED = 5, 3_000, 32_000, 33_000


def somewhere(rows: Rows, chance: Random) -> tuple[int, int]:
    """A place in the rows."""
    row = chance.randrange(len(rows))
    return row, chance.randrange(len(rows[row]) or 1)


def put(rows: Rows, chance: Random, text: str) -> Rows:
    """The rows with a text in the place of some cell."""
    row, column = somewhere(rows, chance)
    rows[row][column : column + 1] = [text]
    return rows


def swapped(rows: Rows, chance: Random) -> Rows:
    """Two cells have changed places."""
    (one, left), (other, right) = somewhere(rows, chance), somewhere(rows, chance)
    if left < len(rows[one]) and right < len(rows[other]):
        rows[one][left], rows[other][right] = rows[other][right], rows[one][left]
    return rows


def emptied(rows: Rows, chance: Random) -> Rows:
    """Some cells are empty."""
    for _ in range(chance.randint(1, 30)):
        put(rows, chance, "")
    return rows


def headed_otherwise(rows: Rows, chance: Random) -> Rows:
    """A cell near the top has another heading."""
    row = chance.choice(rows[:3])
    column = chance.randrange(len(row) or 1)
    row[column : column + 1] = [chance.choice(HEADINGS)]
    return rows


def doubled(rows: Rows, chance: Random) -> Rows:
    """Some rows, perhaps the headings, stand again somewhere else."""
    for _ in range(chance.randint(1, FEW)):
        rows.insert(chance.randint(0, len(rows)), list(chance.choice(rows)))
    return rows


def left_out(rows: Rows, chance: Random) -> Rows:
    """Some rows, perhaps the headings, are gone."""
    for _ in range(chance.randint(1, FEW)):
        if len(rows) > 1:
            del rows[chance.randrange(len(rows))]
    return rows


def columns_moved(rows: Rows, chance: Random) -> Rows:
    """The columns stand in another order, and one may be gone."""
    order = list(range(max(len(row) for row in rows)))
    chance.shuffle(order)
    order = order[: chance.randint(1, len(order))] if chance.random() < 1 / 3 else order
    return [[row[column] if column < len(row) else "" for column in order] for row in rows]


def ragged(rows: Rows, chance: Random) -> Rows:
    """Rows are cut short or go on."""
    return [
        row[: chance.randint(0, len(row))] if chance.random() < 1 / 5 else row + [""] * chance.randint(0, 2)
        for row in rows
    ]


def odd(rows: Rows, chance: Random) -> Rows:
    """Some cells hold what nobody expects."""
    for _ in range(chance.randint(1, FEW)):
        put(rows, chance, chance.choice(ODD))
    return rows


def controlled(rows: Rows, chance: Random) -> Rows:
    """A cell holds a character that no text has."""
    return put(rows, chance, f"a{chance.choice(NOT_IN_XML)}b")


def huge(rows: Rows, chance: Random) -> Rows:
    """A cell is as long as any, or longer."""
    unit = chance.choice(("word ", "1. ", "x", "31/03/2026 ", "All agencies; ", "\n", "é"))
    length = chance.choice((4_000, LONG, LONGER_THAN_ALLOWED))
    return put(rows, chance, (unit * length)[:length])


def wide(rows: Rows, chance: Random) -> Rows:
    """A row has thousands of cells."""
    rows[chance.randrange(len(rows))] += [chance.choice(("", "x", "Recommendation"))] * WIDE
    return rows


def long(rows: Rows, chance: Random) -> Rows:
    """The plan goes on and on, with the same label or none."""
    row = list(chance.choice(rows))
    return rows + [list(row) for _ in range(chance.choice((50, 200)))]


CHANGES: tuple[Change, ...] = (
    swapped,
    emptied,
    headed_otherwise,
    doubled,
    left_out,
    columns_moved,
    ragged,
    odd,
    odd,
    controlled,
    huge,
    wide,
    long,
)


def changed(rows: Rows, chance: Random) -> Rows:
    """The rows after one to three changes, made of a copy."""
    found = [list(row) for row in rows]
    for _ in range(chance.randint(1, 3)):
        found = [row for row in chance.choice(CHANGES)(found, chance) if row] or [[""]]
    return found
