"""What narrows the log: the filters that stand in its address, and what people call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from starlette.datastructures import QueryParams

from api.pages.choices import Choice, Chooser
from api.pages.listing import Listing
from api.pages.narrowing import Narrowing, identity_in
from api.rest.asking import YEARS
from api.templating import sentence_case, words_of_day
from domain.refusals import Refused, refuse_if
from domain.vocabulary import How
from projections import directory
from projections.event_words import CAME, heading_of, kinds_of_events
from projections.timeline import Filters

MOST_PEOPLE: Final = 5000
KINDS: Final = kinds_of_events()
NOUNS: Final = tuple(noun for noun, _ in KINDS)
TOPICS: Final = tuple(topic for _, members in KINDS for topic, _ in members)
DAYS: Final[Mapping[str, str]] = {
    "happened_from": "Happened on or after",
    "happened_until": "Happened on or before",
    "recorded_from": "Recorded on or after",
    "recorded_until": "Recorded on or before",
}
IDENTITIES: Final = ("review", "agency", "thing", "who", "correlation")
LABELS: Final[Mapping[str, str]] = {
    "who": "Entered by",
    "said_by": "Said by",
    "topic": "What happened",
    "kind": "To what",
    "how": "How it came",
    "review": "Review",
    "agency": "Agency",
    "thing": "Only",
    "correlation": "Only",
}


def filters_of(query: QueryParams) -> Filters:
    """The filters in an address. Refuses what is no id, no day, no kind of event and no way to come."""
    days = {name: day_in(query, name) for name in DAYS}
    identities = {name: identity_in(query, name, LABELS[name]) for name in IDENTITIES}
    read: dict[str, Any] = {**days, **identities}
    for kind in ("happened", "recorded"):
        first, last = days[f"{kind}_from"], days[f"{kind}_until"]
        too_late = first is not None and last is not None and first > last
        refuse_if(too_late, "The first day comes after the last one.", field=f"{kind}_from")
    topic, kind_of_thing = _one_of(TOPICS, query, "topic"), _one_of(NOUNS, query, "kind")
    how = _one_of(tuple(How), query, "how")
    return Filters(
        topics=[topic] if topic else None,
        kinds=[kind_of_thing] if kind_of_thing else None,
        how=How(how) if how else None,
        said_by=query.get("said_by", "").strip() or None,
        late=True if query.get("late") == "true" else None,
        **read,
    )


def day_in(query: QueryParams, name: str) -> date | None:
    """The day under a name of an address; None without one. Refuses what is no day like 2026-03-31."""
    said = query.get(name, "")
    try:
        found = date.fromisoformat(said) if said else None
    except ValueError:
        found = date.min
    refuse_if(
        found is not None and found.year not in YEARS,
        f"The address asks for “{said}”, which is no day.",
        field=name,
    )
    return found


def _one_of(known: tuple[str, ...], query: QueryParams, name: str) -> str:
    said = query.get(name, "")
    refuse_if(
        bool(said) and said not in known,
        f"The address asks for “{said}”: the log has no such entries.",
        field=name,
    )
    return said


@dataclass(frozen=True)
class Offered:
    """What the form of the filters offers."""

    reviews: list[Choice]
    agencies: list[Choice]
    people: list[Choice]
    ways: list[Choice]

    @classmethod
    def of(cls, connection: Connection[Any], today: date) -> Offered:
        """All reviews, agencies and people, those who have left last, and all ways to come."""
        chooser = Chooser(connection, None, None, today)
        return cls(
            chooser.offered("review", {}),
            chooser.offered("agency", {}),
            [_person(one) for one in directory.people(connection, limit=MOST_PEOPLE)],
            [Choice(how, sentence_case(words)) for how, words in CAME.items()],
        )

    @property
    def selects(self) -> list[tuple[str, str, str, list[Choice]]]:
        """The lists of the form: name, label, what stands for all, and the entries."""
        topics = [
            Choice(topic, words, sentence_case(noun)) for noun, members in KINDS for topic, words in members
        ]
        nouns = [Choice(noun, f"{sentence_case(noun)}") for noun in NOUNS]
        return [
            ("topic", "What happened", "Anything", topics),
            ("kind", "To what", "Anything", nouns),
            ("review", "Review", "Any review", self.reviews),
            ("agency", "Agency", "Any agency", self.agencies),
            ("who", "Entered by", "Anybody", self.people),
            ("how", "How it came", "In any way", self.ways),
        ]


def narrowings(listing: Listing, filters: Filters, names: Mapping[UUID, str]) -> list[Narrowing]:
    """The filters that are on, in words; `names` are those of the things that they name."""
    found = []
    for name, value in listing.asked.items():
        words = _words(name, value, filters, names)
        if words:
            found.append(Narrowing(words, listing.with_words(**{name: "", "before": ""})))
    return found


def _words(name: str, value: str, filters: Filters, names: Mapping[UUID, str]) -> str:
    if name in DAYS:
        return f"{DAYS[name]} {words_of_day(getattr(filters, name))}"
    if name == "late":
        return "Late entries" if filters.late else ""
    if name == "correlation":
        return "Recorded at once"
    if name in IDENTITIES:
        return f"{LABELS[name]}: {names.get(getattr(filters, name), 'not known')}"
    meant = {
        "topic": lambda: heading_of(value),
        "kind": lambda: sentence_case(value),
        "how": lambda: sentence_case(CAME[How(value)]),
        "said_by": lambda: value,
    }
    return f"{LABELS[name]}: {meant[name]()}" if name in meant else ""


def _person(one: Any) -> Choice:
    words = ", ".join(part for part in (one.name, one.post, one.agency_name) if part)
    return Choice(str(one.id), words or "Somebody no longer known", "Have left" if one.has_left else "")


def position_in(query: QueryParams, name: str) -> int | None:
    """The position under a name of an address; None without one. Refuses what is no position."""
    said = query.get(name, "")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < len(str(2**62))):
        raise Refused(f"The address asks for “{said}”, which is no place in the log.", field=name)
    return int(said)
