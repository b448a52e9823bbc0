"""Settling a question: its form shows the question, and only the fields that can answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from psycopg import Connection
from starlette.datastructures import FormData, QueryParams

from api.commands import Command
from api.pages.fields import Field
from api.pages.posting import text
from domain.vocabulary import QuestionAbout
from projections import directory, reviews

ABOUT_AGENCIES = (QuestionAbout.LEAD_AGENCY, QuestionAbout.SUPPORTING_AGENCY, QuestionAbout.ADDRESSEE)

REMEDIES: Mapping[str, tuple[str, str]] = {
    QuestionAbout.NOBODY: ("Give each agency an action of its own: split action {} by agency", "split"),
    QuestionAbout.TIMESCALE: ("Set the timescale of action {}", "timescale"),
}


@dataclass(frozen=True)
class QuestionAsked:
    """A question with the names of the things that it touches."""

    row: Any
    names: Mapping[UUID, str]

    @property
    def things(self) -> list[tuple[str, str]]:
        """The name and address of each action or recommendation that the answer is for."""
        place = "recommendations" if self.row.about == QuestionAbout.ADDRESSEE else "actions"
        return [(self.names[one], f"/{place}/{one}") for one in self.row.things if one in self.names]

    @property
    def remedies(self) -> list[tuple[str, str]]:
        """What is often recorded on the actions before the question is settled, with its address."""
        if self.row.about not in REMEDIES:
            return []
        words, noun = REMEDIES[self.row.about]
        return [(words.format(name), f"{href}/{noun}") for name, href in self.things]


def asked_about(
    connection: Connection[Any], command: Command, review: Any, typed: FormData | None, asked: QueryParams
) -> QuestionAsked | None:
    """The question that a form settles; None for other forms, and where the address names none."""
    if (command.things, command.noun) != ("reviews", "settlement"):
        return None
    said = text(typed, "question") if typed is not None else asked.get("question", "")
    found = [one for one in reviews.questions(connection, review.id) if str(one.id) == said]
    if not found:
        return None
    return QuestionAsked(found[0], directory.names(connection, found[0].things))


def narrowed(fields: list[Field], question: QuestionAsked | None) -> list[Field]:
    """Of the fields for settling, those that can answer this question."""
    if question is None:
        return fields
    about = question.row.about
    left_out = set() if about in ABOUT_AGENCIES else {"agency", "new_agency"}
    left_out |= set() if about == QuestionAbout.OWNER else {"person"}
    left = [one for one in fields if one.name not in left_out]
    alone = {"agency", "person"} <= left_out
    return [_as_asked(one, alone=alone) for one in left]


def _as_asked(field: Field, *, alone: bool) -> Field:
    if field.name == "question":
        return replace(field, widget="hidden")
    if field.name == "answer" and alone:
        return replace(field, label="Answer", hint="", is_optional=False)
    return field
