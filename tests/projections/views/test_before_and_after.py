"""What a fact was before an event, and what it is after it, in words."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.action import Action
from domain.agency import Agency
from domain.partnership import Partnership
from domain.person import Person
from domain.rag import RagRule
from domain.recommendation import Recommendation
from domain.review import Question, Review
from domain.review.vocabulary import LessonReach
from domain.timescales import read_timescale
from domain.tracker import action as tracked
from domain.tracker import agency as agencies
from domain.tracker import person as people
from domain.tracker import recommendation as recommendations
from domain.vocabulary import Forecast, QuestionAbout, Scope
from projections import directory, lessons
from projections.before_and_after import FACTS, before_and_after
from projections.sentences import mentioned, sentence
from tests.projections.views.conftest import TODAY, Register
from tests.projections.views.test_log import change
from tests.projections.views.test_timeline import EVENTS


def sides(register: Register, position: int) -> tuple[str, str]:
    """Before and after of one event."""
    log = register.tracker.store.log
    with register.reading() as connection:
        both = before_and_after(log, connection, log.at([position]))[position]
    return both.before, both.after


def test_before_and_after_of_an_action(register: Register) -> None:
    """Wording, agency, owner, forecast and dates, in words."""
    police = agencies.add(register.tracker, "Anytown Police", by=register.by())
    owner = people.add(register.tracker, people.Details("Demo Owner"), post="Clerk", by=register.by())
    action = register.plan(timescale="31 March 2027")
    tracker, by = register.tracker, register.by

    def after(command: Any, **facts: Any) -> tuple[str, str]:
        return sides(register, change(register, action, command, **facts))

    assert after(Action.report_progress, progress="Half.") == ("planned", "in progress")
    assert after(Action.reword, text="Train all") == ("Train every practitioner", "Train all")
    led = tracked.name_lead_agency(tracker, action, lead=police, by=by())
    assert sides(register, led) == ("Anytown Council", "Anytown Police")
    helped = tracked.name_supporting_agencies(tracker, action, supporting=(register.agency,), by=by())
    assert sides(register, helped) == ("", "Anytown Council")
    owned = tracked.assign_owner(tracker, action, owner=owner, by=by())
    assert sides(register, owned) == ("", "Demo Owner, Clerk")
    assert after(Action.give_forecast, forecast=Forecast.AT_RISK) == ("", "at risk")
    assert after(Action.give_forecast, forecast=Forecast.ON_TRACK) == ("at risk", "on track")
    assert after(Action.correct_timescale, timescale=read_timescale("30 April 2027")) == (
        "“31 March 2027”: due on 31 March 2027",
        "“30 April 2027”: due on 30 April 2027",
    )
    change(register, action, Action.request_extension, until=date(2027, 6, 30))
    assert after(Action.decline_extension) == ("30 June 2027", "")
    change(register, action, Action.request_extension, until=date(2027, 6, 30))
    assert after(Action.grant_extension) == ("30 April 2027", "30 June 2027")
    assert after(Action.report_complete, what_was_done="All trained.") == ("in progress", "reported complete")
    assert after(Action.send_back, further_work_by=date(2027, 7, 31)) == ("30 June 2027", "31 July 2027")


def test_a_first_timescale_has_nothing_before_it(register: Register) -> None:
    """The before is empty, not made up."""
    register.plan(timescale="ongoing")
    last = register.tracker.store.log.last_position()
    before, after = sides(register, last)
    assert before == ""
    assert after.startswith("“ongoing”: no due date (ongoing)")


def test_before_and_after_of_a_recommendation(register: Register) -> None:
    """Wording, label, scope, addressees and background."""

    def after(command: Any, **facts: Any) -> tuple[str, str]:
        changed = register.tracker.change(
            command, Recommendation, register.recommendation, by=register.by(), **facts
        )
        return sides(register, changed)

    assert after(Recommendation.reword, wording="Train all.") == ("Train practitioners.", "Train all.")
    assert after(Recommendation.relabel, label="3.3") == ("3.2", "3.3")
    assert after(Recommendation.set_scope, scope=Scope.LOCAL) == ("", "local")
    assert after(Recommendation.name_addressees, addressees=(), in_words=("All",)) == (
        "Anytown Council",
        "All",
    )
    assert after(Recommendation.state_background, issue="Nobody asked.", theme="") == ("", "Nobody asked.")


def test_lessons_go_by_their_numbers(register: Register) -> None:
    """In the order in which they were recorded, also when they were found in another, or reworded since."""
    tracker, review = register.tracker, register.review
    for day in (TODAY, TODAY - timedelta(days=9)):
        tracker.change(
            Review.find_lesson,
            Review,
            review,
            text=f"Ask on {day}.",
            reach=LessonReach.BETWEEN,
            by=register.by(happened_on=day),
        )
    first, second = tracker.get(Review, review).lessons
    tracker.change(Review.reword_lesson, Review, review, lesson=first, text="Ask.", by=register.by())
    tracker.change(Review.withdraw_lesson, Review, review, lesson=first, by=register.by(reason="Twice."))

    def answered(*answers: UUID) -> int:
        facts: Any = {"lessons": answers, "by": register.by()}
        return recommendations.answer_lessons(tracker, register.recommendation, **facts)

    position = answered(second)
    with register.reading() as connection:
        every = lessons.listed(connection, review)
        standing = lessons.listed(connection, review, withdrawn=False)
        (entry,) = tracker.store.log.at([position])
        told = sentence(entry, directory.names(connection, mentioned([entry])))
    assert [(one.number, one.id) for one in every] == [(1, first), (2, second)]
    assert [(one.number, one.id) for one in standing] == [(2, second)]
    assert (told.text, told.details) == ("Answers lesson 2", ())
    assert sides(register, position) == ("", "lesson 2")
    assert sides(register, answered()) == ("lesson 2", "")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            lambda r: agencies.rename(r.tracker, r.agency, name="Anytown Borough Council", by=r.by()),
            ("Anytown Council", "Anytown Borough Council"),
        ),
        (
            lambda r: r.tracker.change(
                Partnership.rename, Partnership, r.partnership, name="Safer Villages", by=r.by()
            ),
            ("Safer Anytown (invented)", "Safer Villages"),
        ),
        (
            lambda r: r.tracker.change(
                Partnership.set_go_live, Partnership, r.partnership, go_live=TODAY, by=r.by()
            ),
            ("", "23 November 2026"),
        ),
        (
            lambda r: r.tracker.change(
                Partnership.set_reply_address,
                Partnership,
                r.partnership,
                reply_to="csp@example.org",
                by=r.by(),
            ),
            ("", "csp@example.org"),
        ),
        (
            lambda r: r.tracker.change(
                Partnership.set_rag_rule,
                Partnership,
                r.partnership,
                rule=RagRule(amber_within_days=14, amber_forecasts=(), amber_without_update_in_round=False),
                by=r.by(),
            ),
            (
                (
                    "amber from 28 days before the due date, and where the forecast is at risk or will miss,"
                    " and without an update in the last round"
                ),
                "amber from 14 days before the due date",
            ),
        ),
        (
            lambda r: r.tracker.change(
                Partnership.set_sign_off_rule,
                Partnership,
                r.partnership,
                single_agency_closes_alone=True,
                by=r.by(),
            ),
            (
                "Every action needs assurance after its agency's sign-off",
                "An action of one agency closes on that agency's sign-off alone",
            ),
        ),
    ],
    ids=["agency", "partnership", "go-live", "reply address", "colours", "sign-off"],
)
def test_before_and_after_elsewhere(
    register: Register, changed: Callable[[Register], int], expected: tuple[str, str]
) -> None:
    """Names and settings have both sides too."""
    assert sides(register, changed(register)) == expected


def test_before_and_after_of_a_post(register: Register) -> None:
    """The post, and the agency by its name."""
    person = people.add(register.tracker, people.Details("Demo Person"), post="Clerk", by=register.by())
    moved = people.change_post(
        register.tracker, person, post="Named Nurse", agency=register.agency, by=register.by()
    )
    assert sides(register, moved) == ("Clerk", "Named Nurse, Anytown Council")


def test_a_settled_question_is_shown_with_its_answer(register: Register) -> None:
    """What was asked stood before it, and is open no longer."""
    asked = Question(uuid4(), QuestionAbout.OWNER, "", "Who leads?", "")
    change_review = register.tracker.change
    change_review(Review.raise_question, Review, register.review, question=asked, by=register.by())
    settled = change_review(
        Review.settle_question, Review, register.review, question=asked.id, answer="We do.", by=register.by()
    )
    assert sides(register, settled) == ("Who leads?", "")


def test_many_histories_take_one_statement(register: Register) -> None:
    """However many things a page is about, their histories come together, and so do all names."""
    positions = [change(register, register.plan(), Action.reword, text="One") for _ in range(3)]
    log = register.tracker.store.log
    with register.reading() as connection:
        found_sides = before_and_after(log, connection, log.at(positions))
    assert {one.after for one in found_sides.values()} == {"One"}
    assert sorted(found_sides) == positions


CHANGE_NOTHING_THAT_STOOD = {
    "action.planned",
    "action.progress_asked",
    "action.remark_made",
    "action.timescale_lapsed",
    "agency.added",
    "agency.alias_added",
    "agency.alias_removed",
    "partnership.contact_ended",
    "partnership.contact_named",
    "partnership.registered",
    "partnership.role_ended",
    "partnership.role_given",
    "person.added",
    "person.details_changed",
    "person.erased",
    "person.erasure_approved",
    "person.erasure_proposed",
    "person.erasure_withdrawn",
    "person.invitation_accepted",
    "person.invitation_withdrawn",
    "person.invited",
    "person.left",
    "person.returned",
    "recommendation.made",
    "recommendation.withdrawn",
    "review.access_ended",
    "review.access_given",
    "review.assessed",
    "review.briefing_given",
    "review.author_appointed",
    "review.author_ended",
    "review.chair_appointed",
    "review.chair_ended",
    "review.clock_ended",
    "review.clock_moved",
    "review.clock_started",
    "review.concluded",
    "review.course_entered",
    "review.decided",
    "review.decision_viewed",
    "review.directed",
    "review.draft_commented_on",
    "review.early_learning_shared",
    "review.erased",
    "review.erasure_approved",
    "review.erasure_proposed",
    "review.erasure_withdrawn",
    "review.good_practice_found",
    "review.home_office_told",
    "review.legal_hold_lifted",
    "review.legal_hold_placed",
    "review.lesson_found",
    "review.lesson_withdrawn",
    "review.notified",
    "review.opened",
    "review.panel_meeting_held",
    "review.panel_member_ended",
    "review.panel_member_named",
    "review.partner_consulted",
    "review.paused",
    "review.plan_agreed_by_agency",
    "review.plan_agreed_by_panel",
    "review.plan_approved",
    "review.plan_imported",
    "review.plan_issued",
    "review.plan_version_kept",
    "review.publication_checked",
    "review.question_raised",
    "review.records_secured",
    "review.report_accepted",
    "review.report_agreed_by_panel",
    "review.report_answered",
    "review.report_copied",
    "review.report_drafted",
    "review.report_submitted",
    "review.resumed",
    "review.withheld",
    "review.terms_agreed",
    "review.proceedings_opened",
    "review.proceedings_concluded",
    "review.family_involved",
    "review.return_asked",
    "review.return_quality_assured",
    "review.return_received",
    "review.return_sent_back",
    "review.written_notice_received",
}
"""Their sentences say all: something new, or somebody who comes or goes."""


def test_every_event_that_changes_a_fact_has_both_sides() -> None:
    """A new kind of event either replaces something, and shows what, or is one of those that do not."""
    assert {one.TOPIC for one in EVENTS if one not in FACTS} == CHANGE_NOTHING_THAT_STOOD


def test_what_changes_no_fact_has_no_sides(register: Register) -> None:
    """Planning or a remark is told by its sentence alone; a page may hold both sorts."""
    action = register.plan()
    remarked = change(register, action, Action.remark, remark="Late.")
    reworded = change(register, action, Action.reword, text="One")
    log = register.tracker.store.log
    with register.reading() as connection:
        assert set(before_and_after(log, connection, log.of(action))) == {reworded}
        assert before_and_after(log, connection, log.at([remarked])) == {}


def test_the_facts_are_those_of_the_register() -> None:
    """Every kind of event that has sides is one of a thing with a history."""
    things = {Action, Agency, Partnership, Person, Recommendation, Review}
    assert all(any(event in vars(thing).values() for thing in things) for event in FACTS)
