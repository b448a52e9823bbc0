"""Versions of a plan compared, and the plain statement for the public, as pages."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.pages.listing import A_PAGE
from domain.store.application import Store
from tests.api.conftest import BEGIN, Clock, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.test_past import moment
from tests.api.pages.visiting import record, visit
from tests.api.rest.asking import act, make


def reword(client: TestClient, plan: Plan, wording: str) -> None:
    """Another wording of the recommendation."""
    record(client, f"{plan.recommendation}/wording", wording=wording)


def test_versions_are_compared_from_the_page_of_the_review(client: TestClient, plan: Plan) -> None:
    """Without one it is said how one is kept; then both wordings stand as one text."""
    there = f"{plan.review}/plan-versions"
    assert visit(client, plan.review).links["What differs between versions of its plan"] == there
    assert "No version of this plan is kept yet" in visit(client, there).text
    record(client, f"{plan.review}/plan-version", stage="as approved")
    assert "Nothing differs between the plan as approved and the plan now." in visit(client, there).text
    reword(client, plan, "Every officer is trained.")
    page = visit(client, there)
    assert "1 difference between the plan as approved and the plan now." in page.text
    assert "added: Every officer is trained." in page.text
    assert "Changed Recommendation 3.140(a)" in page.text
    same = visit(client, f"{there}?before=now&after=now")
    assert "Choose two versions that are not the same." in same.text


def test_a_version_that_was_not_kept(client: TestClient, plan: Plan) -> None:
    """The address is answered with a sentence."""
    page = visit(client, f"{plan.review}/plan-versions?before=as+published&after=now", 422)
    assert "No version of this plan was kept as published." in page.text


def test_versions_as_at_a_day(client: TestClient, plan: Plan, token: str, store: Store, clock: Clock) -> None:
    """What was kept later is no version yet, and "now" is that moment."""
    record(client, f"{plan.review}/plan-version", stage="as approved")
    reword(client, plan, "Every officer is trained.")
    asked, clock.now = moment(store, clock), BEGIN
    reword(client, plan, "Nobody is trained.")
    moment(store, clock)
    client.headers["Authorization"] = f"Bearer {token}"
    page = visit(client, f"{plan.review}/plan-versions?as_at={asked}")
    assert "Every officer" in page.text
    assert "Nobody" not in page.text


def test_many_differences_go_on_pages(client: TestClient, plan: Plan) -> None:
    """Fifty on each, and how many there are in all."""
    record(client, f"{plan.review}/plan-version", stage="as approved")
    recommendation = plan.recommendation.rpartition("/")[2]
    for number in range(A_PAGE + 1):
        make(client, "actions", recommendations=[recommendation], text=f"Write leaflet {number}.")
    first = visit(client, f"{plan.review}/plan-versions")
    assert "51 differences between" in first.text
    assert first.text.count("Write leaflet") == A_PAGE
    assert visit(client, f"{plan.review}/plan-versions?page=2").text.count("Write leaflet") == 1


def test_the_statement_before_and_after_publication(client: TestClient, plan: Plan, given: Given) -> None:
    """Counts alone; then the recommendations with what was done, and whom to ask."""
    there = f"{plan.review}/statement"
    assert visit(client, plan.review).links["A plain statement for the public"] == there
    before = visit(client, there)
    assert "The report of this review is not published." in before.text
    assert "No contact for public enquiries is set" in before.text
    record(client, f"{plan.review}/publication")
    wording = "Ask Jane Smith, born 3 March 1980, again."
    act(client, f"{plan.recommendation.strip('/')}/wording", wording=wording)
    act(client, f"partnerships/{given.partnership}/public-contact", public_contact="enquiries@wal.example")
    page = visit(client, there)
    assert "The review made 1 recommendation. No action is done yet, 1 is still being worked on." in page.text
    assert "enquiries@wal.example" in page.text
    assert "1 recommendation has words that look like somebody's personal details." in page.text
