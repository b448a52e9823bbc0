"""`dhr backup`: everything but the master key in one new file."""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from api.cli.installation import server
from api.cli.progress import step
from domain.settings import read_settings
from domain.store.backups.writing import back_up as write_backup
from domain.store.erasure_list import ErasureList
from domain.store.master_key import MasterKey, MasterKeyLost
from projections.migrations import DERIVED, all_migrations

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from domain.settings import Settings
    from domain.store.backups.manifest import Manifest


def back_up(options: Namespace) -> int:
    """Write it, and say where the master key is."""
    # Stopped in the middle it leaves nothing behind, as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = read_settings()
    path = _named(options.path)
    step(f"Writing {path} …")
    with server(settings) as url:
        manifest = write_backup(
            url,
            path,
            program=version("dhr-tracker"),
            migrations=all_migrations(),
            derived=DERIVED,
            tell=lambda sentence: print(sentence, file=sys.stderr),
        )
    print(f"{manifest.position:,} events are backed up in {path}.")
    _tell_of_key(settings, manifest)
    return 0


def _named(path: Path) -> Path:
    """The file that was named, or one with the moment (UTC) in its name in the folder that was."""
    return path / f"dhr-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.backup" if path.is_dir() else path


def _tell_of_key(settings: Settings, manifest: Manifest) -> None:
    if manifest.key_check is None:
        return
    try:
        MasterKey(settings.master_key_file).prove(manifest.key_check)
    except MasterKeyLost as lost:
        said = f"The backup is of no use without its master key. {lost}"
    else:
        key = settings.master_key_file.resolve()
        said = f"The master key is not in it: keep a copy of {key} in another place."
    print(said, file=sys.stderr)
    listed = ErasureList(settings.master_key_file).path
    if listed.exists():
        print(f"Nor is the list of what was erased: keep {listed.resolve()} with the key.", file=sys.stderr)
