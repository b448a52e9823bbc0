"""How far long work is, on a terminal; where messages go elsewhere, nothing of it is written."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLEAR: Final = "\r\x1b[K"
"""Goes to the beginning of the line and empties it."""


@contextmanager
def progress(words: str, stream: TextIO | None = None) -> Iterator[Callable[[int, int], None]]:
    """Something to tell how much of how much is done, on one line that goes away in the end.

    `words` say what it is, with `{done}` and `{of}` for the numbers.
    """
    stream = stream or sys.stderr
    terminal = stream.isatty()

    def tell(done: int, of: int) -> None:
        if terminal:
            stream.write(CLEAR + words.format(done=f"{done:,}", of=f"{of:,}"))
            stream.flush()

    try:
        yield tell
    finally:
        if terminal:
            stream.write(CLEAR)
            stream.flush()


def step(words: str, stream: TextIO | None = None) -> None:
    """Say on a terminal which step of long work begins."""
    stream = stream or sys.stderr
    if stream.isatty():
        print(words, file=stream, flush=True)
