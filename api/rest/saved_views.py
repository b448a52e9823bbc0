"""Saved views: how people look at lists, kept under names."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api import saved_views
from api.access import SignedIn, Who
from api.rest.answers import problems
from api.rest.asking import no_query
from api.rest.shapes import Shape, listed

router = APIRouter(tags=["saved views"], responses=problems())

Lists = Literal["actions", "recommendations", "reviews", "agencies", "people"]


class SavedView(Shape):
    """A view of a list. `address` is its page, `query` its words, which the list in JSON takes as well."""

    id: UUID
    list: Lists
    name: str
    query: str
    address: str
    shared: bool
    own: bool
    made_at: datetime


class NewView(BaseModel):
    """A view to keep."""

    model_config = ConfigDict(extra="forbid")

    list: Lists = Field(description="Of which list.")
    name: str = Field(
        min_length=1,
        max_length=saved_views.LONGEST_NAME,
        description="Its name, another for each view of a list.",
    )
    query: str = Field(
        "",
        max_length=saved_views.LONGEST_QUERY,
        description="The query words of the list, but never `as_at`.",
    )
    shared: bool = Field(False, description="Whether everybody sees it.")


class ViewChanged(BaseModel):
    """What a view is called from now on, and whether everybody sees it; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(
        None, min_length=1, max_length=saved_views.LONGEST_NAME, description="Its new name."
    )
    shared: bool | None = Field(None, description="Whether everybody sees it.")


class ViewsAsked(BaseModel):
    """Which views."""

    model_config = ConfigDict(extra="forbid")

    list: Lists | None = Field(None, description="Of this list.")


def shaped(request: Request, view: saved_views.SavedView, who: Who) -> SavedView:
    """A view as JSON."""
    base = str(request.app.state.settings.base_url)
    return SavedView.model_validate(
        view._asdict() | {"address": f"{base}{view.address}", "own": view.person == who.person}
    )


@router.get("/saved-views", summary="List saved views", response_model=listed(SavedView))
def list_views(request: Request, who: SignedIn, asked: Annotated[ViewsAsked, Query()]) -> Any:
    """One's own views, and those that others share, by list and name."""
    found = saved_views.views_for(request.app.state.store, who, asked.list)
    return {"items": [shaped(request, view, who) for view in found], "next": None}


@router.post(
    "/saved-views",
    status_code=201,
    response_model=SavedView,
    dependencies=[Depends(no_query)],
    summary="Save a view",
)
def save_view(request: Request, who: SignedIn, new: NewView) -> Any:
    """Keep a view under a name. The same once more changes nothing."""
    state = request.app.state
    facts = {"name": new.name, "query": new.query, "shared": new.shared, "now": state.clock()}
    return shaped(request, saved_views.save(state.store, who, things=new.list, **facts), who)


@router.patch(
    "/saved-views/{identity}",
    response_model=SavedView,
    responses=problems(404),
    dependencies=[Depends(no_query)],
    summary="Rename or share a saved view",
)
def change_view(request: Request, who: SignedIn, identity: UUID, change: ViewChanged) -> Any:
    """Rename a view of one's own, or as an administrator one that is shared; or share it, or end that."""
    store = request.app.state.store
    changed = saved_views.change(store, who, identity, name=change.name, shared=change.shared)
    return shaped(request, changed, who)


@router.delete(
    "/saved-views/{identity}",
    response_model=SavedView,
    responses=problems(404),
    dependencies=[Depends(no_query)],
    summary="Delete a saved view",
)
def delete_view(request: Request, who: SignedIn, identity: UUID) -> Any:
    """Delete a view of one's own, or as an administrator one that is shared."""
    return shaped(request, saved_views.delete(request.app.state.store, who, identity), who)
