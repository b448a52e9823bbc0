"""Events as JSON and back: every type of field, older versions, and what cannot be read."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from domain.provenance import Confidential, Recorded
from domain.refusals import Refused
from domain.store.application import Store
from domain.store.mapper import EventToStore, UnreadableEvent
from domain.store.shape import shape_of, shape_of_topic
from domain.vocabulary import How
from tests.domain.store.specimens import PARTNERSHIP, TODAY, Everything, Mood, Part

TEXT = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
NUMBER = some.integers(-(2**63), 2**63 - 1)


def tuples(of: some.SearchStrategy[Any]) -> some.SearchStrategy[tuple[Any, ...]]:
    """Short tuples."""
    return some.lists(of, max_size=3).map(tuple)


PARTS = some.builds(
    Part, words=TEXT, day=some.none() | some.dates(), mood=some.sampled_from(Mood), inner=tuples(NUMBER)
)
EVENTS = some.builds(
    Everything,
    originator_id=some.uuids(),
    originator_version=some.integers(1, 2**40),
    timestamp=some.just(datetime(1970, 1, 1, tzinfo=UTC)),
    originator_topic=some.just("specimen"),
    partnership=some.none() | some.uuids(),
    text_key=some.just(PARTNERSHIP),
    entered_by=some.none() | some.uuids(),
    post=TEXT,
    post_agency=TEXT,
    said_by=TEXT,
    how=some.sampled_from(How),
    how_in_detail=TEXT,
    reason=TEXT,
    happened_on=some.dates(),
    correlation=some.uuids(),
    prose=TEXT,
    words=TEXT,
    identity=some.none() | some.uuids(),
    day=some.dates(),
    moment=some.none() | some.datetimes(timezones=some.just(UTC)),
    number=NUMBER,
    sure=some.booleans(),
    mood=some.sampled_from(Mood),
    moods=tuples(some.sampled_from(Mood)),
    people=tuples(some.uuids()),
    days=tuples(some.dates()),
    parts=tuples(PARTS),
)


def an_event(**facts: Any) -> Everything:
    """One event with a value in every field."""
    given_facts: dict[str, Any] = {
        "originator_id": uuid4(), "originator_version": 1, "timestamp": datetime(1970, 1, 1, tzinfo=UTC),
        "originator_topic": "specimen", "partnership": PARTNERSHIP, "text_key": PARTNERSHIP,
        "entered_by": None, "post": "", "post_agency": "", "said_by": "", "how": How.MEETING,
        "how_in_detail": "meeting of 12 June, item 7", "reason": "", "happened_on": TODAY,
        "correlation": uuid4(), "prose": "Prose", "words": "Words", "identity": None,
        "day": date(2026, 2, 28), "moment": None, "number": 3, "sure": True, "mood": Mood.IN_DOUBT,
        "moods": (Mood.CALM,), "people": (), "days": (), "parts": (Part("x", None, Mood.CALM),),
    }  # fmt: skip
    return Everything(**(given_facts | facts))


def with_state(row: EventToStore, **changes: Any) -> EventToStore:
    """The same row with some facts of its JSON changed, or taken out where the change is `...`."""
    state = msgspec.json.decode(row.state) | changes
    return replace(row, state=msgspec.json.encode({k: v for k, v in state.items() if v is not ...}))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(event=EVENTS)
def test_every_type_of_field_comes_back_as_it_was(store: Store, event: Everything) -> None:
    """Dates are dates again, tuples tuples, enums enums, and texts the same to the letter."""
    found = store.mapper.to_domain_event(store.mapper.to_stored_event(event))
    assert found == event
    assert {name: type(value) for name, value in vars(found).items()} == {
        name: type(value) for name, value in vars(event).items()
    }


def test_an_event_comes_back_through_the_database(store: Store) -> None:
    """What PostgreSQL keeps is what the mapper wrote, quotation marks, backslashes and all."""
    text = 'a "quoted" \\ back\\slash {brace}, comma\n\ttab é 漢 👩\u200d💻 \\u0000'
    event = an_event(prose=text, words=text, post=text, parts=(Part(text, TODAY, Mood.CALM, (1, 2)),))
    store.recorder.insert_events([store.mapper.to_stored_event(event)])
    [entry] = store.log.read(0, limit=1)
    assert vars(entry.event) == vars(event) | {"timestamp": entry.recorded_at}


def test_values_stand_in_the_json_as_people_would_write_them(store: Store) -> None:
    """Days as ISO dates, enums as their words, tuples as lists."""
    state = msgspec.json.decode(store.mapper.to_stored_event(an_event(days=(TODAY,))).state)
    assert (state["day"], state["mood"], state["days"]) == ("2026-02-28", "in doubt", ["2026-11-02"])
    assert state["parts"] == [{"words": "x", "day": None, "mood": "calm", "inner": []}]
    assert state["class_version"] == 3


def test_older_versions_are_brought_up(store: Store) -> None:
    """A state of the first version is renamed and filled in, its text read under its old name."""
    event = an_event()
    row = store.mapper.to_stored_event(event)
    prose = msgspec.json.decode(row.state)["prose"]
    first = with_state(row, class_version=..., moods=..., prose=..., text=prose)
    found = store.mapper.to_domain_event(first)
    assert vars(found) == vars(event) | {"moods": (Mood.IN_DOUBT,)}
    second = with_state(row, class_version=2, moods=...)
    assert store.mapper.to_domain_event(second) == found


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"class_version": 4}, "it is of version 4 and this program knows 3"),
        ({"words": ...}, "missing required field `words`"),
        ({"another": 1}, "unknown field `another`"),
        ({"day": "2026-02-30"}, "Invalid RFC3339"),
        ({"mood": "merry"}, "Invalid enum value 'merry'"),
        ({"number": "3"}, "Expected `int`, got `str`"),
        ({"parts": [{"words": "x"}]}, "missing required field"),
        ({"prose": "in clear"}, "badly formed"),
        ({"class_version": 1}, "'text'"),
    ],
)
def test_what_cannot_be_read_is_said(store: Store, changes: dict[str, Any], reason: str) -> None:
    """An event is never skipped, guessed at or half read: the error names it and the reason."""
    row = with_state(store.mapper.to_stored_event(an_event()), **changes)
    store.recorder.insert_events([row])
    with pytest.raises(UnreadableEvent) as refused:
        store.log.read(0, limit=9)
    assert f"position 1 (specimen.everything, version 1 of {row.originator_id}) cannot be read" in str(
        refused.value
    )
    assert reason in str(refused.value)


@pytest.mark.parametrize("topic", ["specimen.unheard_of", "os:remove", "antigravity"])
def test_an_unknown_topic_is_said_and_imports_nothing(store: Store, topic: str) -> None:
    """What stands in the database is never taken for a module to import."""
    row = store.mapper.to_stored_event(an_event())
    store.recorder.insert_events([replace(row, topic=topic)])
    with pytest.raises(UnreadableEvent, match=f"position 1 .*does not know the topic '{topic}'"):
        store.log.read(0, limit=9)


@pytest.mark.parametrize(
    "facts",
    [{"day": "tomorrow"}, {"number": "3"}, {"people": (1,)}, {"prose": 7}, {"prose": ("a",)}, {"mood": None},
     {"day": datetime(2026, 1, 1, tzinfo=UTC)}, {"words": object()}],
)  # fmt: skip
def test_an_event_that_could_not_be_read_back_is_not_written(store: Store, facts: dict[str, Any]) -> None:
    """A mistake of the program is found when it writes, not years later."""
    with pytest.raises(TypeError, match=r"specimen\.everything cannot be recorded"):
        store.mapper.to_stored_event(an_event(**facts))


@pytest.mark.parametrize("field", ["words", "prose"])
@pytest.mark.parametrize(("text", "sentence"), [("a\0b", "null character"), ("a\ud800b", "broken character")])
def test_characters_that_no_view_could_keep_are_refused(
    store: Store, field: str, text: str, sentence: str
) -> None:
    """PostgreSQL keeps neither null characters nor half ones; who typed them is told so."""
    with pytest.raises(Refused, match=sentence):
        store.mapper.to_stored_event(an_event(**{field: text}))


def test_confidential_text_stands_in_plain_fields_alone() -> None:
    """Inside a tuple it would be stored in clear, so such a class is refused."""

    class Careless(Recorded):
        TOPIC = "specimen.careless"
        texts: tuple[Confidential, ...]

    with pytest.raises(TypeError, match=r"Careless\.texts: only a plain text can be confidential"):
        shape_of(Careless)


def test_an_event_without_a_topic_of_its_own_is_refused() -> None:
    """A class that inherits the topic of another would be read back as that other."""

    class Nameless(Everything):
        pass

    with pytest.raises(TypeError, match="Nameless has no TOPIC of its own"):
        shape_of(Nameless)


def test_a_topic_finds_its_class() -> None:
    """The log names classes by topic, wherever they may live."""
    assert shape_of_topic("specimen.everything").event is Everything
