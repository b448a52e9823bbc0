"""A mail server in a process of its own, which can be killed: it writes down what it took, then says so.

Run as a programme: PORT FILE.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller

from tests.domain.store.servers import eventually
from tests.survival.serving import ROOT, free_port


class Arrived(NamedTuple):
    """A mail as it arrived."""

    message_id: str
    to: str


class Written:
    """Writes a line for each mail through to the disk, before the sender hears that it was taken."""

    def __init__(self, file: Path) -> None:
        self.file = file

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802
        """Called by the library for each mail."""
        mail = message_from_bytes(envelope.content)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(f"{mail['Message-ID']}\t{mail['To']}\n")
            file.flush()
            os.fsync(file.fileno())
        return "250 OK"


class MailServer:
    """The server as a child of a test, on one port for as long as it is started again and again."""

    def __init__(self, folder: Path) -> None:
        self.port, self.file = free_port(), folder / "mails"
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.file.touch()
        self.start()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        command = [sys.executable, "-m", "tests.survival.mailing", str(self.port), str(self.file)]
        self.process = subprocess.Popen(command, cwd=ROOT)
        assert eventually(self._listens)

    def kill(self) -> None:
        """As `kill -9` does."""
        self.process.kill()
        self.process.wait()

    def arrived(self) -> list[Arrived]:
        """All that it has taken so far; a line that was cut off by a kill was never answered."""
        lines = self.file.read_text(encoding="utf-8").splitlines(keepends=True)
        return [Arrived(*line.rstrip("\n").split("\t")) for line in lines if line.endswith("\n")]

    def _listens(self) -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", self.port)) == 0


if __name__ == "__main__":
    server = Controller(Written(Path(sys.argv[2])), hostname="127.0.0.1", port=int(sys.argv[1]))
    server.start()
    signal.pause()
