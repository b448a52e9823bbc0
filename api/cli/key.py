"""`dhr key rotate`: another master key, without a word being encrypted anew."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import psycopg

from api.cli.installation import database
from domain.settings import read_settings
from domain.store.company import refuse_company
from domain.store.datastore import with_defaults
from domain.store.rotation import former_of, rotate

if TYPE_CHECKING:
    from argparse import Namespace


def rotate_key(_: Namespace) -> int:
    """Change it while the tracker is stopped, and say where the former one is."""
    settings = read_settings()
    with (
        database(settings) as url,
        psycopg.connect(with_defaults(url), autocommit=True) as connection,
    ):
        refuse_company(connection, "A new master key")
        count = rotate(connection, settings.master_key_file)
    key = settings.master_key_file.resolve()
    print(f"The master key in {key} is a new one. Keys of text that were wrapped with it: {count:,}.")
    print(
        f"Keep a copy of it apart from the database. The former key is in {former_of(key)}: move it to the"
        " backups from before, which need it, or destroy it. Codes to sign in that were sent no longer work;"
        " what has yet to be sent goes out, and invitations that were sent go on working.",
        file=sys.stderr,
    )
    return 0
