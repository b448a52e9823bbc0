"""How a plan looks as a Word document and as a workbook."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from api.exporting.plan import as_word, as_workbook
from api.exporting.plan_cells import HEADINGS
from api.exporting.plan_content import ActionPlan, Part
from api.importing.reading import read_plan
from domain.vocabulary import Scope, WhyNoDate
from tests.api.exporting.looking import live_parts, sheets
from tests.api.exporting.plans import BAND
from tests.api.exporting.test_plan_there_and_back import one_step

PLAN = replace(one_step(), notes=("Left out: 1 cancelled action.",))
STEP = PLAN.parts[0].steps[0]
SEVERAL = ActionPlan("DHR7", (Part("R1", "Train all.", Scope.LOCAL, (STEP, replace(STEP, text="Ask"))),))
ODD = ActionPlan("DHR7", (*SEVERAL.parts, Part("the odd one", "Write.", None, (STEP,))))


def test_seven_columns_in_word() -> None:
    """The headings are the Home Office's seven, to the letter, and are repeated on every page."""
    [table] = document(PLAN).tables
    assert [cell.text for cell in table.rows[0].cells] == list(HEADINGS)
    assert [len(row.cells) for row in table.rows] == [7, 7]
    assert [one.tag for one in document(PLAN).element.body.iter(qn("w:tblHeader"))] == [qn("w:tblHeader")]


def test_seven_columns_in_excel() -> None:
    """The same in the one sheet of the workbook, under its title and its notes."""
    [(name, rows)] = sheets(as_workbook(PLAN, band=BAND)).items()
    assert name == "Action plan DHR7"
    assert [row[0] for row in rows[:3]] == [
        "Action plan of review DHR7",
        "Made on 2 March 2026, 12:00 (London) by Coordinator, Westonbury Council.",
        "Left out: 1 cancelled action.",
    ]
    assert rows[3] == list(HEADINGS)


def test_the_cells_of_a_row() -> None:
    """Label and wording, scope, action, lead, milestones, target date and completion, each in its column."""
    row = sheets(as_workbook(PLAN, band=BAND))["Action plan DHR7"][4]
    assert row == [
        "R1: All staff should be trained.",
        "local",
        "Train every practitioner",
        "Westshire Police",
        "",
        "",
        "",
    ]


def test_a_recommendation_stands_once_in_word() -> None:
    """Beside all its actions; in Excel each row repeats it, so that it can be filtered."""
    [table] = document(SEVERAL).tables
    merged = [row.cells[0] for row in table.rows][1:]
    assert merged[0].text == "R1: Train all." == merged[1].text
    assert list(document(SEVERAL).element.body.iter(qn("w:vMerge")))
    rows = sheets(as_workbook(SEVERAL, band=BAND))["Action plan DHR7"]
    assert [row[0] for row in rows[3:]] == ["R1: Train all.", "R1: Train all."]


def test_labels_that_need_a_column() -> None:
    """Where a label cannot be told from its wording, all labels stand in a column under the same heading."""
    [table] = document(ODD).tables
    assert [cell.text for cell in table.rows[0].cells] == [HEADINGS[0], *HEADINGS]
    assert [cell.text for cell in table.rows[1].cells][:3] == ["No.", "(wording)", HEADINGS[1]]
    for name, data in (("a.docx", as_word(ODD, band=BAND)), ("a.xlsx", as_workbook(ODD, band=BAND))):
        assert [one.label for one in read_plan(name, data).recommendations] == ["R1", "the odd one"]


def test_the_past_is_said_to_be_so() -> None:
    """A plan as at a moment says that it is the past, in both files."""
    band = replace(BAND, as_at=datetime(2026, 1, 1, tzinfo=UTC))
    said = "As at 1 January 2026, 00:00 (London): this is the past."
    word = Document(BytesIO(as_word(PLAN, band=band)))
    assert any(paragraph.text.startswith(said) for paragraph in word.paragraphs)
    assert sheets(as_workbook(PLAN, band=band))["Action plan DHR7"][1][0].startswith(said)


def test_what_the_import_keeps_of_a_title() -> None:
    """When and by whom it was made becomes a remark; the title does not become a recommendation."""
    read = read_plan("plan.docx", as_word(PLAN, band=BAND))
    assert read.remarks == ("Made on 2 March 2026, 12:00 (London) by Coordinator, Westonbury Council.",)
    assert [one.label for one in read.recommendations] == ["R1"]


def test_the_same_recommendation_twice() -> None:
    """A note says that an import takes two of the same number and wording for one."""
    twice = ActionPlan("DHR7", PLAN.parts * 2)
    said = "Recommendation R1 stands here twice; an import takes both for one."
    assert document(twice).paragraphs[-1].text == said
    assert sheets(as_workbook(twice, band=BAND))["Action plan DHR7"][2][0] == said


def test_what_no_row_can_say() -> None:
    """A note names an action that an import would read otherwise: here completed and not complete."""
    doubtful = replace(STEP, due=None, why_no_date=WhyNoDate.IMMEDIATE, completed_on=date(2026, 1, 1))
    odd = ActionPlan("DHR7", (Part("R1", "Train all.", None, (doubtful,)),))
    assert document(odd).paragraphs[-1].text == "An import may read action R1/1 otherwise."


def test_an_empty_plan() -> None:
    """A review without recommendations gives the headings alone."""
    [table] = document(ActionPlan("DHR7", ())).tables
    assert len(table.rows) == 1
    assert sheets(as_workbook(ActionPlan("DHR7", ()), band=BAND))["Action plan DHR7"][2] == list(HEADINGS)


def test_nothing_in_it_is_live() -> None:
    """No text becomes a formula or a link, and a reference cannot break the name of the sheet."""
    attack = '=HYPERLINK("https://example.org","Click")'
    plan = ActionPlan("D/H[R]*7?", (Part("R1", attack, None, (replace(STEP, text=attack, lead=attack),)),))
    data = as_workbook(plan, band=BAND)
    assert live_parts(data) == []
    assert attack in sheets(data)["Action plan D H R 7"][3]


def test_language_and_title_for_screen_readers() -> None:
    """The document says its title and that it is in British English."""
    properties = document(PLAN).core_properties
    assert (properties.title, properties.language) == ("Action plan of review DHR7", "en-GB")


def document(plan: ActionPlan) -> WordDocument:
    """The plan as a Word document, opened again."""
    return Document(BytesIO(as_word(plan, band=BAND)))
