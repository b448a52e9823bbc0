"""All that is held about one person of the tracker, as one file: their right of access (UK GDPR, Article 15).

What they own, what they entered and what happened to them is told in sentences without the words of a case:
these are about others. Of secrets that let in it is said that they are there, never what they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, LiteralString
from uuid import UUID

import msgspec

from api import disclosures
from domain.person import Person
from domain.store.scope import EVERYTHING, within
from projections import directory
from projections.sentences import mentioned, sentence

if TYPE_CHECKING:
    from api.disclosures import Disclosure
    from domain.store.application import Store
    from domain.store.log import LogEntry
    from domain.tracker import Tracker
    from projections.reading import Views

HELD: Final[Mapping[str, LiteralString]] = {
    "person_details": "select name, email, telephone from public.person_details where person = %(person)s",
    "administrators": "select made_at from public.administrators where person = %(person)s",
    "sessions": """
        select made_at, last_seen_at, ended_at from public.sessions where person = %(person)s order by made_at
    """,
    "linked_identities": """
        select issuer, subject, linked_at, last_used_at
        from public.linked_identities
        where person = %(person)s
        order by linked_at
    """,
    "access_log": """
        select at, kind, came_by, address, format, rows_taken, why, person = %(person)s as by_them
        from public.access_log
        where person = %(person)s or about = %(person)s
        order by at, id
    """,
    "sign_in_links": """
        select made_at, expires_at, used_at
        from public.sign_in_links
        where person = %(person)s
        order by made_at
    """,
    "sign_in_codes": """
        select asked_at, expires_at, tries, sent_at, spent_at
        from public.sign_in_codes
        where person = %(person)s
        order by asked_at
    """,
    "api_tokens": """
        select name, roles, made_at, expires_at, revoked_at, last_used_at
        from public.api_tokens
        where person = %(person)s
        order by made_at
    """,
    "calendar_feeds": """
        select made_at, last_used_at, revoked_at
        from public.calendar_feeds
        where person = %(person)s
        order by made_at
    """,
    "outbox": """
        select day, kind, state, prepared_at, sent_at
        from public.outbox
        where person = %(person)s
        order by day
    """,
    "reminders": """
        select action, clock, step, what, why, day, recorded_at
        from public.reminders
        where person = %(person)s
        order by id
    """,
    "saved_views": """
        select list, name, query, shared, made_at
        from public.saved_views
        where person = %(person)s
        order by name
    """,
    "looked": "select position, looked_at from public.looked where person = %(person)s",
    "disclosures": """
        select export, handed_on, recorded_at
        from public.disclosures
        where person = %(person)s
        order by recorded_at
    """,
    "not_personal": """
        select correlation, field, likenesses, said_at
        from public.not_personal
        where person = %(person)s
        order by said_at, field
    """,
    "changes_together": """
        select noun, made_at from public.changes_together where person = %(person)s order by made_at
    """,
    "drafts": "select kind, file_name, made_at from public.drafts where person = %(person)s order by made_at",
    "unsent_forms": "select made_at from public.unsent_forms where person = %(person)s order by made_at",
    "reports": "select state, asked_at from public.reports where person = %(person)s order by asked_at",
    "idempotency_keys": """
        select address, status, made_at
        from public.idempotency_keys
        where asked_by = %(person)s
        order by made_at
    """,
}
"""Of each table that knows people: what it holds of one."""

# Every identity in an event stands in its state, whatever the fact is called.
MENTIONED: Final = """
    select position
    from public.events
    where originator_id = %(person)s or strpos(state::text, %(person)s::text) > 0
    order by position
"""
PEOPLE: Final = "select person from public.person_details where person = any (%(ids)s)"
SOMEBODY_ELSE: Final = "somebody else"


def held_about(tracker: Tracker, views: Views, person: UUID, *, now: datetime) -> bytes:
    """All that is held about a person, as JSON in UTF-8. Raises NotFound for nobody. `now` in UTC."""
    thing, store = tracker.get(Person, person), tracker.store
    rows = {table: _rows(store, statement, person) for table, statement in HELD.items()}
    told = {
        "person": {"id": person, "post": thing.post, "agency": thing.agency, "has_left": thing.left},
        "made_at": now,
        "tables": {table: found for table, found in rows.items() if found},
        "handed_on_to": [_disclosed(one) for one in disclosures.about(store, person)],
        "log": _log(store, views, person),
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2)


def _disclosed(one: Disclosure) -> dict[str, object]:
    """To whom what is held about this person was handed on (Article 15(1)(c))."""
    return {"to": one.to, "purpose": one.purpose, "day": one.handed_on, "recorded_at": one.recorded_at}


def _rows(store: Store, statement: LiteralString, person: UUID) -> list[dict[str, Any]]:
    with store.connection() as connection:
        cursor = connection.execute(statement, {"person": person})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def _log(store: Store, views: Views, person: UUID) -> list[dict[str, object]]:
    """Every event by or about a person, in a sentence without the words that were typed."""
    # Of every partnership, whoever asks for it: it is what is held about this person.
    with within(EVERYTHING):
        entries = store.log.at([row["position"] for row in _rows(store, MENTIONED, person)])
    names = _names(store, views, entries, person)
    return [_told(entry, names, person) for entry in entries]


def _names(store: Store, views: Views, entries: Sequence[LogEntry], person: UUID) -> dict[UUID, str]:
    """What the things in these events are called, and who else is in them by no name."""
    wanted = mentioned(entries) | {person}
    with views.reading() as connection:
        names = dict(directory.names(connection, wanted))
    with store.connection() as connection:
        people = {row[0] for row in connection.execute(PEOPLE, {"ids": list(wanted)})}
    return names | dict.fromkeys(people - {person}, SOMEBODY_ELSE)


def _told(entry: LogEntry, names: Mapping[UUID, str], person: UUID) -> dict[str, object]:
    event = entry.event
    happened: date = event.happened_on
    return {
        "position": entry.position,
        "recorded_at": entry.recorded_at,
        "happened_on": happened,
        "about": names.get(event.originator_id, ""),
        "entered_by_them": event.entered_by == person,
        "how": str(event.how),
        "sentence": sentence(entry, names).text,
    }
