"""JSON for programs, under /api/v1."""

from fastapi import APIRouter

from api.rest import (
    actions,
    calendars,
    changes,
    commands,
    directory,
    events,
    imports,
    lists,
    reports,
    returns,
    reviews,
    search,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/v1")
for each in (
    search,
    reviews,
    actions,
    directory,
    imports,
    changes,
    events,
    lists,
    reports,
    returns,
    calendars,
    commands,
):
    router.include_router(each.router)
