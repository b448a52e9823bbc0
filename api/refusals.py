"""What a request may be refused for before any rule of the domain is asked."""

from domain.refusals import Refused


class SignInNeeded(Refused):
    """Nobody is signed in."""


class NotAllowed(Refused):
    """Somebody is signed in who may not do this."""


class FromElsewhere(Refused):
    """A form of another site sent this."""


class VersionMissing(Refused):
    """A change was asked for without saying which version of the thing was seen."""
