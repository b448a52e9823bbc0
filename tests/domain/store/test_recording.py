"""Saving: all or nothing, in order, and told apart from what others did."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest
from psycopg.errors import CheckViolation, UniqueViolation

from domain.refusals import NotFound, SomeoneWasFirst
from domain.store.application import Along, Store, noting_saves, saved_meanwhile
from tests.domain.store.specimens import Note, by

ADD_PERSON = "insert into person_details (person, name, email) values (%s, %s, %s)"


def names(store: Store) -> list[str]:
    """The people in the ordinary table."""
    with store.connection() as connection:
        return [
            row[0] for row in connection.execute("select name from person_details order by name").fetchall()
        ]


def test_a_thing_comes_back_as_it_was_saved(store: Store) -> None:
    """What was decided is what is read, with its version and its text."""
    note = Note.write("first").rewrite("second")
    assert store.record(note) == 2
    found = store.repository.get(note.id)
    assert (found.text, found.title, found.version, found.partnership) == (
        "second",
        "A title",
        2,
        note.partnership,
    )


def test_a_thing_can_be_read_as_it_once_was(store: Store) -> None:
    """A version asked for is the thing up to that version."""
    note = Note.write("first").rewrite("second")
    store.record(note)
    assert store.repository.get(note.id, version=1).text == "first"


def test_positions_go_on_from_save_to_save(store: Store) -> None:
    """The position that comes back is that of the last event, without gaps."""
    assert store.record(Note.write("a"), Note.write("b").rewrite("c")) == 3
    assert store.record(Note.write("d")) == 4
    assert [entry.position for entry in store.log.read(0, limit=9)] == [1, 2, 3, 4]


def test_what_is_unknown_is_not_found(store: Store) -> None:
    """An identity without events is refused in words, also when only asked about."""
    with pytest.raises(NotFound, match="nothing under this address"):
        store.repository.get(uuid4())
    assert uuid4() not in store.repository


def test_nothing_pending_records_nothing(store: Store) -> None:
    """A command that changed nothing leaves nothing behind."""
    note = Note.write("a")
    store.record(note)
    assert store.record(note) == 0
    assert store.log.last_position() == 1


def test_statements_go_along_with_the_events(store: Store) -> None:
    """An ordinary row and an event are saved in one."""
    assert store.record(Note.write("a"), along=[Along(ADD_PERSON, (uuid4(), "Ann", ""))]) == 1
    assert names(store) == ["Ann"]


def test_statements_can_go_alone(store: Store) -> None:
    """Where no event is due, the statements are run all the same."""
    statement = Along(ADD_PERSON.replace("%s, %s, %s", "%(id)s, 'Bea', ''"), {"id": uuid4()})
    assert store.record(along=[statement]) == 0
    assert names(store) == ["Bea"]


def test_a_failing_statement_takes_the_events_with_it(store: Store) -> None:
    """Two people cannot have one e-mail address, and then nothing of the command is recorded."""
    store.record(along=[Along(ADD_PERSON, (uuid4(), "Ann", "ann@example.org"))])
    twice = Along(ADD_PERSON, (uuid4(), "Bea", "ANN@example.org"))
    with pytest.raises(UniqueViolation) as refused:
        store.record(Note.write("a"), along=[Along(ADD_PERSON, (uuid4(), "Cid", "")), twice])
    assert refused.value.diag.constraint_name == "person_details_email_is_unique"
    assert (names(store), store.log.last_position()) == (["Ann"], 0)


def test_one_conflict_refuses_all_things_of_a_save(store: Store) -> None:
    """Of three things of which one was changed by somebody else, none is saved."""
    note = Note.write("a")
    store.record(note)
    mine = store.repository.get(note.id)
    store.record(store.repository.get(note.id).rewrite("theirs"))
    other = Note.write("b")
    with pytest.raises(SomeoneWasFirst, match="Nothing of yours was saved"):
        store.record(other, mine.rewrite("mine"), along=[Along(ADD_PERSON, (uuid4(), "Ann", ""))])
    assert store.repository.get(note.id).text == "theirs"
    assert (other.id in store.repository, names(store)) == (False, [])


def test_two_things_of_one_identity_are_refused(store: Store) -> None:
    """Two reviews of one reference have one identity; the second is refused by the database."""
    identity = uuid5(NAMESPACE_URL, "specimen:DHR7")
    store.record(Note.write("a", identity=identity))
    with pytest.raises(SomeoneWasFirst):
        store.record(Note.write("b", identity=identity))


def test_the_same_save_again_is_a_success(store: Store) -> None:
    """A request that was saved, and is sent once more to the letter, gets the first answer."""
    who, identity = by(), uuid4()
    store.record(Note.write("before"))
    assert store.record(Note.write("a", who, identity=identity)) == 2
    store.record(Note.write("after"))
    assert store.record(Note.write("a", who, identity=identity)) == 2
    assert store.log.last_position() == 3


def test_the_same_request_with_other_words_is_no_repetition(store: Store) -> None:
    """Under one correlation another text is another event, and comes too late."""
    who, identity = by(), uuid4()
    store.record(Note.write("a", who, identity=identity))
    with pytest.raises(SomeoneWasFirst):
        store.record(Note.write("b", who, identity=identity))


def test_a_repetition_with_more_in_it_is_refused_whole(store: Store) -> None:
    """Where only a part of a save is there already, it is not this very save."""
    who, identity = by(), uuid4()
    store.record(Note.write("a", who, identity=identity))
    with pytest.raises(SomeoneWasFirst):
        store.record(Note.write("a", who, identity=identity).rewrite("more", who))
    assert store.log.last_position() == 1


def test_tables_are_never_made_by_the_library(store: Store) -> None:
    """The library's own way of making tables is closed."""
    with pytest.raises(NotImplementedError, match="migrations"):
        store.recorder.create_table()


def test_no_environment_variable_changes_the_store(
    tables: str, master_key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings of the library, left over in the environment, are not heard."""
    for name, value in {
        "PERSISTENCE_MODULE": "eventsourcing.popo",
        "IS_SNAPSHOTTING_ENABLED": "y",
        "AGGREGATE_CACHE_MAXSIZE": "10",
        "COMPRESSOR_TOPIC": "zlib",
        "CIPHER_KEY": "x",
        "CREATE_TABLE": "y",
        "POSTGRES_DBNAME": "another",
    }.items():
        monkeypatch.setenv(name, value)
        monkeypatch.setenv(f"DHR-TRACKER_{name}", value)
    with Store(tables, master_key_file) as store:
        note = Note.write("a")
        store.record(note)
        assert store.repository.get(note.id).text == "a"
        assert (store.repository.cache, store.snapshots, store.env.get("CIPHER_KEY")) == (None, None, None)


def test_only_hashes_of_secrets_fit_their_tables(store: Store) -> None:
    """A token in clear is refused by the database itself."""
    with store.connection() as connection, pytest.raises(CheckViolation):
        connection.execute(
            "insert into sessions (token_hash, person) values (%s, %s)", (b"a token in clear", uuid4())
        )


def test_whoever_asks_learns_that_something_was_saved(store: Store) -> None:
    """Whatever goes wrong after a save, it can be told from one before it; statements alone are none."""
    with noting_saves():
        store.record(along=[Along(ADD_PERSON, (uuid4(), "Ann", ""))])
        assert not saved_meanwhile()
        with ThreadPoolExecutor() as pool:
            pool.submit(copy_context().run, store.record, Note.write("a")).result()
        assert saved_meanwhile()
    assert not saved_meanwhile()
