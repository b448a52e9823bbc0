"""Every command that people can give: one entry makes its form on the page and its JSON address."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.commands.actions import ACTIONS
from api.commands.command import Body, Command, Outcome
from api.commands.deciding import DECIDING
from api.commands.directory import AGENCIES, PEOPLE
from api.commands.learning import LEARNING
from api.commands.panel import PANEL
from api.commands.partnership_reviews import OF_REVIEWS
from api.commands.partnerships import PARTNERSHIPS
from api.commands.planning import PLANNING
from api.commands.reporting import REPORTING
from api.commands.returns import RETURNS
from api.commands.reviews import RECOMMENDATIONS, REVIEWS
from api.commands.terms import TERMS
from domain.refusals import NotFound

__all__ = ["COMMANDS", "Body", "Command", "Outcome", "by_part", "command", "offered"]

PARTS_OF_REVIEW: Mapping[str, tuple[Command, ...]] = {
    "Notification, decision and clocks": DECIDING,
    "Chair and panel": PANEL,
    "Terms, family and proceedings": TERMS,
    "Agency involvement": RETURNS,
    "Learning": LEARNING,
    "Action plan": PLANNING,
    "Report and publication": REPORTING,
    "The review itself": REVIEWS,
}
"""The commands of a review, by the part that they are about, in the order in which a review goes."""
COMMANDS: tuple[Command, ...] = (
    *(one for part in PARTS_OF_REVIEW.values() for one in part),
    *RECOMMENDATIONS,
    *ACTIONS,
    *AGENCIES,
    *PEOPLE,
    *PARTNERSHIPS,
    *OF_REVIEWS,
)

_BY_ADDRESS = {(one.things, one.noun): one for one in COMMANDS}


def command(things: str, noun: str) -> Command:
    """The command at an address, such as `actions` and `extension-request`. Raises NotFound."""
    if (things, noun) not in _BY_ADDRESS:
        raise NotFound("There is nothing under this address.")
    return _BY_ADDRESS[things, noun]


def offered(things: str, row: Any) -> list[Command]:
    """The commands that make sense for a thing in its present state, in the order of the register."""
    return [one for one in COMMANDS if one.things == things and one.noun and one.offered(row)]


def by_part(several: Sequence[Command]) -> Mapping[str, Sequence[Command]]:
    """Commands of a review, by the part of it that they are about; parts without any are left out."""
    found = {name: [one for one in several if one in part] for name, part in PARTS_OF_REVIEW.items()}
    return {name: ones for name, ones in found.items() if ones}
