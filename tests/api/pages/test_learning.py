"""From lessons to actions: the page of a review, what stands on recommendations, and pointers on actions."""

from __future__ import annotations

from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.pages import learning as pages
from domain.store.application import Store
from tests.api.conftest import BEGIN, Clock
from tests.api.pages.conftest import Plan
from tests.api.pages.test_past import moment
from tests.api.pages.visiting import record, visit
from tests.api.rest.asking import get, make

ASK, SHARE = "Ask again, and alone.", "Share what is known of a risk."


def found(client: TestClient, plan: Plan, *texts: str) -> list[str]:
    """Record lessons in the review, and give their ids."""
    for text in texts:
        record(
            client,
            f"{plan.review}/lesson",
            text=text,
            reach="between agencies",
            themes=["routine enquiry"],
            early="yes",
        )
    return [one["id"] for one in get(client, f"{plan.review.strip('/')}/learning")["lessons"]]


def test_a_recommendation_says_which_lessons_it_answers(client: TestClient, plan: Plan) -> None:
    """By a form with a box for each lesson; the history tells their numbers and none of their words."""
    first, second = found(client, plan, ASK, SHARE)
    form = visit(client, f"{plan.recommendation}/lessons")
    assert f"Lesson 1: {ASK}" in form.text
    assert f"Lesson 2: {SHARE}" in form.text
    record(client, f"{plan.recommendation}/lessons", lessons=[second])
    page = visit(client, plan.recommendation)
    assert f"Lesson that it answers Lesson 2 : {SHARE}" in page.text.replace("2:", "2 :")
    assert ASK not in page.text
    assert "Answers lesson 2" in page.text
    assert page.links["Lesson 2"] == f"{plan.review}/learning#lesson-2"
    again = visit(client, f"{plan.recommendation}/lessons")
    assert again.sent_with()["lessons"] == [second]
    record(client, f"{plan.recommendation}/lessons", lessons=[first, second])
    assert "Answers lessons 1 and 2" in visit(client, plan.recommendation).text


def test_what_needs_doing_stands_first(client: TestClient, plan: Plan) -> None:
    """Lessons without a recommendation, recommendations without an action; then every lesson."""
    _, second = found(client, plan, ASK, SHARE)
    record(client, f"{plan.recommendation}/lessons", lessons=[second])
    review = plan.review.rpartition("/")[2]
    make(client, "recommendations", review=review, label="R9", wording="Write guidance.")
    assert visit(client, plan.review).links["From its lessons to its actions"] == f"{plan.review}/learning"
    page = visit(client, f"{plan.review}/learning")
    assert page.heading == "Review DHR7 From lessons to actions"
    assert "1 lesson has no recommendation, and 1 recommendation has no action." in page.text
    unanswered = page.text.index("Lessons without a recommendation")
    bare = page.text.index("Recommendations without an action")
    matrix = page.text.index("Lessons and what answers them")
    assert unanswered < page.text.index(ASK) < bare < page.text.index("Write guidance.") < matrix
    assert "Recommendation 3.140(a) , 1 action" in page.text.replace("), 1", ") , 1")
    assert page.text.count(SHARE) == 1
    assert "Early learning" in page.text[matrix:]
    assert "Between agencies" in page.text[matrix:]
    assert "routine enquiry" in page.text[matrix:]


def test_when_nothing_is_missing(client: TestClient, plan: Plan) -> None:
    """It says so."""
    record(client, f"{plan.recommendation}/lessons", lessons=found(client, plan, ASK))
    page = visit(client, f"{plan.review}/learning")
    assert "Every lesson has a recommendation, and every recommendation an action." in page.text
    assert "without a recommendation" not in page.text


def test_nothing_to_show(client: TestClient, plan: Plan) -> None:
    """A review with nothing in it, or none that is there."""
    partnership = get(client, plan.review.strip("/"))["partnership"]
    bare = make(client, "reviews", partnership=partnership, reference="DHR8")["id"]
    page = visit(client, f"/reviews/{bare}/learning")
    assert "There are no lessons and no recommendations here that you may see." in page.text
    visit(client, f"/reviews/{uuid4()}/learning", 404)


def test_actions_that_could_be_clearer(
    client: TestClient, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with what would help, and how many lack the same; the action's own page says it too."""
    recommendation = plan.recommendation.rpartition("/")[2]
    vague = make(client, "actions", text="Ensure that it is known.", recommendations=[recommendation])["id"]
    page = visit(client, f"{plan.review}/learning")
    assert "2 actions that are still to be done. This is advice: nothing waits for it." in page.text
    assert "2 actions: Nobody owns it yet." in page.text
    assert "1 action: It only ensures something." in page.text
    own = visit(client, f"/actions/{vague}").text
    assert "What would make it clearer It only ensures something." in own
    assert "It has no due date, and no day on which it is looked at again." in own
    monkeypatch.setattr(pages, "AT_FIRST", 1)
    assert (
        "These are the first 1 by number; 1 more are like them."
        in visit(client, f"{plan.review}/learning").text
    )
    for one in (vague, plan.action.rpartition("/")[2]):
        record(client, f"/actions/{one}/cancellation", reason="Done elsewhere.")
    assert "What would make it clearer" not in visit(client, f"/actions/{vague}").text
    assert "Every action that is still to be done says" in visit(client, f"{plan.review}/learning").text


def test_as_at_an_earlier_moment(
    client: TestClient, plan: Plan, store: Store, token: str, *, clock: Clock
) -> None:
    """What was recorded later is not there, and links lead to the same moment."""
    asked, clock.now = moment(store, clock), BEGIN
    record(client, f"{plan.recommendation}/lessons", lessons=found(client, plan, ASK))
    moment(store, clock)
    client.headers["Authorization"] = f"Bearer {token}"
    assert ASK in visit(client, f"{plan.review}/learning").text
    before = visit(client, f"{plan.review}/learning?as_at={asked}")
    assert "No lessons are recorded here that you may see." in before.text
    assert "as_at=" in before.links["Action 3.140(a)/1"]
