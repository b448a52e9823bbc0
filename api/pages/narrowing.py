"""What narrows a list of actions: the filters that stand in its address, and what people call them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from starlette.datastructures import QueryParams

from api.pages.choices import Choice
from api.pages.listing import Listing
from api.rest.asking import YEARS
from api.templating import words_of_day
from domain.refusals import Refused
from domain.vocabulary import Colour, Delivery
from projections.choosing import Filters

Word = TypeVar("Word", bound=StrEnum)
IDENTITIES: Final = ("review", "recommendation", "agency", "lead", "owner")
MOST_DIGITS: Final = 6
DAYS: Final = ("overdue_from", "overdue_to", "due_within", "moved_from", "moved_to")
DATES: Final = ("due_from", "due_to")
TICKED: Final = {
    "overdue": ("Overdue", "Not overdue"),
    "open": ("Open", "Signed off or cancelled"),
    "asked_for_time": ("Waiting for a decision on more time", "Not waiting for a decision on more time"),
    "without_lead": ("Without a lead agency", "With a lead agency"),
    "without_owner": ("Without an owner", "With an owner"),
    "without_date": ("Without a due date", "With a due date"),
}
"""What a filter that is ticked says, and what its contrary says."""
SAID: Final = ("rag", "words", "partnership")
LABELS: Final = {"lead": "Lead agency", "delivery": "State", "rag": "Colour"}


class Narrowing(NamedTuple):
    """One filter that is on, with the address of the list without it."""

    words: str
    href: str


def filters_of(query: QueryParams, partnerships: list[UUID] | None = None) -> Filters:
    """The filters in an address, among the actions of these partnerships (None: all).

    Refuses what is no id, no state, no colour, no number of days and no day.
    """
    read: dict[str, Any] = {name: reader(query, name) for names, reader in READERS for name in names}
    return Filters(
        partnerships=partnerships,
        delivery=one_of(Delivery, query, "delivery"),
        rag=one_of(Colour, query, "rag"),
        words=query.get("words", "").strip() or None,
        **read,
    )


def narrowings(listing: Listing, choices: Mapping[str, list[Choice]]) -> list[Narrowing]:
    """The filters that are on, in words; `choices` name what ids and closed lists stand for."""
    said = ((name, words_of(name, value, choices)) for name, value in listing.asked.items())
    return [Narrowing(words, listing.without(name)) for name, words in said if words]


def words_of(name: str, value: str, choices: Mapping[str, list[Choice]]) -> str:
    """What people call a filter with this value, as it stands in an address; "" for what is no filter."""
    if name in choices:
        words = next((one.text for one in choices[name] if one.value == value), "not known")
        return f"{LABELS.get(name, name.capitalize())}: {words}"
    if name in TICKED:
        return TICKED[name][value == "false"] if value in ("true", "false") else ""
    if name in DAYS:
        return _of_days(name, int(value))
    if name in DATES:
        day = words_of_day(date.fromisoformat(value))
        return f"Due on or after {day}" if name == "due_from" else f"Due on or before {day}"
    return {
        "rag": f"Colour: {value}",
        "words": f"Words: {value}",
        "partnership": f"Partnership: {value}",
    }.get(name, "")


def _of_days(name: str, days: int) -> str:
    counted = f"{days:,} {'day' if days == 1 else 'days'}"
    if name == "moved_to" and days < 0:
        return "Due date moved to an earlier day"
    return {
        "overdue_from": f"Overdue for {counted} or more",
        "overdue_to": f"Overdue for {counted} or less",
        "due_within": f"Due within {counted}",
        "moved_from": f"Due date moved by {counted} or more",
        "moved_to": f"Due date moved by {counted} or less",
    }[name]


def identity_in(query: QueryParams, name: str) -> UUID | None:
    """The id under a name of an address; None without one. Refuses what is no id."""
    said = query.get(name, "")
    try:
        return UUID(said) if said else None
    except ValueError:
        raise Refused(f"The address asks for the {name} “{said}”, which there is not.", field=name) from None


def days_in(query: QueryParams, name: str) -> int | None:
    """The number of days under a name of an address; None without one. Refuses what is no such number."""
    said = query.get(name, "")
    if not said:
        return None
    # int() alone would also take other scripts, spaces and underscores.
    digits = said.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS):
        raise Refused(f"The address asks for “{said}”, which is no number of days.", field=name)
    return int(said)


def day_in(query: QueryParams, name: str) -> date | None:
    """The day under a name of an address; None without one. Refuses what is no day like 2026-03-31."""
    said = query.get(name, "")
    try:
        found = date.fromisoformat(said) if said else None
    except ValueError:
        found = date.min
    if found is not None and found.year not in YEARS:
        raise Refused(f"The address asks for “{said}”, which is no day.", field=name)
    return found


def one_of(closed: type[Word], query: QueryParams, name: str) -> Word | None:
    """The word of a closed list under a name of an address; None without one. Refuses any other word."""
    said = query.get(name, "")
    if said and said not in list(closed):
        raise Refused(f"The address asks for actions “{said}”: there is no such {name}.", field=name)
    return closed(said) if said else None


def _ticked(query: QueryParams, name: str) -> bool | None:
    return {"true": True, "false": False}.get(query.get(name, ""))


READERS: Final[Sequence[tuple[Iterable[str], Callable[[QueryParams, str], object]]]] = (
    (IDENTITIES, identity_in),
    (TICKED, _ticked),
    (DAYS, days_in),
    (DATES, day_in),
)
"""What reads which filters."""
