"""Which reviews, recommendations, agencies and people lists show, in which order, and how many there are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.action import Action
from domain.person import Person
from domain.recommendation import Recommendation
from domain.review import Question, Review
from domain.tracker import agency as agencies
from domain.tracker import partnership as partnerships
from domain.tracker import person as people
from domain.tracker import recommendation as made
from domain.tracker import review as tracked
from domain.vocabulary import QuestionAbout, Role, Scope
from projections import actions, directory, recommendations, reviews
from tests.projections.views.conftest import TODAY, Register


@pytest.fixture
def filled(register: Register) -> Register:
    """Beside DHR1, which has an overdue action and a question, DHR10 and DHR2, whose plan is issued."""
    register.plan(timescale=(TODAY - timedelta(days=1)).isoformat())
    question = Question(uuid4(), QuestionAbout.READING, "row 3", "Is this one action?", "1. a 2. b")
    change = register.tracker.change
    change(Review.raise_question, Review, register.review, question=question, by=register.by())
    home = register.partnership
    tracked.open_review(register.tracker, home, reference="DHR10", by=register.by())
    rose = tracked.open_review(register.tracker, home, reference="DHR2", pseudonym="Rose", by=register.by())
    change(Review.issue_plan, Review, rose, by=register.by())
    return register


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["DHR1", "DHR2", "DHR10"]),
        ({"words": "rOSE"}, ["DHR2"]),
        ({"words": "dhr1"}, ["DHR1", "DHR10"]),
        ({"issued": True}, ["DHR2"]),
        ({"issued": False}, ["DHR1", "DHR10"]),
        ({"overdue": True}, ["DHR1"]),
        ({"overdue": False}, ["DHR2", "DHR10"]),
        ({"questions": True}, ["DHR1"]),
        ({"reference": "dhr10"}, ["DHR10"]),
        ({"partnerships": []}, []),
    ],
)
def test_reviews(filled: Register, filters: dict[str, Any], expected: list[str]) -> None:
    """Each filter leaves what fits, references stand as people read them, and the count agrees."""
    wanted = reviews.Filters(**filters)
    with filled.reading() as connection:
        rows = reviews.chosen(connection, wanted, today=TODAY)
        assert reviews.counted(connection, wanted, today=TODAY) == len(expected)
    assert [row.reference for row in rows] == expected


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("reference", "DHR1"),
        ("-reference", "DHR10"),
        ("-overdue", "DHR1"),
        ("-open_questions", "DHR1"),
        ("issued_on", "DHR2"),
        ("-issued_on", "DHR2"),
        ("-recommendations", "DHR1"),
    ],
)
def test_orders_of_reviews(filled: Register, sort: str, first: str) -> None:
    """A key sorts both ways, and what has none comes last either way."""
    with filled.reading() as connection:
        rows = reviews.chosen(connection, reviews.Filters(), today=TODAY, sort=sort, limit=1)
    assert [row.reference for row in rows] == [first]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["3.2", "3.10", "4"]),
        ({"words": "SURGEON"}, ["3.10"]),
        ({"words": "3.1"}, ["3.10"]),
        ({"words": "housing"}, ["4"]),
        ({"scope": Scope.NATIONAL}, ["3.10"]),
        ({"withdrawn": True}, ["4"]),
        ({"without_actions": True}, ["3.10", "4"]),
        ({"without_actions": False}, ["3.2"]),
        ({"review": uuid4()}, []),
        ({"partnerships": []}, []),
    ],
)
def test_recommendations(register: Register, filters: dict[str, Any], expected: list[str]) -> None:
    """Each filter leaves what fits, and the count agrees."""
    facts: dict[str, Any] = {"wording": "Ask every surgeon.", "label": "3.10", "scope": Scope.NATIONAL}
    made.make(register.tracker, register.review, by=register.by(), **facts)
    facts = {"wording": "Write it down.", "label": "4", "theme": "Housing"}
    last = made.make(register.tracker, register.review, by=register.by(), **facts)
    by = register.by(reason="Said twice.")
    register.tracker.change(Recommendation.withdraw, Recommendation, last, by=by)
    register.plan()
    wanted = recommendations.Filters(**filters)
    with register.reading() as connection:
        rows = recommendations.chosen(connection, wanted, today=TODAY)
        assert recommendations.counted(connection, wanted) == len(expected)
    assert [row.label for row in rows] == expected


def test_how_far_the_actions_of_a_recommendation_are(register: Register) -> None:
    """Actions, those overdue and those signed off are counted; an addressee finds its recommendations."""
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    register.plan(timescale=yesterday)
    register.plan("Write a policy", timescale=yesterday)
    with register.reading() as connection:
        wanted = recommendations.Filters(addressee=register.agency)
        (row,) = recommendations.chosen(connection, wanted, today=TODAY, sort="-overdue")
        elsewhere = recommendations.Filters(addressee=uuid4())
        assert recommendations.chosen(connection, elsewhere, today=TODAY) == []
    assert (row.actions, row.overdue, row.closed) == (2, 2, 0)


@pytest.mark.parametrize(
    ("filters", "sort", "expected"),
    [
        ({}, "", ["anytown Ambulance", "Anytown Council", "Nosuch Trust"]),
        ({}, "-name", ["Nosuch Trust", "Anytown Council", "anytown Ambulance"]),
        ({"open": True}, "name", ["Anytown Council"]),
        ({"overdue": True}, "name", ["Anytown Council"]),
        ({"overdue": False, "words": "trust"}, "", ["Nosuch Trust"]),
    ],
)
def test_agencies(register: Register, filters: dict[str, Any], sort: str, expected: list[str]) -> None:
    """Agencies stand in alphabetical order, whatever their case."""
    for name in ("Nosuch Trust", "anytown Ambulance"):
        agencies.add(register.tracker, name, by=register.by())
    register.plan(timescale=(TODAY - timedelta(days=1)).isoformat())
    wanted = directory.Agencies(**filters)
    with register.reading() as connection:
        rows = directory.chosen_agencies(connection, wanted, today=TODAY, sort=sort)
        assert directory.count_agencies(connection, wanted, today=TODAY) == len(expected)
    assert [row.name for row in rows] == expected


@pytest.mark.parametrize(
    ("filters", "sort", "expected"),
    [
        ({}, "", ["Bo", "Cy", "Al"]),
        ({}, "name", ["Al", "Bo", "Cy"]),
        ({}, "-name", ["Cy", "Bo", "Al"]),
        ({}, "agency", ["Cy", "Bo", "Al"]),
        ({"has_left": True}, "", ["Al"]),
        ({"mail": False}, "", ["Cy", "Al"]),
        ({"role": Role.COORDINATOR}, "", ["Bo"]),
        ({"words": "NURSE"}, "", ["Cy"]),
        ({"words": "bo@"}, "", ["Bo"]),
        ({"agency": uuid4()}, "", []),
    ],
)
def test_people(register: Register, filters: dict[str, Any], sort: str, expected: list[str]) -> None:
    """Those who have left come last unless another order is asked for; the count agrees."""
    added: dict[str, UUID] = {}
    posts: dict[str, Any] = {"Al": {}, "Bo": {}, "Cy": {"post": "Nurse", "agency": register.agency}}
    for name, post in posts.items():
        details = people.Details(name, "bo@example.org" if name == "Bo" else "")
        facts = {"post": "", "agency": None, **post}
        added[name] = people.add(register.tracker, details, by=register.by(), **facts)
    register.tracker.change(Person.leave, Person, added["Al"], by=register.by())
    partnerships.give_role(
        register.tracker, register.partnership, person=added["Bo"], role=Role.COORDINATOR, by=register.by()
    )
    wanted = directory.People(**filters)
    with register.reading() as connection:
        rows = directory.chosen_people(connection, wanted, sort=sort)
        assert directory.count_people(connection, wanted) == len(expected)
    assert [row.name for row in rows] == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-days_overdue", ["late", "moved", "undated"]),
        ("-moved_by", ["moved", "late", "undated"]),
        ("moved_by", ["late", "moved", "undated"]),
        ("due", ["late", "moved", "undated"]),
        ("-due", ["moved", "late", "undated"]),
        ("-number", ["undated", "moved", "late"]),
    ],
)
def test_orders_of_actions(register: Register, sort: str, expected: list[str]) -> None:
    """Days overdue and days moved sort as numbers; an action without them comes last either way."""
    register.plan("late", timescale=(TODAY - timedelta(days=9)).isoformat())
    moved = register.plan("moved", timescale=(TODAY - timedelta(days=2)).isoformat())
    register.plan("undated")
    by = register.by(reason="A reason.")
    until = TODAY + timedelta(days=90)
    register.tracker.change(Action.request_extension, Action, moved, until=until, by=by)
    register.tracker.change(Action.grant_extension, Action, moved, by=register.by(reason="A reason."))
    with register.reading() as connection:
        rows = actions.listed(connection, actions.Filters(), today=TODAY, sort=sort)
    assert [seen.row.text for seen in rows] == expected


def test_an_action_names_its_reviews_and_recommendations(register: Register) -> None:
    """By references and labels, for the columns of lists and files."""
    register.plan()
    with register.reading() as connection:
        (seen,) = actions.listed(connection, actions.Filters(), today=TODAY)
    assert (seen.row.references, seen.row.labels) == (["DHR1"], ["3.2"])
