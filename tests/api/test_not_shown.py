"""Whoever asks for what is there, but not for them, stands in the access log; so does a file not taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.exporting.return_sheet import Asked
from domain.access_log import Kind
from domain.provenance import Provenance
from domain.sign_in import noted_of_one
from domain.store.application import Store
from domain.store.embedded import Server
from domain.store.scope import EVERYTHING, within
from domain.tracker.partnership import give_role
from domain.vocabulary import Contact, How, Role
from tests.api.accesses import accesses
from tests.api.conftest import BEGIN, Clock, FollowedViews
from tests.api.exporting.looking import sheets
from tests.api.rest.asking import API
from tests.api.rest.test_returns import filled_in, sent, taken
from tests.api.test_access import patterns
from tests.api.test_apart import browser, ledgers, program
from tests.two_partnerships import DRAFT, NOBODY, OWNER, WAITING, Both, Recorded, recorded_in

OF_THINGS = ("reviews", "recommendations", "actions")


@pytest.fixture(scope="module")
def recorded(postgres: Server, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    """Two partnerships, to copy."""
    folder = tmp_path_factory.mktemp("not shown")
    with recorded_in(postgres, "not_shown", migrated, folder, BEGIN.date()) as recorded:
        yield recorded


@pytest.fixture
def begun(recorded: Recorded) -> Recorded:
    """What each test here has a copy of."""
    return recorded


@pytest.fixture
def both(recorded: Recorded) -> Both:
    """The two partnerships."""
    return recorded.both


@pytest.fixture
def coordinator(app: FastAPI, store: Store, both: Both) -> TestClient:
    """A browser of the coordinator of the one."""
    return browser(app, store, both.one.people[Role.COORDINATOR])


def not_shown(store: Store) -> list[Any]:
    """What stands in the access log of things that were not shown."""
    return accesses(store, Kind.NOT_SHOWN)


class TestThings:
    """A thing of another partnership, or one that a role does not see."""

    def test_each_address(self, app: FastAPI, coordinator: TestClient, store: Store, both: Both) -> None:
        """Every page and JSON address of one that answers 404: one row, with person, thing and address."""
        found = 0
        for method, pattern in patterns(app):
            things = re.sub(rf"^{API}", "", pattern).split("/")[1]
            if "{identity}" in pattern and things in OF_THINGS:
                thing = next(iter(getattr(both.other, things).values()))
                path = re.sub(r"\{(?!identity)\w+\}", "1", pattern).replace("{identity}", str(thing))
                with store.connection() as connection:
                    connection.execute("delete from public.sign_in_attempts")
                before = len(not_shown(store))
                assert coordinator.request(method, path).status_code == 404, (method, path)
                [row] = not_shown(store)[before:]
                assert (row.person, row.about) == (both.one.people[Role.COORDINATOR], thing), path
                assert (row.address.startswith(path), row.why, row.reviews) == (True, "", []), row.address
                found += 1
        assert found > 100

    @pytest.mark.parametrize(
        "which",
        [
            (OWNER, "actions", DRAFT),
            (Role.BOARD_MEMBER, "recommendations", WAITING),
            (Contact.MAIN_CONTACT, "recommendations", DRAFT),
            (NOBODY, "actions", WAITING),
        ],
    )
    def test_by_role(self, app: FastAPI, store: Store, both: Both, which: tuple[str, str, str]) -> None:
        """Also where it is of their own partnership."""
        who, things, name = which
        thing = getattr(both.one, things)[name]
        client = browser(app, store, both.one.people[who])
        assert client.get(f"/{things}/{thing}").status_code == 404
        assert [(row.person, row.about) for row in not_shown(store)] == [(both.one.people[who], thing)]

    def test_what_is_not_there_at_all(self, coordinator: TestClient, store: Store, both: Both) -> None:
        """It leaves none, and nor does what is shown, or was not recorded yet on a day."""
        for path in (f"/actions/{uuid4()}", f"{API}/reviews/{uuid4()}", "/nothing", f"/nothing/{uuid4()}"):
            assert coordinator.get(path).status_code == 404
        own = both.one.reviews[WAITING]
        assert coordinator.get(f"/reviews/{own}").status_code == 200
        assert coordinator.get(f"{API}/reviews/{own}?as_at=2020-01-01").status_code == 404
        assert not_shown(store) == []

    def test_without_end(self, coordinator: TestClient, store: Store, both: Both, clock: Clock) -> None:
        """Of one person only so many are written within an hour."""
        most = noted_of_one(Kind.NOT_SHOWN).times
        path = f"{API}/actions/{both.other.actions[WAITING]}"
        for _ in range(most + 5):
            assert coordinator.get(path).status_code == 404
        assert len(not_shown(store)) == most
        for _ in range(2):
            clock.move(minutes=20)
            coordinator.get(path)
        assert len(not_shown(store)) == most + 1


class TestBesideTheLog:
    """What belongs to one person: files, mails, choices and reports."""

    def test_each(
        self, app: FastAPI, coordinator: TestClient, views: FollowedViews, clock: Clock, both: Both
    ) -> None:
        """At its address it leaves a row for whoever else asks, and none for whose it is."""
        store: Store = app.state.store
        ids = ledgers(app, store, views, clock, both.other)
        own = browser(app, store, both.other.people[Role.COORDINATOR])
        addresses = {
            "outbox": f"/outbox/{ids['outbox'][0]}",
            "reports": f"/reports/{ids['reports'][0]}",
            "import": f"/import/{ids['import'][0]}",
            "change": f"/actions/together/{ids['change'][0]}",
        }
        for kind, path in addresses.items():
            before = len(not_shown(store))
            assert (kind, own.get(path).status_code) == (kind, 200)
            assert (kind, coordinator.get(path).status_code) == (kind, 404)
            assert [(row.about, row.address) for row in not_shown(store)[before:]] == [
                (UUID(ids[kind][0]), path)
            ]


class TestManyAtOnce:
    """One command on several actions, each judged by itself."""

    def asked(self, client: TestClient, action: UUID) -> Any:
        """Their progress asked for."""
        body = {"question": "How far?", "actions": [{"id": str(action), "version": 1}]}
        return client.post(f"{API}/actions/together/progress-request", json=body).json()

    def test_one_of_another_partnership(self, coordinator: TestClient, store: Store, both: Both) -> None:
        """The request leaves one row, though its answer is none of a refusal."""
        assert self.asked(coordinator, both.other.actions[WAITING])["refused"] == 1
        [row] = accesses(store, Kind.NOT_ALLOWED)
        assert (row.person, row.address) == (
            both.one.people[Role.COORDINATOR],
            f"{API}/actions/together/progress-request",
        )

    def test_refused_by_a_rule(self, coordinator: TestClient, store: Store, both: Both) -> None:
        """One that was changed meanwhile leaves none."""
        assert self.asked(coordinator, both.one.actions[WAITING])["refused"] == 1
        assert accesses(store, Kind.NOT_ALLOWED) == []

    def test_rows_of_a_return_sheet(
        self, app: FastAPI, coordinator: TestClient, store: Store, views: FollowedViews, both: Both
    ) -> None:
        """A sheet of an agency of two partnerships, in one of which they only read: one row for each time."""
        whose, entered = both.one.people[Role.COORDINATOR], Provenance(How.COMMAND_LINE, BEGIN.date())
        with within(EVERYTHING):
            given = give_role(
                app.state.tracker,
                both.other.id,
                person=whose,
                role=Role.PANEL_MEMBER,
                review=both.other.reviews[WAITING],
                by=entered,
            )
        assert views.wait_for(given)
        numbers = [row[0] for row in sheets(taken(coordinator, both.police))["Actions"][1:]]
        sheet = filled_in(
            taken(coordinator, both.police), {number: {Asked.PROGRESS: "Half."} for number in numbers}
        )
        told = sent(coordinator, both.police, sheet).json()
        assert (told["changes"] != [], told["refused"] != []) == (True, True)
        sent(coordinator, both.police, sheet, commit="true")
        assert [(row.person, row.address) for row in accesses(store, Kind.NOT_ALLOWED)] == [
            (whose, f"{API}/agencies/{both.police}/return-sheet")
        ] * 2


class TestFiles:
    """A file that is not taken."""

    NO_PLAN = (("rose-miller.pdf", b"%PDF"), ("rose-miller.docx", b"PK no"), ("rose-miller.csv", b""))

    @pytest.mark.parametrize("file", NO_PLAN)
    def test_of_another_kind(
        self, coordinator: TestClient, store: Store, both: Both, file: tuple[str, bytes]
    ) -> None:
        """On the page and by JSON: one row each, with neither its name nor its words."""
        form = {"review": "DHR9", "partnership": str(both.one.id), "issued": "yes"}
        assert coordinator.post("/import", data=form, files={"file": file}).status_code == 422
        form = {"review": "DHR9", "partnership": "AAA"}
        assert coordinator.post(f"{API}/imports", data=form, files={"file": file}).status_code == 422
        rows = accesses(store, Kind.FILE_REFUSED)
        assert [row.address for row in rows] == ["/import", f"{API}/imports"]
        assert {row.person for row in rows} == {both.one.people[Role.COORDINATOR]}
        assert not any("rose" in str(row) for row in rows)

    def test_a_sheet(self, app: FastAPI, store: Store, both: Both) -> None:
        """What is no return sheet, of an agency's contact."""
        contact = both.one.people[Contact.MAIN_CONTACT]
        place = f"{API}/agencies/{both.police}/return-sheet"
        answer = browser(app, store, contact).post(place, files={"file": ("sheet.xlsx", b"%PDF")})
        assert answer.status_code == 422, answer.text
        assert [(row.person, row.address) for row in accesses(store, Kind.FILE_REFUSED)] == [(contact, place)]

    @pytest.mark.parametrize("place", ["/agencies/{}/return-sheet", API + "/agencies/{}/return-sheet"])
    def test_too_large(self, app: FastAPI, store: Store, both: Both, place: str) -> None:
        """It is refused unread, and written down with the person behind the session or token."""
        contact = both.one.people[Contact.MAIN_CONTACT]
        clients = browser(app, store, contact), program(app, store, contact, [Contact.MAIN_CONTACT])
        for client in clients:
            file = ("sheet.xlsx", b"x" * 3_000_000)
            assert client.post(place.format(both.police), files={"file": file}).status_code == 413
        rows = accesses(store, Kind.FILE_REFUSED)
        assert [(row.person, row.why) for row in rows] == [(contact, "It was too large.")] * 2

    def test_what_is_no_file(self, coordinator: TestClient, store: Store, both: Both) -> None:
        """A form with something wrong in it leaves none; nor does a file that is taken."""
        assert coordinator.post(f"{API}/reviews", json={"reference": ""}).status_code == 422
        plan = b"Recommendation,Action to take\nBe kind,Begin\n"
        form = {"review": "DHR9", "partnership": "AAA"}
        answer = coordinator.post(f"{API}/imports", data=form, files={"file": ("plan.csv", plan)})
        assert answer.status_code == 200, answer.text
        assert accesses(store, Kind.FILE_REFUSED) == []

    def test_of_nobody(self, stranger: TestClient, store: Store, both: Both) -> None:
        """Whoever has not signed in is written down by where they come from, only so often."""
        for _ in range(noted_of_one(Kind.FILE_REFUSED).times + 3):
            stranger.post("/sign-in", content=b"", headers={**LARGE})
        rows = accesses(store, Kind.FILE_REFUSED)
        assert len(rows) == noted_of_one(Kind.FILE_REFUSED).times
        assert {(row.person, row.source is not None) for row in rows} == {(None, True)}


LARGE = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": "999999999"}
