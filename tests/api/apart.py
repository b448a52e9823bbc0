"""Random requests of people of one partnership, for what is theirs and what is another's, and all answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode
from zipfile import ZipFile, is_zipfile

from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import strategies as some

from api.pages import filters, log_filters
from api.rest.openapi import operations
from tests.api.rest.asking import API

PARAMETER: Final = re.compile(r"([\w-]+)/\{(\w+)(?::\w+)?\}")
LET_IN_BY_A_SECRET: Final = ("/set-up/", "/calendar/", "/sign-in", "/static/")
OF_THE_DIRECTORY: Final = re.compile(rf"({API})?/(people|agencies)/(\{{identity(:uuid)?\}}/[\w-]+|new)?$")
"""Commands to people and agencies, who belong to no partnership: its keepers are those of every one."""
ON_PAPER: Final = ("return-sheet", "held", "sign-out", "calendars")
"""What stands below a person or an agency and is none of those commands."""

MEANT_BY: Final = {
    "reviews": "review",
    "recommendations": "recommendation recommendations",
    "actions": "action thing things actions after",
    "people": "person owner who entered_by said_by",
    "partnerships": "partnership partnerships",
    "agencies": "agency lead supporting addressee addressees agencies",
}
"""Which ids query words and fields of bodies stand for."""
SAID: Final[Mapping[str, Sequence[str]]] = {
    "words": ("zephyr", "training", "DHR1", "Begin", "Nosuch", "Ash", "partnership", "1/1", "zephir"),
    "as_at": ("2026-03-02", "2026-03-01", "2099-01-01", "2026-03-02T09:31:00Z"),
    "file": ("csv", "xlsx"),
    "limit": ("1", "500"),
    "after": ("0", "20", "100", "150"),
    "sort": ("number", "-due", "reference", "name"),
    "list": ("actions", "reviews", "recommendations"),
    "kind": ("action", "review", "recommendation", "partnership", "agency", "person"),
    "reference": ("DHR1", "dhr2"),
    "from": ("2026-01-01",),
    "topic": ("review.opened", "action.planned", "partnership.registered"),
}
OTHERWISE: Final = ("true", "false", "1", "zephyr", "2026-03-02", "BBB", "AAA")


class Address(NamedTuple):
    """One way to ask: a method, a path with its places for ids, and the query words known there."""

    method: str
    path: str
    words: Sequence[str]
    example: Any = None


def addresses(app: FastAPI) -> list[Address]:
    """Every address of the running application behind the gate."""
    documented = app.openapi()
    words = {path: _words_of(one) for path, one in operations(documented)}
    of_pages = sorted(_words_of_pages())
    found = []
    for included in app.routes:
        for one in getattr(included, "effective_route_contexts", tuple)():
            for method in sorted(one.methods - {"HEAD"}):
                if not one.path.startswith(LET_IN_BY_A_SECRET):
                    known = words.get(one.path) or of_pages
                    found.append(Address(method, one.path, known, _example(documented, one.path, method)))
    return found


def _words_of(operation: Mapping[str, Any]) -> list[str]:
    return sorted(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")


def _words_of_pages() -> set[str]:
    lists = (filters.ACTIONS, filters.REVIEWS, filters.RECOMMENDATIONS, filters.AGENCIES, filters.PEOPLE)
    named = {field.name for fields in lists for field in fields}
    return named | {*log_filters.DAYS, *log_filters.LABELS, "file", "as_at", "sort", "page", "words", "thing"}


def _example(document: Any, path: str, method: str) -> Any:
    operation = document["paths"].get(path, {}).get(method.lower(), {})
    for content in operation.get("requestBody", {}).get("content", {}).values():
        return content.get("example")
    return None


def changes_something(address: Address) -> bool:
    """Whether it is asked for in the trial of changes: not signing out, nor commands to the directory."""
    is_below = address.path.endswith(ON_PAPER)
    of_directory = bool(OF_THE_DIRECTORY.match(address.path)) and not is_below
    return address.method != "GET" and address.path != "/sign-out" and not of_directory


class Ids:
    """What there is of both partnerships, by the word before it in an address."""

    def __init__(self, *halves: Mapping[str, Sequence[str]]) -> None:
        self.of: dict[str, list[str]] = {}
        for half in halves:
            for word, ids in half.items():
                self.of.setdefault(word, []).extend(ids)

    def drawn(self, word: str, data: Any) -> str:
        """One id that stands after this word; of any kind where none is known, and now and then."""
        every = [one for ids in self.of.values() for one in ids]
        known = self.of.get(word) or every
        return str(data.draw(some.sampled_from(known * 9 + every[:: max(1, len(every) // len(known))])))

    def for_field(self, name: str, data: Any) -> str | None:
        """An id for a query word or a field; None for one that no id is meant by."""
        kind = next((kind for kind, names in MEANT_BY.items() if name in names.split()), None)
        return self.drawn(kind, data) if kind else None


def path_of(address: Address, ids: Ids, data: Any) -> str:
    """Its path, with ids in their places."""

    def given(found: re.Match[str]) -> str:
        word = found[1] if found[2] in ("identity", "position") else found[2]
        return f"{found[1]}/{ids.drawn(word, data)}"

    return PARAMETER.sub(given, address.path)


def query_of(address: Address, ids: Ids, data: Any) -> str:
    """Up to three query words that it knows, with ids of both, words, days and positions."""
    names = data.draw(some.lists(some.sampled_from(address.words or ["as_at"]), max_size=3, unique=True))
    said = {name: _value(name, ids, data) for name in names}
    return f"?{urlencode(said)}" if said else ""


def _value(name: str, ids: Ids, data: Any) -> str:
    values = SAID.get(name, ())
    if (not values or data.draw(some.booleans())) and (identity := ids.for_field(name, data)):
        return identity
    return str(data.draw(some.sampled_from(values or OTHERWISE)))


def body_of(example: Any, ids: Ids, data: Any) -> Any:
    """The example of a body, with ids of the other partnership wherever it names a thing."""
    if isinstance(example, dict):
        return {name: _field(name, value, ids, data) for name, value in example.items()}
    return example


def _field(name: str, value: Any, ids: Ids, data: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{"id": ids.drawn("actions", data), "version": 3}]
    identity = ids.for_field(name, data)
    if identity is None:
        return value
    return [identity] if isinstance(value, list) else identity


def ask(client: TestClient, address: Address, ids: Ids, data: Any) -> tuple[str, Any]:
    """Ask for an address with ids of these, as a program or as a form; the path asked, and the answer."""
    path = path_of(address, ids, data)
    if address.method == "GET":
        path += query_of(address, ids, data)
        return path, client.get(path)
    headers, body = {"If-Match": "*"}, body_of(address.example, ids, data) or {}
    if address.path.startswith(API):
        return path, client.request(address.method, path, json=body, headers=headers)
    form = body or {name: _value(name, ids, data) for name in ("partnership", "review", "select", "noun")}
    return path, client.post(path, data=form)


def told_by(answer: Any) -> Iterator[bytes]:
    """Everything that an answer says, in small letters: headers, body, and each file within a file."""
    yield repr(answer.headers).lower().encode()
    yield answer.content.lower()
    if is_zipfile(BytesIO(answer.content)):
        with ZipFile(BytesIO(answer.content)) as packed:
            for name in packed.namelist():
                yield name.lower().encode() + packed.read(name).lower()


def says(answer: Any, mark: str) -> bool:
    """Whether a mark stands anywhere in an answer."""
    return any(mark.lower().encode() in part for part in told_by(answer))


def tells(path: str, answer: Any, mark: str) -> bool:
    """Whether an answer tells something of a partnership.

    Whoever names the bodies that commissioned a review is offered each partnership by its name: that alone.
    """
    named = f"{mark} partnership".lower().encode()
    is_offered = path.partition("?")[0].endswith("/commissioning-bodies")
    parts = (part.replace(named, b"") if is_offered else part for part in told_by(answer))
    return any(mark.lower().encode() in part for part in parts)
