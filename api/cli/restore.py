"""`dhr restore`: a backup brought back into an empty database."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from api.cli.erasing_again import erasing_of, tell_of
from api.cli.installation import opened, server
from api.cli.progress import progress, step
from domain.settings import read_settings
from domain.store.backups.reading import opened as opened_backup
from domain.store.backups.restoring import restore as fill
from projections import rebuild as rebuilding
from projections.holding import held
from projections.migrations import DERIVED, all_migrations, what_the_server_lacks
from projections.views import VIEWS

if TYPE_CHECKING:
    from argparse import Namespace

    from api.cli.installation import Installation
    from domain.settings import Settings
    from domain.store.backups.reading import Backup


def restore(options: Namespace) -> int:
    """Check the file and the key, then fill the database, then build the lists."""
    settings = read_settings()
    with opened_backup(options.file) as backup:
        backup.refuse_unknown(all_migrations())
        backup.prove(settings.master_key_file)
        step("Checking the file …")
        backup.read_through()
        whole = f"{_described(backup)} is whole, and the master key opens it."
        if options.check:
            print(whole)
            return 0
        _fill_and_build(settings, backup, moved=options.moved)
    return 0


def _described(backup: Backup) -> str:
    manifest = backup.manifest
    return f"The backup of {manifest.made_at:%-d %B %Y, %H:%M} UTC with {manifest.position:,} events"


def _fill_and_build(settings: Settings, backup: Backup, *, moved: bool) -> None:
    with server(settings) as url:
        with what_the_server_lacks():
            fill(
                url,
                backup,
                migrations=all_migrations(),
                derived=DERIVED,
                moved=moved,
                tell=lambda table: step(f"Restoring {table} …"),
            )
        with opened(settings, url) as here:
            erasing = erasing_of(settings, here.store)
            tell_of(erasing.erase_what_came_back(here.now))
            with progress("Building the lists: {done} of {of} events.") as tell:
                if not erasing.build(here.now, tell):
                    rebuilding.rebuild(here.store, VIEWS, tell=tell)
            print(f"{_described(backup)} is restored, and the lists are built.")
            _tell_what_ended(here)


def _tell_what_ended(here: Installation) -> None:
    print("Everybody has to sign in again: dhr person admin EMAIL prints a link.", file=sys.stderr)
    with here.views.reading() as connection:
        waiting = held(connection)
    if waiting:
        print("Tokens and calendar addresses have ended as well: make new ones.", file=sys.stderr)
        print(
            f"Mail is held ({waiting.mails} waited), as it may have gone since the backup: dhr mail release"
            " lets it go, and with --as-gone takes all of that for gone.",
            file=sys.stderr,
        )
