"""Legal holds of a review, which stop any erasure."""

from datetime import date
from typing import Any

from domain.provenance import Recorded
from domain.vocabulary import HoldReason


class Placed(Recorded):
    """Nothing of the review may be erased while this lasts."""

    because_of: HoldReason
    since: date

    def apply(self, review: Any) -> None:
        review.holds[self.because_of] = self.since


class Lifted(Recorded):
    """That holds it no longer."""

    because_of: HoldReason

    def apply(self, review: Any) -> None:
        del review.holds[self.because_of]
