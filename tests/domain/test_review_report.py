"""The overview report: drafted, agreed, accepted, submitted, answered and copied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from domain.review import Review
from domain.review.course import MISSING
from domain.review.rules import SEEDED
from domain.review.vocabulary import ClockKind, CopiedTo, QualityAnswer, Step
from tests.domain.given import PARTNERSHIP, TODAY, by, fact, given

BEFORE = TODAY - timedelta(days=10)


def review() -> Review:
    """A review of which nothing was recorded before its plan: it waits for nothing."""
    return Review.open(PARTNERSHIP, "DHR7", by=by())


def entered(step: Step, on: date | None = None) -> Review:
    """One that entered the tracker after a step."""
    made = review()
    made.enter(step, on, by=by())
    return made


def submitted() -> Review:
    """One whose report waits for an answer."""
    made = entered(Step.ACCEPTED)
    made.submit_report(by=by(happened_on=BEFORE))
    return made


def answered(outcome: QualityAnswer) -> Review:
    """One whose report was answered so."""
    made = submitted()
    made.answer_report(outcome, by=by())
    return made


def test_drafts_are_counted() -> None:
    """The first is version 1; a second one is no earlier."""
    made = review()
    made.draft_report(by=by())
    again = given(made).when(Review.draft_report).then(fact(Review.ReportDrafted, version=2))
    assert (again.draft, again.taken[Step.DRAFTED]) == (2, TODAY)
    given(made).when(Review.draft_report, by=by(happened_on=BEFORE)).refused(
        "Version 1 was drafted on 2 March 2026, and this cannot have happened before.", field="happened_on"
    )


@pytest.mark.parametrize(
    ("command", "entry", "missing"),
    [
        (Review.draft_report, Step.CHAIR_APPOINTED, Step.TERMS_AGREED),
        (Review.agree_report, Step.TERMS_AGREED, Step.DRAFTED),
        (Review.accept_report, Step.DRAFTED, Step.PANEL_AGREED),
        (Review.submit_report, Step.PANEL_AGREED, Step.ACCEPTED),
    ],
)
def test_out_of_order(command: Callable[..., Any], entry: Step, missing: Step) -> None:
    """What is missing is said."""
    given(entered(entry)).when(command).refused(MISSING[missing])


def test_no_answer_and_no_copy_comes_first() -> None:
    """Before it was submitted, and before the partnership accepted it."""
    given(entered(Step.ACCEPTED)).when(Review.answer_report, QualityAnswer.CONTENT).refused(
        MISSING[Step.SUBMITTED]
    )
    given(entered(Step.DRAFTED)).when(Review.copy_report, CopiedTo.COMMISSIONER).refused(
        MISSING[Step.ACCEPTED]
    )


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (Review.agree_report, "The panel has agreed {}."),
        (Review.accept_report, "The partnership has accepted {}."),
    ],
)
def test_a_version_is_agreed_once(command: Callable[..., Any], sentence: str) -> None:
    """Another draft is agreed, and accepted, anew."""
    made = review()
    command(made, by=by())
    given(made).when(command).refused(sentence.format("the report already"))
    made.draft_report(by=by())
    command(made, by=by())
    given(made).when(command).refused(sentence.format("version 1 already"))


def test_acceptance_ends_the_time_for_the_report() -> None:
    """With the meeting and the minute; the other clocks run on."""
    made = review()
    made._start_clock(ClockKind.REPORT, BEFORE, SEEDED, by=by())
    made._start_clock(ClockKind.FAMILY, BEFORE, SEEDED, by=by())
    accepted = given(made).when(Review.accept_report, meeting="Board of 2 March", minute="4")
    after = accepted.then(
        fact(Review.ReportAccepted, meeting="Board of 2 March", minute="4"),
        fact(Review.ClockEnded, kind=ClockKind.REPORT, met=True),
    )
    assert after.running(ClockKind.FAMILY)


def test_submission_starts_the_time_for_a_copy_once() -> None:
    """And the copy to the Commissioner ends it; that to the Secretary of State does not."""
    made = given(entered(Step.ACCEPTED)).when(Review.submit_report)
    waits = made.then(fact(Review.ReportSubmitted, version=0, again=False), Review.ClockStarted)
    other = given(waits).when(Review.copy_report, CopiedTo.SECRETARY_OF_STATE)
    assert other.then(Review.ReportCopied).running(ClockKind.COMMISSIONER)
    copied = given(waits).when(Review.copy_report, CopiedTo.COMMISSIONER)
    done = copied.then(Review.ReportCopied, fact(Review.ClockEnded, met=True))
    given(done).when(Review.copy_report, CopiedTo.COMMISSIONER).refused(
        "The Domestic Abuse Commissioner has had a copy already.", field="to"
    )


def test_a_copy_before_the_submission_needs_no_clock() -> None:
    """It has been made."""
    made = entered(Step.ACCEPTED)
    made.copy_report(CopiedTo.COMMISSIONER, by=by())
    given(made).when(Review.submit_report).then(Review.ReportSubmitted)


@pytest.mark.parametrize("outcome", [QualityAnswer.RETURNED, QualityAnswer.INADEQUATE])
def test_what_is_returned_is_submitted_again(outcome: QualityAnswer) -> None:
    """Nothing is published on such an answer, and the clock does not start a second time."""
    made = answered(outcome)
    assert Step.ANSWERED not in made.taken
    given(made).when(Review.publish).refused(MISSING[Step.ANSWERED])
    given(made).when(Review.answer_report, QualityAnswer.CONTENT).refused(
        "Quality assurance has answered. Record first that the report was submitted again."
    )
    again = given(made).when(Review.submit_report).then(fact(Review.ReportSubmitted, again=True))
    settled = given(again).when(Review.answer_report, QualityAnswer.CONTENT).then(Review.ReportAnswered)
    assert settled.taken[Step.ANSWERED] == TODAY
    given(made).when(Review.submit_report, by=by(happened_on=BEFORE)).refused(
        "Quality assurance answered on 2 March 2026, and this cannot have happened before.",
        field="happened_on",
    )


@pytest.mark.parametrize(
    "outcome", [QualityAnswer.ADEQUATE, QualityAnswer.CONTENT, QualityAnswer.CONTENT_AFTER_CHANGES]
)
def test_an_answer_that_lets_it_be_published(outcome: QualityAnswer) -> None:
    """In the words of its time; then it is not submitted again."""
    made = answered(outcome)
    assert made.taken[Step.ANSWERED] == TODAY
    given(made).when(Review.submit_report).refused(
        f"Quality assurance has answered: {outcome}. It is not submitted again."
    )


def test_it_is_submitted_and_answered_once() -> None:
    """The answer is not from before the submission."""
    given(submitted()).when(Review.submit_report).refused(
        "It has been submitted, and quality assurance has not answered yet."
    )
    early = by(happened_on=BEFORE - timedelta(days=1))
    given(submitted()).when(Review.answer_report, QualityAnswer.CONTENT, by=early).refused(
        "It was report submitted on 20 February 2026, and this cannot have happened before.",
        field="happened_on",
    )


def test_a_corrected_day_stands_with_the_version_and_the_answer() -> None:
    """Not only among the steps."""
    made = answered(QualityAnswer.CONTENT)
    why = by(reason="Misread.")
    made.correct_step_date(Step.SUBMITTED, BEFORE + timedelta(days=1), by=why)
    made.correct_step_date(Step.ANSWERED, BEFORE + timedelta(days=5), by=why)
    assert [one.on for one in made.stages[Step.SUBMITTED]] == [BEFORE + timedelta(days=1)]
    assert [one.on for one in made.answers] == [BEFORE + timedelta(days=5)]


def test_a_draft_is_commented_on_until_it_is_one_no_more() -> None:
    """The last version, by post; refused without a draft, without words, and once it is published."""
    given(entered(Step.TERMS_AGREED)).when(Review.comment_on_draft, "Clear.").refused(MISSING[Step.DRAFTED])
    made = entered(Step.TERMS_AGREED)
    made.draft_report(by=by())
    given(made).when(Review.comment_on_draft, " ").refused("Say what you think of it.", field="comment")
    event = fact(Review.DraftCommentedOn, version=1, comment="Clear.")
    said = by(post="Named Nurse", post_agency="Health")
    outcome = given(made).when(Review.comment_on_draft, " Clear. ", by=said).then(event)
    assert [(one.version, one.post, one.comment) for one in outcome.draft_comments] == [
        (1, "Named Nurse, Health", "Clear.")
    ]
    before = by(happened_on=TODAY - timedelta(days=1))
    sentence = "and this cannot have happened before."
    assert sentence in str(given(made).when(Review.comment_on_draft, "Clear.", by=before).refusal)
    over = entered(Step.ANSWERED)
    over.draft_report(by=by())
    over.withhold(by=by(reason="The family asked for it."))
    given(over).when(Review.comment_on_draft, "Clear.").refused("It is no draft any more.")
