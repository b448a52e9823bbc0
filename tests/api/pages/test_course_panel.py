"""The chair and the panel of a review as its page shows them."""

from __future__ import annotations

from datetime import date

from api.templating import _templates
from domain.review import Review
from domain.review.vocabulary import PanelKind, Step
from tests.domain.given import HOUSING, OWNER, PARTNERSHIP, POLICE, SOMEBODY, by

NAMES = {OWNER: "Olive Chair", SOMEBODY: "Sam Chair", POLICE: "Police & Crime", HOUSING: "Housing"}
DAY = date(2026, 2, 10)


def shown(review: Review) -> str:
    """The section in HTML, with single spaces."""
    section = _templates().get_template("course-panel.html").module.section  # type: ignore[attr-defined]
    return " ".join(str(section(review, NAMES)).split())


def decided() -> Review:
    """A review of which nothing of a panel is recorded."""
    review = Review.open(PARTNERSHIP, "DHR7", by=by())
    review.enter(Step.DECIDED, DAY, by=by())
    return review


def test_nothing_is_shown_where_nothing_is_recorded() -> None:
    """Neither a heading nor gaps."""
    assert shown(decided()) == ""


def test_who_chairs_and_sits_and_who_did() -> None:
    """With their days, in words that were typed as they are, and agencies by name."""
    review = decided()
    review.appoint_chair(OWNER, "Never <worked> here.", by=by(happened_on=DAY))
    review.end_chair(by=by(reason="They retired."))
    review.appoint_chair(SOMEBODY, "Nor she.", writes_report=True, by=by())
    review.name_panel_member(POLICE, "Detective inspector", PanelKind.POLICE, by=by(happened_on=DAY))
    review.name_panel_member(HOUSING, "Manager", PanelKind.HOUSING, by=by(happened_on=DAY))
    review.hold_panel_meeting((POLICE, HOUSING), notes="Terms agreed.", by=by())
    review.end_panel_member(HOUSING, by=by())
    page = shown(review)
    assert "Olive Chair, 10 February 2026 to 2 March 2026" in page
    assert "Sam Chair, since 2 March 2026" in page
    assert "Never &lt;worked&gt; here." in page
    assert '<td data-label="Attended">Housing, Police &amp; Crime</td>' in page
    assert "domestic abuse specialist service, health" in page
    assert "The independent chair</dd>" in page
    assert '<td data-label="To">2 March 2026</td>' in page


def test_gaps_are_not_shown_once_it_is_concluded() -> None:
    """Nobody can close them then."""
    review = decided()
    review.name_panel_member(POLICE, "Detective inspector", PanelKind.POLICE, by=by())
    assert "independent chair" in shown(review)
    review.conclude(0, by=by())
    assert "independent chair" not in shown(review)
