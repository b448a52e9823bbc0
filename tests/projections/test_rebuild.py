"""A rebuild makes the same rows as the live views, while they serve; a check says where that is not so."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from psycopg.sql import SQL, Identifier, Literal

from domain.refusals import Refused
from domain.store.application import Store
from projections.check import Difference, check
from projections.generations import RebuildFailed, connect, only_rebuild, published
from projections.projector import Projector
from projections.reading import Views
from projections.rebuild import RebuildStopped, rebuild
from projections.view import View
from tests.projections.shelf import BOOKS, CHAPTERS, REMARKS, VIEWS, Book, many_books, never

RowsOf = Callable[[str], list[Any]]


def change_live(store: Store, statement: str, table: str, value: Any = None) -> None:
    """Change the published rows of a view behind the projector's back."""
    with connect(store.datastore.conninfo) as connection:
        generation = published(connection)
        assert generation
        name = Identifier(generation.schema, table)
        connection.execute(SQL(statement).format(table=name, value=Literal(value)))


def schemas(store: Store) -> int:
    """How many schemas hold views."""
    with store.connection() as connection:
        row = connection.execute("select count(*) from pg_namespace where nspname ~ '^views_'").fetchone()
    assert row
    return int(row[0])


def test_a_rebuild_makes_the_rows_that_were_there(store: Store, rows_of: RowsOf, reading: Views) -> None:
    """Row by row, in every view, up to the same position."""
    projector = Projector(store, VIEWS)
    projector.catch_up()
    for book in many_books(8):
        store.record(book)
        projector.catch_up()
    before = [rows_of(view.name) for view in VIEWS]
    assert [len(rows) for rows in before] == [56, 16, 80]
    lag = reading.lag()
    rebuild(store, VIEWS)
    assert [rows_of(view.name) for view in VIEWS] == before
    assert reading.lag() == lag


def test_a_rebuild_mends_what_was_damaged(store: Store, rows_of: RowsOf) -> None:
    """The log alone says what is true."""
    store.record(*many_books(3))
    Projector(store, VIEWS).catch_up()
    before = rows_of("books")
    change_live(store, "delete from {table}", "books")
    rebuild(store, VIEWS)
    assert rows_of("books") == before


def test_a_rebuild_while_others_write_misses_nothing(store: Store, reading: Views) -> None:
    """Whoever has seen a change sees it in the new generation too."""
    store.record(*many_books(100))
    Projector(store, VIEWS).catch_up()
    stop, unseen = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            position = store.record(Book.add().tell(Book.Remarked, words="seen"))
            if reading.wait_for(position, timeout=20):
                with reading.reading() as connection:
                    found = connection.execute("select word from remarks where position = %s", [position])
                    if found.fetchone() is None:
                        unseen.append(position)

    worker = threading.Thread(target=Projector(store, VIEWS).run, args=(stop,))
    writers = [threading.Thread(target=write) for _ in range(2)]
    for thread in (worker, *writers):
        thread.start()
    for _ in range(4):
        rebuild(store, VIEWS)
    stop.set()
    for thread in (worker, *writers):
        thread.join(30)
        assert not thread.is_alive()
    Projector(store, VIEWS).catch_up()
    assert unseen == []
    assert store.log.last_position() > 1_000
    assert check(store, VIEWS) == []


def test_one_view_may_be_rebuilt_alone(store: Store, rows_of: RowsOf, reading: Views) -> None:
    """The others are copied as they stand."""
    store.record(*many_books(2))
    Projector(store, VIEWS).catch_up()
    change_live(store, "update {table} set word = {value}", "remarks", "tampered")
    change_live(store, "update {table} set title = {value}", "books", "tampered")
    rebuild(store, VIEWS, only=["books"])
    assert {row.word for row in rows_of("remarks")} == {"tampered"}
    assert "tampered" not in {row.title for row in rows_of("books")}
    assert {one.position for one in reading.lag().values()} == {20}


def test_a_view_that_does_not_exist_cannot_be_rebuilt(store: Store) -> None:
    """The sentence names those that do."""
    with pytest.raises(Refused, match=r"no view called bokks\. The views are: books, chapters, remarks"):
        rebuild(store, VIEWS, only=["bokks"])


def test_one_rebuild_at_a_time(store: Store) -> None:
    """The second one is refused, and so is a check meanwhile."""
    Projector(store, VIEWS).catch_up()
    with connect(store.datastore.conninfo) as connection, only_rebuild(connection):
        for another in (rebuild, check):
            with pytest.raises(Refused, match="being rebuilt already"):
                another(store, VIEWS)
    rebuild(store, VIEWS)


def test_a_rebuild_that_would_serve_less_is_given_up(store: Store, rows_of: RowsOf) -> None:
    """The old views stay, nothing of the new ones is left, and the sentence says where it stopped."""
    store.record(*many_books(2))
    Projector(store, VIEWS).catch_up()
    broken = replace(BOOKS, changes={**BOOKS.changes, Book.Returned: never})
    with pytest.raises(
        RebuildFailed, match=r"stay as they were.*books stopped at position 4.*ZeroDivisionError"
    ):
        rebuild(store, [broken, CHAPTERS, REMARKS])
    assert schemas(store) == 1
    assert len(rows_of("books")) == 14


def test_a_rebuild_ends_when_the_program_does(store: Store) -> None:
    """It leaves nothing behind."""
    store.record(*many_books(2))
    Projector(store, VIEWS).catch_up()
    stop = threading.Event()
    stop.set()
    with pytest.raises(RebuildStopped):
        rebuild(store, VIEWS, stop=stop)
    assert schemas(store) == 1


def test_a_sound_view_has_no_differences(store: Store) -> None:
    """The check leaves nothing behind either."""
    store.record(*many_books(5))
    Projector(store, VIEWS).catch_up()
    store.record(*many_books(5))
    assert check(store, VIEWS) == []
    assert schemas(store) == 1


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("books", "update {table} set title = 'tampered' where since = {value}"),
        ("books", "delete from {table} where since = {value}"),
        ("books", "update {table} set until = null where since = {value} and until = 4"),
        ("books", "update {table} set until = until + 1 where since = {value}"),
    ],
)
def test_a_tampered_version_is_found(store: Store, table: str, statement: str) -> None:
    """Whatever was done to it, thing and position are named."""
    book, *others = many_books(3)
    store.record(book, *others)
    Projector(store, VIEWS).catch_up()
    with connect(store.datastore.conninfo) as connection:
        connection.execute("drop index views_1.books_standing")
    change_live(store, statement, table, 2)
    assert check(store, VIEWS) == [Difference("books", book.id, 2)]


def test_a_line_too_many_is_found(store: Store) -> None:
    """Also one that is there twice."""
    store.record(*many_books(1))
    Projector(store, VIEWS).catch_up()
    change_live(store, "insert into {table} select * from {table} where word = '0'", "remarks")
    assert check(store, VIEWS) == [Difference("remarks", None, 3)]


def test_what_was_recorded_since_is_no_difference(store: Store, reading: Views) -> None:
    """A view that has stopped is compared where it is, and one that goes on where it was."""
    books = many_books(4)
    Projector(store, VIEWS).catch_up()
    store.record(*books)
    stopping = replace(BOOKS, changes={**BOOKS.changes, Book.Discarded: never})
    views: list[View] = [stopping, CHAPTERS, REMARKS]
    store.record(*(book.tell(Book.Discarded) for book in books))
    Projector(store, views).catch_up()
    assert {name: one.position for name, one in reading.lag().items()} == {
        "books": 40,
        "chapters": 44,
        "remarks": 44,
    }
    assert check(store, VIEWS) == []


def test_views_of_another_design_are_not_compared(store: Store) -> None:
    """They have to be rebuilt first."""
    with pytest.raises(Refused, match="no views yet"):
        check(store, VIEWS)
    Projector(store, VIEWS).catch_up()
    with pytest.raises(Refused, match=r"books\. Run `dhr rebuild` first"):
        check(store, [replace(BOOKS, version=2), CHAPTERS, REMARKS])


def test_following_the_log_waits_for_a_rebuild_that_runs(store: Store, reading: Views) -> None:
    """A command beside a worker that builds the first views waits, and then finds them there."""
    projector = Projector(store, VIEWS)
    follower = threading.Thread(target=projector.catch_up)
    with connect(store.datastore.conninfo) as connection, only_rebuild(connection):
        follower.start()
        follower.join(timeout=0.3)
        assert follower.is_alive()
        assert reading.lag() == {}
    follower.join(timeout=30)
    assert not follower.is_alive()
    assert set(reading.lag()) == {view.name for view in VIEWS}


def test_a_log_with_a_gap_can_be_checked_and_built_again(store: Store) -> None:
    """An event that could not be read was taken out by hand: nothing else is left out or added for that."""
    Projector(store, VIEWS).catch_up()
    store.record(*many_books(3))
    with store.connection() as connection, connection.transaction():
        connection.execute("alter table public.events disable trigger events_are_immutable")
        connection.execute(
            "delete from public.events where position = (select max(position) - 1 from public.events)"
        )
        connection.execute("alter table public.events enable always trigger events_are_immutable")
    Projector(store, VIEWS).catch_up()
    store.record(*many_books(1))
    assert check(store, VIEWS) == []
    Projector(store, VIEWS).catch_up()
    rebuild(store, VIEWS)
    assert check(store, VIEWS) == []
