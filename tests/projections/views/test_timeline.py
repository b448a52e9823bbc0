"""The timeline, and the sentences in which events are told."""

import dataclasses
from datetime import UTC, date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid4

import pytest

from domain.action import Action
from domain.agency import Agency
from domain.person import Person
from domain.provenance import Recorded
from domain.recommendation import Recommendation
from domain.review import Review
from domain.store.log import LogEntry
from domain.store.shape import event_classes
from projections import directory, timeline
from projections.sentences import TELLINGS, mentioned, sentence
from tests.projections.views.conftest import TODAY, Register

EVENTS: list[Any] = sorted(
    (one for one in event_classes() if one.__module__.startswith("domain.")),
    key=lambda one: str(vars(one)["TOPIC"]),
)


def value_of(kind: Any) -> Any:
    """A value of a type that events use, filled as far as it goes."""
    if get_origin(kind) in (Union, UnionType):
        return value_of(next(one for one in get_args(kind) if one is not NoneType))
    if get_origin(kind) is tuple:
        return (value_of(get_args(kind)[0]),)
    plain: dict[Any, Any] = {
        UUID: uuid4(), str: "Words", int: 2, bool: True, date: TODAY, datetime: datetime.now(UTC)
    }  # fmt: skip
    if kind in plain:
        return plain[kind]
    if issubclass(kind, StrEnum):
        return next(iter(kind))
    return kind(**{one.name: value_of(get_type_hints(kind)[one.name]) for one in dataclasses.fields(kind)})


def entry_of(event: type[Recorded]) -> LogEntry:
    """An entry with an event of this class, every field filled."""
    hints = get_type_hints(event)
    facts = {
        one.name: value_of(hints[one.name])
        for one in dataclasses.fields(event)
        if one.name != "originator_id"
    }
    return LogEntry(1, datetime.now(UTC), event.TOPIC, event(originator_id=uuid4(), **facts))  # type: ignore[attr-defined]


@pytest.mark.parametrize("event", EVENTS, ids=lambda one: one.TOPIC)
def test_every_event_is_told(event: type[Recorded]) -> None:
    """Every kind of event has a sentence that begins with a capital, and shows its reason."""
    told = sentence(entry_of(event), {})
    assert told.text[0].isupper()
    assert "None" not in told.text
    assert ("Reason", "Words") in told.details


def test_no_event_is_told_that_does_not_exist() -> None:
    """The tellings are those of the events, no more and no fewer."""
    assert set(TELLINGS) == set(EVENTS)


def test_the_timeline_of_a_review_is_paged(register: Register) -> None:
    """Oldest or newest first, after one position and before another, of a review or of one thing."""
    action = register.plan(timescale="31 March 2027")
    with register.reading() as connection:
        everything = timeline.positions(connection, review=register.review)
        newest = timeline.positions(connection, review=register.review, newest_first=True, limit=2)
        rest = timeline.positions(connection, review=register.review, after=everything[1])
        before = timeline.positions(connection, review=register.review, before=everything[-1])
        of_action = timeline.positions(connection, thing=action)
        then = timeline.positions(connection, review=register.review, at=everything[0])
        elsewhere = timeline.positions(connection, partnerships=[uuid4()], review=register.review)
    assert newest == everything[:-3:-1]
    assert rest == everything[2:]
    assert before == everything[:-1]
    assert len(of_action) == 2
    assert then == everything[:1]
    assert elsewhere == []


def test_a_history_is_told_with_names(register: Register) -> None:
    """The history of an action names its agency and tells the timescale in words."""
    action = register.plan(timescale="31 March 2027")
    register.tracker.change(
        Action.request_extension, Action, action, until=date(2027, 5, 1), by=register.by(reason="Staff left.")
    )
    entries = register.tracker.store.log.of(action)
    with register.reading() as connection:
        names = directory.names(connection, mentioned(entries))
    told = [sentence(entry, names) for entry in entries]
    assert [one.text for one in told] == [
        "Action 3.2/1 was planned",
        "Timescale set: “31 March 2027”: due on 31 March 2027",
        "More time asked for, until 1 May 2027",
    ]
    assert ("Lead agency", "Anytown Council") in told[0].details
    assert told[2].details == (("Reason", "Staff left."),)


def told(event: type[Recorded], **facts: Any) -> str:
    """The sentence of an event of this class, with these facts; names are those of everything."""
    entry = entry_of(event)
    for name, value in facts.items():
        entry.event.__dict__[name] = value
    return sentence(entry, dict.fromkeys(mentioned([entry]), "Anytown Council")).text


@pytest.mark.parametrize(
    ("event", "facts", "expected"),
    [
        (Recommendation.LessonsAnswered, {"lessons": ()}, "Answers no lesson of its review any more"),
        (
            Review.PlanImported,
            {"recommendations": 1, "actions": 1, "questions": 1200},
            "A plan was imported: 1 recommendation, 1 action, 1,200 questions",
        ),
        (
            Action.ReportedComplete,
            {"completed_on": date(2026, 6, 24), "in_imported_plan": True},
            "Reported complete on 24 June 2026, as the imported plan says",
        ),
        (Action.ReportedComplete, {"completed_on": None, "in_imported_plan": False}, "Reported complete"),
        (Action.LeadAgencyNamed, {"lead_in_words": "The council"}, "Lead agency: Anytown Council"),
        (
            Action.LeadAgencyNamed,
            {"lead": None, "lead_in_words": "Adult care"},
            "Lead agency: “Adult care” in the plan",
        ),
        (Action.LeadAgencyNamed, {"lead": None, "lead_in_words": ""}, "Lead agency: nobody"),
        (
            Action.TimescaleSet,
            {"raw": "", "due": date(2026, 6, 24), "next_review": None},
            "Timescale set: due on 24 June 2026",
        ),
        (Action.SentBack, {"further_work_by": None}, "Sent back"),
        (Agency.Renamed, {"name": "Anytown Borough"}, "Renamed to Anytown Borough"),
        (Recommendation.Relabelled, {"label": "3.3"}, "Relabelled as 3.3"),
        (
            Person.Added,
            {"job_title": "Clerk"},
            "A person was added to the directory as Clerk in Anytown Council",
        ),
        (Person.PostChanged, {"job_title": "", "agency": None}, "No longer holds a named post"),
        (
            Person.DetailsChanged,
            {"details": ("name", "email")},
            "Name or contact details changed: name, e-mail address",
        ),
    ],
)
def test_sentences_say_what_is_so(event: type[Recorded], facts: dict[str, Any], expected: str) -> None:
    """No more than the event says, in words that an auditor can rely on."""
    assert told(event, **facts) == expected


def test_lessons_are_told_by_number() -> None:
    """As numbers in order, or only how many by whom they are not known: never in their words."""
    first, second, tenth = uuid4(), uuid4(), uuid4()
    entry = entry_of(Recommendation.LessonsAnswered)
    names = {first: "lesson 1", second: "lesson 2", tenth: "lesson 10"}
    for lessons, known, expected in (
        ((tenth, first, second), names, "Answers lessons 1, 2 and 10"),
        ((second,), names, "Answers lesson 2"),
        ((second,), {}, "Answers 1 lesson of its review"),
        ((first, second), {first: "lesson 1"}, "Answers 2 lessons of its review"),
    ):
        entry.event.__dict__["lessons"] = lessons
        assert sentence(entry, known).text == expected
