"""A process of its own that goes a day's round and sends what waits, for tests that kill it.

Arguments: CONNINFO KEY_FILE MAIL_SERVER NOW.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from domain.clocks import london_day
from domain.store.application import Store
from domain.tracker import Tracker
from projections.reading import Views
from scheduler.post import send_waiting
from scheduler.reminding import remind
from tests.scheduler.installation import MAIL_FROM, NO_HOLIDAYS, post_to

if __name__ == "__main__":
    conninfo, key_file, mail_server, moment = sys.argv[1:]
    store, views, now = Store(conninfo, Path(key_file)), Views(conninfo), datetime.fromisoformat(moment)
    remind(Tracker(store), views, london_day(now), now=now, holidays=NO_HOLIDAYS, mail_from=MAIL_FROM)
    send_waiting(store, views, post_to(Path.cwd(), mail_server), now=now)
    views.close()
    store.close()
