"""Who, why, how and when: what every command is given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.provenance import RECORDED, Recorded
from domain.refusals import Refused
from tests.domain.given import TODAY, by


def test_what_happened_is_of_today_unless_said_otherwise() -> None:
    """The day on which it is recorded stands in, never the other way round."""
    assert by().as_fields()["happened_on"] == TODAY
    yesterday = TODAY - timedelta(days=1)
    assert by(happened_on=yesterday).as_fields()["happened_on"] == yesterday


def test_the_future_has_not_happened() -> None:
    """One sentence says so, of the field in question."""
    with pytest.raises(Refused, match=r"^What has happened cannot lie in the future\.$") as refused:
        by(happened_on=TODAY + timedelta(days=1)).as_fields()
    assert refused.value.field == "happened_on"


def test_a_mistyped_year_is_refused() -> None:
    """Nothing of this field happened a thousand years ago."""
    with pytest.raises(Refused, match=r"^Look at the year again: ") as refused:
        by(happened_on=date(1026, 1, 31)).as_fields()
    assert refused.value.field == "happened_on"


def test_another_reason_or_day_leaves_the_rest() -> None:
    """Also the correlation: it is still the same request."""
    first = by(post="Coordinator", reason="Asked")
    other = first.because("Decided").on(date(2026, 1, 1))
    assert (other.reason, other.happened_on, other.post) == ("Decided", date(2026, 1, 1), "Coordinator")
    assert other.correlation == first.correlation
    assert first.on(None) is first


def test_each_request_has_a_correlation_of_its_own() -> None:
    """Two requests are never taken for one."""
    assert by().correlation != by().correlation


def test_every_fact_of_a_provenance_has_a_field_in_every_event() -> None:
    """Nothing that was said of who, why and how is lost on the way into the log."""
    fields = set(Recorded.__annotations__)
    assert fields == {*RECORDED, "happened_on", "partnership", "text_key"}
    assert set(by().as_fields()) == {*RECORDED, "happened_on"}
