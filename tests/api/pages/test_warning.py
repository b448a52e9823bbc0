"""Free text asks before it saves what looks like personal details."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from domain.store.application import Store
from tests.api.conftest import Given
from tests.api.pages.conftest import Plan
from tests.api.pages.test_importing import PLAN, draft_of, record_plan
from tests.api.pages.test_together import chosen
from tests.api.pages.visiting import record, refused, visit

TEXT = "Spoke to Mrs Smith, NHS number 943 476 5919."


def test_it_asks_before_it_saves(client: TestClient, owned: Plan, store: Store) -> None:
    """It names the words and what they look like, keeps what was typed, and has saved nothing."""
    before = store.log.last_position()
    page = refused(client, f"{owned.action}/progress", progress=TEXT)
    assert page.title.startswith("Check: Report progress")
    assert page.errors == [
        "“What has been done”: “Mrs Smith” looks like a name",
        "“What has been done”: “943 476 5919” looks like an NHS number",
    ]
    assert page.sent_with()["progress"][0].strip() == TEXT
    assert "Save it all the same" in page.text
    assert store.log.last_position() == before


def test_it_is_not_a_refusal(client: TestClient, owned: Plan) -> None:
    """Whoever sends it again saves it; it asks once."""
    path = f"{owned.action}/progress"
    page = refused(client, path, progress=TEXT)
    assert client.post(path, data=page.sent_with()).status_code == 303
    assert TEXT in visit(client, owned.action).text


SAID = "select field, likenesses, person from public.not_personal order by field"


def said(store: Store) -> list[tuple[object, ...]]:
    """What was said not to be personal: field, what its words look like, and by whom."""
    with store.connection() as connection:
        return connection.execute(SAID).fetchall()


def test_whoever_saves_it_has_said_so(client: TestClient, owned: Plan, store: Store, given: Given) -> None:
    """It is kept with the entry who said of which field that it is not personal; never the words."""
    path = f"{owned.action}/progress"
    page = refused(client, path, progress=TEXT)
    assert "By saving it you say that this is not personal." in page.text
    assert said(store) == []
    form = page.sent_with()
    for _ in range(2):
        assert client.post(path, data=form).status_code == 303
    assert said(store) == [("What has been done", ["a name", "an NHS number"], given.administrator)]
    entry = visit(client, f"/log/{store.log.last_position()}")
    sentence = (
        "Words in “What has been done” that look like a name and an NHS number were said not to be personal."
    )
    assert sentence in entry.text
    record(client, path, progress="All are trained.")
    assert "Not personal" not in visit(client, f"/log/{store.log.last_position()}").text


def test_what_is_refused_is_not_said(client: TestClient, owned: Plan, store: Store) -> None:
    """It is kept in the transaction of what is recorded, or not at all."""
    path = f"{owned.action}/progress"
    page = refused(client, path, progress=TEXT)
    record(client, path, progress="Somebody was first.")
    assert client.post(path, data=page.sent_with()).status_code == 412
    assert said(store) == []


def test_it_asks_again_about_other_words(client: TestClient, owned: Plan) -> None:
    """To have been asked about one text is no leave for another."""
    path = f"{owned.action}/progress"
    page = refused(client, path, progress=TEXT)
    answer = client.post(path, data=page.sent_with(progress="Mr Jones said so."))
    assert (answer.status_code, "Mr Jones" in answer.text) == (422, True)


def test_what_is_wrong_comes_first(client: TestClient, owned: Plan) -> None:
    """A form with mistakes is put right before it asks; having been asked is not forgotten by a mistake."""
    path = f"{owned.action}/wording"
    page = refused(client, path, text=TEXT, reason="")
    assert "looks like" not in page.text or page.title.startswith("Check")
    asked = refused(client, path, text=TEXT, reason="Clearer.")
    assert asked.title.startswith("Check: ")
    assert client.post(path, data=asked.sent_with()).status_code == 303


def test_names_have_their_place(client: TestClient, owned: Plan) -> None:
    """The directory is for names, telephone numbers and addresses of those who do the work."""
    page = visit(client, "/people/new")
    typed = page.sent_with(name="Mrs Smith", telephone="01632 960 001")
    assert client.post("/people/new", data=typed).status_code == 303


def test_an_imported_plan(client: TestClient, given: Given) -> None:
    """Before it is recorded a plan says where it names somebody; owners are named in it by right."""
    assert "look like personal details" not in visit(client, draft_of(client)).text
    text = PLAN.replace("Begun", "Mrs Smith (born 3/4/1981) was trained").replace("Training lead", "Ms Jones")
    page = visit(client, draft_of(client, text))
    assert page.links["Some words look like personal details."] == "#personal-details"
    assert "Row 2: “Mrs Smith” looks like a name" in page.text
    assert "“born 3/4/1981” looks like a date of birth" in page.text
    assert "Ms Jones” looks like" not in page.text


def test_an_imported_plan_that_is_recorded(client: TestClient, given: Given, store: Store) -> None:
    """Whoever records it all the same has said so of the file."""
    record_plan(client, draft_of(client, PLAN.replace("Begun", "Mrs Smith (born 3/4/1981) was trained")))
    assert said(store) == [("the file of the plan", ["a date of birth", "a name"], given.administrator)]


@pytest.mark.usefixtures("owned")
def test_a_form_for_many_actions(client: TestClient, store: Store) -> None:
    """It asks as that for one does, has saved nothing, and saves what is sent again."""
    address = chosen(client, "progress-request")
    before = store.log.last_position()
    page = refused(client, address, question=TEXT)
    assert page.title.startswith("Check: Ask for progress")
    assert page.errors[0].endswith(": “Mrs Smith” looks like a name")
    assert "Save it all the same" in page.text
    assert store.log.last_position() == before
    assert client.post(address, data=page.sent_with()).status_code == 303
    assert store.log.last_position() > before
    assert [field for field, *_ in said(store)] == ["What you want to know"]


def test_an_owner_from_elsewhere(client: TestClient, plan: Plan, given: Given) -> None:
    """The form of one action asks as well, until it is sent again; a supporting agency's people will do."""
    lead, path = {"lead": str(given.police)}, f"{plan.action}/owner"
    record(client, f"{plan.action}/lead-agency", **lead)
    page = refused(client, path, owner=str(given.administrator))
    assert page.errors[0].endswith(
        "Westonbury Council is in an agency that neither leads nor supports this action"
    )
    record(client, f"{plan.action}/supporting-agencies", supporting=[str(given.council)])
    record(client, path, owner=str(given.administrator))


def test_an_owner_where_no_agency_is_known(client: TestClient, plan: Plan) -> None:
    """Who belongs to no agency is not asked about: nobody knows that it is another one."""
    person = record(client, "/people/new", name="Demo Person", post="Advocate")
    record(client, f"{plan.action}/owner", owner=person.rpartition("/")[2])


def test_an_owner_is_asked_about_once(client: TestClient, plan: Plan, given: Given) -> None:
    """Another form that leaves the same owner does not ask about them again: that changes nothing."""
    record(client, f"{plan.action}/lead-agency", lead=str(given.police))
    page = refused(client, f"{plan.action}/owner", owner=str(given.administrator))
    assert client.post(f"{plan.action}/owner", data=page.sent_with()).status_code == 303
    page = refused(client, f"{plan.action}/owner", owner=str(given.administrator))
    assert page.title.startswith("Error: ")
