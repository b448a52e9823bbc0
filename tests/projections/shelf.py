"""A shelf of books, invented for the tests: a small domain with views of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4, uuid5

from msgspec import Struct
from msgspec.structs import replace

from domain.provenance import DIRECTORY, Confidential, Provenance, Recorded, RecordedFirst, Thing
from domain.store.log import LogEntry
from domain.vocabulary import How
from projections.view import AppendedView, VersionedView

if TYPE_CHECKING:
    from collections.abc import Iterator

BY = Provenance(how=How.FORM, today=date(2026, 3, 2), reason="Invented for a test.")


class State(StrEnum):
    """Where a book is."""

    HERE = "here"
    LENT = "lent out"


@dataclass(frozen=True)
class Chapter:
    """A part of a book."""

    number: int
    heading: str


class Book(Thing):
    """Something with a life of its own."""

    TOPIC = "test_book"
    Event = Recorded

    class Added(RecordedFirst):
        """It stands on the shelf."""

        TOPIC = "test_book.added"
        title: Confidential

    class Retitled(Recorded):
        """It is called otherwise."""

        TOPIC = "test_book.retitled"
        title: Confidential

    class Lent(Recorded):
        """It is away until a day."""

        TOPIC = "test_book.lent"
        until: date
        readers: tuple[UUID, ...]

    class Returned(Recorded):
        """It is back."""

        TOPIC = "test_book.returned"

    class Remarked(Recorded):
        """Somebody said something about it."""

        TOPIC = "test_book.remarked"
        words: Confidential

    class Divided(Recorded):
        """It has these chapters, and no others."""

        TOPIC = "test_book.divided"
        chapters: tuple[Chapter, ...]

    class Discarded(Recorded):
        """It is gone, and may come again."""

        TOPIC = "test_book.discarded"

    @classmethod
    def add(cls, title: str = "A book") -> Book:
        """A new book."""
        return cls.record_first(cls.Added, BY, partnership=None, text_key=DIRECTORY, title=title)

    def tell(self, event: type[Recorded], **facts: Any) -> Book:
        """The book after one event more."""
        self.record(event, BY, **facts)
        return self


class BookRow(Struct, frozen=True, gc=False):
    """A book as lists show it."""

    id: UUID
    title: str
    state: State
    until_day: date | None
    readers: tuple[UUID, ...]
    seen_at: datetime
    gone: bool


class ChapterRow(Struct, frozen=True, gc=False):
    """A chapter of a book."""

    id: UUID
    book: UUID
    chapter: Chapter


class RemarkRow(Struct, frozen=True, gc=False):
    """A remark, word by word."""

    position: int
    book: UUID
    word: str


def added(_: BookRow | None, event: Any, entry: LogEntry) -> BookRow:
    """A book begins here, unread."""
    return BookRow(event.originator_id, event.title, State.HERE, None, (), entry.recorded_at, False)


def chapters(event: Any) -> dict[UUID, Chapter]:
    """Each chapter is known by its book and number."""
    return {uuid5(event.originator_id, str(part.number)): part for part in event.chapters}


def remarks(entry: LogEntry) -> Iterator[RemarkRow]:
    """One line for each word."""
    event: Any = entry.event
    for word in event.words.split():
        yield RemarkRow(entry.position, event.originator_id, word)


def heading(row: ChapterRow | None, part: Chapter, entry: LogEntry) -> ChapterRow | None:
    """The chapter as it is headed; one without a heading is none."""
    (identity,) = (key for key, one in chapters(entry.event).items() if one == part)
    return ChapterRow(identity, entry.event.originator_id, part) if part.heading else None


def never(*_: object) -> Any:
    """A function of a view that fails."""
    raise ZeroDivisionError


BOOKS = VersionedView(
    "books",
    "books.sql",
    BookRow,
    {
        Book.Added: added,
        Book.Retitled: lambda row, event, _: row and replace(row, title=event.title),
        Book.Lent: lambda row, event, _: (
            row and replace(row, state=State.LENT, until_day=event.until, readers=event.readers)
        ),
        Book.Returned: lambda row, *_: row and replace(row, state=State.HERE, until_day=None, readers=()),
        Book.Discarded: lambda *_: None,
    },
)
CHAPTERS = VersionedView("chapters", "chapters.sql", ChapterRow, {Book.Divided: heading}, about=chapters)
REMARKS = AppendedView("remarks", "remarks.sql", RemarkRow, remarks, frozenset({Book.Remarked}))
VIEWS = (BOOKS, CHAPTERS, REMARKS)


def entries_of(*things: Thing, after: int = 0) -> list[LogEntry]:
    """Log entries as the store would give them, without a store."""
    events = [cast(Recorded, event) for thing in things for event in thing.collect_events()]
    moment = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return [
        LogEntry(position, moment, str(vars(type(event))["TOPIC"]), event)
        for position, event in enumerate(events, start=after + 1)
    ]


def many_books(number: int) -> list[Book]:
    """Books with a life of ten events each."""
    return [a_life(f"Book {count}") for count in range(number)]


def a_life(title: str) -> Book:
    """One book that ten things happen to."""
    book, reader = Book.add(title), uuid4()
    for count in range(2):
        book.tell(Book.Lent, until=date(2026, 4, 1 + count), readers=(reader,))
        book.tell(Book.Remarked, words=f"“quoted”\tand \\ slashed {count}")
        book.tell(Book.Returned)
        book.tell(Book.Retitled, title=f"{title}, edition {count}\nof many")
    return book.tell(Book.Divided, chapters=(Chapter(1, "One"), Chapter(2, "Two")))
