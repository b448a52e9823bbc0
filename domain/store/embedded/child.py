"""Child processes that never outlive us, however we end."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import IO

from domain.store.embedded.account import Account
from domain.store.embedded.refusal import PostgresUnavailable

_PR_SET_PDEATHSIG = 1
# Neither our PG* variables nor our language may change what the server does.
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def spawn(command: Sequence[str], account: Account, lock: int, output: IO[bytes]) -> subprocess.Popen[bytes]:
    """Starts `command` under `account` in its own session; it inherits `lock` and writes to `output`.

    The kernel sends it SIGQUIT (PostgreSQL's immediate shutdown) when the thread that started it ends, so
    only the main thread may. Raises PostgresUnavailable elsewhere, and where the kernel is not Linux.
    """
    if sys.platform != "linux":
        raise PostgresUnavailable("The embedded PostgreSQL needs Linux: set DATABASE_URL to another server.")
    if threading.current_thread() is not threading.main_thread():
        raise PostgresUnavailable("The embedded PostgreSQL can only be started from the main thread.")
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd="/",
        env=_ENVIRONMENT,
        pass_fds=(lock,),
        start_new_session=True,
        # Popen calls this after the change of account, which would otherwise clear the setting.
        preexec_fn=_dying_with(os.getpid()),  # noqa: PLW1509
        **account.identity(),
    )


def _dying_with(parent: int) -> Callable[[], None]:
    kernel = ctypes.CDLL(None, use_errno=True)

    def in_the_child() -> None:
        if kernel.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the kernel refused PR_SET_PDEATHSIG")
        if os.getppid() != parent:
            os._exit(1)

    return in_the_child
