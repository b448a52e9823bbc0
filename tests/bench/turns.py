"""Measuring in turns: what is measured and its yardstick, one after the other; the best of each counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter

Work = Callable[[int], None]
"""Does something so many times."""


def a_second(times: int, rounds: int, works: Mapping[str, Work]) -> dict[str, float]:
    """How often a second each was done in the best of its rounds, of `times` in each, taken in turns.

    On a computer that others use too, the best round is the one in which they were quiet; turns give each
    of those that are compared the same chance of one.
    """
    best = dict.fromkeys(works, 0.0)
    for _ in range(rounds):
        for name, work in works.items():
            begun = perf_counter()
            work(times)
            best[name] = max(best[name], times / (perf_counter() - begun))
    return best
