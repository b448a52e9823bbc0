"""Of one partnership nothing is told to people of another, whatever they ask for, with every way to ask.

Two partnerships of the same making stand beside each other, with the same references, labels and numbers. All
that was typed in the other one has its mark; no answer may have it, whether lists are narrowed by the
application to the partnerships of whoever asks, or by the database alone.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as some

from api.sessions import issue_link, issue_token
from domain.partnership import Partnership
from domain.provenance import Provenance
from domain.provenance import Recorded as Event
from domain.store.application import Store
from domain.store.embedded import Server
from domain.store.shape import event_classes, shape_of
from domain.timescales import read_timescale
from domain.tracker import Tracker, action, recommendation, review
from domain.vocabulary import Contact, How, Role
from projections import outbox, sight
from projections.outbox import Digest, Reminder
from scheduler.reporting import Reporter
from tests.api.apart import Address, Ids, addresses, ask, changes_something, says, tells
from tests.api.conftest import BASE_URL, BEGIN, Clock, FollowedViews
from tests.api.rest.asking import API, items
from tests.soaking import seed_of_this_run, soaked
from tests.two_partnerships import OWNER, Both, Half, Recorded, recorded_in

REQUESTS = soaked(10_000, 1_000)
ASKING = (Role.COORDINATOR, Role.CHAIR, Role.BOARD_MEMBER, Role.AUDITOR, Contact.MAIN_CONTACT, OWNER)
LIMITED = "a program of the coordinator that may do what a board member may"


class Apart(NamedTuple):
    """Both partnerships, their application, who asks for what, and the ids of all there is."""

    both: Both
    store: Store
    askers: dict[str, TestClient]
    addresses: list[Address]
    every: Ids
    of_other: Ids


@pytest.fixture(scope="module")
def recorded(postgres: Server, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    """Both partnerships, to copy."""
    folder = tmp_path_factory.mktemp("two")
    with recorded_in(postgres, "apart_of_two", migrated, folder, BEGIN.date()) as recorded:
        yield recorded


@pytest.fixture
def begun(recorded: Recorded) -> Recorded:
    """What each test here has a copy of."""
    return recorded


@pytest.fixture
def apart(app: FastAPI, recorded: Recorded, store: Store, views: FollowedViews, clock: Clock) -> Apart:
    """Both partnerships, with all that is kept beside the log for people of the other one."""
    both = recorded.both
    ids = ledgers(app, store, views, clock, both.other)
    of_agencies = {"agencies": [str(both.police), str(both.council)]}
    log = {"log": [str(number) for number in range(1, store.log.last_position() + 1)]}
    other = {**both.other.ids, **ids, **of_agencies, **log}
    askers = {kind: browser(app, store, both.one.people[kind]) for kind in ASKING}
    askers[LIMITED] = program(app, store, both.one.people[Role.COORDINATOR], [Role.BOARD_MEMBER])
    every = Ids({**both.one.ids, **of_agencies}, other)
    return Apart(both, store, askers, addresses(app), every, Ids(other))


def browser(app: FastAPI, store: Store, person: UUID) -> TestClient:
    """A browser in which somebody has signed in."""
    client = TestClient(app, base_url=BASE_URL, follow_redirects=False, raise_server_exceptions=False)
    assert client.post(f"/set-up/{issue_link(store, person, now=BEGIN)}").status_code == 303
    return client


def program(app: FastAPI, store: Store, person: UUID, roles: list[str]) -> TestClient:
    """A program of somebody, limited to these of their roles."""
    token = issue_token(store, person, "Tests", now=BEGIN, roles=roles)
    client = TestClient(app, base_url=BASE_URL, follow_redirects=False, raise_server_exceptions=False)
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def ledgers(
    app: FastAPI, store: Store, views: FollowedViews, clock: Clock, half: Half
) -> dict[str, list[str]]:
    """What people of a partnership have kept, asked for and been sent; its ids by the words in addresses."""
    keeper = half.people[Role.COORDINATOR]
    client, mark = browser(app, store, keeper), half.mark

    def made(path: str, **body: Any) -> Any:
        answer = client.post(f"{API}/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    view = made("saved-views", list="actions", name=f"View {mark}", query=f"words={mark}", shared=True)
    report, feed = made("reports"), made("calendar-feeds")
    Reporter(views, now=clock).make_all()
    plan = f"Recommendation,Action to take,Lead agency\nKnow {mark},Do {mark},Nosuch {mark}\n"
    form = {"review": f"NEW {mark}", "partnership": str(half.id), "issued": "yes"}
    draft = client.post("/import", data=form, files={"file": (f"plan {mark}.csv", plan.encode())})
    assert draft.status_code == 303, draft.text
    issue_token(store, keeper, f"Token {mark}", now=BEGIN, identity=(token := uuid4()))
    chosen = f"{half.actions['shared']}:{version_of(client, half.actions['shared'])}"
    change = client.post("/actions/together", data={"noun": "owner", "select": chosen})
    assert change.status_code == 303, change.text
    return {
        "saved-views": [view["id"]],
        "reports": [report["id"]],
        "calendar-feeds": [feed["id"]],
        "feed": [feed["id"]],
        "import": [draft.headers["location"].rpartition("/")[2]],
        "tokens": [str(token)],
        "change": [change.headers["location"].rpartition("/")[2].partition("?")[0]],
        "outbox": [mail(store, half)],
    }


def version_of(client: TestClient, action: UUID) -> Any:
    """The version of an action as it stands."""
    return client.get(f"{API}/actions/{action}").json()["version"]


def mail(store: Store, half: Half) -> str:
    """A mail that was sent to an owner, with what was decided about it; its id."""
    day, owner = BEGIN.date(), half.people[OWNER]
    digest = Digest(uuid4(), f"<{half.mark}@example.org>", owner, day)
    of = (half.actions["waiting"], half.id, 1, "due", 1, owner, digest.id)
    told = [Reminder(*of, what, f"Since {half.mark}.", day) for what in ("decided", "sent")]
    told.append(Reminder(*of[:-1], None, "held", f"Since {half.mark}.", day))
    said = {"id": digest.id, "now": BEGIN, "subject": f"Actions {half.mark}", "body": f"Do {half.mark}"}
    with store.connection() as connection, connection.transaction():
        outbox.prepare(connection, [digest], told, now=BEGIN)
        connection.execute(outbox.SENT, said)
    return str(digest.id)


@pytest.fixture(params=[True, False], ids=["narrowed by lists, too", "by the database alone"])
def narrowed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether lists ask for partnerships of whoever asks, or for all."""
    if not request.param:
        for module in [*sys.modules.values()]:
            if getattr(module, "own_partnerships", None) is sight.own_partnerships and module is not sight:
                monkeypatch.setattr(module, "own_partnerships", lambda: None)
        monkeypatch.setattr(sight, "own_partnerships", lambda: None)
    return bool(request.param)


def run(place: int, cases: int, request: Callable[[Any], None]) -> None:
    """So many random requests, others at each place; the same ones in every run, other ones in every soak."""

    @seed(seed_of_this_run(0) + place)
    @settings(
        max_examples=cases,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=some.data())
    def requests(data: Any) -> None:
        request(data)

    requests()


@pytest.mark.soak("requests of people of another partnership", f"{REQUESTS:,} requests and more")
@pytest.mark.usefixtures("narrowed")
def test_nothing_of_another_partnership_is_told(apart: Apart) -> None:
    """Whatever is asked for, by whomever: no byte of what was typed there, and much typed here."""
    asked = [one for one in apart.addresses if one.method == "GET"]
    told, answers = Counter[str](), Counter[int]()

    def request(address: Address, data: Any) -> None:
        asker = data.draw(some.sampled_from(sorted(apart.askers)))
        path, answer = ask(apart.askers[asker], address, apart.every, data)
        assert not tells(path, answer, apart.both.other.mark), (asker, path)
        assert answer.status_code < 500 or address.path == "/readyz", (asker, path, answer.text)
        answers[answer.status_code] += 1
        told[asker] += says(answer, apart.both.one.mark)

    for place, address in enumerate(asked):
        run(place, -(-REQUESTS // 2 // len(asked)), partial(request, address))
    assert answers[200] > REQUESTS // 10, answers
    assert all(told[asker] for asker in apart.askers if asker != LIMITED), told


@pytest.mark.soak("changes by people of another partnership", f"{REQUESTS // 2:,} requests and more")
@pytest.mark.usefixtures("narrowed")
def test_nothing_of_another_partnership_is_changed(apart: Apart) -> None:
    """Every command and every form with its ids: refused, or done to nothing of it, and nothing is told."""
    asked = [one for one in apart.addresses if changes_something(one)]
    before, answers = kept(apart), Counter[int]()

    def request(address: Address, data: Any) -> None:
        asker = data.draw(some.sampled_from(sorted(apart.askers)))
        path, answer = ask(apart.askers[asker], address, apart.of_other, data)
        assert not says(answer, apart.both.other.mark), (asker, address.method, path)
        assert answer.status_code < 500, (asker, address.method, path, answer.text)
        answers[answer.status_code] += 1

    for place, address in enumerate(asked):
        run(place, -(-REQUESTS // 4 // len(asked)), partial(request, address))
    assert kept(apart) == before
    assert answers[404] > REQUESTS // 16, answers


TOLD_TO_BOTH = "TOLD-TO-BOTH"
"""The mark of what is typed in a review that both commission."""


@pytest.fixture
def joint(apart: Apart, views: FollowedViews) -> Apart:
    """The same with one more review of the other partnership, which has another name now, of both."""
    by, tracker = Provenance(How.COMMAND_LINE, BEGIN.date()), Tracker(apart.store)
    home, own = apart.both.other.id, apart.both.one.id
    tracker.change(Partnership.rename, Partnership, home, name=f"{TOLD_TO_BOTH} Partnership", by=by)
    opened = review.open_review(tracker, home, reference="DHR9", pseudonym=f"Oak {TOLD_TO_BOTH}", by=by)
    wording, text = (f"{word} the zephyr training {TOLD_TO_BOTH}." for word in ("Review", "Begin"))
    asked = recommendation.make(tracker, opened, wording=wording, label="1", by=by)
    when = read_timescale("30 April 2026")
    step = action.plan(tracker, text=text, recommendations=(asked,), timescale=when, by=by)
    review.name_commissioning_bodies(tracker, opened, commissioned_with=(own,), by=by)
    views.projector.catch_up()
    things = {"reviews": opened, "recommendations": asked, "actions": step}
    ids = {word: [str(identity)] * 4 for word, identity in things.items()}
    return apart._replace(every=Ids(apart.every.of, ids), of_other=Ids(apart.of_other.of, ids))


SEEING_BOTH = {Role.COORDINATOR, Role.CHAIR}
REVIEWS = f"{API}/reviews"


@pytest.mark.soak("requests for a review that both commission", f"{REQUESTS // 4:,} requests and more")
def test_of_a_joint_review_its_own_words_alone_are_told(joint: Apart) -> None:
    """To who sees the whole of the partnership that does not lead; nobody else, and nothing is changed."""
    every = [one for one in joint.addresses if one.method == "GET" or changes_something(one)]
    before, told, askers = kept(joint), Counter[str](), sorted(joint.askers)

    def request(place: int, address: Address, data: Any) -> None:
        asker = data.draw(some.sampled_from(askers[place % len(askers) :] + askers))
        ids = joint.every if address.method == "GET" else joint.of_other
        path, answer = ask(joint.askers[asker], address, ids, data)
        assert not says(answer, joint.both.other.mark), (asker, path)
        assert answer.status_code < 500 or address.path == "/readyz", (asker, path, answer.text)
        if address.method == "GET" and not address.path.endswith("/commissioning-bodies"):
            told[asker] += says(answer, TOLD_TO_BOTH)

    for place, address in enumerate(every):
        run(place, -(-REQUESTS // 4 // len(every)), partial(request, place, address))
    told.update(one for one, client in joint.askers.items() if says(client.get(REVIEWS), TOLD_TO_BOTH))
    assert {asker for asker, times in told.items() if times} == SEEING_BOTH
    assert kept(joint) == before


KEPT = """
    select 'event', position::text, state::text from public.events where partnership = %(partnership)s
    union all
    select 'view', id::text, view::text from public.saved_views view where person = any (%(people)s)
    union all
    select 'draft', id::text, draft::text from public.drafts draft where person = any (%(people)s)
    union all
    select 'report', id::text, report::text from public.reports report where person = any (%(people)s)
    union all
    select 'token', id::text, token::text from public.api_tokens token where person = any (%(people)s)
    union all
    select 'feed', id::text, feed::text from public.calendar_feeds feed where person = any (%(people)s)
    union all
    select 'mail', id::text, mail::text from public.outbox mail where person = any (%(people)s)
    union all
    select 'session', token_hash::text, its::text from public.sessions its where person = any (%(people)s)
    union all
    select 'chosen', id::text, its::text from public.changes_together its where person = any (%(people)s)
    union all
    select 'reminder', id::text, its::text from public.reminders its where partnership = %(partnership)s
"""


def kept(apart: Apart) -> list[Any]:
    """All that is kept of the other partnership and for its people, in one order."""
    half = apart.both.other
    with apart.store.connection() as connection:
        asked = {"partnership": half.id, "people": [*half.people.values()]}
        found = connection.execute(KEPT, asked).fetchall()
    assert {row[0] for row in found} == set(re.findall("select '([a-z]+)'", KEPT))
    return sorted(found)


WAYS = (*(f"{API}/{{}}/{{}}{below}" for below in ("", "/history")), "/{}/{}")
HISTORY = 'class="app-history__what"'


@pytest.mark.parametrize("asker", [*ASKING, LIMITED])
def test_a_thing_of_another_partnership_is_not_there(apart: Apart, asker: str) -> None:
    """By its own address it is answered like one that was never recorded: 404, to the letter."""
    client, half = apart.askers[asker], apart.both.other
    for things in ("reviews", "recommendations", "actions", "partnerships"):
        for identity in half.ids[things]:
            for way in WAYS:
                there, nowhere = (client.get(way.format(things, one)) for one in (identity, uuid4()))
                assert (there.status_code, nowhere.status_code) == (404, 404), (way, things)
                assert without_ids(there) == without_ids(nowhere), (way, things)


@pytest.mark.parametrize("asker", [*ASKING, LIMITED])
def test_what_is_listed_can_be_opened(apart: Apart, asker: str) -> None:
    """Also a review of which only reference and stages are seen, and an action without its other review.

    A history is there for whoever sees any of it; what stands on the page of its thing says who does.
    """
    client = apart.askers[asker]
    for things in ("reviews", "recommendations", "actions", "partnerships"):
        for one in items(client, things):
            shown, page = (client.get(way.format(things, one["id"])) for way in (WAYS[0], WAYS[-1]))
            assert (shown.status_code, page.status_code) == (200, 200), (things, one)
            told = 200 if HISTORY in page.text else 404
            assert client.get(WAYS[1].format(things, one["id"])).status_code == told, (things, one)


def without_ids(answer: Any) -> str:
    """What an answer says, without what each answer has of its own."""
    return re.sub(r"[0-9a-f-]{36}|nonce[-=][^ ;>]+", "", answer.text)


def test_every_text_that_can_be_typed_is_marked(apart: Apart) -> None:
    """A new text that people type is typed in both partnerships here, too, so that it is looked for."""
    marked = {True: set[str](), False: set[str]()}
    for entry in apart.store.log.read(0, limit=10_000):
        if entry.event.partnership == apart.both.other.id:
            for name in typed_in(type(entry.event)):
                found = apart.both.other.mark in str(getattr(entry.event, name))
                marked[found].add(f"{entry.topic} {name}")
    known = {f"{shape_of(one).topic} {name}" for one in of_the_product() for name in typed_in(one)}
    said_with_all = ("said_by", "how_in_detail", "reason")
    unmarked = {one for one in known - marked[True] if not one.endswith(said_with_all)}
    assert unmarked == set()


def of_the_product() -> Iterator[type[Event]]:
    """The classes of events, without those that other tests have made."""
    return (one for one in event_classes() if one.__module__.startswith("domain."))


def typed_in(event: type[Event]) -> list[str]:
    """The fields of an event that hold what somebody typed."""
    return [name for name, _ in shape_of(event).confidential]
