"""Garbage collection, put off while very many objects are made that hold no cycles."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class _PutOff:
    """How many threads have put it off: the last one lets it go on."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._threads = 0

    def begin(self) -> None:
        with self._lock:
            self._threads += 1
            gc.disable()

    def end(self) -> None:
        with self._lock:
            self._threads -= 1
            if not self._threads:
                gc.enable()


_put_off = _PutOff()


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Look for no cycles in this block: among events and rows that takes a third of the time, for nothing."""
    _put_off.begin()
    try:
        yield
    finally:
        _put_off.end()
