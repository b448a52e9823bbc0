"""Changing the master key: every key of text is wrapped anew, and then the files change places.

The new key lies beside the old one, on the disk, before anything is wrapped with it, which is one
transaction; only then it takes the name of the old one. So at every instant one of the two files opens
everything, and `finish` tells which.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import psycopg

from domain.refusals import refuse_if
from domain.store.master_key import (
    CHECK,
    CHECK_NAME,
    CHECKED,
    MasterKey,
    MasterKeyLost,
    keep,
    make_master_key,
)

if TYPE_CHECKING:
    from pathlib import Path

LOCK: Final = "lock table public.text_keys, public.master_key_check in access exclusive mode"
LIVE: Final = "select id, wrapped from public.text_keys where wrapped is not null"
WRAP: Final = "update public.text_keys set wrapped = %s where id = %s"
PROVE: Final = "update public.master_key_check set wrapped = %s"
HAS_CHECK: Final = "select to_regclass('public.master_key_check') is not null"


def next_of(path: Path) -> Path:
    """Where a new key lies until it has taken the place of the one at `path`."""
    return path.with_name(f"{path.name}.next")


def former_of(path: Path) -> Path:
    """Where the former key lies afterwards: backups from before need it."""
    return path.with_name(f"{path.name}.former")


def rotate(connection: psycopg.Connection[Any], path: Path) -> int:
    """Give the database a new master key, in the file at `path`; how many keys of text were wrapped anew.

    Takes a connection in autocommit mode, with nobody else at the database. Raises `Refused` while a former
    key lies there, and `MasterKeyLost`.
    """
    finish(connection, path)
    former = former_of(path)
    refuse_if(
        former.exists(),
        f"The key before the present one still lies in {former}: move it to the backups that need it, or"
        " destroy it. Nothing was changed.",
    )
    old = MasterKey(path)
    if not next_of(path).exists():
        make_master_key(next_of(path))
    count = _wrap_anew(connection, old, MasterKey(next_of(path)))
    _change_places(path)
    return count


def finish(connection: psycopg.Connection[Any], path: Path) -> bool:
    """Finish a rotation that was interrupted after everything was wrapped anew; whether there was one."""
    if not next_of(path).exists() or connection.execute(HAS_CHECK).fetchone() != (True,):
        return False
    proof = connection.execute(CHECK).fetchone()
    if proof is None or not _proves(MasterKey(next_of(path)), proof[0]):
        return False
    _change_places(path)
    return True


def _wrap_anew(connection: psycopg.Connection[Any], old: MasterKey, new: MasterKey) -> int:
    with connection.transaction():
        connection.execute(LOCK)
        old.check(connection)
        live = connection.execute(LIVE).fetchall()
        wrapped = [(new.wrap(old.unwrap(key, name.bytes), name.bytes), name) for name, key in live]
        with connection.cursor() as cursor:
            cursor.executemany(WRAP, wrapped)
        connection.execute(PROVE, [new.wrap(CHECKED, CHECK_NAME)])
    return len(wrapped)


def _change_places(path: Path) -> None:
    """The new key takes the name of the old one, in one step; the old one stays under its other name."""
    _keep_former(path)
    next_of(path).replace(path)
    keep(path.parent)


def _keep_former(path: Path) -> None:
    if path.exists() and not former_of(path).exists():
        os.link(path, former_of(path))
        keep(path.parent)


def _proves(key: MasterKey, proof: bytes) -> bool:
    try:
        key.prove(proof)
    except MasterKeyLost:
        return False
    return True
