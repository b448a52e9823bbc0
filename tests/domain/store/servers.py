"""Real processes that run an embedded server, and what is left of one."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

WHEEL = None
SYSTEM = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/lib/postgresql/15/bin"))

_PROGRAMME = """
import sys
from pathlib import Path
from domain.store import embedded

with getattr(embedded, sys.argv[1])(Path(sys.argv[2]), binaries=None) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


@contextmanager
def running(entrance: str, data: Path) -> Iterator[subprocess.Popen[str]]:
    """A process in `start` or `join_or_start` (`entrance`); it prints its URL and ends with its input."""
    command = [sys.executable, "-c", _PROGRAMME, entrance, str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def url_of(process: subprocess.Popen[str]) -> str:
    """The URL that a `running` process prints once its server is ready."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def finish(process: subprocess.Popen[str]) -> int:
    """Lets a `running` process end by itself; its exit status."""
    process.communicate(timeout=30)
    return process.returncode


def processes_in(cluster: Path) -> list[int]:
    """The numbers of all processes that work in the folder `cluster`, as each of PostgreSQL's does."""
    return [
        int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _in(entry, cluster)
    ]


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether `holds` comes true within ten seconds."""
    deadline = time.monotonic() + 10
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def ask(url: str, question: str) -> str:
    """The one value that the server answers, as text."""
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return str(row[0])


def _in(process: Path, cluster: Path) -> bool:
    try:
        return (process / "cwd").readlink() == cluster
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False
