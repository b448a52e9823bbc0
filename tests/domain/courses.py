"""Reviews in their course, for several tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.review import Review
from domain.review.vocabulary import DecisionOutcome, Finding
from tests.domain.given import PARTNERSHIP, POLICE, by

DECIDED_ON = date(2026, 1, 5)


def decided(outcome: DecisionOutcome = DecisionOutcome.REVIEW) -> Review:
    """One recorded from its notification on, and decided upon."""
    made = Review.open(PARTNERSHIP, "DHR7", by=by())
    at = by(happened_on=DECIDED_ON)
    made.notify(POLICE, by=at)
    made.consult(POLICE, "It should be reviewed.", by=at)
    said: dict[str, Any] = dict.fromkeys(
        ("age_reasons", "cause_reasons", "connection_reasons"), "As they say."
    )
    made.assess(Finding.MET, Finding.MET, Finding.MET, **said, by=at)
    made.decide(outcome, "As found.", by=at)
    return made
