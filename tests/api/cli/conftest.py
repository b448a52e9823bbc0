"""The command line in this process, on a database of its own."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import structlog

from api.cli import main
from domain.provenance import Provenance
from domain.store.application import Store
from domain.store.embedded import Server
from domain.vocabulary import How
from projections.reading import Views
from tests.api.importing.invented import commas
from tests.conftest import database

HEADINGS = ("No", "Recommendation", "Action", "Lead agency", "Target date")
ROWS = (
    HEADINGS,
    ("1", "Anytown Police should ask.", "Train officers.", "Anytown Police", "01/03/2026"),
    ("", "", "Check what was asked.", "Anytown Police", "ongoing"),
    ("2", "Anytown Council should write.", "Write a letter.", "Anytown Council", "31/12/2026"),
)
"""A plan of two invented recommendations and three actions."""


BY = Provenance(how=How.COMMAND_LINE, today=date(2026, 4, 1))


@dataclass(frozen=True)
class Said:
    """What a command gave back: its exit status, its results and its messages."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """The results as JSON."""
        return json.loads(self.out)


Dhr = Callable[..., Said]


@pytest.fixture
def bare_dhr(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Dhr]:
    """Runs `dhr` with these arguments, on a database without tables."""
    for name in ("DHR_TRIAL", "DHR_SMTP_URL", "DHR_BASE_URL", "DHR_MASTER_KEY_FILE", "DHR_PORT", "DHR_HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DHR_DATA", str(tmp_path))

    def run(*arguments: str) -> Said:
        capfd.readouterr()
        try:
            status = main(arguments)
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        said = capfd.readouterr()
        return Said(status, said.out, said.err)

    yield run
    structlog.reset_defaults()
    logging.getLogger().handlers.clear()


@pytest.fixture
def dhr(bare_dhr: Dhr) -> Dhr:
    """Runs `dhr` on a database that is set up and empty."""
    assert bare_dhr("migrate").status == 0
    return bare_dhr


@pytest.fixture
def dhr_of_anytown(dhr: Dhr) -> Dhr:
    """The same with one partnership."""
    assert dhr("partnership", "any", "Safer Anytown").status == 0
    return dhr


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A file with a plan."""
    return plan_file(tmp_path / "plan.csv", ROWS)


def plan_file(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """The path of a CSV file that is written with these rows."""
    path.write_bytes(commas(rows))
    return path


@contextmanager
def log_of(url: str, folder: Path) -> Iterator[Store]:
    """The store behind the command line."""
    with Store(url, folder / "master.key") as store:
        yield store


def topics(url: str, folder: Path) -> list[str]:
    """The topics of all events, in order."""
    with log_of(url, folder) as store:
        return [entry.topic for entry in store.log.read(0, limit=10_000)]


@pytest.fixture
def reading(database_url: str) -> Iterator[Views]:
    """The views behind the command line."""
    views = Views(database_url)
    yield views
    views.close()


@pytest.fixture
def elsewhere(
    postgres: Server, database_numbers: Iterator[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Path]]:
    """Moves the command line to an empty database and a data folder of its own, which is given back."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with database(postgres, f"test_{next(database_numbers)}") as url:

        def move() -> Path:
            monkeypatch.setenv("DATABASE_URL", url)
            monkeypatch.setenv("DHR_DATA", str(folder))
            return folder

        yield move
