"""The action plan as a whole: agreed, approved, issued, and kept in versions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.review import Review
from domain.review.course import MISSING
from domain.review.plan_stages import NOT_AGREED, NOT_APPROVED
from domain.review.vocabulary import PlanVersion, Step
from tests.domain.courses import decided
from tests.domain.given import HOUSING, PARTNERSHIP, POLICE, TODAY, by, fact, given

POST = "Head of Safeguarding"


def opened() -> Review:
    """A review recorded for its plan alone."""
    return Review.open(PARTNERSHIP, "DHR7", by=by())


def agreed() -> Review:
    """One in strict order whose plan the panel and the police agreed."""
    made = decided()
    made.agree_plan(by=by())
    made.agree_plan_for_agency(POLICE, POST, by=by())
    return made


def test_in_order() -> None:
    """The panel, each agency, the partnership; then it is issued."""
    made = decided()
    given(made).when(Review.agree_plan_for_agency, POLICE, POST).refused(NOT_AGREED)
    given(made).when(Review.approve_plan).refused(NOT_AGREED)
    given(made).when(Review.issue_plan).refused(NOT_APPROVED)
    given(agreed()).when(Review.issue_plan).refused(NOT_APPROVED)
    approved = given(agreed()).when(Review.approve_plan, (POLICE,), meeting="Board", minute="3")
    ready = approved.then(fact(Review.PlanApproved, meeting="Board", minute="3", not_agreed=0))
    assert given(ready).when(Review.issue_plan).then(Review.PlanIssued).issued_on == TODAY
    early = by(happened_on=TODAY - timedelta(days=1))
    given(ready).when(Review.issue_plan, by=early).refused(
        "The plan was approved on 2 March 2026, and this cannot have happened before.", field="happened_on"
    )


def test_a_review_that_is_not_recorded_throughout_waits_for_nothing() -> None:
    """Neither one for its plan alone nor one that entered later."""
    entered = opened()
    entered.enter(Step.DRAFTED, by=by())
    for made in (opened(), entered):
        given(made).when(Review.issue_plan).then(Review.PlanIssued)
        given(made).when(Review.approve_plan, (POLICE,)).then(fact(Review.PlanApproved, not_agreed=1))


def test_an_agency_that_has_not_agreed() -> None:
    """Takes a reason, and their number is recorded."""
    given(agreed()).when(Review.approve_plan, (POLICE, HOUSING)).refused(
        "1 lead agency has not agreed yet: record that first, or say why it is approved all the same.",
        field="reason",
    )
    given(agreed()).when(Review.approve_plan, (HOUSING,), by=by(reason="They agree by mail.")).then(
        fact(Review.PlanApproved, not_agreed=1)
    )


def test_each_once() -> None:
    """And an agency agrees by somebody."""
    made = agreed()
    given(made).when(Review.agree_plan).refused("The panel has agreed the plan already.")
    given(made).when(Review.agree_plan_for_agency, POLICE, POST).refused(
        "This agency has agreed already.", field="agency"
    )
    given(made).when(Review.agree_plan_for_agency, HOUSING, " ").refused(
        "Say in which post somebody agreed.", field="agreed_by"
    )
    made.approve_plan(by=by())
    given(made).when(Review.approve_plan).refused("The plan has been approved already.")


def test_versions() -> None:
    """Each is kept once, when it can be there."""
    kept = given(opened()).when(Review.keep_plan_version, PlanVersion.PUBLISHED)
    after = kept.then(fact(Review.PlanVersionKept, stage=PlanVersion.PUBLISHED))
    assert after.plan_versions == {PlanVersion.PUBLISHED: TODAY}
    given(after).when(Review.keep_plan_version, PlanVersion.PUBLISHED).refused(
        "The plan as published is kept already.", field="stage"
    )


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        (PlanVersion.APPROVED, NOT_APPROVED),
        (PlanVersion.SUBMITTED, MISSING[Step.SUBMITTED]),
        (PlanVersion.CHANGED, MISSING[Step.SUBMITTED]),
        (PlanVersion.PUBLISHED, MISSING[Step.PUBLISHED]),
    ],
)
def test_a_version_that_cannot_be_there(stage: PlanVersion, sentence: str) -> None:
    """Of a review recorded throughout."""
    given(agreed()).when(Review.keep_plan_version, stage).refused(sentence)
