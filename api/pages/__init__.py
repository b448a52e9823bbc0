"""The pages: what people see and what they can do, without any rule of their own."""

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
    lists,
    log,
    outbox,
    partnerships,
    printing,
    recommendation,
    reports,
    retention,
    returns,
    reviews,
    saved_views,
    search,
    sessions,
    switching,
    together,
    tokens,
    unsent,
)
from api.pages.framing import error_page

__all__ = ["error_page", "router"]

router = APIRouter(include_in_schema=False)

for part in (
    board,
    printing,
    lists,
    saved_views,
    action,
    reviews,
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
