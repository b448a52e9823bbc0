"""Every address declares who may use it: an office, a command of the matrix, or a list of those left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.access import is_open
from api.commands import COMMANDS
from api.offices import Guard
from api.together import TOGETHER
from domain.offices import GIVEN_TOGETHER, Office
from domain.provenance import Provenance
from domain.tracker import Tracker, person
from domain.vocabulary import Role
from tests.api.conftest import Given, acting
from tests.api.pages.visiting import record, visit

API = "/api/v1"
THINGS = ("reviews", "recommendations", "actions", "agencies", "people", "partnerships")
LISTS = (*THINGS, "board", "clocks", "search", "changes", "events", "imports")
OF_A_REVIEW = ("timeline", "questions")
FILES = ("", ".csv", ".xlsx")

ABOUT_A_REVIEW = ("learning", "plan-versions", "statement")
NARROWED = {
    *(f"{API}/{one}{form}" for one in LISTS for form in FILES),
    *(f"{API}/{one}/{{identity}}" for one in THINGS),
    *(f"{API}/{one}/{{identity}}/history{form}" for one in THINGS for form in FILES),
    *(f"{API}/reviews/{{identity}}/{one}{form}" for one in OF_A_REVIEW for form in FILES),
    *(f"{API}/reviews/{{identity}}/action-plan.{form}" for form in ("docx", "xlsx", "pdf")),
    *("/", "/board.pdf", "/clocks", "/search", "/changes", "/log", "/log/{position:int}"),
    *(f"/{one}" for one in THINGS),
    *(f"/{one}/{{identity:uuid}}" for one in THINGS),
    *("/reviews/{identity:uuid}/timeline", "/disclosures"),
    *(f"/reviews/{{identity:uuid}}/{one}" for one in ABOUT_A_REVIEW),
    *(f"{API}/reviews/{{identity}}/{one}" for one in ABOUT_A_REVIEW),
    *(f"{API}/disclosures{form}" for form in FILES),
}
"""What is read by anybody who is signed in, and shows each what they may see: these are only read."""
FOR_EVERYBODY = {"/help"}
"""What says nothing of any case or person."""
ONES_OWN = {
    *("/sign-out", "/sessions", "/sessions/unlinking", "/tokens", "/tokens/{identity:uuid}/revocation"),
    *("/unsent", "/unsent/{identity:uuid}", "/unsent/{identity:uuid}/discard", "/log/seen"),
    *("/saved-views", "/saved-views/{identity:uuid}", "/saved-views/{identity:uuid}/deletion"),
    *("/disclosures/{identity:uuid}", "/partnerships/shown"),
    *(f"{API}/{one}{rest}" for one in ("saved-views", "calendar-feeds") for rest in ("", "/{identity}")),
}
"""What belongs to the person who is signed in: their own is found by who they are, that of others is not.

Of files that were taken, those of people of one's partnerships are found too, by `domain.disclosures`.
"""
COMMANDED = {
    *(f"/{one.things}/{f'{{identity:uuid}}/{one.noun}' if one.noun else 'new'}" for one in COMMANDS),
    *(f"{API}/{one.things}{f'/{{identity}}/{one.noun}' if one.noun else ''}" for one in COMMANDS),
}
"""What goes through the matrix of permissions, in `Tracker.allow`."""


def routes(app: FastAPI) -> Iterator[tuple[str, APIRoute]]:
    """Every address of the application with what answers there."""
    for route in app.routes:
        yield from _within(route, "")


def _within(route: Any, before: str) -> Iterator[tuple[str, APIRoute]]:
    inner = getattr(route, "original_router", None)
    if inner is not None:
        for one in inner.routes:
            yield from _within(one, before + route.include_context.prefix)
    elif isinstance(route, APIRoute):
        yield before + route.path, route


def offices(dependant: Any) -> set[Office]:
    """The offices that an address declares."""
    own = {dependant.call.office} if isinstance(dependant.call, Guard) else set()
    return own.union(*(offices(one) for one in dependant.dependencies))


def guards(path: str, route: APIRoute) -> list[str]:
    """By what an address is guarded: an office that it declares, the matrix, or a list of this file."""
    is_read = bool(route.methods) and set(route.methods or ()) <= {"GET", "HEAD"}
    found = [str(one) for one in offices(route.dependant)]
    found += ["open"] if is_open(path) else []
    found += ["matrix"] if path in COMMANDED and not (is_read and path.startswith(API)) else []
    found += ["narrowed"] if path in NARROWED and is_read else []
    return found + [f"own {one}" for one in (ONES_OWN, FOR_EVERYBODY) if path in one]


class TestEveryAddress:
    """None is left to chance: what is in no list fails here."""

    def test_is_guarded_once(self, every_address: FastAPI) -> None:
        """It is open to anybody, declares one office, goes through the matrix, or is on one list here."""
        found = [(path, route.methods, guards(path, route)) for path, route in routes(every_address)]
        assert len(found) > 350
        assert [one for one in found if len(one[2]) != 1] == []

    def test_nothing_is_listed_that_is_not_there(self, every_address: FastAPI) -> None:
        """An address that is gone does not stay on a list."""
        known = {path for path, _ in routes(every_address)}
        assert (NARROWED | ONES_OWN | FOR_EVERYBODY | COMMANDED) - known == set()

    def test_each_office_is_declared(self, every_address: FastAPI) -> None:
        """But for the tokens of others, as the page of tokens shows everybody their own."""
        declared = {one for _, route in routes(every_address) for one in offices(route.dependant)}
        assert declared == set(Office) - {Office.TOKENS_OF_OTHERS}

    def test_changes_together(self) -> None:
        """Several actions are changed by whoever may give one of the commands that there are for several."""
        assert {one.carry_out.asks for one in TOGETHER} == set(GIVEN_TOGETHER)


ASKED = {
    Office.ACCESS_LOG: ("/access-log", f"{API}/access-log", f"{API}/access-log.csv"),
    Office.FIGURES: ("/metrics",),
    Office.IMPORT: ("/import", f"/import/{uuid4()}"),
    Office.OUTBOX: ("/outbox", f"{API}/outbox", f"{API}/outbox.csv", f"/outbox/{uuid4()}"),
    Office.REPORTS: ("/reports", f"{API}/reports"),
    Office.RETENTION: ("/retention",),
    Office.CHANGES_TOGETHER: (f"/actions/together/{uuid4()}",),
}
"""Addresses that are only read, by office."""
OPENED: dict[Role, set[Office]] = {
    Role.COORDINATOR: {*ASKED} - {Office.ACCESS_LOG, Office.FIGURES},
    Role.CHAIR: {Office.REPORTS, Office.RETENTION, Office.CHANGES_TOGETHER},
    Role.SUBGROUP_MEMBER: {Office.REPORTS, Office.CHANGES_TOGETHER},
    Role.AUDITOR: {Office.ACCESS_LOG, Office.REPORTS},
    Role.OVERSIGHT: set(),
    Role.ADMINISTRATOR: set(),
}


@pytest.fixture
def sam(tracker: Tracker, given: Given, entered: Provenance, catch_up: Callable[[], None]) -> UUID:
    """Somebody of the council, without any role."""
    added = person.add(tracker, person.Details("Sam Somebody"), agency=given.council, by=entered)
    catch_up()
    return added


def led_to(client: TestClient, pages: Sequence[str]) -> set[str]:
    """Where the links and forms of some pages lead."""
    return {
        place
        for page in pages
        for element in visit(client, page).tree.xpath("//a[@href]|//form[@action]")
        if (place := element.get("href") or element.get("action"))
    }


class TestAtTheDoor:
    """The guards stand where the application is asked."""

    @pytest.mark.parametrize("role", OPENED)
    def test_by_role(self, client: TestClient, sam: UUID, given: Given, role: Role) -> None:
        """A role opens what it is for; anything else is refused in a sentence that names who may."""
        record(client, f"/partnerships/{given.partnership}/role", person=str(sam), role=str(role))
        with acting(client, sam):
            for office, addresses in ASKED.items():
                for address in addresses:
                    answer = client.get(address)
                    refused = f"may {office}." in answer.text.replace("&#39;", "'")
                    expected = office not in OPENED[role]
                    assert (address, answer.status_code == 403, refused) == (address, expected, expected)

    def test_what_is_recorded_is_refused_before_it_is_read(
        self, client: TestClient, sam: UUID, given: Given
    ) -> None:
        """Plans, sheets, reports and changes to several actions of those who may not send them."""
        with acting(client, sam):
            for address in (
                "/import",
                f"{API}/imports",
                f"/agencies/{given.council}/return-sheet",
                f"{API}/agencies/{given.council}/return-sheet",
                "/reports",
                f"{API}/reports",
                "/actions/together",
                f"{API}/actions/together/owner",
                f"/people/{given.administrator}/sign-out",
                f"/people/{given.administrator}/held",
                f"/people/{given.administrator}/calendars",
            ):
                assert (address, client.post(address).status_code) == (address, 403)

    def test_what_is_held_about_oneself(self, client: TestClient, sam: UUID) -> None:
        """Everybody takes what is held about them, without any role."""
        with acting(client, sam):
            answer = client.post(f"/people/{sam}/held")
        assert (answer.status_code, answer.json()["person"]["id"]) == (200, str(sam))

    def test_links(self, client: TestClient, sam: UUID) -> None:
        """Who may not go somewhere is not led there."""
        pages = ("/", "/log", "/reviews", f"/people/{sam}")
        places = ("/import", "/outbox", "/access-log", "/retention", f"/people/{sam}/sign-out")
        assert led_to(client, pages) >= {*places, f"/people/{sam}/held"}
        with acting(client, sam):
            found = led_to(client, pages)
        assert (found & {*places}, f"/people/{sam}/held" in found) == (set(), True)

    def test_forms_for_new_things(self, client: TestClient, sam: UUID, given: Given) -> None:
        """Who may make none is neither led to them nor shown them; a coordinator is."""
        forms = {f"/{one}/new" for one in THINGS}
        with acting(client, sam):
            for form in forms:
                assert (form, "may do this." in visit(client, form, 403).text) == (form, True)
            assert not {link.partition("?")[0] for link in led_to(client, PAGES)} & forms
        record(client, f"/partnerships/{given.partnership}/role", person=str(sam), role="coordinator")
        with acting(client, sam):
            assert visit(client, "/actions/new").answer.status_code in (200, 303)
            assert "/agencies/new" in led_to(client, PAGES)
            visit(client, "/partnerships/new", 403)


PAGES = ("/", "/actions", "/reviews", "/recommendations", "/agencies", "/people", "/partnerships")
