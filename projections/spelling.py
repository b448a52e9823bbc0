"""What somebody may have meant to type: words that are known and differ by a slip or two."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from psycopg import Connection

from projections.asking import Asking

MOST_MEANT = 8
# Two slips in a word of six letters leave about so much of its trigrams.
ALIKE = "select set_config('pg_trgm.similarity_threshold', '0.2', true)"
NEAREST: Final = """
    select typed, nearest.word
    from unnest(%(words)s::text[]) as typed
    cross join lateral (
        select known.word
        from search_words known
        where known.word %% typed and {known:stands}
        order by known.word <-> typed
        limit 60
    ) nearest
"""
NEAREST_ASKED = Asking.of(NEAREST, "known")


def slips(one: str, other: str) -> int:
    """How many slips turn one word into the other: a letter too many, missing, wrong, or two swapped."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        this = [row]
        for column, its in enumerate(other, 1):
            fewest = min(this[-1] + 1, last[column] + 1, last[column - 1] + (letter != its))
            if row > 1 < column and letter == other[column - 2] and its == one[row - 2]:
                fewest = min(fewest, before[column - 2] + 1)
            this.append(fewest)
        before, last = last, this
    return last[-1]


def forgiven(word: str) -> int:
    """How many slips are forgiven in a word: none in short ones, one from four letters, two from six."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def is_near(typed: str, word: str) -> bool:
    """Whether `typed` may be meant to be `word`."""
    most = forgiven(typed)
    return abs(len(typed) - len(word)) <= most and slips(typed, word) <= most


def meant(
    connection: Connection[Any], words: Iterable[str], *, at: int | None = None
) -> Mapping[str, Sequence[str]]:
    """For each word typed (in small letters) the known words that may be meant by it, the nearest first."""
    near: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in _nearest(connection, [word for word in words if forgiven(word)], at):
        if is_near(row.typed, row.word):
            near[row.typed].append((slips(row.typed, row.word), row.word))
    return {word: [known for _, known in sorted(found)[:MOST_MEANT]] for word, found in near.items()}


def _nearest(connection: Connection[Any], words: list[str], at: int | None) -> Sequence[Any]:
    if not words:
        return ()
    with connection.transaction():
        connection.execute(ALIKE)
        return NEAREST_ASKED.ask(connection, {"words": words}, at)
