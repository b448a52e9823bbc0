"""Who holds the database: a file lock that every process of the server inherits.

The lock is free if and only if no process of the server lives, whatever was killed, and whichever process has
since been given a number that stands in `postmaster.pid`.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Purpose(StrEnum):
    """What the holder runs the server for."""

    SERVE = "serve"
    COMMAND = "command"


@dataclass(frozen=True)
class Holder:
    """The process that started the server, and why."""

    process: int
    purpose: Purpose

    @property
    def alive(self) -> bool:
        """Whether that process still runs; one that was killed and not yet waited for does not."""
        try:
            told = Path(f"/proc/{self.process}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return False
        return told.rpartition(")")[2].split()[0] not in {"Z", "X"}


def take(path: Path, purpose: Purpose) -> int | None:
    """Locks the file at `path` and returns its descriptor, to be inherited; None if another holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()} {purpose}\n".encode(), 0)
    return descriptor


def read(path: Path) -> Holder | None:
    """Who holds the lock at `path`, or held it last; None in the instant in which a new holder signs."""
    words = path.read_text().split()
    return Holder(int(words[0]), Purpose(words[1])) if len(words) == 2 else None
