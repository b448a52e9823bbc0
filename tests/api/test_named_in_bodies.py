"""A body that names what is not shown is answered as for an id of nothing: by the same status and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.commands import COMMANDS, Command, command
from api.naming_things import NAMED, SEEN_BY_ALL, kind_of
from api.rest.openapi import operations
from domain.access_log import Kind
from domain.store.application import Store
from domain.store.embedded import Server
from domain.vocabulary import Contact, Role
from tests.api.accesses import accesses
from tests.api.conftest import BEGIN
from tests.api.rest.asking import API
from tests.api.rest.test_commands import CASES
from tests.api.test_apart import browser
from tests.two_partnerships import DRAFT, KINDS, OWNER, WAITING, Both, Half, Recorded, recorded_in

ANY_VERSION = {"If-Match": "*"}
THING_OF_FIELD: Final = {
    "partnership": "partnerships",
    "review": "reviews",
    "recommendations": "recommendations",
}
"""Of which things each kind of field holds ids."""
BESIDE_COMMANDS: Final[Mapping[str, str]] = {
    "/calendar-feeds": "person",
    "/actions/together/owner": "actions owner",
    "/actions/together/progress-request": "actions",
    "/actions/together/timescale": "actions",
    "/actions/together/split": "actions agencies",
}
"""The other bodies that hold ids."""


class Field(NamedTuple):
    """A field of a command that holds ids, and what kind it is of."""

    things: str
    noun: str
    name: str
    kind: str


def fields() -> list[Field]:
    """Every field of every command that holds ids."""
    return [
        Field(one.things, one.noun, name, kind_of(one, name))
        for one in COMMANDS
        for name, info in one.fields.items()
        if "UUID" in str(info.annotation)
    ]


OF_CASES: Final = [one for one in fields() if one.kind in NAMED]


@pytest.fixture(scope="module")
def recorded(postgres: Server, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    """Two partnerships, to copy."""
    folder = tmp_path_factory.mktemp("named")
    with recorded_in(postgres, "named_in_bodies", migrated, folder, BEGIN.date()) as recorded:
        yield recorded


@pytest.fixture
def begun(recorded: Recorded) -> Recorded:
    """What each test here has a copy of."""
    return recorded


@pytest.fixture
def both(recorded: Recorded) -> Both:
    """The two partnerships."""
    return recorded.both


def test_every_field_is_known() -> None:
    """A field that is added to a command is looked at before it is given, or is seen by everybody."""
    assert {one.kind for one in fields()} <= NAMED.keys() | SEEN_BY_ALL
    assert THING_OF_FIELD.keys() == NAMED.keys()
    assert {one.kind for one in OF_CASES} == NAMED.keys()


def test_every_other_body_is_known(every_address: FastAPI) -> None:
    """What takes ids in JSON is a command, or stands in the table here."""
    documented = every_address.openapi()
    found = {}
    for path, one in operations(documented):
        if named := _with_ids(documented, one.get("requestBody", {})):
            found[path.removeprefix(API)] = named
    of_commands = {f"/{one.things}" + (f"/{{identity}}/{one.noun}" if one.noun else "") for one in COMMANDS}
    beside = {path: set(names) for path, names in found.items() if path not in of_commands}
    assert beside == {path: set(names.split()) for path, names in BESIDE_COMMANDS.items()}


def _with_ids(documented: Any, body: Any) -> list[str]:
    shapes = [content["schema"] for content in body.get("content", {}).values()]
    return [
        name
        for shape in shapes
        for name, field in _shape(documented, shape).get("properties", {}).items()
        if _holds_ids(documented, field)
    ]


def _shape(documented: Any, schema: Any) -> Any:
    name = schema.get("$ref", "").rpartition("/")[2]
    return documented["components"]["schemas"][name] if name else schema


def _holds_ids(documented: Any, schema: Any) -> bool:
    shape = _shape(documented, schema)
    inner = [*shape.get("anyOf", ()), shape.get("items", {}), *shape.get("properties", {}).values()]
    return shape.get("format") == "uuid" or any(_holds_ids(documented, one) for one in inner if one)


class Asking:
    """Somebody of the one partnership who names things of the other, or ones that are not shown to them."""

    def __init__(self, app: FastAPI, both: Both, who: str) -> None:
        self.client = browser(app, app.state.store, both.one.people[who])
        self.both = both

    def answers(self, field: Field, named: UUID) -> list[tuple[int, str]]:
        """What they are told as JSON and as a page, with some word in the place of the id."""
        one, own = command(field.things, field.noun), self.both.one
        target = {"partnerships": own.id}.get(field.things) or next(iter(_things(own, field.things).values()))
        place = f"/{field.things}/{target}/{field.noun}" if field.noun else f"/{field.things}/new"
        api = f"{API}{place}".removesuffix("/new")
        body = self._body(one, field, named)
        said = self.client.post(api, json=body, headers=ANY_VERSION)
        form = {**_form(body), "key": str(uuid4()), "version": "99"}
        page = self.client.post(place, data=form)
        told = _message(page)
        return [(said.status_code, _without(said.text, named)), (page.status_code, _without(told, named))]

    def _body(self, one: Command, field: Field, named: UUID) -> dict[str, Any]:
        own = self.both.one
        known = {
            "partnership": own.id,
            "review": own.reviews[WAITING],
            "recommendation": own.recommendations[WAITING],
            "police": self.both.police,
            "council": self.both.council,
        }
        said = _filled(CASES[one.things, one.noun].body, known, own.people[OWNER])
        is_list = isinstance(said.get(field.name), list)
        return {**said, field.name: [str(named)] if is_list else str(named)}


def _things(half: Half, things: str) -> Mapping[str, UUID]:
    found: Mapping[str, UUID] = {"": half.id} if things == "partnerships" else getattr(half, things)
    return found


def _filled(value: Any, known: Mapping[str, UUID], otherwise: UUID) -> Any:
    if isinstance(value, dict):
        return {name: _filled(one, known, otherwise) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, known, otherwise) for one in value]
    is_place = isinstance(value, str) and value.startswith("{")
    return str(known.get(value[1:-1], otherwise)) if is_place else value


def _form(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}


def _message(page: Any) -> str:
    """What a page says of what is wrong: all of it but nonces and keys, which differ each time."""
    found: str = page.text
    summary = found.partition("error-summary__list")[2].partition("</ul>")[0]
    return summary or found.partition("<h1")[2].partition("</p>")[0]


def _without(text: str, named: UUID) -> str:
    return text.replace(str(named), "ID")


@pytest.mark.parametrize("who", KINDS)
def test_of_another_partnership(app: FastAPI, both: Both, who: str) -> None:
    """Every command that names something, of everybody: the very answer that an id of nothing gets."""
    asking = Asking(app, both, who)
    for field in OF_CASES:
        hidden = next(iter(_things(both.other, THING_OF_FIELD[field.kind]).values()))
        there, nothing = asking.answers(field, hidden), asking.answers(field, uuid4())
        assert there == nothing, field
        assert {status for status, _ in there} <= {403, 404, 422}, field


def test_of_a_review_that_is_not_theirs(app: FastAPI, both: Both) -> None:
    """Whoever makes recommendations in one review learns of no other in their own partnership."""
    who, store = Role.INDEPENDENT_CHAIR, app.state.store
    asking = Asking(app, both, who)
    [field] = [one for one in OF_CASES if one.things == "recommendations"]
    hidden = both.one.reviews[DRAFT]
    told = asking.answers(field, hidden)
    assert told == asking.answers(field, uuid4()), told
    assert [status for status, _ in told] == [422, 422], told
    rows = accesses(store, Kind.NOT_SHOWN)
    assert [(row.about, row.person) for row in rows] == [(hidden, both.one.people[who])] * 2


def test_what_they_see_is_taken(app: FastAPI, both: Both) -> None:
    """A coordinator names what is theirs, and it is recorded, with nothing in the access log."""
    client = browser(app, app.state.store, both.one.people[Role.COORDINATOR])
    named = {"review": str(both.one.reviews[WAITING]), "wording": "Share data."}
    made = client.post(f"{API}/recommendations", json=named)
    assert made.status_code == 201, made.text
    planned = {"text": "Begin.", "recommendations": [made.json()["id"]]}
    assert client.post(f"{API}/actions", json=planned).status_code == 201
    assert accesses(app.state.store, Kind.NOT_SHOWN) == []


def test_of_many_at_once(app: FastAPI, store: Store, both: Both) -> None:
    """An action that is not shown is judged as one that is not there, and cannot be chosen again."""
    client = browser(app, store, both.one.people[Role.COORDINATOR])
    told = []
    for named in (both.other.actions[WAITING], uuid4()):
        body = {"question": "How far?", "actions": [{"id": str(named), "version": 1}]}
        answer = client.post(f"{API}/actions/together/progress-request", json=body).json()
        again = client.post(f"/actions/together/{answer['correlation']}/refused")
        told.append((answer["actions"][0]["why"], answer["refused"], again.status_code))
    assert told[0] == told[1]


def test_whose_calendar(app: FastAPI, store: Store, both: Both) -> None:
    """A calendar for somebody else is refused alike, whoever that is."""
    client: TestClient = browser(app, store, both.one.people[Contact.MAIN_CONTACT])
    people = (both.other.people[OWNER], uuid4())
    told = [client.post(f"{API}/calendar-feeds", json={"person": str(one)}) for one in people]
    assert told[0].status_code == told[1].status_code
    assert told[0].json()["detail"] == told[1].json()["detail"]
