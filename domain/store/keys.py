"""The keys of confidential text: one a review or partnership, made on first use, destroyed to erase it."""

import os
from base64 import b64encode
from binascii import a2b_base64
from typing import LiteralString, NamedTuple
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.refusals import Refused
from domain.store.datastore import Datastore
from domain.store.master_key import NONCE, MasterKey, MasterKeyLost, make_master_key

__all__ = ["ERASED", "MasterKey", "MasterKeyLost", "TextErased", "TextKey", "TextKeys", "make_master_key"]

ERASED = "[erased]"
"""What is read where the key of a text was destroyed."""

KEY_ID = 36
"""Characters of a key id, as it stands before the dot of an encrypted text."""

MAKE = """
    insert into public.text_keys (id, scope, wrapped) select %(id)s, %(scope)s, %(wrapped)s
    where not exists (select from public.text_keys where scope = %(scope)s)
    on conflict do nothing
"""
OF_SCOPE: LiteralString = "select id, wrapped from public.text_keys where scope = %s"
OF_ID: LiteralString = "select wrapped from public.text_keys where id = %s"


class TextErased(Refused):
    """Somebody wants to write where the text was erased for good."""

    def __init__(self) -> None:
        super().__init__("The text of this record was erased, so nothing more can be written in it.")


class TextKey(NamedTuple):
    """A live key: its id, the same as the head of every text under it, and the cipher that works with it."""

    id: UUID
    head: str
    cipher: AESGCM

    def encrypt(self, text: str, bound_to: bytes) -> str:
        """The text as "<key id>.<base64 of nonce, ciphertext and tag>", readable in that place alone."""
        nonce = os.urandom(NONCE)
        sealed = self.cipher.encrypt(nonce, text.encode(), bound_to)
        return self.head + b64encode(nonce + sealed).decode("ascii")


class TextKeys:
    """The keys in the database, kept open in memory until one of them is destroyed."""

    def __init__(self, datastore: Datastore, master_key: MasterKey) -> None:
        self._datastore = datastore
        self._master_key = master_key
        self._of_scope: dict[UUID, TextKey] = {}
        self._of_id: dict[str, AESGCM | None] = {}
        self._destroyed = 0

    def of_scope(self, scope: UUID) -> TextKey:
        """The key of a review or partnership, made now if it has none. Raises `TextErased` if destroyed."""
        if (key := self._of_scope.get(scope)) is None:
            key = self._of_scope[scope] = self._fetch_or_make(scope)
        return key

    def decrypt(self, sealed: str, bound_to: bytes) -> str:
        """The text again, or `ERASED`. Raises `ValueError` when it was altered or moved to another place."""
        key_id = sealed[:KEY_ID]
        try:
            cipher = self._of_id[key_id]
        except KeyError:
            cipher = self._fetch(key_id)
        if cipher is None:
            return ERASED
        try:
            raw = a2b_base64(sealed[KEY_ID + 1 :], strict_mode=True)
            return cipher.decrypt(raw[:NONCE], raw[NONCE:], bound_to).decode()
        except InvalidTag:
            raise ValueError("its confidential text was altered or moved") from None

    def notice_destroyed(self, count: int) -> None:
        """Forget the keys in memory if more keys have been destroyed than when it was last asked."""
        if count != self._destroyed:
            self._of_scope, self._of_id, self._destroyed = {}, {}, count

    def destroy(self, scope: UUID) -> None:
        """Erase the text of a review or partnership for ever. What happened, and when, stays readable."""
        with self._datastore.checked_connection() as connection:
            connection.execute("select public.destroy_text_key(%s)", (scope,))
        self._of_scope, self._of_id = {}, {}

    def _fetch_or_make(self, scope: UUID) -> TextKey:
        made = uuid4()
        wrapped = self._master_key.wrap(AESGCM.generate_key(256), made.bytes)
        with self._datastore.checked_connection() as connection:
            connection.execute(MAKE, {"id": made, "scope": scope, "wrapped": wrapped})
            # Another process may have made one in the same moment: the one that is there counts.
            [(key_id, found)] = connection.execute(OF_SCOPE, (scope,)).fetchall()
        if found is None:
            raise TextErased
        return TextKey(key_id, f"{key_id}.", self._open(key_id, found))

    def _fetch(self, key_id: str) -> AESGCM | None:
        # Taken before asking: what `notice_destroyed` drops in the meantime must not come back.
        known = self._of_id
        found = self._datastore.ask(OF_ID, (UUID(key_id),))
        if not found:
            raise ValueError(f"its text key {key_id} is not in the database")
        [(wrapped,)] = found
        known[key_id] = None if wrapped is None else self._open(UUID(key_id), wrapped)
        return known[key_id]

    def _open(self, key_id: UUID, wrapped: bytes) -> AESGCM:
        return AESGCM(self._master_key.unwrap(wrapped, key_id.bytes))
