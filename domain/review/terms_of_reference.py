"""The terms of reference of a review, in versions: what it looks at, over which time, and with whom."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.provenance import Confidential, Provenance, Recorded
from domain.refusals import refuse_if, refuse_unlikely_year
from domain.review.course import Course, StepTaken
from domain.review.vocabulary import Step


@dataclass(frozen=True)
class Terms:
    """One version of the terms. The period under review is open where it has no first or last day."""

    version: int
    on: date
    scope: str
    lines_of_enquiry: str
    first_day: date | None
    last_day: date | None
    agencies: tuple[UUID, ...]


class TermsAgreed(StepTaken):
    """The panel agreed terms of reference; a later version stands in the place of the one before."""

    TOPIC = "review.terms_agreed"
    STEP = Step.TERMS_AGREED
    version: int
    scope: Confidential
    lines_of_enquiry: Confidential
    first_day: date | None
    last_day: date | None
    agencies: tuple[UUID, ...]

    def apply(self, review: "TermsOfReference") -> None:
        super().apply(review)
        period = self.first_day, self.last_day
        words = self.scope, self.lines_of_enquiry
        review.terms = (*review.terms, Terms(self.version, self.happened_on, *words, *period, self.agencies))


class TermsOfReference(Course):
    """What the review was asked to look at. `terms` are all versions, the last one stands."""

    TOPIC = "review_terms_of_reference"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.terms: tuple[Terms, ...] = ()

    def agree_terms(
        self,
        scope: str,
        lines_of_enquiry: str = "",
        first_day: date | None = None,
        last_day: date | None = None,
        agencies: tuple[UUID, ...] = (),
        *,
        by: Provenance,
    ) -> None:
        """Record terms of reference that the panel agreed, or their next version, which takes a reason.

        `first_day` and `last_day` are those of the period under review (statutory guidance, 2016).
        """
        self._refuse_out_of_order(Step.TERMS_AGREED, by)
        scope, lines_of_enquiry = scope.strip(), lines_of_enquiry.strip()
        refuse_if(not scope, "Say what the review looks at.", field="scope")
        _refuse_period(first_day, last_day, by)
        refuse_if(len(set(agencies)) < len(agencies), "An agency is named twice.", field="agencies")
        said = scope, lines_of_enquiry, first_day, last_day, agencies
        self._refuse_version(said, by)
        names = "scope", "lines_of_enquiry", "first_day", "last_day", "agencies"
        self.record(TermsAgreed, by, version=len(self.terms) + 1, **dict(zip(names, said, strict=True)))

    def _refuse_version(self, said: tuple[object, ...], by: Provenance) -> None:
        if not self.terms:
            return
        last = self.terms[-1]
        stands = last.scope, last.lines_of_enquiry, last.first_day, last.last_day, last.agencies
        refuse_if(said == stands, "Those are its terms of reference already.", field="scope")
        early = (by.happened_on or by.today) < last.on
        refuse_if(early, f"Version {last.version} was agreed later than that.", field="happened_on")
        refuse_if(not by.reason.strip(), "Say why the terms were changed.", field="reason")


def _refuse_period(first_day: date | None, last_day: date | None, by: Provenance) -> None:
    for field, one in (("first_day", first_day), ("last_day", last_day)):
        refuse_unlikely_year(one, field=field)
        to_come = one is not None and one > by.today
        refuse_if(to_come, "The period under review lies in the past.", field=field)
    turned = first_day is not None and last_day is not None and last_day < first_day
    refuse_if(turned, "The period cannot end before it begins.", field="last_day")
