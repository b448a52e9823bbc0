"""The OpenAPI document: every address with an example of what it takes and gives, and each of its errors."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.rest.answers import JSON, PREFIX, problem_response
from api.rest.examples import example
from api.rest.shapes import Problem

WITH_BODIES: Final = (400, 413)
WAYS_IN: Final = {
    "HTTPBearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token from `dhr token --person EMAIL`.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "dhr",
        "description": "The session of a browser; over https the cookie is called `__Host-dhr`.",
    },
}
DESCRIPTION: Final = (
    "Recommendations and actions of Domestic Homicide Reviews. What holds at every address is told in"
    " docs/api.md."
)

Operation = dict[str, Any]


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the shape of problems, the ways in, and an example of everything."""
    found: dict[str, Any] = get_openapi(
        title="DHR Tracker", version="1", description=DESCRIPTION, routes=app.routes
    )
    schemas = found["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"), Problem=problem)
    found["components"]["securitySchemes"] = WAYS_IN
    for path, operation in operations(found):
        if path.startswith(PREFIX):
            operation["security"] = [{way: []} for way in WAYS_IN]
        if "requestBody" in operation:
            operation["responses"].update({str(code): problem_response(code) for code in WITH_BODIES})
        _exemplify(operation, schemas)
    return found


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    """Every operation of a document, with its path."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation


def _exemplify(operation: Operation, schemas: Mapping[str, Any]) -> None:
    """Give an example to whatever of its bodies has a shape and none yet."""
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    for said in (*bodies, *operation["responses"].values()):
        for media_type, content in said.get("content", {}).items():
            if media_type in (JSON, "multipart/form-data"):
                content.setdefault("example", example(content["schema"], schemas))
