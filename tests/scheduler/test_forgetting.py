"""What has had its time beside the log is forgotten once a day, and nothing sooner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import uuid4

import pytest

from domain.access_log import KEPT_FOR
from domain.store.application import Store
from projections.reading import Views
from scheduler.forgetting import A_DAY, A_MONTH, FORGET, forget_what_is_over

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
A_MOMENT = timedelta(minutes=1)
ROWS: dict[str, tuple[timedelta, LiteralString]] = {
    "sessions": (
        A_MONTH,
        (
            "insert into public.sessions (token_hash, person, made_at, last_seen_at, ended_at) values"
            " (sha256(gen_random_uuid()::text::bytea), %(id)s, %(at)s, %(at)s, %(at)s)"
        ),
    ),
    "links": (
        A_MONTH,
        (
            "insert into public.sign_in_links (token_hash, person, expires_at)"
            " values (sha256(gen_random_uuid()::text::bytea), %(id)s, %(at)s)"
        ),
    ),
    "codes": (
        A_DAY,
        (
            "insert into public.sign_in_codes"
            " (id, browser_hash, address_hash, message_id, asked_at, expires_at)"
            " values (%(id)s, sha256(gen_random_uuid()::text::bytea), sha256(''), gen_random_uuid(),"
            " %(at)s, %(at)s)"
        ),
    ),
    "attempts": (
        2 * A_DAY,
        (
            "insert into public.sign_in_attempts (what, whose, begins, times)"
            " values ('codes', sha256(gen_random_uuid()::text::bytea), %(at)s, 1)"
        ),
    ),
    "keys_of_requests": (
        A_MONTH,
        (
            "insert into public.idempotency_keys"
            " (asked_by, key, address, body_hash, status, position, identity, sealed, made_at)"
            " values (%(id)s, 'key', '/', sha256(''), 200, 1, %(id)s, '', %(at)s)"
        ),
    ),
    "drafts": (
        A_DAY,
        (
            "insert into public.drafts (id, person, partnership, file_name, sealed, sha256, made_at, kind,"
            " about) values (%(id)s, %(id)s, %(id)s, 'plan.csv', '', '', %(at)s, 'plan', '{}')"
        ),
    ),
    "choices_not_sent": (
        A_DAY,
        (
            "insert into public.changes_together (id, person, noun, sealed, made_at)"
            " values (%(id)s, %(id)s, 'owner', '', %(at)s)"
        ),
    ),
    "changes_together": (
        A_MONTH,
        (
            "insert into public.changes_together (id, person, noun, sealed, body_hash, made_at)"
            " values (%(id)s, %(id)s, 'owner', '', sha256(''), %(at)s)"
        ),
    ),
    "unsent_forms": (
        A_DAY,
        (
            "insert into public.unsent_forms (id, browser_hash, person, sealed, made_at)"
            " values (%(id)s, sha256(''), %(id)s, '', %(at)s)"
        ),
    ),
    "reports": (
        A_DAY,
        (
            "insert into public.reports (id, person, position, today, asked_at)"
            " values (gen_random_uuid(), %(id)s, 1, '2026-03-01', %(at)s)"
        ),
    ),
    "access": (
        KEPT_FOR,
        (
            "insert into public.access_log (id, at, kind, came_by, reviews, address, format, why)"
            " values (gen_random_uuid(), %(at)s, 'signed in', 'code', '{}', '/', '', '')"
        ),
    ),
    "disclosures": (
        KEPT_FOR,
        (
            "insert into public.disclosures (id, export, person, handed_on, recorded_at)"
            " values (gen_random_uuid(), %(id)s, %(id)s, '2018-03-02', %(at)s)"
        ),
    ),
}
"""For each kind how long it is kept, and a row of it."""


def test_each_kind_is_known() -> None:
    """Nothing is forgotten that is not looked at here."""
    assert FORGET.keys() == ROWS.keys()


@pytest.mark.parametrize("kind", list(ROWS))
def test_what_has_had_its_time(store: Store, views: Views, kind: str) -> None:
    """Of two rows that lie a moment before and after the time it is kept, the older one goes; once."""
    kept_for, statement = ROWS[kind]
    add(store, statement, NOW - kept_for - A_MOMENT)
    add(store, statement, NOW - kept_for + A_MOMENT)
    assert forget_what_is_over(views, NOW) == {one: int(one == kind) for one in ROWS}
    assert forget_what_is_over(views, NOW) == dict.fromkeys(ROWS, 0)


def test_a_session_that_was_never_ended(store: Store, views: Views) -> None:
    """It counts from when it was last seen."""
    _, statement = ROWS["sessions"]
    add(store, statement.replace("%(at)s)", "null)"), NOW - A_MONTH - A_MOMENT)
    assert forget_what_is_over(views, NOW)["sessions"] == 1


def add(store: Store, statement: Any, moment: datetime) -> None:
    """Add a row that was of use until a moment."""
    with store.connection() as connection:
        connection.execute(statement, {"id": uuid4(), "at": moment})
