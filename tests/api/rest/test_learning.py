"""From lessons to recommendations and actions, as JSON."""

from __future__ import annotations

from uuid import uuid4

from fastapi.testclient import TestClient

from domain.pointers import Pointer
from tests.api.conftest import Given, acting
from tests.api.rest.asking import API, Plan, act, get, make, refused

LESSON = {"text": "Ask alone.", "reach": "between agencies", "themes": ["routine enquiry"], "early": True}


def test_lessons_with_what_came_of_them(client: TestClient, plan: Plan) -> None:
    """Ids of what nothing follows; each lesson by number; pointers in sentences."""
    for text in ("Ask alone.", "Share."):
        act(client, f"reviews/{plan.review}/lesson", **{**LESSON, "text": text})
    bare = make(client, "recommendations", review=plan.review, label="R9", wording="Write guidance.")["id"]
    before = get(client, f"reviews/{plan.review}/learning")
    first, second = (one["id"] for one in before["lessons"])
    assert before["lessons_without_recommendation"] == [first, second]
    changed = act(client, f"recommendations/{plan.recommendation}/lessons", lessons=[second])
    assert changed["lessons"] == [second]
    after = get(client, f"reviews/{plan.review}/learning")
    assert after["lessons_without_recommendation"] == [first]
    assert after["recommendations_without_action"] == [bare]
    assert [one["number"] for one in after["lessons"]] == [1, 2]
    assert (
        after["lessons"][0] | {"lesson": "Ask alone.", "early": True, "themes": ["routine enquiry"]}
        == (after["lessons"][0])
    )
    assert after["lessons"][1]["recommendations"] == [
        {"id": plan.recommendation, "label": "3.140(a)", "actions": 1}
    ]
    (action,) = after["actions_to_clarify"]
    assert action["id"] == plan.action
    assert action["pointers"] == [Pointer.NO_EXPECTED_CHANGE, Pointer.NO_OWNER]


def test_lessons_of_another_review_are_refused(client: TestClient, plan: Plan, given: Given) -> None:
    """As if they were not there at all."""
    other = make(client, "reviews", partnership=str(given.partnership), reference="DHR8")["id"]
    act(client, f"reviews/{other}/lesson", **LESSON)
    (elsewhere,) = get(client, f"reviews/{other}/learning")["lessons"]
    seen = client.get(f"{API}/recommendations/{plan.recommendation}").headers["ETag"]
    for unknown in (elsewhere["id"], str(uuid4())):
        answer = client.post(
            f"{API}/recommendations/{plan.recommendation}/lessons",
            json={"lessons": [unknown]},
            headers={"If-Match": seen},
        )
        assert "There is no such lesson in its review." in answer.text


def test_whose_actions_these_are_sees_no_lesson(client: TestClient, plan: Plan, given: Given) -> None:
    """An agency sees the wording of its recommendation: not the lesson, nor that one is answered."""
    act(client, f"reviews/{plan.review}/lesson", **LESSON)
    (lesson,) = get(client, f"reviews/{plan.review}/learning")["lessons"]
    act(client, f"recommendations/{plan.recommendation}/lessons", lessons=[lesson["id"]])
    with acting(client, given.validator):
        shown = get(client, f"recommendations/{plan.recommendation}")
        assert (shown["wording"] != "", shown["lessons"]) == (True, [])
        answer = client.get(f"{API}/reviews/{plan.review}/learning")
        assert "Ask alone." not in answer.text


def test_only_of_a_review(client: TestClient, plan: Plan) -> None:
    """Of anything else there is none."""
    refused(client.get(f"{API}/reviews/{plan.action}/learning"), 404)
