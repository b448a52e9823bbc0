"""What whoever asks may not see is not there: an address of it answers like one of nothing at all."""

from collections.abc import Collection, Mapping
from typing import Final, LiteralString
from uuid import UUID

from fastapi import Request

from api.access import log_of, signed_in
from domain.permissions import NOTHING
from domain.refusals import NotFound

STANDING: Final[Mapping[str, LiteralString]] = {
    "reviews": "select id from reviews where id = any (%(ids)s) and until is null",
    "recommendations": "select id from recommendations where id = any (%(ids)s) and until is null",
    "actions": "select id from actions where id = any (%(ids)s) and until is null",
}
"""The things of cases, by the first word of their addresses, as whoever asks sees them."""


def refuse_unseen(request: Request) -> None:
    """Refuse an address of a thing that they may not see (a dependency of all routes). Raises NotFound."""
    things, identity = _named(request)
    if identity is not None and things in STANDING and not seen_of(request, things, [identity]):
        raise NotFound(NOTHING)


def seen_of(request: Request, things: str, identities: Collection[UUID]) -> set[UUID]:
    """Those of these things that whoever asks may see, also where the lists have not followed yet."""
    return seen_among(request, STANDING[things], identities)


def seen_among(request: Request, standing: LiteralString, identities: Collection[UUID]) -> set[UUID]:
    """The same of what a statement finds among `ids`; all of them for whoever sees everything."""
    if signed_in(request).sight.is_everything:
        return set(identities)
    with request.app.state.views.reading() as connection:
        rows = connection.execute(standing, {"ids": list(identities)}).fetchall()
    found = {row.id for row in rows}
    missing = set(identities) - found
    entries = log_of(request).of_several(missing) if missing else []
    return found | {one.event.originator_id for one in entries}


def _named(request: Request) -> tuple[str, UUID | None]:
    identity = request.path_params.get("identity")
    things = request.url.path.removeprefix("/api/v1").split("/")[1]
    try:
        return things, UUID(str(identity)) if identity else None
    except ValueError:
        return things, None
