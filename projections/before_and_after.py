"""What a fact was before an event, and what it is after it, in words: read from the history of its thing."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.action import Action
from domain.agency import Agency
from domain.partnership import Partnership
from domain.person import Person
from domain.provenance import Recorded
from domain.recommendation import Recommendation
from domain.store.log import Log, LogEntry
from projections import directory
from projections.sentences import NOBODY_KNOWN, day, timescale

Fact = tuple[UUID | str, ...]


class BeforeAndAfter(NamedTuple):
    """A fact in words on both sides of an event; empty where there was none."""

    before: str
    after: str


def before_and_after(
    log: Log, connection: Connection[Any], entries: Iterable[LogEntry]
) -> dict[int, BeforeAndAfter]:
    """Both sides of those among these entries that change a fact, by position; names are those of now."""
    wanted = {entry.position: entry.event.originator_id for entry in entries if type(entry.event) in FACTS}
    facts: dict[int, tuple[Fact, Fact]] = {}
    for thing in set(wanted.values()):
        facts |= {position: both for position, both in _sides(log.of(thing)) if position in wanted}
    parts = {part for both in facts.values() for fact in both for part in fact}
    names = directory.names(connection, {part for part in parts if isinstance(part, UUID)})
    return {
        position: BeforeAndAfter(*(_in_words(fact, names) for fact in both))
        for position, both in facts.items()
    }


def _sides(history: Iterable[LogEntry]) -> Iterable[tuple[int, tuple[Fact, Fact]]]:
    thing: Any = None
    for position, _, __, event in history:
        fact = FACTS.get(type(event))
        before = fact(thing) if fact else ()
        thing = event.mutate(thing)
        if fact:
            yield position, (before, fact(thing))


def _in_words(fact: Fact, names: Mapping[UUID, str]) -> str:
    return ", ".join(names.get(part, NOBODY_KNOWN) if isinstance(part, UUID) else part for part in fact)


def _said(*parts: UUID | str | None) -> Fact:
    return tuple(part for part in parts if part)


def _day(value: date | None) -> Fact:
    return (day(value),) if value else ()


def _timescale(action: Action) -> Fact:
    return (timescale(action.timescale),) if action.due_date_version else ()


FACTS: Final[Mapping[type[Recorded], Callable[[Any], Fact]]] = {
    Action.Reworded: lambda action: _said(action.text),
    Action.LeadAgencyNamed: lambda action: _said(action.lead or action.lead_in_words),
    Action.SupportingAgenciesNamed: lambda action: action.supporting or action.supporting_in_words,
    Action.OwnerAssigned: lambda action: _said(action.owner or action.owner_in_words),
    Action.ForecastGiven: lambda action: _said(action.forecast),
    Action.TimescaleSet: _timescale,
    Action.TimescaleCorrected: _timescale,
    Action.ExtensionGranted: lambda action: _day(action.due),
    Action.SentBack: lambda action: _day(action.due),
    Recommendation.Reworded: lambda recommendation: _said(recommendation.wording),
    Recommendation.Relabelled: lambda recommendation: _said(recommendation.label),
    Recommendation.ScopeSet: lambda recommendation: _said(recommendation.scope),
    Recommendation.AddresseesNamed: lambda recommendation: (
        recommendation.addressees or recommendation.addressees_in_words
    ),
    Recommendation.BackgroundStated: lambda recommendation: _said(recommendation.issue, recommendation.theme),
    Agency.Renamed: lambda agency: _said(agency.name),
    Person.PostChanged: lambda person: _said(person.post, person.agency),
    Partnership.Renamed: lambda partnership: _said(partnership.name),
    Partnership.GoLiveSet: lambda partnership: _day(partnership.go_live),
    Partnership.ReplyAddressSet: lambda partnership: _said(partnership.reply_to),
}
"""The fact that each kind of event changes, as it stands in its thing."""
