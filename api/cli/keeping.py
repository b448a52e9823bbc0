"""Keeping processes alive: what dies alone is started again, and nothing outlives us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Protocol

import psycopg
import structlog

from domain.store.embedded import PostgresUnavailable
from domain.store.embedded.child import LIFELINE
from domain.store.embedded.lifeline import UNCHANGED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ENDING = {signal.SIGINT, signal.SIGTERM}
LOOK_SECONDS = 0.2
LONG_ENOUGH_SECONDS = 10.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 2.0
STOP_SECONDS = 10.0

log_line = structlog.get_logger(__name__)


class Running(Protocol):
    """A process that was started: its exit status once it has ended, and a way to end it."""

    def poll(self) -> int | None:
        """The exit status, None while it runs."""

    def stop(self) -> None:
        """End it, and wait until it has ended."""


class Child:
    """One of our own commands as a child: the kernel ends it when we end, even by `kill -9`."""

    def __init__(self, arguments: Sequence[str], url: str, *, inherited: Sequence[int] = ()) -> None:
        lifeline = [
            sys.executable,
            "-I",
            "-S",
            str(LIFELINE),
            str(os.getpid()),
            str(UNCHANGED),
            str(UNCHANGED),
        ]
        self._process = subprocess.Popen(
            [*lifeline, sys.executable, "-P", "-m", "api.cli", *arguments],
            stdin=subprocess.DEVNULL,
            env=os.environ | {"DATABASE_URL": url},
            pass_fds=inherited,
            # Ctrl-C in a terminal goes to us alone.
            start_new_session=True,
        )

    def poll(self) -> int | None:
        """The exit status, None while it runs."""
        return self._process.poll()

    def stop(self) -> None:
        """Ask it to end; after ten seconds, end it."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Kept:
    """Something that is to run: started at once, and again whenever it has ended by itself.

    It is started again at once the first time, then after pauses that grow to two seconds; after ten seconds
    of running the pauses begin anew.
    """

    def __init__(self, name: str, launch: Callable[[], Running]) -> None:
        self.name = name
        self._launch = launch
        self._failures = 0
        self._next_try = 0.0
        self._began = time.monotonic()
        self._running: Running | None = launch()

    @property
    def lives(self) -> bool:
        """Whether it runs just now."""
        return self._running is not None and self._running.poll() is None

    def look(self) -> None:
        """Start it again if it has ended and its pause is over."""
        if self.lives:
            return
        if self._running is not None:
            self._note_end(f"exit status {self._running.poll()}")
            self._running = None
        if time.monotonic() >= self._next_try:
            self._start_again()

    def stop(self) -> None:
        """End it for good."""
        if self._running is not None:
            self._running.stop()

    def _start_again(self) -> None:
        try:
            self._running = self._launch()
        except PostgresUnavailable as refusal:
            self._note_end(str(refusal))
            return
        except (psycopg.Error, OSError) as error:
            # It was killed again while it started, or the system is short of something.
            self._note_end(type(error).__name__)
            return
        self._began = time.monotonic()
        log_line.info("Started again.", what=self.name)

    def _note_end(self, why: str) -> None:
        now = time.monotonic()
        lived_long = self._running is not None and now - self._began > LONG_ENOUGH_SECONDS
        self._failures = 1 if lived_long else self._failures + 1
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (self._failures - 1), LONGEST_PAUSE_SECONDS)
        self._next_try = now + (0.0 if self._failures == 1 else pause)
        log_line.warning("It is not running.", what=self.name, why=why)


def keep(kept: Sequence[Kept]) -> None:
    """Keep all of these running until SIGTERM or Ctrl-C. Call it from the main thread."""
    awaited = ENDING | {signal.SIGCHLD}
    signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
    while True:
        told = signal.sigtimedwait(awaited, LOOK_SECONDS)
        if told is not None and told.si_signo in ENDING:
            return
        for one in kept:
            one.look()
