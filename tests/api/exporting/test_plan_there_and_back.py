"""A plan that was written and is read by the import says the same."""

from datetime import date
from typing import Any

from hypothesis import given, settings

from api.exporting.plan_content import ActionPlan, Part, Step
from domain.timescales import read_timescale
from domain.vocabulary import Scope, WhyNoDate
from tests.api.exporting.plans import UNSEEN, plans, read_again, told, told_back


@settings(max_examples=25)
@given(plan=plans())
def test_any_plan_comes_back(plan: ActionPlan) -> None:
    """Whatever labels, lists, dates and names are in it, Word and Excel give the same plan again."""
    for read in read_again(plan):
        assert told_back(read) == told(plan)


def test_a_moved_date_says_the_first_one_too() -> None:
    """The target date is the present one alone; the first one stands among the milestones."""
    plan = one_step(timescale="Spring 2026", due=date(2026, 9, 30), original_due=date(2026, 5, 31))
    for read in read_again(plan):
        [action] = read.recommendations[0].actions
        assert (action.timescale.raw, action.timescale.due) == ("30 September 2026", date(2026, 9, 30))
        assert action.progress == (
            "Target date as first given: 31 May 2026 “Spring 2026”; now 30 September 2026."
        )


def test_words_of_a_timescale_stay_where_they_hold() -> None:
    """A date that has not moved stands in the plan's own words."""
    plan = one_step(timescale="3 months after publication", why_no_date=WhyNoDate.RELATIVE)
    for read in read_again(plan):
        timescale = read.recommendations[0].actions[0].timescale
        assert timescale.raw == "3 months after publication"
        assert timescale.relative == read_timescale("3 months after publication").relative


def test_words_that_a_person_has_put_right() -> None:
    """Words that are read as another date, or none, give way to the date that a person has set."""
    plan = one_step(timescale="Q3 2026", due=date(2026, 9, 30), original_due=date(2026, 9, 30))
    for read in read_again(plan):
        [action] = read.recommendations[0].actions
        assert action.timescale.due == date(2026, 9, 30)
        assert action.progress == "Target date as first given: 30 September 2026 “Q3 2026”."


def test_an_open_action_whose_progress_speaks_of_completion() -> None:
    """Words of completion in a progress note do not make an open action complete."""
    plan = one_step(milestones=("5 March 2026: Completed on 3 March 2026.",))
    for read in read_again(plan):
        [action] = read.recommendations[0].actions
        assert not action.reported_complete
        assert action.progress == "5 March 2026: Completed on 3 March 2026."


def test_an_outcome_that_would_hide_its_day() -> None:
    """An outcome with other days or doubts in it moves to the milestones; the day stays sure."""
    outcome = "Will go on until 5 May 2027."
    plan = one_step(complete=True, completed_on=date(2026, 3, 1), outcome=outcome)
    for read in read_again(plan):
        [action] = read.recommendations[0].actions
        assert (action.reported_complete, action.completion.reported_on) == (True, date(2026, 3, 1))
        assert action.completion.raw == "Completed on 1 March 2026."
        assert action.progress == f"Outcome: {outcome}"


def test_a_sure_outcome_stays_with_its_day() -> None:
    """Date and outcome stand in their column where the import reads both."""
    plan = one_step(complete=True, completed_on=date(2026, 3, 1), outcome="All staff trained.")
    for read in read_again(plan):
        raw = read.recommendations[0].actions[0].completion.raw
        assert raw == "Completed on 1 March 2026.\nAll staff trained."


def test_complete_on_no_known_day() -> None:
    """What an imported plan called complete without a day is called so again, in the same words."""
    for read in read_again(one_step(complete=True, outcome="Completed")):
        [action] = read.recommendations[0].actions
        assert (action.reported_complete, action.completion.reported_on) == (True, None)
        assert action.completion.raw == "Completed"


def test_a_list_inside_an_action() -> None:
    """A numbered list inside one action does not make several of it."""
    text = "Hold a course:\n1. for managers\n2. for nurses"
    for read in read_again(one_step(text=text)):
        assert [action.text for action in read.recommendations[0].actions] == [text]


def test_lists_of_every_kind_inside_an_action() -> None:
    """Only where every kind of list is in one text, unseen marks keep it whole."""
    text = "1. Hold\n2. a course\n(i) one\n(ii) two\na) first\nb) second"
    for read in read_again(one_step(text=text)):
        [action] = read.recommendations[0].actions
        assert action.text.replace(UNSEEN, "") == text


def test_more_milestones_than_a_cell_holds() -> None:
    """The latest milestones stay, and the cell says that earlier ones are left out."""
    notes = tuple(f"{day} March 2026: {'word ' * 2000}".strip() for day in range(1, 9))
    for read in read_again(one_step(milestones=notes)):
        progress = read.recommendations[0].actions[0].progress
        assert progress.startswith("Earlier milestones are left out here")
        assert notes[-1] in progress
        assert notes[0] not in progress


def one_step(**facts: Any) -> ActionPlan:
    """A plan of one recommendation with one action."""
    step = Step(
        **{
            "number": "R1/1",
            "text": "Train every practitioner",
            "lead": "Westshire Police",
            "supporting": (),
            "timescale": "",
            "due": None,
            "original_due": None,
            "why_no_date": None if facts.get("due") else WhyNoDate.NOT_GIVEN,
        }
        | facts
    )
    return ActionPlan("DHR7", (Part("R1", "All staff should be trained.", Scope.LOCAL, (step,)),))
