"""Whose way in a keeper of the directory may change: of nobody who holds what the keeper could not give.

Whoever reads somebody's mail comes in as them, by a code or an invitation. So by changing an address nobody
comes to what they could not give (agreed practice).
"""

from typing import Final

from domain.partnership import Partnership
from domain.permissions import MAY
from domain.refusals import NotAllowed
from domain.standing import Held, Standing
from domain.vocabulary import Contact

HOLDS_MORE: Final = (
    "They hold what you could not give them, so only an administrator of the installation may do this."
)


def refuse_whoever_holds_more(keeper: Standing, other: Standing) -> None:
    """Raises NotAllowed where `other` keeps the installation, or holds what `keeper` could not give."""
    if keeper.administrator:
        return
    if other.administrator or not all(_is_within(one, keeper) for one in other.held):
        raise NotAllowed(HOLDS_MORE)


def _is_within(one: Held, keeper: Standing) -> bool:
    command = Partnership.name_contact if isinstance(one.capacity, Contact) else Partnership.give_role
    gives = MAY[Partnership][command]
    return one in keeper.held or any(
        held.capacity in gives and held.partnership == one.partnership for held in keeper.held
    )
