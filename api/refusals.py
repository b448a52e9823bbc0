"""What a request may be refused for before any rule of the domain is asked."""

from datetime import datetime

from domain.clocks import LONDON
from domain.refusals import Refused


class SignInNeeded(Refused):
    """Nobody is signed in."""


class FromElsewhere(Refused):
    """A form of another site sent this."""


class VersionMissing(Refused):
    """A change was asked for without saying which version of the thing was seen."""


class MadeBefore(Refused):
    """The same request made something with a secret before, which was told then and is not kept."""


class TooOften(Refused):
    """It was tried too often; it may be tried again after some seconds, `wait`, at a moment."""

    def __init__(self, now: datetime, until: datetime) -> None:
        super().__init__(f"That was tried too often. Try again after {until.astimezone(LONDON):%H:%M}.")
        self.wait = max(1, round((until - now).total_seconds()))
