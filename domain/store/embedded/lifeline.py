"""Becomes another programme, under another account, that the kernel ends when our parent ends.

It is run by its path, as a process of its own: after a fork of a process with threads no Python is safe.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
UNCHANGED = -1


def become(parent: int, user: int, group: int, command: list[str]) -> None:
    """Replaces this process by `command`, if `parent` still is its parent; UNCHANGED keeps the account.

    The kernel will send it SIGQUIT, which is PostgreSQL's immediate shutdown.
    """
    if user != UNCHANGED:
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    # What a shell starts in the background ignores it, and a programme inherits that.
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    # After the change of account, which clears it.
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the kernel refused PR_SET_PDEATHSIG")
    if os.getppid() == parent:
        os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
