"""Where the embedded PostgreSQL keeps its data, its log, its lock and its socket."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from domain.store.embedded.account import Account, account_for
from domain.store.embedded.refusal import PostgresUnavailable

STATE_FOLDER = Path("/var/lib/dhr-tracker")
PORT = 5432
# sockaddr_un holds 108 bytes, the last of them a zero.
LONGEST_SOCKET = 107


@dataclass(frozen=True)
class Place:
    """A folder with one database cluster in it, and the account that the cluster belongs to."""

    folder: Path
    account: Account
    notice: str | None

    @property
    def cluster(self) -> Path:
        """The data folder in PostgreSQL's own sense."""
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        """What the server wrote in its latest run."""
        return self.folder / "postgres.log"

    @property
    def lock(self) -> Path:
        """The file that is locked for as long as any process of the server lives."""
        return self.folder / "postgres.lock"

    def sockets(self) -> Path:
        """The folder of the socket: the cluster, or a short one made where that path is too long."""
        if len(bytes(self.cluster / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
            return self.cluster
        short = Path(tempfile.gettempdir()) / f"dhr-{_fingerprint(self.cluster)}"
        return _own(short, self.account)


def settle(data: Path) -> Place:
    """The place of the database that belongs to the data folder `data`, which is made if it is not there.

    It is in the state folder of the system where root runs PostgreSQL under an account that cannot reach
    `data` (`notice` then says so), and stays where it once was. Raises PostgresUnavailable where there is a
    database in `data` that cannot be reached, or no such folder can be made.
    """
    data = data.resolve()
    _make(data)
    kept = _kept(data)
    here = Place(data, account_for(data / "postgres"), None)
    if not _has_cluster(kept) and here.account.reaches(data):
        return here
    if _has_cluster(data):
        raise PostgresUnavailable(
            f"The account “{here.account.name}”, which runs PostgreSQL, cannot reach the database in "
            f"{here.cluster}: let it enter every folder above, or move the data folder."
        )
    return _in_state_folder(data, kept)


def is_made(data: Path) -> bool:
    """Whether there is a database that belongs to the data folder `data`. Nothing is made, or started."""
    data = data.resolve()
    return _has_cluster(data) or _has_cluster(_kept(data))


def make_open(folder: Path) -> None:
    """Makes `folder`, if it is not there, one that every account can enter."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)


def _in_state_folder(data: Path, kept: Path) -> Place:
    make_open(STATE_FOLDER)
    make_open(kept)
    account = account_for(kept / "postgres")
    return Place(
        kept,
        account,
        f"The database is kept in {kept}, because the account “{account.name}”, which runs PostgreSQL, "
        f"cannot reach {data}.",
    )


def _make(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PostgresUnavailable(f"The data folder {data} cannot be made: {error.strerror}.") from error


def _kept(data: Path) -> Path:
    return STATE_FOLDER / f"{data.name}-{_fingerprint(data)}"


def _has_cluster(folder: Path) -> bool:
    return (folder / "postgres" / "PG_VERSION").exists()


def _own(folder: Path, account: Account) -> Path:
    try:
        folder.mkdir(mode=0o700)
        account.give(folder)
    except FileExistsError:
        if folder.is_symlink() or not account.owns(folder):
            raise PostgresUnavailable(
                f"The folder {folder}, wanted for the database's socket, belongs to someone else: remove it, "
                "or choose a data folder with a shorter path."
            ) from None
    return folder


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(bytes(path)).hexdigest()[:12]
