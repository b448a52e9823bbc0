"""What people typed as prose: unreadable in the database, readable with the key, gone without it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import cast
from uuid import UUID, uuid4

import pytest
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from domain.store.application import Store
from domain.store.keys import MasterKeyLost, TextErased, make_master_key
from domain.store.mapper import EventToStore, UnreadableEvent
from tests.domain.store.specimens import Note, by

SECRET = "Marmalade on the stairs"


def text_of(store: Store, identity: UUID) -> str:
    """The text of a note, as it stands."""
    return str(store.repository.get(identity).text)


def test_confidential_text_is_nowhere_in_the_database(store: Store) -> None:
    """Neither the text nor the reason nor who said it can be found in any row of any table."""
    store.record(Note.write(SECRET, by(reason=SECRET, said_by=SECRET, how_in_detail=SECRET)))
    with store.connection() as connection:
        assert SECRET not in everything_in(connection)
        [row] = connection.execute("select state ->> 'text', state ->> 'title' from events").fetchall()
    key, sealed = row[0].split(".")
    assert (UUID(key).version, len(sealed) >= 50, row[1]) == (4, True, "A title")


def everything_in(connection: Connection) -> str:
    """All rows of all tables, as text."""
    tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    select = SQL("select row::text from public.{} as row")
    return "".join(str(connection.execute(select.format(Identifier(name))).fetchall()) for (name,) in tables)


def test_the_same_text_never_looks_the_same_twice(store: Store) -> None:
    """From two equal texts nobody can tell that they are equal."""
    store.record(Note.write(SECRET), Note.write(SECRET))
    with store.connection() as connection:
        texts = connection.execute("select state ->> 'text' from events").fetchall()
    assert len(set(texts)) == 2


def test_an_empty_text_stays_empty(store: Store) -> None:
    """Nothing is nothing, for anybody to see, and needs no key."""
    note = Note.write("")
    store.record(note)
    with store.connection() as connection:
        assert connection.execute("select state ->> 'text' from events").fetchall() == [("",)]
        assert connection.execute("select count(*) from text_keys").fetchone() == (0,)
    assert text_of(store, note.id) == ""


def swapped(row: EventToStore) -> EventToStore:
    """The text and the reason in each other's place."""
    state = row.state.replace(b'"text":', b'"swap":').replace(b'"reason":', b'"text":')
    return replace(row, state=state.replace(b'"swap":', b'"reason":'))


def altered(row: EventToStore) -> EventToStore:
    """One character of the encrypted text changed."""
    head, text = row.state.split(b'"text":"')
    other = b"A" if text[60:61] != b"A" else b"B"
    return replace(row, state=head + b'"text":"' + text[:60] + other + text[61:])


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(lambda row: replace(row, originator_id=uuid4()), id="moved to another thing"),
        pytest.param(lambda row: replace(row, originator_version=2), id="moved to another version"),
        pytest.param(swapped, id="moved to another field"),
        pytest.param(altered, id="altered"),
        pytest.param(
            lambda row: replace(row, state=row.state.replace(b'"text":"', b'"text":"x')), id="no key id"
        ),
        pytest.param(lambda row: replace(row, state=row.state[:-3] + b'"}'), id="cut short"),
    ],
)
def test_a_text_that_was_tampered_with_is_noticed(
    store: Store, tamper: Callable[[EventToStore], EventToStore]
) -> None:
    """A text is bound to its thing, its version and its field; changed, or elsewhere, it cannot be read."""
    untouched, touched = Note.write(SECRET, by(reason="Why")), Note.write(SECRET, by(reason="Why"))
    rows = [store.mapper.to_stored_event(note.pending_events[0]) for note in (untouched, touched)]
    store.recorder.insert_events([rows[0], tamper(rows[1])])
    assert text_of(store, untouched.id) == SECRET
    with pytest.raises(UnreadableEvent, match=r"position 2 \(specimen.written, version .* cannot be read"):
        store.log.read(0, limit=9)


def test_a_destroyed_key_erases_the_text_and_leaves_the_history(store: Store) -> None:
    """What happened, when, and under which title stays; the words are gone, of that key alone."""
    scope = uuid4()
    erased, kept = Note.write(SECRET, by(reason="Why"), key=scope), Note.write(SECRET)
    store.record(erased, kept)
    store.keys.destroy(scope)
    [event] = [cast(Note.Written, entry.event) for entry in store.log.of(erased.id)]
    assert (event.text, event.reason, event.title) == ("[erased]", "[erased]", "A title")
    assert text_of(store, kept.id) == SECRET


def test_a_key_destroyed_elsewhere_is_forgotten_at_once(
    store: Store, tables: str, master_key_file: Path
) -> None:
    """A process that has the key in memory shows the text no longer, once another has destroyed it."""
    note = Note.write(SECRET)
    store.record(note)
    assert text_of(store, note.id) == SECRET
    with Store(tables, master_key_file) as other:
        other.keys.destroy(note.text_key)
    assert text_of(store, note.id) == "[erased]"


def test_nothing_is_written_under_a_destroyed_key(store: Store, tables: str, master_key_file: Path) -> None:
    """Neither by who destroyed it, nor by who still has it in memory, nor by who comes new."""
    store.record(Note.write(SECRET))
    with Store(tables, master_key_file) as other:
        other.keys.destroy(Note.write("").text_key)
        for writer in (store, other):
            with pytest.raises(TextErased, match="was erased, so nothing more can be written"):
                writer.record(Note.write("more"))
    with Store(tables, master_key_file) as late, pytest.raises(TextErased):
        late.record(Note.write("more"))
    assert store.log.last_position() == 1


def test_events_without_text_go_on_after_the_erasure(store: Store) -> None:
    """A date that lapses on an erased review is still recorded."""
    note = Note.write(SECRET)
    store.record(note)
    store.keys.destroy(note.text_key)
    store.record(store.repository.get(note.id).rewrite(""))
    assert store.log.last_position() == 2


def test_the_wrapped_key_is_gone_from_the_database(store: Store) -> None:
    """Destroying leaves the id and the day, and nothing that could ever be opened."""
    store.record(Note.write(SECRET))
    store.keys.destroy(Note.write("").text_key)
    with store.connection() as connection:
        [row] = connection.execute("select wrapped, destroyed_at is not null from text_keys").fetchall()
    assert row == (None, True)


def test_one_key_is_made_by_many_who_come_first(tables: str, master_key_file: Path) -> None:
    """Eight processes that write the first text of a review at once agree on one key."""
    stores = [Store(tables, master_key_file, pool_size=1) for _ in range(8)]
    notes = [Note.write(str(number)) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda store, note: store.record(note), stores, notes))
    with stores[0].connection() as connection:
        assert connection.execute("select count(*) from text_keys").fetchone() == (1,)
    assert sorted(text_of(stores[3], note.id) for note in notes) == [str(number) for number in range(8)]
    for store in stores:
        store.close()


def test_a_wrong_master_key_is_found_at_the_start(store: Store, tables: str, tmp_path: Path) -> None:
    """Before anything is read: garbage is never shown, nothing is written under a second key."""
    store.record(Note.write(SECRET))
    make_master_key(tmp_path / "another.key")
    with pytest.raises(MasterKeyLost, match=r"another\.key is not the one of this database"):
        Store(tables, tmp_path / "another.key")


def test_a_text_whose_key_row_is_missing_is_said(store: Store) -> None:
    """A key that vanished otherwise than by erasure is trouble, and not an erasure."""
    note = Note.write(SECRET)
    store.record(note)
    with store.connection() as connection:
        connection.execute("delete from text_keys")
    with pytest.raises(UnreadableEvent, match=r"its text key .* is not in the database"):
        store.repository.get(note.id)
