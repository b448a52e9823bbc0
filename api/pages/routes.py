"""Every route of the pages."""

from fastapi import APIRouter

from api.pages import (
    access_log,
    action,
    board,
    calendars,
    changes,
    commanding,
    directory,
    disclosures,
    explaining,
    importing,
    learning,
    lists,
    log,
    outbox,
    partnerships,
    plan_versions,
    printing,
    recommendation,
    reports,
    retention,
    returns,
    reviews,
    saved_views,
    search,
    sessions,
    statement,
    switching,
    together,
    tokens,
    unsent,
)

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

for part in (
    board,
    printing,
    lists,
    saved_views,
    action,
    reviews,
    learning,
    plan_versions,
    statement,
    recommendation,
    directory,
    partnerships,
    importing,
    returns,
    reports,
    retention,
    calendars,
    outbox,
    search,
    changes,
    log,
    access_log,
    disclosures,
    explaining,
    sessions,
    switching,
    tokens,
    unsent,
    together,
    commanding,
):
    router.include_router(part.router)
