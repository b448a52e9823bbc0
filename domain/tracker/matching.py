"""Which part of a changed file is which of those recorded: labels repeat, and wordings change."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher

SIMILAR_ENOUGH = 0.6
"""Share of common words from which two wordings count as the same thing reworded."""

Named = tuple[str, str]
"""A label and a wording."""
Pairing = list[int | None]


def match(recorded: Sequence[Named], read: Sequence[Named]) -> Pairing:
    """For each one read, the place of the recorded one that it is, or None for a new one.

    Tried in this order: same label and wording; same wording; same label, unique on both sides; similar
    wording.
    """
    found: Pairing = [None] * len(read)
    _pair_by(_label_and_words, recorded, read, found)
    _pair_by(_words, recorded, read, found)
    unique = _unique_labels(recorded) & _unique_labels(read)
    _pair_by(lambda one: one[0] if one[0] in unique else None, recorded, read, found)
    _pair_similar(recorded, read, found)
    return found


def _words(one: Named) -> tuple[str, ...]:
    return tuple(one[1].split())


def _label_and_words(one: Named) -> Hashable:
    return one[0], _words(one)


def _unique_labels(side: Sequence[Named]) -> set[str]:
    return {label for label, times in Counter(label for label, _ in side).items() if label and times == 1}


def _pair_by(
    key: Callable[[Named], Hashable], recorded: Sequence[Named], read: Sequence[Named], found: Pairing
) -> None:
    free, taken = defaultdict(list), set(found)
    for place, one in enumerate(recorded):
        if place not in taken and key(one) is not None:
            free[key(one)].append(place)
    for place, one in enumerate(read):
        if found[place] is None and free[key(one)]:
            found[place] = free[key(one)].pop(0)


def _pair_similar(recorded: Sequence[Named], read: Sequence[Named], found: Pairing) -> None:
    for place in [place for place, pair in enumerate(found) if pair is None]:
        free = [at for at in range(len(recorded)) if at not in found]
        likeness = {at: _likeness(recorded[at], read[place]) for at in free}
        best = max(likeness, key=lambda at: likeness[at], default=None)
        if best is not None and likeness[best] >= SIMILAR_ENOUGH:
            found[place] = best


def _likeness(old: Named, new: Named) -> float:
    matcher = SequenceMatcher(None, _words(old), _words(new), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SIMILAR_ENOUGH else 0.0
