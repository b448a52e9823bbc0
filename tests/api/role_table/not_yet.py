"""Where the application does not answer yet as the table says: whoever guards one takes it out here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.api.role_table.who import CHAIRS, KEEPERS, KNOWN

UNGUARDED: Final = {
    "GET": "/access-log /api/v1/access-log /api/v1/access-log.csv /api/v1/access-log.xlsx /import /outbox"
    " /api/v1/outbox /api/v1/outbox.csv /api/v1/outbox.xlsx /reports /api/v1/reports /retention /metrics"
    " /agencies/{identity}/return-sheet /api/v1/agencies/{identity}/return-sheet.xlsx",
    "POST": "/import /api/v1/imports /reports /api/v1/reports /people/{identity}/sign-out"
    " /agencies/{identity}/return-sheet /api/v1/agencies/{identity}/return-sheet /actions/together"
    " /api/v1/actions/together/owner /api/v1/actions/together/progress-request"
    " /api/v1/actions/together/split /api/v1/actions/together/timescale /people/{identity}/held",
}
"""What lets everybody in who has signed in."""
CALENDARS: Final = (
    "GET /people/{identity}/calendars",
    "POST /people/{identity}/calendars",
    "POST /people/{identity}/calendars/{feed}/revocation",
)
"""What of others lets in whoever sees what is recorded of people."""
NOT_YET: Final[Mapping[str, frozenset[str]]] = {
    **{f"{method} {path}": KNOWN for method, paths in UNGUARDED.items() for path in paths.split()},
    **dict.fromkeys(CALENDARS, KEEPERS | CHAIRS),
}
"""Who is let in, although the table does not say so. Each is still wrong, as the test finds."""
