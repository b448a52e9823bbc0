"""Invitations: sent by whoever looks after people, shown by GET, accepted by POST, once, for seven days."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.sessions import issue_link
from domain.person import Person
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker, person
from scheduler.invitations import send_invitations
from tests.api.conftest import BASE_URL, Clock, Given
from tests.scheduler.installation import post_to

PEOPLE = "/api/v1/people"


@dataclass
class Guest:
    """Somebody to invite, the program that does it, and the browser in which they open their mail."""

    id: UUID
    program: TestClient
    browser: TestClient
    arrived: Callable[[], list[str]]
    catch_up: Callable[[], None]

    def command(self, noun: str = "invitation", **headers: str) -> int:
        """Give one of the commands on invitations; the status comes back."""
        address = f"{PEOPLE}/{self.id}/{noun}"
        return self.program.post(address, headers={"If-Match": "*", **headers}).status_code

    def invited(self) -> str:
        """Invite them: the path of the link that has come."""
        assert self.command() == 200
        return self.arrived()[-1]

    def told(self) -> tuple[str | None, ...]:
        """How far the invitation has come, as programs are told."""
        self.catch_up()
        one = self.program.get(f"{PEOPLE}/{self.id}").json()
        return one["invited_on"], one["invited_until"], one["accepted_on"]

    def refused(self, link: str, sentence: str, status: int = 410) -> None:
        """The button of this link signs nobody in, and the page says why."""
        answer = self.browser.post(link)
        assert (answer.status_code, sentence in answer.text) == (status, True), answer.text
        assert "dhr" not in self.browser.cookies


@pytest.fixture
def arrived(tracker: Tracker, clock: Clock, tmp_path: Path) -> Callable[[], list[str]]:
    """Sends what waits, as the worker does; the links that have come until now, oldest first."""
    folder = tmp_path / "outbox"

    def found() -> list[str]:
        send_invitations(tracker, post_to(folder, base_url=BASE_URL), now=clock())
        files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        mails = [message_from_bytes(file.read_bytes(), policy=SMTP) for file in files]
        texts = [mail.get_body(("plain",)).get_content() for mail in mails]  # type: ignore[union-attr]
        return [re.findall(rf"{BASE_URL}(/set-up/\S+)", text)[0] for text in texts]

    return found


@pytest.fixture
def sam(tracker: Tracker, entered: Provenance, given: Given) -> UUID:
    """Somebody in the directory who was never invited."""
    details = person.Details("Sam Guest", "sam@example.org")
    return person.add(tracker, details, post="Clerk", agency=given.police, by=entered)


@pytest.fixture
def guest(
    app: FastAPI,
    sam: UUID,
    program: TestClient,
    arrived: Callable[[], list[str]],
    catch_up: Callable[[], None],
) -> Guest:
    """The same, with all that a test needs."""
    browser = TestClient(app, base_url=BASE_URL, follow_redirects=False)
    return Guest(sam, program, browser, arrived, catch_up)


def test_from_the_form_to_the_session(
    client: TestClient, guest: Guest, store: Store, catch_up: Callable[[], None]
) -> None:
    """Sent by a form, shown by GET and HEAD as often as one likes, accepted by POST: they are signed in."""
    catch_up()
    place = f"/people/{guest.id}"
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form_of(client, place)))
    assert client.post(f"{place}/invitation", data=hidden).status_code == 303
    assert "Invited on 2 March 2026; it works to the end of 9 March 2026" in client.get(place).text
    [link] = guest.arrived()
    for _ in range(2):
        assert "You are invited to DHR Tracker" in guest.browser.get(link).text
        assert guest.browser.head(link).status_code == 200
    assert "dhr" not in guest.browser.cookies
    answer = guest.browser.post(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "dhr" in guest.browser.cookies
    catch_up()
    assert "Invited on 2 March 2026, accepted on 2 March 2026" in client.get(place).text
    last = store.log.of(guest.id)[-1]
    assert (last.topic, last.event.entered_by) == ("person.invitation_accepted", guest.id)
    assert (last.event.post, last.event.post_agency) == ("Clerk", "Westshire Police")


def form_of(client: TestClient, place: str) -> str:
    """The form by which somebody is invited, found from the page of the person."""
    assert f'href="{place}/invitation"' in client.get(place).text
    return client.get(f"{place}/invitation").text


def test_it_works_once(guest: Guest, stranger: TestClient) -> None:
    """Whoever finds the link later is told how the person themselves would come in."""
    link = guest.invited()
    assert guest.browser.post(link).is_redirect
    for answer in (stranger.post(link), stranger.get(link)):
        assert (answer.status_code, "This link has been used" in answer.text) == (410, True)
    assert "dhr" not in stranger.cookies
    assert guest.told() == ("2026-03-02", None, "2026-03-02")


def test_it_works_once_also_at_the_same_moment(guest: Guest, app: FastAPI) -> None:
    """Of several browsers in which the button is pressed at once, one is signed in, and the others told."""
    link = guest.invited()
    browsers = [TestClient(app, base_url=BASE_URL, follow_redirects=False) for _ in range(4)]
    with ThreadPoolExecutor(len(browsers)) as pressing:
        answers = list(pressing.map(lambda one: one.post(link).status_code, browsers))
    assert sorted(answers) == [303, 410, 410, 410]
    assert sum("dhr" in one.cookies for one in browsers) == 1


def test_seven_days(guest: Guest, clock: Clock) -> None:
    """It works to the end of the seventh day; afterwards it has expired, and another one can be sent."""
    link = guest.invited()
    clock.move(days=7, hours=14)
    assert guest.browser.get(link).status_code == 200
    clock.move(hours=1)
    guest.refused(link, "This link is too old")
    assert guest.told() == ("2026-03-02", "2026-03-09", None)
    assert guest.browser.post(guest.invited()).is_redirect


def test_expired_on_the_page(
    stranger: TestClient, guest: Guest, clock: Clock, store: Store, given: Given
) -> None:
    """Whoever looks after the people sees it."""
    guest.command()
    clock.move(days=8)
    assert stranger.post(f"/set-up/{issue_link(store, given.administrator, now=clock())}").is_redirect
    page = stranger.get(f"/people/{guest.id}").text
    assert "it <strong>expired</strong> with the end of 9 March 2026" in page


def test_sent_again(guest: Guest) -> None:
    """The newest link alone works; the page of the older says so."""
    first, second = guest.invited(), guest.invited()
    guest.refused(first, "use the newest mail")
    assert guest.browser.post(second).is_redirect


def test_withdrawn(guest: Guest) -> None:
    """It works no longer; there is none to withdraw after that."""
    link = guest.invited()
    assert guest.command("invitation-withdrawal") == 200
    guest.refused(link, "This invitation works no longer")
    assert guest.told() == ("2026-03-02", None, None)
    assert guest.command("invitation-withdrawal") == 422


def test_an_address_that_was_wrong(guest: Guest, tracker: Tracker, entered: Provenance) -> None:
    """Whoever got the mail by mistake cannot use it, once the address is put right."""
    link = guest.invited()
    person.change_details(tracker, guest.id, person.Details("Sam", "sam.guest@example.org"), by=entered)
    guest.refused(link, "This invitation works no longer")


def test_who_has_left(guest: Guest, tracker: Tracker, entered: Provenance) -> None:
    """The link of somebody who has left since lets nobody in."""
    link = guest.invited()
    tracker.change(Person.leave, Person, guest.id, by=entered)
    guest.refused(link, "you have left", 403)


def test_nobody_without_an_address(guest: Guest, tracker: Tracker, entered: Provenance) -> None:
    """There is nowhere to send it; nothing is recorded."""
    guest.id = person.add(tracker, person.Details("Mute"), by=entered)
    assert guest.command() == 422
    assert guest.told() == (None, None, None)


def test_the_same_request_twice_sends_one(guest: Guest) -> None:
    """A repeated request is the same invitation."""
    for _ in range(2):
        assert guest.command(**{"Idempotency-Key": "once"}) == 200
    assert len(guest.arrived()) == 1


def test_what_became_of_the_mail(client: TestClient, guest: Guest, store: Store) -> None:
    """The page of the person says whether it waits, has gone, is tried again, or could not be delivered."""
    guest.command()
    page = f"/people/{guest.id}"
    assert "The mail waits to be sent" in client.get(page).text
    with store.connection() as connection:
        connection.execute("update public.sign_in_links set failures = 1 where invitation")
    assert "The mail was not taken so far" in client.get(page).text
    guest.arrived()
    assert "The mail went on" in client.get(page).text
    with store.connection() as connection:
        connection.execute("update public.sign_in_links set sent_at = null where invitation")
    assert "The mail could not be delivered" in client.get(page).text


def test_a_link_of_the_command_line_is_no_invitation(
    stranger: TestClient, link: str, store: Store, given: Given
) -> None:
    """It signs in as before, and records nothing."""
    before = len(store.log.of(given.administrator))
    assert "You are invited" not in stranger.get(link).text
    assert stranger.post(link).is_redirect
    assert len(store.log.of(given.administrator)) == before
