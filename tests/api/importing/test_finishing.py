"""What the words of an action are taken to mean, and what is asked."""

from datetime import date

import pytest

from domain.vocabulary import QuestionAbout, Scope, WhyNoDate
from tests.api.importing.invented import TEMPLATE, WORDING, asked, one_row, only, only_action, plan_of

DUE = "31/03/2031"


def template_row(**cells: str) -> list[str]:
    """A row under the template's headings."""
    given = {"action": "Write", "lead": "Anytown Police", "target": DUE} | cells
    return [
        WORDING,
        *(given.get(each, "") for each in ("scope", "action", "lead", "key", "target", "completion")),
    ]


def test_full_date() -> None:
    """A full date is the due date, and nothing is asked."""
    plan = one_row(target=DUE)
    assert only_action(plan).timescale.due == date(2031, 3, 31)
    assert plan.questions == ()


@pytest.mark.parametrize(
    ("words", "due", "why"),
    [
        ("June 2031", date(2031, 6, 30), None),
        ("31 September 2031", None, WhyNoDate.NO_SUCH_DAY),
        ("Q3 2031", None, WhyNoDate.NOT_A_DAY),
        ("On-going", None, WhyNoDate.ONGOING),
        ("ASAP", None, WhyNoDate.IMMEDIATE),
        ("3 months after publication", None, WhyNoDate.RELATIVE),
        ("", None, WhyNoDate.NOT_GIVEN),
    ],
)
def test_everything_else_is_asked(words: str, due: date | None, why: WhyNoDate | None) -> None:
    """What is not one full day is kept raw and asked about."""
    plan = one_row(target=words)
    timescale = only_action(plan).timescale
    assert (timescale.raw, timescale.due, timescale.why_no_date) == (words, due, why)
    (question,) = asked(plan, QuestionAbout.TIMESCALE)
    assert (question.where, question.words, question.recommendation, question.action) == (
        "row 2",
        words,
        0,
        0,
    )


def test_prose_as_a_timescale() -> None:
    """A page of prose where the date should be is kept and asked about, not searched for dates."""
    words = "As soon as the board has met on 31/03/2031. " * 20
    plan = one_row(target=words)
    assert only_action(plan).timescale.why_no_date is WhyNoDate.NOT_UNDERSTOOD
    assert only_action(plan).timescale.raw == words.strip()


def test_completion_in_the_target_cell() -> None:
    """A target cell "Complete 04/03/2020" is a completion, not a due date, with a question."""
    plan = one_row(target="Complete 04/03/2020")
    action = only_action(plan)
    assert (action.timescale.raw, action.timescale.due) == ("Complete 04/03/2020", None)
    assert (action.completion.raw, action.completion.reported_on) == ("Complete 04/03/2020", date(2020, 3, 4))
    assert action.reported_complete
    assert len(asked(plan, QuestionAbout.COMPLETION)) == 1


def test_completion_with_prose() -> None:
    """A completion cell keeps its prose, and its one day is taken."""
    plan = plan_of([TEMPLATE, template_row(completion="04/03/2030\nPolicy issued to all staff.")])
    action = only_action(plan)
    assert action.completion.raw == "04/03/2030\nPolicy issued to all staff."
    assert (action.completion.reported_on, action.reported_complete) == (date(2030, 3, 4), True)
    assert plan.questions == ()


def test_completion_in_a_month() -> None:
    """A month is no day: reported complete, with a question for the day."""
    plan = plan_of([TEMPLATE, template_row(completion="Completed - June 2020.")])
    assert only_action(plan).reported_complete
    assert only_action(plan).completion.reported_on is None
    assert len(asked(plan, QuestionAbout.COMPLETION)) == 1


def test_completion_in_doubt() -> None:
    """What may or may not be a completion is none, until a person says so."""
    plan = plan_of([TEMPLATE, template_row(completion="Expected by 04/03/2030")])
    assert not only_action(plan).reported_complete
    assert only_action(plan).completion.reported_on is None
    assert asked(plan, QuestionAbout.COMPLETION)[0].words == "Expected by 04/03/2030"


def test_status_complete_without_a_date() -> None:
    """A status alone makes an action complete; the day is asked, and no timescale is asked for."""
    plan = one_row(status="Complete")
    assert only_action(plan).reported_complete
    assert only_action(plan).status == "Complete"
    assert [question.about for question in plan.questions] == [QuestionAbout.COMPLETION]


def test_status_and_completion_disagree() -> None:
    """A completion cell that holds back outweighs a status "Complete", with a question."""
    headings = ["Recommendation", "Action", "Lead", "Target date", "Status", "Date of completion"]
    plan = plan_of([headings, [WORDING, "Write", "Police", DUE, "Complete", "Expected in May"]])
    assert not only_action(plan).reported_complete
    assert len(asked(plan, QuestionAbout.COMPLETION)) == 1


def test_completion_date_as_the_only_date() -> None:
    """A heading "Completion date" alone is when an action is due, with a question about the column."""
    plan = plan_of(
        [["Recommendation", "Action", "Lead", "Completion date"], [WORDING, "Write", "Police", DUE]]
    )
    assert only_action(plan).timescale.due == date(2031, 3, 31)
    assert not only_action(plan).reported_complete
    assert "“Completion date”" in asked(plan, QuestionAbout.READING)[0].text


def test_lead_and_supporting() -> None:
    """Two agencies in a cell are the lead and one that supports it; others come from their own column."""
    headings = ["Recommendation", "Action", "Lead agency", "Supporting agencies", "Target date"]
    plan = plan_of([headings, [WORDING, "Write", "Police\nHealth", "Fire; Health; Housing", DUE]])
    assert only_action(plan).lead == "Police"
    assert only_action(plan).supporting == ("Health", "Fire", "Housing")


def test_owner_beside_the_lead() -> None:
    """A person in a column of their own is the owner."""
    headings = ["Recommendation", "Action", "Lead agency", "Person responsible", "Target date"]
    action = only_action(plan_of([headings, [WORDING, "Write", "Police", "DCI Example", DUE]]))
    assert (action.lead, action.owner) == ("Police", "DCI Example")


@pytest.mark.parametrize(
    ("words", "lead", "owner"),
    [("Anytown Police", "Anytown Police", ""), ("Head of Safeguarding", "", "Head of Safeguarding")],
)
def test_owner_without_a_lead(words: str, lead: str, owner: str) -> None:
    """An agency in the only column for who does it is the lead; a person is the owner."""
    action = only_action(plan_of([["Recommendation", "Action", "Owner"], [WORDING, "Write", words]]))
    assert (action.lead, action.owner) == (lead, owner)


@pytest.mark.parametrize("words", ["All Agencies", "Housing Providers", "Police\nother agencies"])
def test_nobody(words: str) -> None:
    """Words for everyone stay, with a question that names the action and the words."""
    plan = one_row(lead=words, target=DUE)
    action = only_action(plan)
    assert (action.lead, *action.supporting) == tuple(words.split("\n"))
    (question,) = asked(plan, QuestionAbout.NOBODY)
    assert question.words == words.rpartition("\n")[2]
    assert (question.recommendation, question.action) == (0, 0)


def test_no_lead() -> None:
    """An action without a lead is asked about."""
    assert len(asked(one_row(lead="", target=DUE), QuestionAbout.LEAD_AGENCY)) == 1


@pytest.mark.parametrize(
    ("words", "scope"),
    [("Local", Scope.LOCAL), ("REGIONAL", Scope.REGIONAL), ("National level", Scope.NATIONAL), ("", None)],
)
def test_scope(words: str, scope: Scope | None) -> None:
    """The template's words for the scope are known in any case, and nothing is asked."""
    plan = plan_of([TEMPLATE, template_row(scope=words)])
    assert only(plan).scope is scope
    assert plan.questions == ()


@pytest.mark.parametrize("words", ["Local and regional", "County-wide"])
def test_other_scope(words: str) -> None:
    """Two scopes, or other words, are none: kept as a remark, with a question."""
    plan = plan_of([TEMPLATE, template_row(scope=words)])
    assert only(plan).scope is None
    assert words in plan.remarks[0]
    assert asked(plan, QuestionAbout.READING)[0].words == words


def test_status_outweighs_progress() -> None:
    """A progress note "Complete" under a status that says otherwise is asked about, not believed."""
    plan = one_row(target=DUE, status="Amber", progress="Complete 04/03/2030")
    assert not only_action(plan).reported_complete
    assert asked(plan, QuestionAbout.COMPLETION)[0].words == "Complete 04/03/2030"
