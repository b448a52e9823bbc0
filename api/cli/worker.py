"""`dhr worker`: views, reminders and mail; under `dhr serve`, or by itself in production."""

from __future__ import annotations

import logging
import signal
from threading import Event, Thread
from typing import TYPE_CHECKING

from api.cli.installation import database
from api.cli.log_lines import write_log_to_stderr
from domain.settings import read_settings
from scheduler.worker import run_worker

if TYPE_CHECKING:
    from argparse import Namespace

ENDING = {signal.SIGINT, signal.SIGTERM}


def worker(_: Namespace) -> int:
    """Work until SIGTERM or Ctrl-C."""
    write_log_to_stderr(logging.INFO)
    settings = read_settings()
    with database(settings) as url:
        # Blocked in every thread, so that one can wait: a handler might meet a lock of its own thread.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        stop = Event()
        Thread(target=_stop_when_asked, args=[stop], daemon=True, name="signals").start()
        run_worker(settings, url, stop=stop)
    return 0


def _stop_when_asked(stop: Event) -> None:
    signal.sigwait(ENDING)
    stop.set()
