"""`dhr serve` and `dhr web` as people meet them: ready after how long, how large, how many pages a second."""

from __future__ import annotations

import http.client
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from api.sessions import issue_token
from domain.store.application import Store
from tests.bench.figures import Figure, Place, Size
from tests.survival.serving import DHR, ROOT, Installation, serving

READY_AIM, MEMORY_AIM = 4.0, 300
WEBS, CLIENTS = 2, 16
SOME = 200
PATIENCE_SECONDS = 60.0
ANY_ACTIONS = """
    select originator_id
    from public.events
    where topic = 'action.planned'
    order by md5(originator_id::text)
    limit %s
"""
ADMINISTRATOR = "select person from public.administrators"


class Answered(NamedTuple):
    """What came of many requests: how many a second, and each one's seconds."""

    a_second: float
    seconds: list[float]


def figures(size: Size, place: Place) -> list[Figure]:
    """The start and the memory of `dhr serve`; then two web processes and their clients."""
    starts = [_start(place, turn) for turn in range(size.rounds)]
    ready, work, memory = (min(values) for values in zip(*starts, strict=True))
    with place.filled(size.actions) as store, webs(store, place) as ports:
        pages = {"the action page": _action_pages(store), "the overdue list": ["/actions?overdue=true"]}
        token = _token(store)
        asked = {name: ask(ports, paths, token, size.requests) for name, paths in pages.items()}
    return [
        Figure(
            "`dhr serve` with a new database: ready after",
            f"{ready:.1f} s, of which {work:.1f} s of processor time",
            aim=f"under {READY_AIM:.0f} s",
            met=ready < READY_AIM,
        ),
        Figure(
            "its Python processes together, idle (PSS)",
            f"{memory:.0f} MB",
            aim=f"under {MEMORY_AIM} MB",
            met=memory < MEMORY_AIM,
        ),
        *(_stated(name, one) for name, one in asked.items()),
    ]


def _stated(name: str, answered: Answered) -> Figure:
    centiles = quantiles(answered.seconds, n=100)
    return Figure(
        f"{name}: {WEBS} web processes, {CLIENTS} clients, {len(answered.seconds):,} requests, no error",
        f"{answered.a_second:.0f} a second; half within {centiles[49]:.3f} s, p99 {centiles[98]:.3f} s",
    )


def _start(place: Place, turn: int) -> tuple[float, float, float]:
    """The seconds until `dhr serve` is ready on an empty folder, those of processor time, its megabytes."""
    folder = place.folder / f"serve-{turn}"
    folder.mkdir(mode=0o755)
    installation = Installation(folder)
    begun = time.monotonic()
    with serving(installation):
        ready = time.monotonic() - begun
        assert installation.is_ready()
        processes = installation.processes()
        return ready, sum(map(_worked, processes)), sum(map(_megabytes, processes))


def _worked(process: int) -> float:
    """The seconds of processor time of a process and of those that it has waited for."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _megabytes(process: int) -> float:
    """What a Python process takes of the memory, with its share of what it has in common with others.

    0 for a process of PostgreSQL.
    """
    folder = Path(f"/proc/{process}")
    if "python" not in (folder / "exe").readlink().name:
        return 0
    lines = (folder / "smaps_rollup").read_text().splitlines()
    [kilobytes] = [int(line.split()[1]) for line in lines if line.startswith("Pss:")]
    return kilobytes / 1024


@contextmanager
def webs(store: Store, place: Place) -> Iterator[list[int]]:
    """The ports of web processes on the database of a store."""
    log_file = place.folder / "web.log"
    url, key = place.url(store), str(place.key)
    ones = [
        Installation(place.folder, {"DATABASE_URL": url, "DHR_MASTER_KEY_FILE": key}) for _ in range(WEBS)
    ]
    with ExitStack() as stack:
        log = stack.enter_context(log_file.open("ab"))
        for one in ones:
            command = [*DHR, "web"]
            process = subprocess.Popen(command, stdout=log, stderr=log, env=one.environment, cwd=ROOT)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        for one in ones:
            _wait_until_it_answers(one, log_file)
        yield [one.port for one in ones]


def _wait_until_it_answers(one: Installation, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            assert one.ask("GET", "/healthz")[0] == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"A web process did not answer within a minute: {log.read_text()}")


def _action_pages(store: Store) -> list[str]:
    with store.connection() as connection:
        rows = connection.execute(ANY_ACTIONS, (SOME,)).fetchall()
    return [f"/actions/{identity}" for (identity,) in rows]


def _token(store: Store) -> str:
    with store.connection() as connection:
        [(administrator,)] = connection.execute(ADMINISTRATOR).fetchall()
    return issue_token(store, administrator, "make bench", now=datetime.now(UTC))


def ask(ports: Sequence[int], paths: Sequence[str], token: str, requests: int) -> Answered:
    """Ask for these pages in turn, each client over a connection of its own; every answer is a whole page."""
    each = requests // CLIENTS + 1
    begun = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as clients:
        asked = [
            clients.submit(
                _ask_on, ports[number % len(ports)], islice(cycle(paths), number, number + each), token
            )
            for number in range(CLIENTS)
        ]
        seconds = [one for client in asked for one in client.result()]
    return Answered(len(seconds) / (time.monotonic() - begun), seconds)


def _ask_on(port: int, paths: Iterator[str], token: str) -> list[float]:
    connection, seconds = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS), []
    for path in paths:
        begun = time.monotonic()
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        said = answer.read()
        seconds.append(time.monotonic() - begun)
        assert answer.status == http.HTTPStatus.OK, said
        assert said.rstrip().endswith(b"</html>")
    connection.close()
    return seconds
