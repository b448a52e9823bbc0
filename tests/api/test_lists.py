"""The lists of things: pages, JSON and files understand the same words."""

from __future__ import annotations

import pytest

from api.lists import LISTS, ListOf, understood
from api.pages.lists import PAGES, ListPage
from domain.refusals import Refused
from projections import actions, directory, recommendations, reviews

ORDERS = {
    "actions": actions.ORDERS,
    "recommendations": recommendations.ORDERS,
    "reviews": reviews.ORDERS,
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
        ("actions", {"agency": "x"}, "The address asks for the agency “x”, which there is not."),
        ("actions", {"sort": "none"}, "The address asks for the order “none”, which there is not."),
        ("actions", {"rag": "pink"}, "The address asks for the colour “pink”, which there is not."),
        (
            "actions",
            {"overdue_from": "x"},
            "The address asks for “x” under “overdue from”. This must be a whole number.",
        ),
        (
            "actions",
            {"due_to": "2026-02-30"},
            "The address asks for “2026-02-30” under “due to”. This must be a day, written like 2026-03-31.",
        ),
        ("agencies", {"sort": "overdue"}, "The address asks for the order “overdue”, which there is not."),
        ("people", {"owner": "x"}, "This list does not know the word “owner”."),
    ],
)
def test_what_is_not_understood(things: str, said: dict[str, str], sentence: str) -> None:
    """Each wrong word of an address is told in one sentence."""
    with pytest.raises(Refused) as refused:
        understood(LISTS[things].chosen, said)
    assert (str(refused.value), refused.value.field) == (sentence, *said)


def test_empty_words_ask_for_nothing() -> None:
    """What a form sends of boxes that were left empty."""
    assert understood(LISTS["actions"].chosen, {"agency": "", "words": ""}).agency is None
