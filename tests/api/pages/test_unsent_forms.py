"""Forms that come after the session has ended: nothing typed is lost, and nothing is recorded unasked."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.sessions import issue_link, make_administrator
from api.unsent_forms import MOST_OF_A_BROWSER
from domain.provenance import Provenance
from domain.settings import Settings
from domain.store.application import Store
from domain.tracker import Tracker, person
from projections.reading import Views
from tests.api.conftest import BASE_URL, Clock, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, visit

LONG = "Trained thirty of sixty. " * 160


def come_in(client: TestClient, store: Store, person_id: Any, clock: Clock, **typed: str) -> str:
    """Sign in by a new link; the address to which that leads."""
    answer = client.post(f"/set-up/{issue_link(store, person_id, now=clock())}", data=typed)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def late_form(client: TestClient, clock: Clock, path: str, **typed: Any) -> Any:
    """Open a form, be away for too long, and send it all the same."""
    form = visit(client, path).sent_with(**typed)
    clock.move(minutes=31)
    return client.post(path, data=form)


def test_nothing_typed_is_lost(
    client: TestClient, plan: Plan, store: Store, given: Given, clock: Clock
) -> None:
    """After signing in the form stands there as it was filled in, and its button records it, once."""
    before = store.log.last_position()
    answer = late_form(client, clock, f"{plan.action}/progress", progress=LONG, said_by="Head of training")
    assert answer.headers["location"] == "/sign-in?next=/unsent"
    assert "nothing that you typed is lost" in visit(client, "/sign-in?next=/unsent").text
    assert come_in(client, store, given.administrator, clock) == "/unsent"
    back = client.get("/unsent").headers["location"]
    page = visit(client, back)
    assert page.heading == "Action 3.140(a)/1 Report progress"
    assert "This is what you had typed when your session ended." in page.text
    assert page.form.find(".//details").get("open") is not None
    sent = page.sent_with()
    assert sent["said_by"] == ["Head of training"]
    assert store.log.last_position() == before
    assert client.post(back, data=sent).status_code == 303
    assert LONG.strip() in visit(client, plan.action).text
    assert store.log.last_position() == before + 1
    assert visit(client, "/unsent").heading == "Nothing waits for you"


def test_it_comes_back_again_after_the_next_mishap(
    client: TestClient, plan: Plan, store: Store, given: Given, clock: Clock
) -> None:
    """A form that is sent too late twice is kept once, with what was typed last."""
    late_form(client, clock, f"{plan.action}/progress", progress="First words.")
    come_in(client, store, given.administrator, clock)
    back = client.get("/unsent").headers["location"]
    late_form(client, clock, back, progress="Last words.")
    come_in(client, store, given.administrator, clock)
    assert client.get("/unsent").headers["location"] == back
    assert visit(client, back).sent_with()["progress"] == ["Last words."]


def test_when_somebody_was_first_in_the_meantime(
    client: TestClient, program: TestClient, plan: Plan, store: Store, given: Given, *, clock: Clock
) -> None:
    """The kept form still knows what it was opened on, so that a change since then is shown first."""
    late_form(client, clock, f"{plan.action}/wording", text="Mine", reason="Clearer.")
    body = {"text": "Theirs", "reason": "Clearer."}
    path = f"/api/v1{plan.action}/wording"
    assert program.post(path, json=body, headers={"If-Match": "*"}).status_code == 200
    come_in(client, store, given.administrator, clock)
    back = client.get("/unsent").headers["location"]
    answer = client.post(back, data=visit(client, back).sent_with())
    assert answer.status_code == 412
    assert "Mine" in Page(answer).sent_with()["text"][0]


def test_nobody_else_sees_it(
    client: TestClient, plan: Plan, store: Store, tracker: Tracker, entered: Provenance, *, clock: Clock
) -> None:
    """Whoever signs in after somebody else in the same browser does not see what that person typed."""
    late_form(client, clock, f"{plan.action}/progress", progress="For my eyes alone.")
    bo = person.add(tracker, person.Details("Bo"), by=entered)
    make_administrator(store, bo, now=clock())
    assert come_in(client, store, bo, clock) == "/"
    page = visit(client, "/unsent")
    assert "Somebody else has typed 1 form in this browser." in page.text
    assert "For my eyes" not in page.text


def test_another_browser_does_not_have_it(
    client: TestClient, app: FastAPI, plan: Plan, store: Store, given: Given, *, clock: Clock
) -> None:
    """It stays with the browser, and the database alone cannot read it."""
    late_form(client, clock, f"{plan.action}/progress", progress="For my eyes alone.")
    other = TestClient(app, base_url=BASE_URL, follow_redirects=False)
    assert come_in(other, store, given.administrator, clock) == "/"
    with store.connection() as connection:
        ((sealed, row),) = connection.execute(
            "select sealed, form::text from public.unsent_forms form"
        ).fetchall()
    assert b"eyes" not in bytes(sealed)
    assert client.cookies["dhr-unsent"] not in row


def test_a_form_without_a_page_of_its_own(
    client: TestClient, plan: Plan, store: Store, given: Given, clock: Clock
) -> None:
    """What was typed is shown and sent by a button; a file has to be chosen again, and its form says so."""
    visit(client, "/import")
    clock.move(minutes=31)
    files = {"file": ("plan.csv", b"Recommendation,Action\nOne,Two\n")}
    client.post("/import", data={"review": "DHR9", "issued": "no", "partnership": ""}, files=files)
    come_in(client, store, given.administrator, clock)
    page = visit(client, client.get("/unsent").headers["location"])
    assert "A file is not kept: choose it again (plan.csv)." in page.text
    assert "Review DHR9 Issued no" in page.text
    answer = client.post(page.form.get("action"), data=page.sent_with())
    assert answer.status_code == 422
    again = Page(answer)
    assert again.errors == ["Choose the file of the plan: a Word, Excel or CSV file."]
    assert again.sent_with()["review"] == ["DHR9"]


def test_several_forms_wait_side_by_side(
    client: TestClient, plan: Plan, store: Store, given: Given, clock: Clock
) -> None:
    """Two windows with a form each: both wait, each can be thrown away, and the other is left."""
    form = visit(client, "/agencies/new").sent_with(name="Probation")
    late_form(client, clock, f"{plan.action}/progress", progress="Half of them.")
    clock.move(minutes=1)
    client.post("/agencies/new", data=form)
    come_in(client, store, given.administrator, clock)
    page = visit(client, "/unsent")
    assert page.links.keys() >= {"Report progress", "Add an agency"}
    discard = page.tree.xpath("//form[contains(@action, 'discard')]/@action")[0]
    assert client.post(discard).headers["location"] == "/unsent"
    left = client.get("/unsent").headers["location"]
    assert left.startswith("/agencies/new?unsent=")
    assert visit(client, left).sent_with()["name"] == ["Probation"]


def test_a_browser_cannot_fill_the_database(
    client: TestClient, store: Store, given: Given, clock: Clock
) -> None:
    """Of very many only the newest are kept, and none for longer than a day."""
    clock.move(minutes=31)
    for number in range(MOST_OF_A_BROWSER + 2):
        client.post("/agencies/new", data={"name": f"Agency {number}"})
        clock.move(minutes=1)
    assert kept(store) == MOST_OF_A_BROWSER
    clock.move(hours=24)
    assert come_in(client, store, given.administrator, clock) == "/"
    clock.move(minutes=31)
    client.post("/agencies/new", data={"name": "Another day"})
    assert kept(store) == 1


@pytest.mark.parametrize("cookie", [None, "made-up"])
def test_nothing_is_kept_for_strangers(stranger: TestClient, store: Store, cookie: str | None) -> None:
    """Who never signed in has nothing kept, and fills no table."""
    if cookie:
        stranger.cookies.set("dhr", cookie)
    answer = stranger.post("/agencies/new", data={"name": "Probation"})
    assert answer.headers["location"] == "/sign-in"
    assert kept(store) == 0


def test_programs_are_told_instead(client: TestClient, store: Store, clock: Clock) -> None:
    """JSON is refused as before, and a form with a bad token too."""
    clock.move(minutes=31)
    assert client.post("/api/v1/agencies", json={"name": "Probation"}).status_code == 401
    client.post("/agencies/new", data={"name": "Probation"}, headers={"Authorization": "Bearer no"})
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    assert kept(store) == 0


def test_a_page_of_another_site_has_nothing_kept(client: TestClient, store: Store, clock: Clock) -> None:
    """What another site sends is refused before anything of it is read."""
    clock.move(minutes=31)
    answer = client.post("/agencies/new", data={"name": "X"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert kept(store) == 0


def test_the_page_that_was_wanted_comes_after_signing_in(
    client: TestClient, plan: Plan, store: Store, given: Given, clock: Clock
) -> None:
    """Though the link that signs in does not know it, the browser does; it is forgotten afterwards."""
    clock.move(minutes=31)
    asked = client.get(f"{plan.action}?done=é").headers["location"]
    client.get(asked)
    assert come_in(client, store, given.administrator, clock).startswith(plan.action)
    assert come_in(client, store, given.administrator, clock) == "/"


def test_a_form_that_somebody_else_opened(
    client: TestClient, plan: Plan, store: Store, given: Given, clock: Clock
) -> None:
    """Nothing is recorded under another name than that under which the form was opened without saying so."""
    form = visit(client, f"{plan.action}/progress").sent_with(progress="Half of them.")
    come_in(client, store, given.validator, clock)
    answer = client.post(f"{plan.action}/progress", data=form)
    page = Page(answer)
    assert answer.status_code == 422
    assert "You are signed in as Vera Validator" in page.errors[0]
    assert client.post(f"{plan.action}/progress", data=page.sent_with()).status_code == 303


def test_the_cookie_is_safe(store: Store, views: Views, clock: Clock, settings: Settings, link: str) -> None:
    """Scripts cannot read it; over https it is bound to the host."""
    secure = settings.model_copy(update={"base_url": "https://tracker.example"})
    app = create_app(secure, store, views, clock=clock)
    browser = TestClient(app, base_url="https://tracker.example", follow_redirects=False)
    browser.post(link)
    clock.move(minutes=31)
    cookie = browser.post("/agencies/new", data={"name": "Probation"}).headers["set-cookie"]
    assert cookie.startswith("__Host-dhr-unsent=")
    for word in ("HttpOnly", "Secure", "SameSite=lax", "Max-Age=86400"):
        assert word in cookie


def kept(store: Store) -> int:
    """How many forms are kept."""
    with store.connection() as connection:
        row = connection.execute("select count(*) from public.unsent_forms").fetchone()
    assert row is not None
    return int(row[0])
