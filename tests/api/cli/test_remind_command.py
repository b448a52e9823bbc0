"""`dhr remind`: the round of a day, shown, recorded and sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from domain.clocks import london_day
from domain.working_days import next_working_day
from scheduler.bank_holidays import BankHolidays
from tests.api.cli.conftest import Dhr, topics


def working_day(ahead: int) -> date:
    """The first working day at least so many days from today."""
    return next_working_day(london_day(datetime.now(UTC)) + timedelta(days=ahead), BankHolidays())


@pytest.fixture
def trial(dhr: Dhr, monkeypatch: pytest.MonkeyPatch) -> Dhr:
    """A trial installation with the demonstration data."""
    monkeypatch.setenv("DHR_TRIAL", "1")
    assert dhr("demo").status == 0
    return dhr


def test_a_dry_run_shows_and_records_nothing(trial: Dhr, database_url: str, tmp_path: Path) -> None:
    """Lapses, digests with their steps, and what is skipped and why."""
    before = topics(database_url, tmp_path)
    said = trial("remind", "--date", working_day(30).isoformat(), "--dry-run")
    assert (said.status, said.err) == (0, "")
    first, *rest = said.out.splitlines()
    assert "timescales lapsed: " in first
    assert any(line.startswith("  lapsed: action 6/1, due ") for line in rest)
    assert any(line.startswith("  to demo.owner.1@example.org: ") and "(after-" in line for line in rest)
    assert any(line.startswith("  skipped: action 5/1: ") for line in rest)
    assert topics(database_url, tmp_path) == before
    assert not (tmp_path / "outbox").exists()


def test_json_has_the_shape_that_outsiders_rely_on(trial: Dhr) -> None:
    """Lapses, digests and what is skipped, by the identities of actions; and clocks."""
    shown = trial("remind", "--date", working_day(30).isoformat(), "--dry-run", "--json").json()
    assert list(shown) == ["lapses", "digests", "skipped"]
    assert set(shown["lapses"][0]) == {"action", "due"}
    assert all(set(one) - {"clocks"} == {"to", "actions"} for one in shown["digests"])
    carried = [each for one in shown["digests"] for each in (*one["actions"], *one.get("clocks", []))]
    assert all(set(one) == {"id", "step"} for one in carried)
    assert any(one["actions"] for one in shown["digests"])
    assert any("clocks" in one for one in shown["digests"])
    assert {"action", "why"} in [set(one) for one in shown["skipped"]]


def test_a_round_is_recorded_and_sent_at_once(trial: Dhr, database_url: str, tmp_path: Path) -> None:
    """Each lapse is an event, each digest a mail in the folder; no worker is needed, and the views agree."""
    day = working_day(30).isoformat()
    shown = trial("remind", "--date", day, "--json").json()
    assert topics(database_url, tmp_path).count("action.timescale_lapsed") == len(shown["lapses"]) > 0
    mails = [
        message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in (tmp_path / "outbox").glob("*.eml")
    ]
    assert sorted(mail["To"] for mail in mails) == sorted(one["to"] for one in shown["digests"]) != []
    assert trial("rebuild", "--check").status == 0


def test_the_same_day_again_adds_nothing(trial: Dhr, database_url: str, tmp_path: Path) -> None:
    """No lapse, no digest and no mail twice."""
    day = working_day(30).isoformat()
    trial("remind", "--date", day)
    events, mails = topics(database_url, tmp_path), sorted((tmp_path / "outbox").glob("*.eml"))
    again = trial("remind", "--date", day, "--json")
    assert (again.status, again.json()["lapses"]) == (0, [])
    assert topics(database_url, tmp_path) == events
    assert sorted((tmp_path / "outbox").glob("*.eml")) == mails


def test_a_day_to_come_needs_a_trial_or_a_dry_run(
    trial: Dhr, monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path
) -> None:
    """Exit status 1 and what to do, and nothing recorded."""
    monkeypatch.delenv("DHR_TRIAL")
    before = topics(database_url, tmp_path)
    said = trial("remind", "--date", working_day(30).isoformat())
    assert (said.status, said.out) == (1, "")
    assert "--dry-run" in said.err
    assert said.err.count("\n") == 1
    assert topics(database_url, tmp_path) == before
    assert trial("remind", "--date", working_day(30).isoformat(), "--dry-run").status == 0


def test_without_a_day_it_is_today(trial: Dhr) -> None:
    """The round of today says the day of today."""
    today = london_day(datetime.now(UTC))
    assert trial("remind", "--dry-run").out.startswith(f"{today.day} {today:%B %Y}: ")
