"""The form of every command: it shows what is known, acts once, and loses nothing that was typed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.commands import COMMANDS, Command
from domain.store.application import Store
from tests.api.conftest import Clock, FollowedViews, Given, acting
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, day, record, refused, send, visit

HOSTILE = "<script>alert(1)</script><b>&amp;"


def place(one: Command, plan: Plan, given: Given) -> str:
    """The address of the form of a command about one of the things that there are."""
    things = {
        "reviews": plan.review,
        "recommendations": plan.recommendation,
        "actions": plan.action,
        "agencies": f"/agencies/{given.council}",
        "people": f"/people/{given.administrator}",
        "partnerships": f"/partnerships/{given.partnership}",
    }
    return f"{things[one.things]}/{one.noun}" if one.noun else f"/{one.things}/new"


def test_every_command_has_a_form(client: TestClient, plan: Plan, given: Given) -> None:
    """Each shows its title as heading and a label for each field of its own, whatever the state."""
    for one in COMMANDS:
        with acting(client, given.who_gives(one.noun)):
            page = visit(client, place(one, plan, given))
        assert page.heading.endswith(one.title)
        for field in one.fields.values():
            assert field.title is not None
            assert field.title in page.text, (one.things, one.noun)


def test_a_form_shows_what_is_known(client: TestClient, plan: Plan, given: Given) -> None:
    """The boxes hold what is recorded, so that one changes it and does not type it again."""
    wording = visit(client, f"{plan.recommendation}/wording").sent_with()["wording"]
    assert [one.strip() for one in wording] == ["The council should train all staff."]
    assert visit(client, f"{plan.action}/lead-agency").sent_with()["lead"] == [str(given.council)]
    assert visit(client, f"{plan.action}/supporting-agencies").sent_with()["supporting"] == [
        str(given.police)
    ]
    rule = visit(client, f"/partnerships/{given.partnership}/reminder-rule").sent_with()
    assert rule["days_before"] == ["28, 7"]
    assert rule["on_the_day"] == ["yes"]


def test_a_rule_with_nothing_ticked(client: TestClient, given: Given) -> None:
    """What is not ticked is off, and numbers may be taken away."""
    place = f"/partnerships/{given.partnership}"
    typed = {"on_the_day": [], "then_monthly": [], "days_before": "14", "weekly_for_weeks": "2"}
    record(client, f"{place}/reminder-rule", **typed)
    text = visit(client, place).text.partition("History")[0]
    assert "14 days before the due date." in text
    assert "On the due date." not in text
    assert "for 2 weeks" in text


def test_recording_leads_to_the_thing(client: TestClient, owned: Plan) -> None:
    """After the button comes the page of the thing, which says what was recorded, and shows it."""
    answer = send(client, f"{owned.action}/progress", progress="Half of them are trained.")
    assert answer.status_code == 303
    page = visit(client, answer.headers["location"])
    assert "Recorded Report progress" in page.text
    assert "Half of them are trained." in page.text


def test_a_double_click_records_once(client: TestClient, owned: Plan, store: Store) -> None:
    """The same form sent twice records once, and both lead to the thing."""
    form = visit(client, f"{owned.action}/progress").sent_with(progress="Half of them are trained.")
    first = client.post(f"{owned.action}/progress", data=form)
    before = store.log.last_position()
    second = client.post(f"{owned.action}/progress", data=form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert store.log.last_position() == before


def test_a_double_click_makes_one_thing(client: TestClient, given: Given, store: Store) -> None:
    """The same holds for a new thing: the second answer leads to the first one's."""
    form = visit(client, "/agencies/new").sent_with(name="Westonbury Women's Support")
    first, second = (client.post("/agencies/new", data=form) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert visit(client, "/agencies").text.count("Westonbury Women's Support") == 1


def test_a_form_that_was_sent_and_then_changed(client: TestClient, owned: Plan) -> None:
    """Who goes back, changes the text and sends it again is told, and sends it once more to record it."""
    form = visit(client, f"{owned.action}/progress").sent_with(progress="Half of them.")
    client.post(f"{owned.action}/progress", data=form)
    answer = client.post(f"{owned.action}/progress", data=form | {"progress": "Two thirds of them."})
    page = Page(answer)
    assert answer.status_code == 422
    assert page.errors[0].startswith("This form was sent before, and recorded.")
    assert client.post(f"{owned.action}/progress", data=page.sent_with()).status_code == 303
    assert "Two thirds of them." in visit(client, owned.action).text


def test_somebody_was_first(client: TestClient, owned: Plan, store: Store) -> None:
    """Who was second is told who changed what and when; sent again, what they typed is recorded."""
    form = visit(client, f"{owned.action}/progress").sent_with(progress="Mine.")
    record(client, f"{owned.action}/forecast", forecast="at risk")
    before = store.log.last_position()
    answer = client.post(f"{owned.action}/progress", data=form)
    page = Page(answer)
    assert answer.status_code == 412
    assert store.log.last_position() == before
    assert page.errors == ["Something was recorded here after you opened this form: it is shown below."]
    assert "Forecast: at risk Entered by Community safety officer, Westonbury Council" in page.text
    assert page.sent_with()["progress"] == ["Mine."]
    assert client.post(f"{owned.action}/progress", data=page.sent_with()).status_code == 303


def test_an_action_is_planned_for_one_of_several_reviews(client: TestClient, plan: Plan) -> None:
    """With several reviews the form asks for the review first, and then offers its recommendations alone."""
    review = plan.review.rpartition("/")[2]
    assert visit(client, "/actions/new").heading == "Plan an action"
    other = record(client, "/reviews/new", reference="DHR8", pseudonym="Ivy").rpartition("/")[2]
    record(client, f"/recommendations/new?review={other}", label="9", wording="Ask the neighbours.")
    step = visit(client, "/actions/new?text=Train+them")
    assert {option.get("value") for option in step.tree.xpath("//select[@id='review']/option")} == {
        review,
        other,
    }
    assert step.tree.xpath("//main//form//input[@name='text']/@value") == ["Train them"]
    form = visit(client, f"/actions/new?text=Train+them&review={other}")
    assert "Ask the neighbours." in form.text
    assert form.sent_with()["text"] == ["Train them"]
    assert len(form.tree.xpath("//input[@name='recommendations']")) == 1


def test_what_is_needed(client: TestClient, plan: Plan, given: Given) -> None:
    """An empty form names each field that is needed, beside the field and in the summary, with a link."""
    page = refused(client, "/people/new")
    assert page.errors == ["“Name” is needed."]
    assert page.title.startswith("Error: Add a person")
    assert page.tree.find_class("govuk-error-summary__list")[0].find(".//a").get("href") == "#name"
    box = page.tree.get_element_by_id("name")
    assert "name-error" in box.get("aria-describedby")
    assert refused(client, f"{plan.action}/cancellation").errors == ["“Reason” is needed."]
    assert refused(client, f"{plan.action}/timescale", timescale="").errors == [
        "Give the timescale in words, or a due date."
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (day("until", 31, 2, 2027), "“New due date asked for” must be a real day, such as 27 3 2027."),
        (day("until", "x", 2, 2027), "“New due date asked for” must be a real day, such as 27 3 2027."),
        (day("until", 1, 2, 99999), "“New due date asked for” must be a real day, such as 27 3 2027."),
        (day("until", "", "", ""), "“New due date asked for” is needed."),
        (day("until", 1, 3, 2026), "The new date must be later."),
    ],
)
def test_days_that_are_wrong(client: TestClient, plan: Plan, typed: dict[str, str], sentence: str) -> None:
    """A day that is none is refused in words, and stays in its boxes."""
    page = refused(client, f"{plan.action}/extension-request", reason="Training is late.", **typed)
    assert page.errors == [sentence]
    sent = page.sent_with()
    assert {name: sent[name][0] for name in typed} == typed
    assert [one.strip() for one in sent["reason"]] == ["Training is late."]


def test_a_month_may_be_a_word(client: TestClient, plan: Plan) -> None:
    """A month is understood as number, as name, and cut short."""
    typed = day("until", 31, "aug", 2026)
    record(client, f"{plan.action}/extension-request", reason="Training is late.", **typed)
    assert "Until 31 August 2026" in visit(client, plan.action).text


def test_for_somebody_else_on_another_day(client: TestClient, owned: Plan) -> None:
    """Who records what another said gives who, how and when; the history tells it."""
    said = {"said_by": "Head of training", "how": "mail", "how_in_detail": "mail of 27 February"}
    typed = {"progress": "Done in two teams.", **said, **day("happened_on", 27, 2, 2026)}
    record(client, f"{owned.action}/progress", **typed)
    text = visit(client, owned.action).text
    assert "said by Head of training (mail of 27 February)" in text
    assert "happened on 27 February 2026" in text


def test_a_day_that_has_not_come(client: TestClient, owned: Plan) -> None:
    """What has happened cannot lie in the future; the part of the form with the day is open then."""
    page = refused(client, f"{owned.action}/progress", progress="Done.", **day("happened_on", 3, 3, 2026))
    assert page.errors == ["What has happened cannot lie in the future."]
    assert page.form.find(".//details").get("open") is not None


def test_what_the_domain_refuses_stands_beside_its_field(client: TestClient, given: Given) -> None:
    """A name that another agency has is refused beside the name."""
    page = refused(client, "/agencies/new", name="westonbury council")
    assert page.errors == ["Another agency goes by that name already."]
    assert page.tree.get_element_by_id("name-error") is not None


def test_texts_are_shown_as_text(client: TestClient, given: Given) -> None:
    """Whatever is typed anywhere comes back as text, never as part of the page."""
    identity = record(client, "/reviews/new", reference="A<b>1", pseudonym=HOSTILE).rpartition("/")[2]
    recommendation = record(
        client,
        f"/recommendations/new?review={identity}",
        label="<i>1",
        wording=HOSTILE,
        issue=HOSTILE,
        theme=HOSTILE,
    )
    agency = record(client, "/agencies/new", name=HOSTILE)
    person = record(client, "/people/new", name=HOSTILE, post=HOSTILE, agency=agency.rpartition("/")[2])
    action = record(
        client,
        f"/actions/new?review={identity}",
        text=HOSTILE,
        recommendations=[recommendation.rpartition("/")[2]],
        lead=agency.rpartition("/")[2],
        timescale=HOSTILE,
    )
    record(client, f"{action}/owner", owner=person.rpartition("/")[2], reason=HOSTILE, said_by=HOSTILE)
    record(client, f"{action}/progress", progress=HOSTILE, evidence=HOSTILE, how_in_detail=HOSTILE)
    record(client, f"/reviews/{identity}/question", text=HOSTILE)
    review = f"/reviews/{identity}"
    lists = ["/", "/actions", "/reviews", "/agencies", "/people", "/partnerships", f"/log?review={identity}"]
    forms = [f"{action}/wording", f"{action}/owner", "/actions/new", f"{review}/settlement"]
    for address in [review, recommendation, agency, person, action, *lists, *forms]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text, address
        assert "<b>&amp;" not in answer.text, address


def test_long_texts_come_whole(client: TestClient, owned: Plan) -> None:
    """A text of 4,000 characters is kept and shown whole; lists show its beginning."""
    long = "word " * 799 + "end."
    record(client, f"{owned.action}/wording", text=long)
    assert long in visit(client, owned.action).text
    assert "…" in visit(client, "/actions").text
    assert "end." not in visit(client, "/actions").text


@pytest.mark.parametrize(
    "path", ["/actions/{}", "/actions/{}/progress", "/reviews/{}", "/reviews/{}/timeline"]
)
def test_what_is_not_there(client: TestClient, plan: Plan, path: str) -> None:
    """A thing that nobody recorded has no page, and nor has one under the noun of another kind."""
    assert visit(client, path.format(uuid4()), 404).heading == "Page not found"
    other = plan.recommendation.rpartition("/")[2]
    assert visit(client, path.format(other), 404).heading == "Page not found"
    assert visit(client, path.format("none"), 404).heading == "Page not found"


def test_a_form_without_its_version(client: TestClient, plan: Plan, store: Store) -> None:
    """A form that was cut off changes nothing, and is shown again."""
    before = store.log.last_position()
    answer = client.post(f"{plan.action}/progress", data={"progress": "Done."})
    assert answer.status_code == 422
    assert Page(answer).errors == ["This form was not complete. Look at it again, and send it once more."]
    assert store.log.last_position() == before


def test_while_the_lists_are_behind(client: TestClient, plan: Plan, views: FollowedViews) -> None:
    """What was recorded is shown as recorded though the lists have not followed yet."""
    views.following = False
    new = record(client, "/agencies/new", name="Westonbury Women's Support")
    page = visit(client, new)
    assert "Being updated." in page.text
    assert "Westonbury Women's Support was added to the directory" in page.text
    assert "Being updated" in visit(client, f"{new}/alias").text
    record(client, f"{plan.action}/progress", progress="Recorded all the same.")
    page = visit(client, plan.action)
    assert "Being updated." in page.text
    assert "Recorded all the same." in page.text


def test_an_old_session(client: TestClient, plan: Plan, clock: Clock) -> None:
    """Whoever was away too long signs in again, and comes back to the page."""
    clock.move(minutes=31)
    answer = client.get(plan.action)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={plan.action}")
