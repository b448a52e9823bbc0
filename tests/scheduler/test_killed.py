"""A round and its sending, killed again and again at any instant."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest

from domain.action import Action
from tests.scheduler.installation import Installation, morning
from tests.scheduler.mail_server import MailServerForTests
from tests.soaking import soaked

OWNERS = 40
KILLS = soaked(80, 8)
WHOLE_RUN_SECONDS = 60


@pytest.mark.soak("the round of reminders and its sending killed", f"{KILLS} kills")
def test_whatever_is_killed_nothing_is_lost_and_nothing_is_doubled(
    installation: Installation, mail_server: MailServerForTests, master_key: Path
) -> None:
    """Every owner is reminded under one Message-ID, every lapse and every decision is recorded once."""
    chosen = random.Random(20270308)
    owners = [f"owner{number}@council.example" for number in range(OWNERS)]
    made = [installation.action(owner=installation.person(owner)) for owner in owners]
    now = morning(installation.due + timedelta(days=7))
    conninfo = installation.tracker.store.datastore.conninfo
    command = [sys.executable, "-m", "tests.scheduler.sending", conninfo, str(master_key)]
    command += [mail_server.url, now.isoformat()]
    killed = 0
    for _ in range(KILLS):
        process = subprocess.Popen(command)
        try:
            process.wait(chosen.uniform(0.4, 1.6))
        except subprocess.TimeoutExpired:
            process.kill()
            killed += process.wait(10) == -signal.SIGKILL
    assert killed > 0
    subprocess.run(command, check=True, timeout=WHOLE_RUN_SECONDS)
    message_ids = defaultdict(set)
    for mail in mail_server.mails:
        message_ids[mail["To"]].add(mail["Message-ID"])
    assert {owner: len(found) for owner, found in message_ids.items()} == dict.fromkeys(owners, 1)
    assert {mail.state for mail in installation.mails()} == {"sent"}
    for action in made:
        assert installation.whats(action) == [("after-7", "decided"), ("after-7", "sent")]
        entries = installation.tracker.store.log.of(action)
        assert sum(isinstance(entry.event, Action.TimescaleLapsed) for entry in entries) == 1
