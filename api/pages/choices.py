"""What the lists of a form offer: agencies, people, reviews, recommendations, partnerships, questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from api.pages.posting import identity
from api.templating import beginning
from domain.clocks import in_words
from projections import clocks, directory, lessons, offered, reviews

MOST = 1000
LONGEST = 90


class Choice(NamedTuple):
    """One entry of a list. `group` is a heading above several of them."""

    value: str
    text: str
    group: str = ""


class Chooser:
    """Looks up the entries of lists; `row` is the thing that the form is about, None for a new one.

    `most`: more than that are of no use, so that any of them will do. `told` are the rows looked up that tell
    something of a review. `themes` are those of the partnership whose review it is.
    """

    def __init__(
        self,
        connection: Connection[Any],
        row: Any,
        review: UUID | None,
        today: date,
        *,
        most: int | None = None,
        themes: Sequence[str] = (),
    ) -> None:
        self.connection, self.row, self.review, self.today = connection, row, review, today
        self.most, self.among = most or MOST, most
        self.themes = themes
        self.told: list[Any] = []

    def offered(self, widget: str, extra: Any) -> list[Choice]:
        """The entries for a kind of field; none for a field that people type into."""
        if "choices" in extra:
            return [Choice(str(one), str(one)[:1].upper() + str(one)[1:]) for one in extra["choices"]]
        kinds: dict[str, Callable[[], Iterable[Choice]]] = {
            "agency": self._agencies,
            "agencies": self._agencies,
            "person": self._people,
            "review": self._reviews,
            "recommendations": self._recommendations,
            "partnership": self._partnerships,
            "partnerships": self._other_partnerships,
            "question": self._questions,
            "clock": self._clocks,
            "clocks": self._clocks,
            "lesson": lambda: self._lessons(self.row.id),
            "lessons": lambda: self._lessons(self.row.review),
            "themes": lambda: [Choice(one, one[:1].upper() + one[1:]) for one in self.themes],
        }
        return list(kinds[widget]()) if widget in kinds else []

    def known(self, said: str) -> list[Choice]:
        """The entry of an id, by the name of its thing; none for what is no id, and for that of nothing."""
        wanted = identity(said)
        names = directory.names(self.connection, [wanted]) if wanted else {}
        return [Choice(str(one), name) for one, name in names.items()]

    def gone(self, said: str) -> list[Choice]:
        """The entry of a person who has left, whom no list offers; none for anybody else."""
        wanted = identity(said)
        found = directory.people(self.connection, identity=wanted) if wanted else []
        return [
            Choice(str(one.id), f"{one.name or one.post or 'Somebody no longer known'} (has left)")
            for one in found
            if one.has_left
        ]

    def _agencies(self) -> Iterable[Choice]:
        for one in offered.agencies(self.connection, limit=self.most):
            yield Choice(str(one.id), one.name)

    def _people(self) -> Iterable[Choice]:
        lead = getattr(self.row, "lead", None)
        present = offered.people(self.connection, limit=self.most, among=self.among)
        for one in sorted(present, key=lambda person: (person.agency != lead, person.name.casefold())):
            words = ", ".join(part for part in (one.name, one.post, one.agency_name) if part)
            group = ("In the lead agency" if one.agency == lead else "Elsewhere") if lead else ""
            yield Choice(str(one.id), words, group)

    def _reviews(self) -> Iterable[Choice]:
        for one in offered.reviews(self.connection, limit=self.most, among=self.among):
            yield Choice(str(one.id), f"{one.reference} ({one.partnership_name})")

    def _recommendations(self) -> Iterable[Choice]:
        for one in offered.recommendations(
            self.connection, self.review, longest=LONGEST + 1, limit=self.most, among=self.among
        ):
            self.told.append(one)
            words = f"{one.reference} {one.label}: {beginning(one.wording, LONGEST)}"
            yield Choice(str(one.id), words)

    def _partnerships(self) -> Iterable[Choice]:
        for one in directory.names_of_partnerships(self.connection):
            yield Choice(str(one.id), one.name)

    def _other_partnerships(self) -> Iterable[Choice]:
        for one in directory.other_partnerships(self.connection, self.row.partnership):
            yield Choice(str(one.id), one.name)

    def _questions(self) -> Iterable[Choice]:
        for one in reviews.questions(self.connection, self.row.id, unsettled=True):
            self.told.append(one)
            yield Choice(str(one.id), beginning(one.question, LONGEST))

    def _clocks(self) -> Iterable[Choice]:
        running = clocks.Filters(review=self.row.id, running=True)
        for one in clocks.listed(self.connection, running, today=self.today):
            about = f" of {one.about_name}" if one.about_name else ""
            yield Choice(str(one.id), f"{str(one.kind).capitalize()}{about}, due on {in_words(one.due)}")

    def _lessons(self, review: UUID) -> Iterable[Choice]:
        for one in lessons.listed(self.connection, review, withdrawn=False):
            self.told.append(one)
            yield Choice(str(one.id), f"Lesson {one.number}: {beginning(one.lesson, LONGEST)}")
