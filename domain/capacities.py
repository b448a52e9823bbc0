"""In which capacity a person stands towards a thing: by a role, for an agency, or as its owner."""

from typing import Final
from uuid import UUID

from domain.action import Action
from domain.provenance import Thing
from domain.recommendation import Recommendation
from domain.review import Review
from domain.standing import OWNER, Held, Standing
from domain.vocabulary import Contact, Role

SUPPORTING: Final = "contact of a supporting agency"
"""Towards an action, as `OWNER`: it follows from the action itself."""
THEMSELVES: Final = "person themselves"
"""What each is towards their own entry in the directory."""
OF_INSTALLATION: Final = "administrator of the installation"
"""Whoever set it up, or was let in by them: no role of a partnership makes anybody that."""

ADMINISTRATORS = frozenset[str]({Role.ADMINISTRATOR})
COORDINATORS = frozenset[str]({Role.COORDINATOR})
DIRECTORY_KEEPERS = ADMINISTRATORS | COORDINATORS
"""They keep the directory of people and agencies, which belongs to no partnership."""
OF_A_CASE = (Review, Recommendation, Action)


def capacities(standing: Standing, thing: Thing) -> frozenset[str]:
    """What this person is towards a thing: in their roles, for their agency, or as its owner."""
    found: set[str] = {_towards(held, thing) for held in standing.held} - {""}
    if standing.administrator and not isinstance(thing, OF_A_CASE):
        found.add(Role.ADMINISTRATOR)
    return frozenset(found | _themselves(standing, thing))


def _themselves(standing: Standing, thing: Thing) -> set[str]:
    """What somebody is towards a thing without any role, where they act as themselves."""
    if standing.person is None or not standing.as_themselves:
        return set()
    if isinstance(thing, Action):
        return {OWNER} if thing.owner == standing.person else set()
    return {THEMSELVES} if thing.id == standing.person else set()


def _towards(held: Held, thing: Thing) -> str:
    """The capacity that something held gives towards a thing; "" for none."""
    if thing.partnership is None:
        return held.capacity if held.capacity in DIRECTORY_KEEPERS else ""
    if held.partnership != thing.partnership:
        return ""
    if isinstance(held.capacity, Contact):
        return _for_agency(held, thing)
    if held.review is not None and held.review not in _reviews(thing):
        return ""
    return held.capacity


def _for_agency(held: Held, thing: Thing) -> str:
    if not isinstance(thing, Action):
        return ""
    if held.agency == thing.lead:
        return held.capacity
    return SUPPORTING if held.agency in thing.supporting else ""


def _reviews(thing: Thing) -> tuple[UUID, ...]:
    if isinstance(thing, Action):
        return thing.reviews
    return (thing.review,) if isinstance(thing, Recommendation) else (thing.id,)
