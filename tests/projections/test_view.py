"""What a view says of itself."""

from __future__ import annotations

from dataclasses import replace

from msgspec import Struct

from projections.view import VersionedView
from tests.projections.shelf import BOOKS, CHAPTERS, REMARKS, Book, BookRow


class OtherRow(BookRow, frozen=True, gc=False):
    """A book with one field more."""

    shelf: str = ""


def test_the_table_comes_first_and_its_indexes_follow() -> None:
    """A semicolon at the end of a line ends a statement."""
    table, index = BOOKS.statements
    assert table.startswith("create table books (")
    assert index == "create index books_title on books (title, since, until)"


def test_the_definition_changes_with_row_table_and_version() -> None:
    """Rows that were stored under another one are not read."""
    assert BOOKS.definition == replace(BOOKS).definition
    others = [replace(BOOKS, version=2), replace(BOOKS, row=OtherRow), replace(BOOKS, sql="chapters.sql")]
    assert len({BOOKS.definition, *(other.definition for other in others)}) == 4


def test_the_definition_does_not_depend_on_the_functions() -> None:
    """Who changes what they make of old events raises the version."""
    assert replace(BOOKS, changes={}).definition == BOOKS.definition


def test_a_view_is_concerned_by_its_own_events_alone() -> None:
    """Others only move its position; lines without named events are asked about all."""
    assert BOOKS.concerned({Book.Added, Book.Remarked})
    assert not BOOKS.concerned({Book.Remarked, Book.Divided})
    assert REMARKS.concerned({Book.Remarked})
    assert not REMARKS.concerned({Book.Added})
    assert replace(REMARKS, events=None).concerned({Book.Added})


def test_fields_are_columns_in_order() -> None:
    """As the Struct has them."""
    assert CHAPTERS.fields == ["id", "book", "chapter"]
    assert isinstance(CHAPTERS, VersionedView)
    assert issubclass(CHAPTERS.row, Struct)
