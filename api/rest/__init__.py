"""JSON for programs, under /api/v1."""

from fastapi import APIRouter

from api.rest import actions, commands, directory, events, imports, reviews

__all__ = ["router"]

router = APIRouter(prefix="/api/v1")
for each in (reviews, actions, directory, imports, events, commands):
    router.include_router(each.router)
