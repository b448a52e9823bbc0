"""`dhr serve` as outsiders start, ask and kill it: real processes, and all that is left of them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

DHR = [sys.executable, "-m", "api.cli"]
ROOT = Path(__file__).parents[2]
LAST_LINE = "Ctrl-C ends it."


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Answer(NamedTuple):
    """What came back; the first header of each name, in small letters."""

    status_code: int
    headers: dict[str, str]
    text: str


@dataclass
class Installation:
    """A data folder and a port with `dhr` on them; `settings` are added to the environment."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)

    @property
    def environment(self) -> dict[str, str]:
        """What every process of it gets: nothing of our own settings."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("DHR_")}
        return own | {
            "DATABASE_URL": "",
            "DHR_DATA": str(self.folder),
            "DHR_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }

    def dhr(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        done = subprocess.run(
            [*DHR, *arguments],
            capture_output=True,
            text=True,
            env=self.environment,
            cwd=ROOT,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0 or not check, done.stderr
        return done

    def processes(self) -> list[int]:
        """Every process that belongs to it: ours by their environment, PostgreSQL's by their folder."""
        numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [number for number in numbers if number != os.getpid() and self._owns(number)]

    def process(self, words: str) -> int | None:
        """The process of it that was started with these words, if there is one."""
        for number in self.processes():
            try:
                command = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if words in command and "lifeline" not in command:
                return number
        return None

    def _owns(self, number: int) -> bool:
        process = Path(f"/proc/{number}")
        try:
            if f"DHR_DATA={self.folder}\0".encode() in (process / "environ").read_bytes():
                return True
            return (process / "cwd").readlink() == self.folder / "postgres"
        except OSError:
            return False

    def ask(
        self,
        method: str,
        path: str,
        *,
        token: str = "",
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, Any]:
        """One request: status and JSON (or text). Raises OSError or HTTPException without an answer."""
        sent = {"Authorization": f"Bearer {token}"} if token else {}
        if isinstance(body, bytes):
            content: bytes | None = body
        else:
            content = None if body is None else json.dumps(body).encode()
            sent |= {"Content-Type": "application/json"} if content else {}
        answer = self.answer(method, path, content, {**sent, **(headers or {})})
        is_json = "json" in answer.headers.get("content-type", "")
        return answer.status_code, json.loads(answer.text) if is_json and answer.text else answer.text

    def answer(self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]) -> Answer:
        """One request as it is sent, and what is answered. Raises OSError or HTTPException without that."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, content, dict(headers))
            answer = connection.getresponse()
            said = answer.read().decode()
        finally:
            connection.close()
        received = reversed(answer.getheaders())
        return Answer(answer.status, {name.lower(): value for name, value in received}, said)

    def is_ready(self) -> bool:
        """Whether database, views and worker are at work."""
        try:
            return self.ask("GET", "/readyz")[0] == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


@dataclass
class Serving:
    """A running `dhr serve`: its process, and what it said on standard output at its start."""

    process: subprocess.Popen[str]
    said: list[str]

    def end(self, how: signal.Signals) -> int:
        """Send it a signal and wait until it has ended; its exit status."""
        self.process.send_signal(how)
        return self.process.wait(timeout=60)

    @property
    def link(self) -> str | None:
        """The one-time link that it printed, if it did."""
        return next((line.rpartition(" ")[2] for line in self.said if "/set-up/" in line), None)


def started(installation: Installation, *arguments: str) -> subprocess.Popen[str]:
    """`dhr serve`, just started; its messages go to serve.log in the data folder."""
    with (installation.folder / "serve.log").open("ab") as log:
        return subprocess.Popen(
            [*DHR, "serve", *arguments],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=installation.environment,
            cwd=ROOT,
        )


def serving_of(installation: Installation, *arguments: str) -> Serving:
    """`dhr serve`, once it says that it serves."""
    process = started(installation, *arguments)
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line.rstrip("\n"))
        if said[-1] == LAST_LINE:
            return Serving(process, said)
    process.communicate()
    raise AssertionError(f"It did not start: {(installation.folder / 'serve.log').read_text()}")


@contextmanager
def serving(installation: Installation, *arguments: str) -> Iterator[Serving]:
    """The same; killed in the end, if it still runs."""
    running = serving_of(installation, *arguments)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


def form(**fields: str) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a form."""
    return urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
