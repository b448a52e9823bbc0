"""What people of tests are: by default all that administrators and coordinators of partnerships may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.standing import Held, Standing
from domain.vocabulary import Role

if TYPE_CHECKING:
    from uuid import UUID


def keeper(person: UUID, *partnerships: UUID, agency: UUID | None = None) -> Standing:
    """An administrator of the installation who coordinates these partnerships."""
    held = frozenset(Held(Role.COORDINATOR, one) for one in partnerships)
    return Standing(person, agency, administrator=True, held=held)
