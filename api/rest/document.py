"""The JSON addresses as a page for people, docs/api.md, made from the OpenAPI document.

`python -m api.rest.document` writes docs/api.md anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from api.commands import Body
from api.rest import routes
from api.rest.openapi import described

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
FRONT = Path(__file__).with_name("front.md")
IN_EVERY_BODY = set(Body.model_fields)
LEFT_OUT = ("Changed", "List", "Body", "Body_", "WithReason")
"""The ends of names of shapes that others explain."""

Schema = Mapping[str, Any]


def written() -> str:
    """The text of docs/api.md."""
    app = FastAPI()
    app.include_router(routes.router)
    document = described(app)
    schemas = document["components"]["schemas"]
    paths = document["paths"].items()
    reading = [(path, one["get"]) for path, one in paths if "get" in one]
    recording = [(path, method.upper(), one) for path, method, one in _changing(paths)]
    lines = [
        FRONT.read_text(encoding="utf-8"),
        "## Reading\n",
        "| address | what | query words |",
        "|---|---|---|",
        *(f"| `GET {path}` | {_line(one['description'])} | {_query(one)} |" for path, one in reading),
        "\n## Recording\n",
        "| address | what | body |",
        "|---|---|---|",
        *(
            f"| `{method} {path}` | {one['summary']} | {_body(one, schemas)} |"
            for path, method, one in recording
        ),
        "\nFields in italics may be left out.\n",
        "## Shapes\n",
        *_shapes(schemas),
    ]
    return "\n".join(lines) + "\n"


def _changing(paths: Iterable[tuple[str, Schema]]) -> Iterator[tuple[str, str, Schema]]:
    for path, operations in paths:
        for method in ("post", "patch", "delete"):
            if method in operations:
                yield path, method, operations[method]


def _line(text: str) -> str:
    """A text as a cell of a table holds it."""
    return " ".join(text.split())


def _query(operation: Schema) -> str:
    words = [one for one in operation.get("parameters", ()) if one["in"] == "query"]
    return ", ".join(f"`{one['name']}`" for one in words)


def _body(operation: Schema, schemas: Schema) -> str:
    if "requestBody" not in operation:
        return _query(operation)
    (content,) = operation["requestBody"]["content"].values()
    shape = _resolved(content["schema"], schemas)
    needed = set(shape.get("required", ()))
    own = [name for name in shape["properties"] if name not in IN_EVERY_BODY or name in needed]
    return ", ".join(f"`{name}`" if name in needed else f"*`{name}`*" for name in own)


def _resolved(schema: Schema, schemas: Schema) -> Schema:
    if "allOf" in schema:
        (schema,) = schema["allOf"]
    return schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _shapes(schemas: Schema) -> Iterator[str]:
    for name in sorted(schemas):
        shape = schemas[name]
        if "properties" in shape and not name.endswith(LEFT_OUT) and not name.startswith(LEFT_OUT):
            yield f"**{name}**: {shape['description']}\n"
            yield ", ".join(f"`{field}` {_kind(one)}" for field, one in shape["properties"].items()) + "\n"


def _kind(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "value")


if __name__ == "__main__":
    DOCUMENT.write_text(written(), encoding="utf-8")
