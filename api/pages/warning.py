"""Asking before words are saved that look like somebody's personal details. It is never a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from starlette.datastructures import FormData

from api.commands import Command
from api.pages.posting import text
from api.pages.reading import widget_of
from domain.personal_details import likely_personal_details

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


def digest_of(found: Sequence[Warned]) -> str:
    """By which a form says that it has asked about exactly this; "" for nothing."""
    return sha256(repr([tuple(one) for one in found]).encode()).hexdigest() if found else ""
