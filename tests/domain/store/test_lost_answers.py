"""Connections that go away in the middle of a save: what is recorded, and what is said."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from domain.refusals import SomeoneWasFirst
from domain.store.application import Along, Store
from domain.store.datastore import ATTEMPTS, DatabaseUnavailable, OutcomeUnknown, is_over
from tests.domain.store.proxy import Cut, Proxy, proxied
from tests.domain.store.specimens import Note, by

EVENT = b"specimen."
COMMIT = b"COMMIT"


@pytest.fixture
def network(tables: str, master_key_file: Path) -> Iterator[tuple[Proxy, Store]]:
    """A store behind a proxy, with one event recorded, so that its statements are prepared."""
    with proxied(tables) as (proxy, url), Store(url, master_key_file, pool_size=1) as store:
        store.record(Note.write("before"))
        yield proxy, store


def adding(name: str) -> Along:
    """A statement for an ordinary table."""
    return Along("insert into person_details (person, name) values (%s, %s)", (uuid4(), name))


def asked(store: Store) -> bool:
    """Whether an ordinary statement gets its answer."""
    with store.connection() as connection:
        return connection.execute("select true").fetchone() == (True,)


def people(url: str) -> list[str]:
    """The ordinary table, asked past the proxy."""
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("select name from person_details").fetchall()]


@pytest.mark.parametrize("cut", list(Cut))
def test_a_save_whose_connection_was_cut_is_recorded_once(network: tuple[Proxy, Store], cut: Cut) -> None:
    """Whether the server had saved it or not: the caller gets a success, and there is one event."""
    proxy, store = network
    note = Note.write("a")
    proxy.cut(cut, at=EVENT)
    assert store.record(note) == 2
    assert [entry.event.originator_id for entry in store.log.read(1, limit=9)] == [note.id]


@pytest.mark.parametrize("cut", list(Cut))
def test_events_and_statements_are_saved_once(network: tuple[Proxy, Store], tables: str, cut: Cut) -> None:
    """A commit whose answer was lost is not done a second time, nor is what went along with it."""
    proxy, store = network
    proxy.cut(cut, at=COMMIT)
    assert store.record(Note.write("a"), along=[adding("Ann")]) == 2
    assert (store.log.last_position(), people(tables)) == (2, ["Ann"])


def test_an_answer_lost_twice_is_still_found(network: tuple[Proxy, Store]) -> None:
    """The second attempt loses its answer too; the third learns that the first had succeeded."""
    proxy, store = network
    proxy.cut(Cut.AFTER, Cut.BEFORE, at=EVENT)
    assert store.record(Note.write("a").rewrite("b")) == 3
    assert store.log.last_position() == 3


def test_somebody_elses_event_is_not_taken_for_ones_own(network: tuple[Proxy, Store]) -> None:
    """After a cut that saved nothing, the version that is taken by another request is refused."""
    proxy, store = network
    who, identity = by(), uuid4()
    store.record(Note.write("theirs", by(), identity=identity))
    proxy.cut(Cut.BEFORE, at=EVENT)
    with pytest.raises(SomeoneWasFirst):
        store.record(Note.write("mine", who, identity=identity))


def test_statements_alone_are_repeated_as_long_as_no_commit_was_sent(
    network: tuple[Proxy, Store], tables: str
) -> None:
    """A connection that dies at the statement has changed nothing, so it is safe to try again."""
    proxy, store = network
    proxy.cut(Cut.AFTER, at=b"person_details")
    store.record(along=[adding("Ann")])
    assert people(tables) == ["Ann"]


@pytest.mark.parametrize(("cut", "saved"), [(Cut.BEFORE, []), (Cut.AFTER, ["Ann"])])
def test_statements_alone_are_never_repeated_after_a_commit(
    network: tuple[Proxy, Store], tables: str, cut: Cut, saved: list[str]
) -> None:
    """Nothing tells whether they were saved, and twice would be wrong: the caller is told to look."""
    proxy, store = network
    proxy.cut(cut, at=COMMIT)
    with pytest.raises(OutcomeUnknown, match="may or may not be recorded: look before you repeat"):
        store.record(along=[adding("Ann")])
    assert people(tables) == saved


def test_a_server_that_stays_away_leaves_the_outcome_open(network: tuple[Proxy, Store], tables: str) -> None:
    """An answer that was lost for good is neither a success nor a failure."""
    proxy, store = network
    proxy.cut(Cut.AFTER, Cut.BEFORE, Cut.BEFORE, at=EVENT)
    with pytest.raises(OutcomeUnknown, match="look before you repeat it"):
        store.record(Note.write("a"))
    with psycopg.connect(tables) as connection:
        assert connection.execute("select max(position) from events").fetchone() == (2,)


TAKE_NO_CHANGES = """
    do $$ begin
        execute format('alter database %I set default_transaction_read_only = on', current_database());
        perform pg_terminate_backend(pid, 5000) from pg_stat_activity
            where application_name = 'dhr-tracker' and datname = current_database();
    end $$
"""


def test_a_refusal_after_a_lost_answer_leaves_the_outcome_open(
    network: tuple[Proxy, Store], tables: str
) -> None:
    """The first attempt was recorded, though the server that answers the next one takes no changes."""
    proxy, store = network
    with psycopg.connect(tables, autocommit=True) as connection:
        proxy.cut(Cut.AFTER, at=EVENT, meanwhile=lambda: connection.execute(TAKE_NO_CHANGES))
        with pytest.raises(OutcomeUnknown, match="look before you repeat it"):
            store.record(Note.write("a"))
        with pytest.raises(DatabaseUnavailable, match=r"takes no changes just now. Nothing was recorded"):
            store.record(Note.write("b"))
        assert connection.execute("select max(position) from events").fetchone() == (2,)


def test_a_save_that_cannot_be_looked_for_leaves_the_outcome_open(network: tuple[Proxy, Store]) -> None:
    """The second attempt learns that the version is taken, and nobody can say by whom any more."""
    proxy, store = network
    proxy.cut(Cut.AFTER, at=EVENT)
    proxy.cut(*[Cut.BEFORE] * ATTEMPTS, at=b"correlation = any")
    with pytest.raises(OutcomeUnknown, match="look before you repeat it"):
        store.record(Note.write("a"))
    assert store.log.last_position() == 2


def test_a_server_that_is_away_is_said_in_a_sentence(network: tuple[Proxy, Store]) -> None:
    """With no connection to be had, a read fails within seconds and in words."""
    proxy, store = network
    proxy.drop()
    with pytest.raises(DatabaseUnavailable, match=r"cannot be reached just now. Nothing was recorded"):
        store.log.last_position()


def test_everything_goes_on_after_the_server_dropped_all_connections(
    network: tuple[Proxy, Store], tables: str
) -> None:
    """A restart of the server leaves dead connections in the pool, which nobody notices."""
    _, store = network
    note = Note.write("a")
    for use in (
        lambda: store.record(note),
        lambda: store.repository.get(note.id),
        lambda: store.log.read(0, limit=9),
        lambda: asked(store),
    ):
        with psycopg.connect(tables, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                " where application_name = 'dhr-tracker' and datname = current_database()"
            )
        assert use()


def test_a_wrong_address_is_said_at_the_start(master_key_file: Path) -> None:
    """The reason comes in the server's own words."""
    with pytest.raises(DatabaseUnavailable, match=r"cannot be reached: .*No such file"):
        Store("host=/nowhere/at/all dbname=dhr", master_key_file)


def test_a_database_without_tables_is_said_at_the_start(database_url: str, master_key_file: Path) -> None:
    """Somebody forgot to migrate."""
    with pytest.raises(DatabaseUnavailable, match="Run `dhr migrate` first"):
        Store(database_url, master_key_file)


def test_trouble_of_the_server_is_not_repeated(network: tuple[Proxy, Store], tables: str) -> None:
    """A statement that the server gives up, on a connection that stands, is refused at once."""
    _, store = network
    slow = Along("select pg_sleep(60)")
    with pytest.raises(DatabaseUnavailable, match="The database took too long"):
        store.record(Note.write("a"), along=[Along("set local statement_timeout = 50"), slow])
    assert store.log.last_position() == 1


def test_trouble_that_the_server_has_no_code_for_is_said_too(network: tuple[Proxy, Store]) -> None:
    """A file that may not grow, for one: "File too large" is internal to PostgreSQL."""
    _, store = network
    internal = Along("do $$ begin raise exception 'File too large' using errcode = 'XX000'; end $$")
    with pytest.raises(DatabaseUnavailable, match="trouble of its own, so nothing was recorded"):
        store.record(Note.write("a"), along=[internal])
    assert store.log.last_position() == 1


def test_after_an_error_that_ends_the_session_nobody_knows_what_was_done(tables: str) -> None:
    """The server may hang up after its words have come: the connection still counts as open then."""
    with psycopg.connect(tables) as ending, pytest.raises(psycopg.errors.AdminShutdown) as ended:
        ending.execute("select pg_terminate_backend(pg_backend_pid())")
    with psycopg.connect(tables, autocommit=True) as standing:
        with pytest.raises(psycopg.errors.UndefinedTable) as refused:
            standing.execute("select from nothing_of_this_name")
        assert not is_over(standing, refused.value)
        assert is_over(standing, ended.value)
