"""The commands by which two people have something erased: the same for a review and a person."""

from collections.abc import Callable
from typing import Any

from api.commands.command import Body, Command, chosen, of_one, of_several
from domain.erasure import Erasable
from domain.vocabulary import ErasureGround


class ProposalBody(Body):
    """On which ground something is to be erased."""

    ground: ErasureGround = chosen(
        "Lawful ground", "choice", "From Articles 5 and 17 of the UK GDPR.", choices=list(ErasureGround)
    )


def is_not_erased(row: Any) -> bool:
    """What is erased changes no more."""
    return bool(row.erasure != "erased")


def nothing_proposed(row: Any) -> bool:
    """Nobody has proposed to erase it."""
    return bool(row.erasure == "")


def at(stage: str) -> Callable[[Any], bool]:
    """Offered while the erasure is at this stage."""
    return lambda row: row.erasure == stage


def erasing_commands(
    things: str,
    kind: type[Erasable],
    approve: Callable[..., int],
    what_goes: str,
    *,
    proposed: Callable[[Any], bool],
) -> tuple[Command, ...]:
    """To propose (where `proposed` says so of a row), to approve, to withdraw; `what_goes` is said first."""
    return (
        Command(
            things,
            "erasure-proposal",
            "Propose an erasure",
            ProposalBody,
            of_one(kind, kind.propose_erasure),
            explanation=f"{what_goes} A second person has to approve it.",
            needs_reason=True,
            offered=proposed,
        ),
        Command(
            things,
            "erasure-approval",
            "Approve the erasure",
            Body,
            of_several(approve, kind.approve_erasure),
            explanation=f"{what_goes} It is carried out at once, and cannot be undone.",
            offered=at("proposed"),
        ),
        Command(
            things,
            "erasure-withdrawal",
            "Withdraw the proposed erasure",
            Body,
            of_one(kind, kind.withdraw_erasure),
            offered=at("proposed"),
        ),
    )
