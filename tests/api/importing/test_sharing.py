"""Several actions in one row."""

from datetime import date

from domain.vocabulary import QuestionAbout
from tests.api.importing.invented import asked, one_row, only

FOUR = "1. Write\n2. Train\n3. Check\n4. Report"


def test_everything_in_parallel() -> None:
    """Each action of a list has its own date, lead, progress, status and evidence."""
    plan = one_row(
        action="1. Write\n2. Train",
        lead="1. Anytown Police\n2. Anytown Council",
        target="1. 31/03/2031\n2. 30/06/2031",
        progress="1. Draft made\n2. Not begun",
        status="1. Amber\n2. Red",
        evidence="1. Policy\n2. Register",
    )
    first, second = only(plan).actions
    assert (first.text, first.lead, first.progress, first.status, first.evidence) == (
        "Write", "Anytown Police", "Draft made", "Amber", "Policy",
    )  # fmt: skip
    assert (second.text, second.lead, second.progress, second.status, second.evidence) == (
        "Train", "Anytown Council", "Not begun", "Red", "Register",
    )  # fmt: skip
    assert [first.timescale.due, second.timescale.due] == [date(2031, 3, 31), date(2031, 6, 30)]
    assert [first.where, second.where] == ["row 2, action 1", "row 2, action 2"]
    assert plan.questions == ()


def test_one_for_all() -> None:
    """One date, one lead and one status for a list serve each of its actions."""
    actions = only(one_row(action=FOUR, target="31/03/2031", status="Amber")).actions
    assert {each.timescale.due for each in actions} == {date(2031, 3, 31)}
    assert {(each.lead, each.status) for each in actions} == {("Anytown Police", "Amber")}


def test_ranges_in_progress() -> None:
    """With "1-3 Complete … 20/01/2020  4. ongoing", three actions are complete and the fourth is not."""
    plan = one_row(
        action=FOUR, target="31/03/2031", progress="1-3 Complete, board told 20/01/2020  4. ongoing"
    )
    actions = only(plan).actions
    assert [each.progress for each in actions] == ["Complete, board told 20/01/2020"] * 3 + ["ongoing"]
    assert [each.reported_complete for each in actions] == [True, True, True, False]
    assert [each.completion.reported_on for each in actions] == [date(2020, 1, 20)] * 3 + [None]
    assert [question.action for question in asked(plan, QuestionAbout.COMPLETION)] == [0, 1, 2]


def test_shared_prose() -> None:
    """Progress that names no number goes to each action, with a question for each."""
    plan = one_row(action="1. Write\n2. Train", target="31/03/2031", progress="Work has begun.")
    assert [each.progress for each in only(plan).actions] == ["Work has begun."] * 2
    assert [question.action for question in asked(plan, QuestionAbout.READING)] == [0, 1]


def test_number_too_many() -> None:
    """What is said of a number that the list does not have is kept on the last action, with a question."""
    plan = one_row(
        action="1. Write\n2. Train", target="31/03/2031", progress="1. Begun\n2. Begun\n5. Printed"
    )
    assert only(plan).actions[-1].remarks == ("Progress, 5: Printed",)
    (question,) = asked(plan, QuestionAbout.READING)
    assert (question.words, question.recommendation, question.action) == ("Printed", 0, 1)


def test_dates_line_by_line() -> None:
    """As many dates as actions, one a line without numbers, belong to them in their order."""
    actions = only(one_row(action="1. Write\n2. Train", target="31/03/2031\n30/06/2031")).actions
    assert [each.timescale.due for each in actions] == [date(2031, 3, 31), date(2031, 6, 30)]


def test_leads_line_by_line() -> None:
    """As many leads as actions are taken in their order, with a question."""
    plan = one_row(action="1. Write\n2. Train", lead="Anytown Police\nAnytown Council", target="31/03/2031")
    assert [each.lead for each in only(plan).actions] == ["Anytown Police", "Anytown Council"]
    assert len(asked(plan, QuestionAbout.READING)) == 2


def test_bullets_that_agree() -> None:
    """Bullets are actions where another cell has as many lines."""
    actions = only(one_row(action="• Write\n• Train", target="• 31/03/2031\n• 30/06/2031")).actions
    assert [(each.text, each.timescale.raw) for each in actions] == [
        ("Write", "31/03/2031"),
        ("Train", "30/06/2031"),
    ]


def test_bullets_that_do_not_agree() -> None:
    """Bullets with nothing in parallel are lines of one action."""
    (action,) = only(one_row(action="• Write\n• Train\n• Check", target="31/03/2031\n30/06/2031")).actions
    assert action.text == "• Write\n• Train\n• Check"


def test_one_point() -> None:
    """A list of one point is one action, and its number is no part of any cell."""
    (action,) = only(one_row(action="1. Write", target="1. 31/03/2031")).actions
    assert (action.text, action.timescale.due, action.where) == ("Write", date(2031, 3, 31), "row 2")


def test_list_that_goes_on_from_another_row() -> None:
    """Actions that are numbered on from another row keep their numbers as remarks."""
    actions = only(one_row(action="3. Write\n4. Train", target="3. 31/03/2031\n4. 30/06/2031")).actions
    assert [each.remarks for each in actions] == [("Number in the plan: 3",), ("Number in the plan: 4",)]
    assert [each.timescale.due for each in actions] == [date(2031, 3, 31), date(2031, 6, 30)]


def test_point_without_words() -> None:
    """A number with nothing behind it is no action."""
    plan = one_row(action="1. Write\n2.\n3. Check", target="31/03/2031")
    assert [each.text for each in only(plan).actions] == ["Write", "Check"]


def test_dates_on_one_line() -> None:
    """Commas between numbered dates belong to none of them."""
    actions = only(one_row(action="1. Write\n2. Train", target="1. 31/03/2031, 2. 30/06/2031")).actions
    assert [each.timescale.raw for each in actions] == ["31/03/2031", "30/06/2031"]
