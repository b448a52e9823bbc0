"""Several actions at once: selected in their list, one form, then what became of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from api.pages.selecting import MOST
from domain.action import Action
from domain.provenance import Provenance
from domain.tracker import Tracker, action
from tests.api.conftest import FollowedViews, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, day, record, refused, visit

PLACE = "/actions/together"
NAMES = ["DHR7 3.140(a)/1", "DHR7 3.140(a)/2"]


@pytest.fixture
def two(client: TestClient, plan: Plan, given: Given) -> list[str]:
    """The action of the plan, and one without a timescale."""
    second = record(
        client,
        f"/actions/new?review={plan.review.rpartition('/')[2]}",
        text="Write a policy",
        recommendations=[plan.recommendation.rpartition("/")[2]],
        lead=str(given.council),
    )
    return [plan.action.rpartition("/")[2], second.rpartition("/")[2]]


def boxes(client: TestClient, path: str = "/actions") -> dict[str, str]:
    """The values of the boxes on a list, by their labels."""
    tree = visit(client, path).tree
    return {
        " ".join(box.getparent().text_content().split()): box.get("value")
        for box in tree.xpath("//input[@name='select'][@form='together']")
    }


def choose(client: TestClient, noun: str, path: str = "/actions", **said: Any) -> Any:
    """Press a button of the list, with boxes ticked."""
    form = next(one for one in visit(client, path).tree.forms if one.get("id") == "together")
    return client.post(form.get("action"), data={**dict(form.form_values()), "noun": noun, **said})


def chosen(client: TestClient, noun: str, **said: Any) -> str:
    """The same, with all boxes of the page ticked where nothing else is said: the address of the form."""
    answer = choose(client, noun, **(said or {"select": list(boxes(client).values())}))
    assert answer.status_code == 303, Page(answer).text
    address: str = answer.headers["location"]
    return address


def sent(client: TestClient, address: str, **typed: Any) -> Page:
    """Fill in the form of the command and send it: what became of each action."""
    answer = client.post(address, data=visit(client, address).sent_with(**typed))
    assert answer.status_code == 303, Page(answer).text
    return visit(client, answer.headers["location"])


def refusals(page: Page) -> dict[str, str]:
    """Why actions were refused, by their names."""
    return dict(page.table()[1:])


def test_every_action_can_be_selected(client: TestClient, two: list[str]) -> None:
    """Each row has a box that says which action it is, with the version that is seen."""
    assert boxes(client) == {
        "Select action 3.140(a)/1": f"{two[0]}:2",
        "Select action 3.140(a)/2": f"{two[1]}:1",
    }
    buttons = visit(client, "/actions").tree.xpath("//button[@form='together']")
    assert [one.text for one in buttons] == [
        "Assign an owner",
        "Ask for progress",
        "Set the timescale",
        "Split by agency",
    ]


def test_the_form_shows_what_is_selected(client: TestClient, two: list[str]) -> None:
    """The fields of the command, and the actions by review and number; nothing is recorded by looking."""
    page = visit(client, chosen(client, "owner"))
    assert page.heading == "2 actions Assign an owner"
    assert {NAMES[0]: f"/actions/{two[0]}", NAMES[1]: f"/actions/{two[1]}"}.items() <= page.links.items()
    assert page.form.fields["owner"] == ""
    assert boxes(client)["Select action 3.140(a)/1"] == f"{two[0]}:2"


def test_it_asks_about_an_owner_from_elsewhere(client: TestClient, given: Given, two: list[str]) -> None:
    """Before anything is saved it names the actions in which that agency has no part; sent again, it is."""
    record(client, f"/actions/{two[1]}/lead-agency", lead=str(given.police))
    address, answer = chosen(client, "owner"), {"owner": str(given.administrator)}
    page = refused(client, address, **answer)
    [asked] = page.errors
    assert asked.startswith(
        "“Owner”: Ada Administrator, Community safety officer, Westonbury Council is in an "
    )
    assert asked.endswith(" neither leads nor supports 1 of these 2 actions: DHR7 3.140(a)/2")
    assert "Please name nobody" not in page.text
    assert (
        "2 recorded." in visit(client, client.post(address, data=page.sent_with()).headers["location"]).text
    )


def test_each_is_judged_by_itself(client: TestClient, given: Given, two: list[str], tracker: Tracker) -> None:
    """What can be recorded is; each refusal stands beside its action."""
    address = chosen(client, "owner")
    record(client, f"/actions/{two[1]}/cancellation", reason="No.")
    done = sent(client, address, owner=str(given.administrator), reason="Agreed in the meeting.")
    assert done.heading == "2 actions Assign an owner"
    assert "1 recorded, 1 refused." in done.text
    (refusal,) = refusals(done).items()
    assert refusal[0] == NAMES[1]
    assert refusal[1].startswith(
        "Community safety officer, Westonbury Council was first: this was changed on"
    )
    event = tracker.store.log.of(tracker.get(Action, _id(two[0])).id)[-1].event
    assert (event.correlation, event.reason) == (_id(address), "Agreed in the meeting.")
    assert done.links["See it in the log as one change"] == f"/log?correlation={_id(address)}"
    assert visit(client, f"/log?correlation={_id(address)}").heading


def test_the_history_says_that_it_was_one_change(client: TestClient, given: Given, two: list[str]) -> None:
    """The line of each action leads to all that was changed with it; one of a single action leads nowhere."""
    address = chosen(client, "owner")
    sent(client, address, owner=str(given.administrator))
    record(client, f"/actions/{two[0]}/progress", progress="Begun.")
    page = visit(client, f"/actions/{two[0]}")
    assert page.links["a change to 2 actions"] == f"/log?correlation={_id(address)}"
    assert page.text.count("Part of a change to") == 1
    assert {f"/actions/{one}" for one in two} <= set(
        visit(client, f"/log?correlation={_id(address)}").links.values()
    )


@pytest.mark.parametrize(
    ("noun", "typed", "summary", "why"),
    [
        (
            "progress-request",
            {"question": "How far is it?"},
            "0 recorded, 2 refused.",
            "There is nobody to ask: name its owner, or a main contact of its lead agency, first.",
        ),
        (
            "timescale",
            {"timescale": "31 May 2026"},
            "1 recorded, 1 refused.",
            "It has a due date: ask for an extension, or correct the date.",
        ),
        ("split", {}, "1 recorded, 1 refused.", "Name at least two agencies."),
    ],
)
@pytest.mark.usefixtures("two")
def test_every_command_for_many(
    client: TestClient, noun: str, typed: dict[str, str], summary: str, why: str
) -> None:
    """The same form and the same rules as for one action."""
    done = sent(client, chosen(client, noun), **typed)
    assert summary in done.text
    assert why in refusals(done).values()


def test_a_double_click_and_a_reload_record_once(client: TestClient, given: Given, two: list[str]) -> None:
    """The second goes to the same summary; so does Back, and so does looking again."""
    address = chosen(client, "owner")
    typed = visit(client, address).sent_with(owner=str(given.administrator))
    first, second = client.post(address, data=typed), client.post(address, data=typed)
    assert first.headers["location"] == second.headers["location"] == address
    for _ in range(2):
        assert "2 recorded." in visit(client, address).text
    assert boxes(client)["Select action 3.140(a)/1"] == f"{two[0]}:3"


@pytest.mark.usefixtures("two")
def test_what_was_changed_after_it_was_recorded_is_said(client: TestClient, given: Given) -> None:
    """Back, another reason, send again: nothing more is recorded, and the page says so."""
    address = chosen(client, "owner")
    typed = visit(client, address).sent_with(owner=str(given.administrator))
    client.post(address, data=typed)
    answer = client.post(address, data=typed | {"reason": "Another one."})
    assert answer.status_code == 422
    (error,) = Page(answer).errors
    assert error.startswith(
        "This form was sent before, and recorded. What you have changed in it since is not:"
    )
    assert "2 recorded." in Page(answer).text


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({}, "“Owner” is needed."),
        ({"owner": "{ada}", **day("happened_on", 31, 2, 2026)}, "“When it happened” must be a real day"),
        ({"owner": "{ada}", **day("happened_on", 3, 3, 2026)}, "What has happened cannot lie in the future."),
        ({"owner": "{ada}", "how": "import"}, "“How it came” must be form, mail, meeting or phone."),
    ],
)
def test_a_form_with_something_wrong_is_shown_again(
    client: TestClient, given: Given, typed: dict[str, str], error: str
) -> None:
    """With what was typed, and nothing is recorded."""
    address = chosen(client, "owner")
    filled = {name: value.format(ada=given.administrator) for name, value in typed.items()}
    answer = client.post(address, data=visit(client, address).sent_with(reason="A long reason.", **filled))
    assert answer.status_code == 422
    page = Page(answer)
    assert page.errors[0].startswith(error)
    assert page.form.fields["reason"] == "A long reason."
    assert visit(client, address).heading == "2 actions Assign an owner"


@pytest.mark.usefixtures("two")
def test_a_day_that_is_none_is_one_mistake(client: TestClient) -> None:
    """31 February is told as what it is, and not as a due date that is missing as well."""
    page = refused(client, chosen(client, "timescale"), **day("due", 31, 2, 2027))
    assert page.errors == ["“Due date” must be a real day, such as 27 3 2027."]


def test_only_the_refused_are_tried_again_with_what_was_typed(
    client: TestClient, given: Given, two: list[str]
) -> None:
    """As they stand then; those that were recorded are left alone."""
    address = chosen(client, "owner")
    record(client, f"/actions/{two[1]}/progress", progress="Begun.")
    done = sent(client, address, owner=str(given.administrator), reason="Agreed in the meeting.")
    assert "1 recorded, 1 refused." in done.text
    answer = client.post(done.form.get("action"))
    again = visit(client, answer.headers["location"])
    assert again.heading == "1 action Assign an owner"
    assert again.form.fields["reason"] == "Agreed in the meeting."
    assert again.form.fields["owner"] == str(given.administrator)
    assert "1 recorded." in sent(client, answer.headers["location"]).text
    assert client.post(f"{answer.headers['location']}/refused").status_code == 422


@pytest.mark.usefixtures("two")
def test_nothing_selected_is_said_in_a_sentence(client: TestClient) -> None:
    """Also where what is sent names no action."""
    for said in ({}, {"select": "nothing"}, {"select": f"{uuid4()}:x"}):
        answer = choose(client, "owner", **said)
        assert answer.status_code == 422
        sentence = "You have not selected any action. Tick the box of each that is to change"
        assert sentence in Page(answer).text


def test_all_on_the_page_or_all_that_the_list_shows(
    client: TestClient, two: list[str], many: list[str]
) -> None:
    """The page has 50 of them; the list as it is filtered all of them; and neither needs a script."""
    assert visit(client, chosen(client, "owner", page="yes")).heading == "50 actions Assign an owner"
    assert visit(client, chosen(client, "owner", all="yes")).heading == "62 actions Assign an owner"
    assert len(two) + len(many) == 62
    overdue = choose(client, "owner", "/actions?without_date=true&words=policy", all="yes")
    page = visit(client, overdue.headers["location"])
    assert page.heading == "1 action Assign an owner"
    assert page.links["Cancel"] == "/actions?without_date=true&words=policy"


def test_many_are_recorded_at_once(client: TestClient, given: Given, many: list[str]) -> None:
    """All under one correlation; the summary counts them."""
    done = sent(client, chosen(client, "owner", all="yes"), owner=str(given.administrator))
    assert f"{len(many) + 1} recorded." in done.text
    assert "Refused" not in done.text


def test_what_broke_off_can_be_carried_on(
    client: TestClient, given: Given, two: list[str], views: FollowedViews, tracker: Tracker
) -> None:
    """The page says how much waits; its button does the rest, with what was typed."""
    address = chosen(client, "owner")
    sent(client, address, owner=str(given.administrator))
    forget = "update things_together set what = null where thing = %s"
    with tracker.store.connection() as connection:
        connection.execute(forget, [two[1]])
    page = visit(client, address)
    assert "1 recorded, 1 still to do." in page.text
    answer = client.post(page.form.get("action"))
    assert answer.headers["location"] == address
    assert "0 still" not in visit(client, address).text
    assert views.following


def test_nothing_is_changed_in_the_past(client: TestClient, two: list[str]) -> None:
    """There are no boxes and no buttons, and what is sent for a list of the past is refused."""
    page = visit(client, "/actions?as_at=2026-03-01")
    assert page.tree.xpath("//input[@name='select'] | //button[@form='together']") == []
    answer = client.post(PLACE, data={"noun": "owner", "list": "as_at=2026-03-01", "select": f"{two[0]}:2"})
    assert answer.status_code == 422
    assert "That list shows the past, where nothing can be changed." in Page(answer).text


def test_too_many_are_refused(client: TestClient, plan: Plan) -> None:
    """In one sentence that says how to choose fewer."""
    shown = " ".join(f"{uuid4()}:1" for _ in range(MOST + 1))
    answer = client.post(PLACE, data={"noun": "owner", "list": "", "page": "yes", "shown": shown})
    assert answer.status_code == 422
    assert (
        "That is more than 5,000 actions. Use the filters of the list to choose fewer." in Page(answer).text
    )
    assert plan.action


def test_what_is_not_there_is_not_found(client: TestClient, two: list[str]) -> None:
    """Another command, another person's choice, a choice that is forgotten."""
    assert client.post(PLACE, data={"noun": "cancellation", "select": f"{two[0]}:2"}).status_code == 404
    for address in (f"{PLACE}/{uuid4()}", f"{PLACE}/{uuid4()}?x=1"):
        page = visit(client, address, 404)
        assert "This choice of actions is no longer kept" in page.text
    for way in ("", "/rest", "/refused"):
        assert client.post(f"{PLACE}/{uuid4()}{way}").status_code == 404


def test_a_choice_that_was_not_sent_is_not_carried_on(client: TestClient, two: list[str]) -> None:
    """Its form comes first."""
    address = chosen(client, "owner")
    answer = client.post(f"{address}/rest")
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert boxes(client)["Select action 3.140(a)/1"] == f"{two[0]}:2"


@pytest.fixture
def many(plan: Plan, tracker: Tracker, entered: Provenance, views: FollowedViews) -> list[str]:
    """Sixty more actions of the plan."""
    recommendation = _id(plan.recommendation)
    made = [
        action.plan(tracker, text=f"Step {number}", recommendations=(recommendation,), by=entered)
        for number in range(60)
    ]
    views.projector.catch_up()
    return [str(one) for one in made]


def _id(address: str) -> UUID:
    return UUID(address.rpartition("/")[2])
