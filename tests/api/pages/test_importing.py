"""Importing a plan through the pages: look first, then all of it or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.pages import recording
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker, partnership
from tests.api.conftest import Clock, Given
from tests.api.pages.visiting import Page, visit

PLAN = (
    "Recommendation,Action,Lead agency,Person responsible,Target date,Progress\n"
    "1. The council should train staff.,Train all staff,Westonbury Council,Training lead,30/04/2026,Begun\n"
    "2. The trust should ask,Put a question in the form,Westonbury Trust,,Ongoing,\n"
)


def upload(client: TestClient, content: str | bytes = PLAN, name: str = "plan.csv", **typed: str) -> Any:
    """Send a file with the form."""
    said = {"review": "DHR7", "issued": "yes", **typed}
    body = content.encode() if isinstance(content, str) else content
    return client.post("/import", data=said, files={"file": (name, body)})


def draft_of(client: TestClient, content: str = PLAN, **typed: str) -> str:
    """The address of the plan that was read from a file."""
    answer = upload(client, content, **typed)
    assert answer.status_code == 303, Page(answer).text
    return str(answer.headers["location"])


def record_plan(client: TestClient, draft: str) -> str:
    """Record a plan with its new review; the address of the review."""
    answer = client.post(draft, data={"open_review": "yes"})
    assert answer.status_code == 303, Page(answer).text
    return str(answer.headers["location"]).partition("?")[0]


def test_a_plan_is_shown_before_it_is_recorded(client: TestClient, given: Given, store: Store) -> None:
    """Everything that the file says and every question stands on the page; nothing is recorded yet."""
    before = store.log.last_position()
    page = visit(client, draft_of(client))
    assert page.heading == "plan.csv, for review DHR7 What this plan would record"
    assert "2 recommendations with 2 actions" in page.text
    for words in (
        "The council should train staff.",
        "Training lead",
        "Due 30 April 2026",
        "“Ongoing”",
        "Begun",
    ):
        assert words in page.text
    assert "Which agency is “Westonbury Trust” (lead agency)?" in page.text
    assert store.log.last_position() == before


def test_all_of_it_is_recorded(client: TestClient, given: Given, store: Store) -> None:
    """The button opens the review, records the plan and forgets the file; pressed again it does no more."""
    draft = draft_of(client)
    review = record_plan(client, draft)
    page = visit(client, f"{review}?imported=yes")
    assert "The plan was imported" in page.text
    assert "Train all staff" in page.text
    assert "Issued on 2 March 2026" in page.text
    with store.connection() as connection:
        assert connection.execute("select count(*) from public.drafts").fetchone() == (0,)
    position = store.log.last_position()
    assert record_plan(client, draft) == review
    assert store.log.last_position() == position
    assert client.get(draft).headers["location"].startswith(review)


def test_a_review_is_not_opened_unasked(client: TestClient, given: Given, store: Store) -> None:
    """Without the tick nothing is recorded, and one sentence says why."""
    before = store.log.last_position()
    answer = client.post(draft_of(client))
    assert answer.status_code == 422
    assert Page(answer).errors == ["There is no review DHR7 yet: ask for it to be opened."]
    assert store.log.last_position() == before


def test_a_plan_that_is_not_issued(client: TestClient, given: Given) -> None:
    """A plan that the agencies do not have yet has no colours."""
    page = visit(client, record_plan(client, draft_of(client, issued="no")))
    assert "Not issued yet" in page.text
    assert page.table()[1][-1] == "No colour"


def test_the_same_file_again(client: TestClient, given: Given, store: Store) -> None:
    """The same file changes nothing, and says so."""
    review = record_plan(client, draft_of(client))
    before = store.log.last_position()
    again = draft_of(client)
    page = visit(client, again)
    assert "This very file is recorded already. Nothing would change." in page.text
    assert page.links["Go to review DHR7"] == review
    assert client.post(again).headers["location"].startswith(review)
    assert store.log.last_position() == before


def test_a_changed_file_shows_the_differences(client: TestClient, given: Given) -> None:
    """Of a changed file only the differences are recorded, and shown before."""
    record_plan(client, draft_of(client))
    changed = draft_of(client, PLAN.replace("Begun", "Half done"))
    rows = visit(client, changed).table(1)
    assert rows[1][0] == "Progress"
    assert rows[1][2] == "Half done"
    review = client.post(changed).headers["location"].partition("?")[0]
    log = visit(client, f"/log?review={review.rpartition('/')[2]}")
    opened = next(href for href in log.links.values() if "correlation=" in href)
    assert "Progress was reported" in visit(client, opened).text


def test_a_question_about_an_agency_is_settled(client: TestClient, given: Given) -> None:
    """A new agency takes its place on the action that the question touches."""
    review = record_plan(client, draft_of(client))
    links = visit(client, review).links
    place = next(
        href for words, href in links.items() if "Westonbury Trust" in words and "settlement" in href
    )
    form = visit(client, place)
    assert {"agency", "new_agency", "answer"} <= form.sent_with().keys()
    sent = form.sent_with(new_agency="Westonbury Hospitals Trust")
    assert client.post(place, data=sent).status_code == 303
    assert "Westonbury Hospitals Trust" in visit(client, review).text
    assert "Westonbury Trust" in visit(client, "/agencies?words=Hospitals").text


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "plan.csv", "plan.csv"),
        (b"not a document", "plan.docx", "plan.docx"),
        (b"not a workbook", "plan.xlsx", "plan.xlsx"),
        (b"a,b\n1,2\n", "plan.csv", "has no table with the heading “Recommendation”"),
        (b"%PDF-1.4", "plan.pdf", "plan.pdf"),
    ],
)
def test_files_that_are_no_plan(
    client: TestClient, given: Given, store: Store, *, content: bytes, name: str, sentence: str
) -> None:
    """One clear sentence beside the file, and nothing is kept."""
    answer = upload(client, content, name)
    page = Page(answer)
    assert answer.status_code == 422
    assert len(page.errors) == 1
    assert sentence in page.errors[0]
    assert page.sent_with()["review"] == ["DHR7"]
    with store.connection() as connection:
        assert connection.execute("select count(*) from public.drafts").fetchone() == (0,)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"review": " "}, "Give the reference of the review, for example DHR7."),
        ({"review": "R" * 61}, "A reference has at most 60 characters."),
    ],
)
def test_references_that_are_none(
    client: TestClient, given: Given, typed: dict[str, str], sentence: str
) -> None:
    """A review needs a reference, and not too long a one."""
    assert Page(upload(client, **typed)).errors == [sentence]


def test_without_a_file(client: TestClient, given: Given) -> None:
    """The form needs a file."""
    answer = client.post("/import", data={"review": "DHR7", "issued": "yes"})
    assert Page(answer).errors == ["Choose the file of the plan: a Word, Excel or CSV file."]


def test_several_partnerships(
    client: TestClient, tracker: Tracker, entered: Provenance, given: Given, catch_up: Callable[[], None]
) -> None:
    """Where there are several partnerships one is chosen."""
    partnership.register(tracker, "EAST", "Eastonbury Partnership", by=entered)
    catch_up()
    assert Page(upload(client)).errors == ["Choose the partnership whose review this is."]
    review = record_plan(client, draft_of(client, partnership=str(given.partnership)))
    assert visit(client, review).heading == "Westonbury Community Safety Partnership Review DHR7"


def test_a_kept_file_is_sealed_and_forgotten_after_a_day(
    client: TestClient, given: Given, store: Store, clock: Clock, link: str
) -> None:
    """What waits is not readable in the database, and is gone a day later."""
    draft = draft_of(client)
    with store.connection() as connection:
        ((sealed,),) = connection.execute("select sealed from public.drafts").fetchall()
    assert b"council" not in bytes(sealed)
    with store.connection() as connection:
        connection.execute("update public.drafts set made_at = made_at - interval '25 hours'")
    assert "older than a day" in visit(client, draft, 404).text
    draft_of(client)
    with store.connection() as connection:
        assert connection.execute("select count(*) from public.drafts").fetchone() == (1,)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests that wait for no recording."""
    monkeypatch.setattr(recording, "SECONDS", 0.0)


def when_done(client: TestClient, draft: str) -> Any:
    """What the address of a plan answers once it is no longer being recorded."""
    ends = time.monotonic() + 20
    while "is being recorded" in (answer := client.get(draft)).text:
        assert time.monotonic() < ends, "It did not end in time."
        time.sleep(0.05)
    return answer


@pytest.mark.usefixtures("at_once")
def test_a_plan_that_takes_long(client: TestClient, given: Given, store: Store) -> None:
    """The page says that it is being recorded, and loads itself again until it leads to the review."""
    draft = draft_of(client)
    with store.connection() as connection, connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtextextended('dhr-tracker:events', 0))")
        for _ in range(2):
            answer = client.post(draft, data={"open_review": "yes"})
            assert (answer.status_code, answer.headers["location"]) == (303, draft)
        page = visit(client, draft)
        assert page.heading == "plan.csv, for review DHR7 The plan is being recorded"
        assert page.answer.headers["refresh"] == "2"
        still = visit(client, page.links["Stop that"])
        assert "refresh" not in still.answer.headers
        assert still.links["Look again"] == draft
    answer = when_done(client, draft)
    assert answer.headers["location"].startswith("/reviews/")
    assert client.post(draft).headers["location"] == answer.headers["location"]
    imported = [one for one in store.log.read(0, limit=1000) if one.topic == "review.plan_imported"]
    assert len(imported) == 1


@pytest.mark.usefixtures("at_once")
def test_a_plan_that_is_refused_late(client: TestClient, given: Given) -> None:
    """What was refused while nobody waited is said when somebody looks."""
    draft = draft_of(client)
    assert client.post(draft).headers["location"] == draft
    page = Page(when_done(client, draft))
    assert page.errors == ["There is no review DHR7 yet: ask for it to be opened."]


def test_a_recording_that_was_interrupted(
    client: TestClient, given: Given, store: Store, clock: Clock
) -> None:
    """After five minutes it is said that nothing was recorded, and the button records it."""
    draft = draft_of(client)
    with store.connection() as connection:
        connection.execute("update public.drafts set recording_since = %s", [clock.now])
    assert client.post(draft, data={"open_review": "yes"}).headers["location"] == draft
    assert "is being recorded" in visit(client, draft).text
    clock.move(minutes=6)
    page = visit(client, draft, 422)
    assert page.errors == ["The recording was interrupted, and nothing was recorded. Press the button again."]
    assert record_plan(client, draft).startswith("/reviews/")
