"""Which of their partnerships a browser shows to somebody who sees several: one of them, or all."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.access import SHOWN, SignedIn, safe_next
from api.pages.posting import Posted, identity, text
from domain.permissions import NOTHING
from domain.refusals import NotFound

router = APIRouter()


@router.post("/partnerships/shown")
def show_partnership(request: Request, who: SignedIn, form: Posted) -> Response:
    """Show the lists of one partnership, or of all, until another is chosen. Raises NotFound."""
    wanted = identity(text(form, "partnership"))
    answer = RedirectResponse(safe_next(text(form, "next")), 303)
    if wanted is None:
        answer.delete_cookie(SHOWN, path="/")
        return answer
    if wanted not in who.sight.partnerships:
        raise NotFound(NOTHING)
    is_safe = request.app.state.settings.base_url.startswith("https://")
    answer.set_cookie(SHOWN, str(wanted), path="/", httponly=True, samesite="lax", secure=is_safe)
    return answer
