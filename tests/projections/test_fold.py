"""Versions out of events, without a database."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as some

from projections.fold import Version, fold, lines, touched
from tests.projections.shelf import BOOKS, CHAPTERS, REMARKS, Book, BookRow, Chapter, State, entries_of

if TYPE_CHECKING:
    from domain.store.log import LogEntry

READER = uuid4()
TELLINGS: list[tuple[type[Any], dict[str, Any]]] = [
    (Book.Retitled, {"title": "One"}),
    (Book.Retitled, {"title": "Two"}),
    (Book.Lent, {"until": date(2026, 5, 1), "readers": (READER,)}),
    (Book.Returned, {}),
    (Book.Remarked, {"words": "so so"}),
    (Book.Discarded, {}),
    (Book.Divided, {"chapters": (Chapter(1, "Begin"), Chapter(2, "End"))}),
    (Book.Divided, {"chapters": (Chapter(1, "Begin"), Chapter(2, ""))}),
]
stories = some.lists(some.tuples(some.integers(0, 2), some.sampled_from(TELLINGS)), max_size=40)


def told(story: list[tuple[int, tuple[type[Any], dict[str, Any]]]]) -> list[LogEntry]:
    """The log of three books to which the story happens."""
    books = [Book.add(title) for title in ("First", "Second", "Third")]
    entries = entries_of(*books)
    for which, (event, facts) in story:
        entries += entries_of(books[which].tell(event, **facts), after=len(entries))
    return entries


def all_versions(entries: list[LogEntry]) -> list[Version]:
    """Every version, in the order in which they begin."""
    standing: dict[UUID, Version] = {}
    ended = fold(BOOKS, entries, standing)
    return sorted([*ended, *standing.values()], key=lambda version: (version.id, version.since))


def row_of(version: Version) -> BookRow:
    """The row of a version of a book."""
    assert isinstance(version.row, BookRow)
    return version.row


def test_a_thing_has_a_version_for_every_change_and_the_last_one_stands() -> None:
    """Each version ends where the next one begins; the last one has no end."""
    entries = entries_of(Book.add("Old").tell(Book.Retitled, title="New").tell(Book.Retitled, title="Newer"))
    found = [(row_of(one).title, one.since, one.until) for one in all_versions(entries)]
    assert found == [("Old", 1, 2), ("New", 2, 3), ("Newer", 3, None)]


def test_an_event_that_changes_nothing_in_the_row_makes_no_version() -> None:
    """An equal row is the same version, and so is an event that the view does not know."""
    book = Book.add("Same").tell(Book.Retitled, title="Same").tell(Book.Remarked, words="dull")
    assert [(one.since, one.until) for one in all_versions(entries_of(book))] == [(1, None)]


def test_a_thing_that_is_gone_has_no_version_that_stands() -> None:
    """None ends the last version, and nothing begins."""
    found = all_versions(entries_of(Book.add().tell(Book.Discarded)))
    assert [(one.since, one.until) for one in found] == [(1, 2)]


def test_an_event_may_be_about_several_things() -> None:
    """Each chapter gets what the event says of it alone; one that stays as it was gets no new version."""
    book = Book.add().tell(Book.Divided, chapters=(Chapter(1, "Begin"), Chapter(2, "End")))
    book.tell(Book.Divided, chapters=(Chapter(1, "Begin"), Chapter(2, "The end")))
    entries = entries_of(book)
    standing: dict[UUID, Version] = {}
    ended = fold(CHAPTERS, entries, standing)
    assert [(one.since, one.until) for one in ended] == [(2, 3)]
    assert sorted(one.since for one in standing.values()) == [2, 3]
    assert set(touched(CHAPTERS, entries)) == standing.keys()


def test_only_things_that_may_change_are_touched() -> None:
    """What stands is asked for these alone."""
    one, other = Book.add(), Book.add()
    entries = entries_of(one, other.tell(Book.Remarked, words="fine"))
    assert set(touched(BOOKS, entries)) == {one.id, other.id}
    assert touched(BOOKS, entries[2:]) == []


def test_an_event_may_give_several_lines_and_others_none() -> None:
    """One line for each word of a remark."""
    found = lines(REMARKS, entries_of(Book.add().tell(Book.Remarked, words="two words")))
    assert [(line.position, line.word) for line in found] == [(2, "two"), (2, "words")]  # type: ignore[attr-defined]


@given(stories)
def test_the_versions_of_a_thing_never_overlap_and_always_differ(story: list[Any]) -> None:
    """One after the other, each of at least one position, and neighbours are not equal."""
    found = all_versions(told(story))
    assert all(one.until is None or one.since < one.until for one in found)
    for one, following in pairwise(found):
        if one.id == following.id:
            assert one.until is not None
            assert one.until <= following.since
            assert one.until < following.since or one.row != following.row


@given(stories)
def test_versions_tell_how_everything_was_at_every_position(story: list[Any]) -> None:
    """The versions at a position are what a fold up to that position leaves standing."""
    entries = told(story)
    found = all_versions(entries)
    for position in range(len(entries) + 1):
        then: dict[UUID, Version] = {}
        fold(BOOKS, entries[:position], then)
        seen = {
            one.id: one.row
            for one in found
            if one.since <= position and (one.until is None or position < one.until)
        }
        assert seen == {identity: version.row for identity, version in then.items()}


@given(stories, some.data())
def test_it_does_not_matter_where_batches_end(story: list[Any], data: some.DataObject) -> None:
    """Folded in any pieces, the versions are the same."""
    entries = told(story)
    ends = sorted({0, len(entries), *data.draw(some.lists(some.integers(0, len(entries)), max_size=8))})
    standing: dict[UUID, Version] = {}
    ended = [one for start, end in pairwise(ends) for one in fold(BOOKS, entries[start:end], standing)]
    pieces = sorted([*ended, *standing.values()], key=lambda version: (version.id, version.since))
    assert pieces == all_versions(entries)


def test_a_row_keeps_its_types() -> None:
    """Words of a closed list stay such words."""
    entries = entries_of(Book.add().tell(Book.Lent, until=date(2026, 5, 1), readers=(READER,)))
    assert [row_of(one).state for one in all_versions(entries)] == [State.HERE, State.LENT]
