"""Who may give each command, by its form or as JSON: agreed practice of partnerships, written down again.

The last word of an address is the command. What somebody does not see they cannot change either: in a review
that is not published members of the subgroup and of the board do nothing; once it is published, its authors
do nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.vocabulary import Contact, Role
from tests.api.role_table.people import OWNER
from tests.api.role_table.who import (
    ADMINISTRATORS,
    ANSWERING,
    AUTHORS,
    BOARD,
    CHAIRS,
    CONTACTS,
    COORDINATOR,
    KEEPERS,
    NONE,
    OF_A_REVIEW,
    SUBGROUP,
    WHOLE,
    Row,
    those,
)

DECIDING: Final = Row(WHOLE | SUBGROUP, WHOLE)
RECORDING: Final = Row(COORDINATOR, COORDINATOR)
REPORTING: Final = Row(COORDINATOR | ANSWERING, COORDINATOR | ANSWERING)
CHAIRING: Final = Row(COORDINATOR | CHAIRS, COORDINATOR | CHAIRS)
RECOMMENDING: Final = Row(COORDINATOR, COORDINATOR | AUTHORS)
KEEPING: Final = Row(KEEPERS, KEEPERS)
RULING: Final = Row(ADMINISTRATORS, ADMINISTRATORS)
VALIDATING: Final = COORDINATOR | those(Contact.VALIDATOR)

MAKING: Final[Mapping[str, frozenset[str]]] = {
    "reviews": COORDINATOR,
    "recommendations": COORDINATOR | AUTHORS,
    "actions": COORDINATOR,
    "agencies": KEEPERS,
    "people": KEEPERS,
    "partnerships": ADMINISTRATORS,
}
"""Who makes a new one somewhere: who opens the form for it."""
MAKING_HERE: Final = {**MAKING, "partnerships": ADMINISTRATORS - {"administrator"}}
"""Who makes one in this partnership, or in the review that is not published. A new partnership has no
administrator of its own yet."""

CHANGING: Final[Mapping[str, Mapping[str, Row]]] = {
    "actions": {
        "acceptance": Row(COORDINATOR | {OWNER}, COORDINATOR | {OWNER}),
        "assurance": DECIDING,
        "cancellation": CHAIRING,
        "completion": REPORTING,
        "extension-decline": DECIDING,
        "extension-grant": DECIDING,
        "extension-request": REPORTING,
        "forecast": REPORTING,
        "lead-agency": RECORDING,
        "owner": Row(COORDINATOR | CONTACTS, COORDINATOR | CONTACTS),
        "ownership-decline": Row(COORDINATOR | {OWNER}, COORDINATOR | {OWNER}),
        "progress": REPORTING,
        "progress-request": Row(WHOLE | SUBGROUP | BOARD, WHOLE),
        "reopening": DECIDING,
        "return": Row(DECIDING.first | {Contact.VALIDATOR}, DECIDING.second | {Contact.VALIDATOR}),
        "sign-off": Row(VALIDATING, VALIDATING),
        "split": RECORDING,
        "supporting-agencies": RECORDING,
        "timescale": RECORDING,
        "timescale-correction": RECORDING,
        "wording": RECORDING,
    },
    "recommendations": dict.fromkeys(
        ("addressees", "background", "label", "lessons", "scope", "withdrawal", "wording"), RECOMMENDING
    ),
    "reviews": {
        "access": CHAIRING,
        "access-end": CHAIRING,
        "conclusion": CHAIRING,
        **dict.fromkeys(("assessment", "decision", "other-time", "pause", "resumption"), CHAIRING),
        **dict.fromkeys(("plan-approval", "report-acceptance", "withholding"), CHAIRING),
        **dict.fromkeys(("plan-agreement", "report-agreement", "report-draft"), RECOMMENDING),
        **dict.fromkeys(("chair", "chair-end", "author", "author-end"), CHAIRING),
        **dict.fromkeys(("panel-member", "panel-member-end", "panel-meeting"), RECOMMENDING),
        **dict.fromkeys(("terms", "family", "proceedings", "proceedings-end"), RECOMMENDING),
        "agency-return": Row(COORDINATOR | {Role.IMR_AUTHOR}, COORDINATOR | AUTHORS | {Role.IMR_AUTHOR}),
        "draft-comment": Row(COORDINATOR | OF_A_REVIEW - AUTHORS, COORDINATOR | OF_A_REVIEW),
        "erasure-approval": CHAIRING,
        **dict.fromkeys(
            (
                "return-request",
                "return-assurance",
                "return-sent-back",
                "lesson",
                "lesson-wording",
                "lesson-withdrawal",
                "early-learning",
                "good-practice",
            ),
            RECOMMENDING,
        ),
        **dict.fromkeys(
            (
                "commissioning-bodies",
                "consultation",
                "direction",
                "entry",
                "home-office",
                "notification",
                "secured-records",
                "step-correction",
                "view-of-board",
                "written-notice",
                "erasure-proposal",
                "erasure-withdrawal",
                "issue",
                "legal-hold",
                "legal-hold-end",
                "publication",
                "publication-end",
                "briefing",
                "links",
                "plan-agreement-of-agency",
                "plan-version",
                "publication-check",
                "report-answer",
                "report-copy",
                "report-submission",
                "question",
                "settlement",
            ),
            RECORDING,
        ),
    },
    "agencies": dict.fromkeys(("alias", "alias-removal", "name"), KEEPING),
    "people": {
        **dict.fromkeys(
            (
                "details",
                "erasure-proposal",
                "erasure-withdrawal",
                "invitation",
                "invitation-withdrawal",
                "leaving",
                "post",
                "return",
            ),
            KEEPING,
        ),
        "erasure-approval": RULING,
    },
    "partnerships": {
        **dict.fromkeys(("contact", "contact-end", "go-live", "reply-address"), KEEPING),
        **dict.fromkeys(
            (
                "clock-rule",
                "definition",
                "delegation-scheme",
                "name",
                "public-contact",
                "quality-board",
                "review-practice",
                "themes",
                "rag-rule",
                "reminder-rule",
                "retention",
                "role",
                "role-end",
                "sign-off-rule",
            ),
            RULING,
        ),
    },
}


def rows() -> dict[str, Row]:
    """The three addresses of every command, each as method and path."""
    table = {}
    for things, who in MAKING.items():
        table[f"GET /{things}/new"] = table[f"POST /{things}/new"] = Row(who, who)
        table[f"POST /api/v1/{things}"] = Row(MAKING_HERE[things], NONE)
    for things, commands in CHANGING.items():
        for noun, row in commands.items():
            table[f"GET /{things}/{{identity}}/{noun}"] = row
            table[f"POST /{things}/{{identity}}/{noun}"] = row
            table[f"POST /api/v1/{things}/{{identity}}/{noun}"] = row
    return table
