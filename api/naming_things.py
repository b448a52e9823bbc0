"""What the body of a command names by ids: what whoever asks may not see gets the answer of an unknown id.

Every field of the commands that holds an id is either of `NAMED`, or of what everybody sees (`SEEN_BY_ALL`).
"""

from collections.abc import Mapping
from typing import Any, Final, LiteralString
from uuid import UUID

from fastapi import Request

from api.access import by, signed_in
from api.commands import Body, Command
from api.refused_within import named_unseen
from api.unseen import STANDING, seen_among
from domain.action import Action
from domain.agency import Agency
from domain.partnership import Partnership
from domain.permissions import refuse_unless_allowed, refuse_unless_somewhere
from domain.person import Person
from domain.provenance import Thing
from domain.recommendation import Recommendation
from domain.refusals import NotThere
from domain.review import Review
from domain.vocabulary import How

KINDS: Final[Mapping[str, type[Thing]]] = {
    "actions": Action,
    "recommendations": Recommendation,
    "reviews": Review,
    "agencies": Agency,
    "people": Person,
    "partnerships": Partnership,
}
NAMED: Final[Mapping[str, tuple[str, LiteralString]]] = {
    "partnership": (
        "partnership",
        "select id from partnerships where id = any (%(ids)s) and until is null",
    ),
    "review": ("review", STANDING["reviews"]),
    "recommendations": ("recommendation", STANDING["recommendations"]),
}
"""What fields hold the ids of, by their widgets: in words, and as whoever asks sees it."""
SEEN_BY_ALL: Final = frozenset(
    {"agency", "agencies", "clock", "clocks", "lesson", "lessons", "partnerships", "person", "question"}
)
"""The directory is one for all, and whoever names bodies sees each partnership's name; a question, a clock
or a lesson is one of the review that the address names."""


def refuse_form(request: Request, one: Command, identity: UUID | None) -> None:
    """Refuse to show the form of a command to whom it is refused. Raises NotFound and NotAllowed.

    `identity` is None for a new thing: then whoever may make one somewhere is shown the form.
    """
    who = signed_in(request)
    if identity is None:
        refuse_unless_somewhere(one.carry_out.asks, who.standing)
        return
    thing = request.app.state.tracker.get(KINDS[one.things], identity)
    refuse_unless_allowed(one.carry_out.asks, thing, by(who, How.FORM))


def refuse_unseen_in(request: Request, one: Command, body: Body, identity: UUID | None) -> None:
    """Refuse a body that names what whoever asks may not see, in the words for what is not there at all.

    Whoever may not give the command learns that first. Raises as `refuse_form` does, and NotThere with the
    field; where the thing is there, the access log tells of it.
    """
    named = {name: ids for name in one.fields if kind_of(one, name) in NAMED and (ids := _ids(body, name))}
    if named:
        refuse_form(request, one, identity)
    for name, ids in named.items():
        what, standing = NAMED[kind_of(one, name)]
        if missing := set(ids) - seen_among(request, standing, ids):
            named_unseen(request, missing)
            raise NotThere(f"There is no such {what}.", field=name)


def kind_of(one: Command, name: str) -> str:
    """What a field of a command asks for: its widget, "" for one that says none."""
    extra = one.fields[name].json_schema_extra
    return str(extra.get("widget", "")) if isinstance(extra, Mapping) else ""


def _ids(body: Body, name: str) -> list[UUID]:
    said: Any = getattr(body, name)
    return [one for one in (said if isinstance(said, list) else [said]) if one is not None]
