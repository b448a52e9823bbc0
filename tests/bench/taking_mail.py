"""A mail server in a process of its own, which takes everything and in the end says what it took.

It prints its port; once its input ends, it prints a line for each mail: the recipient and the Message-ID.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from tests.scheduler.mail_server import MailServerForTests

ENDS_WITHIN_SECONDS = 60


class Taken(NamedTuple):
    """A mail that the server took."""

    recipient: str
    message_id: str


class Taking:
    """The server as its maker sees it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url = f"smtp://127.0.0.1:{int(_open(process.stdout).readline())}"

    def taken(self) -> list[Taken]:
        """End it, and give every mail that it took, in order."""
        said, _ = self._process.communicate(timeout=ENDS_WITHIN_SECONDS)
        return [Taken(*line.split("\t")) for line in said.splitlines()]


@contextmanager
def mail_server() -> Iterator[Taking]:
    """A mail server, until the end."""
    command = [sys.executable, "-m", "tests.bench.taking_mail"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Taking(process)
        finally:
            process.kill()


def _open(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise LookupError("The mail server was started without a pipe to it.")
    return stream


if __name__ == "__main__":
    with MailServerForTests() as server:
        print(server.port, flush=True)
        sys.stdin.read()
        for mail in server.mails:
            print(mail["To"], mail["Message-ID"], sep="\t")
