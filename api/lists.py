"""The lists of things: what the address of each may say, and which columns it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from psycopg import Connection
from pydantic import BaseModel, ValidationError

from api.exporting import columns
from api.exporting.tables import Column, chosen
from api.rest import actions, clocks, directory, reviews
from api.rest.asking import Chosen, Moment
from api.wording import sentence_for
from domain.refusals import Refused


@dataclass(frozen=True)
class ListOf:
    """A list of things: what it is asked with, its rows, how many these are, and its columns.

    `usual` names the columns of the page where the address names none.
    """

    things: str
    chosen: type[Chosen]
    rows: Callable[[Connection[Any], Any, Moment, int, int], Sequence[Any]]
    count: Callable[[Connection[Any], Any, Moment], int]
    columns: Sequence[Column]
    usual: tuple[str, ...]

    @property
    def orders(self) -> frozenset[str]:
        """By which words the list can be sorted."""
        annotation = self.chosen.model_fields["sort"].annotation
        said = (get_args(one) or (one,) for one in get_args(annotation))
        return frozenset(word for words in said for word in words if isinstance(word, str))

    def shown(self, said: str | None) -> Sequence[Column]:
        """The columns that a page shows. Refuses what is no column of the list, naming those by headings."""
        return chosen(self.columns, said or ",".join(self.usual), by_heading=True)


LISTS: Final[Mapping[str, ListOf]] = {
    one.things: one
    for one in (
        ListOf(
            "actions",
            actions.ActionsChosen,
            actions.rows,
            actions.count,
            columns.ACTIONS,
            ("number", "text", "lead", "owner", "due", "delivery", "rag"),
        ),
        ListOf(
            "recommendations",
            reviews.RecommendationsChosen,
            reviews.recommendation_rows,
            reviews.recommendation_count,
            columns.RECOMMENDATIONS,
            ("label", "wording", "addressees", "scope", "actions", "overdue", "closed"),
        ),
        ListOf(
            "reviews",
            reviews.ReviewsChosen,
            reviews.review_rows,
            reviews.review_count,
            columns.REVIEWS,
            (
                "reference",
                "partnership",
                "stage",
                "age",
                "days_late",
                "actions",
                "overdue",
                "closed",
            ),
        ),
        ListOf(
            "clocks",
            clocks.ClocksChosen,
            clocks.clock_rows,
            clocks.clock_count,
            columns.CLOCKS,
            ("reference", "kind", "about", "counted_from", "due", "ended_on", "days_late"),
        ),
        ListOf(
            "agencies",
            directory.AgenciesChosen,
            directory.agency_rows,
            directory.agency_count,
            columns.AGENCIES,
            ("name", "aliases", "open_actions", "overdue"),
        ),
        ListOf(
            "people",
            directory.PeopleChosen,
            directory.people_rows,
            directory.people_count,
            columns.PEOPLE,
            ("name", "post", "agency", "email", "roles"),
        ),
    )
}


PLAIN: Final[Mapping[str, str]] = {}
NOT_THERE: Final = ("uuid_parsing", "enum", "literal_error")


def understood(asked: type[BaseModel], said: Mapping[str, str], labels: Mapping[str, str] = PLAIN) -> Any:
    """What query words ask for, empty ones left out. Refuses in a sentence what is not understood.

    `labels` are what people call the words, as the form does; programs know them by the words themselves.
    """
    try:
        return asked.model_validate({name: value for name, value in said.items() if value})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        sentence = _sentence(name, labels.get(name, name), said[name], first)
        raise Refused(sentence, field=name) from None


def _sentence(name: str, label: str, said: str, error: Any) -> str:
    if error["type"] in NOT_THERE:
        return f"The address asks for “{said}” under “{label}”, which there is not."
    if error["type"] == "extra_forbidden":
        return f"This list does not know the word “{name}”."
    _, why = sentence_for({**error, "loc": ("query", name)})
    # What people type as words is not repeated: it may name somebody.
    if error["type"].startswith("string"):
        return f"“{label}” in the address: {why[0].lower()}{why[1:]}"
    return f"The address asks for “{said}” under “{label}”. {why}"
