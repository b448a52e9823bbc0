"""A restore fills an empty database with what was backed up, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from psycopg.errors import RestrictViolation

from domain.store.application import Store
from domain.store.backups.manifest import BackupRefused
from domain.store.backups.reading import BackupDamaged
from domain.store.backups.writing import back_up
from domain.store.migrations import Migration, all_migrations, migrate
from tests.domain.store.backups.conftest import Place, ask, tables_of
from tests.domain.store.specimens import Note

WAYS_IN = """
    insert into sessions (token_hash, person) values (sha256('a'), gen_random_uuid());
    insert into api_tokens (token_hash, person) values (sha256('a'), gen_random_uuid());
    insert into calendar_feeds (token_hash, person, made_at)
    values (sha256('a'), gen_random_uuid(), now());
    insert into sign_in_links (token_hash, person, expires_at)
    values (sha256('a'), gen_random_uuid(), now() + interval '1 day');
    insert into sign_in_codes (id, browser_hash, address_hash, message_id, asked_at, expires_at)
    values (gen_random_uuid(), sha256('a'), sha256('a'), 'a', now(), now() + interval '1 day')
"""
PLAN_THING = """
    insert into plan_things (review, thing, kind) values (gen_random_uuid(), gen_random_uuid(), 'action')
"""
OLD_DRAFT = """
    insert into import_drafts
    values
        (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'R1', true, 'a.csv', 'x', 'y', now())
"""
ACCESS = """
    insert into access_log (id, at, kind, came_by, source, reviews, address, format, rows_taken, why)
    values (gen_random_uuid(), now(), 'file taken', 'token', sha256('a'), array[gen_random_uuid()],
        '/api/v1/actions.csv?words=...', 'CSV', 12, '')
"""
STILL_OPEN = """
    select
        (select count(*) from sessions where ended_at is null),
        (select count(*) from api_tokens where revoked_at is null),
        (select count(*) from calendar_feeds where revoked_at is null),
        (select count(*) from sign_in_links where expires_at > now()),
        (select count(*) from sign_in_codes where expires_at > now()),
        (select count(*) from restorations where mail_released_at is null)
"""


def test_everything_is_as_it_was(place: Place, store: Store, other_url: str, master_key_file: Path) -> None:
    """Every event with its position, time and text; and the log goes on from there."""
    before = store.log.read(0, limit=10)
    place.back_up()
    place.restore(other_url)
    with Store(other_url, master_key_file) as restored:
        assert restored.log.read(0, limit=10) == before
        assert restored.record(Note.write("After")) == 4


def test_the_access_log(place: Place, other_url: str) -> None:
    """Is kept as it was, with keyed hashes, and is as immutable there as it is here."""
    ask(place.url, ACCESS)
    before = ask(place.url, "select * from access_log")
    place.back_up()
    place.restore(other_url)
    assert ask(other_url, "select * from access_log") == before
    assert len(before) == 1
    with pytest.raises(RestrictViolation):
        ask(other_url, "delete from access_log")


def test_a_backup_of_the_restored_is_the_same(place: Place, other_url: str) -> None:
    """Every table of record but that of the restores has the same rows."""
    made = place.back_up()
    place.restore(other_url, moved=True)
    again = Place(other_url, place.folder).back_up(place.folder / "again.backup")
    differing = {one.name for one, other in zip(made.tables, again.tables, strict=True) if one != other}
    assert differing == {"restorations"}


def test_what_is_numbered_goes_on(place: Place, store: Store, other_url: str) -> None:
    """A table that numbers its rows by itself gives no number twice."""
    ask(place.url, PLAN_THING)
    place.back_up()
    place.restore(other_url)
    ask(other_url, PLAN_THING)
    assert ask(other_url, "select place from plan_things order by place") == [(1,), (2,)]


def test_the_log_is_closed_to_changes_again(place: Place, other_url: str) -> None:
    """The triggers come with the tables."""
    place.back_up()
    place.restore(other_url)
    with pytest.raises(Exception, match="Events are never changed or deleted"):
        ask(other_url, "delete from events")


@pytest.mark.parametrize(("moved", "open_after"), [(False, (0, 0, 0, 0, 0, 1)), (True, (0, 1, 1, 1, 1, 0))])
def test_ways_in_end_and_mail_is_held(
    place: Place, other_url: str, moved: bool, open_after: tuple[int, ...]
) -> None:
    """What was used or taken away since must not work again; a mere move keeps all but sessions."""
    ask(place.url, WAYS_IN)
    place.back_up()
    place.restore(other_url, moved=moved)
    assert ask(other_url, STILL_OPEN) == [open_after]


def test_accounts_stay_linked(place: Place, other_url: str) -> None:
    """As e-mail addresses stay, to which codes go: both say who somebody is."""
    linked = "select issuer, subject, person from linked_identities"
    ask(
        place.url,
        "insert into linked_identities (issuer, subject, person, linked_at, last_used_at)"
        " values ('https://login.example', 'subject-1', gen_random_uuid(), now(), now())",
    )
    place.back_up()
    place.restore(other_url)
    assert ask(other_url, linked) == ask(place.url, linked) != []


def test_a_database_with_something_in_it_is_refused(place: Place, store: Store) -> None:
    """Here the very one that was backed up: nothing of it changes."""
    before = store.log.read(0, limit=10)
    place.back_up()
    with pytest.raises(
        BackupRefused, match=r"is not empty: there is something in events, .*Nothing was restored"
    ):
        place.restore(place.url)
    assert store.log.read(0, limit=10) == before


def test_empty_tables_may_be_there(place: Place, other_url: str) -> None:
    """Somebody has migrated the new database first."""
    place.back_up()
    migrate(other_url)
    place.restore(other_url)
    assert ask(other_url, "select count(*) from events") == [(3,)]


def test_an_older_backup_is_brought_up_to_date(place: Place, other_url: str) -> None:
    """Its rows go into the tables as they were, and then through every migration since."""
    older = [one for one in all_migrations() if one.name < "0010"]
    migrate(other_url, older)
    ask(other_url, OLD_DRAFT)
    Place(other_url, place.folder).back_up()
    ask(other_url, "drop schema public cascade; create schema public")
    place.restore(other_url)
    assert ask(other_url, "select about from drafts") == [({"reference": "R1", "issued": "yes"},)]
    assert migrate(other_url) == []


def test_tables_newer_than_the_backup_are_refused(place: Place, other_url: str) -> None:
    """An older backup needs a database in which its own tables can be made."""
    migrate(other_url, [one for one in all_migrations() if one.name < "0010"])
    Place(other_url, place.folder).back_up()
    migrate(other_url)
    with pytest.raises(BackupRefused, match=r"newer than the backup .*new database without tables"):
        place.restore(other_url)


def test_a_damage_found_on_the_way_leaves_nothing(place: Place, other_url: str) -> None:
    """Not even a table: all of it is one transaction."""
    made = place.back_up()
    whole = bytearray(place.path.read_bytes())
    [last] = [table for table in made.tables if table.name == "text_keys"]
    start = whole.index(last.member.encode()) + len(last.member)
    whole[start + 40] ^= 0xFF
    place.path.write_bytes(whole)
    with pytest.raises(BackupDamaged):
        place.restore(other_url)
    assert tables_of(other_url) == []


def test_a_table_that_nobody_knows_is_refused(place: Place, other_url: str) -> None:
    """The backup was tampered with, or made by another program of the same migrations."""
    ask(place.url, "create table public.elsewhere (number integer)")
    extra = [Migration("0001_events.sql", b"public.elsewhere"), *all_migrations()]
    back_up(place.url, place.path, program="0", migrations=extra, derived=())
    with pytest.raises(BackupRefused, match="tables that the tracker does not have: elsewhere"):
        place.restore(other_url)
    assert tables_of(other_url) == []
