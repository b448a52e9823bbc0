"""The form of a command: as it begins, or as it was filled in, with what is wrong or has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData, QueryParams

from api.access import Who
from api.commands import Command
from api.noting import reads
from api.pages.choices import Chooser
from api.pages.deciding import answered
from api.pages.fields import Both, Field, both_of, fields_of, own_and_shared
from api.pages.framing import form_page, page
from api.pages.history import Line
from api.pages.posting import identity, text
from api.pages.reading import Errors
from api.pages.settling import asked_about, narrowed
from api.pages.things import history_shown, row_of, title_of
from api.pages.warning import SEEN, Warned, digest_of
from api.unsent_forms import UnsentForm
from domain.partnership import Partnership
from domain.permissions import NOTHING
from domain.refusals import NotFound
from domain.store.log import LogEntry


@dataclass(frozen=True)
class Filled:
    """How a form is filled in: not yet (`typed` is None), or as it was sent, and what is to be said of that.

    `version` is that of the thing for which it was opened, None for that of now; `changed` what was recorded
    since. `warned` is what it asks about before anything is saved.
    """

    typed: FormData | None = None
    errors: Errors = field(default_factory=dict)
    status: int = 200
    key: UUID = field(default_factory=uuid4)
    version: int | None = None
    changed: Sequence[Line] = ()
    warned: Sequence[Warned] = ()
    kept: bool = False

    @classmethod
    def again(cls, form: UnsentForm) -> Filled:
        """As somebody had filled it in when their session ended."""
        typed = FormData([*form.fields])
        return cls(typed, key=key_of(typed), version=version_of(typed), kept=True)


@dataclass(frozen=True)
class Contents:
    """What stands in the form of a command about a thing, whose row it has."""

    command: Command
    row: Any
    query: QueryParams
    filled: Filled

    def fields(self, chooser: Chooser) -> list[Field]:
        """The fields with what is known or was typed."""
        filled = self.filled
        return fields_of(self.command, chooser, typed=filled.typed, asked=self.query, errors=filled.errors)

    def both(self, chooser: Chooser) -> list[Both]:
        """Where somebody was first: what is recorded now beside what was typed, where they differ."""
        if not self.filled.changed:
            return []
        recorded = fields_of(self.command, chooser, typed=None, asked=QueryParams(), errors={})
        return both_of(own_and_shared(recorded)[0], self.fields(chooser))


def themes_of(request: Request, command: Command, row: Any) -> tuple[str, ...]:
    """The themes that the partnership of a review keeps, where a command asks for some."""
    if row is None or command.things != "reviews" or "themes" not in command.fields:
        return ()
    partnership: Partnership = request.app.state.tracker.look(Partnership, row.partnership)
    return partnership.review_rules.themes


def shown(
    request: Request, command: Command, about: UUID | None, who: Who, filled: Filled | None = None
) -> Response:
    """The page with the form of a command about one thing, or (None) for a new one."""
    filled = filled or Filled()
    entries = history_shown(request, command.things, about) if about else []
    with request.app.state.views.reading() as connection:
        row = row_of(connection, command.things, about, who.today) if about else None
        if about and row is None and not entries:
            raise NotFound(NOTHING)
        if about and row is None:
            return page(request, "being-updated.html", title=command.title, address=request.url.path)
        contents = Contents(command, row, request.query_params, filled)
        review, themes = identity(contents.query.get("review")), themes_of(request, command, row)
        chooser = Chooser(connection, row, review, who.today, themes=themes)
        fields, both = contents.fields(chooser), contents.both(chooser)
        reads(request, [*([row] if row else []), *chooser.told])
        question = asked_about(connection, command, row, filled.typed, contents.query)
        answers = answered(request, connection, command, entries)
    own, shared = own_and_shared(narrowed(fields, question))
    return form_page(
        request,
        "form.html",
        status=filled.status,
        command=command,
        thing=title_of(command.things, row) if row is not None else "",
        action=row if command.things == "actions" else None,
        answers=answers,
        back=f"/{command.things}/{about}" if about else f"/{command.things}",
        own=own,
        shared=shared,
        general=filled.errors.get("", ""),
        version=filled.version or _version_shown(row, entries),
        question=question,
        both=both,
        filled=filled,
        warned=digest_of(filled.warned) or (text(filled.typed, SEEN) if filled.typed else ""),
    )


def _version_shown(row: Any, entries: Sequence[LogEntry]) -> int | str:
    """The version that a form is made for; of whoever sees a thing without its history, that of the list."""
    if entries:
        return entries[-1].event.originator_version
    return getattr(row, "version", "")


def key_of(form: FormData) -> UUID:
    """The key of a form; a new one where it was sent without."""
    return identity(text(form, "key")) or uuid4()


def version_of(form: FormData) -> int | None:
    """The version of the thing that the form was made for; None where it was sent without."""
    said = text(form, "version")
    return int(said) if said.isascii() and said.isdigit() else None
