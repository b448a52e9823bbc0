"""What narrows a list: the filters that stand in its address, the form that sets them, and their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from starlette.datastructures import QueryParams

from api.templating import counted, words_of_day
from domain.refusals import Refused

if TYPE_CHECKING:
    from api.pages.choices import Choice
    from api.pages.listing import Listing

BESIDE_FILTERS = ("sort", "columns", "as_at")
"""What an address of a list says beside its filters."""


class Kind(StrEnum):
    """What a filter is in the form."""

    CHOICE = "choice"
    WORDS = "words"
    TICK = "tick"
    NAME = "name"
    DAYS = "days"
    DAY = "day"


@dataclass(frozen=True)
class Field:
    """A filter: its query word, what the form calls it, and how people say that it is on.

    `said` has a place {} for the value; `contrary` is said of a tick that says no. One that is not in the
    form stands in the addresses to which figures lead, and the form keeps it. A name is typed where there are
    too many to choose from: `typed` is that of the one that is chosen, and `choices` hold it alone.
    """

    name: str
    label: str
    kind: Kind = Kind.TICK
    said: str = ""
    contrary: str = ""
    any: str = ""
    choices: Sequence[Choice] = ()
    in_form: bool = True
    typed: str = ""

    def words(self, value: Any) -> str:
        """What people call this filter with a value."""
        if self.kind is Kind.TICK:
            return self.said if value else self.contrary
        return self.said.format(self._named(value))

    def _named(self, value: Any) -> str:
        if self.kind in (Kind.CHOICE, Kind.NAME):
            said = str(value).lower() if isinstance(value, bool) else str(value)
            other = "not known" if isinstance(value, UUID) else said
            return next((one.text for one in self.choices if one.value == said), other)
        if isinstance(value, date):
            return words_of_day(value)
        return counted(value, "day") if self.kind is Kind.DAYS else str(value)


class Narrowing(NamedTuple):
    """One filter that is on, with the address of the list without it."""

    words: str
    href: str


def narrowings(listing: Listing, fields: Sequence[Field], asked: Any) -> list[Narrowing]:
    """The filters that are on, in words, as they were understood."""
    by_name = {field.name: field for field in fields}
    on = [name for name in listing.asked if name in by_name]
    return [Narrowing(by_name[name].words(getattr(asked, name)), listing.without(name)) for name in on]


def kept(listing: Listing, fields: Sequence[Field], *, columns: bool) -> Mapping[str, str]:
    """What a form keeps of the address beside its own fields: that of columns all but these."""
    own = {"columns"} if columns else {field.name for field in fields if field.in_form}
    return {name: value for name, value in listing.said.items() if name not in own}


def identity_in(query: QueryParams, name: str, label: str) -> UUID | None:
    """The id under a name of an address, as its form labels it; None without one. Refuses what is no id."""
    said = query.get(name, "")
    try:
        return UUID(said) if said else None
    except ValueError:
        sentence = f"The address asks for “{said}” under “{label}”, which there is not."
        raise Refused(sentence, field=name) from None
