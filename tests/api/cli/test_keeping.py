"""What dies alone is started again, soon at first, then after pauses; when asked to end, all ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.cli.keeping import Kept
from domain.store.embedded import PostgresUnavailable
from tests.domain.store.servers import eventually

pytestmark = pytest.mark.process


class Sleeper:
    """A real process that does nothing for a minute."""

    def __init__(self, seconds: float = 60) -> None:
        self.process = subprocess.Popen(["sleep", str(seconds)])

    def poll(self) -> int | None:
        """Its exit status."""
        return self.process.poll()

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()


class Launches:
    """Launches sleepers and keeps count; refuses where told to."""

    def __init__(self, *, refuse: int = 0, seconds: float = 60) -> None:
        self.made: list[Sleeper] = []
        self.refusals = refuse
        self.seconds = seconds

    def __call__(self) -> Sleeper:
        """One more."""
        if self.made and self.refusals:
            self.refusals -= 1
            raise PostgresUnavailable("It is not free yet.")
        self.made.append(Sleeper(self.seconds))
        return self.made[-1]


def test_what_lives_is_left_alone() -> None:
    """Looking at a running process changes nothing."""
    launches = Launches()
    kept = Kept("sleeper", launches)
    for _ in range(3):
        kept.look()
    assert len(launches.made) == 1
    kept.stop()
    assert launches.made[0].poll() is not None


def test_what_dies_is_started_again_at_once() -> None:
    """One look after its death."""
    launches = Launches()
    kept = Kept("sleeper", launches)
    launches.made[0].stop()
    assert not kept.lives
    kept.look()
    assert kept.lives
    assert len(launches.made) == 2
    kept.stop()


def test_what_keeps_dying_is_started_after_pauses() -> None:
    """Looking all the time for a second starts it a few times only, not hundreds of times."""
    launches = Launches(seconds=0)
    kept = Kept("sleeper", launches)
    until = time.monotonic() + 1
    while time.monotonic() < until:
        kept.look()
        time.sleep(0.005)
    kept.stop()
    assert 3 <= len(launches.made) <= 6


def test_a_database_that_is_not_free_yet_is_tried_again() -> None:
    """As long as what was killed still dies, its folder is held: the next looks find it free."""
    launches = Launches(refuse=2)
    kept = Kept("sleeper", launches)
    launches.made[0].stop()

    def lives() -> bool:
        kept.look()
        return kept.lives

    assert eventually(lives)
    assert launches.refusals == 0
    kept.stop()


PROGRAMME = """
import subprocess
from api.cli.keeping import Kept, keep
from tests.api.cli.test_keeping import Sleeper

kept = Kept("sleeper", Sleeper)
print(kept._running.process.pid, flush=True)
keep([kept])
kept.stop()
print("ended", flush=True)
"""


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_keeping_ends_when_asked(ending: signal.Signals) -> None:
    """By SIGTERM and by Ctrl-C, with nothing left."""
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAMME], stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        assert process.stdout is not None
        os.kill(int(process.stdout.readline()), signal.SIGKILL)
        assert "It is not running." in process.stdout.readline()
        assert "Started again." in process.stdout.readline()
        process.send_signal(ending)
        assert process.stdout.readline() == "ended\n"
        assert process.wait() == 0
