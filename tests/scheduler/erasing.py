"""Carries out erasures in a process of its own, to be killed: CONNINFO KEY_FILE MAIL_FOLDER MOMENT."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from domain.store.application import Store
from projections.erasing import Erasing

if __name__ == "__main__":
    conninfo, key_file, mails, moment = sys.argv[1:]
    with Store(conninfo, Path(key_file)) as store:
        Erasing(store, Path(mails)).carry_out(datetime.fromisoformat(moment))
