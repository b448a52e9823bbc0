"""What addresses may answer beside what was asked for, as the OpenAPI document says it."""

from http import HTTPStatus
from typing import Any

from api.rest.shapes import Problem

ALWAYS = (401, 403, 422, 503)


def problems(*codes: int) -> dict[int | str, dict[str, Any]]:
    """The errors of an address, beside those that every address may give."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        code: {
            "description": HTTPStatus(code).phrase,
            "content": {"application/problem+json": {"schema": schema}},
        }
        for code in sorted({*ALWAYS, *codes})
    }
