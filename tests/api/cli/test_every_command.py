"""Every command of the command line, and as whom it acts: whoever has the machine, or for a person.

Nobody signs in there: whoever may start `dhr` on the machine has the database and the keys. What they do is
the tracker's own, entered by nobody, and no role is asked for. One command lets somebody act elsewhere: a
token stands for its person, whose roles say what it opens (tests/api/test_every_role.py).
"""

from __future__ import annotations

import inspect
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final

import pytest

from api.cli.arguments import parser

THE_TRACKER: Final = "the tracker itself"
A_PERSON: Final = "a program acts for a person, by the roles of that person"
READS: Final = "only reads"

TABLE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("serve", "web", "worker"), THE_TRACKER),
    **dict.fromkeys(("migrate", "demo", "import", "remind", "rebuild"), THE_TRACKER),
    **dict.fromkeys(("restore", "mail release", "key rotate", "purge"), THE_TRACKER),
    **dict.fromkeys(("backup", "verify", "doctor", "person list", "person export"), READS),
    **dict.fromkeys(
        ("partnership", "person add", "person admin", "person role", "person sign-out"), THE_TRACKER
    ),
    "token": A_PERSON,
}


def leaves(commands: ArgumentParser, before: str = "") -> Iterator[tuple[str, ArgumentParser]]:
    """Every command with its words, those within others too."""
    inner = [one for one in commands._actions if isinstance(one, _SubParsersAction)]
    if not inner:
        yield before, commands
    for choices in inner:
        for name, command in choices.choices.items():
            yield from leaves(command, f"{before} {name}".strip())


COMMANDS = dict(leaves(parser()))


def test_every_command_stands_in_the_table() -> None:
    """One that is missing fails here, and a line for one that is no longer there."""
    assert sorted(COMMANDS) == sorted(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_as_whom_it_acts(name: str) -> None:
    """Only the token takes a person to act for; no other command enters anything in anybody's name."""
    options = {option for one in COMMANDS[name]._actions for option in one.option_strings}
    assert ("--person" in options) == (TABLE[name] == A_PERSON)
    module, _, _ = str(COMMANDS[name].get_default("deed")).partition(":")
    code = inspect.getsource(import_module(f"api.cli.{module}"))
    assert "entered_by" not in code
