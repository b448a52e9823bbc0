"""Which rows make which recommendations and actions."""

import pytest

from domain.vocabulary import QuestionAbout, Scope
from tests.api.importing.invented import NUMBERED, WORDING, asked, only, only_action, plan_of


def test_same_number_and_wording() -> None:
    """Rows with one number and wording are one recommendation, also when others stand between them."""
    rows = [["1", "One.", "a"], ["2", "Two.", "b"], ["1", "One.", "c"]]
    first, second = plan_of([NUMBERED, *rows]).recommendations
    assert [each.text for each in first.actions] == ["a", "c"]
    assert [each.text for each in second.actions] == ["b"]


def test_same_number_other_wording() -> None:
    """A number that several agencies' lists have is no key: each wording is a recommendation."""
    plan = plan_of([NUMBERED, ["1", "One."], ["1", "Two."]])
    assert [(each.label, each.text) for each in plan.recommendations] == [("1", "One."), ("1", "Two.")]


def test_same_wording_other_number() -> None:
    """One wording under two numbers is two recommendations."""
    plan = plan_of([NUMBERED, ["R1", "One."], ["R2", "One."]])
    assert [each.label for each in plan.recommendations] == ["R1", "R2"]


@pytest.mark.parametrize("label", ["10.1.1.1", "3.140(a)", "9.1 a", "2b", "R10", "1.", "10.10"])
def test_labels_as_printed(label: str) -> None:
    """The label is what stands in the number column."""
    assert only(plan_of([NUMBERED, [label, WORDING]])).label == label


def test_wording_to_the_letter() -> None:
    """Only what stands around the wording is cut off."""
    wording = "a) The  “police” –\n\nb) should… act;"
    assert only(plan_of([NUMBERED, ["1", f"  {wording}\n"]])).text == wording


def test_label_without_a_column() -> None:
    """Without a column for it, the number is found at the beginning of the wording."""
    plan = plan_of([["Recommendation", "Addressed to"], [f"Recommendation 4: {WORDING}", "Anytown Police"]])
    assert (only(plan).label, only(plan).text) == ("Recommendation 4", WORDING)


def test_addressees() -> None:
    """Each addressee is kept; without an action there is none."""
    plan = plan_of([["#", "Recommendation", "Addressed to"], ["1", WORDING, "Police | other agencies"]])
    assert only(plan).addressees == ("Police", "other agencies")
    assert only(plan).actions == ()
    (question,) = asked(plan, QuestionAbout.NOBODY)
    assert (question.words, question.recommendation, question.action) == ("other agencies", 0, None)


def test_row_without_an_action() -> None:
    """A row with a lead but no action is one action in the recommendation's words, with a question."""
    plan = plan_of(
        [["No", "Recommendation", "Lead agency"], ["1", WORDING, "Anytown Police"], ["2", "Two.", ""]]
    )
    action = plan.recommendations[0].actions[0]
    assert (action.text, action.lead) == (WORDING, "Anytown Police")
    assert plan.recommendations[1].actions == ()
    assert [question.action for question in asked(plan, QuestionAbout.READING)] == [0]


def test_row_that_goes_on() -> None:
    """A row with nothing but more progress and another agency goes on from the action above."""
    rows = [["1", WORDING, "Write", "Police", "31/03/2031", "Begun"], ["", "", "", "Health", "", "Half done"]]
    action = only_action(plan_of([NUMBERED, *rows]))
    assert (action.lead, action.supporting, action.progress) == ("Police", ("Health",), "Begun\nHalf done")


def test_row_that_goes_on_with_another_date() -> None:
    """A second date for one action is a remark with a question: nothing chooses between them."""
    rows = [["1", WORDING, "Write", "Police", "31/03/2031"], ["", "", "", "", "30/06/2031"]]
    plan = plan_of([NUMBERED, *rows])
    assert only_action(plan).timescale.raw == "31/03/2031"
    assert only_action(plan).remarks == ("Target date: 30/06/2031",)
    assert len(asked(plan, QuestionAbout.READING)) == 1


def test_sub_numbers() -> None:
    """A number on a row without a recommendation is the action's, kept as a remark."""
    plan = plan_of([NUMBERED, ["3", WORDING, "Write"], ["3.1", "", "Train"]])
    assert only(plan).actions[1].remarks == ("No: 3.1",)
    assert asked(plan, QuestionAbout.READING) == []


def test_other_number_without_wording() -> None:
    """Another number without a wording is asked about."""
    plan = plan_of([NUMBERED, ["3", WORDING, "Write"], ["4", "", "Train"]])
    assert [each.text for each in only(plan).actions] == ["Write", "Train"]
    assert "number 4" in asked(plan, QuestionAbout.READING)[0].text


def test_action_number() -> None:
    """The number of an action is a remark where recommendations have their own, and their label where not."""
    both = plan_of([["Rec no", "Recommendation", "Action no", "Action"], ["1", WORDING, "1.1", "Write"]])
    assert (only(both).label, only_action(both).remarks) == ("1", ("Action no: 1.1",))
    one = plan_of([["Action Ref Number", "Recommendation", "Sub-Action"], ["P8.5", WORDING, "Write"]])
    assert (only(one).label, only_action(one).remarks) == ("P8.5", ())


def test_row_under_nothing() -> None:
    """An action before any recommendation is kept as a remark of the plan, with a question."""
    plan = plan_of([NUMBERED, ["", "", "Write", "Police"], ["1", WORDING]])
    assert plan.remarks == ("row 2: Action: Write", "row 2: Lead agency: Police")
    assert len(asked(plan, QuestionAbout.READING)) == 1


def test_unknown_columns() -> None:
    """A column that has no field is a remark of the action, or of the plan where there is no action."""
    plan = plan_of(
        [["No", "Recommendation", "Action", "Cost"], ["1", WORDING, "Write", "£5"], ["2", "Two.", "", "£6"]]
    )
    assert plan.recommendations[0].actions[0].remarks == ("Cost: £5",)
    assert plan.remarks == ("row 3, recommendation 2: Cost: £6",)


def test_column_without_a_heading() -> None:
    """Words under no heading are kept with the place of their column."""
    assert only_action(plan_of([NUMBERED, ["1", WORDING, "Write", *[""] * 6, "by hand"]])).remarks == (
        "Column 10: by hand",
    )


def test_several_columns_of_a_kind() -> None:
    """Two columns of updates are one progress, each with its heading."""
    plan = plan_of(
        [["Recommendation", "Action", "Update May", "Update June"], [WORDING, "Write", "Begun", "Half done"]]
    )
    assert only_action(plan).progress == "Update May: Begun\nUpdate June: Half done"


def test_issue_theme_and_scope() -> None:
    """What belongs to the recommendation is said of it, once."""
    headings = ["Theme", "Lesson", "Recommendation", "Scope", "Action"]
    row = ["Health", "Nobody asked", WORDING, "Regional"]
    recommendation = only(plan_of([headings, [*row, "a"], [*row, "b"]]))
    assert (recommendation.theme, recommendation.issue, recommendation.scope) == (
        "Health",
        "Nobody asked",
        Scope.REGIONAL,
    )


def test_theme_alone_in_a_row() -> None:
    """A title alone in the column of numbers is the theme of what stands below."""
    plan = plan_of([NUMBERED, ["Recommendations for health"], ["1", WORDING, "Write"]])
    assert only(plan).theme == "Recommendations for health"
