"""Lists: what is chosen, how far a page goes, and how things stood before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import BASE_URL, Given
from tests.api.rest.asking import API, Plan, act, get, items, make, refused
from tests.api.rest.past import Past

LATE = "31 January 2026"

KEYS_OF_AN_ACTION = {
    "id",
    "number",
    "reviews",
    "recommendations",
    "text",
    "lead",
    "supporting",
    "owner",
    "delivery",
    "timescale",
    "due",
    "original_due",
    "overdue",
    "days_overdue",
    "rag",
    "version",
}


@pytest.fixture
def late(client: TestClient, plan: Plan, given: Given) -> str:
    """A second action, of the police, 30 days overdue."""
    new = make(
        client,
        "actions",
        text="Publish a leaflet",
        recommendations=[plan.recommendation],
        lead=str(given.police),
        timescale=LATE,
    )
    return str(new["id"])


def test_an_action(client: TestClient, plan: Plan, late: str, given: Given) -> None:
    """An action has what outsiders rely on; other things stand as their ids, the timescale in its words."""
    action = get(client, f"actions/{late}")
    assert set(action) >= KEYS_OF_AN_ACTION
    expected = {
        "id": late,
        "number": "3.140(a)/2",
        "reviews": [plan.review],
        "recommendations": [plan.recommendation],
        "lead": str(given.police),
        "supporting": [],
        "owner": None,
        "delivery": "planned",
        "timescale": LATE,
        "due": "2026-01-31",
        "original_due": "2026-01-31",
        "overdue": True,
        "days_overdue": 30,
        "rag": "red",
        "version": 2,
        "lead_name": "Westshire Police",
        "issued_on": "2026-03-02",
    }
    assert action | expected == action


def test_filters(client: TestClient, plan: Plan, late: str, given: Given) -> None:
    """Each filter leaves what it says."""
    act(client, f"actions/{plan.action}/owner", owner=str(given.administrator))
    make(client, "actions", text="No date", recommendations=[plan.recommendation])
    numbers = {
        "": [1, 2, 3],
        "overdue=true": [2],
        "overdue=false": [1, 3],
        f"agency={given.council}": [1],
        f"agency={given.police}": [1, 2],
        f"review={plan.review}": [1, 2, 3],
        f"recommendation={plan.recommendation}": [1, 2, 3],
        f"owner={given.administrator}": [1],
        "delivery=planned": [1, 2, 3],
        "delivery=in%20progress": [],
        "without_owner=true": [2, 3],
        "without_date=true": [3],
        "words=leaflet": [2],
        "partnership=wal": [1, 2, 3],
        f"partnership={given.partnership}": [1, 2, 3],
        "sort=due": [2, 1, 3],
        "sort=-due": [1, 2, 3],
        f"overdue=true&agency={given.council}": [],
        f"review={given.partnership}": [],
    }
    for query, expected in numbers.items():
        found = [int(one["number"].rpartition("/")[2]) for one in items(client, f"actions?{query}")]
        assert (query, found) == (query, expected)


def test_reviews(client: TestClient, plan: Plan, given: Given) -> None:
    """Reviews are found by reference, whatever its case, and by partnership."""
    make(client, "partnerships", code="NEW", name="Newbury CSP")
    for query, expected in {
        "reference=dhr7": 1,
        "reference=DHR8": 0,
        "partnership=WAL": 1,
        "partnership=new": 0,
    }.items():
        assert (query, len(items(client, f"reviews?{query}"))) == (query, expected)
    (review,) = items(client, "reviews")
    counted = {
        "recommendations": 1,
        "actions": 1,
        "overdue": 0,
        "closed": 0,
        "open_questions": 0,
        "pseudonym": "Rose",
    }
    assert review | counted == review


def test_recommendations(client: TestClient, plan: Plan, given: Given) -> None:
    """Recommendations come in the order in which people read labels, and by review."""
    for label in ("10", "9"):
        make(client, "recommendations", review=plan.review, label=label, wording=f"Wording of {label}")
    found = [one["label"] for one in items(client, f"recommendations?review={plan.review}")]
    assert found == ["3.140(a)", "9", "10"]
    assert items(client, f"recommendations?review={given.council}") == []


def test_the_directory(client: TestClient, plan: Plan, late: str, given: Given) -> None:
    """Agencies come with their counts and are found by words; people by agency."""
    (police,) = items(client, "agencies?words=POLICE")
    assert (police["open_actions"], police["overdue"]) == (1, 1)
    of_council = [one["name"] for one in items(client, f"people?agency={given.council}")]
    assert of_council == ["Ada Administrator", "Vera Validator"]
    assert items(client, f"people?agency={given.police}") == []
    assert [one["code"] for one in items(client, "partnerships")] == ["WAL"]


def test_questions(client: TestClient, plan: Plan) -> None:
    """The questions of a review, those that wait and those that were settled."""
    for text in ("Who leads?", "By when?"):
        act(client, f"reviews/{plan.review}/question", text=text)
    question = next(
        one for one in items(client, f"reviews/{plan.review}/questions") if one["question"] == "Who leads?"
    )
    act(client, f"reviews/{plan.review}/settlement", question=question["id"], answer="The council.")
    waiting = items(client, f"reviews/{plan.review}/questions?open=true")
    settled = items(client, f"reviews/{plan.review}/questions?open=false")
    assert [one["question"] for one in waiting] == ["By when?"]
    assert [(one["answer"], one["settled_on"]) for one in settled] == [("The council.", "2026-03-02")]


def test_pages(client: TestClient, plan: Plan) -> None:
    """`next` leads from page to page with the same filters, and the last page has none."""
    for number in range(4):
        make(client, "actions", text=f"Step {number}", recommendations=[plan.recommendation])
    address, seen = f"{BASE_URL}{API}/actions?words=step&limit=2", list[str]()
    while address:
        assert address.startswith(f"{BASE_URL}{API}/actions?")
        answer = client.get(address).json()
        seen += [one["text"] for one in answer["items"]]
        address = answer["next"]
    assert seen == [f"Step {number}" for number in range(4)]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("actions?overdu=true", "overdu"),
        ("actions?overdue=perhaps", "overdue"),
        ("actions?agency=police", "agency"),
        ("actions?delivery=done", "delivery"),
        ("actions?sort=colour", "sort"),
        ("actions?limit=0", "limit"),
        ("actions?limit=501", "limit"),
        ("actions?offset=-1", "offset"),
        ("actions?as_at=yesterday", "as_at"),
        ("actions?partnership=NONE", "partnership"),
        ("reviews?colour=red", "colour"),
        ("agencies?x=", "x"),
        ("partnerships?after=1", "after"),
        ("events?before=1", "before"),
        ("events?after=-1", "after"),
        ("imports?x=1", "x"),
    ],
)
def test_wrong_query_words(client: TestClient, address: str, field: str) -> None:
    """A query word that is not known, or says nothing, is refused by name: nothing is silently left out."""
    problem = refused(client.get(f"{API}/{address}"), 422)
    assert [one["field"] for one in problem["errors"]] == [field]
    assert all(one["sentence"].endswith(".") for one in problem["errors"])


def test_a_command_takes_no_query(client: TestClient, given: Given) -> None:
    """A query word at a command is refused, and nothing is recorded."""
    problem = refused(client.post(f"{API}/agencies?name=Probation", json={"name": "Probation"}), 422)
    assert problem["errors"][0]["field"] == "name"
    assert len(items(client, "agencies")) == 2


def test_as_at_a_moment(client: TestClient, plan: Plan, past: Past) -> None:
    """Lists and things show what was recorded by then."""
    before = past.moment()
    act(client, f"actions/{plan.action}/wording", text="Train everybody")
    make(client, "actions", text="Another", recommendations=[plan.recommendation])
    assert [one["text"] for one in past.asked("actions", before)["items"]] == ["Train all front-line staff"]
    assert past.asked(f"actions/{plan.action}", before)["text"] == "Train all front-line staff"
    assert past.asked("reviews", before)["items"][0]["actions"] == 1
    assert past.asked("reviews", past.moment())["items"][0]["actions"] == 2


def test_as_at_a_day(client: TestClient, plan: Plan, past: Past) -> None:
    """A day shows what was recorded before it ended in London; the days overdue are those of that day."""
    past.moment()
    past.clock.move(days=400)
    recorded = datetime.now(UTC).date()
    assert past.asked("actions", (recorded - timedelta(days=2)).isoformat())["items"] == []
    (action,) = past.asked("actions", (recorded + timedelta(days=300)).isoformat())["items"]
    assert action["days_overdue"] == (recorded + timedelta(days=300) - date(2026, 4, 30)).days


def test_as_at_before_it_was_there(client: TestClient, plan: Plan, past: Past) -> None:
    """A thing that was not there yet is not found."""
    past.moment()
    answer = client.get(f"{API}/actions/{plan.action}", params={"as_at": "2020-01-01"})
    refused(answer, 404)


@pytest.mark.parametrize("as_at", ["2026-03-03", "2026-03-02T09:30:01Z", "2026-03-02T09:31:00"])
def test_the_future(client: TestClient, as_at: str) -> None:
    """What lies in the future cannot be shown. A moment without a zone is one in London."""
    problem = refused(client.get(f"{API}/actions", params={"as_at": as_at}), 422)
    assert problem["errors"] == [{"field": "as_at", "sentence": "That lies in the future."}]


def test_today(client: TestClient, plan: Plan) -> None:
    """As at today is as things stand."""
    answer = client.get(f"{API}/actions/{plan.action}", params={"as_at": "2026-03-02"})
    assert (answer.status_code, "ETag" in answer.headers) == (200, True)
