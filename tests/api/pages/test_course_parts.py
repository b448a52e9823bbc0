"""The parts of a review's course on its page: what is recorded of each, and nothing where nothing is."""

from __future__ import annotations

from datetime import date
from typing import Any

from api.templating import TEMPLATES
from domain.review import Review
from domain.review.vocabulary import LessonReach, ReturnAnswer, ReturnKind
from tests.domain.given import HOUSING, PARTNERSHIP, POLICE, by

NAMES = {POLICE: "Westshire Police", HOUSING: "Anytown Homes"}


def review() -> Review:
    """A review that waits for nothing."""
    return Review.open(PARTNERSHIP, "DHR7", by=by())


def shown(part: str, course: Review) -> str:
    """A part of it as the page shows it."""
    module: Any = TEMPLATES.get_template(f"course-{part}.html").module
    return " ".join(str(module.section(course, NAMES)).split())


class TestReturns:
    """Agency involvement."""

    def test_nothing(self) -> None:
        """Nothing is shown where nobody was asked."""
        assert shown("returns", review()) == ""

    def test_what_was_asked_and_came(self) -> None:
        """Agencies in alphabetical order, with what is awaited, and a gap that is to be seen."""
        course = review()
        course.ask_for_return(POLICE, ReturnKind.IMR, date(2026, 5, 29), by=by())
        course.ask_for_return(HOUSING, ReturnKind.SUMMARY, date(2026, 5, 29), by=by())
        course.receive_return(POLICE, ReturnAnswer.IMR, "Folder 7", author_independent=False, by=by())
        page = shown("returns", course)
        assert "2 agencies were asked. 1 return has not come yet." in page
        assert page.index("Anytown Homes") < page.index("Westshire Police")
        assert "Kept: Folder 7" in page
        assert "Its author had a part in the case" in page

    def test_what_was_sent_back(self) -> None:
        """The reason, and what the agency was asked for before."""
        course = review()
        course.ask_for_return(POLICE, ReturnKind.SUMMARY, date(2026, 5, 29), by=by())
        course.receive_return(POLICE, ReturnAnswer.SUMMARY, by=by())
        course.assure_return(POLICE, by=by())
        course.ask_for_return(POLICE, ReturnKind.CHRONOLOGY, date(2026, 6, 30), by=by())
        course.receive_return(POLICE, ReturnAnswer.CHRONOLOGY, by=by())
        course.send_return_back(POLICE, date(2026, 7, 31), by=by(reason="The last year is missing."))
        page = shown("returns", course)
        assert page.index("Quality-assured on 2 March 2026") < page.index("The last year is missing.")
        assert "31 July 2026" in page


class TestLearning:
    """Lessons and good practice."""

    def test_nothing(self) -> None:
        """Nothing is shown where nothing was found."""
        assert shown("learning", review()) == ""

    def test_what_was_learned(self) -> None:
        """Lessons with who was told early, those that were withdrawn, and good practice."""
        course = review()
        course.find_lesson("Ask alone.", LessonReach.WITHIN, (POLICE,), ("suicide",), by=by())
        (lesson,) = course.lessons
        course.share_early_learning(lesson, (POLICE, HOUSING), "A briefing.", by=by())
        course.withdraw_lesson(lesson, by=by(reason="Said twice."))
        course.find_good_practice("The nurse asked twice.", by=by())
        page = shown("learning", course)
        for words in ("Ask alone.", "Withdrawn", "Early learning", "suicide", "Said twice.", "asked twice."):
            assert words in page
        assert "Anytown Homes, Westshire Police: A briefing." in page
