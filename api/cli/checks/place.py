"""Whether this computer is as the tracker needs it: its disk, the file of the master key, its settings."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from api.cli.checks.finding import Finding, look, well, wrong
from domain.store.master_key import MasterKey, MasterKeyLost

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.settings import Settings

LITTLE_ROOM: Final = 2_000_000_000
NO_ROOM: Final = 200_000_000
"""Bytes that are free on the disk. PostgreSQL stops when there are none."""

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
HERE: Final = {"127.0.0.1", "localhost", "::1"}


def of_the_place(settings: Settings) -> Iterator[Finding]:
    """All that can be seen without the database and without the network."""
    yield _disk(settings.data)
    yield _key_file(settings.master_key_file)
    yield _address(settings)
    if settings.trial:
        yield look(
            "trial", "This is a trial: reminders may run ahead of today.", "Unset DHR_TRIAL for real use."
        )


def _disk(data: Path) -> Finding:
    if not data.is_dir():
        return look("disk", f"The data folder {data} is not there.", "It is made at the first start.")
    if not os.access(data, os.W_OK | os.X_OK):
        return wrong("disk", f"This account may not write in the data folder {data.resolve()}.", "Let it.")
    return room("disk", data.resolve())


def room(what: str, folder: Path) -> Finding:
    """How much is free on the disk of a folder."""
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:,.1f} GB are free where {folder} is."
    if free < NO_ROOM:
        return wrong(what, found, "Make room now: without it nothing more is recorded.")
    if free < LITTLE_ROOM:
        return look(what, found, "Make room before it is used up.")
    return well(what, found)


def _key_file(path: Path) -> Finding:
    try:
        MasterKey(path)
        told = path.stat()
    except MasterKeyLost as lost:
        return wrong(
            "master key", str(lost), "Put the copy of it there, or set DHR_MASTER_KEY_FILE to where it is."
        )
    if told.st_mode & OTHERS:
        mode = stat.S_IMODE(told.st_mode)
        return wrong("master key", f"Other accounts may use {path} (mode {mode:04o}).", f"chmod 600 {path}")
    return well("master key", f"It is in {path.resolve()}, its owner's alone.")


def _address(settings: Settings) -> Finding:
    parts = urlsplit(settings.base_url)
    if parts.hostname in HERE:
        found = f"Links in mail begin with {settings.base_url}, which works on this computer alone."
        return look("address", found, "Set DHR_BASE_URL to the address that people use.")
    if parts.scheme == "http":
        found = (
            f"People reach the tracker at {settings.base_url}, where what they type can be read on its way."
        )
        return look("address", found, "Put a web server with https in front, and set DHR_BASE_URL.")
    return well("address", f"Links in mail begin with {settings.base_url}.")
