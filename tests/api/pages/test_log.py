"""The log as people read it: filters in the address, lines that open, what is new, one entry in full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from psycopg import Cursor

from domain.action import Action
from domain.plan import Plan as PlanRead
from domain.plan import PlannedAction, PlannedRecommendation
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker
from domain.tracker import action as actions
from domain.tracker.importing import PlanFile, prepare, save
from domain.vocabulary import How
from tests.api.conftest import Clock, Given
from tests.api.pages.conftest import Plan, Record
from tests.api.pages.test_past import moment
from tests.api.pages.visiting import visit, what, words
from tests.standing import keeper


@pytest.fixture
def imported(given: Given, tracker: Tracker, entered: Provenance, catch_up: Callable[[], None]) -> int:
    """The last position of an import of sixty actions."""
    steps = tuple(PlannedAction(f"Step {number}", lead="Westonbury Council") for number in range(60))
    prepared = prepare(
        tracker,
        given.partnership,
        "DHR9",
        file=PlanFile("plan.csv", "9" * 64),
        plan=PlanRead((PlannedRecommendation("R1", "Have a policy.", actions=steps),)),
        by=replace(
            entered,
            how=How.IMPORT,
            entered_by=given.administrator,
            standing=keeper(given.administrator, given.partnership),
            correlation=uuid4(),
        ),
    )
    position = save(tracker, prepared, open_review=True)
    catch_up()
    return position


def test_every_line_says_what_who_and_when(client: TestClient, plan: Plan, change: Record) -> None:
    """With a link to the thing and to the entry, the post of then, who said so, the way, and both dates."""
    by = {"said_by": "Named Nurse", "how": How.MEETING, "reason": "Agreed."}
    position = change(
        Action.report_progress, {**by, "happened_on": date(2026, 3, 1)}, progress="Half are trained."
    )
    page = visit(client, "/log")
    assert what(page)[0] == "Action 3.140(a)/1, review DHR7: Progress was reported"
    assert page.links["Action 3.140(a)/1"] == plan.action
    assert page.links[f"Entry {position}"] == f"/log/{position}"
    line = words(page.tree.find_class("app-history")[0][0])
    assert "Progress: Half are trained." in line.replace("Progress Half", "Progress: Half")
    assert "happened on 1 March 2026" in line
    assert "State planned, then in progress" in line
    assert "Reason Agreed." in line


def test_it_says_how_in_words_of_people(client: TestClient, plan: Plan, program: TestClient) -> None:
    """What came by JSON came from another system; nobody reads the names of formats."""
    answer = program.post(
        f"/api/v1{plan.action}/progress", json={"progress": "Half."}, headers={"If-Match": '"2"'}
    )
    assert answer.status_code == 200, answer.text
    (first, *_) = visit(client, "/log").tree.find_class("app-history__who")
    assert words(first) == "Entered by Community safety officer, Westonbury Council (by another system)"


def test_paged_by_position(client: TestClient, plan: Plan, change: Record) -> None:
    """Older entries stay where they are whatever is recorded meanwhile."""
    for number in range(60):
        change(Action.report_progress, progress=f"Note {number}.")
    newest = visit(client, "/log")
    assert len(what(newest)) == 50
    assert "Newest entries" not in newest.links
    address = newest.links["Older entries"]
    older = visit(client, address)
    change(Action.report_progress, progress="Another.")
    assert what(visit(client, address)) == what(older)
    assert what(older)[-1].startswith("Westonbury Council: Westonbury Council was added")
    assert visit(client, older.links["Newest entries"]).heading == "Log"
    assert "Nothing older is recorded." in visit(client, "/log?before=1").text


@pytest.mark.parametrize(
    ("query", "found", "chip"),
    [
        ("topic=action.reworded", ["Reworded"], "What happened: Action: reworded"),
        ("kind=review", ["The plan was issued to the agencies", "was opened"], "To what: Review"),
        ("said_by=nurse", ["Reworded"], "Said by: nurse"),
        ("how=mail", ["Reworded"], "How it came: By mail"),
        ("happened_until=2026-01-31", ["Reworded"], "Happened on or before 31 January 2026"),
        (
            "happened_from=2020-01-01&topic=action.reworded",
            ["Reworded"],
            "Happened on or after 1 January 2020",
        ),
        ("recorded_until=2020-01-31", [], "Recorded on or before 31 January 2020"),
        ("late=true&topic=action.reworded", ["Reworded"], "Late entries"),
    ],
)
def test_filters(client: TestClient, change: Record, query: str, found: list[str], chip: str) -> None:
    """Each narrows the log, stands in the form, and can be taken away."""
    by = {"said_by": "The Named Nurse", "how": How.MAIL, "happened_on": date(2026, 1, 5)}
    change(Action.reword, by, text="Train all")
    page = visit(client, f"/log?{query}")
    told = what(page)
    assert len(told) == len(found)
    assert all(words in line for words, line in zip(found, told, strict=True))
    (form, *_) = page.tree.xpath("//main//form[@method='get'][@action='/log']")
    name, _, value = query.partition("&")[0].partition("=")
    assert dict(form.form_values())[name] == value
    without = page.links[f"Take away: {chip} ✕"]
    assert f"{name}=" not in without
    assert len(what(visit(client, without))) >= len(told)


def test_of_a_review_an_agency_a_thing_and_a_person(client: TestClient, plan: Plan, given: Given) -> None:
    """By their ids, and said by their names."""
    review = plan.review.rpartition("/")[2]
    of_review = visit(client, f"/log?review={review}")
    assert len(what(of_review)) == 5
    assert "Take away: Review: DHR7 ✕" in of_review.links
    assert "Westshire Police was added" in " ".join(what(visit(client, f"/log?agency={given.police}")))
    assert len(what(visit(client, f"/log?thing={plan.action.rpartition('/')[2]}"))) == 2
    by_ada = visit(client, f"/log?who={given.administrator}")
    assert len(what(by_ada)) == 5
    assert (
        "Take away: Entered by: Ada Administrator, Community safety officer, Westonbury Council ✕"
        in by_ada.links
    )


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("who=x", "The address asks for “x” under “Entered by”, which there is not."),
        ("happened_from=soon", "The address asks for “soon”, which is no day."),
        ("recorded_until=0001-01-01", "The address asks for “0001-01-01”, which is no day."),
        ("happened_from=2026-02-01&happened_until=2026-01-01", "The first day comes after the last one."),
        ("topic=action.sung", "The address asks for “action.sung”: the log has no such entries."),
        ("how=pigeon", "The address asks for “pigeon”: the log has no such entries."),
        ("before=x", "The address asks for “x”, which is no place in the log."),
        (f"before={2**64}", f"The address asks for “{2**64}”, which is no place in the log."),
        ("as_at=2999-01-01", "That lies in the future."),
    ],
)
def test_addresses_that_are_wrong(client: TestClient, plan: Plan, query: str, sentence: str) -> None:
    """They are refused in a sentence."""
    assert sentence in visit(client, f"/log?{query}", 422).text


def test_nothing_is_like_this(client: TestClient, plan: Plan) -> None:
    """The page says so, and leads to the whole log."""
    page = visit(client, f"/log?review={uuid4()}")
    assert "No entry is like this." in page.text
    assert "Take away: Review: not known ✕" in page.links
    assert page.links["Show the whole log"] == "/log"


def test_an_import_is_one_line_that_opens(client: TestClient, imported: int) -> None:
    """It is told by its plan with the count of each kind; opened, its entries come page by page."""
    page = visit(client, "/log")
    assert what(page)[0] == ("Review DHR9: A plan was imported: 1 recommendation, 60 actions, 0 questions")
    assert "60 × action: planned, 1 × recommendation: made, 1 × review: opened" in page.text
    (opens,) = [href for name, href in page.links.items() if name.startswith("Show all 64 entries")]
    opened = visit(client, opens)
    assert len(what(opened)) == 50
    assert "Take away: Recorded at once ✕" in opened.links
    rest = visit(client, opened.links["Older entries"])
    assert len(what(rest)) == 14
    assert "The review DHR9 was opened" in rest.text
    narrowed = visit(client, "/log?topic=recommendation.made&how=import")
    (opens,) = [href for name, href in narrowed.links.items() if name.startswith("Show the entry")]
    assert len(what(visit(client, opens))) == 1


def test_many_entries_at_once(client: TestClient, plan: Plan, change: Record) -> None:
    """What one request recorded stands on one line with how many of each kind."""
    correlation = uuid4()
    for number in range(12):
        change(Action.report_progress, {"correlation": correlation}, progress=f"Note {number}.")
    page = visit(client, "/log")
    assert what(page)[0] == "12 entries were recorded at once"
    assert "12 × action: progress reported" in page.text


def test_late_entries_say_so(client: TestClient, change: Record) -> None:
    """In words, with by how much: here and in the history of the thing."""
    recorded = datetime.now(UTC).date()
    position = change(Action.reword, {"happened_on": date(2026, 1, 5)}, text="Train all")
    late = f"Late entry recorded {(recorded - date(2026, 1, 5)).days} days after it happened"
    page = visit(client, "/log")
    assert late in page.text
    assert page.text.count("Late entry") >= 1
    assert "It was recorded" in visit(client, f"/log/{position}").text


def test_a_wording_is_shown_word_by_word(client: TestClient, change: Record) -> None:
    """What was removed and added is marked, and said to whoever hears the page; far words are left out."""
    text = "Train all front-line staff " + " ".join(f"w{number}" for number in range(100))
    change(Action.reword, text=text)
    position = change(Action.reword, text=f"{text} and others")
    page = visit(client, "/log")
    line = page.tree.find_class("app-history")[0][0]
    assert [one.text for one in line.iter("ins")] == ["and others"]
    assert "added: and others;" in words(line)
    assert "w99" in words(line)
    assert "w50" not in words(line)
    assert "w50" in visit(client, f"/log/{position}").text


def test_one_entry_in_full(client: TestClient, plan: Plan, change: Record, given: Given) -> None:
    """All of it: sentence, both sides, who, said by, how, why, both dates, and what came with it."""
    by = {
        "entered_by": given.administrator,
        "standing": keeper(given.administrator, given.partnership),
        "post": "Clerk",
        "post_agency": "Former CCG",
        "said_by": "Named Nurse",
        "how": How.MAIL,
        "how_in_detail": "mail of 1 March",
        "reason": "Clearer.",
        "happened_on": date(2026, 3, 1),
    }
    position = change(Action.reword, by, text="Train all new staff")
    page = visit(client, f"/log/{position}")
    assert page.heading == f"Entry {position} of the log Action: reworded"
    for said in (
        "Reason Clearer.",
        "By whom Entered by Clerk, Former CCG",
        "Said by Named Nurse",
        "How it came By mail",
        "Where it was said mail of 1 March",
        "Happened on 1 March 2026",
        "Topic action.reworded",
    ):
        assert said in page.text
    assert page.links["Action 3.140(a)/1"] == plan.action
    assert page.links["review DHR7"] == plan.review
    assert "Next entry" not in " ".join(page.links)
    before = visit(client, page.links[f"Entry before, {position - 1}"])
    assert f"Next entry, {position}" in before.links
    assert len(what(visit(client, page.links["Everything that they entered"]))) == 6
    feed = client.get(f"/api/v1/events?after={position - 1}&limit=1").json()["items"]
    assert [one["position"] for one in feed] == [position]


def test_an_entry_of_an_import_names_the_others(client: TestClient, imported: int) -> None:
    """And leads to them."""
    page = visit(client, f"/log/{imported}")
    assert len(what(visit(client, page.links["63 other entries of the same request"]))) == 50


@pytest.mark.parametrize("position", ["0", "99999", str(2**63)])
def test_entries_that_are_not_there(client: TestClient, plan: Plan, position: str) -> None:
    """There is nothing under such an address."""
    assert f"There is no entry {position} in the log." in visit(client, f"/log/{position}", 404).text


def test_the_log_of_then(client: TestClient, change: Record, clock: Clock, token: str) -> None:
    """As at a moment it ends there, with names of then; later entries are not there yet."""
    first = change(Action.reword, text="One")
    recorded = visit(client, f"/log/{first}").tree.xpath("//dd/time/@datetime")[-1]
    then = datetime.fromisoformat(recorded) + timedelta(seconds=1)
    clock.now = then + timedelta(days=1)
    client.headers["Authorization"] = f"Bearer {token}"
    page = visit(client, f"/log?as_at={recorded[:10]}")
    assert page.tree.find_class("app-notice--past")
    assert "as_at" in page.links[f"Entry {first}"]
    assert page.tree.xpath("//main//form[@method='post']") == []
    assert "Nothing was recorded yet by 31 January 2020" in visit(client, "/log?as_at=2020-01-31").text
    assert "This was not recorded yet by then." in visit(client, f"/log/{first}?as_at=2020-01-31", 404).text


@pytest.mark.parametrize("place", ["/log", "/log?kind=action", "history"])
def test_many_lines_need_no_more_statements(
    client: TestClient,
    plan: Plan,
    tracker: Tracker,
    *,
    entered: Provenance,
    catch_up: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:
    """The log, and a history, ask as many statements for fifty lines about many things as for a few."""
    recommendation = UUID(plan.recommendation.rpartition("/")[2])
    by = replace(entered, reason="Clearer.")
    address = plan.action if place == "history" else place
    identities = [UUID(plan.action.rpartition("/")[2])]
    tracker.change(Action.reword, Action, identities[0], by=by, text="Words 0")
    catch_up()
    asked: list[object] = []
    execute = Cursor.execute

    def counting(self: Cursor[Any], query: Any, *rest: Any, **more: Any) -> Any:
        asked.append(query)
        return execute(self, query, *rest, **more)

    def statements() -> int:
        visit(client, address)
        asked.clear()
        visit(client, address)
        return len(asked)

    monkeypatch.setattr(Cursor, "execute", counting)
    for_few = statements()
    for number in range(1, 15):
        one = actions.plan(
            tracker,
            text=f"Step {number}",
            recommendations=(recommendation,),
            by=replace(by, correlation=uuid4()),
        )
        for identity in (one, identities[0]):
            change_by = replace(by, correlation=uuid4())
            tracker.change(Action.reword, Action, identity, by=change_by, text=f"Words {number}")
    catch_up()
    assert statements() == for_few > 0


def test_files_of_the_log(client: TestClient, change: Record) -> None:
    """The same entries, with the same filters."""
    change(Action.reword, {"said_by": "Named Nurse"}, text="One")
    page = visit(client, "/log?said_by=nurse&kind=action")
    rows = client.get(page.links["These entries as CSV"])
    assert rows.status_code == 200, rows.text
    assert rows.text.count("action.reworded") == 1
    assert "action.planned" not in rows.text


def test_files_of_the_log_of_then(
    client: TestClient, change: Record, store: Store, clock: Clock, token: str
) -> None:
    """As at a moment in the past the files end where the page does."""
    change(Action.reword, text="One")
    then = moment(store, clock)
    change(Action.reword, text="Two")
    client.headers["Authorization"] = f"Bearer {token}"
    page = visit(client, f"/log?kind=action&as_at={then}")
    rows = client.get(page.links["These entries as CSV"])
    assert len(what(page)) == rows.text.count(",action.") == 3
    assert rows.text.count("action.reworded") == 1
    assert "-as-at-" in rows.headers["content-disposition"]
    now = client.get(visit(client, "/log?kind=action").links["These entries as CSV"])
    assert now.text.count("action.reworded") == 2


def test_an_empty_installation(client: TestClient) -> None:
    """Even then something is recorded: who set it up."""
    assert "was registered" in visit(client, "/log").text


def test_words_that_somebody_typed_are_no_markup(client: TestClient, change: Record) -> None:
    """They are shown as they are."""
    change(Action.reword, {"reason": "<script>alert(1)</script>"}, text="<b>One</b> & two")
    answer = client.get("/log").text
    assert "<script>alert(1)" not in answer
    assert "&lt;b&gt;One&lt;/b&gt; &amp; two" in answer


def test_a_long_text_is_cut_in_the_log_alone(client: TestClient, change: Record) -> None:
    """An entry of its own shows all of it."""
    position = change(Action.report_progress, progress="word " * 800 + "over")
    assert " over" not in visit(client, "/log").text
    assert " over" in visit(client, f"/log/{position}").text


def test_the_time_line_of_a_review_is_its_log(client: TestClient, plan: Plan) -> None:
    """The address of before leads there."""
    answer = client.get(f"{plan.review}/timeline")
    assert answer.headers["location"] == f"/log?review={plan.review.rpartition('/')[2]}"
    assert client.get(f"/reviews/{uuid4()}/timeline").status_code == 404
