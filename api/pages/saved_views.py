"""Saved views: keeping one, renaming, sharing and deleting it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import saved_views
from api.access import SignedIn, Who
from api.pages.framing import page
from api.pages.posting import Posted, text
from domain.refusals import NotFound, Refused
from projections import directory

router = APIRouter()

LISTS: Final = {
    "actions": "Actions",
    "recommendations": "Recommendations",
    "reviews": "Reviews",
    "agencies": "Agencies",
    "people": "People",
}


@router.get("/saved-views")
def show_views(request: Request, who: SignedIn) -> HTMLResponse:
    """One's own views, and those that others share."""
    views = saved_views.views_for(request.app.state.store, who)
    with request.app.state.views.reading() as connection:
        people = directory.names(connection, {view.person for view in views})
    done = request.query_params.get("done") == "deletion"
    return page(request, "saved-views.html", views=views, people=people, lists=LISTS, me=who, deleted=done)


@router.post("/saved-views")
def save_view(request: Request, who: SignedIn, form: Posted) -> Response:
    """Keep a view of a list, and go to it; or show what is wrong, with what was typed."""
    state, things, query = request.app.state, text(form, "list"), text(form, "query")
    shared = bool(text(form, "shared"))
    facts: dict[str, Any] = {"name": text(form, "name"), "query": query, "shared": shared}
    try:
        view = saved_views.save(state.store, who, things=things, now=state.clock(), **facts)
    except Refused as refused:
        if things not in LISTS:
            raise
        return form_page(request, {"list": things, **facts}, refused=refused)
    return gone_to(view)


@router.get("/saved-views/{identity:uuid}")
def show_view(request: Request, who: SignedIn, identity: UUID) -> HTMLResponse:
    """The form that renames a view, shares or deletes it."""
    view = saved_views.one_view(request.app.state.store, who, identity)
    return form_page(request, view._asdict(), view=view, who=who)


@router.post("/saved-views/{identity:uuid}")
def change_view(request: Request, who: SignedIn, identity: UUID, form: Posted) -> Response:
    """Rename a view, share it, or keep it to oneself."""
    store = request.app.state.store
    view = saved_views.one_view(store, who, identity)
    name, shared = text(form, "name"), bool(text(form, "shared"))
    try:
        changed = saved_views.change(store, who, identity, name=name, shared=shared)
    except Refused as refused:
        typed = {**view._asdict(), "name": name, "shared": shared}
        return form_page(request, typed, view=view, who=who, refused=refused)
    return gone_to(changed)


@router.post("/saved-views/{identity:uuid}/deletion")
def delete_view(request: Request, who: SignedIn, identity: UUID) -> RedirectResponse:
    """Delete a view; once it is gone, the same button does no more."""
    try:
        saved_views.delete(request.app.state.store, who, identity)
    except NotFound:
        return RedirectResponse("/saved-views", 303)
    return RedirectResponse("/saved-views?done=deletion", 303)


def form_page(
    request: Request,
    typed: dict[str, Any],
    *,
    view: saved_views.SavedView | None = None,
    who: Who | None = None,
    refused: Refused | None = None,
) -> HTMLResponse:
    """The form of a view: as it stands, or as it was sent, with what is wrong."""
    return page(
        request,
        "saved-view.html",
        status=422 if refused else 200,
        typed=typed,
        view=view,
        changeable=view is None or (who is not None and view.may_be_changed_by(who)),
        lists=LISTS,
        error=str(refused) if refused else "",
    )


def gone_to(view: saved_views.SavedView) -> RedirectResponse:
    """The list as the view shows it."""
    return RedirectResponse(f"{view.address}{'&' if view.query else '?'}done=view", 303)
