"""Making the database cluster, starting its server and asking whether it is ready."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier

from domain.store.embedded.binaries import Binaries
from domain.store.embedded.child import spawn
from domain.store.embedded.place import PORT, Place
from domain.store.embedded.refusal import PostgresUnavailable

DATABASE = "dhr"
SUPERUSER = "postgres"
START_SECONDS = 60.0
STOP_SECONDS = 30.0
POLL_SECONDS = 0.01

INITIAL = [
    f"--username={SUPERUSER}",
    "--auth=trust",
    "--data-checksums",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
]

# For a laptop. Nothing that a person typed may reach the log: no statements, no details of errors.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "100",  # a web process and a worker may hold twenty-odd each, and a command some more
    "shared_buffers": "128MB",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "cluster_name": "dhr-tracker",
}


def make(place: Place, binaries: Binaries, lock: int) -> None:
    """Makes an empty cluster, whole or not at all. Raises PostgresUnavailable with what `initdb` said."""
    unfinished = place.folder / "postgres.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    place.account.give(unfinished)
    command = [str(binaries.folder / "initdb"), "--pgdata", str(unfinished), *INITIAL]
    with place.log.open("wb") as output:
        ended = spawn(command, place.account, lock, output).wait()
    if ended != 0:
        raise PostgresUnavailable(
            f"PostgreSQL could not make a database in {place.folder}: {_last_words(place.log)}"
        )
    unfinished.rename(place.cluster)


def launch(place: Place, binaries: Binaries, lock: int) -> subprocess.Popen[bytes]:
    """Starts the server and waits until it is ready. Raises PostgresUnavailable with what it said last."""
    sockets = place.sockets()
    # We hold the lock: whatever server these files speak of is gone.
    (place.cluster / "postmaster.pid").unlink(missing_ok=True)
    (sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
    settings = SETTINGS | {"unix_socket_directories": str(sockets)}
    command = [str(binaries.folder / "postgres"), "-D", str(place.cluster)]
    command += [f"--{name}={value}" for name, value in settings.items()]
    if place.log.exists():
        place.log.replace(place.log.with_suffix(".log.old"))
    with place.log.open("wb") as output:
        server = spawn(command, place.account, lock, output)
    try:
        wait_until_ready(place, server)
        _ensure_database(address(place))
    except BaseException:
        end(server)
        raise
    return server


def wait_until_ready(place: Place, server: subprocess.Popen[bytes] | None = None) -> None:
    """Returns once the server takes connections: the child `server`, or one that another process has started.

    Raises PostgresUnavailable if it ends instead, or is not ready after a minute.
    """
    deadline = time.monotonic() + START_SECONDS
    while not _ready(place, server):
        if server is not None and server.poll() is not None:
            raise PostgresUnavailable(f"PostgreSQL did not start in {place.folder}: {_last_words(place.log)}")
        if time.monotonic() > deadline:
            raise PostgresUnavailable(
                f"PostgreSQL in {place.folder} was not ready in {START_SECONDS:.0f} seconds: see {place.log}."
            )
        time.sleep(POLL_SECONDS)


def address(place: Place) -> str:
    """The URL of the database of a server that is ready."""
    told = _told(place)
    return f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(told[4], safe='')}&port={told[3]}"


def end(server: subprocess.Popen[bytes]) -> None:
    """Shuts the server down: cleanly, or at once if that takes more than half a minute."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _told(place: Place) -> list[str]:
    """The lines of `postmaster.pid`: process, folder, start, port, socket folder, address, memory, status."""
    try:
        return (place.cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _ready(place: Place, server: subprocess.Popen[bytes] | None) -> bool:
    told = _told(place)
    ours = server is None or told[:1] == [str(server.pid)]
    return ours and len(told) > 7 and told[7].strip() == "ready"


def _ensure_database(url: str) -> None:
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        found = connection.execute("select from pg_database where datname = %s", [DATABASE])
        if found.rowcount == 0:
            connection.execute(SQL("create database {}").format(Identifier(DATABASE)))


def _last_words(log: Path) -> str:
    said = log.read_text(errors="replace").split("\n")
    return " / ".join(line.strip() for line in said if line.strip())[-600:] or "it said nothing."
