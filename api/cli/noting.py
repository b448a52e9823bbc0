"""What a command leaves in the access log, for auditors: done where nobody is known to have signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access_log import Entry, write
from domain.access_log import CameBy, Kind

if TYPE_CHECKING:
    from uuid import UUID

    from api.cli.installation import Installation


def note(here: Installation, kind: Kind, *, about: UUID, person: UUID | None = None) -> None:
    """Write down what was done at the command line. Raises what goes wrong in writing."""
    write(here.store, Entry(kind, person, CameBy.COMMAND_LINE, about=about), now=here.now)
