"""Excel workbooks."""

from datetime import date
from typing import Any

from api.importing.reading import read_plan
from domain.vocabulary import QuestionAbout
from tests.api.importing.invented import NUMBERED, WORDING, asked, excel, only, only_action, serial

DUE = date(2031, 3, 4)


def test_real_date_cell() -> None:
    """A real date cell becomes ISO text without a time of day, and its day is the due date."""
    plan = read_plan(
        "plan.xlsx", excel({"Plan": [NUMBERED, [1, WORDING, "Write it", "Police", serial(DUE)]]})
    )
    assert only_action(plan).timescale.raw == "2031-03-04"
    assert only_action(plan).timescale.due == DUE


def test_numbers_as_labels() -> None:
    """A number that Excel keeps as a number is the label that a person sees."""
    rows = [NUMBERED, [1, "One.", "a"], [8.1, "Two.", "b"], ["10.10", "Three.", "c"]]
    plan = read_plan("plan.xlsx", excel({"Plan": rows}))
    assert [each.label for each in plan.recommendations] == ["1", "8.1", "10.10"]


def test_two_sheets() -> None:
    """Each sheet with the headings is read; titles, blank rows and true row numbers are kept."""
    sheets: dict[str, Any] = {
        "Health": [["Review DHR99 (invented)"], [], NUMBERED, [1, "One.", "Do it", "Anytown Trust"]],
        "Police": [NUMBERED, [], [1, "Two.", "Do that", "Anytown Police"], []],
    }
    plan = read_plan("plan.xlsx", excel(sheets))
    assert plan.remarks == ("Review DHR99 (invented)",)
    assert [(each.text, each.where) for each in plan.recommendations] == [
        ("One.", "sheet Health, row 4"),
        ("Two.", "sheet Police, row 3"),
    ]


def test_sheet_without_headings() -> None:
    """A sheet with something else on it is named in a question, not silently passed over."""
    sheets: dict[str, Any] = {
        "Plan": [NUMBERED, [1, WORDING, "Do it"]],
        "Lists": [["Red"], ["Amber"]],
        "Empty": [],
    }
    plan = read_plan("plan.xlsx", excel(sheets))
    (question,) = asked(plan, QuestionAbout.READING)
    assert question.where == "sheet Lists"


def test_hidden_sheet() -> None:
    """A hidden sheet with a plan on it is read, with a question."""
    sheets: dict[str, Any] = {"Cover": [["Plan"]], "Old": [NUMBERED, [1, WORDING, "Do it"]]}
    plan = read_plan("plan.xlsx", excel(sheets, hidden=["Old"]))
    assert only(plan).text == WORDING
    assert any("hidden" in question.text for question in plan.questions)


def test_merged_cells() -> None:
    """A recommendation merged over two rows has the actions of both, and a merged date serves both."""
    rows = [NUMBERED, [1, WORDING, "Write", "Police", "31/03/2031"], ["", "", "Train", "Council", ""]]
    plan = read_plan("plan.xlsx", excel({"Plan": rows}, merged=["A2:A3", "B2:B3", "E2:E3"]))
    assert [each.text for each in only(plan).actions] == ["Write", "Train"]
    assert {each.timescale.due for each in only(plan).actions} == {date(2031, 3, 31)}
    assert [each.where for each in only(plan).actions] == ["sheet Plan, row 2", "sheet Plan, row 3"]


def test_title_over_the_table() -> None:
    """A title merged over the whole width is one remark, said once."""
    rows = [["Plan of DHR99", *[""] * 7], NUMBERED, [1, WORDING, "Write"]]
    assert read_plan("plan.xlsx", excel({"Plan": rows}, merged=["A1:H1"])).remarks == ("Plan of DHR99",)


def test_banner_inside_the_table() -> None:
    """A line merged over the table is the theme of the recommendations under it."""
    rows = [NUMBERED, ["Health", *[""] * 7], [1, "One."], ["Police", *[""] * 7], [2, "Two."]]
    plan = read_plan("plan.xlsx", excel({"Plan": rows}, merged=["A2:H2", "A4:H4"]))
    assert [each.theme for each in plan.recommendations] == ["Health", "Police"]


def test_true_and_false() -> None:
    """Cells of other kinds keep what a person sees."""
    rows = [(*NUMBERED, "Agreed", "Cost"), [1, WORDING, "Write", *[""] * 5, True, 12.5]]
    assert only_action(read_plan("plan.xlsx", excel({"Plan": rows}))).remarks == (
        "Agreed: TRUE",
        "Cost: 12.5",
    )
