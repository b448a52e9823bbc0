"""The web application over a real database, with views that catch up by hand and a clock that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from psycopg.sql import SQL, Identifier

from api import demo
from api.app import create_app, furnish, routed
from api.sessions import issue_link, issue_token, make_administrator
from domain.clocks import london_day
from domain.partnership import partnership_identity
from domain.provenance import Provenance
from domain.settings import Settings
from domain.store.application import Store
from domain.store.embedded import Server
from domain.store.master_key import make_master_key
from domain.tracker import Tracker, agency, partnership, person
from domain.vocabulary import Contact, How, Role
from projections.migrations import migrate
from projections.projector import Projector
from projections.reading import Views
from projections.sight import SEEN_BY
from projections.views import VIEWS
from tests.conftest import COPY

BASE_URL = "http://testserver"
BEGIN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""When the tests take place, a Monday."""


class Clock:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        """The moment at which it stands."""
        return self.now

    def move(self, **by: int) -> None:
        """Move it on, for example by `hours=8`."""
        self.now += timedelta(**by)


class FollowedViews(Views):
    """Views that are brought up to the log when they are waited for, as a worker would, without a thread.

    Requests are served what whoever asks may see; a test that reads by itself sees all.
    """

    def __init__(self, store: Store) -> None:
        super().__init__(store.datastore.conninfo, serving=True)
        self.of_tests = Views(store.datastore.conninfo, pool_size=0)
        self.projector = Projector(store, VIEWS)
        self.following = True
        self.one_at_a_time = Lock()

    @contextmanager
    def reading(self) -> Iterator[psycopg.Connection[Any]]:
        """As whoever asks, within a request."""
        with self.of_tests.reading() if SEEN_BY.get() is None else super().reading() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.of_tests.close()
        super().close()

    def wait_for(self, position: int, *, timeout: float = 1.0) -> bool:
        """Catch up first, unless the test has stopped it."""
        with self.one_at_a_time:
            if self.following:
                self.projector.catch_up()
        return super().wait_for(position, timeout=timeout)


BY_THE_CHAIR = ("assurance", "return", "extension-grant", "extension-decline")


class Given(NamedTuple):
    """What stands at the beginning: a partnership, two agencies, and people of it.

    The administrator coordinates it, too, and holds a post in the council. Others decide on what she enters:
    the council's validator, and the chair, who belongs to no agency.
    """

    partnership: UUID
    council: UUID
    police: UUID
    administrator: UUID
    validator: UUID
    chair: UUID

    def who_gives(self, noun: str) -> UUID:
        """Who gives a command: the administrator, and others where it decides on what she has entered."""
        decided = {"sign-off": self.validator} | dict.fromkeys(BY_THE_CHAIR, self.chair)
        return decided.get(noun, self.administrator)


class Prepared(NamedTuple):
    """A database to copy for each test, the key to its text, and what stands in it."""

    name: str
    master_key: Path
    given: Given


class Planned(NamedTuple):
    """A database with a plan in it, and where the plan stands there: recorded once for many tests."""

    database: Prepared
    plan: Any


@pytest.fixture(scope="session")
def prepared(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """A database with all tables, published views, and what is given."""
    master_key = tmp_path_factory.mktemp("key") / "master.key"
    make_master_key(master_key)
    url = _created(postgres, "prepared", "template0")
    migrate(url)
    store = Store(url, master_key)
    given = _given(store)
    Projector(store, VIEWS).catch_up()
    store.close()
    yield Prepared("prepared", master_key, given)
    _dropped(postgres, "prepared")


@contextmanager
def prepared_further(
    postgres: Server, prepared: Prepared, name: str, folder: Path
) -> Iterator[tuple[Prepared, TestClient]]:
    """A copy under a name, and the administrator in it, who records there what many tests begin with."""
    store = Store(_created(postgres, name, prepared.name), prepared.master_key)
    views = FollowedViews(store)
    with closing(of_web(store)) as serving:
        client = _browser(create_app(Settings(data=folder, base_url=BASE_URL), serving, views, clock=Clock()))
        assert client.post(
            f"/set-up/{issue_link(store, prepared.given.administrator, now=BEGIN)}"
        ).is_redirect
        yield prepared._replace(name=name), client
    views.close()
    store.close()


@pytest.fixture
def begun(request: pytest.FixtureRequest, prepared: Prepared) -> Prepared:
    """The database that a test has a copy of: for one that asks for a plan, with the plan in it."""
    if "planned" not in request.fixturenames:
        return prepared
    planned: Planned = request.getfixturevalue("planned")
    return planned.database


@pytest.fixture
def store(postgres: Server, database_numbers: Iterator[int], begun: Prepared) -> Iterator[Store]:
    """A store over a copy of what was begun."""
    name = f"copy_{next(database_numbers)}"
    opened = Store(_created(postgres, name, begun.name), begun.master_key)
    yield opened
    opened.close()
    _dropped(postgres, name)


def of_web(store: Store) -> Store:
    """The same store as the web opens it: as a role that reads the events in scope alone."""
    return Store(store.datastore.conninfo, store.master_key.path, pool_size=1, serving=True)


@pytest.fixture
def web_store(store: Store) -> Iterator[Store]:
    """The store of the application."""
    with closing(of_web(store)) as opened:
        yield opened


def _created(postgres: Server, name: str, template: str) -> str:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(COPY.format(Identifier(name), Identifier(template)))
    return postgres.url.replace("/dhr?", f"/{name}?")


def _dropped(postgres: Server, name: str) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(SQL("drop database {} with (force)").format(Identifier(name)))


def _given(store: Store) -> Given:
    tracker, entered = Tracker(store), Provenance(How.COMMAND_LINE, london_day(BEGIN))
    council = agency.add(tracker, "Westonbury Council", by=entered)
    police = agency.add(tracker, "Westshire Police", by=entered)
    details = person.Details("Ada Administrator", "ada@example.org")
    ada = person.add(tracker, details, post="Community safety officer", agency=council, by=entered)
    make_administrator(store, ada, now=BEGIN)
    home = partnership.register(tracker, "WAL", "Westonbury Community Safety Partnership", by=entered)
    partnership.give_role(tracker, home, person=ada, role=Role.COORDINATOR, by=entered)
    # By a request of their own: ten events of one are one line of the log.
    entered = Provenance(How.COMMAND_LINE, london_day(BEGIN))
    vera = person.add(tracker, person.Details("Vera Validator"), agency=council, by=entered)
    partnership.name_contact(
        tracker, home, agency=council, contact=Contact.VALIDATOR, person=vera, by=entered
    )
    cora = person.add(tracker, person.Details("Cora Chair"), by=entered)
    partnership.give_role(tracker, home, person=cora, role=Role.CHAIR, by=entered)
    for one in (vera, cora):
        make_administrator(store, one, now=BEGIN)
    return Given(home, council, police, ada, vera, cora)


def load_demonstration(tracker: Tracker, *people: UUID) -> None:
    """Record the demonstration data; these people coordinate and chair its partnership, too."""
    today = london_day(BEGIN)
    demo.load(tracker, today=today)
    by = Provenance(How.COMMAND_LINE, today)
    home = partnership_identity(demo.CODE)
    for one, role in product(people, (Role.COORDINATOR, Role.CHAIR)):
        partnership.give_role(tracker, home, person=one, role=role, by=by)


@contextmanager
def acting(client: TestClient, person: UUID) -> Iterator[None]:
    """Let a browser or program act for this person until the block ends."""
    before = client.headers.pop("Authorization", None)
    store: Store = client.app.state.store  # type: ignore[attr-defined]
    client.headers["Authorization"] = f"Bearer {issue_token(store, person, 'Tests', now=BEGIN)}"
    try:
        yield
    finally:
        del client.headers["Authorization"]
        if before:
            client.headers["Authorization"] = before


@pytest.fixture
def tracker(store: Store) -> Tracker:
    """What commands are given to."""
    return Tracker(store)


@pytest.fixture
def views(store: Store) -> Iterator[FollowedViews]:
    """The reading side."""
    opened = FollowedViews(store)
    yield opened
    opened.close()


@pytest.fixture
def catch_up(views: FollowedViews) -> Callable[[], None]:
    """Bring the views up to the log."""
    return views.projector.catch_up


@pytest.fixture
def clock() -> Clock:
    """The clock of the application."""
    return Clock()


@pytest.fixture
def entered() -> Provenance:
    """The provenance of what a test records past the application."""
    return Provenance(How.COMMAND_LINE, london_day(BEGIN))


@pytest.fixture
def given(prepared: Prepared) -> Given:
    """A partnership, two agencies and an administrator."""
    return prepared.given


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a tracker on a plain http address."""
    return Settings(data=tmp_path, base_url=BASE_URL)


@pytest.fixture(scope="session")
def every_address() -> FastAPI:
    """The application before it has a store: to learn its addresses takes longer than most tests do."""
    return routed()


@pytest.fixture
def app(
    every_address: FastAPI, settings: Settings, web_store: Store, views: Views, clock: Clock
) -> Iterator[FastAPI]:
    """The application, over the test's own store."""
    routes = [*every_address.router.routes]
    furnish(every_address, settings, web_store, views, clock)
    yield every_address
    every_address.router.routes[:] = routes


@pytest.fixture
def stranger(app: FastAPI) -> TestClient:
    """A browser in which nobody is signed in."""
    return _browser(app)


def _browser(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=BASE_URL, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def link(store: Store, given: Given) -> str:
    """The path of a one-time link of the administrator."""
    return f"/set-up/{issue_link(store, given.administrator, now=BEGIN)}"


@pytest.fixture
def client(stranger: TestClient, link: str) -> TestClient:
    """A browser in which the administrator has signed in by the one-time link."""
    assert stranger.post(link).status_code == 303
    return stranger


@pytest.fixture
def token(store: Store, given: Given) -> str:
    """A token of the administrator."""
    return issue_token(store, given.administrator, "Tests", now=BEGIN)


@pytest.fixture
def program(app: FastAPI, token: str) -> TestClient:
    """A program that comes with the token."""
    return TestClient(
        app,
        base_url=BASE_URL,
        follow_redirects=False,
        raise_server_exceptions=False,
        headers={"Authorization": f"Bearer {token}"},
    )
