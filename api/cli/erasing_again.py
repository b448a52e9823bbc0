"""What a backup from before an erasure has brought back is erased again before anybody is served."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from domain.store.application import Store
from domain.store.erasure_list import ErasureList
from projections.erasing import Erasing
from projections.generations import RebuildUnderWay

if TYPE_CHECKING:
    from domain.settings import Settings

PAUSE_SECONDS: Final = 0.1


def erasing_of(settings: Settings, store: Store) -> Erasing:
    """What carries out erasures in this installation."""
    return Erasing(store, settings.data / "outbox")


def erase_again(settings: Settings, url: str) -> None:
    """Erase what the list beside the master key names and the database has all the same.

    Also where that was begun before and not finished. Raises `ErasureListDamaged` and what a store raises.
    """
    if not ErasureList(settings.master_key_file).entries():
        return
    with Store(url, settings.master_key_file, pool_size=1) as store:
        erasing, now = erasing_of(settings, store), datetime.now(UTC)
        tell_of(erasing.erase_what_came_back(now))
        while not _built(erasing, now):
            time.sleep(PAUSE_SECONDS)


def tell_of(number: int) -> None:
    """Say how many things were erased again, if there were any."""
    if number:
        what = "1 thing" if number == 1 else f"{number:,} things"
        print(f"{what} came back with a backup from before: erased again.", file=sys.stderr)


def _built(erasing: Erasing, now: datetime) -> bool:
    """Build the lists without what came back; not while somebody else is at it."""
    try:
        if any(one.again for one in erasing.outstanding()):
            erasing.build(now)
    except RebuildUnderWay:
        return False
    return True
