"""What stands beside the log is seen by those whose partnership it concerns, and by nobody of another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from api.access_log import Entry, write
from domain.access_log import CameBy, Kind
from domain.clocks import london_day
from domain.provenance import Provenance
from domain.review import Review
from domain.store.application import Store
from domain.tracker import Tracker, partnership, person, review
from domain.vocabulary import How, Role
from projections.outbox import Digest, Reminder, note_sent, prepare
from tests.api.conftest import BEGIN, Given, acting
from tests.api.rest.asking import items, refused

MONDAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Side:
    """A partnership with a review that is over, two people who hold roles in it, and a mail about it."""

    partnership: UUID
    review: UUID
    coordinator: UUID
    auditor: UUID
    mail: UUID


def side(tracker: Tracker, name: str, home: UUID) -> Side:
    """One side, recorded."""
    by = Provenance(How.COMMAND_LINE, london_day(BEGIN))
    people = [person.add(tracker, person.Details(f"{one} {name}"), by=by) for one in ("Cor", "Aud")]
    for one, role in zip(people, (Role.COORDINATOR, Role.AUDITOR), strict=True):
        partnership.give_role(tracker, home, person=one, role=role, by=by)
    made = review.open_review(tracker, home, reference="DHR1", by=by)
    tracker.change(Review.conclude, Review, made, open_actions=0, by=by.on(date(2019, 3, 2)))
    coordinator, auditor = people
    return Side(home, made, coordinator, auditor, mail(tracker.store, coordinator, home))


def mail(store: Store, to: UUID, *about: UUID) -> UUID:
    """A mail that was sent about partnerships."""
    identity = uuid4()
    digest = Digest(identity, f"<{identity}@dhr.example>", to, MONDAY)
    carried = [Reminder(uuid4(), one, 1, "due", 1, to, identity, "decided", "", MONDAY) for one in about]
    with store.connection() as connection, connection.transaction():
        prepare(connection, [digest], carried, now=BEGIN)
        note_sent(connection, identity, "Actions due", "Hello,", now=BEGIN)
    return identity


@pytest.fixture
def sides(tracker: Tracker, given: Given, catch_up: Callable[[], None]) -> tuple[Side, Side]:
    """Here and there, with the same references."""
    by = Provenance(How.COMMAND_LINE, london_day(BEGIN))
    other = partnership.register(tracker, "OTH", "Otherham Community Safety Partnership", by=by)
    made = side(tracker, "Here", given.partnership), side(tracker, "There", other)
    catch_up()
    return made


def seen(client: TestClient, who: UUID, address: str) -> list[Any]:
    """What somebody is shown of a list."""
    with acting(client, who):
        return items(client, address)


class TestOutbox:
    """Mail by partnership."""

    def test_of_ones_own(self, client: TestClient, sides: tuple[Side, Side]) -> None:
        """In the list, as a file and at its address; that of others is not there."""
        here, there = sides
        assert [one["id"] for one in seen(client, here.coordinator, "outbox")] == [str(here.mail)]
        with acting(client, here.coordinator):
            assert client.get("/api/v1/outbox.csv").text.count("dhr.example") == 1
            assert str(there.mail) not in client.get("/outbox").text
            for address in ("/outbox", "/api/v1/outbox"):
                assert client.get(f"{address}/{here.mail}").status_code == 200
                assert client.get(f"{address}/{there.mail}").status_code == 404

    def test_about_both(self, client: TestClient, sides: tuple[Side, Side], store: Store) -> None:
        """Each side sees that it went, with its own actions; nobody of one side reads what it says."""
        here, there = sides
        both = mail(store, here.auditor, here.partnership, there.partnership)
        for one in sides:
            with acting(client, one.coordinator):
                found = client.get(f"/api/v1/outbox/{both}").json()
                text = client.get(f"/outbox/{both}").text
            told = found["whole"], found["subject"], found["body"], len(found["actions"])
            assert told == (False, "", "", 1)
            assert ("Hello," in text, "every partnership that it is about" in text) == (False, True)


class TestRetention:
    """What was kept long enough."""

    def test_of_ones_own(self, client: TestClient, sides: tuple[Side, Side]) -> None:
        """The reviews of the other partnership are not listed."""
        for own, other in (sides, sides[::-1]):
            with acting(client, own.coordinator):
                text = client.get("/retention").text
            assert (str(own.review) in text, str(other.review) in text) == (True, False)


class TestAccessLog:
    """Who read what, for the auditors of each side."""

    @pytest.fixture
    def written(self, store: Store, sides: tuple[Side, Side]) -> list[Entry]:
        """Readings of either review and of both, sign-ins of people of either side, and one of nobody."""
        here, there = sides
        entries = [
            *(Entry(Kind.REVIEW_READ, here.coordinator, reviews=[one.review]) for one in sides),
            Entry(Kind.REVIEW_READ, there.coordinator, reviews=[there.review, here.review]),
            *(Entry(Kind.SIGNED_IN, one.coordinator, CameBy.SESSION) for one in sides),
            Entry(Kind.SIGN_IN_REFUSED, None, why="It is not known."),
        ]
        for one in entries:
            write(store, one, now=BEGIN)
        return entries

    def test_of_ones_own(self, client: TestClient, sides: tuple[Side, Side], written: list[Entry]) -> None:
        """Readings of their reviews, and what people did who hold something there; and no others."""
        for own, other in (sides, sides[::-1]):
            found = seen(client, own.auditor, "access-log?limit=500")
            read = [one["reviews"] for one in found if one["kind"] == Kind.REVIEW_READ]
            assert read == [[str(own.review)]] * 2
            came = [one["person"] for one in found if one["kind"] == Kind.SIGNED_IN]
            assert (str(own.coordinator) in came, str(other.coordinator) in came) == (True, False)
            assert Kind.SIGN_IN_REFUSED not in [one["kind"] for one in found]
            with acting(client, own.auditor):
                file = client.get("/api/v1/access-log.csv").text
            name = "There" if own is sides[0] else "Here"
            assert (f"Aud {name}" in file, str(other.review) in file) == (False, False)

    def test_of_an_administrator(self, client: TestClient, sides: tuple[Side, Side], written: Any) -> None:
        """Whoever keeps the installation sees all of it."""
        found = items(client, "access-log?limit=500")
        assert len([one for one in found if one["kind"] == Kind.REVIEW_READ]) == 3
        assert [one["kind"] for one in found].count(Kind.SIGN_IN_REFUSED) == 1


class TestReports:
    """Figures over one's own partnerships."""

    def test_without_a_choice(self, client: TestClient, sides: tuple[Side, Side]) -> None:
        """They are over all of one's own, and never over those of others."""
        for own, other in (sides, sides[::-1]):
            with acting(client, own.coordinator):
                asked = client.post("/api/v1/reports", json={})
                assert asked.json()["partnerships"] == [str(own.partnership)]
                refused(client.post("/api/v1/reports", json={"partnership": str(other.partnership)}), 422)

    def test_of_somebody_else(self, client: TestClient, sides: tuple[Side, Side]) -> None:
        """A report belongs to who has asked for it."""
        here, there = sides
        with acting(client, here.coordinator):
            made = client.post("/api/v1/reports", json={}).json()["id"]
            assert client.get(f"/reports/{made}").status_code == 200
        with acting(client, there.coordinator):
            assert client.get(f"/reports/{made}").status_code == 404
            refused(client.get(f"/api/v1/reports/{made}"), 404)
