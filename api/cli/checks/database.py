"""Whether the database server is set up so that what it acknowledges is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from api.cli.checks.finding import Finding, look, well, wrong
from domain.store.migrations import OLDEST_SERVER
from domain.store.serving import missing_roles
from domain.store.verifying import unguarded
from projections.migrations import all_migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from psycopg import Connection

ASKED: Final = """
    select name, setting
    from pg_settings
    where name in (
        'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'server_encoding', 'TimeZone',
        'max_connections'
    )
"""
LOSES: Final = "A power cut may lose what people were told is saved."
WANTED: Final[Mapping[str, tuple[Callable[[str], bool], str, Callable[..., Finding]]]] = {
    "fsync": (lambda said: said == "on", LOSES, wrong),
    "full_page_writes": (lambda said: said == "on", "A power cut may damage the database.", wrong),
    "synchronous_commit": (lambda said: said != "off", LOSES, wrong),
    "data_checksums": (lambda said: said == "on", "A damage on the disk would not be noticed.", look),
    "server_encoding": (lambda said: said == "UTF8", "Not every letter can be kept.", wrong),
    "TimeZone": (
        lambda said: said in {"UTC", "Etc/UTC", "GMT"},
        "The lines of its log have other times.",
        look,
    ),
}
"""What each setting should be, what follows where it is not, and how bad that is."""

IS_STANDBY: Final = "select pg_is_in_recovery()"
USED: Final = "select count(*) from pg_stat_activity where backend_type = 'client backend'"
ENOUGH_FREE: Final = 10
HAS_MIGRATIONS: Final = "select to_regclass('public.migrations') is not null"
HAD: Final = "select name, sha256 from public.migrations"
CLOCK: Final = (
    "select clock_timestamp(), (select recorded_at from public.events order by position desc limit 1)"
)
A_LITTLE_OFF, FAR_OFF = timedelta(seconds=2), timedelta(minutes=1)


def of_the_server(connection: Connection[Any]) -> Iterator[Finding]:
    """Its version, its settings and how many connections it has left."""
    version = connection.info.parameter_status("server_version") or ""
    if connection.info.server_version < OLDEST_SERVER:
        yield wrong("database", f"PostgreSQL {version} is too old.", "Move to PostgreSQL 15 or newer.")
    else:
        yield well("database", f"PostgreSQL {version} answers.")
    if connection.execute(IS_STANDBY).fetchone() == (True,):
        yield wrong(
            "database", "It is a standby, in which nothing can be recorded.", "Connect to the primary."
        )
    settings = dict(connection.execute(ASKED).fetchall())
    for name, (is_good, follows, judge) in WANTED.items():
        if is_good(settings[name]):
            yield well(name, f"It is {settings[name]}.")
        else:
            yield judge(
                name, f"It is {settings[name]}. {follows}", f"Change {name} in PostgreSQL's settings."
            )
    yield _connections(connection, int(settings["max_connections"]))


def _connections(connection: Connection[Any], most: int) -> Finding:
    used = int(connection.execute(USED).fetchone()[0])  # type: ignore[index]  # a count is one row
    found = f"{used} of {most} connections are in use."
    if most - used < ENOUGH_FREE:
        return look(
            "connections", found, "Raise max_connections in PostgreSQL's settings, or find who holds them."
        )
    return well("connections", found)


def of_the_tables(connection: Connection[Any]) -> Iterator[Finding]:
    """Whether the tables are those of this program; of the log only where they are."""
    state = _migrations(connection)
    yield state
    if state.do:
        return
    faults = list(unguarded(connection))
    yield from (wrong("log", fault, "Restore a backup into a new database.") for fault in faults)
    if not faults:
        yield well("log", "Nobody can change or delete what is recorded.")
    yield _roles(connection)
    yield _clock(connection)


def _migrations(connection: Connection[Any]) -> Finding:
    if connection.execute(HAS_MIGRATIONS).fetchone() != (True,):
        return wrong("migrations", "The database has no tables yet.", "Run dhr migrate.")
    had: dict[str, str] = dict(connection.execute(HAD).fetchall())
    known = {one.name: one for one in all_migrations()}
    if newer := sorted(had.keys() - known.keys()):
        found = f"The database is newer than this program: it has had {newer[-1]}."
        return wrong("migrations", found, "Install the newer program.")
    if edited := sorted(name for name in had if not known[name].is_what_had(had[name])):
        return wrong("migrations", f"{edited[0]} was edited after the database had had it.", "Put it back.")
    if missing := sorted(known.keys() - had.keys()):
        return wrong("migrations", f"{missing[0]} and later ones are missing.", "Run dhr migrate.")
    return well("migrations", f"The database has had all {len(known)}.")


def _roles(connection: Connection[Any]) -> Finding:
    if missing := missing_roles(connection):
        found = f"The web cannot work: its account may not act as {' and '.join(missing)}."
        return wrong("roles", found, "Run dhr migrate.")
    return well("roles", "The web has its two roles, which own nothing.")


def _clock(connection: Connection[Any]) -> Finding:
    asked = datetime.now(UTC)
    [(there, last)] = connection.execute(CLOCK).fetchall()
    answered = datetime.now(UTC)
    apart = max(asked - there, there - answered, timedelta(0))
    found = f"The clocks of this computer and of the database are {apart.total_seconds():.0f} seconds apart."
    if last and last > there + A_LITTLE_OFF:
        found = f"The last event was recorded at {last:%-d %B %Y, %H:%M:%S} UTC, which is still to come."
        return wrong("clock", found, "Set the clock of the database's computer.")
    if apart > FAR_OFF:
        return wrong("clock", found, "Set both by a time server.")
    if apart > A_LITTLE_OFF:
        return look("clock", found, "Set both by a time server.")
    return well("clock", found)
