"""What can be searched: one entry for each thing, and every word that stands in them."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.action import Action
from domain.agency import Agency
from domain.partnership import Partnership
from domain.recommendation import Recommendation
from domain.review import Review
from domain.store.log import LogEntry
from projections.view import Change, VersionedView

LETTERS = re.compile(r"[^\W\d_]{3,40}")
DASHES = re.compile(r"[\u2010-\u2015\u2212]")


class Kind(StrEnum):
    """What a search finds."""

    PARTNERSHIP = "partnership"
    REVIEW = "review"
    RECOMMENDATION = "recommendation"
    ACTION = "action"
    AGENCY = "agency"
    PERSON = "person"


class EntryRow(Struct, frozen=True, gc=False):
    """What is searched of a thing. Agencies belong to no partnership; people have no entry.

    `heading` is the reference, label, number or name, and `known_as` the forms (by `key`) in which somebody
    may type it. `text` is the wording; `background` explains it; `lead` and `others` are the agencies in the
    words of the plan, or the aliases of an agency, one a line.
    """

    id: UUID
    kind: Kind
    partnership: UUID | None
    reviews: tuple[UUID, ...]
    heading: str
    known_as: tuple[str, ...]
    text: str = ""
    background: str = ""
    lead: str = ""
    others: str = ""


class WordRow(Struct, frozen=True, gc=False):
    """A word, in small letters, since its first use. Words are never taken away, unless by a rebuild."""

    id: UUID
    word: str


def key(name: str) -> str:
    """What all ways to type a reference have in common: no case, no spaces, one sort of dash."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(DASHES.sub("-", plain).split())


def lines(*texts: str) -> str:
    """The texts that are there, one a line."""
    return "\n".join(text for text in texts if text)


def partnership_registered(_: None, event: Any, __: LogEntry) -> EntryRow:
    """A partnership, by code and name."""
    known_as = (key(event.code), key(event.name))
    identity = event.originator_id
    return EntryRow(identity, Kind.PARTNERSHIP, identity, (), event.name, known_as, event.code)


def partnership_renamed(row: EntryRow, event: Any, _: LogEntry) -> EntryRow:
    """Another name, the same code."""
    return replace(row, heading=event.name, known_as=(key(row.text), key(event.name)))


def review_opened(_: None, event: Any, __: LogEntry) -> EntryRow:
    """A review, by reference, label and pseudonym."""
    identity, reference = event.originator_id, event.reference
    text = lines(event.label, event.pseudonym)
    return EntryRow(identity, Kind.REVIEW, event.partnership, (identity,), reference, (key(reference),), text)


def recommendation_made(_: None, event: Any, __: LogEntry) -> EntryRow:
    """A recommendation, by label, wording, issue, theme and addressees."""
    return EntryRow(
        event.originator_id,
        Kind.RECOMMENDATION,
        event.partnership,
        (event.review,),
        event.label,
        (key(event.label),),
        event.wording,
        lines(event.issue, event.theme),
        others=lines(*event.addressees_in_words),
    )


def action_planned(_: None, event: Any, __: LogEntry) -> EntryRow:
    """An action, by number, text, expected change and agencies."""
    return EntryRow(
        event.originator_id,
        Kind.ACTION,
        event.partnership,
        event.reviews,
        event.number,
        (key(event.number),),
        event.text,
        event.expected_change,
        event.lead_in_words,
        lines(*event.supporting_in_words),
    )


def agency_added(_: None, event: Any, __: LogEntry) -> EntryRow:
    """An agency, by name."""
    return EntryRow(event.originator_id, Kind.AGENCY, None, (), event.name, (key(event.name),))


def agency_named(row: EntryRow, name: str, aliases: Iterable[str]) -> EntryRow:
    """The agency with this name and these aliases."""
    names = [name, *(alias for alias in aliases if alias != name)]
    return replace(row, heading=name, known_as=tuple(map(key, names)), others=lines(*names[1:]))


def agency_renamed(row: EntryRow, event: Any, _: LogEntry) -> EntryRow:
    """The old name becomes an alias."""
    return agency_named(row, event.name, [*row.others.splitlines(), row.heading])


def alias_added(row: EntryRow, event: Any, _: LogEntry) -> EntryRow:
    """One alias more."""
    return agency_named(row, row.heading, [*row.others.splitlines(), event.alias])


def alias_removed(row: EntryRow, event: Any, _: LogEntry) -> EntryRow:
    """One alias less."""
    return agency_named(row, row.heading, [one for one in row.others.splitlines() if one != event.alias])


def now(**columns: Callable[[Any], Any]) -> Change:
    """A change of some columns to what the event says."""
    return lambda row, event, _: replace(row, **{column: of(event) for column, of in columns.items()})


SEARCH_ENTRIES = VersionedView(
    name="search_entries",
    sql="search_entries.sql",
    row=EntryRow,
    changes={
        Partnership.Registered: partnership_registered,
        Partnership.Renamed: partnership_renamed,
        Review.Opened: review_opened,
        Recommendation.Made: recommendation_made,
        Recommendation.Reworded: now(text=lambda event: event.wording),
        Recommendation.Relabelled: now(
            heading=lambda event: event.label, known_as=lambda event: (key(event.label),)
        ),
        Recommendation.AddresseesNamed: now(others=lambda event: lines(*event.addressees_in_words)),
        Recommendation.BackgroundStated: now(background=lambda event: lines(event.issue, event.theme)),
        Action.Planned: action_planned,
        Action.Reworded: now(text=lambda event: event.text),
        Action.LeadAgencyNamed: now(lead=lambda event: event.lead_in_words),
        Action.SupportingAgenciesNamed: now(others=lambda event: lines(*event.supporting_in_words)),
        Agency.Added: agency_added,
        Agency.Renamed: agency_renamed,
        Agency.AliasAdded: alias_added,
        Agency.AliasRemoved: alias_removed,
    },
)

PROSE: Mapping[type, tuple[str, ...]] = {
    Partnership.Registered: ("name",),
    Partnership.Renamed: ("name",),
    Review.Opened: ("reference", "label", "pseudonym"),
    Recommendation.Made: ("label", "wording", "issue", "theme", "addressees_in_words"),
    Recommendation.Reworded: ("wording",),
    Recommendation.AddresseesNamed: ("addressees_in_words",),
    Recommendation.BackgroundStated: ("issue", "theme"),
    Action.Planned: ("text", "expected_change", "lead_in_words", "supporting_in_words"),
    Action.Reworded: ("text",),
    Action.LeadAgencyNamed: ("lead_in_words",),
    Action.SupportingAgenciesNamed: ("supporting_in_words",),
    Agency.Added: ("name",),
    Agency.Renamed: ("name",),
    Agency.AliasAdded: ("alias",),
}
"""The fields of events in which words stand that a search may look for."""


@lru_cache(maxsize=100_000)
def identity_of(word: str) -> UUID:
    """The same identity for the same word, always."""
    return UUID(bytes=blake2b(word.encode(), digest_size=16).digest())


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters: three letters or more."""
    return LETTERS.findall(text.casefold())


def words_said(event: Any) -> dict[UUID, str]:
    """The words in what somebody wrote, each under its identity."""
    fields = [getattr(event, name) for name in PROSE[type(event)]]
    prose = " ".join(text if isinstance(text, str) else " ".join(text) for text in fields)
    return {identity_of(word): word for word in words_of(prose)}


def used(row: WordRow | None, word: Any, _: LogEntry) -> WordRow:
    """A word is known from its first use on."""
    return row or WordRow(identity_of(word), word)


SEARCH_WORDS = VersionedView(
    name="search_words",
    sql="search_words.sql",
    row=WordRow,
    changes=dict.fromkeys(PROSE, used),
    about=words_said,
)
