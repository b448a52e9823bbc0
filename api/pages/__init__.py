"""The pages: what people see and what they can do, without any rule of their own."""

from fastapi import APIRouter

from api.pages import (
    action,
    actions,
    board,
    calendars,
    changes,
    commanding,
    directory,
    importing,
    log,
    outbox,
    partnerships,
    recommendation,
    returns,
    reviews,
    search,
)
from api.pages.framing import error_page

__all__ = ["error_page", "router"]

router = APIRouter(include_in_schema=False)

for part in (
    board,
    actions,
    action,
    reviews,
    recommendation,
    directory,
    partnerships,
    importing,
    returns,
    calendars,
    outbox,
    search,
    changes,
    log,
    commanding,
):
    router.include_router(part.router)
