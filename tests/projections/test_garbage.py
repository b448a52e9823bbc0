"""Garbage collection is put off, and goes on afterwards."""

from __future__ import annotations

import gc
from threading import Event, Thread

import pytest

from projections.garbage import without_garbage_collection


def test_it_goes_on_after_the_block() -> None:
    """Also where the block fails."""
    with without_garbage_collection():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), without_garbage_collection():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_the_last_thread_that_put_it_off_lets_it_go_on() -> None:
    """A worker feeds views beside a rebuild: whichever ends first, the other is not disturbed."""
    begun, go_on = Event(), Event()

    def rebuild() -> None:
        with without_garbage_collection():
            begun.set()
            go_on.wait(30)

    other = Thread(target=rebuild)
    with without_garbage_collection():
        other.start()
        assert begun.wait(30)
    assert not gc.isenabled()
    go_on.set()
    other.join(30)
    assert gc.isenabled()
