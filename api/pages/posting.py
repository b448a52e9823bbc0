"""What a form of a page sends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.datastructures import FormData

from api.sent_forms import as_sent


async def posted(request: Request) -> AsyncIterator[FormData]:
    """What was sent (a dependency of routes); files in it are closed after the answer."""
    async with request.form() as form:
        # Kept for the page that says so, should what comes of it not be shown in the end.
        request.state.posted = as_sent(request, form)
        yield form


Posted = Annotated[FormData, Depends(posted)]


def text(form: FormData, name: str) -> str:
    """What was typed into one box; a file sent under its name counts as nothing."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def identity(said: str | None) -> UUID | None:
    """The id that somebody or some address says; None for anything else."""
    try:
        return UUID(said or "")
    except ValueError:
        return None
