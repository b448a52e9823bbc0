"""The lists of things: pages, JSON and files understand the same words."""

from __future__ import annotations

import pytest

from api.lists import LISTS, ListOf, understood
from api.pages.lists import PAGES, ListPage
from domain.refusals import Refused
from projections import actions, clocks, directory, recommendations, reviews

ORDERS = {
    "actions": actions.ORDERS,
    "recommendations": recommendations.ORDERS,
    "reviews": reviews.ORDERS,
    "clocks": clocks.ORDERS,
    "agencies": directory.AGENCY_ORDERS,
    "people": directory.PEOPLE_ORDERS,
}


@pytest.mark.parametrize("one", LISTS.values(), ids=LISTS)
def test_every_order_can_be_asked_for(one: ListOf) -> None:
    """What a list can be sorted by is what its address takes, both ways, and a column of it."""
    assert one.orders == set(ORDERS[one.things]) - {""}
    assert {word.removeprefix("-") for word in one.orders} <= {column.name for column in one.columns}
    assert all(f"-{word}" in one.orders for word in one.orders if not word.startswith("-"))


@pytest.mark.parametrize("one", LISTS.values(), ids=LISTS)
def test_columns_have_words_of_their_own(one: ListOf) -> None:
    """Each column has another word, and the usual ones begin with the one that says what a row is about."""
    names = [column.name for column in one.columns]
    assert len(set(names)) == len(names)
    assert [column.name for column in one.shown(None)] == list(one.usual)
    assert one.usual[0] == names[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.of.things)
def test_every_filter_is_understood(page: ListPage) -> None:
    """A page has every filter of its list and no other, and each quick choice is understood."""
    beside = {"as_at", "columns", "sort"}
    assert {field.name for field in page.fields} == set(page.of.chosen.model_fields) - beside
    for _, query in page.quick:
        words = dict(part.split("=") for part in query.replace("+", " ").split("&") if part)
        assert understood(page.of.chosen, words) is not None


@pytest.mark.parametrize(
    ("things", "said", "sentence"),
    [
        ("actions", {"agency": "x"}, "The address asks for “x” under “agency”, which there is not."),
        ("actions", {"sort": "none"}, "The address asks for “none” under “sort”, which there is not."),
        ("actions", {"rag": "pink"}, "The address asks for “pink” under “rag”, which there is not."),
        (
            "actions",
            {"overdue_from": "x"},
            "The address asks for “x” under “overdue_from”. This must be a whole number.",
        ),
        (
            "actions",
            {"due_to": "2026-02-30"},
            "The address asks for “2026-02-30” under “due_to”. This must be a day, written like 2026-03-31.",
        ),
        ("agencies", {"sort": "overdue"}, "The address asks for “overdue” under “sort”, which there is not."),
        ("people", {"owner": "x"}, "This list does not know the word “owner”."),
    ],
)
def test_what_is_not_understood(things: str, said: dict[str, str], sentence: str) -> None:
    """Each wrong word of an address is told in one sentence, with the query word as programs know it."""
    with pytest.raises(Refused) as refused:
        understood(LISTS[things].chosen, said)
    assert (str(refused.value), refused.value.field) == (sentence, *said)


@pytest.mark.parametrize(
    ("things", "said", "sentence"),
    [
        (
            "actions",
            {"agency": "x"},
            "The address asks for “x” under “Agency, leading or supporting”, which there is not.",
        ),
        ("actions", {"rag": "pink"}, "The address asks for “pink” under “Colour”, which there is not."),
        ("actions", {"sort": "none"}, "The address asks for “none” under “Order”, which there is not."),
        (
            "actions",
            {"overdue_from": "x"},
            "The address asks for “x” under “Days overdue, at least”. This must be a whole number.",
        ),
        (
            "actions",
            {"words": "x" * 201},
            "“Words in the action, or its number” in the address: at most 200 characters, please.",
        ),
        (
            "people",
            {"has_left": "perhaps"},
            "The address asks for “perhaps” under “Still there”. This must be true or false.",
        ),
    ],
)
def test_what_is_not_understood_on_a_page(things: str, said: dict[str, str], sentence: str) -> None:
    """A page names the label that its form has for a word, and never the word."""
    [page] = [page for page in PAGES if page.of.things == things]
    with pytest.raises(Refused) as refused:
        understood(page.of.chosen, said, page.labels)
    assert (str(refused.value), refused.value.field) == (sentence, *said)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.of.things)
def test_every_word_has_a_label_of_its_own(page: ListPage) -> None:
    """No two filters of a list are called the same, so that a sentence tells which is wrong."""
    assert len(set(page.labels.values())) == len(page.labels)


def test_columns_are_named_to_people_by_their_headings() -> None:
    """An unknown column says which there are as the table says them."""
    with pytest.raises(Refused) as refused:
        LISTS["agencies"].shown("name,none")
    assert str(refused.value).endswith("“none”. It has: Agency, Also known as, Open actions, Overdue.")


def test_empty_words_ask_for_nothing() -> None:
    """What a form sends of boxes that were left empty."""
    assert understood(LISTS["actions"].chosen, {"agency": "", "words": ""}).agency is None
