"""Excerpts of what a search finds: the sentence in which the words stand, whole where it is short enough."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

BEFORE, AFTER = "\ue000", "\ue001"
"""The marks around each word that was found, which nobody can type."""
LONGEST: Final = 240
"""Characters of a sentence that are shown."""
BEGINNING: Final = 100
"""Characters of the wording that are shown where the words stand in something else, such as an agency."""
BEFORE_THE_WORD: Final = 80
MARKED = re.compile(f"{BEFORE}(.*?){AFTER}", re.DOTALL)
SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?](?=\s)|$)", re.MULTILINE)
GAP: Final = " … "


class Span(NamedTuple):
    """A piece of an excerpt, and whether it is what was looked for. Plain text."""

    text: str
    found: bool


class Piece(NamedTuple):
    """From where to where of a text."""

    begin: int
    end: int


@dataclass(frozen=True)
class Marked:
    """A text, and the pieces of it that were found."""

    text: str
    found: tuple[Piece, ...]

    @classmethod
    def read(cls, marked: str) -> "Marked":
        """Out of a text with marks around what was found; what stands before n marks lies 2n further left."""
        found = tuple(
            Piece(one.start() - 2 * turn, one.end() - 2 * (turn + 1))
            for turn, one in enumerate(MARKED.finditer(marked))
        )
        return cls(MARKED.sub(r"\1", marked), found)

    def words_in(self, piece: Piece) -> list[Piece]:
        """What was found within a piece."""
        return [one for one in self.found if piece.begin <= one.begin and one.end <= piece.end]

    def different_in(self, piece: Piece) -> int:
        """How many different words were found within a piece."""
        return len({self.text[one.begin : one.end].casefold() for one in self.words_in(piece)})

    def spans(self, piece: Piece) -> Iterator[Span]:
        """A piece, with what was found standing out."""
        place = piece.begin
        for one in self.words_in(piece):
            yield Span(self.text[place : one.begin], found=False)
            yield Span(self.text[one.begin : one.end], found=True)
            place = one.end
        yield Span(self.text[place : piece.end], found=False)

    def line_of(self, piece: Piece) -> Piece:
        """The line in which a piece stands."""
        end = self.text.find("\n", piece.begin)
        return Piece(self.text.rfind("\n", 0, piece.begin) + 1, end if end >= 0 else len(self.text))

    def cut(self, piece: Piece, longest: int) -> Piece:
        """At most so much of a piece, from a word to a word, with the first word that was found."""
        begin = piece.begin
        words = self.words_in(piece)
        if words and words[0].end - begin > longest:
            begin = self._word_before(words[0])
        if piece.end - begin <= longest:
            return Piece(begin, piece.end)
        least = words[0].end if words else begin
        end = self.text.rfind(" ", least, begin + longest + 1)
        return Piece(begin, end if end > begin else begin + longest)

    def _word_before(self, word: Piece) -> int:
        place = self.text.find(" ", word.begin - BEFORE_THE_WORD, word.begin)
        return place + 1 if place >= 0 else word.begin


def excerpt(marked: str) -> tuple[Span, ...]:
    """The sentence that says most of what was looked for, and the next ones while there is room.

    Where it is none of the first line, the wording, that begins the excerpt. What is left out is "…".
    """
    text = Marked.read(marked)
    sentences = [Piece(*one.span()) for one in SENTENCE.finditer(text.text)]
    if not sentences:
        return ()
    best = max(sentences, key=text.different_in)
    line, wording = text.line_of(best), text.line_of(sentences[0])
    piece = text.cut(_with_the_next(best, sentences, line), LONGEST)
    pieces = [piece] if line == wording else [text.cut(wording, BEGINNING), piece]
    return tuple(one for one in _joined(text, pieces) if one.text)


def _with_the_next(best: Piece, sentences: list[Piece], line: Piece) -> Piece:
    ends = [
        one.end for one in sentences if best.begin <= one.begin < line.end and one.end - best.begin <= LONGEST
    ]
    return Piece(best.begin, max(ends, default=best.end))


def _joined(text: Marked, pieces: list[Piece]) -> Iterator[Span]:
    if pieces[0].begin > text.line_of(pieces[0]).begin:
        yield Span(GAP.lstrip(), found=False)
    for turn, piece in enumerate(pieces):
        if turn:
            yield Span(GAP, found=False)
        yield from text.spans(piece)
    if pieces[-1].end < len(text.text[: text.line_of(pieces[-1]).end].rstrip()):
        yield Span(GAP.rstrip(), found=False)
