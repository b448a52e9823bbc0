"""`dhr migrate`: the tables and the master key of a database, made or brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.installation import database, set_up
from domain.settings import read_settings

if TYPE_CHECKING:
    from argparse import Namespace


def migrate(_: Namespace) -> int:
    """Apply what is missing, and say what that was."""
    settings = read_settings()
    if settings.database_url:
        applied = set_up(settings.database_url, settings.master_key_file)
        print("\n".join(applied) if applied else "Nothing new: the database is up to date.")
        return 0
    with database(settings):
        print("The embedded database is up to date.")
    return 0
