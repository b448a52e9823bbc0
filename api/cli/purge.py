"""`dhr purge`: what was erased or deleted leaves the disk too, as far as the tracker can reach."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import psycopg

from api.cli.erasing_again import erasing_of
from api.cli.installation import database
from api.cli.progress import progress, step
from domain.settings import read_settings
from domain.store.application import Store
from domain.store.company import refuse_company
from domain.store.datastore import with_defaults
from domain.store.purging import NotReached, retire_write_ahead_log, rewrite
from projections.generations import drop_all_but_published, only_rebuild

if TYPE_CHECKING:
    from argparse import Namespace

    from domain.settings import Settings

CANNOT_REACH = """\
What it cannot reach: free blocks of the file system and the disk, replicas and archives of the database's
log, backups, and mail that has been delivered. Delete backups when their time is over; one from before an
erasure is erased again when it is restored, by the list beside the master key.
"""


def purge(_: Namespace) -> int:
    """Carry out what was approved, rewrite the tables, retire the write-ahead log; 1 if something is left."""
    settings = read_settings()
    with (
        database(settings) as url,
        psycopg.connect(with_defaults(url), autocommit=True) as connection,
    ):
        refuse_company(connection, "A purge")
        _erase(settings, url, connection)
        refuse_company(connection, "A purge")
        found = rewrite(connection, lambda table: step(f"Writing {table} anew …"))
        print(
            f"Tables that were written anew: {found.tables}, of {found.before / 1e6:,.1f} MB before"
            f" and {found.after / 1e6:,.1f} MB now."
        )
        status = _retire(connection)
    print(CANNOT_REACH, end="", file=sys.stderr)
    return status


def _erase(settings: Settings, url: str, connection: psycopg.Connection[Any]) -> None:
    """Carry out to its end what two people have decided, and drop the lists that are no longer read."""
    now = datetime.now(UTC)
    with Store(url, settings.master_key_file, pool_size=1) as store:
        erasing = erasing_of(settings, store)
        with progress("Building the lists: {done} of {of} events.") as tell:
            erased = erasing.carry_out(now, tell=tell)
        with only_rebuild(connection):
            dropped = drop_all_but_published(connection)
        erased += erasing.carry_out(now)
    print(f"Approved erasures that were carried out: {len(erased)}.")
    print(f"Old generations of the lists that were dropped: {dropped}.")


def _retire(connection: psycopg.Connection[Any]) -> int:
    step("Retiring the write-ahead log …")
    try:
        retire_write_ahead_log(connection)
    except NotReached as left:
        print(left, file=sys.stderr)
        return 1
    print("The write-ahead log was retired: nothing in it is older than this purge.")
    return 0
