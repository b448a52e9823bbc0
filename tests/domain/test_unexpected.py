"""What nobody expected is told under a reference, and nothing of what people wrote is told with it."""

from __future__ import annotations

import pytest

from domain.unexpected import Unexpected


def something_written(text: str) -> Unexpected:
    """An error over a text that somebody wrote."""
    with pytest.raises(ValueError, match="invalid literal") as raised:
        int(text)
    return Unexpected.of(raised.value)


def test_where_it_went_wrong_is_known_and_what_was_written_is_not() -> None:
    """The kind of the error and its places in the program stand in the log, without its message."""
    found = something_written("what a person wrote")
    assert found.error == "ValueError"
    (place,) = found.where
    assert place.endswith(" something_written")
    assert "test_unexpected.py:" in place
    assert "what a person wrote" not in str(found)


def test_the_sentence_names_the_reference_and_each_error_has_its_own() -> None:
    """So that whoever runs the tracker finds the one line in the log."""
    first, second = something_written(""), something_written("")
    assert first.sentence == (
        f"Something went wrong that should not. Tell whoever runs the tracker: reference {first.reference}."
    )
    assert first.reference != second.reference
