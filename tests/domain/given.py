"""Given a thing, when a command is carried out, then events or a refusal follow: rules without a database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domain.partnership import partnership_identity
from domain.provenance import Provenance, Recorded, Thing
from domain.refusals import Refused
from domain.vocabulary import How
from tests.standing import keeper

TODAY = date(2026, 3, 2)
PARTNERSHIP, REVIEW, RECOMMENDATION = UUID(int=1), UUID(int=2), UUID(int=3)
POLICE, HOUSING, PROBATION = UUID(int=11), UUID(int=12), UUID(int=13)
OWNER, SOMEBODY = UUID(int=21), UUID(int=22)


@dataclass(frozen=True, eq=False)
class Fact:
    """An event that is expected, with those of its fields that the test is about."""

    event: type[Recorded]
    fields: dict[str, Any]

    def __eq__(self, other: object) -> bool:
        """Whether an event is of this class and says the same in these fields."""
        return type(other) is self.event and self.fields == {
            name: getattr(other, name) for name in self.fields
        }

    def __hash__(self) -> int:
        """The same for all of one class."""
        return hash(self.event)


def fact(event: type[Recorded], **fields: Any) -> Fact:
    """An event expected of a command, such as `fact(Action.ExtensionGranted, due_date_version=2)`."""
    return Fact(event, fields)


def by(**facts: Any) -> Provenance:
    """A provenance of today, by form, with what the test says of it; who is named is a coordinator."""
    if person := facts.get("entered_by"):
        facts = {"standing": keeper(person, PARTNERSHIP, partnership_identity("WAL")), **facts}
    return Provenance(**{"how": How.FORM, "today": TODAY, **facts})


def given(thing: Thing) -> Given:
    """A thing in the state that earlier commands have left it in."""
    return Given(thing)


class Given:
    """Carries out one command on a copy of the thing, so that one state may serve many tests."""

    def __init__(self, thing: Thing) -> None:
        self.thing = deepcopy(thing)
        self.thing.collect_events()

    def when(
        self, command: Callable[..., Any], *said: Any, by: Provenance | None = None, **facts: Any
    ) -> Outcome:
        """Carry out a command, such as `Action.cancel`, by today's provenance unless another is named."""
        before = _state(self.thing)
        refusal, answer = None, None
        try:
            answer = command(self.thing, *said, by=by or Provenance(How.FORM, TODAY), **facts)
        except Refused as refused:
            refusal = refused
            assert _state(self.thing) == before, "a command that was refused has changed something"
        return Outcome(self.thing, self.thing.collect_events(), refusal, answer)


class Outcome:
    """What came of a command."""

    def __init__(self, thing: Any, events: Any, refusal: Refused | None, answer: Any) -> None:
        self.thing, self.events, self.refusal, self.answer = thing, list(events), refusal, answer

    def then(self, *expected: Fact | type[Recorded]) -> Any:
        """These events happened, in this order, and no others; the thing comes back for further looks."""
        assert self.refusal is None, f"refused: {self.refusal}"
        wanted = [one if isinstance(one, Fact) else fact(one) for one in expected]
        assert wanted == self.events
        return self.thing

    def refused(self, sentence: str, *, field: str | None = None) -> None:
        """Nothing happened, for this reason, said of this field."""
        assert self.refusal is not None, f"not refused: {self.events}"
        assert (str(self.refusal), self.refusal.field, self.events) == (sentence, field, [])


class _Creating(NamedTuple):
    command: Callable[..., Thing]

    def when(self, *said: Any, by: Provenance | None = None, **facts: Any) -> Outcome:
        """Carry out the command that makes a thing."""
        try:
            new = self.command(*said, by=by or Provenance(How.FORM, TODAY), **facts)
        except Refused as refused:
            return Outcome(None, [], refused, None)
        return Outcome(new, new.collect_events(), None, new)


def given_nothing(command: Callable[..., Thing]) -> _Creating:
    """A command that makes a new thing, such as `Review.open`: `given_nothing(Review.open).when("DHR7")`."""
    return _Creating(command)


def replayed(events: Sequence[Any]) -> Any:
    """The thing that these events make."""
    thing = None
    for event in events:
        thing = event.mutate(thing)
    return thing


def _state(thing: Thing) -> dict[str, Any]:
    return deepcopy(vars(thing))
