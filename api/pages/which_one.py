"""Which agency, person or review a filter means, where its form took a name: too many to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.pages.framing import page
from api.pages.past import Shown
from api.pages.posting import identity
from projections import search
from projections.search import Found
from projections.search_entries import Kind

MEANT: Final[Mapping[str, Kind]] = {
    "review": Kind.REVIEW,
    "agency": Kind.AGENCY,
    "lead": Kind.AGENCY,
    "addressee": Kind.AGENCY,
    "owner": Kind.PERSON,
    "who": Kind.PERSON,
}
"""What the query words mean that hold an id, and may hold a name."""
MOST: Final = 20


def asked_which_one(request: Request, said: Mapping[str, str], state: Shown | None = None) -> Response | None:
    """The way to the address with the id in the place of a name, or a page that asks which one is meant.

    None where every word has an id, and where nothing is called so: then the list says that there is not.
    """
    at = state.at if state else None
    by_name = [name for name in MEANT if said.get(name) and identity(said[name]) is None]
    for name in by_name:
        with request.app.state.views.reading() as connection:
            found = search.search(connection, said[name], kinds=[MEANT[name]], limit=MOST, at=at)
        addresses = [(one, _address(request, said, name, str(one.id))) for one in found]
        if one := only_one(said[name], found):
            return RedirectResponse(_address(request, said, name, str(one.id)), 303)
        if found:
            without = _address(request, said, name, "")
            return page(
                request,
                "which-one.html",
                shown=state,
                thing=MEANT[name],
                said=said[name],
                found=addresses,
                without=without,
            )
    return None


def only_one(typed: str, found: Sequence[Found]) -> Found | None:
    """The one that is meant: the only one that was found, or that is called exactly so."""
    exactly = [
        one for one in found if one.rank >= search.NAMED or one.heading.casefold() == typed.strip().casefold()
    ]
    meant = exactly or found
    return meant[0] if len(meant) == 1 else None


def _address(request: Request, said: Mapping[str, str], name: str, value: str) -> str:
    words = {key: word for key, word in {**said, name: value}.items() if word and key != "page"}
    return f"{request.url.path}?{urlencode(words, safe=',')}"
