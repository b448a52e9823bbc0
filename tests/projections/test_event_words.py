"""What people call the kinds of events, and the ways in which they come."""

from __future__ import annotations

from domain.vocabulary import How
from projections.event_words import (
    CAME,
    OTHER_WORDS,
    counted_kinds,
    heading_of,
    kind_of_event,
    kinds_of_events,
)


def test_every_kind_of_event_has_words() -> None:
    """Each stands once under the noun of its thing, in words without underscores, by which it is found."""
    kinds = kinds_of_events()
    assert [noun for noun, _ in kinds] == [
        "action",
        "agency",
        "partnership",
        "person",
        "recommendation",
        "review",
    ]
    for noun, members in kinds:
        words = [said for _, said in members]
        assert words == sorted(set(words))
        assert all(topic.startswith(f"{noun}.") and "_" not in said for topic, said in members)
    assert set(OTHER_WORDS) <= {topic for _, members in kinds for topic, _ in members}


def test_words_of_one_kind() -> None:
    """They are those of its topic, but where people say otherwise."""
    assert kind_of_event("action.owner_assigned") == "Owner assigned"
    assert kind_of_event("partnership.rag_rule_set") == "Rule for colours set"
    assert heading_of("action.owner_assigned") == "Action: owner assigned"


def test_counted() -> None:
    """How many of each, in words."""
    assert counted_kinds({"action.owner_assigned": 1200, "review.opened": 1}) == [
        "1,200 × action: owner assigned",
        "1 × review: opened",
    ]


def test_every_way_to_come_has_words() -> None:
    """Nobody reads the names of formats."""
    assert set(CAME) == set(How)
    assert CAME[How.JSON] == "by another system"
