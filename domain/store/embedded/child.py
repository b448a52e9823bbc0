"""Child processes that never outlive us, however we end."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from domain.store.embedded.account import Account
from domain.store.embedded.lifeline import UNCHANGED
from domain.store.embedded.refusal import PostgresUnavailable

LIFELINE = Path(__file__).with_name("lifeline.py")
# Neither our PG* variables nor our language may change what the server does.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def spawn(command: Sequence[str], account: Account, lock: int, output: IO[bytes]) -> subprocess.Popen[bytes]:
    """Starts `command` under `account` in its own session; it inherits `lock` and writes to `output`.

    The kernel sends it SIGQUIT (PostgreSQL's immediate shutdown) when the thread that started it ends, so
    only the main thread may. Raises PostgresUnavailable elsewhere, and where the kernel is not Linux.
    """
    if sys.platform != "linux":
        raise PostgresUnavailable("The embedded PostgreSQL needs Linux: set DATABASE_URL to another server.")
    if threading.current_thread() is not threading.main_thread():
        raise PostgresUnavailable("The embedded PostgreSQL can only be started from the main thread.")
    user = UNCHANGED if account.user == os.geteuid() else account.user
    lifeline = [sys.executable, "-I", "-S", str(LIFELINE), str(os.getpid()), str(user), str(account.group)]
    return subprocess.Popen(
        [*lifeline, *command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd="/",
        env=ENVIRONMENT,
        pass_fds=(lock,),
        start_new_session=True,
    )
