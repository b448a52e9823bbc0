"""What was typed into a form whose session had ended: kept for a day, readable in that browser alone.

The browser holds a secret, the database only its SHA-256 and what was sealed with it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.store.application import Store

KEPT_FOR = timedelta(hours=24)
"""As long as a link to sign in works."""
MOST_OF_A_BROWSER = 20
NONCE = 12

KEEP = """
    insert into public.unsent_forms (id, browser_hash, person, sealed, made_at)
    values (%(id)s, %(browser)s, %(person)s, %(sealed)s, %(now)s)
    on conflict (id) do update set sealed = excluded.sealed, made_at = excluded.made_at
    where unsent_forms.browser_hash = excluded.browser_hash and unsent_forms.person = excluded.person
"""
FORGET_OLD = """
    delete from public.unsent_forms
    where made_at < %(oldest)s or id in (
        select id from public.unsent_forms
        where browser_hash = %(browser)s order by made_at desc, id offset %(most)s
    )
"""
WAITING = """
    select id, sealed from public.unsent_forms
    where browser_hash = %(browser)s and made_at >= %(oldest)s
    order by made_at, id
"""
FORGET = "delete from public.unsent_forms where browser_hash = %(browser)s and id = %(id)s"


class UnsentForm(msgspec.Struct, frozen=True):
    """One form: who typed it, where it was sent, what was in its fields, and the names of files with it."""

    id: UUID
    person: UUID
    at: datetime
    path: str
    query: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def address(self) -> str:
        """The address at which the form is sent, which says which one it is."""
        query = f"{self.query}&" if self.query else ""
        return f"{self.path}?{query}unsent={self.id}"


def keep(store: Store, secret: str, form: UnsentForm) -> None:
    """Keep a form for the browser with this secret; again, in place of what was kept under its id."""
    nonce = os.urandom(NONCE)
    sealed = nonce + _cipher(secret).encrypt(nonce, msgspec.json.encode(form), form.id.bytes)
    facts = {"id": form.id, "person": form.person, "sealed": sealed, "now": form.at}
    with store.connection() as connection:
        connection.execute(KEEP, {**_of(secret, form.at), **facts})
        connection.execute(FORGET_OLD, {**_of(secret, form.at), "most": MOST_OF_A_BROWSER})


def waiting(store: Store, secret: str, *, now: datetime) -> Sequence[UnsentForm]:
    """The forms that wait in the browser with this secret, whoever typed them, the oldest first."""
    with store.connection() as connection:
        rows = connection.execute(WAITING, _of(secret, now)).fetchall()
    return [_opened(secret, identity, bytes(sealed)) for identity, sealed in rows]


def forget(store: Store, secret: str, identity: UUID) -> None:
    """Forget a form of the browser with this secret."""
    with store.connection() as connection:
        connection.execute(FORGET, {"browser": _hash(secret), "id": identity})


def _opened(secret: str, identity: UUID, sealed: bytes) -> UnsentForm:
    text = _cipher(secret).decrypt(sealed[:NONCE], sealed[NONCE:], identity.bytes)
    return msgspec.json.decode(text, type=UnsentForm)


def _of(secret: str, now: datetime) -> Mapping[str, Any]:
    return {"browser": _hash(secret), "oldest": now - KEPT_FOR}


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _cipher(secret: str) -> AESGCM:
    return AESGCM(sha256(b"unsent forms: " + secret.encode()).digest())
