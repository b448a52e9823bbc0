"""The lock files pin everything by hash, and leave the choice of an index to the machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-node.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_index_and_no_folder(lock: Path) -> None:
    """Nothing in a lock file ties it to one index or to the machine that wrote it."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    options = [line for line in lines if line.startswith("-") or "://" in line or " /" in line]
    assert options == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_by_hash(lock: Path) -> None:
    """Each package has one exact version and at least one hash."""
    text = re.sub(r"(?m)^ *#.*\n", "", lock.read_text(encoding="utf-8"))
    packages = re.findall(r"(?m)^\S.*(?:\n .*)*", text)
    assert packages
    pinned = re.compile(r"^\S+==\S+.*\n +--hash=sha256:")
    assert [package for package in packages if not pinned.search(package)] == []


def test_the_lock_holds_what_the_project_needs() -> None:
    """Each dependency of pyproject.toml, and the build backend, is in the lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]
    locked = set(re.findall(r"(?m)^([a-z0-9-]+)==", LOCKS[0].read_text(encoding="utf-8")))
    names = {match[0].lower() for each in needed if (match := re.match(r"[\w-]+", each))}
    assert names - locked == set()
