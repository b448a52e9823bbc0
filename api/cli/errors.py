"""What a person at the command line reads when something cannot be done: one plain sentence."""

from __future__ import annotations

import traceback
from pathlib import Path

from api.importing.refusing import UnreadablePlan
from domain.refusals import Refused
from domain.settings import WrongSetting
from domain.store.datastore import LOST, DatabaseUnavailable
from domain.store.embedded import PostgresUnavailable
from domain.store.keys import MasterKeyLost
from domain.store.migrations import MigrationRefused
from projections.generations import RebuildFailed

PROGRAM = Path(__file__).parents[2]


class WrongUsage(Exception):
    """The command was not given what it needs. `str()` is a sentence."""


class NotStarted(Exception):
    """A service could not start. `str()` is a sentence."""


SENTENCES = (
    DatabaseUnavailable,
    MasterKeyLost,
    MigrationRefused,
    NotStarted,
    PostgresUnavailable,
    RebuildFailed,
    Refused,
    UnreadablePlan,
    WrongSetting,
    WrongUsage,
)
"""Errors that are worded where they are raised."""


WRONG_USAGE = (WrongSetting, WrongUsage)


def sentence(error: Exception) -> str:
    """What to tell a person about an error."""
    if isinstance(error, SENTENCES):
        return " ".join(str(error).split())
    if isinstance(error, LOST):
        return f"The database cannot be reached or used: {' '.join(str(error).split())}"
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}."
    return _unexpected(error)


def _unexpected(error: Exception) -> str:
    # Never the words of the error: they may repeat what people have written.
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = Path(last.filename)
    inside = place.relative_to(PROGRAM) if place.is_relative_to(PROGRAM) else Path(place.name)
    return (
        f"Something went wrong that nobody expected ({type(error).__name__} in {inside}, line {last.lineno})."
        " Please report this sentence; what was not confirmed was not saved."
    )
