"""`dhr doctor` finds what is wrong, says it in words, and changes nothing."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tests.api.by_provider.provider_for_tests import CLIENT, SECRET, ProviderForTests
from tests.api.cli.conftest import Dhr, Said
from tests.scheduler.mail_server import MailServerForTests, free_port

WELL, LOOK, WRONG = "well", "look at this", "wrong"
NO_GUARD = """
    create or replace function refuse_to_change_events() returns trigger language plpgsql
    as 'begin return null; end'
"""
OPEN = "The table public.{} is not closed to changes: its trigger {} is not as it should be."
FAILED_MAIL = """
    insert into outbox (id, message_id, person, day, prepared_at, state, last_error)
    values (gen_random_uuid(), 'a', gen_random_uuid(), now(), now(), 'failed', 'Refused.')
"""
OLD_MAIL = """
    insert into outbox (id, message_id, person, day, prepared_at, next_attempt_at)
    values (gen_random_uuid(), 'a', gen_random_uuid(), now(), now() - interval '2 days', now())
"""
NO_MAIL = "0 wait, 0 failed in the last seven days."
HELD_MAIL = "insert into restorations values ('2026-11-02 12:00+00', now(), 1)"
OLD_ROUND = (
    "insert into scheduler_runs select day, day, day from (select now()::date - 20 as day) as long_ago"
)
OLD_EVENT = """
    insert into events
    select 0, gen_random_uuid(), 1, topic, state, partnership, correlation, now() - interval '20 days'
    from events
    limit 1
"""


def ask(statement: str) -> None:
    """Change something in the database behind the tracker's back."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement.encode())


def seen(dhr: Dhr, what: str) -> list[tuple[str, str]]:
    """How it finds one part of the installation: the state and the words of each finding."""
    return [(one["state"], one["found"]) for one in dhr("doctor", "--json").json() if one["what"] == what]


def state(dhr: Dhr, what: str) -> str:
    """The one state of a part."""
    [(found, _)] = seen(dhr, what)
    return found


def test_each_line_says_what_how_it_stands_and_what_to_do(dhr: Dhr) -> None:
    """As people read it; here the server is one that forgets in a power cut, as tests want it."""
    said = dhr("doctor")
    assert (said.status, said.err) == (1, "")
    assert (
        "fsync: wrong. It is off. A power cut may lose what people were told is saved."
        " Change fsync in PostgreSQL's settings.\n"
    ) in said.out
    assert "data_checksums: well. It is on.\n" in said.out
    assert "log: well. Nobody can change or delete what is recorded.\n" in said.out


def test_nothing_is_changed(dhr: Dhr, tmp_path: Path) -> None:
    """No key is claimed, no view is built, and no file is made."""
    ask("delete from master_key_check")
    before = sorted(tmp_path.iterdir())
    dhr("doctor")
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute(
            "select (select count(*) from master_key_check), (select count(*) from generations)"
        ).fetchone()
    assert found == (0, 0)
    assert sorted(tmp_path.iterdir()) == before


def test_a_database_that_cannot_be_reached(
    bare_dhr: Dhr, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One finding says so; everything else is looked at all the same."""
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@/dhr?host={tmp_path}")
    [(found, words)] = seen(bare_dhr, "database")
    assert found == WRONG
    assert words.startswith("The database cannot be reached or used: ")
    assert state(bare_dhr, "disk") == WELL
    assert state(bare_dhr, "mail server") == LOOK


def test_a_database_without_free_connections(dhr: Dhr, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's own words."""
    ask("create role crowded login connection limit 0")
    try:
        crowded = os.environ["DATABASE_URL"].replace("postgres@", "crowded@")
        monkeypatch.setenv("DATABASE_URL", crowded)
        [(found, words)] = seen(dhr, "database")
    finally:
        monkeypatch.setenv("DATABASE_URL", crowded.replace("crowded@", "postgres@"))
        ask("drop role crowded")
    assert found == WRONG
    assert "too many connections" in words


def test_no_database_yet(bare_dhr: Dhr, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made by looking."""
    monkeypatch.setenv("DATABASE_URL", "")
    assert seen(bare_dhr, "database") == [(LOOK, f"There is none in {tmp_path} yet.")]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("drop table migrations", "The database has no tables yet."),
        (
            "delete from migrations where name = '1002_outbox.sql'",
            "1002_outbox.sql and later ones are missing.",
        ),
        (
            "insert into migrations values ('9999_later.sql', 'x')",
            "The database is newer than this program: it has had 9999_later.sql.",
        ),
        (
            "update migrations set sha256 = 'x' where name = '0001_events.sql'",
            "0001_events.sql was edited after the database had had it.",
        ),
    ],
)
def test_migrations(dhr: Dhr, statement: str, words: str) -> None:
    """Tables that are not those of this program, and nothing more is asked of them."""
    assert state(dhr, "migrations") == WELL
    ask(statement)
    assert seen(dhr, "migrations") == [(WRONG, words)]
    assert seen(dhr, "lists") == []


OPEN_TO_OTHERS = (
    "Others could read the log of a partnership: its policy events_in_scope is not as it should be."
)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "alter table events disable trigger events_are_immutable",
            OPEN.format("events", "events_are_immutable"),
        ),
        (NO_GUARD, "Events can be changed: the database does not refuse it."),
        (
            "drop trigger reminders_are_immutable on reminders",
            OPEN.format("reminders", "reminders_are_immutable"),
        ),
        ("alter table events disable row level security", OPEN_TO_OTHERS),
        ("create policy another on events for select using (true)", OPEN_TO_OTHERS),
        *(
            (f"alter table {table} disable trigger {trigger}", OPEN.format(table, trigger))
            for table, trigger in (
                ("access_log", "access_log_is_immutable"),
                ("not_personal", "not_personal_is_immutable"),
                ("disclosures", "disclosures_are_immutable"),
                ("disclosures", "disclosures_are_kept"),
            )
        ),
    ],
)
def test_a_log_that_is_open_to_changes(dhr: Dhr, statement: str, words: str) -> None:
    """Somebody has taken its guard away; so says `dhr verify`."""
    ask(statement)
    assert (WRONG, words) in seen(dhr, "log")
    said = dhr("verify")
    assert said.status == 1
    assert words in said.out


def test_the_roles_of_the_web(dhr: Dhr) -> None:
    """Without one of them, as after a move to another server, the web could not begin."""
    assert seen(dhr, "roles") == [("well", "The web has its two roles, which own nothing.")]
    ask("alter role dhr_recording rename to dhr_another")
    try:
        assert seen(dhr, "roles") == [
            (WRONG, "The web cannot work: its account may not act as dhr_recording.")
        ]
    finally:
        ask("alter role dhr_another rename to dhr_recording")


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "cannot be read from"), (b"", "has 0 bytes instead of 32"), (b"x" * 33, "has 33 bytes")],
)
def test_a_lost_key(dhr: Dhr, tmp_path: Path, content: bytes | None, words: str) -> None:
    """No file, an empty one, or something else."""
    assert state(dhr, "master key") == WELL
    (tmp_path / "master.key").unlink()
    if content is not None:
        (tmp_path / "master.key").write_bytes(content)
    [(found, said)] = seen(dhr, "master key")
    assert found == WRONG
    assert words in said


def test_another_key(dhr_of_anytown: Dhr, tmp_path: Path, plan: Path) -> None:
    """It opens nothing of what people have written."""
    dhr_of_anytown("import", str(plan), "--review", "DHR1", "--open-review", "--commit")
    [(found, words)] = seen(dhr_of_anytown, "text")
    assert (found, words) == (WELL, "The master key opens all 1 keys of what people have written.")
    (tmp_path / "master.key").write_bytes(b"x" * 32)
    assert seen(dhr_of_anytown, "text") == [
        (WRONG, "The master key opens 0 of 1 keys of text: it is another one.")
    ]


def test_a_key_that_others_may_read(dhr: Dhr, tmp_path: Path) -> None:
    """Its mode is said, and how to change it."""
    (tmp_path / "master.key").chmod(0o640)
    [(found, words)] = seen(dhr, "master key")
    assert found == WRONG
    assert words.endswith("(mode 0640).")


def test_lists_and_worker(dhr_of_anytown: Dhr) -> None:
    """How far they are; no worker; and one that has stopped, with the reason."""
    [(found, words)] = seen(dhr_of_anytown, "lists")
    assert found == WELL
    assert words.endswith(" lists are at most 0 of 3 events behind the log.")
    assert state(dhr_of_anytown, "worker") == LOOK
    ask("update view_positions set failed_at = 2, failure = 'It cannot go on.' where view = 'timeline'")
    assert seen(dhr_of_anytown, "lists") == [(WRONG, "timeline has stopped. It cannot go on.")]


def test_lists_that_are_not_built(dhr: Dhr) -> None:
    """A worker builds them."""
    assert seen(dhr, "lists") == [(LOOK, "They are not built yet.")]


def test_reminders_that_were_not_decided(dhr_of_anytown: Dhr) -> None:
    """The last round is told, and that a later one is missing."""
    assert state(dhr_of_anytown, "reminders") == WELL
    ask(OLD_ROUND)
    ask(OLD_EVENT)
    [(found, words)] = seen(dhr_of_anytown, "reminders")
    assert found == WRONG
    assert "were not decided: the last were those of" in words
    ask("insert into scheduler_runs values (now()::date + 1, now(), now())")
    assert state(dhr_of_anytown, "reminders") == WELL


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("select", (WELL, NO_MAIL)),
        (FAILED_MAIL, (LOOK, "0 wait, 1 failed in the last seven days.")),
        (OLD_MAIL, (LOOK, "1 wait, 0 failed in the last seven days.")),
        (HELD_MAIL, (LOOK, f"It is held since the restore of 2 November 2026, 12:00 UTC; {NO_MAIL}")),
    ],
    ids=["none", "failed", "waits for long", "held"],
)
def test_mail(dhr: Dhr, statement: str, found: tuple[str, str]) -> None:
    """What waits, what failed, and what is held after a restore."""
    ask(statement)
    assert seen(dhr, "mail") == [found]


def test_the_mail_server(dhr: Dhr, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is greeted, and gets no mail; one that is away, or wants no name, is said without its password."""
    with MailServerForTests() as server:
        monkeypatch.setenv("DHR_SMTP_URL", server.url)
        monkeypatch.setenv("DHR_MAIL_FROM", "tracker@dhr.example")
        assert seen(dhr, "mail server") == [(WELL, "127.0.0.1 answers, and lets the tracker in.")]
        assert server.mails == []
        monkeypatch.setenv("DHR_SMTP_URL", f"smtp://name:secret@127.0.0.1:{server.port}")
        assert state(dhr, "mail server") == WRONG
    monkeypatch.setenv("DHR_SMTP_URL", f"smtp://name:secret@127.0.0.1:{free_port()}")
    said: Said = dhr("doctor")
    assert "mail server: wrong. 127.0.0.1: The mail server could not be reached, or hung up." in said.out
    assert "secret" not in said.out + said.err


def test_an_address_that_nobody_can_answer(dhr: Dhr, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail from localhost, where a real mail server is set."""
    with MailServerForTests() as server:
        monkeypatch.setenv("DHR_SMTP_URL", server.url)
        assert [found for found, _ in seen(dhr, "mail server")] == [WELL, LOOK]


def test_the_identity_provider(dhr: Dhr, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked who it is, where one is set; the address to register there is told, the secret never."""
    assert seen(dhr, "identity provider") == []
    monkeypatch.setenv("DHR_OIDC_CLIENT_ID", CLIENT)
    monkeypatch.setenv("DHR_OIDC_CLIENT_SECRET", SECRET)
    with ProviderForTests(lambda: datetime.now(UTC)).running() as provider:
        monkeypatch.setenv("DHR_OIDC_ISSUER", provider.issuer)
        [(found, words)] = seen(dhr, "identity provider")
        assert (found, words.startswith("127.0.0.1 answers.")) == (WELL, True)
        assert "/sign-in/provider/answer as redirect address" in words
        provider.metadata = {"issuer": "https://evil.example"}
        assert state(dhr, "identity provider") == WRONG
    said: Said = dhr("doctor")
    assert "identity provider: wrong. 127.0.0.1 does not answer" in said.out
    assert SECRET not in said.out + said.err


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://127.0.0.1:8000", LOOK),
        ("http://tracker.example.org", LOOK),
        ("https://tracker.example.org", WELL),
    ],
)
def test_the_address(dhr: Dhr, monkeypatch: pytest.MonkeyPatch, url: str, found: str) -> None:
    """One that people can use, with https."""
    monkeypatch.setenv("DHR_BASE_URL", url)
    assert state(dhr, "address") == found


def test_a_trial_is_said(dhr: Dhr, monkeypatch: pytest.MonkeyPatch) -> None:
    """It must not be taken for real use."""
    monkeypatch.setenv("DHR_TRIAL", "1")
    assert state(dhr, "trial") == LOOK


def test_a_clock_that_was_ahead(dhr_of_anytown: Dhr) -> None:
    """The last event is recorded in the future: time has gone back since."""
    assert state(dhr_of_anytown, "clock") == WELL
    ask(
        "insert into events select 99, gen_random_uuid(), 1, topic, state, partnership, correlation,"
        " now() + interval '1 hour' from events limit 1"
    )
    [(found, words)] = seen(dhr_of_anytown, "clock")
    assert found == WRONG
    assert "which is still to come" in words


def test_erasures(dhr: Dhr, tmp_path: Path) -> None:
    """Nothing is said before the first; then how many there were, what waits too long, and a damaged list."""
    assert seen(dhr, "erasures") == []
    waiting = "insert into erasures (thing, kind, decided_at) values (gen_random_uuid(), 'review', {})"
    ask(waiting.format("now()"))
    found = "0 are in the list beside the master key, and 1 under way."
    assert seen(dhr, "erasures") == [(WELL, found)]
    ask(waiting.format("now() - interval '2 hours'"))
    late = "1 were approved more than an hour ago and are not carried out."
    assert seen(dhr, "erasures") == [(LOOK, late)]
    (tmp_path / "master.key.erased").write_bytes(b"spoilt\n")
    assert state(dhr, "erasures") == WRONG
