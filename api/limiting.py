"""How often an address of mail, or a source on the network, may try to come in: counted in the database.

So it holds over several web processes, and through a restart of any. Neither is written down there: what is
counted is its hash under a key of this installation.
"""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Final

from api.refusals import TooOften
from domain.sign_in import Limit, noted_in_all, noted_of_one
from domain.store.application import Store

KEY: Final = b"dhr-tracker: who tries to come in"
FIRST_WINDOW: Final = datetime(2000, 1, 1, tzinfo=UTC)

COUNT: Final = """
    insert into public.sign_in_attempts as counted (what, whose, begins, times)
    values (%(what)s, %(whose)s, %(begins)s, 1)
    on conflict on constraint sign_in_attempts_are_counted_together
    do update set times = counted.times + 1
    returning times
"""
COUNTED: Final = """
    select times from public.sign_in_attempts
    where what = %(what)s and whose = %(whose)s and begins = %(begins)s
"""


def hashed(store: Store, whose: str) -> bytes:
    """What is counted instead of an address or a source."""
    return hmac.digest(store.master_key.derived(KEY), whose.strip().lower().encode(), "sha256")


def count(store: Store, limit: Limit, whose: bytes, *, now: datetime) -> None:
    """Count one more. Raises `TooOften` where that is one too many."""
    with store.connection() as connection:
        [(times,)] = connection.execute(COUNT, _facts(limit, whose, now)).fetchall()
    _refuse_over(limit, times, now)


def refuse_at_limit(store: Store, limit: Limit, whose: bytes, *, now: datetime) -> None:
    """Raise `TooOften` where there have been as many as there may be; this counts nothing."""
    for (times,) in store.datastore.ask(COUNTED, _facts(limit, whose, now)):
        _refuse_over(limit, times + 1, now)


def is_noted(store: Store, kind: str, whose: bytes, *, now: datetime) -> bool:
    """Whether one more refusal of a kind is to be written down. Counts it: of all together, then of this one.

    What comes after that says nothing new. Once all are too many, nothing is counted of any one of them, so
    that neither table grows with the number of sources.
    """
    try:
        count(store, noted_in_all(kind), hashed(store, kind), now=now)
        count(store, noted_of_one(kind), whose, now=now)
    except TooOften:
        return False
    return True


def _refuse_over(limit: Limit, times: int, now: datetime) -> None:
    if times > limit.times:
        raise TooOften(now, _window(limit, now) + limit.within)


def _facts(limit: Limit, whose: bytes, now: datetime) -> dict[str, object]:
    return {"what": limit.what, "whose": whose, "begins": _window(limit, now)}


def _window(limit: Limit, now: datetime) -> datetime:
    """When the hour or the day began in which attempts are counted together."""
    passed: timedelta = (now - FIRST_WINDOW) % limit.within
    return now - passed
