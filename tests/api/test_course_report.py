"""The parts of a review's page about its report and its plan, as they read."""

from __future__ import annotations

from datetime import date

from api.templating import TEMPLATES
from domain.review import Review
from domain.review.vocabulary import BriefingKind, CopiedTo, PlanVersion, QualityAnswer, Step
from tests.domain.given import HOUSING, PARTNERSHIP, POLICE, by

NAMES = {POLICE: "Westshire Police", HOUSING: "Housing"}


def section(part: str, course: Review) -> str:
    """What a part of the page shows, with single spaces."""
    module = TEMPLATES.get_template(f"course-{part}.html").module
    return " ".join(str(module.section(course, NAMES)).split())  # type: ignore[attr-defined]


def opened() -> Review:
    """A review recorded for its plan alone."""
    return Review.open(PARTNERSHIP, "DHR7", by=by())


def test_nothing_is_shown_where_nothing_is_recorded() -> None:
    """No heading without anything under it."""
    assert (section("report", opened()), section("plan", opened())) == ("", "")


def test_report() -> None:
    """Each stage of each version, answers, copies, publication and conclusion."""
    made = opened()
    made.enter(Step.TERMS_AGREED, by=by())
    made.draft_report(by=by())
    made.agree_report(by=by())
    made.accept_report(by=by())
    made.submit_report(by=by())
    made.answer_report(QualityAnswer.CONTENT, "Well <done>.", by=by())
    made.copy_report(CopiedTo.COMMISSIONER, by=by())
    told = date(2026, 2, 20)
    link = "https://example.org/dhr7"
    made.check_publication(told, dates_avoided=True, names_looked_for=True, link=link, by=by())
    made.publish(by=by())
    made.give_briefing(BriefingKind.TRAINING, (POLICE, HOUSING), "All GPs", by=by())
    made.conclude(0, meeting="Board of 2 March", minute="7", by=by())
    shown = section("report", made)
    for words in (
        '<th scope="row" data-label="Stage">Report drafted</th><td data-label="Version">1</td>',
        "Content, on 2 March 2026: Well &lt;done&gt;.",
        "Copy to the Domestic Abuse Commissioner",
        "20 February 2026",
        f'href="{link}"',
        "Housing, Westshire Police, All GPs",
        "Board of 2 March",
    ):
        assert words in shown


def test_a_report_that_is_withheld() -> None:
    """Says where its reason stands."""
    made = opened()
    made.withhold(by=by(reason="The family asked for it."))
    assert "2 March 2026. The reason stands in the history below." in section("report", made)


def test_plan() -> None:
    """Agencies stand in alphabetical order."""
    made = opened()
    made.agree_plan(by=by())
    for agency in (POLICE, HOUSING):
        made.agree_plan_for_agency(agency, "Head of Safeguarding", by=by())
    made.approve_plan(by=by())
    made.keep_plan_version(PlanVersion.APPROVED, by=by())
    shown = section("plan", made)
    assert shown.index("Housing") < shown.index("Westshire Police")
    for words in ("Agreed by the panel", "Approved by the partnership", "Version kept: as approved"):
        assert words in shown
