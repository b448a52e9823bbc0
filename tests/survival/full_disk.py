"""A disk that fills up, in two ways: by a limit for the size of files, and as a small file system.

PostgreSQL takes the limit (RLIMIT_FSIZE) for a disk that is full, and every other write of the processes
that have it fails as well; it needs no rights. To mount a file system needs CAP_SYS_ADMIN, which root has on
a computer of its own, but not in most containers: there the first way is the only one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.survival.serving import Installation

SIZE_OF_THE_DISK = "6144m"
"""What is recorded in ten rounds takes 1.3 GB, as much again to check it, and PostgreSQL's log 1 GB."""
CAP_SYS_ADMIN = 21
LONGEST_FILE = 8192


class Disk(NamedTuple):
    """What fills the disk of an installation, and what makes room on it again."""

    fill: Callable[[Installation], None]
    make_room: Callable[[Installation], None]


@contextmanager
def limited(_: Path) -> Iterator[Disk]:
    """Files of the installation's processes may not grow, nor those of what they start."""
    yield Disk(lambda here: limit(here, str(LONGEST_FILE)), unlimit)


def limit(here: Installation, longest: str) -> None:
    """Limit the files of all processes of an installation, each by the account that it runs under."""
    for number in here.processes():
        process = Path(f"/proc/{number}")
        if process.exists():
            account = process.stat()
            command = ["prlimit", f"--fsize={longest}:", "--pid", str(number)]
            subprocess.run(command, user=account.st_uid, group=account.st_gid, check=False)


def unlimit(here: Installation) -> None:
    """Twice: a process that was started meanwhile may have its parent's limit."""
    for _ in range(2):
        limit(here, "unlimited")


@contextmanager
def mounted(folder: Path) -> Iterator[Disk]:
    """The folder is a small file system of its own, which a useless file fills to the last byte."""
    options = f"size={SIZE_OF_THE_DISK},mode=755"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    useless = folder / "useless"
    try:
        yield Disk(lambda _: fill(useless), lambda _: useless.unlink())
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(file: Path) -> None:
    """Take all room that there is, though others take some at the same time.

    What fails as a whole is given back as a whole, so it is taken in ever smaller pieces.
    """
    with file.open("wb") as useless:
        size, piece = 0, shutil.disk_usage(file.parent).free
        while piece:
            try:
                os.posix_fallocate(useless.fileno(), size, piece)
                size += piece
            except OSError:
                piece //= 2


def may_mount() -> bool:
    """Whether this process has the right to mount."""
    lines = Path("/proc/self/status").read_text().splitlines()
    effective = next(line.split()[1] for line in lines if line.startswith("CapEff:"))
    return bool(int(effective, 16) >> CAP_SYS_ADMIN & 1)


WAYS = [limited, mounted] if may_mount() else [limited]
