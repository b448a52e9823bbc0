"""What somebody has chosen for a command on many things: kept, found again, sent once."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from domain.refusals import NotFound, Refused
from domain.tracker import Tracker
from domain.tracker.choosing import Seen, choose, find, send
from domain.tracker.together import judged
from tests.domain.tracker.many import NOW, SOMEBODY

GONE = "no longer kept"


def choice(tracker: Tracker, *things: UUID, words: str = "", key: str | None = None) -> UUID:
    """A choice of these things."""
    seen = [Seen(thing, 1) for thing in things]
    return choose(tracker.store, SOMEBODY, "owner", seen, now=NOW, partnership=None, words=words, key=key)


def test_a_choice_is_found_again(tracker: Tracker) -> None:
    """The things in their order, one that is named twice once, and the words, which lie sealed."""
    one, other = uuid4(), uuid4()
    identity = choice(tracker, other, one, other, words="Typed before.")
    found = find(tracker.store, SOMEBODY, identity)
    assert (found.noun, found.words, found.sent) == ("owner", "Typed before.", False)
    assert [each.thing for each in judged(tracker.store, identity)] == [other, one]
    with tracker.store.connection() as connection:
        [(stored,)] = connection.execute("select sealed from changes_together").fetchall()
    assert "Typed" not in stored


def test_a_choice_is_its_makers_own(tracker: Tracker) -> None:
    """Nobody else finds it, and what is not there is not found."""
    identity = choice(tracker, uuid4())
    with pytest.raises(NotFound, match=GONE):
        find(tracker.store, UUID(int=78), identity)
    with pytest.raises(NotFound, match=GONE):
        find(tracker.store, SOMEBODY, uuid4())


def test_what_is_sent_may_be_sent_again_as_it_was(tracker: Tracker) -> None:
    """Other words under the same choice are refused, and those of then stay."""
    identity = choice(tracker, uuid4())
    for _ in range(2):
        send(tracker.store, find(tracker.store, SOMEBODY, identity), "These words.")
    with pytest.raises(Refused, match="used for another request"):
        send(tracker.store, find(tracker.store, SOMEBODY, identity), "Other words.")
    found = find(tracker.store, SOMEBODY, identity)
    assert (found.words, found.sent) == ("These words.", True)
    with pytest.raises(NotFound, match=GONE):
        send(tracker.store, replace(found, id=uuid4()), "Words.")


def test_a_key_leads_to_the_choice_that_came_with_it(tracker: Tracker) -> None:
    """A request that is sent again changes nothing in what was chosen."""
    thing = uuid4()
    first = choice(tracker, thing, key="a")
    assert choice(tracker, uuid4(), uuid4(), key="a") == first
    assert [each.thing for each in judged(tracker.store, first)] == [thing]
    assert choice(tracker, thing, key="b") != first


def test_words_whose_key_was_destroyed_are_gone(tracker: Tracker, walsall: UUID) -> None:
    """They are erased with the text of their partnership, and the choice with them."""
    seen = [Seen(uuid4(), 1)]
    identity = choose(
        tracker.store, SOMEBODY, "owner", seen, now=NOW, partnership=walsall, words="Typed before."
    )
    tracker.store.keys.destroy(walsall)
    with pytest.raises(NotFound, match=GONE):
        find(tracker.store, SOMEBODY, identity)
