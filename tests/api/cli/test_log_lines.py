"""Log lines on standard error: one an event, without what people have written."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
import structlog

from api.cli.log_lines import write_log_to_stderr


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Leave logging as it was."""
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers.clear()


def test_an_event_is_one_line_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """With its level and its facts; nothing on standard output."""
    write_log_to_stderr(logging.INFO)
    structlog.get_logger().info("The clock is running.", turn=1)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith(' level=info event="The clock is running." turn=1\n')
    assert said.err.startswith("timestamp=")


def test_nobody_forges_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """What holds line breaks stays one line, of our own events and of libraries; times are in UTC."""
    write_log_to_stderr(logging.INFO)
    forged = "x\ntimestamp=2026-01-01T00:00:00Z level=info event=forged"
    structlog.get_logger().info("Asked.", said=forged)
    logging.getLogger("library").warning("Asked for %s", f"{forged}\r\nmore\u2028more")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    for line in lines:
        moment = line.removeprefix("timestamp=").partition(" ")[0]
        assert datetime.fromisoformat(moment).tzinfo is not None


def test_below_the_level_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A one-shot command says warnings alone."""
    write_log_to_stderr(logging.WARNING)
    structlog.get_logger().info("The clock is running.")
    logging.getLogger("library").info("Something.")
    assert capsys.readouterr().err == ""


def test_an_error_of_a_library_tells_its_kind_and_place_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """The words of an error may be a person's, as those of a database about a row are."""
    write_log_to_stderr(logging.INFO)
    try:
        dict[str, str]()["Confided by a person"]
    except KeyError:
        logging.getLogger("library").exception("It failed.")
    said = capsys.readouterr().err
    assert "event=It failed." in said
    assert "KeyError" in said
    assert "test_log_lines.py" in said
    assert "Confided" not in said


def test_a_line_without_room_on_the_disk_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is a file on a full disk, whoever wanted to say something goes on."""
    write_log_to_stderr(logging.INFO)
    went_on = False
    # The line that found no room is tried once more when the file is closed.
    with suppress(OSError), Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stderr", full)
        structlog.get_logger().error("The disk is full.")
        went_on = True
    assert went_on
