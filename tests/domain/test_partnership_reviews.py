"""By what the reviews of a partnership go: periods, definitions, practice, themes, quality assurance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.partnership import Partnership
from domain.review import Review
from domain.review.rules import SECTION_8A, SECTION_9, ClockRule
from domain.review.vocabulary import (
    ClockKind,
    DefinitionDate,
    Finding,
    LessonReach,
    NotificationDate,
)
from tests.domain.given import PARTNERSHIP, POLICE, by, fact, given

FIRST = date(2026, 2, 1)
TWO_MONTHS = ClockRule(ClockKind.DECISION, "Guidance of 2026", months=2, first_day=FIRST)


def walsall() -> Partnership:
    """A partnership with the rules that each begins with."""
    return Partnership.register("WAL", "Safer Walsall", by=by())


def notified(partnership: Partnership, day: date) -> Review:
    """A review by its rules, whose notification came on a day."""
    review = Review.open(PARTNERSHIP, "DHR7", by=by())
    review.notify(POLICE, rules=partnership.review_rules, by=by(happened_on=day))
    return review


def test_another_period_holds_for_clocks_that_begin_in_it() -> None:
    """One that runs stays as it is, and so does one that counts from an earlier day."""
    home = walsall()
    running = notified(home, FIRST)
    given(home).when(Partnership.set_clock_rule, TWO_MONTHS).then(
        fact(Partnership.ClockRuleSet, rule=TWO_MONTHS)
    )
    home.set_clock_rule(TWO_MONTHS, by=by())
    due = [one.due for one in running.running(ClockKind.DECISION)]
    assert due == [date(2026, 3, 1)]
    assert [one.due for one in notified(home, FIRST).running(ClockKind.DECISION)] == [date(2026, 4, 1)]
    assert [one.due for one in notified(home, date(2026, 1, 31)).running(ClockKind.DECISION)] == [
        date(2026, 2, 28)
    ]


@pytest.mark.parametrize(
    ("changed", "sentence", "field"),
    [
        ({"months": 0}, "Say how many months or days it runs.", "months"),
        ({"months": 121}, "At most ten years, in months.", "months"),
        ({"days": -1}, "At most ten years, in days.", "days"),
        ({"source": " "}, "Say where the period comes from.", "source"),
        ({"first_day": None}, "Say from which day it holds.", "first_day"),
        ({"last_day": date(2026, 1, 31)}, "It cannot end before it begins.", "last_day"),
        ({"kind": ClockKind.RETURN}, "Each agency is told when its return is due as it is asked.", "kind"),
    ],
)
def test_periods_that_make_no_sense(changed: dict[str, object], sentence: str, field: str) -> None:
    """They are refused, with the field named."""
    rule = replace(TWO_MONTHS, **changed)  # type: ignore[arg-type]
    given(walsall()).when(Partnership.set_clock_rule, rule).refused(sentence, field=field)


def test_a_definition_comes_into_force() -> None:
    """From its first day on it is the one by which a death is assessed; before that the other still is."""
    home = walsall()
    in_force = replace(SECTION_8A, first_day=FIRST)
    given(home).when(Partnership.set_definition, in_force).then(
        fact(Partnership.DefinitionSet, definition=in_force)
    )
    home.set_definition(in_force, by=by())
    found = dict.fromkeys(("age", "cause", "connection"), Finding.MET)
    reasons: dict[str, Any] = {f"{name}_reasons": "As they say." for name in found}
    for day, code in ((date(2026, 1, 31), SECTION_9.code), (FIRST, SECTION_8A.code)):
        review = notified(home, day)
        review.assess(**found, **reasons, rules=home.review_rules, by=by())
        assert review.assessments[-1].definition == code


@pytest.mark.parametrize(
    ("changed", "sentence", "field"),
    [
        ({"title": " "}, "A definition needs a title.", "title"),
        ({"cause": ""}, "Say what it asks for: cause.", "cause"),
        ({}, "That is how it stands already.", "code"),
        (
            {"first_day": None},
            "It is, or was, in force: say since when. If it ends, name its last day.",
            "first_day",
        ),
        ({"last_day": date(1899, 1, 1)}, None, "last_day"),
    ],
)
def test_definitions_that_are_refused(changed: dict[str, object], sentence: str | None, field: str) -> None:
    """What is not worded in full, stands already, or forgets since when it was in force."""
    outcome = given(walsall()).when(Partnership.set_definition, replace(SECTION_9, **changed))  # type: ignore[arg-type]
    assert outcome.refusal is not None
    assert outcome.refusal.field == field
    assert sentence in {None, str(outcome.refusal)}


def test_which_dates_count() -> None:
    """The practice is changed as a whole, and not to what it is."""
    said = (DefinitionDate.DEATH, NotificationDate.ATTENTION)
    changed = (
        given(walsall()).when(Partnership.set_review_practice, *said).then(Partnership.ReviewPracticeSet)
    )
    given(changed).when(Partnership.set_review_practice, *said).refused("That is the practice already.")


def test_themes_are_the_partnership_s_own() -> None:
    """One that is taken off is refused for a new lesson; lessons keep those that they have."""
    home = walsall()
    review = Review.open(PARTNERSHIP, "DHR7", by=by())
    find: dict[str, Any] = {"text": "Ask alone.", "reach": LessonReach.BETWEEN, "agencies": ()}
    review.find_lesson(**find, themes=("housing and homelessness",), rules=home.review_rules, by=by())
    home.set_themes(("housing", " carers "), by=by())
    assert home.review_rules.themes == ("housing", "carers")
    again = given(review).when(
        Review.find_lesson, **find, themes=("housing and homelessness",), rules=home.review_rules
    )
    again.refused("housing and homelessness is not on your partnership's list of themes.", field="themes")
    assert [one.themes for one in review.lessons.values()] == [("housing and homelessness",)]
    given(home).when(Partnership.set_themes, ("Housing", "housing")).refused(
        "A theme is named twice.", field="themes"
    )
    given(home).when(Partnership.set_themes, (" ",)).refused("Name one theme at least.", field="themes")


def test_names_that_stand_are_not_set_again() -> None:
    """That of the board, and how the public reaches the partnership."""
    home = walsall()
    board = "Home Office quality assurance panel"
    changed = given(home).when(Partnership.name_quality_board, board).then(Partnership.QualityBoardNamed)
    given(changed).when(Partnership.name_quality_board, f" {board}").refused(
        "It is called that already.", field="quality_board"
    )
    told = (
        given(home).when(Partnership.set_public_contact, "dhr@example.org").then(Partnership.PublicContactSet)
    )
    given(told).when(Partnership.set_public_contact, "dhr@example.org").refused(
        "It is reached so already.", field="public_contact"
    )
    given(home).when(Partnership.set_public_contact, " ").refused(
        "Say how it is reached.", field="public_contact"
    )
