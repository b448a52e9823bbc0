"""What somebody typed into a form, as it is shown again where the form itself cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from api.pages.posting import identity
from api.templating import sentence_case

if TYPE_CHECKING:
    from collections.abc import Iterable

NOT_FOR_PEOPLE: Final = ("key", "version", "opened_by")


def typed_in(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields that somebody typed or chose and would know again, each under its name in words."""
    return [(_words_of(name), value) for name, value in fields if _is_for_people(name, value)]


def _words_of(name: str) -> str:
    return sentence_case(name.replace("_", " ").replace("-", ", "))


def _is_for_people(name: str, value: str) -> bool:
    return bool(value.strip()) and name not in NOT_FOR_PEOPLE and identity(value) is None
