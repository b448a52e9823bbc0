"""Whether anybody else is at the database: some work is done only while nobody is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from domain.refusals import Refused

if TYPE_CHECKING:
    from psycopg import Connection

OTHERS: Final = """
    select count(*)
    from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
"""
PATIENCE_SECONDS: Final = 3.0
"""Connections that were just closed take a moment to be gone."""
LOOK_SECONDS: Final = 0.05


def refuse_company(connection: Connection[Any], what: str) -> None:
    """Refuse `what` ("A purge") while others are connected. Raises `Refused` with what to do."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (others := _others(connection)) and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    if others:
        are = "1 other connection is" if others == 1 else f"{others} other connections are"
        raise Refused(
            f"{what} needs the database to itself, and {are} open: stop the tracker (dhr serve, or every dhr"
            " web and dhr worker) and whatever else is connected. Nothing was changed."
        )


def _others(connection: Connection[Any]) -> int:
    row = connection.execute(OTHERS).fetchone()
    return int(row[0]) if row else 0
