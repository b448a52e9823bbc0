"""The lock files pin everything by hash, and leave the choice of an index to the machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = [ROOT / f"requirements{name}.lock" for name in ("", "-node", "-pdf", "-bench")]


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
    assert names_of(needed) - set(locked(LOCKS[0])) == set()


def test_the_lock_for_pdf_adds_to_the_other_one() -> None:
    """It holds the extra for PDF, and what both hold in the same version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    base, with_pdf = locked(LOCKS[0]), locked(LOCKS[2])
    assert names_of(project["project"]["optional-dependencies"]["pdf"]) <= set(with_pdf)
    both = base.keys() & with_pdf.keys()
    assert len(both) > 20
    assert {name: base[name] for name in both} == {name: with_pdf[name] for name in both}


def test_the_lock_for_the_measurements_stands_alone() -> None:
    """It holds what the tracker is measured beside; neither the tracker nor its tests need any of that."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    beside = locked(LOCKS[3])
    assert names_of(project["dependency-groups"]["bench"]) <= set(beside)
    assert {"django", "django-pghistory"} & locked(LOCKS[0]).keys() == set()


def names_of(requirements: list[str]) -> set[str]:
    """The names of the packages that are required."""
    return {match[0].lower() for each in requirements if (match := re.match(r"[\w-]+", each))}


def locked(lock: Path) -> dict[str, str]:
    """The version of each package of a lock file."""
    return dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8")))
