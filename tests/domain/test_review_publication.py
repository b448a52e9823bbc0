"""Publication after its checks, or why the report is withheld; links, and how findings were passed on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.review import Review
from domain.review.course import MISSING
from domain.review.vocabulary import BriefingKind, ClockKind, Step
from tests.domain.given import HOUSING, PARTNERSHIP, POLICE, TODAY, by, fact, given

TOLD = TODAY - timedelta(days=10)
LINK = "https://www.example.gov.uk/reviews/dhr7.pdf"
CHECKS: dict[str, Any] = {"family_told_on": TOLD, "dates_avoided": True, "names_looked_for": True}


def answered() -> Review:
    """One that entered the tracker when quality assurance had answered."""
    made = Review.open(PARTNERSHIP, "DHR7", by=by())
    made.enter(Step.ANSWERED, by=by())
    return made


def published() -> Review:
    """One that was checked, and published."""
    made = answered()
    made.check_publication(**CHECKS, link=LINK, by=by())
    made.publish(by=by())
    return made


def test_the_checks_come_before_publication() -> None:
    """They are asked for; then it is published, with the link that they name."""
    given(answered()).when(Review.publish).refused(
        "Record the checks before publication first: family told, dates to avoid, names and dates of birth"
        " looked for."
    )
    checked = given(answered()).when(Review.check_publication, **CHECKS, link=f" {LINK} ")
    ready = checked.then(fact(Review.PublicationChecked, family_told_on=TOLD, link=LINK))
    done = given(ready).when(Review.publish)
    after = done.then(Review.Published, Review.ClockStarted, fact(Review.LinksGiven, links=(LINK,)))
    assert (after.published_on, after.links) == (TODAY, (LINK,))
    given(after).when(Review.check_publication, **CHECKS).refused("It has been published already.")


def test_a_review_without_a_recorded_course_is_published_without_checks() -> None:
    """It was recorded for its plan alone."""
    given(Review.open(PARTNERSHIP, "DHR7", by=by())).when(Review.publish).then(
        Review.Published, Review.ClockStarted
    )


@pytest.mark.parametrize(
    ("facts", "sentence", "field"),
    [
        (
            {"family_told_on": None},
            "Say when the family was told, or why nobody could be.",
            "family_told_on",
        ),
        (
            {"family_told_on": TODAY + timedelta(days=1)},
            "What has happened cannot lie in the future.",
            "family_told_on",
        ),
        (
            {"dates_avoided": False},
            "Look first for dates to avoid, such as birthdays, anniversaries and days in court.",
            "dates_avoided",
        ),
        (
            {"names_looked_for": False},
            "Look first for names and dates of birth in all that is to be published.",
            "names_looked_for",
        ),
        ({"link": "http://example.org/a"}, "A link begins with https:// and has no spaces.", "link"),
    ],
)
def test_a_check_that_was_not_made(facts: dict[str, Any], sentence: str, field: str) -> None:
    """Is not recorded as one."""
    given(answered()).when(Review.check_publication, **CHECKS | facts).refused(sentence, field=field)


def test_nobody_could_be_told() -> None:
    """That takes a reason."""
    given(answered()).when(
        Review.check_publication, **CHECKS | {"family_told_on": None}, by=by(reason="Nobody is known.")
    ).then(fact(Review.PublicationChecked, family_told_on=None))


def test_the_family_is_told_first() -> None:
    """And the checks are made first, too."""
    made = answered()
    made.check_publication(**CHECKS | {"family_told_on": TODAY}, by=by(happened_on=TOLD))
    given(made).when(Review.publish, by=by(happened_on=TODAY - timedelta(days=1))).refused(
        "The family was told on 2 March 2026, and this cannot have happened before.", field="happened_on"
    )
    given(made).when(Review.publish, by=by(happened_on=TOLD - timedelta(days=1))).refused(
        "The checks were made on 20 February 2026, and this cannot have happened before.",
        field="happened_on",
    )


def test_before_quality_assurance_has_answered() -> None:
    """Neither checks nor withholding make sense."""
    made = Review.open(PARTNERSHIP, "DHR7", by=by())
    made.enter(Step.SUBMITTED, by=by())
    given(made).when(Review.check_publication, **CHECKS).refused(MISSING[Step.ANSWERED])
    given(made).when(Review.withhold, by=by(reason="A trial.")).refused(MISSING[Step.ANSWERED])


def test_withholding() -> None:
    """With a reason, once; nothing waits any more, and it may still be published."""
    given(answered()).when(Review.withhold).refused("Say why it is withheld.", field="reason")
    why = by(reason="The family asked for it.", happened_on=TOLD)
    withheld = given(answered()).when(Review.withhold, by=why).then(Review.Withheld)
    assert (withheld.withheld_on, withheld.published_on, withheld.taken[Step.PUBLISHED]) == (TOLD, None, TOLD)
    given(withheld).when(Review.withhold, by=why).refused("It is withheld already.")
    withheld.check_publication(**CHECKS, by=by())
    after = given(withheld).when(Review.publish).then(Review.Published, Review.ClockStarted)
    assert (after.withheld_on, after.taken[Step.PUBLISHED]) == (None, TODAY)
    given(published()).when(Review.withhold, by=why).refused("It has been published already.")


def test_what_was_taken_down_is_checked_anew() -> None:
    """Its links are gone, too."""
    made = published()
    made.end_publication(by=by(reason="Taken down."))
    assert (made.checked, made.links, made.running(ClockKind.TAKE_DOWN)) == (None, (), [])
    assert given(made).when(Review.publish).refusal


def test_links() -> None:
    """All are named anew; under none, it can be read under none."""
    two = (f"{LINK}?page=1", "https://example.org/letter")
    after = given(published()).when(Review.give_links, two).then(fact(Review.LinksGiven, links=two))
    given(after).when(Review.give_links, two).refused("It is recorded so already.", field="links")
    assert given(after).when(Review.give_links).then(Review.LinksGiven).links == ()
    given(answered()).when(Review.give_links, two).refused("It is not published.")


@pytest.mark.parametrize(
    ("links", "sentence"),
    [
        (("ftp://example.org/a",), "A link begins with https:// and has no spaces."),
        (("https://example.org/a b",), "A link begins with https:// and has no spaces."),
        (("https://somebody@example.org/",), "A link begins with https:// and has no spaces."),
        ((LINK, LINK), "A link is named twice."),
        ((f"{LINK}?{'x' * 500}",), "A link has at most 500 characters."),
    ],
)
def test_what_is_no_link(links: tuple[str, ...], sentence: str) -> None:
    """Each in one sentence."""
    given(published()).when(Review.give_links, links).refused(sentence, field="links")


def test_findings_are_passed_on() -> None:
    """To agencies, or to others in words; also of a review whose course is not recorded."""
    made = Review.open(PARTNERSHIP, "DHR7", by=by())
    given(made).when(Review.give_briefing, BriefingKind.TRAINING, (POLICE, HOUSING)).then(
        fact(Review.BriefingGiven, to=(POLICE, HOUSING), audience="")
    )
    told = given(made).when(Review.give_briefing, BriefingKind.NEWSLETTER, audience=" All GPs ")
    assert told.then(fact(Review.BriefingGiven, audience="All GPs")).briefings[0].on == TODAY
    given(made).when(Review.give_briefing, BriefingKind.BRIEFING).refused("Say who it was for.", field="to")
    given(made).when(Review.give_briefing, BriefingKind.BRIEFING, (POLICE, POLICE)).refused(
        "An agency is named twice.", field="to"
    )


def test_a_corrected_day_of_publication() -> None:
    """Stands where it is asked for as well, and moves the day of taking down."""
    made = published()
    earlier = date(2026, 2, 27)
    made.correct_step_date(Step.PUBLISHED, earlier, by=by(reason="Misread."))
    (clock,) = made.running(ClockKind.TAKE_DOWN)
    assert (made.published_on, made.withheld_on, clock.counted_from) == (earlier, None, earlier)
