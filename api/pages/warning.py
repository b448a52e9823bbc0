"""Asking before words are saved that look like somebody's personal details. It is never a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from starlette.datastructures import FormData

from api.commands import Command
from api.pages.posting import text
from api.pages.reading import widget_of
from domain.personal_details import likely_personal_details
from domain.plan import Plan

SEEN = "warned"
"""The hidden field by which a form says about what it has asked already."""


class Warned(NamedTuple):
    """Words in a field, and what they look like."""

    field: str
    label: str
    words: str
    what: str


def warned_about(command: Command, form: FormData) -> list[Warned]:
    """What the prose of a form is to be asked about, and has not been yet."""
    found = [
        Warned(name, info.title or name, one.words, one.what)
        for name, info in command.body.model_fields.items()
        if widget_of(info) == "textarea"
        for one in likely_personal_details(text(form, name))
    ]
    return [] if text(form, SEEN) == digest_of(found) else found


class InPlan(NamedTuple):
    """Words in the file of a plan, the place where they stand, and what they look like."""

    where: str
    words: str
    what: str


def warned_in_plan(plan: Plan) -> list[InPlan]:
    """What the prose of a plan is to be asked about. Owners are named in it by right."""
    return [
        InPlan(where, one.words, one.what)
        for where, prose in _prose_of(plan)
        for one in likely_personal_details(prose)
    ]


def _prose_of(plan: Plan) -> Iterator[tuple[str, str]]:
    for one in plan.recommendations:
        yield one.where, f"{one.text}\n{one.issue}\n{one.theme}"
        for action in one.actions:
            told = (action.text, action.progress, action.completion.raw, action.evidence, *action.remarks)
            yield action.where, "\n".join(told)
    yield "", "\n".join(plan.remarks)


def digest_of(found: Sequence[Warned]) -> str:
    """By which a form says that it has asked about exactly this; "" for nothing."""
    return sha256(repr([tuple(one) for one in found]).encode()).hexdigest() if found else ""
