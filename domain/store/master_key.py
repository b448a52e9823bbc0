"""The master key: a file outside the database, without which no confidential text can be read."""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from psycopg import Connection

LENGTH = 32
NONCE = 12
CHECKED = b"This database belongs to this master key."
CHECK_NAME = b"master key check"

CLAIM = """
    insert into public.master_key_check (wrapped) select %s
    where not exists (select from public.master_key_check)
        and not exists (select from public.text_keys where wrapped is not null)
    on conflict do nothing
"""
PROOF = "insert into public.master_key_check (wrapped) values (%s) on conflict do nothing"
CHECK = "select wrapped from public.master_key_check"
ANY_TEXT_KEY = "select id, wrapped from public.text_keys where wrapped is not null limit 1"
HAD_A_KEY = """
    select exists (select from public.master_key_check)
        or exists (select from public.text_keys where wrapped is not null)
"""


class MasterKeyLost(Exception):
    """The master key is not there, or is not the one of this database. `str()` says which, and what to do."""


def make_master_key(path: Path) -> None:
    """Write a new random key of 32 bytes, readable by its owner alone. Never overwrites one.

    The file appears whole or not at all. Raises `FileExistsError` when there is one already.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink()
    keep(path.parent)


def keep(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class MasterKey:
    """Wraps and unwraps the keys of the database."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._secret = _read(path)
        self._cipher = AESGCM(self._secret)

    def wrap(self, secret: bytes, name: bytes) -> bytes:
        """The secret in a form that may lie in the database. It opens under the same name alone."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._cipher.encrypt(nonce, secret, name)

    def unwrap(self, wrapped: bytes, name: bytes) -> bytes:
        """The secret again. Raises `MasterKeyLost` when another key, or another name, had wrapped it."""
        try:
            return self._cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], name)
        except InvalidTag:
            raise MasterKeyLost(
                f"The master key in {self.path} is not the one of this database."
                " Put the right file back; without it the confidential text cannot be read."
            ) from None

    def derived(self, purpose: bytes) -> bytes:
        """A key of 32 bytes for another purpose, always the same, from which this one cannot be told."""
        return HKDF(SHA256(), LENGTH, salt=None, info=purpose).derive(self._secret)

    def check(self, connection: Connection) -> None:
        """Prove that this key belongs to this database; the first key that asks is the one that does.

        Should the proof of the first be missing, a key of text that is there already decides.
        """
        connection.execute(CLAIM, (self.wrap(CHECKED, CHECK_NAME),))
        if proof := connection.execute(CHECK).fetchone():
            self.prove(proof[0])
        elif of_text := connection.execute(ANY_TEXT_KEY).fetchone():
            self.unwrap(of_text[1], of_text[0].bytes)
            connection.execute(PROOF, (self.wrap(CHECKED, CHECK_NAME),))

    def prove(self, proof: bytes) -> None:
        """Raise `MasterKeyLost` unless this is the key by which the known value was wrapped."""
        self.unwrap(proof, CHECK_NAME)


def had_a_key(connection: Connection) -> bool:
    """Whether something in the database was wrapped by a master key: no other may be made then."""
    return connection.execute(HAD_A_KEY).fetchone() == (True,)


def _read(path: Path) -> bytes:
    try:
        key = path.read_bytes()
    except OSError as error:
        raise MasterKeyLost(
            f"The master key cannot be read from {path} ({error.strerror}). Put the file back where it was."
        ) from error
    if len(key) != LENGTH:
        raise MasterKeyLost(
            f"The file {path} is not a master key: it has {len(key)} bytes instead of {LENGTH}."
        )
    return key
