"""The guards of addresses that are no command on a thing: each declares the office that it belongs to."""

from typing import Any
from uuid import UUID

from fastapi import Depends, Request

from api.access import SignedIn
from domain.offices import Office, refuse_unless_open


class Guard:
    """A dependency that lets in who may use an office. `office` tells a test which one guards an address."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def __call__(self, request: Request, who: SignedIn) -> None:
        """Raises NotAllowed before anything else of the request is looked at."""
        refuse_unless_open(self.office, who.standing, _about(request))


def may(office: Office) -> Any:
    """What an address declares: only who may use this office gets further."""
    return Depends(Guard(office))


def _about(request: Request) -> UUID | None:
    """The person or agency in the address."""
    said = request.path_params.get("identity")
    try:
        return UUID(str(said))
    except ValueError:
        return None
