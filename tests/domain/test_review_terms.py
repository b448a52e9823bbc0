"""Terms of reference, what runs beside a review, and how the family takes part."""

from __future__ import annotations

from datetime import date

from domain.review import Review
from domain.review.vocabulary import Circle, ClockKind, Involvement, ProceedingsKind, Step
from tests.domain.courses import decided
from tests.domain.given import HOUSING, PARTNERSHIP, POLICE, SOMEBODY, by, fact, given

DAY = date(2026, 2, 10)
LATER = date(2026, 2, 20)
SCOPE = "What agencies knew, and what they did."


def chaired() -> Review:
    """A review with an independent chair."""
    review = decided()
    review.appoint_chair(SOMEBODY, "Never worked here.", by=by(happened_on=date(2026, 1, 20)))
    return review


def with_terms() -> Review:
    """A review with terms of reference."""
    review = chaired()
    review.agree_terms(SCOPE, agencies=(POLICE,), by=by(happened_on=DAY))
    return review


class TestTerms:
    """What the review was asked to look at, in versions."""

    def test_they_are_a_step(self) -> None:
        """The first is version 1, and the step is taken by it."""
        changed = given(chaired()).when(Review.agree_terms, f" {SCOPE} ", first_day=date(2024, 1, 1), by=by())
        changed.then(fact(Review.TermsAgreed, version=1, scope=SCOPE))
        assert with_terms().taken[Step.TERMS_AGREED] == DAY

    def test_a_later_version_stands(self) -> None:
        """With a reason; the first stays, and so does the day of the step."""
        review = with_terms()
        review.agree_terms(SCOPE, agencies=(POLICE, HOUSING), by=by(happened_on=LATER, reason="They knew."))
        assert [(one.version, one.on) for one in review.terms] == [(1, DAY), (2, LATER)]
        assert review.taken[Step.TERMS_AGREED] == DAY

    def test_what_is_refused(self) -> None:
        """Before a chair, empty, upside down, to come, twice, the same, without a reason, before the last."""
        agree, change = Review.agree_terms, by(reason="They knew.")
        given(decided()).when(agree, SCOPE, by=by()).refused(
            "It has no independent chair yet: record the appointment first."
        )
        given(chaired()).when(agree, " ", by=by()).refused("Say what the review looks at.", field="scope")
        turned = {"first_day": DAY, "last_day": date(2026, 2, 9)}
        given(chaired()).when(agree, SCOPE, **turned, by=by()).refused(
            "The period cannot end before it begins.", field="last_day"
        )
        given(chaired()).when(agree, SCOPE, last_day=date(2027, 1, 1), by=by()).refused(
            "The period under review lies in the past.", field="last_day"
        )
        given(chaired()).when(agree, SCOPE, agencies=(POLICE, POLICE), by=by()).refused(
            "An agency is named twice.", field="agencies"
        )
        given(with_terms()).when(agree, SCOPE, agencies=(POLICE,), by=change).refused(
            "Those are its terms of reference already.", field="scope"
        )
        given(with_terms()).when(agree, "More.", by=by()).refused(
            "Say why the terms were changed.", field="reason"
        )
        early = by(reason="They knew.", happened_on=date(2026, 2, 9))
        given(with_terms()).when(agree, "More.", by=early).refused(
            "Version 1 was agreed later than that.", field="happened_on"
        )


class TestProceedings:
    """That they run, and nothing more."""

    def test_opened_and_concluded(self) -> None:
        """Of one kind one after the other; of several kinds at once."""
        review = chaired()
        review.open_proceedings(ProceedingsKind.TRIAL, by=by(happened_on=DAY))
        review.open_proceedings(ProceedingsKind.INQUEST, by=by(happened_on=DAY))
        review.conclude_proceedings(ProceedingsKind.TRIAL, by=by(happened_on=LATER))
        review.open_proceedings(ProceedingsKind.TRIAL, by=by())
        stand = [(one.of, one.until) for one in review.proceedings]
        trial, inquest = ProceedingsKind.TRIAL, ProceedingsKind.INQUEST
        assert stand == [(trial, LATER), (inquest, None), (trial, None)]

    def test_what_is_refused(self) -> None:
        """Twice, what is not open, and out of order."""
        review = chaired()
        review.open_proceedings(ProceedingsKind.TRIAL, by=by(happened_on=DAY))
        given(review).when(Review.open_proceedings, ProceedingsKind.TRIAL, by=by()).refused(
            "It is recorded as open already: criminal trial.", field="of"
        )
        given(review).when(Review.conclude_proceedings, ProceedingsKind.APPEAL, by=by()).refused(
            "It is not recorded as open: appeal.", field="of"
        )
        before = by(happened_on=date(2026, 2, 9))
        given(review).when(Review.conclude_proceedings, ProceedingsKind.TRIAL, by=before).refused(
            "It was opened on 10 February 2026.", field="happened_on"
        )
        review.conclude_proceedings(ProceedingsKind.TRIAL, by=by(happened_on=LATER))
        given(review).when(Review.open_proceedings, ProceedingsKind.TRIAL, by=before).refused(
            "One of that kind was open until 20 February 2026.", field="happened_on"
        )


class TestFamily:
    """That they took part, and the time until they are to hear again."""

    def running(self, review: Review) -> list[date]:
        """From which days the time runs."""
        return [one.counted_from for one in review.running(ClockKind.FAMILY)]

    def test_contact_lets_the_time_run_anew(self) -> None:
        """A later contact does; one recorded late, or with friends, does not."""
        review = chaired()
        assert self.running(review) == [date(2026, 1, 5)]
        review.involve_family(Circle.FAMILY, Involvement.INVITED, by=by(happened_on=LATER))
        assert self.running(review) == [LATER]
        review.involve_family(Circle.FAMILY, Involvement.ADVOCATE_OFFERED, by=by(happened_on=DAY))
        review.involve_family(Circle.FRIENDS, Involvement.INVITED, by=by())
        assert self.running(review) == [LATER]

    def test_who_wishes_no_contact_is_left_alone(self) -> None:
        """The time ends, and it begins again only with another contact."""
        review = chaired()
        review.involve_family(Circle.FAMILY, Involvement.NO_CONTACT, by=by(happened_on=DAY))
        assert self.running(review) == []
        review.involve_family(Circle.FAMILY, Involvement.INVITED, by=by(happened_on=LATER))
        assert self.running(review) == [LATER]

    def test_what_is_refused(self) -> None:
        """The same twice, and before it is decided that the death be reviewed."""
        review = chaired()
        review.involve_family(Circle.FAMILY, Involvement.INVITED, by=by(happened_on=DAY))
        again = by(happened_on=DAY)
        given(review).when(Review.involve_family, Circle.FAMILY, Involvement.INVITED, by=again).refused(
            "That is recorded already for 10 February 2026.", field="what"
        )
        undecided = Review.open(PARTNERSHIP, "DHR8", by=by())
        undecided.notify(POLICE, by=by(happened_on=DAY))
        given(undecided).when(Review.involve_family, Circle.FAMILY, Involvement.INVITED, by=by()).refused(
            "It has not been decided to review this death."
        )
