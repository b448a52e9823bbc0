"""Asking before something is saved that may not be meant, such as personal details. It is never a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    """A sentence about a field, without a full stop; `personal`: what its words look like, such as "a name".

    `label` is what the form calls the field.
    """

    field: str
    sentence: str
    personal: str = ""
    label: str = ""


def personal_details(command: Command, form: FormData) -> list[Warned]:
    """What of the prose of a form looks like personal details."""
    fields = command.body.model_fields.items()
    labels = {name: info.title or name for name, info in fields if widget_of(info) == "textarea"}
    return personal_details_in(labels, form)


def personal_details_in(labels: Mapping[str, str], form: FormData) -> list[Warned]:
    """What in these fields of a form, each with what the form calls it, looks like personal details."""
    return [
        Warned(name, f"“{label}”: “{one.words}” looks like {one.what}", one.what, label)
        for name, label in labels.items()
        for one in likely_personal_details(text(form, name))
    ]


def said_not_personal(found: Sequence[Warned]) -> list[tuple[str, str]]:
    """The fields, as the form calls them, and what words in them look like that are saved all the same."""
    return [(one.label, one.personal) for one in found if one.personal]


def not_asked_yet(found: Sequence[Warned], form: FormData) -> Sequence[Warned]:
    """All of it, unless the form has asked about exactly this already."""
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
