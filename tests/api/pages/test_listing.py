"""The addresses of lists: pages, orders and filters."""

from __future__ import annotations

import pytest
from fastapi import Request

from api.pages.listing import SIZES, Listing


def asked(query: str) -> Request:
    """A request for a list."""
    scope = {
        "type": "http",
        "path": "/actions",
        "query_string": query.encode(),
        "headers": [],
        "server": ("h", 80),
    }
    return Request(scope)


@pytest.mark.parametrize(
    ("page", "total", "shown"),
    [
        (1, 10, ["1"]),
        (1, 100, ["1", "2"]),
        (1, 500, ["1", "2", "…", "10"]),
        (5, 500, ["1", "…", "4", "5", "6", "…", "10"]),
        (10, 500, ["1", "…", "9", "10"]),
        (3, 200, ["1", "2", "3", "4"]),
    ],
)
def test_page_numbers(page: int, total: int, shown: list[str]) -> None:
    """The first, the last and the near pages are shown, with gaps between."""
    listing = Listing.of(asked(f"page={page}"), total)
    assert ["…" if one.get("ellipsis") else str(one["number"]) for one in listing.numbers] == shown
    assert [one["number"] for one in listing.numbers if one.get("current")] == [page]


@pytest.mark.parametrize(("said", "page"), [("0", 1), ("-3", 1), ("x", 1), ("٣", 1), ("99", 3), ("3", 3)])
def test_pages_that_are_not_there(said: str, page: int) -> None:
    """Whatever an address says, one of the pages that there are is shown."""
    assert Listing.of(asked(f"page={said}"), 120).page == page


def test_filters_are_kept() -> None:
    """Other pages and orders keep the filters; what was just recorded is not kept."""
    listing = Listing.of(asked("words=a+%26+b&done=owner&page=2"), 150, sort="due")
    assert listing.next == "/actions?words=a+%26+b&page=3"
    assert listing.previous == "/actions?words=a+%26+b"
    assert listing.without("words") == "/actions"
    assert listing.sort_by("due") == "/actions?words=a+%26+b&sort=-due"
    assert listing.offset == 50


@pytest.mark.parametrize(
    ("sort", "column", "state"),
    [
        ("due", "due", "ascending"),
        ("-due", "due", "descending"),
        ("-progress", "progress", "descending"),
        ("due", "number", ""),
    ],
)
def test_what_is_said_of_an_order(sort: str, column: str, state: str) -> None:
    """Only the column by which a list is sorted says so."""
    assert Listing.of(asked(""), 1, sort=sort).sorted_by(column) == state


def test_larger_pages() -> None:
    """A page may have 200 or 500 rows, so that whole lists are printed; other pages and filters keep that."""
    listing = Listing.of(asked("words=a&a_page=200&page=2"), 450, sizes=SIZES)
    assert (listing.offset, listing.last, listing.notes) == (200, 3, ())
    assert listing.next == "/actions?words=a&a_page=200&page=3"
    assert listing.without("words") == "/actions?a_page=200"
    assert listing.said == {"words": "a", "a_page": "200"}
    assert listing.sizes == [(50, "/actions?words=a"), (500, "/actions?words=a&a_page=500")]


@pytest.mark.parametrize(("total", "sizes"), [(50, []), (51, [200]), (201, [200, 500])])
def test_larger_pages_are_offered_where_they_differ(total: int, sizes: list[int]) -> None:
    """A list that fits on one page offers no other."""
    assert [size for size, _ in Listing.of(asked(""), total).sizes] == sizes


@pytest.mark.parametrize("said", ["1", "5000", "x"])
def test_a_size_that_is_not_offered(said: str) -> None:
    """It is said, and the usual page is shown."""
    listing = Listing.of(asked(f"a_page={said}"), 120, sizes=SIZES)
    assert (listing.a_page, listing.last) == (50, 3)
    assert listing.notes == (f"A page of this list cannot have “{said}” rows; this one has 50.",)


def test_a_list_of_one_size() -> None:
    """Where rows come by fifties only, the address cannot ask for more."""
    assert Listing.of(asked("a_page=500&page=2"), 120).offset == 50
