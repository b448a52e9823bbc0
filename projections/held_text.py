"""Where text of a review, or personal details of somebody, may lie beside the log and the views.

Every table of the schema `public` stands here (a test compares), so that none is forgotten when something is
erased. The views are built again; the log is never changed: its text goes with the key.
"""

from collections.abc import Mapping
from typing import Final, LiteralString

OF_REVIEW: Final[Mapping[str, LiteralString]] = {
    # A file may hold a whole plan; it waits a day at most, and can be sent again.
    "drafts": "delete from public.drafts where partnership = %(partnership)s",
    # What is in one only the browser can open that holds its secret.
    "unsent_forms": "delete from public.unsent_forms",
    "changes_together": """
        delete from public.changes_together
        where partnership = %(partnership)s
            or id in (select change from public.things_together where thing = any (%(things)s))
    """,
    "idempotency_keys": "delete from public.idempotency_keys where identity = any (%(things)s)",
    "disclosures": """
        update public.disclosures set sealed = null where review = %(review)s and sealed is not null
    """,
    "saved_views": r"delete from public.saved_views where (name || ' ' || query) ~* %(mentions)s",
    "reports": """
        delete from public.reports where partnerships is null or %(partnership)s = any (partnerships)
    """,
    "outbox": """
        update public.outbox
        set subject = '', body = ''
        where body <> ''
            and id in (select outbox from public.reminders where action = any (%(things)s))
    """,
    # Also where it never had one, so that none is made for it any more.
    "text_keys": """
        insert into public.text_keys (id, scope, destroyed_at) values (gen_random_uuid(), %(review)s, now())
        on conflict (scope) do update
        set wrapped = null, destroyed_at = now()
        where text_keys.destroyed_at is null
    """,
}
"""What goes with the text of a review, in one transaction."""

OF_PERSON: Final[Mapping[str, LiteralString]] = {
    "person_details": "delete from public.person_details where person = %(person)s",
    "sign_in_links": "delete from public.sign_in_links where person = %(person)s",
    "sign_in_codes": "delete from public.sign_in_codes where person = %(person)s",
    "linked_identities": "delete from public.linked_identities where person = %(person)s",
    "sessions": "delete from public.sessions where person = %(person)s",
    "api_tokens": "delete from public.api_tokens where person = %(person)s",
    "administrators": "delete from public.administrators where person = %(person)s",
    "calendar_feeds": "delete from public.calendar_feeds where person = %(person)s",
    "drafts": "delete from public.drafts where person = %(person)s",
    "unsent_forms": "delete from public.unsent_forms where person = %(person)s",
    "changes_together": "delete from public.changes_together where person = %(person)s",
    "idempotency_keys": """
        delete from public.idempotency_keys where asked_by = %(person)s or identity = %(person)s
    """,
    # One that is shared belongs to those who use it.
    "saved_views": "delete from public.saved_views where person = %(person)s and not shared",
    "reports": "delete from public.reports where person = %(person)s",
    # To whom what is held about them was handed on; what they recorded of other files is no detail of theirs.
    "disclosures": """
        update public.disclosures set sealed = null where about = %(person)s and sealed is not null
    """,
    "looked": "delete from public.looked where person = %(person)s",
    "outbox": """
        update public.outbox set subject = '', body = '' where person = %(person)s and body <> ''
    """,
}
"""What goes with the personal details of somebody, in one transaction."""

HOLD_NONE: Final[Mapping[str, str]] = {
    "access_log": "identities, moments, addresses of the tracker without words, and keyed hashes",
    "action_numbers": "numbers",
    "agency_names": "names of agencies",
    "erasures": "identities and moments",
    "events": "encrypted text, unreadable without its key; references, labels, dates, agencies and posts",
    "generations": "numbers and moments",
    "master_key_check": "a known value, encrypted",
    "migrations": "names of files",
    "not_personal": "identities, names of fields, and what words in them looked like",
    "plan_things": "identities",
    "reminders": "identities, steps, and sentences of the tracker itself",
    "restorations": "moments",
    "scheduler_runs": "days and moments",
    "sign_in_attempts": "keyed hashes, for two days",
    "things_together": "identities, and sentences of the tracker itself; goes with its change",
    "view_positions": "positions, and sentences of the tracker itself",
}
"""The other tables, and what they hold."""

MAILS_ABOUT: Final[LiteralString] = """
    select distinct outbox from public.reminders where action = any (%(things)s) and outbox is not null
"""
MAILS_TO: Final[LiteralString] = """
    select id from public.outbox where person = %(person)s
    union all
    select id from public.sign_in_codes where person = %(person)s
"""
"""Mails that may lie in the folder of mails, each as a file of this name."""
