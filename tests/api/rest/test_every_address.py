"""Every address of the document, asked for what it allows and for what it does not, answers as documented.

No answer is a fault of the server; its status, its kind, its headers and its shape stand in the document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as some
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.demo.course import Course, carry_out
from api.rest.openapi import operations
from api.sessions import issue_token
from domain.person import Person
from domain.provenance import Provenance
from domain.review import Review
from domain.store.application import Store
from domain.tracker import Tracker, person, review
from domain.vocabulary import ErasureGround, How
from projections import outbox
from projections.outbox import Digest
from scheduler.reporting import Reporter
from tests.api.conftest import BEGIN, Clock, FollowedViews, Given, load_demonstration
from tests.api.rest.asking import API, refused
from tests.api.rest.generated import Things, as_the_document_says, with_what_hurts
from tests.soaking import SOAKING, soaked
from tests.standing import keeper

# Some cases cannot be sent: a twentieth more makes up for them.
CASES = soaked(10_500, 1_050)
AS_ANSWERED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
Address = APIOperation[Any, Any, Any, Any]
REFUSED_BY_RULES: list[Any] = [positive_data_acceptance]
"""What the shape of a body allows, a rule may still refuse."""
NEEDS_A_WORKER = "GET /readyz"
"""It says 503 where no worker runs, as in these tests."""

Send = Callable[..., Any]


@pytest.fixture
def things(
    app: FastAPI, store: Store, views: FollowedViews, program: TestClient, given: Given, *, clock: Clock
) -> Things:
    """The demonstration data, a mail and a calendar feed."""
    load_demonstration(Tracker(store), given.administrator, given.chair)
    proposed_by_another(Tracker(store), given)
    under_way(Tracker(store), given)
    views.projector.catch_up()
    digest = Digest(uuid4(), "<1@example.org>", given.administrator, date(2026, 3, 2))
    with store.connection() as connection, connection.transaction():
        outbox.prepare(connection, [digest], [], now=BEGIN)
    for _ in range(3):
        program.post(f"{API}/calendar-feeds", json={})
        program.post(f"{API}/saved-views", json={"list": "actions", "name": f"{uuid4()}", "query": ""})
    program.post(f"{API}/reports", json={})
    Reporter(views, now=clock).make_all()
    token = issue_token(store, given.chair, "Tests", now=BEGIN)
    decider = TestClient(app, headers={"Authorization": f"Bearer {token}"})
    return Things(program, decider, str(given.administrator))


def proposed_by_another(tracker: Tracker, given: Given) -> None:
    """Things whose erasure somebody has proposed who is not the one who asks, and people who have left."""
    another, ground = uuid4(), ErasureGround.OBJECTION
    standing = keeper(another, given.partnership)
    by = Provenance(How.FORM, BEGIN.date(), entered_by=another, standing=standing)
    for number in range(6):
        one = review.open_review(tracker, given.partnership, reference=f"OLD{number}", by=by)
        who = person.add(tracker, person.Details(f"Old {number}"), by=by)
        tracker.change(Person.leave, Person, who, by=by)
        if number:
            tracker.change(Review.propose_erasure, Review, one, ground=ground, by=by)
            tracker.change(Person.propose_erasure, Person, who, ground=ground, by=by)


def under_way(tracker: Tracker, given: Given) -> None:
    """Reviews that stand at each stage of the ways that a review may go."""
    by = Provenance(How.COMMAND_LINE, BEGIN.date())
    people, agencies = (given.administrator, given.chair), (given.police, given.council)
    course = Course(BEGIN.date(), agencies=agencies, people=people)
    for way in (course.concluded, course.not_reviewed, course.directed):
        steps = [*way()]
        for stage in range(1, len(steps)):
            reference = f"{way.__name__.upper()} {stage}"
            one = tracker.get(
                Review, review.open_review(tracker, given.partnership, reference=reference, by=by)
            )
            for step in steps[:stage]:
                carry_out(one, step, by)
            tracker.record(one)


@pytest.mark.soak("requests to every address", f"{soaked(10_000, 1_000):,} requests and more")
def test_every_address(app: FastAPI, things: Things) -> None:
    """A thousand requests, ten thousand in `make soak`; every command is carried out at least once."""
    document = deepcopy(app.openapi())  # what hurts is put into the examples themselves
    schema = schemathesis.openapi.from_dict(document)
    schema.app = app
    asked = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    examples = {f"{method.upper()} {path}": one for path, method, one in bodies(document)}
    answers: dict[str, Counter[int]] = defaultdict(Counter)
    for one in asked:
        ask(one, -(-CASES // len(asked)), things, examples.get(one.label, {}), answers[one.label])
    assert len(answers) == len(asked) == len(list(operations(document)))
    assert sum(counter.total() for counter in answers.values()) >= soaked(10_000, 1_000)
    never = [label for label, found in answers.items() if not any(200 <= code < 300 for code in found)]
    print(f"{sum(one.total() for one in answers.values())} requests; not one carried out of: {never}")
    # In the short form an address is asked five times, at random.
    assert len(never) <= len(asked) // soaked(16, 6), f"Of these not one request was carried out: {never}"


def test_without_a_token(app: FastAPI, stranger: TestClient) -> None:
    """Nobody gets in without a token, whatever the address; whether the tracker is up anybody may ask."""
    for path, method in addresses(app):
        answer = stranger.request(method, path.replace("{identity}", str(uuid4())))
        if path in ("/healthz", "/readyz"):
            assert answer.status_code != 401
        else:
            assert refused(answer, 401)["detail"] == "Sign in first.", (method, path)


def test_methods_that_no_address_has(app: FastAPI, program: TestClient) -> None:
    """An address that is asked in another way says in which ways it can be."""
    known = defaultdict(set)
    for path, method in addresses(app):
        known[path].add(method.upper())
    for path, methods in known.items():
        for other in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            answer = program.request(other, path.replace("{identity}", str(uuid4())))
            refused(answer, 405)
            assert set(answer.headers["allow"].split(", ")) - {"HEAD"} <= methods, (path, other)


def test_bytes_that_are_no_text(app: FastAPI, program: TestClient) -> None:
    """Half characters, and such as no text has, are refused or looked for in vain in every query word."""
    for path, one in operations(app.openapi()):
        for said in one.get("parameters", ()):
            if said["in"] == "query":
                address = path.replace("{identity}", str(uuid4()))
                answer = program.get(f"{address}?{said['name']}=%00%ED%A0%80%FF")
                assert answer.status_code in (200, 404, 405, 422), (path, said["name"], answer.text)


def addresses(app: FastAPI) -> list[tuple[str, str]]:
    """Every path of the document with each of its methods."""
    return [(path, method) for path, methods in app.openapi()["paths"].items() for method in methods]


def bodies(document: Any) -> list[tuple[str, str, Any]]:
    """The examples of all bodies that are JSON: path, method and example."""
    return [
        (path, method, one["requestBody"]["content"]["application/json"]["example"])
        for path, methods in document["paths"].items()
        for method, one in methods.items()
        if "application/json" in one.get("requestBody", {}).get("content", {})
    ]


def ask(one: Address, cases: int, things: Things, example: Any, answers: Counter[int]) -> None:
    """Ask an address so many times: half of it in order, the rest against the document or with what hurts."""
    offered = things.offered(one.label)
    headers = {"Authorization": things.program.headers["Authorization"]}

    def send(case: Case[Any], checks: list[Any], **sent: Any) -> None:
        response = case.call(**sent)
        answers[response.status_code] += 1
        wanted = [check for check in checks if (one.label, check) != (NEEDS_A_WORKER, not_a_server_error)]
        case.validate_response(response, checks=wanted, excluded_checks=REFUSED_BY_RULES, headers=headers)

    def in_order(case: Case[Any], data: Any) -> None:
        send(case, AS_ANSWERED, **as_the_document_says(case, example, things, offered, data))

    def against(case: Case[Any], data: Any) -> None:
        # An address says a list of one as it says the one, and an empty list not at all: neither is wrong.
        assume(all(not isinstance(said, list) or len(said) > 1 for said in case.query.values()))
        case.headers["Authorization"] = headers["Authorization"]
        send(case, [])

    def hurting(case: Case[Any], data: Any) -> None:
        as_the_document_says(case, example, things, offered, data)
        send(case, AS_ANSWERED, **with_what_hurts(case, data))

    generated(one, GenerationMode.POSITIVE, cases // 2, in_order)
    generated(one, GenerationMode.POSITIVE, cases // 4, hurting)
    if list(one.iter_parameters()) or one.body:
        generated(one, GenerationMode.NEGATIVE, cases - cases // 2 - cases // 4, against)


def generated(one: Address, mode: GenerationMode, cases: int, ask_for: Callable[..., None]) -> None:
    """So many generated cases; the same ones in every run, other ones in every soak."""

    @settings(
        max_examples=cases,
        derandomize=not SOAKING,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=one.as_strategy(generation_mode=mode), data=some.data())
    def run(case: Case[Any], data: Any) -> None:
        ask_for(case, data)

    run()
