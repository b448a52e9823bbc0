"""The disclosure log: to whom a file that was taken out of the tracker was handed on, and what for.

Who took which file stands in the access log; where it went after that only people know (UK GDPR, Article 5(2)
and 15(1)(c): an organisation can say to whom it has disclosed personal data).
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from domain.access_log import KEPT_FOR as ACCESS_LOG_KEPT_FOR
from domain.refusals import refuse_if
from domain.standing import Standing
from domain.vocabulary import Role

KEPT_FOR: Final[timedelta] = ACCESS_LOG_KEPT_FOR
"""As long as the access log, whose entries it is about."""
KEEPERS: Final = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})
"""They see, and record for others, what became of the files of people of their partnership."""
READERS: Final = KEEPERS | {Role.AUDITOR}
LONGEST_NAME: Final = 200
LONGEST_PURPOSE: Final = 500


class HandedOn(NamedTuple):
    """To which agency or post a file was handed on, for what, and on which day."""

    to: str
    purpose: str
    on: date

    def checked(self, *, taken_on: date, today: date) -> "HandedOn":
        """The same in one line each. Refuses, naming the field, what is missing, too long, or cannot be."""
        to, purpose = " ".join(self.to.split()), " ".join(self.purpose.split())
        refuse_if(not to, "Say to whom it was handed on.", field="to")
        refuse_if(len(to) > LONGEST_NAME, f"Use at most {LONGEST_NAME} characters here.", field="to")
        refuse_if(not purpose, "Say what for.", field="purpose")
        too_long = f"Use at most {LONGEST_PURPOSE} characters here."
        refuse_if(len(purpose) > LONGEST_PURPOSE, too_long, field="purpose")
        refuse_if(self.on > today, "It cannot have been handed on on a day that lies ahead.", field="day")
        refuse_if(self.on < taken_on, "It cannot have been handed on before it was taken.", field="day")
        return HandedOn(to, purpose, self.on)


def reach(standing: Standing, roles: Collection[str]) -> list[UUID] | None:
    """Of which partnerships somebody sees all exports by one of these roles; None for every one.

    Everybody sees their own besides.
    """
    if standing.administrator and Role.ADMINISTRATOR in roles:
        return None
    return sorted({held.partnership for held in standing.held if held.capacity in roles})
