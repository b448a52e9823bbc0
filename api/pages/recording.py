"""Recording a file beside the request that asks for it, so that nobody waits long before a blank page."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from datetime import datetime, timedelta
from threading import Thread
from typing import Final, LiteralString, NamedTuple
from uuid import UUID

import structlog

from api.errors import WORDED
from domain.store.application import Store
from domain.unexpected import Unexpected

SECONDS: Final = 2.0
"""How long a request waits for the recording before it says that it goes on."""
LONGEST: Final = timedelta(minutes=5)
"""After this the process that was recording is taken to have been ended."""
INTERRUPTED: Final = "The recording was interrupted, and nothing was recorded. Press the button again."

BEGIN: LiteralString = """
    update public.drafts set recording_since = %(now)s, refusal = ''
    where id = %(id)s and (recording_since is null or recording_since < %(oldest)s)
"""
END: LiteralString = "update public.drafts set recording_since = null, refusal = %(why)s where id = %(id)s"
PROGRESS: LiteralString = "select recording_since, refusal from public.drafts where id = %(id)s"

log_line = structlog.get_logger(__name__)


class Progress(NamedTuple):
    """Since when a file is being recorded (None: it is not), and why it was refused, "" if it was not."""

    since: datetime | None
    refusal: str


def progress(store: Store, draft: UUID, *, now: datetime) -> Progress:
    """How far the recording of a file is; of one that was recorded or forgotten, nothing."""
    with store.connection() as connection:
        row = connection.execute(PROGRESS, {"id": draft}).fetchone()
    found = Progress(*row) if row else Progress(None, "")
    if found.since is not None and found.since < now - LONGEST:
        return Progress(None, INTERRUPTED)
    return found


def record_beside(store: Store, draft: UUID, work: Callable[[], None], *, now: datetime) -> bool:
    """Do the work in a thread of its own; whether it has ended in a moment.

    Where it has, what went wrong in it is raised here; where not, a sentence about it is kept with the file.
    Work on a file that is being recorded already is not begun.
    """
    facts = {"id": draft, "now": now, "oldest": now - LONGEST}
    with store.connection() as connection:
        begun = connection.execute(BEGIN, facts).rowcount
    if not begun:
        return False
    errors: list[Exception] = []
    # With the context of the request: the work reads what whoever asks may see.
    steps = [_carry_out, store, draft, work, errors]
    thread = Thread(target=copy_context().run, args=steps, name="recording", daemon=True)
    thread.start()
    thread.join(SECONDS)
    if thread.is_alive():
        return False
    if errors:
        raise errors[0]
    return True


def _carry_out(store: Store, draft: UUID, work: Callable[[], None], errors: list[Exception]) -> None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 (whoever waits is told, whatever went wrong)
        errors.append(error)
    why = _sentence(errors[0]) if errors else ""
    with store.connection() as connection:
        connection.execute(END, {"id": draft, "why": why})


def _sentence(error: Exception) -> str:
    if isinstance(error, WORDED):
        return str(error)
    found = Unexpected.of(error)
    log_line.error("A recording failed.", **found._asdict())
    return found.sentence
