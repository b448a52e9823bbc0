"""The step before a form that offers the recommendations of one review: of which review."""

from __future__ import annotations

from datetime import date

from fastapi import Request
from fastapi.responses import Response

from api.commands import Command
from api.pages.choices import Chooser
from api.pages.framing import page
from api.pages.posting import identity
from api.pages.reading import widget_of

KNOWN_BY = ("review", "recommendations")
"""Query words that say of which review a new thing is to be."""
MANY = 2


def asked_which_review(request: Request, command: Command, today: date) -> Response | None:
    """The page that asks for the review; None where it is known, does not matter, or there is no choice."""
    query = request.query_params
    offers = any(widget_of(info) == "recommendations" for info in command.body.model_fields.values())
    if command.noun or not offers or identity(query.get("review")) or "recommendations" in query:
        return None
    with request.app.state.views.reading() as connection:
        offered = Chooser(connection, None, None, today).offered("review", {})
    if len(offered) < MANY:
        return None
    kept = [(name, value) for name, value in query.multi_items() if name not in KNOWN_BY]
    address = request.url.path
    return page(request, "which-review.html", command=command, reviews=offered, kept=kept, address=address)
