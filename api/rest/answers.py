"""What addresses may answer beside what was asked for, as the OpenAPI document says it."""

from http import HTTPStatus
from typing import Any, Final

from api import errors
from api.calendar_feeds import NOT_TWICE
from api.rest.shapes import Problem
from domain.permissions import NOTHING
from domain.store.datastore import NOT_REACHED

PREFIX: Final = "/api/v1"
JSON: Final = "application/json"
ALWAYS: Final = (401, 403, 422, 503)
NO_VERSION: Final = "Say which version you saw: send its ETag as If-Match."
SENTENCES: Final = {
    400: errors.SENTENCES[400],
    401: "Sign in first.",
    403: "You are signed in, but only an administrator may use the tracker so far.",
    404: NOTHING,
    409: NOT_TWICE,
    412: (
        "Head of safeguarding, Westonbury Council was first: this was changed on 2 March 2026 after you"
        " opened it, and nothing of yours was saved. Look again, and repeat what is still needed."
    ),
    413: errors.SENTENCES[413],
    422: "due: This must be a day, written like 2026-03-31.",
    428: NO_VERSION,
    503: NOT_REACHED,
}
"""What each error may say: examples; those of 422 are as many as there are rules."""
MORE: Final[dict[int, dict[str, Any]]] = {
    412: {
        "by": {"post": "Head of safeguarding", "agency": "Westonbury Council"},
        "at": "2026-03-02T09:30:00Z",
        "version": 8,
    }
}
FIELDS: Final = {422: (errors.FieldError("due", "This must be a day, written like 2026-03-31."),)}
HEADERS: Final[dict[int, dict[str, str]]] = {
    401: {"WWW-Authenticate": "How to say who asks."},
    503: {"Retry-After": "After how many seconds to ask again."},
}

Responses = dict[int | str, dict[str, Any]]


def problems(*codes: int) -> Responses:
    """The errors of an address, beside those that every address may give."""
    return {code: problem_response(code) for code in sorted({*ALWAYS, *codes})}


def problem_response(code: int) -> dict[str, Any]:
    """An error as the document describes it, with an example."""
    told = errors.Problem(code, SENTENCES[code], FIELDS.get(code, ()), MORE.get(code, {})).as_json()
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        "description": HTTPStatus(code).phrase,
        "headers": headers(**HEADERS.get(code, {})),
        "content": {errors.PROBLEM: {"schema": schema, "example": told}},
    }


def headers(**said: str) -> dict[str, Any]:
    """Headers of an answer as the document describes them, each with what it says."""
    return {name: {"description": what, "schema": {"type": "string"}} for name, what in said.items()}


def with_version(code: int = 200, **also: str) -> Responses:
    """An answer that says the version of the thing that it shows."""
    return {code: {"headers": headers(ETag="The version of the thing, for If-Match.", **also)}}
