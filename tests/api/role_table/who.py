"""Who is let in, in sets that the table is written with."""

from __future__ import annotations

from typing import Final, NamedTuple

from domain.vocabulary import Contact, Role
from tests.api.role_table.people import EVERYBODY, INSTALLATION, NOBODY, OWNER, SIGNED_IN, STRANGER


class Row(NamedTuple):
    """Who is let in: for things of a published review, and of one that is not and that nobody was shown.

    For a person: for their own entry, and for that of somebody who has left.
    """

    first: frozenset[str]
    second: frozenset[str]


def those(*who: str) -> frozenset[str]:
    """A set of words for who is asking."""
    return frozenset(who)


ANYBODY: Final = frozenset(EVERYBODY)
KNOWN: Final = frozenset(SIGNED_IN)
NONE: Final = those()
COORDINATOR: Final = those(Role.COORDINATOR)
CHAIRS: Final = those(Role.CHAIR, Role.DEPUTY_CHAIR)
WHOLE: Final = COORDINATOR | CHAIRS
AUTHORS: Final = those(Role.INDEPENDENT_CHAIR, Role.REPORT_AUTHOR)
OF_A_REVIEW: Final = AUTHORS | {Role.PANEL_MEMBER, Role.IMR_AUTHOR}
CONTACTS: Final = frozenset(map(str, Contact))
ANSWERING: Final = CONTACTS | {OWNER}
SUBGROUP: Final = those(Role.SUBGROUP_MEMBER)
BOARD: Final = those(Role.BOARD_MEMBER)
AUDITOR: Final = those(Role.AUDITOR)
OVERSEEING: Final = those(Role.OVERSIGHT)
SETTING_UP: Final = those(INSTALLATION)
ADMINISTRATORS: Final = SETTING_UP | {Role.ADMINISTRATOR}
KEEPERS: Final = ADMINISTRATORS | COORDINATOR
STRANGERS: Final = those(STRANGER)
WITHOUT_ANY_ROLE: Final = those(NOBODY)
OF_THE_PARTNERSHIP: Final = KNOWN - WITHOUT_ANY_ROLE

CASE: Final = Row(
    WHOLE | SUBGROUP | BOARD | OVERSEEING | OF_A_REVIEW | ANSWERING,
    WHOLE | OF_A_REVIEW | ANSWERING,
)
"""Recommendations and actions, with their words."""
RECOMMENDATIONS: Final = Row(CASE.first - {OWNER}, CASE.second - {OWNER})
"""An owner knows of their actions alone."""
PAPERS: Final = OVERSEEING | {Role.PANEL_MEMBER, Role.IMR_AUTHOR}
"""They see a plan as it stands, and nothing of what was done with it."""
HISTORY: Final = Row(CASE.first - PAPERS | AUDITOR, CASE.second - PAPERS | AUDITOR)
"""What was done with actions, and when: auditors see that, without the words."""
OF_RECOMMENDATIONS: Final = Row(HISTORY.first - ANSWERING, HISTORY.second - ANSWERING)
"""What was done with recommendations: for whom an agency answers, they are their wording."""
STAGES: Final = Row(OF_RECOMMENDATIONS.first, OF_RECOMMENDATIONS.second | BOARD)
"""What was done with a review: of one that is not published the board knows the stages."""
REVIEW: Final = Row(CASE.first | AUDITOR, CASE.second | AUDITOR | BOARD)
"""A review by its reference, stage and counts; its words are narrowed further where they are read."""
