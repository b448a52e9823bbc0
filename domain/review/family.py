"""Family, friends and colleagues of whoever died: that they were involved, and when; never who they are."""

from dataclasses import dataclass
from datetime import date

from domain.clocks import in_words
from domain.provenance import Provenance, Recorded
from domain.refusals import refuse_if
from domain.review.clocks import Clocks
from domain.review.rules import SEEDED, ReviewRules
from domain.review.vocabulary import Circle, ClockKind, Involvement, Step


@dataclass(frozen=True)
class Involved:
    """What happened with whom, and when."""

    circle: Circle
    what: Involvement
    on: date


class FamilyInvolved(Recorded):
    """Family, friends or colleagues were invited, heard, or kept informed."""

    TOPIC = "review.family_involved"
    circle: Circle
    what: Involvement

    def apply(self, review: "Family") -> None:
        review.involved = (*review.involved, Involved(self.circle, self.what, self.happened_on))


class Family(Clocks):
    """How those who were close to whoever died took part (statutory guidance, 2016).

    The time until the family is to hear again counts from the last contact with it.
    """

    TOPIC = "review_family"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.involved: tuple[Involved, ...] = ()

    @property
    def wishes_no_contact(self) -> bool:
        """Whether the last word of the family is that it wishes to hear no more."""
        of_family = [one for one in self.involved if one.circle == Circle.FAMILY]
        last = max(of_family, key=lambda one: one.on, default=None)
        return last is not None and last.what == Involvement.NO_CONTACT

    def involve_family(
        self, circle: Circle, what: Involvement, *, rules: ReviewRules = SEEDED, by: Provenance
    ) -> None:
        """Record how they were involved. Contact with the family lets its time run anew.

        A contact that came before the one from which the time counts lets it run as it does.
        """
        self._refuse_out_of_order(Step.CHAIR_APPOINTED, by)
        on = by.happened_on or by.today
        again = Involved(circle, what, on) in self.involved
        refuse_if(again, f"That is recorded already for {in_words(on)}.", field="what")
        self.record(FamilyInvolved, by, circle=circle, what=what)
        if circle == Circle.FAMILY:
            self._reckon_anew(on, rules, by)

    def _reckon_anew(self, on: date, rules: ReviewRules, by: Provenance) -> None:
        kind = ClockKind.FAMILY
        counts_from = max(
            (one.counted_from for one in self.clocks.values() if one.kind == kind), default=None
        )
        if counts_from is not None and on < counts_from:
            return
        self._end_clocks(kind, met=not self.wishes_no_contact, by=by)
        if not self.wishes_no_contact:
            self._start_clock(kind, on, rules, by=by)
