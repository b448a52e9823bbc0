"""A process of its own that sends what waits, for tests that kill it: CONNINFO KEY_FILE MAIL_SERVER NOW."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from domain.store.application import Store
from projections.reading import Views
from scheduler.post import send_waiting
from tests.scheduler.installation import post_to

if __name__ == "__main__":
    conninfo, key_file, mail_server, now = sys.argv[1:]
    store, views = Store(conninfo, Path(key_file)), Views(conninfo)
    send_waiting(store, views, post_to(Path.cwd(), mail_server), now=datetime.fromisoformat(now))
    views.close()
    store.close()
