"""Signing in by a code: asked for in a browser, sent by the worker, typed into that browser, once."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.sessions import issue_link, make_administrator, open_sessions
from domain.person import Person
from domain.provenance import Provenance
from domain.sign_in import CODES_OF_A_SOURCE, CODES_OF_AN_ADDRESS, TRIES, WRONG_OF_AN_ADDRESS
from domain.store.application import Store
from domain.tracker import Tracker, person
from scheduler.codes import send_codes
from tests.api.conftest import BASE_URL, BEGIN, Clock, Given
from tests.api.pages.visiting import record
from tests.scheduler.installation import post_to

ADA, NOBODY = "ada@example.org", "nobody@example.org"
ACTIONS = "/api/v1/actions"
ASK, TYPE = "/sign-in", "/sign-in/code"
WRONG = "That is not the code."
NO_LONGER = "This code works no longer. Ask for another one."
EVERYTHING = """
    select one::text from public.sign_in_codes one
    union all
    select one::text from public.sign_in_attempts one
"""


@pytest.fixture
def arrived(tracker: Tracker, clock: Clock, tmp_path: Path) -> Callable[[], list[EmailMessage]]:
    """Sends what waits, as the worker does; the mails that have come until now, oldest first."""
    folder = tmp_path / "outbox"

    def mails() -> list[EmailMessage]:
        send_codes(tracker, post_to(folder), now=clock())
        files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=SMTP) for file in files]

    return mails


@pytest.fixture
def another(app: FastAPI) -> TestClient:
    """Another browser."""
    return TestClient(app, base_url=BASE_URL, follow_redirects=False)


def code_in(mail: EmailMessage) -> str:
    """The code that a mail carries, as it is shown."""
    body = mail.get_body(("plain",))
    assert body
    [code] = re.findall(r"^    (\d{3} \d{3})\s*$", body.get_content(), re.MULTILINE)
    return str(code)


def ask(browser: TestClient, address: str = ADA) -> None:
    """Ask for a code; what is answered is the same for everybody."""
    answer = browser.post(ASK, data={"email": address})
    assert (answer.status_code, answer.headers["location"]) == (303, TYPE)


def typed(browser: TestClient, code: str) -> str:
    """Type a code; the sentence about it, "" where it signs in."""
    answer = browser.post(TYPE, data={"code": code})
    if answer.status_code == 303:
        return ""
    assert answer.status_code in (422, 429)
    found = re.search(r'href="#code">([^<]+)<', answer.text)
    assert found
    return found[1]


def a_wrong_one(code: str) -> str:
    """A code that is nearly this one."""
    return f"{code[:-1]}{(int(code[-1]) + 1) % 10}"


def test_signs_in(stranger: TestClient, arrived: Callable[[], list[EmailMessage]]) -> None:
    """Ask, read the mail, type: then one is in, and the browser forgets that it had asked."""
    ask(stranger)
    assert "somebody here has the address" in stranger.get(TYPE).text
    [mail] = arrived()
    answer = stranger.post(TYPE, data={"code": code_in(mail)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert stranger.get(ACTIONS).status_code == 200
    assert stranger.get(TYPE).headers["location"] == ASK


def test_the_mail(stranger: TestClient, arrived: Callable[[], list[EmailMessage]], clock: Clock) -> None:
    """It says until when the code works, in London; the subject has no code, the text no link."""
    ask(stranger)
    [mail] = arrived()
    assert (mail["To"], mail["Subject"]) == (ADA, "Your code to sign in")
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "until 09:40" in text
    assert code_in(mail) in html
    assert "<a " not in html


def test_leads_to_the_page_that_was_wanted(
    stranger: TestClient, arrived: Callable[[], list[EmailMessage]]
) -> None:
    """Through the detour by the mail."""
    stranger.get("/sign-in?next=/actions%3Foverdue%3Dtrue")
    ask(stranger)
    [mail] = arrived()
    answer = stranger.post(TYPE, data={"code": code_in(mail)})
    assert answer.headers["location"] == "/actions?overdue=true"


def test_nobody_learns_who_is_known(
    stranger: TestClient, another: TestClient, arrived: Callable[[], list[EmailMessage]]
) -> None:
    """For an address that nobody has all is answered as for one that somebody has; only no mail goes."""
    for browser, address in ((stranger, NOBODY), (another, ADA)):
        ask(browser, address)
    assert [mail["To"] for mail in arrived()] == [ADA]
    assert stranger.get(TYPE).text.count("code") == another.get(TYPE).text.count("code")
    for _ in range(TRIES + 1):
        assert typed(stranger, "000000") == typed(another, a_wrong_one(code_in(arrived()[0])))


def test_whoever_has_left_gets_none(
    stranger: TestClient,
    tracker: Tracker,
    given: Given,
    entered: Provenance,
    arrived: Callable[[], list[EmailMessage]],
) -> None:
    """As if nobody had the address."""
    tracker.change(Person.leave, Person, given.administrator, by=entered)
    ask(stranger)
    assert arrived() == []


def test_five_tries(stranger: TestClient, arrived: Callable[[], list[EmailMessage]]) -> None:
    """Each says how many are left; after the fifth the right one is no good either. Another code is."""
    ask(stranger)
    code = code_in(arrived()[0])
    said = [typed(stranger, a_wrong_one(code)) for _ in range(TRIES)]
    assert said == [
        *(f"{WRONG} You can try {left} times more." for left in (4, 3, 2)),
        f"{WRONG} You can try once more.",
        NO_LONGER,
    ]
    assert typed(stranger, code) == NO_LONGER
    ask(stranger)
    assert typed(stranger, code_in(arrived()[-1])) == ""


def test_ten_minutes(stranger: TestClient, arrived: Callable[[], list[EmailMessage]], clock: Clock) -> None:
    """It works to the last minute, and not afterwards."""
    ask(stranger)
    code = code_in(arrived()[0])
    clock.move(minutes=10)
    assert typed(stranger, code) == NO_LONGER
    ask(stranger)
    late = code_in(arrived()[-1])
    clock.move(minutes=9)
    assert typed(stranger, late) == ""


def test_once(stranger: TestClient, another: TestClient, arrived: Callable[[], list[EmailMessage]]) -> None:
    """A code that is replayed, with the very cookie, lets nobody in."""
    ask(stranger)
    cookies, code = dict(stranger.cookies), code_in(arrived()[0])
    assert typed(stranger, code) == ""
    another.cookies.update(cookies)
    assert typed(another, code) == NO_LONGER
    assert another.get(ACTIONS).status_code == 401


def test_in_the_browser_that_asked(
    stranger: TestClient, another: TestClient, arrived: Callable[[], list[EmailMessage]]
) -> None:
    """Whoever reads the code over somebody's shoulder has not asked for it."""
    ask(stranger)
    code = code_in(arrived()[0])
    assert typed(another, code) == NO_LONGER
    ask(another)
    assert typed(another, code).startswith(WRONG)
    assert typed(stranger, code) == ""


def test_looking_does_nothing(stranger: TestClient, arrived: Callable[[], list[EmailMessage]]) -> None:
    """Neither page does anything by GET or HEAD."""
    for path in (ASK, TYPE):
        assert stranger.head(path).status_code == stranger.get(path).status_code
    assert arrived() == []
    ask(stranger)
    for _ in range(TRIES + 1):
        assert stranger.get(TYPE).status_code == 200
    assert typed(stranger, code_in(arrived()[0])) == ""


@pytest.mark.parametrize(
    "address", ["", "ada", "ada@example", "a b@example.org", "ada@example.org\nBcc: x@y.z"]
)
def test_what_is_no_address(
    stranger: TestClient, arrived: Callable[[], list[EmailMessage]], address: str
) -> None:
    """A sentence at the box, and what was typed still in it; nothing is sent."""
    answer = stranger.post(ASK, data={"email": address})
    assert (answer.status_code, "Enter an e-mail address" in answer.text) == (422, True)
    assert arrived() == []


@pytest.mark.parametrize("address", [ADA, NOBODY])
def test_how_often_for_an_address(stranger: TestClient, clock: Clock, address: str) -> None:
    """Six times an hour, whether anybody has it or not, and in whatever case it is typed."""
    for _ in range(CODES_OF_AN_ADDRESS.times):
        ask(stranger, address)
    answer = stranger.post(ASK, data={"email": address.upper()})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, str(30 * 60))
    assert "That was tried too often. Try again after 10:00." in answer.text
    ask(stranger, "somebody.else@example.org")
    clock.move(minutes=30)
    ask(stranger, address)


def test_how_often_from_a_source(stranger: TestClient, another: TestClient, clock: Clock) -> None:
    """Whatever the addresses, and in whatever browser."""
    for number in range(CODES_OF_A_SOURCE.times):
        ask(stranger, f"{number}@example.org")
    assert another.post(ASK, data={"email": ADA}).status_code == 429
    clock.move(hours=1)
    ask(another)


def test_how_often_a_wrong_code(
    stranger: TestClient, arrived: Callable[[], list[EmailMessage]], clock: Clock
) -> None:
    """Twenty a day of an address; then even the right one waits for the next day."""
    for _ in range(WRONG_OF_AN_ADDRESS.times // TRIES):
        ask(stranger)
        code = code_in(arrived()[-1])
        for _ in range(TRIES):
            typed(stranger, a_wrong_one(code))
        clock.move(minutes=20)
    ask(stranger)
    assert typed(stranger, code_in(arrived()[-1])).startswith("That was tried too often.")
    clock.move(hours=24)
    ask(stranger)
    assert typed(stranger, code_in(arrived()[-1])) == ""


def test_no_secret_and_no_address_is_kept(
    stranger: TestClient, arrived: Callable[[], list[EmailMessage]], store: Store
) -> None:
    """The database has neither the code, nor what the browser holds, nor who was named."""
    ask(stranger)
    ask(stranger, NOBODY)
    code = code_in(arrived()[0]).replace(" ", "")
    with store.connection() as connection:
        kept = " ".join(row[0] for row in connection.execute(EVERYTHING))
    assert code not in kept.replace("-", " ").split()
    for secret in (*stranger.cookies.values(), ADA, NOBODY, NOBODY.encode().hex(), "testclient"):
        assert secret not in kept


def test_a_form_of_another_site(stranger: TestClient, arrived: Callable[[], list[EmailMessage]]) -> None:
    """No other site asks for codes, or types them."""
    for path in (ASK, TYPE):
        answer = stranger.post(path, data={"email": ADA}, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403
    assert arrived() == []


class TestSessions:
    """People see where they are signed in, and end it from elsewhere."""

    @pytest.fixture
    def elsewhere(self, another: TestClient, store: Store, given: Given) -> TestClient:
        """Another browser of the same person."""
        assert another.post(f"/set-up/{issue_link(store, given.administrator, now=BEGIN)}").is_redirect
        return another

    def test_ending_one(self, client: TestClient, elsewhere: TestClient) -> None:
        """The other browser is out at once, this one stays in; pressed twice it does no more."""
        page = client.get("/sessions").text
        assert (page.count("This browser"), page.count("Sign out there")) == (1, 1)
        [other] = re.findall(r'name="session" value="([^"]+)"', page)
        for _ in range(2):
            answer = client.post("/sessions", data={"session": other})
            assert (answer.status_code, answer.headers["location"]) == (303, "/sessions?done=end")
        assert elsewhere.get(ACTIONS).status_code == 401
        assert client.get(ACTIONS).status_code == 200
        assert "Sign out" not in client.get("/sessions").text.partition("<main")[2]

    def test_ending_all_others(self, client: TestClient, elsewhere: TestClient) -> None:
        """One button for whoever does not know which."""
        assert client.post("/sessions").is_redirect
        assert (client.get(ACTIONS).status_code, elsewhere.get(ACTIONS).status_code) == (200, 401)

    @pytest.mark.parametrize("said", ["x", "00000000-0000-4000-8000-000000000000"])
    def test_what_is_no_session_ends_none(self, client: TestClient, elsewhere: TestClient, said: str) -> None:
        """Nothing that an address makes up is taken for all."""
        client.post("/sessions", data={"session": said})
        assert elsewhere.get(ACTIONS).status_code == 200

    def test_those_of_others(
        self, client: TestClient, another: TestClient, tracker: Tracker, store: Store, entered: Provenance
    ) -> None:
        """Nobody sees them, and nobody ends them."""
        sam = person.add(tracker, person.Details("Sam", "sam@example.org"), by=entered)
        make_administrator(store, sam, now=BEGIN)
        another.post(f"/set-up/{issue_link(store, sam, now=BEGIN)}")
        [theirs] = open_sessions(store, sam, another.cookies["dhr"], now=BEGIN)
        assert str(theirs.id) not in client.get("/sessions").text
        client.post("/sessions", data={"session": str(theirs.id)})
        client.post("/sessions")
        assert another.get(ACTIONS).status_code == 200

    def test_by_an_administrator(
        self, client: TestClient, another: TestClient, tracker: Tracker, entered: Provenance
    ) -> None:
        """All sessions of a person end by a button on their page, and nobody else's."""
        sam = person.add(tracker, person.Details("Sam", "sam@example.org"), by=entered)
        make_administrator(tracker.store, sam, now=BEGIN)
        another.post(f"/set-up/{issue_link(tracker.store, sam, now=BEGIN)}")
        assert another.get(ACTIONS).status_code == 200
        answer = client.post(f"/people/{sam}/sign-out")
        assert answer.headers["location"] == f"/people/{sam}?signed_out=yes"
        assert "They are signed out everywhere" in client.get(answer.headers["location"]).text
        assert (another.get(ACTIONS).status_code, client.get(ACTIONS).status_code) == (401, 200)
        assert client.post(f"/people/{uuid4()}/sign-out").status_code == 404

    def test_after_an_address_has_changed(self, client: TestClient, given: Given) -> None:
        """The page that says so offers to sign the person out everywhere (ASVS V7.4.3)."""
        place = f"/people/{given.administrator}"
        address = record(client, f"{place}/details", email="new@example.org")
        assert address == place
        assert f'action="{place}/sign-out"' in client.get(f"{address}?done=details").text

    def test_one_that_has_ended_by_itself(
        self, client: TestClient, elsewhere: TestClient, clock: Clock
    ) -> None:
        """It is not shown: it lets nobody in."""
        for _ in range(2):
            clock.move(minutes=20)
            client.get(ACTIONS)
        assert client.get("/sessions").text.count("Sign out there") == 0
