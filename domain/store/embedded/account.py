"""The account that PostgreSQL runs under: our own, or an unprivileged one where we are root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from domain.store.embedded.refusal import PostgresUnavailable

UNPRIVILEGED = "nobody"


class Identity(TypedDict, total=False):
    """The arguments of `subprocess.Popen` that change the account of a child."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An account of this system, and how a child process comes to run under it."""

    name: str
    user: int
    group: int

    def identity(self) -> Identity:
        """What to pass to `subprocess.Popen`; nothing where we already are this account."""
        if self.user == os.geteuid():
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Whether this account can enter the folder, or run the programme, at `path`."""
        question = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
        return subprocess.run(question, cwd="/", check=False, **self.identity()).returncode == 0

    def owns(self, folder: Path) -> bool:
        """Whether `folder` belongs to this account."""
        return folder.stat().st_uid == self.user

    def give(self, folder: Path) -> None:
        """Makes the existing `folder` this account's own and closes it to all others."""
        if self.user != os.geteuid():
            os.chown(folder, self.user, self.group)
        folder.chmod(0o700)


def account_for(cluster: Path) -> Account:
    """The account to run PostgreSQL under for the data in `cluster`, which need not exist yet.

    PostgreSQL refuses to run as root, so root runs it as the owner of the existing data, or as an
    unprivileged account. Raises PostgresUnavailable where the data belongs to an account that we cannot be.
    """
    if os.geteuid() == 0:
        owner = cluster.stat().st_uid if cluster.exists() else 0
        return _of(pwd.getpwuid(owner)) if owner else _unprivileged()
    account = Account(str(os.geteuid()), os.geteuid(), os.getegid())
    if cluster.exists() and not account.owns(cluster):
        raise PostgresUnavailable(
            f"The database in {cluster} belongs to another account of this system ({cluster.owner()}): "
            "use that account, or root."
        )
    return account


def _unprivileged() -> Account:
    try:
        return _of(pwd.getpwnam(UNPRIVILEGED))
    except KeyError:
        raise PostgresUnavailable(
            f"PostgreSQL does not run as root, and this system has no account “{UNPRIVILEGED}” for it: "
            "start this as an ordinary user."
        ) from None


def _of(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
