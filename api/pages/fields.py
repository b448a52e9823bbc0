"""The fields of a command's form as the template shows them, with what is known or was typed in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import FormData, QueryParams

from api.commands import Body, Command
from api.pages.choices import Choice, Chooser
from api.pages.posting import text
from api.pages.reading import PARTS, Errors, extra_of, widget_of

NEVER_KNOWN = ("due", "why_no_date", "next_review")
"""What is never filled in from the register: it would overrule the words that are typed beside it."""

MOST_AS_BUTTONS = 4
WITH_SEVERAL = ("agencies", "recommendations", "choices", "partnerships", "clocks", "themes", "lessons")


@dataclass(frozen=True)
class Field:
    """One field. `value` is text, a list of texts, or for a day its three parts; `error` a sentence or ""."""

    name: str
    label: str
    hint: str
    widget: str
    value: Any
    choices: list[Choice]
    error: str
    is_optional: bool

    @property
    def anchor(self) -> str:
        """The id of its first box, to which the summary of errors leads."""
        return f"{self.name}-day" if self.widget == "date" else self.name

    @property
    def in_words(self) -> str:
        """What it holds, as people read it; "" for nothing."""
        if self.widget == "date":
            return " ".join(str(self.value[part]) for part in PARTS).strip()
        if self.widget == "checkbox":
            return "Yes" if self.value else "No"
        texts = {choice.value: choice.text for choice in self.choices}
        several = self.value if isinstance(self.value, list) else [self.value]
        return ", ".join(sorted(texts.get(str(one), str(one)) for one in several if one)).replace(
            "\r\n", "\n"
        )

    @property
    def as_buttons(self) -> bool:
        """Whether a choice is shown as radio buttons rather than as a list to open."""
        return self.widget == "choice" and not self.is_optional and len(self.choices) <= MOST_AS_BUTTONS

    @property
    def shown_label(self) -> str:
        """The label; what may be left out says so."""
        ticked = self.widget in ("checkbox", "question")
        return f"{self.label} (optional)" if self.is_optional and not ticked else self.label


def fields_of(
    command: Command,
    chooser: Chooser,
    *,
    typed: FormData | None,
    asked: QueryParams,
    errors: Errors,
) -> list[Field]:
    """The fields of a command in order. `typed` is what was sent; before that `asked` and the row fill in."""
    fields = []
    for name, info in command.body.model_fields.items():
        widget, extra = widget_of(info), extra_of(info)
        known = _typed(name, widget, typed) if typed is not None else _known(name, widget, chooser.row, asked)
        if typed is None and known in (None, "", []) and not info.is_required():
            known = _words(info.get_default(call_default_factory=True), widget)
        is_optional = not info.is_required() and not (name == "reason" and command.needs_reason)
        choices = chooser.offered(widget, extra)
        if known in (None, "") and info.is_required() and widget == "partnership" and len(choices) == 1:
            known = choices[0].value
        hint = info.description or ""
        fields.append(
            Field(name, info.title or name, hint, widget, known, choices, errors.get(name, ""), is_optional)
        )
    return fields


@dataclass(frozen=True)
class Both:
    """Of one field what is recorded now, and what somebody typed, in words."""

    label: str
    recorded: str
    typed: str


def both_of(recorded: list[Field], typed: list[Field]) -> list[Both]:
    """Of the fields that something is recorded in, those in which something else was typed."""
    now = {field.name: field for field in recorded if field.widget != "hidden" and field.in_words}
    return [
        Both(one.label, now[one.name].in_words, one.in_words)
        for one in typed
        if one.name in now and now[one.name].in_words != one.in_words
    ]


def own_and_shared(fields: list[Field]) -> tuple[list[Field], list[Field]]:
    """The fields of the command alone, and those that every command has."""
    shared = [field for field in fields if field.name in Body.model_fields]
    return [field for field in fields if field not in shared], shared


def _typed(name: str, widget: str, form: FormData) -> Any:
    if widget == "date":
        return {part: text(form, f"{name}-{part}") for part in PARTS}
    if widget in WITH_SEVERAL:
        return [str(one) for one in form.getlist(name)]
    if widget == "checkbox":
        return name in form
    return text(form, name)


def _known(name: str, widget: str, row: Any, asked: QueryParams) -> Any:
    if name in asked:
        return asked.getlist(name) if widget in WITH_SEVERAL else asked[name]
    if row is None or name in NEVER_KNOWN or name in Body.model_fields:
        return _words(None, widget)
    rules = {**(getattr(row, "rag_rule", None) or {}), **(getattr(row, "reminder_rule", None) or {})}
    return _words(getattr(row, name, rules.get(name)), widget)


def _words(value: Any, widget: str) -> Any:
    """A value as boxes hold it."""
    if widget == "date":
        known = (value.day, value.month, value.year) if isinstance(value, date) else ("", "", "")
        return dict(zip(PARTS, known, strict=True))
    if widget in WITH_SEVERAL:
        return [str(one) for one in value or ()]
    if widget == "checkbox":
        return bool(value)
    if widget == "numbers":
        return ", ".join(str(one) for one in value or ())
    if widget == "lines":
        return "\n".join(value or ())
    return "" if value is None else str(value)
