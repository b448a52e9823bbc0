"""Killed at random instants while people write, plans come in and mail goes out: nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.soaking import seed_of_this_run, soaked
from tests.survival.checking import (
    all_mail_is_gone,
    connected,
    everything_is_there,
)
from tests.survival.mailing import MailServer
from tests.survival.patience import is_back
from tests.survival.serving import Installation, Serving, serving_of
from tests.survival.working import Work, invited

INSTANTS = soaked(500, 10)
INSTANTS_OF_A_ROUND = 5
SEED = seed_of_this_run(1)
OURS = {"worker": "api.cli worker", "web": "api.cli web", "postgres": "postgres -D"}
MAIL_SERVER, SERVE = "mail server", "serve"
HOW_MANY_AT_ONCE = (1, 1, 1, 2, 3)
ALL_OF_IT_EVERY = 10
"""Instants, at the last of which `dhr serve` is killed itself, and with it all that it has started."""

pytestmark = [
    pytest.mark.process,
    pytest.mark.soak(
        "kills of the parts of `dhr serve` and of the mail server",
        f"{INSTANTS} instants, seed {SEED}",
    ),
]


class Instant(NamedTuple):
    """Who was killed, and how many seconds after the instant before, or after a change was acknowledged."""

    victims: tuple[str, ...]
    after: float


class Killing:
    """Kills at random instants in rounds, and sees after each round that the service comes back."""

    def __init__(self, installation: Installation, running: Serving, mail: MailServer) -> None:
        self.installation, self.running, self.mail = installation, running, mail
        self.chance = random.Random(SEED)
        self.done: list[Instant] = []

    def round(self, work: Work) -> None:
        """Wait for work to be done, kill at some instants after it, and wait for more to be done."""
        self._see_work_done(work)
        for _ in range(INSTANTS_OF_A_ROUND):
            self._one()
        self._see_work_done(work)

    def _see_work_done(self, work: Work) -> None:
        assert work.gets_on(), (SEED, self.done)

    def _one(self) -> None:
        """One instant, which counts only where somebody was there to be killed."""
        killed: tuple[str, ...] = ()
        after = 0.0
        while not killed:
            after = self.chance.uniform(0, 0.6)
            time.sleep(after)
            victims = self.chance.sample([*OURS, MAIL_SERVER], self.chance.choice(HOW_MANY_AT_ONCE))
            if len(self.done) % ALL_OF_IT_EVERY == ALL_OF_IT_EVERY - 1:
                victims.append(SERVE)
            killed = tuple(victim for victim in victims if self._kill(victim))
        self.done.append(Instant(killed, after))
        if MAIL_SERVER in killed:
            self.mail.start()
        if SERVE in killed:
            self.running = serving_of(self.installation)

    def _kill(self, victim: str) -> bool:
        """Kill it as the kernel does, and say whether it was there."""
        if victim == SERVE:
            self.running.process.kill()
            self.running.process.communicate()
            return True
        if victim == MAIL_SERVER:
            self.mail.kill()
            return True
        number = self.installation.process(OURS[victim])
        with suppress(ProcessLookupError):
            if number is not None:
                os.kill(number, signal.SIGKILL)
                return True
        return False


def test_nothing_acknowledged_is_lost_and_no_mail_has_two_identities(data_folder: Path) -> None:
    """Every acknowledged change is there once; views equal a rebuild; each mail arrives as one."""
    mail = MailServer(data_folder)
    installation = Installation(data_folder, {"DHR_TRIAL": "1", "DHR_SMTP_URL": mail.url})
    killing = Killing(installation, serving_of(installation, "--demo"), mail)
    work = Work(installation, *invited(installation))
    try:
        for _ in range(INSTANTS // INSTANTS_OF_A_ROUND):
            killing.round(work)
        work.stop()
        with connected(installation) as (_, connection):
            assert is_back(lambda: all_mail_is_gone(connection)), (SEED, killing.done)
        assert killing.running.end(signal.SIGTERM) == 0
        check = installation.dhr("rebuild", "--check", check=False)
        assert check.returncode == 0, (SEED, killing.done, check.stdout, check.stderr)
        everything_is_there(installation, work, mail, (SEED, killing.done))
    finally:
        work.give_up()
        mail.kill()
        killing.running.process.kill()
        killing.running.process.communicate()
    assert is_back(lambda: installation.processes() == [])
