"""Erasing what is held of a review or a person: proposed with its ground, approved by another person, done.

The grounds are those of the UK GDPR; that it takes two people is agreed practice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from domain.provenance import Provenance, Recorded, Thing
from domain.refusals import refuse_if
from domain.vocabulary import ErasureGround

SOURCES: Final[Mapping[ErasureGround, str]] = {
    ErasureGround.RETENTION_ENDED: "UK GDPR Art. 5(1)(e), storage limitation: its period is over",
    ErasureGround.NO_LONGER_NECESSARY: "UK GDPR Art. 17(1)(a)",
    ErasureGround.CONSENT_WITHDRAWN: "UK GDPR Art. 17(1)(b)",
    ErasureGround.OBJECTION: "UK GDPR Art. 17(1)(c)",
    ErasureGround.UNLAWFUL: "UK GDPR Art. 17(1)(d)",
    ErasureGround.LEGAL_OBLIGATION: "UK GDPR Art. 17(1)(e)",
    ErasureGround.RECORDED_IN_ERROR: "UK GDPR Art. 5(1)(c) and (d), data minimisation and accuracy",
}
"""Where each ground stands."""


@dataclass(frozen=True)
class Erasure:
    """What was proposed, by whom, and whether somebody else has approved it."""

    ground: ErasureGround
    proposed_by: UUID | None
    approved: bool = False


class Proposed(Recorded):
    """Somebody proposes to erase it, on this ground."""

    ground: ErasureGround

    def apply(self, thing: Any) -> None:
        thing.erasure = Erasure(self.ground, self.entered_by)


class Withdrawn(Recorded):
    """It is not to be erased for the present."""

    def apply(self, thing: Any) -> None:
        thing.erasure = None


class Approved(Recorded):
    """A second person has approved the erasure: it is carried out from now on."""

    def apply(self, thing: Any) -> None:
        thing.erasure = replace(thing.erasure, approved=True)


class Done(Recorded):
    """It is erased. Nothing brings it back."""

    def apply(self, thing: Any) -> None:
        thing.erased = True


class Erasable(Thing):
    """A thing that two people can have erased. Its events of these four kinds have topics of their own."""

    TOPIC = "erasable"
    Event = Recorded

    ErasureProposed: type[Proposed]
    ErasureWithdrawn: type[Withdrawn]
    ErasureApproved: type[Approved]
    Erased: type[Done]

    def __init__(self) -> None:
        super().__init__()
        self.erasure: Erasure | None = None
        self.erased = False

    def propose_erasure(self, ground: ErasureGround, *, by: Provenance) -> None:
        """Propose to erase it, on a lawful ground."""
        self.refuse_when_erased()
        refuse_if(self.erasure is not None, "Its erasure has been proposed already.")
        self.refuse_to_erase()
        self.record(self.ErasureProposed, by, ground=ground)

    def withdraw_erasure(self, *, by: Provenance) -> None:
        """Take the proposal back, as long as nobody has approved it."""
        refuse_if(self.erasure is None, "Its erasure has not been proposed.")
        approved = self.erasure is not None and self.erasure.approved
        refuse_if(approved, "The erasure has been approved and is being carried out.")
        self.record(self.ErasureWithdrawn, by)

    def approve_erasure(self, *, by: Provenance) -> None:
        """Approve what another person has proposed."""
        self.refuse_when_erased()
        refuse_if(self.erasure is None, "Its erasure has not been proposed.")
        refuse_if(self.is_to_be_erased, "The erasure has been approved already.")
        proposer = self.erasure.proposed_by if self.erasure else None
        alone = by.entered_by is None or by.entered_by == proposer
        refuse_if(alone, "An erasure is approved by a second person, never by the one who proposed it.")
        self.refuse_to_erase()
        self.record(self.ErasureApproved, by)

    def note_erased(self, *, by: Provenance) -> None:
        """Note that it was erased: as two people had decided, or again, in a backup from before."""
        self.refuse_when_erased()
        self.record(self.Erased, by)

    @property
    def is_to_be_erased(self) -> bool:
        """Whether two people have decided so, and nothing stands against it."""
        return self.erasure is not None and self.erasure.approved

    def refuse_when_erased(self) -> None:
        """Refuse what makes no sense any more once it is erased."""
        refuse_if(self.erased, "It has been erased.")

    def refuse_to_erase(self) -> None:
        """Refuse where something stands against an erasure."""
