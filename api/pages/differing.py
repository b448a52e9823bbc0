"""Before and after, as a line of a history shows them: wordings word by word, all else as it stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from projections.before_and_after import BeforeAndAfter
from projections.changes import Span, words_changed

AROUND: Final = 12
"""So many words beside a difference are shown where the rest of a wording is left out."""


@dataclass(frozen=True)
class Differing:
    """`rows`: what stood before and after, under their headings. `spans`: how a wording became another."""

    rows: tuple[tuple[str, str], ...] = ()
    spans: tuple[tuple[Span, str], ...] = ()

    @property
    def near(self) -> list[tuple[Span, str]]:
        """The differences of the wording with the words beside them, without what stayed far from them."""
        last = len(self.spans) - 1
        return [
            (span, _shortened(text, first=place == 0, last=place == last) if span is Span.SAME else text)
            for place, (span, text) in enumerate(self.spans)
        ]


def differing(sides: BeforeAndAfter, sentence: str = "") -> Differing | None:
    """How both sides are shown below a sentence, which may say already what stands after.

    None where nothing stood before: then the sentence says it all.
    """
    before, after, aspect = sides
    if not before:
        return None
    if aspect.prose and after:
        return Differing(spans=tuple(words_changed(before, after)))
    if not after or after in sentence:
        return Differing(((aspect.before_alone or f"{aspect.heading} before", before),))
    if "," in before + after:
        return Differing(((f"{aspect.heading} before", before), (f"{aspect.heading} after", after)))
    return Differing(((aspect.heading, f"{before}, then {after}"),))


def _shortened(text: str, *, first: bool, last: bool) -> str:
    words = text.split()
    if len(words) <= 2 * AROUND + 1:
        return text
    begins = [] if first else words[:AROUND]
    ends = [] if last else words[-AROUND:]
    return " ".join([*begins, "…", *ends])
