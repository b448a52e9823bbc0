"""A code that comes by mail: asked for in a browser, tried in that browser, good for one session.

Nobody is told whether somebody has the address, nor can it be told from how long the answer takes: who has it
is looked up later, by the worker that sends the mail.
"""

from datetime import datetime
from secrets import token_urlsafe
from typing import Final
from uuid import UUID, uuid4

from api import limiting
from domain.person import is_address
from domain.refusals import Refused, refuse_if
from domain.sign_in import (
    CODE_KEY,
    CODES_OF_A_SOURCE,
    CODES_OF_AN_ADDRESS,
    LASTS,
    TRIES,
    WRONG_OF_A_SOURCE,
    WRONG_OF_AN_ADDRESS,
    hash_of,
    is_code_of,
)
from domain.store.application import Store

ASK: Final = """
    insert into public.sign_in_codes
        (id, browser_hash, address_hash, sealed_address, message_id, asked_at, expires_at, next_attempt_at)
    values (
        %(id)s, %(browser)s, %(address)s, %(sealed)s, %(message_id)s, %(now)s, %(now)s + %(lasts)s, %(now)s
    )
"""
TRY: Final = """
    update public.sign_in_codes set tries = tries + 1
    where browser_hash = %(browser)s and spent_at is null and expires_at > %(now)s and tries < %(most)s
    returning id, person, address_hash, tries
"""
SPEND: Final = """
    with spent as (
        update public.sign_in_codes set spent_at = %(now)s, next_attempt_at = null
        where id = %(id)s and spent_at is null
        returning person
    )
    insert into public.sessions (token_hash, person, made_at, last_seen_at)
    select %(session)s, person, %(now)s, %(now)s from spent
    returning person
"""
ASKED_FOR: Final = "select person, address_hash from public.sign_in_codes where browser_hash = %(browser)s"
NOT_AN_ADDRESS: Final = "Enter an e-mail address, for example name@example.org."
NO_LONGER: Final = "This code works no longer. Ask for another one."


def ask(store: Store, address: str, *, source: str, mail_from: str, now: datetime) -> str:
    """Ask for a code for whoever has this e-mail address: the secret for the browser that asked comes back.

    `mail_from` gives the domain of the Message-ID. Refuses what is no address; raises `TooOften`.
    """
    refuse_if(not is_address(address), NOT_AN_ADDRESS, field="email")
    hashed = limiting.hashed(store, address)
    limiting.count(store, CODES_OF_A_SOURCE, limiting.hashed(store, source), now=now)
    limiting.count(store, CODES_OF_AN_ADDRESS, hashed, now=now)
    secret, identity = token_urlsafe(32), uuid4()
    facts = {
        "id": identity,
        "browser": hash_of(secret),
        "address": hashed,
        "sealed": store.master_key.wrap(address.strip().encode(), identity.bytes),
        "message_id": f"<{identity}@{mail_from.rpartition('@')[2]}>",
    }
    with store.connection() as connection:
        connection.execute(ASK, {**facts, "now": now, "lasts": LASTS})
    return secret


def spend(store: Store, secret: str, said: str, *, source: str, now: datetime) -> str:
    """Begin a session by the code that this browser asked for: its secret.

    Refuses a wrong code, and one that was used, is too old, or was tried five times; raises `TooOften`.
    """
    hashed = limiting.hashed(store, source)
    limiting.refuse_at_limit(store, WRONG_OF_A_SOURCE, hashed, now=now)
    facts = {"browser": hash_of(secret), "now": now, "most": TRIES}
    with store.connection() as connection:
        row = connection.execute(TRY, facts).fetchone()
    if row is None:
        raise Refused(NO_LONGER, field="code")
    identity, person_of_code, address, tries = row
    limiting.refuse_at_limit(store, WRONG_OF_AN_ADDRESS, address, now=now)
    right = is_code_of(store.master_key.derived(CODE_KEY), identity, said)
    if right and person_of_code and (session := _begun(store, identity, now)):
        return session
    limiting.count(store, WRONG_OF_A_SOURCE, hashed, now=now)
    limiting.count(store, WRONG_OF_AN_ADDRESS, address, now=now)
    left = TRIES - tries
    more = "You can try once more." if left == 1 else f"You can try {left} times more."
    raise Refused(f"That is not the code. {more}" if left else NO_LONGER, field="code")


def asked_for(store: Store, secret: str) -> dict[str, UUID | bytes]:
    """For whom this browser had asked for a code: as `person`, or a hash as `whose`."""
    for person, address in store.datastore.ask(ASKED_FOR, {"browser": hash_of(secret)}):
        return {"person": person} if person else {"whose": address}
    return {}


def _begun(store: Store, identity: UUID, now: datetime) -> str | None:
    """The secret of a new session; None where the code was spent at the same moment."""
    session = token_urlsafe(32)
    with store.connection() as connection:
        facts = {"id": identity, "session": hash_of(session), "now": now}
        spent = connection.execute(SPEND, facts).fetchone()
    return session if spent else None
