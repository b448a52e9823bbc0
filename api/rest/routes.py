"""Every route of the JSON."""

from fastapi import APIRouter

from api.rest import (
    access_log,
    board,
    calendars,
    changes,
    clocks,
    commands,
    disclosures,
    events,
    imports,
    learning,
    lists,
    outbox,
    plan_versions,
    plans,
    registers,
    reports,
    returns,
    reviews,
    saved_views,
    search,
    statement,
    together,
    told,
)
from api.rest.answers import PREFIX

__all__ = ["router"]

router = APIRouter(prefix=PREFIX, generate_unique_id_function=lambda route: route.name.replace("_", "-"))
for each in (
    board,
    search,
    registers,
    reviews,
    learning,
    plan_versions,
    statement,
    clocks,
    imports,
    changes,
    events,
    outbox,
    lists,
    told,
    plans,
    reports,
    returns,
    calendars,
    saved_views,
    access_log,
    disclosures,
    together,
    commands,
):
    router.include_router(each.router)
