"""From the notification of a death to the decision, and who is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.review import Review
from domain.review.rules import SECTION_8A, SECTION_9, SEEDED
from domain.review.vocabulary import (
    BoardView,
    ClockKind,
    DecisionOutcome,
    DefinitionDate,
    Finding,
    NotificationDate,
    Step,
    ToldOf,
)
from tests.domain.courses import DECIDED_ON, decided
from tests.domain.given import HOUSING, PARTNERSHIP, POLICE, by, fact, given

NOTIFIED_ON = date(2026, 1, 5)
BEFORE = by(happened_on=date(2026, 1, 4))
REASONS: dict[str, Any] = dict.fromkeys(
    ("age_reasons", "cause_reasons", "connection_reasons"), "As they say."
)
MET = (Finding.MET, Finding.MET, Finding.MET)
WHY = "All three limbs are met."


def opened() -> Review:
    """A review of which nothing is known but its reference."""
    return Review.open(PARTNERSHIP, "DHR7", by=by())


def notified() -> Review:
    """One whose notification is recorded."""
    made = opened()
    made.notify(POLICE, by=by(happened_on=NOTIFIED_ON))
    return made


def assessed(*, consulted: bool = True) -> Review:
    """One that was assessed, with a partner consulted or none."""
    made = notified()
    if consulted:
        made.consult(POLICE, "It should be reviewed.", by=by(happened_on=NOTIFIED_ON))
    made.assess(*MET, **REASONS, by=by(happened_on=NOTIFIED_ON))
    return made


class TestNotification:
    """Which agency told the partnership, and when."""

    def test_the_time_for_a_decision_begins(self) -> None:
        """From the notification, or from when the death came to attention: as the partnership has it."""
        attention = date(2026, 1, 2)
        from_attention = replace(SEEDED, decision_counts_from=NotificationDate.ATTENTION)
        for rules, day in ((SEEDED, NOTIFIED_ON), (from_attention, attention)):
            changed = given(opened()).when(
                Review.notify, POLICE, attention, rules=rules, by=by(happened_on=NOTIFIED_ON)
            )
            changed.then(
                fact(Review.Notified, notified_by=POLICE, came_to_attention_on=attention),
                fact(Review.ClockStarted, kind=ClockKind.DECISION, counted_from=day),
            )

    @pytest.mark.parametrize(
        ("said", "sentence", "field"),
        [
            (
                {"came_to_attention_on": date(2026, 1, 6)},
                "That was on the day of the notification at the latest.",
                "came_to_attention_on",
            ),
            (
                {"came_to_attention_on": date(2026, 1, 2), "died_on": date(2026, 1, 3)},
                "A death cannot come to attention before it.",
                "came_to_attention_on",
            ),
            (
                {"in_writing_on": date(2026, 1, 4)},
                "That was between the day on which the death came to attention and today.",
                "in_writing_on",
            ),
        ],
    )
    def test_dates_that_cannot_be(self, said: dict[str, date], sentence: str, field: str) -> None:
        """Each in its own field."""
        outcome = given(opened()).when(Review.notify, POLICE, **said, by=by(happened_on=NOTIFIED_ON))
        outcome.refused(sentence, field=field)

    def test_it_is_recorded_once(self) -> None:
        """And not after later steps, unless it is said where the review entered."""
        given(notified()).when(Review.notify, POLICE).refused("Its notification is recorded already.")
        gone_on = opened()
        gone_on.publish(by=by())
        given(gone_on).when(Review.notify, POLICE).refused(
            "Later steps are recorded already. Say first at which step it entered."
        )

    def test_it_comes_in_writing_once(self) -> None:
        """After it was said, and not before the death came to attention."""
        given(notified()).when(Review.receive_written_notice).then(Review.WrittenNoticeReceived)
        given(notified()).when(Review.receive_written_notice, by=BEFORE).refused(
            "That was before the death came to attention.", field="happened_on"
        )
        given(opened()).when(Review.receive_written_notice).refused(
            "Its notification is not recorded yet: record that first."
        )


class TestAssessment:
    """Each limb against the definition that applies."""

    @pytest.mark.parametrize(
        ("by_which", "died_on", "code"),
        [
            (DefinitionDate.NOTIFICATION, None, SECTION_9.code),
            (DefinitionDate.DEATH, date(2026, 1, 1), SECTION_9.code),
            (DefinitionDate.DEATH, None, SECTION_9.code),
            (DefinitionDate.DECISION, None, SECTION_8A.code),
        ],
    )
    def test_a_date_selects_the_definition(
        self, by_which: DefinitionDate, died_on: date | None, code: str
    ) -> None:
        """That of the death, of the notification, or of the decision, by the partnership's choice."""
        in_force = replace(SECTION_8A, first_day=date(2026, 2, 1))
        rules = replace(SEEDED, definitions=(SECTION_9, in_force), definition_by=by_which)
        made = opened()
        made.notify(POLICE, died_on=died_on, by=by(happened_on=NOTIFIED_ON))
        made.assess(*MET, **REASONS, rules=rules, by=by(happened_on=date(2026, 2, 10)))
        assert made.assessments[-1].definition == code

    @pytest.mark.parametrize(
        ("found", "meets"),
        [
            (MET, Finding.MET),
            ((Finding.MET, Finding.NOT_KNOWN, Finding.MET), Finding.NOT_KNOWN),
            ((Finding.NOT_KNOWN, Finding.NOT_MET, Finding.MET), Finding.NOT_MET),
        ],
    )
    def test_it_is_met_by_each_limb(self, found: tuple[Finding, ...], meets: Finding) -> None:
        """Not met as soon as one is not; not known where one is not known."""
        made = notified()
        made.assess(*found, **REASONS, by=by())
        assert made.assessments[-1].meets == meets

    def test_what_is_refused(self) -> None:
        """A limb without reasons, and an assessment before the notification."""
        given(notified()).when(Review.assess, *MET, **(REASONS | {"cause_reasons": " "})).refused(
            "Say what this rests on.", field="cause_reasons"
        )
        entered = opened()
        entered.enter(Step.NOTIFIED, NOTIFIED_ON, by=by())
        given(entered).when(Review.assess, *MET, **REASONS, by=BEFORE).refused(
            "It was notified on 5 January 2026, and this cannot have happened before.", field="happened_on"
        )


class TestDecision:
    """By the chair of the partnership, never alone."""

    def test_the_times_begin_and_end(self) -> None:
        """That for the decision ends with it; those for the report and the family begin."""
        changed = given(assessed()).when(Review.decide, DecisionOutcome.REVIEW, WHY)
        changed.then(
            fact(Review.Decided, outcome=DecisionOutcome.REVIEW, rationale=WHY),
            fact(Review.ClockEnded, kind=ClockKind.DECISION, met=True),
            fact(Review.ClockStarted, kind=ClockKind.REPORT),
            fact(Review.ClockStarted, kind=ClockKind.FAMILY),
        )

    def test_not_yet_is_no_decision(self) -> None:
        """The time for it runs on, and it may be said again."""
        made = assessed()
        made.decide(DecisionOutcome.NOT_YET, "The police ask on.", by=by())
        assert made.running(ClockKind.DECISION)
        given(made).when(Review.decide, DecisionOutcome.NOT_YET, "They still do.").then(Review.Decided)

    def test_what_is_refused(self) -> None:
        """With nobody consulted, before the assessment, without a rationale, and twice."""
        decide, review = Review.decide, DecisionOutcome.REVIEW
        given(assessed(consulted=False)).when(decide, review, WHY).refused(
            "Nobody was consulted yet. Record who was, and what they said: the chair of the partnership does"
            " not decide alone."
        )
        given(notified()).when(decide, review, WHY).refused(
            "It has not been assessed yet: record the assessment first."
        )
        given(assessed()).when(decide, review, " ").refused("Say why it was decided so.", field="rationale")
        given(decided()).when(decide, DecisionOutcome.NO_REVIEW, WHY).refused(
            "It has been decided to review this death.", field="outcome"
        )
        given(decided(DecisionOutcome.NO_REVIEW)).when(decide, DecisionOutcome.NO_REVIEW, WHY).refused(
            "That is the decision already: no review.", field="outcome"
        )

    def test_who_is_told_of_it(self) -> None:
        """The Home Office, once it is decided; agencies, to secure their records, once each."""
        given(assessed()).when(Review.tell_home_office, ToldOf.DECISION).refused(
            "It has not been decided yet: record the decision first.", field="told_of"
        )
        given(decided()).when(Review.tell_home_office, ToldOf.DECISION).then(Review.HomeOfficeTold)
        made = decided()
        made.secure_records((POLICE,), by=by())
        given(made).when(Review.secure_records, (POLICE,)).refused(
            "They have been told already.", field="agencies"
        )
        given(made).when(Review.secure_records, (POLICE, HOUSING)).then(Review.RecordsSecured)

    def test_no_review_and_what_may_follow(self) -> None:
        """The board says what it thinks; a direction makes it a review, and nothing else does."""
        made = decided(DecisionOutcome.NO_REVIEW)
        given(made).when(Review.note_view_of_board, BoardView.AGREES).then(Review.DecisionViewed)
        given(decided()).when(Review.note_view_of_board, BoardView.AGREES).refused(
            "It was not decided that there be no review."
        )
        early = by(happened_on=date(2026, 1, 4))
        given(made).when(Review.note_view_of_board, BoardView.AGREES, by=early).refused(
            "That was before the decision.", field="happened_on"
        )
        directed = given(made).when(Review.direct, "A review is to be held.")
        after = directed.then(
            Review.Directed,
            fact(Review.ClockStarted, kind=ClockKind.REPORT),
            fact(Review.ClockStarted, kind=ClockKind.FAMILY),
        )
        given(after).when(Review.direct).refused("The death is reviewed already.")
        assert decided().taken[Step.DECIDED] == DECIDED_ON


class TestEntry:
    """A review that began before the tracker."""

    def test_later_steps_that_are_recorded_bind_it(self) -> None:
        """It entered after what they wait for, and on no later day than theirs."""
        made = opened()
        made.accept_report(by=by(happened_on=NOTIFIED_ON))
        given(made).when(Review.enter, Step.DECIDED).refused(
            "Later steps are recorded already: it entered after it was report agreed by the panel.",
            field="step",
        )
        given(made).when(Review.enter, Step.PANEL_AGREED, date(2026, 1, 6)).refused(
            "A later step is recorded for an earlier day.", field="on"
        )
        given(made).when(Review.enter, Step.ACCEPTED, NOTIFIED_ON).refused(
            "It is recorded already when it was report accepted by the partnership.", field="on"
        )
        given(made).when(Review.enter, Step.PANEL_AGREED, NOTIFIED_ON).then(Review.CourseEntered)

    def test_what_else_is_refused(self) -> None:
        """Twice, after a notification, at a step with a form of its own, and a day to come."""
        made = opened()
        made.enter(Step.DECIDED, by=by())
        given(made).when(Review.enter, Step.DECIDED).refused(
            "It entered when it was decided to review.", field="step"
        )
        given(notified()).when(Review.enter, Step.DECIDED).refused(
            "It is recorded here from its notification on.", field="step"
        )
        given(opened()).when(Review.enter, Step.PUBLISHED).refused(
            "Record that it was published by the form for that.", field="step"
        )
        given(opened()).when(Review.enter, Step.DECIDED, date(2027, 1, 1)).refused(
            "What has happened cannot lie in the future.", field="on"
        )
