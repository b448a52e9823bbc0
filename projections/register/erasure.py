"""How far the erasure of a review or a person is, as their rows say it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec.structs import replace

from domain.erasure import Erasable
from domain.provenance import Recorded
from domain.store.log import LogEntry
from projections.view import Change


class ErasureStage(StrEnum):
    """From nothing proposed to erased."""

    NONE = ""
    PROPOSED = "proposed"
    APPROVED = "approved"
    ERASED = "erased"


def stage(now: ErasureStage) -> Change:
    """A change to this stage."""

    def changed(row: Any, event: Any, _: LogEntry) -> Any:
        return replace(row, erasure=now, version=event.originator_version)

    return changed


def stages(kind: type[Erasable]) -> Mapping[type[Recorded], Change]:
    """What the events of an erasure change in the row of such a thing."""
    return {
        kind.ErasureProposed: stage(ErasureStage.PROPOSED),
        kind.ErasureWithdrawn: stage(ErasureStage.NONE),
        kind.ErasureApproved: stage(ErasureStage.APPROVED),
        kind.Erased: stage(ErasureStage.ERASED),
    }
