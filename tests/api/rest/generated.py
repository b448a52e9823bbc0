"""What is asked of every address: as the document says it, against the document, and with what hurts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from hypothesis import strategies as some
from schemathesis import Case

from api.commands import COMMANDS
from tests.api.rest.asking import API, items
from tests.api.rest.test_imports import PLAN

KNOWN = {
    "actions": "actions thing action",
    "agencies": "agencies agency lead supporting addressees addressee",
    "people": "people person owner who entered_by",
    "recommendations": "recommendations recommendation",
    "reviews": "reviews review",
    "partnerships": "partnerships partnership",
    "outbox": "outbox after",
    "reports": "reports",
    "calendar-feeds": "calendar-feeds",
    "saved-views": "saved-views",
}
"""Of each kind of thing, the names under which others know it."""
HURTING = [
    "",
    "\x00",
    "nul\x00inside",
    "\ufeff\u202e\u0301",
    '=HYPERLINK("http://example.org")',
    "' or 1=1 --",
    "x" * 100_000,
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "0001-01-01",
    "2026-02-30",
    "9999-12-31T23:59:59.999999Z",
    "2026-13-45T99:00:00+99:00",
    "00000000-0000-0000-0000-000000000000",
    "null",
]
HURTING_IN_JSON: list[Any] = [
    *HURTING,
    "\ud800",
    None,
    True,
    -1,
    2**63,
    10**400,
    1.5,
    1e308,
    [],
    {},
    [[]],
    {"a": {"b": []}},
]
MANY = 10**6
DECISIONS = ("/extension-grant", "/extension-decline", "/sign-off", "/assurance", "/return")
"""Nobody decides on what they have entered themselves."""
HEADERS = {
    "If-Match": ['""', '"0"', '"-1"', '"99999999999999999999"', "W/", "é", '"1", "2"', "*, *", "x" * 5000],
    "Idempotency-Key": ["", "x" * 200, "x" * 201, "é"],
    "Content-Type": ["", "text/plain", "application/json; charset=utf-16", "multipart/form-data", "x"],
    "Authorization": ["Bearer", "Bearer é", "Basic QQ==", "x" * 5000],
}


class Things:
    """What there is to ask about, by the names under which addresses know it.

    `program` asks for everything but the decisions on it, for which `decider` asks.
    """

    def __init__(self, program: TestClient, decider: TestClient, myself: str) -> None:
        self.program, self.decider, self.myself = program, decider, myself
        self.ids: dict[str, list[str]] = {}
        for kind in KNOWN:
            paged = kind not in ("calendar-feeds", "reports", "saved-views")
            found = items(program, f"{kind}?limit=500" if paged else kind)
            self.ids[kind] = [one["id"] for one in found if one["id"] != myself]

    def called(self, name: str) -> list[str]:
        """The ids of what is known under a name."""
        return next((self.ids[kind] for kind, names in KNOWN.items() if name in names.split()), [])

    def offered(self, label: str) -> list[str]:
        """The things that a command makes sense for now."""
        for one in COMMANDS:
            if label == f"POST {API}/{one.things}/{{identity}}/{one.noun}":
                rows = [SimpleNamespace(**row) for row in items(self.program, f"{one.things}?limit=500")]
                return [row.id for row in rows if row.id != self.myself and one.offered(row)]
        return []

    def of(self, name: str, identity: str | None) -> list[str]:
        """What a body may name that belongs to the thing that it is about."""
        if name == "question":
            return [one["id"] for one in items(self.program, f"reviews/{identity}/questions?open=true")]
        if name in ("lesson", "lessons") and identity:
            made = self.program.get(f"{API}/recommendations/{identity}").json()
            answer = self.program.get(f"{API}/reviews/{made.get('review', identity)}/learning").json()
            return [one["id"] for one in answer.get("lessons", [])]
        if name == "alias" and identity:
            return list(self.program.get(f"{API}/agencies/{identity}").json().get("aliases", []))
        return self.called(name)


def as_the_document_says(
    case: Case[Any], example: Any, things: Things, offered: list[str], data: Any
) -> Mapping[str, Any]:
    """Give a generated request ids that are there, and for the most part what the examples say.

    Returns what is sent in other ways than generated: files.
    """
    identity = None
    if "identity" in case.path_parameters:
        kind = case.path.split("/")[3].partition(".")[0]
        there = offered or things.called(kind)
        identity = one_of(there or [case.path_parameters["identity"]], data)
        case.path_parameters["identity"] = identity
    case.headers.clear()
    asking = things.decider if case.path.endswith(DECISIONS) else things.program
    case.headers.update({"If-Match": "*", "Authorization": asking.headers["Authorization"]})
    if case.method == "DELETE":
        case.query.clear()
    _named(case.query, things, None, data)
    if isinstance(case.body, dict) and case.media_type == "application/json":
        kept = data.draw(some.sets(some.sampled_from(sorted(example) or ["-"]), max_size=2))
        case.body = {**case.body, **{name: value for name, value in example.items() if name not in kept}}
        _named(case.body, things, identity, data)
    if case.media_type == "multipart/form-data":
        return _file(case, things, identity)
    return {}


def _named(said: dict[str, Any], things: Things, identity: str | None, data: Any) -> None:
    for name, value in list(said.items()):
        if isinstance(value, list) and value and isinstance(value[0], dict) and "version" in value[0]:
            rows = items(things.program, "actions?limit=20")
            said[name] = [{"id": one["id"], "version": one["version"]} for one in rows]
        elif name == "email":
            said[name] = f"person.{data.draw(some.integers(1, 10**9))}@example.org"
        elif name == "alias" or is_id(value[0] if isinstance(value, list) and value else value):
            there = things.of(name, identity) or [value]
            several = data.draw(some.integers(1, 3)) if isinstance(value, list) else 0
            chosen = [one_of(there, data) for _ in range(several)]
            said[name] = list({str(one): one for one in chosen}.values()) if several else one_of(there, data)


def one_of(there: Sequence[Any], data: Any) -> Any:
    """One of those that are there now: by a place drawn among many more, as others may be there later."""
    return there[data.draw(some.integers(0, MANY)) % len(there)]


def is_id(value: Any) -> bool:
    """Whether this is the id of a thing, there or not."""
    try:
        return bool(UUID(value))
    except (ValueError, TypeError, AttributeError):
        return False


def _file(case: Case[Any], things: Things, identity: str | None) -> Mapping[str, Any]:
    if identity is None:
        form = {"review": "FUZZ", "partnership": things.ids["partnerships"][0], "open_review": "true"}
        return {"files": {"file": ("plan.csv", PLAN)}, "data": form | {"commit": "true"}}
    sheet = things.program.get(f"{API}/agencies/{identity}/return-sheet.xlsx").content
    return {"files": {"file": ("sheet.xlsx", sheet)}, "data": {"commit": "true"}}


def with_what_hurts(case: Case[Any], data: Any) -> Mapping[str, Any]:
    """Put something that hurts into one place of a request. Returns its body where it is not as generated."""
    places = [("query", name) for name in case.query] + [("header", name) for name in HEADERS]
    if isinstance(case.body, dict):
        places += [("body", name) for name in case.body] * 3
    kind, name = data.draw(some.sampled_from(places))
    if kind == "header":
        case.headers[name] = data.draw(some.sampled_from(HEADERS[name]))
    elif kind == "query":
        case.query[name] = data.draw(some.sampled_from(HURTING))
    elif case.media_type == "application/json":
        hurting = {**_fields(case), name: data.draw(some.sampled_from(HURTING_IN_JSON))}
        case.headers["Content-Type"] = "application/json"
        # Escaped, so that half a character can be sent.
        return {"data": json.dumps(hurting)}
    else:
        _fields(case)[name] = data.draw(some.sampled_from(HURTING))
    return {}


def _fields(case: Case[Any]) -> dict[str, Any]:
    assert isinstance(case.body, dict)
    return case.body
