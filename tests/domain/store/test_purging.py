"""What a purge does to a database, and what it says where it may not."""

from __future__ import annotations

import psycopg
import pytest

from domain.refusals import Refused
from domain.store.company import refuse_company
from domain.store.purging import NotReached, retire_write_ahead_log, rewrite

COMPANY = r"A purge needs .*1 other connection is open: stop the tracker"
FILES = "select count(*) from pg_ls_waldir() where modification <= %s and name ~ '^[0-9A-F]{24}$'"
NODE = "select pg_relation_filenode('public.drafts'), pg_relation_filenode('public.events')"


def test_it_wants_the_database_to_itself(migrated_url: str) -> None:
    """While somebody is connected it refuses in words; once they have gone it does not."""
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        with psycopg.connect(migrated_url), pytest.raises(Refused, match=COMPANY):
            refuse_company(connection, "A purge")
        refuse_company(connection, "A purge")


def test_tables_are_written_anew_but_for_the_log(migrated_url: str) -> None:
    """Each into a new file, and each is told; the log of events has no text without its keys."""
    told: list[str] = []
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        [(drafts, events)] = connection.execute(NODE).fetchall()
        found = rewrite(connection, told.append)
        [(drafts_now, events_now)] = connection.execute(NODE).fetchall()
    assert (drafts_now != drafts, events_now) == (True, events)
    assert found.tables == len(told)
    assert {"drafts", "text_keys", "person_details", "pg_statistic"} <= set(told)
    assert "events" not in told


def test_no_file_of_the_write_ahead_log_is_left(migrated_url: str) -> None:
    """Of those that were there; and files are recycled again afterwards, as the server is set."""
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        [(now,)] = connection.execute("select clock_timestamp()").fetchall()
        retire_write_ahead_log(connection)
        assert connection.execute(FILES, [now]).fetchone() == (0,)
        assert connection.execute(
            "select count(*) from pg_file_settings where name = 'wal_recycle'"
        ).fetchone() == (0,)


def test_an_account_that_may_not_retire_it_says_so(migrated_url: str) -> None:
    """In one sentence, with who can."""
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        connection.execute("create role purging_nobody")
        connection.execute("set role purging_nobody")
        try:
            with pytest.raises(NotReached, match="let the server's administrator run dhr purge"):
                retire_write_ahead_log(connection)
        finally:
            connection.execute("reset role")
            connection.execute("drop role purging_nobody")
