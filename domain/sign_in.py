"""Signing in by what comes by mail, a code or an invitation: what it is, how long it works, how often tried.

Neither is kept anywhere: each follows from the id of its row in the database and from the master key, which
lies outside it. Sources: OWASP ASVS 5.0, 6.5.1 (works once), 6.5.4 (six digits are enough), 6.5.5 (for ten
minutes at most), 6.6.2 (where it was asked for) and 6.6.3 (tries are limited); how often, agreed practice.
An invitation: 6.4.1 (a random secret that expires soon and works once); seven days, agreed practice.
"""

import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

CODE_KEY: Final = b"dhr-tracker: sign-in codes"
"""What the key is for by which codes follow from ids."""
LASTS: Final = timedelta(minutes=10)
TRIES: Final = 5
DIGITS: Final = 6
INVITATION_KEY: Final = b"dhr-tracker: invitations"
"""What the key is for by which the secrets of invitations follow from ids."""
INVITATION_LASTS: Final = timedelta(days=7)
"""An invitation of the 2nd works to the end of the 9th, in London."""


def code_of(key: bytes, identity: UUID) -> str:
    """The six digits that belong to an asked-for code, by a key of this installation."""
    number = int.from_bytes(hmac.digest(key, identity.bytes, "sha256")) % 10**DIGITS
    return f"{number:0{DIGITS}}"


def is_code_of(key: bytes, identity: UUID, said: str) -> bool:
    """Whether these are its digits, with whatever stands between them; takes as long for any that are not."""
    digits = "".join(character for character in said if character in "0123456789")
    return hmac.compare_digest(code_of(key, identity), digits)


def secret_of_invitation(key: bytes, identity: UUID) -> str:
    """The 256 bits that belong to an invitation, by a key of this installation, as they stand in its link."""
    return urlsafe_b64encode(hmac.digest(key, identity.bytes, "sha256")).decode().rstrip("=")


def hash_of(secret: str) -> bytes:
    """What the database keeps of a secret."""
    return sha256(secret.encode()).digest()


class Limit(NamedTuple):
    """How often something may be done within a time."""

    what: str
    times: int
    within: timedelta


CODES_OF_AN_ADDRESS: Final = Limit("codes asked for an address", 6, timedelta(hours=1))
CODES_OF_A_SOURCE: Final = Limit("codes asked from a source", 60, timedelta(hours=1))
"""A whole council may come from one address of the internet."""
WRONG_OF_AN_ADDRESS: Final = Limit("wrong codes of an address", 20, timedelta(days=1))
WRONG_OF_A_SOURCE: Final = Limit("wrong codes from a source", 100, timedelta(hours=1))
"""With these, whoever guesses is right once in a hundred years, at twenty guesses a day among a million."""
TURNS_OF_A_SOURCE: Final = Limit("turns to the identity provider from a source", 600, timedelta(hours=1))
"""Going there and coming back are two: each asks the provider something."""
NOTED_OF_ONE: Final = 200
"""So many refusals of one kind from one source, or of one person, stand in the access log for an hour: twice
as many as there may be wrong codes."""
NOTED_IN_ALL: Final = 2_000
"""So many of one kind from wherever they come: whoever has many sources must not fill the disk either."""


def noted_of_one(kind: str) -> Limit:
    """How often a refusal of this kind is written of one source or person."""
    return Limit(f"noted of one: {kind}", NOTED_OF_ONE, timedelta(hours=1))


def noted_in_all(kind: str) -> Limit:
    """How often a refusal of this kind is written of all of them together."""
    return Limit(f"noted in all: {kind}", NOTED_IN_ALL, timedelta(hours=1))
