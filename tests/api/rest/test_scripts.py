"""A script in every text of every command: recorded as it was typed, and shown as text wherever it is shown.

The commands, their texts and the pages are those of the application, so that a new one is looked at too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.commands import COMMANDS, Command, command
from api.lists import LISTS
from api.rest.commands import body_of
from domain.store.application import Store
from domain.store.embedded import Server
from tests.api.conftest import Given, Planned, acting, prepared_further
from tests.api.rest.asking import API, Plan, get, make
from tests.api.rest.test_commands import CASES, Bench
from tests.browser.places import NOT_FOR_PEOPLE, patterns

SCRIPT = "{{7*7}} ${7*7} <script>mark()</script><img src=x onerror=mark()>\"'><b onclick=mark()>"
MARK = re.compile(r"(mark-[a-z]+-[a-z-]*-[a-z_]+) \{\{7\*7\}\} \$\{7\*7\}")
OTHER_KINDS = {
    ("reviews", "", "label"),
    ("reviews", "", "reference"),
    ("reviews", "panel-member-end", "job_title"),
    ("reviews", "publication-check", "link"),
    ("agencies", "alias-removal", "alias"),
    ("people", "", "email"),
    ("people", "details", "email"),
    ("partnerships", "", "code"),
    ("partnerships", "reply-address", "reply_to"),
}
"""Texts of a kind of their own, such as an address of mail or a short code: they take no script."""
LEFT_OUT = {("reviews", "settlement", "new_agency")}
"""Only a question about an agency takes it, in place of an answer, and makes the agency of that name."""


def texts_of(one: Command) -> list[str]:
    """The names of the texts of a command that somebody types freely."""
    texts = [name for name, info in one.body.model_fields.items() if info.annotation is str]
    return [name for name in texts if (one.things, one.noun, name) not in LEFT_OUT]


def marked(one: Command, name: str) -> str:
    """A script that says in which text of which command it was typed."""
    return f"mark-{one.things}-{one.noun}-{name} {SCRIPT}"


class Recording:
    """Carries out every command with a script in each of its texts, each about a thing of its own."""

    def __init__(self, client: TestClient, given: Given, plan: Plan) -> None:
        self.client, self.bench = client, Bench(client, given, plan)
        self.refused: set[tuple[str, str, str]] = set()
        self.targets: dict[str, list[str]] = {things: [one] for things, one in self.bench.targets.items()}

    def all(self) -> None:
        """Each command in the order of the register."""
        for one in COMMANDS:
            self.carried_out(one)

    def carried_out(self, one: Command) -> None:
        """One command, with the commands that come before it."""
        case, identity = CASES[one.things, one.noun], self.target(one)
        for earlier, body in case.before:
            self.bench.act(one.things, identity, earlier, body)
        said = self.bench.filled(case.body)
        scripts = {name: marked(one, name) for name in texts_of(one)}
        while (answer := self.sent(one, identity, {**said, **scripts})).status_code == 422:
            wrong = {error["field"] for error in answer.json().get("errors", ())} & set(scripts)
            assert wrong, (one.things, one.noun, answer.text)
            self.refused |= {(one.things, one.noun, name) for name in wrong}
            scripts = {name: text for name, text in scripts.items() if name not in wrong}
        assert answer.status_code in (200, 201), (one.things, one.noun, answer.text)
        self.targets[one.things].append(answer.json()["id"])

    def sent(self, one: Command, identity: str, body: Mapping[str, Any]) -> Any:
        """The answer to a command; one that is refused says nothing that would be a script on a page."""
        place = f"{one.things}/{identity}/{one.noun}" if one.noun else one.things
        with acting(self.client, self.bench.given.who_gives(one.noun)):
            answer = self.client.post(f"{API}/{place}", json=body, headers={"If-Match": "*"})
        assert answer.headers["content-type"] in ("application/json", "application/problem+json")
        return answer

    def target(self, one: Command) -> str:
        """A thing for this command alone; reviews serve several."""
        ids, number = self.bench.ids, len(self.targets[one.things])
        special = self.bench.special.get((one.things, one.noun))
        if special or not one.noun:
            return special or ""
        fresh: Mapping[str, Mapping[str, Any]] = {
            "recommendations": {"review": ids["review"], "label": f"F{number}", "wording": "Fresh."},
            "actions": {
                "text": "Fresh",
                "recommendations": [ids["recommendation"]],
                "lead": ids["council"],
                "supporting": [ids["police"]],
                "due": "2026-04-30",
            },
            "agencies": {"name": f"Fresh agency {number}"},
            "people": {"name": f"Fresh Person {number}", "email": f"fresh.{number}@example.org"},
            "partnerships": {"code": f"F{number}", "name": f"Fresh Partnership {number}"},
        }
        if one.things not in fresh:
            return self.bench.targets[one.things]
        return str(make(self.client, one.things, **fresh[one.things])["id"])


@pytest.fixture(scope="module")
def planned(postgres: Server, planned: Planned, tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """All commands, carried out once: each test begins with a copy of what they recorded."""
    folder = tmp_path_factory.mktemp("scripted")
    with prepared_further(postgres, planned.database, "scripted", folder) as (database, client):
        recording = Recording(client, database.given, planned.plan)
        recording.all()
    return Planned(database, recording)


@pytest.fixture
def recorded(planned: Planned) -> Recording:
    """What they were carried out on, and which texts were refused."""
    recording: Recording = planned.plan
    return recording


def pages(app: FastAPI, recorded: Recording, last: int) -> Iterator[str]:
    """The address of every page about what was recorded, in every list and order of entries."""
    for pattern in patterns(app):
        things = pattern.split("/")[1]
        if pattern == "/log/{position:int}":
            yield from (f"/log/{position}" for position in range(1, last + 1))
        elif "{" not in pattern and not pattern.endswith(".pdf"):
            yield pattern
        elif re.fullmatch(rf"/{things}/\{{identity:uuid\}}(/[a-z-]+)?", pattern):
            for identity in recorded.targets.get(things, ()):
                yield pattern.replace("{identity:uuid}", identity)
    for things, one in LISTS.items():
        yield f"/{things}?columns={','.join(column.name for column in one.columns)}&limit=500"
    for words in ("mark", "script onerror", "mark-actions--text"):
        yield f"/search?words={quote(words)}"
    yield from ("/changes?from=2026-03-01", "/log?said_by=mark", "/log?as_at=2026-03-02")


def looked_at(client: TestClient, place: str) -> set[str]:
    """The marks that a page shows as text. It runs none of them."""
    answer = client.get(place)
    assert answer.status_code < 500, place
    assert "mark()</script>" not in answer.text, place
    assert "<img src=x" not in answer.text, place
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return set()
    tree = lxml.html.fromstring(answer.text)
    for element in tree.iter():
        assert not [name for name in element.attrib if name.startswith("on")], (place, element.attrib)
        assert not element.get("href", "").lower().lstrip().startswith(("javascript:", "data:")), place
        assert element.tag != "script" or not (element.text or "").count("mark"), place
    text = tree.text_content()
    return set(MARK.findall(text)) | {
        found for element in tree.iter("input", "option") for found in MARK.findall(element.get("value", ""))
    }


def test_scripts_are_text_on_every_page(
    app: FastAPI, client: TestClient, store: Store, recorded: Recording
) -> None:
    """Every page, form and entry of the log shows them as they were typed; each is shown somewhere."""
    seen: set[str] = set()
    for place in pages(app, recorded, store.log.last_position()):
        seen |= looked_at(client, place)
    typed = {
        f"mark-{one.things}-{one.noun}-{name}"
        for one in COMMANDS
        for name in texts_of(one)
        if (one.things, one.noun, name) not in recorded.refused
    }
    assert len(typed) > 150
    assert typed <= seen, typed - seen


def test_which_texts_take_no_script(recorded: Recording) -> None:
    """Addresses and codes are held to what they are; everything else that people write is kept as it is."""
    assert recorded.refused == OTHER_KINDS


def test_scripts_in_a_form_that_is_refused(client: TestClient, recorded: Recording) -> None:
    """A form that comes back has what was typed in its boxes, as text; or it is not theirs to send (403)."""
    for one in COMMANDS:
        place = (
            f"/{one.things}/{recorded.targets[one.things][0]}/{one.noun}"
            if one.noun
            else f"/{one.things}/new"
        )
        typed = {name: marked(one, name) for name in one.body.model_fields}
        answer = client.post(place, data=typed)
        assert answer.status_code in (303, 403, 404, 412, 422), (place, answer.status_code)
        assert "mark()</script>" not in answer.text, place
        assert "<img src=x" not in answer.text, place


def test_scripts_for_programs(client: TestClient, recorded: Recording) -> None:
    """JSON is said to be JSON, and is not to be taken for anything else; its text is what was typed."""
    for things, identities in recorded.targets.items():
        for place in (things, f"{things}/{identities[-1]}"):
            answer = client.get(f"{API}/{place}")
            assert answer.headers["content-type"] == "application/json"
            assert answer.headers["x-content-type-options"] == "nosniff"
            json.loads(answer.text)
    title = marked(command("actions", "wording"), "text")
    assert title in [one["text"] for one in get(client, "actions?limit=500")["items"]]


def test_every_page_is_for_people(app: FastAPI) -> None:
    """What is looked at here is every page that there is."""
    assert not [one for one in patterns(app) if one.startswith(NOT_FOR_PEOPLE)]


def test_every_text_is_marked() -> None:
    """A text is told by its annotation: one of another kind would be passed over, so it is looked for."""
    for one in COMMANDS:
        for name, info in body_of(one).model_fields.items():
            extra: Any = info.json_schema_extra or {}
            if extra.get("widget") in ("text", "textarea"):
                left_out = (one.things, one.noun, name) in LEFT_OUT
                assert left_out or name in texts_of(one), (one.things, one.noun, name)
