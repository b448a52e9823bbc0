"""An error is told in a sentence that repeats nothing a person has written."""

from __future__ import annotations

import json

import psycopg
import pytest

from api.cli.errors import WrongUsage, sentence
from api.importing.refusing import UnreadablePlan
from domain.refusals import Refused, SomeoneWasFirst
from domain.store.datastore import DatabaseUnavailable
from domain.store.embedded import PostgresUnavailable
from domain.store.keys import MasterKeyLost


@pytest.mark.parametrize(
    "kind",
    [
        Refused,
        SomeoneWasFirst,
        UnreadablePlan,
        WrongUsage,
        DatabaseUnavailable,
        PostgresUnavailable,
        MasterKeyLost,
    ],
)
def test_what_is_worded_where_it_is_raised_is_repeated(kind: type[Exception]) -> None:
    """On one line, also where the words came on several."""
    assert sentence(kind("It is not\n possible.")) == "It is not possible."


def test_a_file_that_cannot_be_read_is_named() -> None:
    """The file, and what the system says of it."""
    assert sentence(FileNotFoundError(2, "No such file or directory", "plan.docx")) == (
        "plan.docx: No such file or directory."
    )


def test_an_error_of_the_database_says_so() -> None:
    """With the words of the driver, on one line."""
    assert sentence(psycopg.OperationalError("server closed\nthe connection")) == (
        "The database cannot be reached or used: server closed the connection"
    )


def test_what_nobody_expected_tells_its_place_and_none_of_its_words() -> None:
    """The words of such an error may be somebody's: only its kind and its place are told."""
    with pytest.raises(KeyError) as caught:
        raise KeyError("Confided by a person")
    said = sentence(caught.value)
    assert "Confided" not in said
    assert "KeyError in tests/api/cli/test_errors.py, line " in said
    assert said.count("\n") == 0


def test_an_error_far_from_the_program_tells_the_file_alone() -> None:
    """Nothing of the machine's folders is told."""
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads("?")
    assert " in decoder.py, line " in sentence(caught.value)
