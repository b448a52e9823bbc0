"""JSON for programs, under /api/v1."""

from fastapi import APIRouter

from api.rest import (
    calendars,
    changes,
    commands,
    events,
    imports,
    lists,
    outbox,
    registers,
    reports,
    returns,
    reviews,
    search,
    together,
    told,
)
from api.rest.answers import PREFIX

__all__ = ["router"]

router = APIRouter(prefix=PREFIX, generate_unique_id_function=lambda route: route.name.replace("_", "-"))
for each in (
    search,
    registers,
    reviews,
    imports,
    changes,
    events,
    outbox,
    lists,
    told,
    reports,
    returns,
    calendars,
    together,
    commands,
):
    router.include_router(each.router)
