"""Pointing out words that look like somebody's personal details: to programs, and before a plan is exported.

A page asks before it saves them; a program is told with the answer. Neither is a refusal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from domain.personal_details import Likeness, likely_personal_details

if TYPE_CHECKING:
    from api.commands import Body
    from api.exporting.plan_content import ActionPlan

HEADER: Final = "Looks-Personal"
"""It names where the words stand, never the words: headers are written down by whatever passes them on."""
IN_BODY: Final = (
    "The words of the body whose text looks like somebody's personal details, such as `text, reason`. It is"
    " recorded all the same; without the header there are none."
)
IN_FILE: Final = (
    "How many texts of the file look like somebody's personal details. Without the header there are none."
)


class Looked(NamedTuple):
    """What is called by this name in a plan, and what in its text looks like personal details."""

    name: str
    found: tuple[Likeness, ...]


def in_body(body: Body) -> dict[str, str]:
    """The header for what a command was given; none where nothing looks personal."""
    named = [name for name, text in _prose_of(body) if likely_personal_details(text)]
    return {HEADER: ", ".join(named)} if named else {}


def in_plan(plan: ActionPlan) -> list[Looked]:
    """What of a plan looks personal, in its order: one for each recommendation and action with such words."""
    looked = [Looked(name, tuple(likely_personal_details(text))) for name, text in _texts_of(plan)]
    return [one for one in looked if one.found]


def in_file(plan: ActionPlan) -> dict[str, str]:
    """The header for the file of a plan; none where nothing looks personal."""
    number = len(in_plan(plan))
    return {HEADER: str(number)} if number else {}


def _prose_of(body: Body) -> Iterator[tuple[str, str]]:
    for name, info in type(body).model_fields.items():
        extra: Any = info.json_schema_extra
        if isinstance(extra, dict) and extra.get("widget") == "textarea":
            yield name, getattr(body, name)


def _texts_of(plan: ActionPlan) -> Iterator[tuple[str, str]]:
    for part in plan.parts:
        yield f"Recommendation {part.label}", part.wording
        for step in part.steps:
            yield f"Action {step.number}", "\n".join((step.text, *step.milestones, step.outcome))
