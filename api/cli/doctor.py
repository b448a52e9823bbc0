"""`dhr doctor`: the installation looked over, in words. It changes nothing."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from api.cli.checks.contents import of_the_contents
from api.cli.checks.database import of_the_server, of_the_tables
from api.cli.checks.finding import Finding, State, look, wrong
from api.cli.checks.identity_provider import of_the_provider
from api.cli.checks.place import of_the_place, room
from api.cli.checks.post import of_the_post
from api.cli.errors import sentence
from api.cli.installation import server
from api.cli.log_lines import write_log_to_stderr
from domain.settings import read_settings
from domain.store import embedded
from domain.store.datastore import with_defaults

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from domain.settings import Settings


def doctor(options: Namespace) -> int:
    """Say how everything stands, a line each, and what to do; 1 if something is wrong."""
    write_log_to_stderr(logging.CRITICAL)
    settings = read_settings()
    now = datetime.now(UTC)
    around = [*of_the_post(settings), *of_the_provider(settings, now)]
    found = [*of_the_place(settings), *_of_the_database(settings, now), *around]
    if options.json:
        print(json.dumps([one._asdict() for one in found], indent=2, ensure_ascii=False))
    else:
        print("\n".join(map(_line, found)))
    return 1 if any(one.state is State.WRONG for one in found) else 0


def _line(finding: Finding) -> str:
    said = f"{finding.what}: {finding.state}. {finding.found}"
    return f"{said} {finding.do}" if finding.do else said


def _of_the_database(settings: Settings, now: datetime) -> Iterator[Finding]:
    if settings.database_url is None and not embedded.is_made(settings.data):
        yield look("database", f"There is none in {settings.data} yet.", "dhr serve makes one.")
        return
    try:
        with (
            server(settings) as url,
            psycopg.connect(with_defaults(url), autocommit=True, options="-c timezone=UTC") as connection,
        ):
            yield from of_the_server(connection)
            if settings.database_url is None:
                # Which may be another place than the data folder, and is on this computer.
                yield room("disk of the database", _folder_of(connection))
            tables = list(of_the_tables(connection))
            yield from tables
            if tables[0].state is State.WELL:
                yield from of_the_contents(connection, settings, now)
    except (psycopg.Error, embedded.PostgresUnavailable) as error:
        yield wrong("database", sentence(error), "See that it runs, and look at DATABASE_URL and at its log.")


def _folder_of(connection: psycopg.Connection[Any]) -> Path:
    [(folder,)] = connection.execute("show data_directory").fetchall()
    return Path(folder)
