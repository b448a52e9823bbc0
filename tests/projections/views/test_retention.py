"""What was kept long enough: concluded, not erased, and over by the period of its own partnership."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from domain.partnership import Partnership
from domain.review import Review
from domain.tracker import review
from domain.vocabulary import ErasureGround
from projections.retention import run_out
from tests.projections.views.conftest import Register


def concluded(register: Register, reference: str, day: date) -> UUID:
    """A review that was concluded on a day."""
    by = register.by()
    made = review.open_review(register.tracker, register.partnership, reference=reference, by=by)
    register.tracker.change(Review.conclude, Review, made, open_actions=0, by=by.on(day))
    return made


def listed(register: Register, today: date) -> list[tuple[str, int, date]]:
    """What is over on a day: references, years and days."""
    with register.reading() as connection:
        return [
            (one.review.reference, one.years, one.ended_on)
            for one in run_out(connection, today, [register.partnership])
        ]


def test_the_longest_over_stands_first(register: Register) -> None:
    """From the very day on; what was erased, or is not concluded, never comes."""
    concluded(register, "LATE", date(2020, 3, 2))
    early = concluded(register, "EARLY", date(2019, 3, 2))
    erased = concluded(register, "GONE", date(2018, 3, 2))
    register.tracker.change(Review.note_erased, Review, erased, by=register.by())
    assert listed(register, date(2025, 3, 1)) == []
    assert listed(register, date(2025, 3, 2)) == [("EARLY", 6, date(2025, 3, 2))]
    both = listed(register, date(2026, 3, 2))
    assert [reference for reference, _, _ in both] == ["EARLY", "LATE"]
    register.tracker.change(
        Review.propose_erasure, Review, early, ground=ErasureGround.RETENTION_ENDED, by=register.by()
    )
    assert listed(register, date(2026, 3, 2)) == both


def test_of_another_partnership(register: Register) -> None:
    """What another partnership has kept long enough is not there."""
    concluded(register, "EARLY", date(2019, 3, 2))
    with register.reading() as connection:
        assert run_out(connection, date(2026, 3, 2), [uuid4()]) == []
        assert run_out(connection, date(2026, 3, 2), []) == []
        assert len(run_out(connection, date(2026, 3, 2), [uuid4(), register.partnership])) == 1


def test_the_period_of_the_partnership_counts(register: Register) -> None:
    """A longer one keeps a review off the list from the day on which it is in force."""
    concluded(register, "LATE", date(2020, 3, 2))
    change, since = register.tracker.change, date(2027, 1, 1)
    change(
        Partnership.set_retention,
        Partnership,
        register.partnership,
        years=8,
        since=since,
        by=register.by(),
    )
    assert [years for _, years, _ in listed(register, date(2026, 12, 31))] == [6]
    assert listed(register, date(2027, 1, 1)) == []
