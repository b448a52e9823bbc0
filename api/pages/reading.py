"""Reading what was typed into a form: the body of a command, or what is wrong with it, field by field."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from starlette.datastructures import FormData

from api.commands import Body, Command
from api.pages.posting import text
from api.wording import sentence_for
from domain.refusals import Refused

Errors = dict[str, str]
"""One sentence for each field that is wrong; under "" what is wrong with the whole."""

MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
PARTS = ("day", "month", "year")


def read(command: Command, form: FormData) -> tuple[Body | None, Errors]:
    """The body that a form says, or None and what is wrong."""
    said, errors = {}, {}
    for name, field in command.body.model_fields.items():
        try:
            value = READERS.get(widget_of(field), _text)(name, form)
        except Refused as refused:
            errors[name] = f"“{field.title}” {refused}"
            continue
        if value is not None:
            said[name] = value
    try:
        body = command.body.model_validate(said)
    except ValidationError as wrong:
        return None, _sentences(command, wrong, errors)
    if command.needs_reason and not body.reason:
        errors["reason"] = "“Reason” is needed."
    return (None if errors else body), errors


def widget_of(field: FieldInfo) -> str:
    """The kind of a field."""
    return str(extra_of(field).get("widget", "text"))


def extra_of(field: FieldInfo) -> Mapping[str, Any]:
    """What a field says about how it is shown."""
    extra = field.json_schema_extra
    return extra if isinstance(extra, Mapping) else {}


def day_typed(name: str, form: FormData) -> date | None:
    """The day in three boxes; None where all are empty. Refuses what is no day."""
    day, month, year = (text(form, f"{name}-{part}").strip() for part in PARTS)
    if not (day or month or year):
        return None
    try:
        return date(int(year), MONTHS.get(month.casefold()) or int(month), int(day))
    except ValueError:
        raise Refused("must be a real day, such as 27 3 2027.", field=name) from None


def _text(name: str, form: FormData) -> str | None:
    return text(form, name).replace("\r\n", "\n") or None


def _several(name: str, form: FormData) -> list[Any]:
    return [one for one in form.getlist(name) if one]


def _numbers(name: str, form: FormData) -> list[str]:
    return [one.strip() for one in text(form, name).split(",") if one.strip()]


def _lines(name: str, form: FormData) -> list[str]:
    return [one.strip() for one in text(form, name).splitlines() if one.strip()]


def _ticked(name: str, form: FormData) -> bool:
    return name in form


READERS: Mapping[str, Callable[[str, FormData], Any]] = {
    "date": day_typed,
    "agencies": _several,
    "recommendations": _several,
    "choices": _several,
    "partnerships": _several,
    "clocks": _several,
    "themes": _several,
    "lessons": _several,
    "numbers": _numbers,
    "lines": _lines,
    "checkbox": _ticked,
}


def _sentences(command: Command, wrong: ValidationError, unreadable: Errors) -> Errors:
    errors = dict(unreadable)
    for one in wrong.errors():
        name = str(one["loc"][0]) if one["loc"] else ""
        # What cannot be read counts as missing: the rules for the whole are asked once it can.
        if unreadable and not name:
            continue
        _, sentence = sentence_for({**one, "loc": ("form", *one["loc"])})
        errors.setdefault(name, _about(command.body.model_fields.get(name), sentence))
    return errors


def _about(field: FieldInfo | None, sentence: str) -> str:
    if field is None:
        return sentence
    name = f"“{field.title}”"
    if sentence.startswith("This "):
        return f"{name} {sentence.removeprefix('This ')}"
    return f"{name}: {sentence[0].lower()}{sentence[1:]}"
