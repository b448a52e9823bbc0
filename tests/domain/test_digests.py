"""When reminders go, and to whom, in the words that everybody reads."""

from __future__ import annotations

from domain.digests import HOUR_OF_REMINDERS, describe_digest


def test_the_words_follow_from_the_rule() -> None:
    """The hour, and everybody who stands in, in the order in which they are written to."""
    when, to_whom, *_ = describe_digest()
    assert f"at {HOUR_OF_REMINDERS:%H:%M} on working days" in when
    order = [to_whom.index(word) for word in ("owner", "main contact", "coordinators", "administrators")]
    assert order == sorted(order)
