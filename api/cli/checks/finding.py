"""What a check has found, in words."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """How it stands: only what is wrong makes the exit status 1."""

    WELL = "well"
    LOOK = "look at this"
    WRONG = "wrong"


class Finding(NamedTuple):
    """What was looked at, how it stands, what was found, and what to do (empty where it is well)."""

    what: str
    state: State
    found: str
    do: str = ""


def well(what: str, found: str) -> Finding:
    """As it should be."""
    return Finding(what, State.WELL, found)


def look(what: str, found: str, do: str) -> Finding:
    """It may be meant so, or become wrong."""
    return Finding(what, State.LOOK, found, do)


def wrong(what: str, found: str, do: str) -> Finding:
    """It has to be put right."""
    return Finding(what, State.WRONG, found, do)
