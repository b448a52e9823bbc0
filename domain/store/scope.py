"""The scope of whoever asks: the partnerships whose events PostgreSQL lets the web read.

It is a setting of the connection, by which a policy of the table of events goes (row-level security). Without
any, the events of the directory alone are read.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final
from uuid import UUID

EVERYTHING: Final = "*"
"""The scope of the tracker itself, and of whoever belongs to the whole installation."""
DIRECTORY: Final = ""
"""The scope of whoever belongs to no partnership: people and agencies."""

_scope: ContextVar[str] = ContextVar("scope", default=DIRECTORY)


def scope_of(partnerships: Collection[UUID]) -> str:
    """These partnerships, as PostgreSQL writes an array."""
    return "{" + ",".join(sorted(map(str, partnerships))) + "}" if partnerships else DIRECTORY


def scope() -> str:
    """The scope of the block, thread or request that this is called in."""
    return _scope.get()


@contextmanager
def within(scope: str) -> Iterator[None]:
    """Read the events of this scope in the block, and in threads that take over its context."""
    before = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(before)
