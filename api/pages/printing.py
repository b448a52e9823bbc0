"""The board as a PDF: the page as it prints, where the extra for PDF is installed."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import SignedIn
from api.exporting.pdf import as_pdf
from api.pages.board import show_board
from api.rest.asking import day_or_moment
from api.rest.files import Form, sent, state

router = APIRouter()


@router.get("/board.pdf")
def print_board(request: Request, who: SignedIn) -> Response:
    """The board as the address asks for it. Refuses where PDF cannot be made."""
    shown = show_board(request, who)
    said = request.query_params.get("as_at", "")
    pdf = as_pdf(bytes(shown.body).decode())
    return sent(request, pdf, "Board", Form.PDF, state(request, day_or_moment(said) if said else None))
