"""Wrong usage, help, and what happens when output or patience ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import main
from api.cli.arguments import parser

COMMANDS = (
    "serve web worker migrate demo import remind rebuild backup restore mail key purge verify doctor"  # noqa: SIM905
    " partnership person token".split()
)
HEAVY = {"psycopg", "pandas", "docx", "fastapi", "eventsourcing", "structlog"}


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        ([], "COMMAND"),
        (["forget"], "forget"),
        (["key"], "COMMAND"),
        (["backup"], "FILE"),
        (["restore"], "FILE"),
        (["mail"], "COMMAND"),
        (["import", "plan.docx"], "--review"),
        (["import", "--review", "DHR1"], "FILE"),
        (["remind", "--date", "tomorrow"], "“tomorrow” is not a day: write it as YYYY-MM-DD"),
        (["remind", "--date", "2026-02-30"], "“2026-02-30” is not a day"),
        (["partnership", "ANY"], "NAME"),
        (["person"], "COMMAND"),
        (["person", "add", "Pat"], "EMAIL"),
        (["token"], "--person"),
        (["serve", "--port", "1"], "--port"),
    ],
)
def test_wrong_usage_is_said_in_one_line(
    arguments: list[str], about: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, nothing on standard output, and one line that names what is wrong."""
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    said = capsys.readouterr()
    assert leaving.value.code == 2
    assert said.out == ""
    assert about in said.err
    assert said.err.count("\n") == 1


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Every command that there is, in the order in which one comes to need them."""
    with pytest.raises(SystemExit) as leaving:
        main(["--help"])
    assert leaving.value.code == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("    ")]
    assert [word for word in listed if word in COMMANDS] == COMMANDS


@pytest.mark.parametrize(
    "command",
    [
        *COMMANDS,
        "person add",
        "person admin",
        "person list",
        "person export",
        "person sign-out",
        "mail release",
    ],
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` of each command says what it is for."""
    with pytest.raises(SystemExit):
        parser().parse_args([*command.split(), "--help"])
    assert len(capsys.readouterr().out.splitlines()) >= 5


@pytest.mark.process
def test_help_answers_at_once() -> None:
    """`dhr --help` loads nothing heavy."""
    assert not HEAVY & _loaded_for_help()


def _loaded_for_help() -> set[str]:
    """Which modules it loads, in a process of its own."""
    programme = (
        "import sys\nfrom api.cli import main\n"
        "try:\n main(['--help'])\nexcept SystemExit:\n print(*sys.modules, file=sys.stderr)"
    )
    said = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, check=True)
    return set(said.stderr.split())


def test_a_wrong_setting_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A setting that cannot be used stops a command with the sentence that names it."""
    monkeypatch.setenv("DHR_PORT", "none")
    assert main(["person", "list"]) == 2
    assert capsys.readouterr().err == "DHR_PORT must be a number from 1 to 65535.\n"


def test_an_unreachable_database_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Exit status 1 and a sentence, where nothing answers."""
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@/dhr?host={tmp_path}")
    assert main(["person", "list"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("The database cannot be reached or used: ")
    assert said.err.count("\n") == 1


@pytest.mark.process
def test_a_reader_that_leaves_is_no_error(data_folder: Path) -> None:
    """Where nobody reads the output any more the command ends quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    command = "import sys; from api.cli import main; sys.exit(main(['migrate']))"
    environment = os.environ | {"DHR_DATA": str(data_folder), "DATABASE_URL": ""}
    with os.fdopen(writer, "wb") as output:
        said = subprocess.run(
            [sys.executable, "-c", command],
            stdout=output,
            stderr=subprocess.PIPE,
            env=environment,
            check=False,
        )
    assert said.returncode == 0
    assert b"Traceback" not in said.stderr
    assert b"Exception" not in said.stderr
