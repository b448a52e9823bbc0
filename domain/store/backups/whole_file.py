"""A file that appears under its name whole, on disk and closed to others, or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from domain.store.backups.manifest import BackupRefused
from domain.store.master_key import keep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

OWNER_ALONE: Final = 0o600
NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A new file to be written. It takes its name when the block ends, and vanishes if that fails.

    Raises `BackupRefused` where there is something under that name already, be it a link that leads
    elsewhere, and where the disk has no room or does not let us write.
    """
    refuse_existing(path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.unfinished")
    try:
        with os.fdopen(_made(draft), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        refuse_existing(path)
        # A rename replaces a link that somebody puts there meanwhile; it never follows it.
        draft.rename(path)
        keep(path.parent)
    except OSError as error:
        raise BackupRefused(_why_not(path, error)) from error
    finally:
        draft.unlink(missing_ok=True)


def refuse_existing(path: Path) -> None:
    """Refuse a name that is taken, also by a link that leads nowhere."""
    if os.path.lexists(path):
        raise BackupRefused(f"There is something under the name {path} already: choose another name.")


def _made(draft: Path) -> int:
    # O_EXCL follows no link, whoever may write in this folder.
    return os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, OWNER_ALONE)


def _why_not(path: Path, error: OSError) -> str:
    if error.errno in NO_ROOM:
        said = f"There is not enough room for the backup in {path.parent}"
    else:
        said = f"The backup cannot be written to {path}"
    return f"{said} ({error.strerror}). Nothing of it was kept."
