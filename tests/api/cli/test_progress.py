"""How far long work is: told on a terminal, and only there."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from io import StringIO
from pathlib import Path

from api.cli.progress import CLEAR, progress, step
from tests.api.cli.conftest import Dhr


class Terminal(StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_on_a_terminal() -> None:
    """One line, written over again and again, and gone in the end; steps are lines that stay."""
    terminal = Terminal()
    step("Reading …", terminal)
    with progress("{done} of {of} events.", terminal) as tell:
        tell(1_000, 20_000)
        tell(2_000, 20_000)
    told = f"Reading …\n{CLEAR}1,000 of 20,000 events.{CLEAR}2,000 of 20,000 events.{CLEAR}"
    assert terminal.getvalue() == told


def test_elsewhere() -> None:
    """In a file or a pipe stands nothing of it."""
    file = StringIO()
    step("Reading …", file)
    with progress("{done} of {of} events.", file) as tell:
        tell(1, 2)
    assert file.getvalue() == ""


def test_the_commands_tell_it(dhr_of_anytown: Dhr, plan: Path) -> None:
    """Import and rebuild as somebody at a terminal sees them; the results stand apart."""
    reading, writing = pty.openpty()
    for arguments in (["import", str(plan), "--review", "DHR1", "--open-review", "--commit"], ["rebuild"]):
        command = [sys.executable, "-m", "api.cli", *arguments]
        subprocess.run(command, stderr=writing, stdout=subprocess.DEVNULL, check=True, env=os.environ)
    os.close(writing)
    told = os.read(reading, 10_000).decode()
    os.close(reading)
    assert "Recording it …" in told
    assert "Bringing the lists up to date …" in told
    assert "Building from the log: " in told
    assert told.endswith(CLEAR)
