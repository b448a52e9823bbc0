"""Changing the master key: every key of text is wrapped anew, and then the files change places.

So is the address to which a code to sign in has yet to go; an invitation that has yet to go gets another
secret. A code that has gone works no longer, as it follows from the key; an invitation that has gone does.

The new key lies beside the old one, on the disk, before anything is wrapped with it, which is one
transaction; only then it takes the name of the old one. So at every instant one of the two files opens
everything, and `finish` tells which.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import psycopg

from domain.refusals import refuse_if
from domain.sign_in import INVITATION_KEY, hash_of, secret_of_invitation
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

LOCK: Final = """
    lock table public.text_keys, public.master_key_check, public.sign_in_codes, public.sign_in_links
    in access exclusive mode
"""
LIVE: Final = "select id, wrapped from public.text_keys where wrapped is not null"
WRAP: Final = "update public.text_keys set wrapped = %s where id = %s"
PROVE: Final = "update public.master_key_check set wrapped = %s"
CODES_TO_GO: Final = "select id, sealed_address from public.sign_in_codes where sealed_address is not null"
SEAL: Final = "update public.sign_in_codes set sealed_address = %s where id = %s"
INVITATIONS_TO_GO: Final = """
    select id from public.sign_in_links where invitation and next_attempt_at is not null
"""
LINK_ANEW: Final = "update public.sign_in_links set token_hash = %s where id = %s"
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
            _renew_what_waits(cursor, old, new)
        connection.execute(PROVE, [new.wrap(CHECKED, CHECK_NAME)])
    return len(wrapped)


def _renew_what_waits(cursor: psycopg.Cursor[Any], old: MasterKey, new: MasterKey) -> None:
    """What the worker has yet to send goes as if nothing had happened."""
    codes = cursor.execute(CODES_TO_GO).fetchall()
    sealed = [(new.wrap(old.unwrap(address, code.bytes), code.bytes), code) for code, address in codes]
    cursor.executemany(SEAL, sealed)
    key, invitations = new.derived(INVITATION_KEY), cursor.execute(INVITATIONS_TO_GO).fetchall()
    secrets = [(hash_of(secret_of_invitation(key, one)), one) for (one,) in invitations]
    cursor.executemany(LINK_ANEW, secrets)


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
