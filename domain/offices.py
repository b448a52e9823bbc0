"""Who may open or use what is no command on a thing: mail, ledgers, files and what belongs to one person.

Agreed practice of partnerships, beside the matrix of `permissions`. What is not named here nobody may use.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from uuid import UUID

from domain.action import Action
from domain.capacities import COORDINATORS, OF_INSTALLATION, THEMSELVES
from domain.delegation import CHAIRS
from domain.permissions import MAY, in_words
from domain.refusals import NotAllowed
from domain.standing import Held, Standing
from domain.vocabulary import Contact, Role


class Office(StrEnum):
    """Something that is opened or used, in the words of a sentence: "Only the … may …"."""

    ACCESS_LOG = "open the access log"
    CALENDARS = "use this person's calendars"
    CHANGES_TOGETHER = "change several actions at once"
    FIGURES = "see the figures of the installation"
    HELD_ABOUT = "take what is held about this person"
    IMPORT = "import plans"
    OUTBOX = "open the outbox"
    REPORTS = "ask for reports"
    RETENTION = "see what was kept long enough"
    RETURN_SHEETS = "use the sheets of this agency"
    SIGNING_OUT = "sign this person out"
    TOKENS_OF_OTHERS = "see and revoke the tokens of others"


INSTALLATION = frozenset({OF_INSTALLATION})
GIVEN_TOGETHER = (Action.assign_owner, Action.ask_for_progress, Action.set_timescale, Action.split_by_agency)
"""The commands that several actions can be given at once."""

MAY_USE: Final[Mapping[Office, frozenset[str]]] = {
    Office.ACCESS_LOG: INSTALLATION | {Role.AUDITOR},
    Office.CALENDARS: frozenset({THEMSELVES}),
    Office.CHANGES_TOGETHER: frozenset().union(*(MAY[Action][one] for one in GIVEN_TOGETHER)),
    Office.FIGURES: INSTALLATION,
    Office.HELD_ABOUT: INSTALLATION | {THEMSELVES},
    Office.IMPORT: COORDINATORS,
    Office.OUTBOX: INSTALLATION | COORDINATORS,
    Office.REPORTS: COORDINATORS | {*CHAIRS, Role.SUBGROUP_MEMBER, Role.BOARD_MEMBER, Role.AUDITOR},
    Office.RETENTION: COORDINATORS | {*CHAIRS},
    Office.RETURN_SHEETS: COORDINATORS | {*Contact},
    Office.SIGNING_OUT: INSTALLATION,
    Office.TOKENS_OF_OTHERS: INSTALLATION,
}


def refuse_unless_open(office: Office, standing: Standing, about: UUID | None = None) -> None:
    """Raises NotAllowed, in a sentence that names who may.

    `about`: the person or the agency whose it is, where an office is about one.
    """
    if not is_open(office, standing, about):
        raise NotAllowed(f"Only {in_words(MAY_USE[office])} may {office}.")


def is_open(office: Office, standing: Standing, about: UUID | None = None) -> bool:
    """Whether this person may use it, in whatever partnership."""
    may = MAY_USE.get(office, frozenset())
    if OF_INSTALLATION in may and standing.administrator:
        return True
    if THEMSELVES in may and standing.as_themselves and about is not None and about == standing.person:
        return True
    return any(_gives(held, may, about) for held in standing.held)


def partnerships_of(office: Office, standing: Standing) -> frozenset[UUID]:
    """In which partnerships somebody may use it by what they hold there."""
    may = MAY_USE.get(office, frozenset())
    return frozenset(held.partnership for held in standing.held if held.capacity in may)


def _gives(held: Held, may: frozenset[str], about: UUID | None) -> bool:
    """What answers for an agency opens only what is about that agency, or about none."""
    if held.capacity not in may:
        return False
    return not isinstance(held.capacity, Contact) or about in (None, held.agency)
