"""The pages of a review, a recommendation and an action."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.api.conftest import Given, acting
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import day, record, visit


def test_everything_about_an_action(client: TestClient, owned: Plan) -> None:
    """Wording, agencies, owner, timescale as printed and as understood, colour and why."""
    page = visit(client, owned.action)
    assert page.heading == "Review DHR7 Action 3.140(a)/1"
    for words in (
        "Train all front-line staff",
        "Green Planned. The action has a due date, and nothing known today speaks against it.",
        "Lead agency Westonbury Council",
        "Supporting Westshire Police",
        "Owner Ada Administrator, Community safety officer",
        "“30 April 2026” Taken to mean 30 April 2026.",
        "Due 30 April 2026",
        "Recommendation 3.140(a) The council should train all staff.",
    ):
        assert words in page.text


def test_the_original_due_date_stays_in_sight(client: TestClient, owned: Plan, given: Given) -> None:
    """After an extension both dates stand there, with how far they are apart."""
    record(
        client, f"{owned.action}/extension-request", reason="The trainer left.", **day("until", 31, 5, 2026)
    )
    waiting = visit(client, owned.action)
    assert (
        "More time asked for Until 31 May 2026, asked on 2 March 2026. The decision is awaited."
        in waiting.text
    )
    with acting(client, given.chair):
        record(client, f"{owned.action}/extension-grant", meeting="Subgroup of 1 March 2026", minute="4.2")
    page = visit(client, owned.action)
    assert "Due 31 May 2026 31 days later than the original due date: 30 April 2026" in page.text
    assert "Extended" in page.text
    assert "Meeting: Subgroup of 1 March 2026 Minute: 4.2" in _colons(page.text)
    assert "first due 30 April 2026" in visit(client, "/actions").text


def test_progress_that_is_asked_for_stays_in_sight_until_it_is_reported(
    client: TestClient, owned: Plan
) -> None:
    """With the day by which it is wanted, on the page and in the list; the question stands in the history."""
    question = "How many of the night shift?"
    record(client, f"{owned.action}/progress-request", question=question, **day("answer_by", 20, 3, 2026))
    page = visit(client, owned.action)
    assert "Progress asked for On 2 March 2026, to be answered by 20 March 2026." in page.text
    assert question in page.text
    assert "progress asked for" in visit(client, "/actions").text
    record(client, f"{owned.action}/progress", progress="All of them.")
    assert "to be answered by" not in visit(client, owned.action).text
    assert "progress asked for" not in visit(client, "/actions").text


def test_the_forms_follow_the_state(client: TestClient, owned: Plan, given: Given) -> None:
    """An action offers what makes sense now, to who may: completion, sign-off, assurance, reopening."""
    assert "Report it complete" in visit(client, owned.action).links
    record(client, f"{owned.action}/completion", what_was_done="All trained.", evidence="Attendance list")
    reported = visit(client, owned.action)
    assert "Reported complete 2 March 2026, 59 days early" in reported.text
    deciding = {"Report it complete", "Sign off for the agency", "Send it back"}
    assert not deciding & reported.links.keys()
    with acting(client, given.validator):
        assert {"Sign off for the agency", "Send it back"} <= visit(client, owned.action).links.keys()
        record(client, f"{owned.action}/sign-off")
    with acting(client, given.chair):
        assert "Sign off for the partnership" in visit(client, owned.action).links
        record(client, f"{owned.action}/assurance", meeting="Subgroup")
    signed = visit(client, owned.action)
    assert "Blue Signed off." in signed.text
    assert [link for link in signed.links if link in ("Reopen it", "Report progress")] == ["Reopen it"]


def test_history_in_sentences_newest_first(client: TestClient, owned: Plan) -> None:
    """The history says what, who by post and when, the newest first."""
    page = visit(client, owned.action)
    told = [" ".join(one.text_content().split()) for one in page.tree.find_class("app-history__what")]
    assert told == [
        "Owner: Ada Administrator, Community safety officer, Westonbury Council",
        "Timescale set: “30 April 2026”: due on 30 April 2026",
        "Action 3.140(a)/1 was planned",
    ]
    assert page.text.count("Entered by Community safety officer, Westonbury Council") == 3


def test_an_action_that_was_split(client: TestClient, plan: Plan, given: Given) -> None:
    """The whole names its parts and the parts the whole."""
    record(
        client, f"{plan.action}/split", agencies=[str(given.council), str(given.police)], reason="Both act."
    )
    whole = visit(client, plan.action)
    assert "Split by agency" in whole.text
    part = visit(client, whole.links["Action 3.140(a)/1.2"])
    assert part.links["Action 3.140(a)/1"] == plan.action


def test_a_review_with_its_plan(client: TestClient, late: Plan) -> None:
    """How much is late, whether the plan is issued, and each recommendation with its actions."""
    page = visit(client, late.review)
    assert "1 action of 1 is overdue." in page.text
    assert "Issued on 2 March 2026" in page.text
    assert page.table()[1][0] == "3.140(a)/1"
    assert page.links["Its actions as a list"] == f"/actions?review={late.review.rpartition('/')[2]}"
    assert visit(client, "/reviews").table()[1][3:] == ["0", "0", "1", "1", "0"]


def test_a_review_without_a_plan(client: TestClient, given: Given) -> None:
    """A new review says how it gets its plan."""
    page = visit(client, record(client, "/reviews/new", reference="DHR8"))
    assert "It has no recommendations yet." in page.text
    assert page.links["Import its action plan"] == "/import?review=DHR8"


def test_a_question_is_settled(client: TestClient, plan: Plan) -> None:
    """A question waits on the review and on the board until a person settles it."""
    record(client, f"{plan.review}/question", text="Who answers for the night shift?")
    assert "1 open questions of review DHR7" in visit(client, "/").links
    place = visit(client, plan.review).links["Settle it: Who answers for the night shift?"]
    form = visit(client, place)
    assert "Who answers for the night shift?" in form.text
    assert "agency" not in form.sent_with()
    record(client, place, answer="The duty manager.")
    page = visit(client, plan.review)
    assert "Every question is settled." in page.text
    assert "The duty manager." in page.text


def test_a_recommendation(client: TestClient, plan: Plan) -> None:
    """Its wording, addressees, actions and history; withdrawn, it says what becomes of the actions."""
    page = visit(client, plan.recommendation)
    assert "Addressed to Westonbury Council" in page.text
    assert page.table()[1][1] == "Train all front-line staff"
    record(client, f"{plan.recommendation}/withdrawal", reason="Made twice.")
    text = visit(client, plan.recommendation).text
    assert "Withdrawn. Its actions go on until each is cancelled or moved." in text


def _colons(text: str) -> str:
    return text.replace("Meeting ", "Meeting: ").replace("Minute ", "Minute: ")


def test_a_decision_shows_what_it_answers(client: TestClient, owned: Plan, given: Given) -> None:
    """Whoever decides on more time sees the action, its dates, and what was asked for and why."""
    record(
        client, f"{owned.action}/extension-request", **day("until", 1, 6, 2026), reason="The course is full."
    )
    for noun in ("extension-grant", "extension-decline"):
        with acting(client, given.chair):
            form = visit(client, f"{owned.action}/{noun}").text
        assert "Train all front-line staff" in form
        assert "Due 30 April 2026. Lead agency: Westonbury Council. Owner: Ada Administrator." in form
        assert "More time asked for, until 1 June 2026" in form
        assert "The course is full." in form


def test_a_form_that_answers_nothing_shows_the_action_alone(client: TestClient, plan: Plan) -> None:
    """There is nothing to decide on before somebody has said something."""
    form = visit(client, f"{plan.action}/progress").text
    assert "Train all front-line staff" in form
    assert "What you decide on" not in form


def test_a_sign_off_shows_what_was_reported(client: TestClient, owned: Plan, given: Given) -> None:
    """The words of the owner stand on the form; then who signed off for the agency, too."""
    record(client, f"{owned.action}/completion", what_was_done="Sixty of sixty are trained.")
    with acting(client, given.validator):
        assert "Sixty of sixty are trained." in visit(client, f"{owned.action}/sign-off").text
        record(client, f"{owned.action}/sign-off")
    with acting(client, given.chair):
        assured = visit(client, f"{owned.action}/assurance").text
    assert assured.index("Signed off by the lead agency") < assured.index("Sixty of sixty are trained.")


def test_why_it_has_no_colour(client: TestClient, plan: Plan) -> None:
    """A cancelled action says so, and no longer that it lacks an owner."""
    assert "No owner" in visit(client, plan.action).text
    record(client, f"{plan.action}/cancellation", reason="It was asked for twice.")
    page = visit(client, plan.action).text
    assert "A cancelled action has no colour." in page
    assert "No owner" not in page
