"""Proceedings that run beside a review: that they are open or concluded, and nothing more.

No charge, verdict, sentence or cause of death is recorded; a review never says who is to blame.
"""

from dataclasses import dataclass, replace
from datetime import date

from domain.clocks import in_words
from domain.provenance import Provenance, Recorded
from domain.refusals import Refused, refuse_if
from domain.review.course import Course
from domain.review.vocabulary import ProceedingsKind


@dataclass(frozen=True)
class Proceedings:
    """Proceedings of a kind, from when to when; `until` is None while they are open."""

    of: ProceedingsKind
    since: date
    until: date | None = None


class ProceedingsOpened(Recorded):
    """Proceedings of this kind run beside the review."""

    TOPIC = "review.proceedings_opened"
    of: ProceedingsKind

    def apply(self, review: "BesideProceedings") -> None:
        review.proceedings = (*review.proceedings, Proceedings(self.of, self.happened_on))


class ProceedingsConcluded(Recorded):
    """They came to their end."""

    TOPIC = "review.proceedings_concluded"
    of: ProceedingsKind

    def apply(self, review: "BesideProceedings") -> None:
        review.proceedings = tuple(
            replace(one, until=self.happened_on) if one.of == self.of and one.until is None else one
            for one in review.proceedings
        )


class BesideProceedings(Course):
    """Knows which proceedings run beside it. They may outlast the review: they are recorded until erasure."""

    TOPIC = "review_proceedings"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.proceedings: tuple[Proceedings, ...] = ()

    def open_proceedings(self, of: ProceedingsKind, *, by: Provenance) -> None:
        """Record that proceedings were opened. Of one kind one at a time are recorded."""
        self.refuse_when_erased()
        refuse_if(self._open(of) is not None, f"It is recorded as open already: {of}.", field="of")
        last = max((one.until for one in self.proceedings if one.of == of and one.until), default=date.min)
        early = (by.happened_on or by.today) < last
        refuse_if(early, f"One of that kind was open until {in_words(last)}.", field="happened_on")
        self.record(ProceedingsOpened, by, of=of)

    def conclude_proceedings(self, of: ProceedingsKind, *, by: Provenance) -> None:
        """Record that they were concluded; never with what outcome."""
        self.refuse_when_erased()
        one = self._open(of)
        if one is None:
            raise Refused(f"It is not recorded as open: {of}.", field="of")
        early = (by.happened_on or by.today) < one.since
        refuse_if(early, f"It was opened on {in_words(one.since)}.", field="happened_on")
        self.record(ProceedingsConcluded, by, of=of)

    def _open(self, of: ProceedingsKind) -> Proceedings | None:
        return next((one for one in self.proceedings if one.of == of and one.until is None), None)
