"""What lists of reviews, recommendations and questions show."""

from typing import Any
from uuid import uuid4

from domain.plan import Plan, PlannedAction, PlannedRecommendation
from domain.recommendation import Recommendation
from domain.review import Question, Review
from domain.timescales import read_timescale
from domain.tracker import recommendation as recommendations
from domain.tracker import review as tracked
from domain.tracker.importing import PlanFile, prepare, save
from domain.vocabulary import QuestionAbout, Scope
from projections import overdue, reviews
from tests.projections.views.conftest import TODAY, Register


def test_a_review_is_listed_with_its_counts(register: Register) -> None:
    """A review shows how many recommendations, actions, overdue actions and open questions it has."""
    register.plan(timescale="31 March 2026")
    register.plan("Write a policy")
    asked = Question(uuid4(), QuestionAbout.READING, "row 3", "Is this one action?", "1. a 2. b")
    register.tracker.change(Review.raise_question, Review, register.review, question=asked, by=register.by())
    with register.reading() as connection:
        (row,) = reviews.listed(connection, today=TODAY, reference="dhr1")
    assert (row.code, row.reference, row.label) == ("ANY", "DHR1", "DHR")
    assert (row.recommendations, row.actions, row.overdue, row.closed, row.open_questions) == (1, 2, 1, 0, 1)


def test_a_settled_question_goes_last_with_its_answer(register: Register) -> None:
    """Questions that wait come first; a settled one keeps its answer and its day."""
    waiting, other = (
        Question(uuid4(), QuestionAbout.READING, "row 3", text, "") for text in ("Which?", "When?")
    )
    for asked in (other, waiting):
        register.tracker.change(
            Review.raise_question, Review, register.review, question=asked, by=register.by()
        )
    tracked.settle_question(
        register.tracker, register.review, question=other.id, answer="In May.", by=register.by()
    )
    with register.reading() as connection:
        found = reviews.questions(connection, register.review)
        still_open = reviews.questions(connection, register.review, unsettled=True)
    assert [(row.question, row.answer, row.settled_on) for row in found] == [
        ("Which?", "", None),
        ("When?", "In May.", TODAY),
    ]
    assert [row.id for row in still_open] == [waiting.id]


def test_an_issued_plan_shows_when_it_was_issued(register: Register) -> None:
    """The day of issue and the day on which it was recorded both stand."""
    issued = register.by(happened_on=TODAY.replace(day=2))
    register.tracker.change(Review.issue_plan, Review, register.review, by=issued)
    with register.reading() as connection:
        (row,) = reviews.listed(connection, today=TODAY, identity=register.review)
    assert row.issued_on == TODAY.replace(day=2)
    assert row.issue_recorded_on is not None


def test_recommendations_are_sorted_as_people_sort_them(register: Register) -> None:
    """3.10 comes after 3.2, and each shows the names of its addressees."""
    for label in ("3.10", "3.1", "10"):
        recommendations.make(
            register.tracker, register.review, wording="Something.", label=label, by=register.by()
        )
    with register.reading() as connection:
        rows = reviews.recommendations(connection, review=register.review)
    assert [row.label for row in rows] == ["3.1", "3.2", "3.10", "10"]
    assert rows[1].addressee_names == ["Anytown Council"]


def test_changes_of_a_recommendation(register: Register) -> None:
    """Rewording, another label, scope and background, and withdrawal all show; as at before, none of them."""
    before = register.tracker.store.log.last_position()

    def change(command: Any, **facts: Any) -> None:
        register.tracker.change(
            command,
            Recommendation,
            register.recommendation,
            by=register.by(reason="As corrected."),
            **facts,
        )

    change(Recommendation.reword, wording="Train everybody.")
    change(Recommendation.relabel, label="3.2(a)")
    change(Recommendation.set_scope, scope=Scope.LOCAL)
    change(Recommendation.state_background, issue="Nobody asked.", theme="Training")
    change(Recommendation.withdraw)
    with register.reading() as connection:
        (now,) = reviews.recommendations(connection, identity=register.recommendation)
        (then,) = reviews.recommendations(connection, identity=register.recommendation, at=before)
    assert (now.wording, now.label, now.scope, now.theme) == (
        "Train everybody.",
        "3.2(a)",
        "local",
        "Training",
    )
    assert now.withdrawn
    assert (then.wording, then.label, then.withdrawn) == ("Train practitioners.", "3.2", False)


def test_overdue_by_agency_stands_in_alphabetical_order(register: Register) -> None:
    """Agencies stand in alphabetical order; actions that nobody leads come last, without a name."""
    register.plan(timescale="31 March 2026")
    register.plan("Write a policy", timescale="22 November 2026")
    register.plan("Nobody's", timescale="1 November 2026", lead=None)
    register.plan("Not late", timescale="1 December 2026")
    with register.reading() as connection:
        found = overdue.by_agency(connection, partnerships=None, today=TODAY)
        elsewhere = overdue.by_agency(connection, partnerships=[uuid4()], today=TODAY)
    assert [(one.name, one.actions, one.longest) for one in found] == [
        ("Anytown Council", 2, 237),
        ("", 1, 22),
    ]
    assert elsewhere == []


def test_an_import_shows_at_once(register: Register) -> None:
    """An imported plan shows with recommendation, action, and the question about an unknown agency."""
    action = PlannedAction("Write a policy", lead="Nosuch Trust", timescale=read_timescale("31 March 2027"))
    plan = Plan((PlannedRecommendation("R1", "Have a policy.", actions=(action,)),))
    file = PlanFile("plan.csv", "0" * 64)
    prepared = prepare(register.tracker, register.partnership, "DHR2", file=file, plan=plan, by=register.by())
    save(register.tracker, prepared, open_review=True)
    with register.reading() as connection:
        (row,) = reviews.listed(connection, today=TODAY, reference="DHR2")
        (question,) = reviews.questions(connection, row.id)
    assert (row.recommendations, row.actions, row.open_questions) == (1, 1, 1)
    assert (question.about, question.words) == (QuestionAbout.LEAD_AGENCY, "Nosuch Trust")
    assert row.issued_on == TODAY
