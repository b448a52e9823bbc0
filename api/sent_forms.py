"""What a form of a page had sent, shown again where the tracker cannot take it: no word is lost."""

from __future__ import annotations

from typing import NamedTuple

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

ENCODED = ("application/x-www-form-urlencoded", "multipart/form-data")


class SentForm(NamedTuple):
    """Where a form was sent, what was in its fields in their order, and the names of the files with it."""

    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


async def sent_form(request: Request) -> SentForm | None:
    """The form that a request carries, read now or before; None where it carries none that can be read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method != "POST" or kind not in ENCODED:
        return None
    try:
        async with request.form() as sent:
            return as_sent(request, sent)
    except HTTPException:
        return None


def as_sent(request: Request, form: FormData) -> SentForm:
    """A form that was read, with the address to which it was sent."""
    pairs = form.multi_items()
    query = f"?{request.url.query}" if request.url.query else ""
    return SentForm(
        address=f"{request.url.path}{query}",
        fields=tuple((name, value) for name, value in pairs if isinstance(value, str)),
        files=tuple(file.filename for _, file in pairs if isinstance(file, UploadFile) and file.filename),
    )
