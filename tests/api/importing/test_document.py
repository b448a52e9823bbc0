"""Word documents, with all that people do to tables in Word."""

from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from api.importing.reading import read_plan
from api.importing.refusing import UnreadablePlan
from domain.plan import Plan
from domain.vocabulary import QuestionAbout, Scope
from tests.api.importing.invented import (
    FIRST_LIST,
    NUMBERED,
    RESTARTED_LIST,
    TEMPLATE,
    WORDING,
    asked,
    lines,
    number_with,
    only,
    only_action,
    repacked,
    saved,
    word,
    word_table,
)


def read(document: Any) -> Plan:
    """What is read from the document."""
    return read_plan("plan.docx", saved(document))


def test_template() -> None:
    """A row under the Home Office template's seven headings ends in its fields."""
    row = [WORDING, "Local", "Write it", "Anytown Police", "Draft made", "31 March 2031", ""]
    plan = read_plan("plan.docx", word([TEMPLATE, row]))
    recommendation, action = only(plan), only_action(plan)
    assert (recommendation.label, recommendation.text, recommendation.scope) == ("", WORDING, Scope.LOCAL)
    assert (action.text, action.lead, action.progress) == ("Write it", "Anytown Police", "Draft made")
    assert action.timescale.due == date(2031, 3, 31)
    assert (recommendation.where, action.where) == ("table 1, row 2", "table 1, row 2")
    assert plan.questions == ()


def test_merged_recommendation() -> None:
    """A recommendation merged over three rows has three actions; the wording is not said three times."""
    document = Document()
    rows = [
        [WORDING, "Local", f"Step {number}", "Anytown Police", "", "31/03/2031", ""] for number in (1, 2, 3)
    ]
    table = word_table(document, [TEMPLATE, *rows])
    for column in (0, 1):
        for number in (2, 3):
            table.cell(number, column).text = ""
        table.cell(1, column).merge(table.cell(3, column))
    plan = read(document)
    assert [each.text for each in only(plan).actions] == ["Step 1", "Step 2", "Step 3"]
    assert [each.where for each in only(plan).actions] == [f"table 1, row {row}" for row in (2, 3, 4)]
    assert only(plan).text == WORDING


def test_blank_cells_go_on() -> None:
    """Rows without number and recommendation belong to the recommendation above."""
    rows = [NUMBERED, ["R1", WORDING, "Write"], ["", "", "Train"], ["R2", "Other.", "Check"]]
    first, second = read_plan("plan.docx", word(rows)).recommendations
    assert [each.text for each in first.actions] == ["Write", "Train"]
    assert [each.text for each in second.actions] == ["Check"]


def test_repeated_headings() -> None:
    """Headings that Word repeats after a page break are no recommendation."""
    rows = [NUMBERED, ["1", "One.", "a"], NUMBERED, ["2", "Two.", "b"]]
    assert [each.label for each in read_plan("plan.docx", word(rows)).recommendations] == ["1", "2"]


def test_several_tables() -> None:
    """Each table with the headings is read, with the line above it and its own number."""
    document = Document()
    document.add_paragraph("All that stands far above is no title. " * 10)
    document.add_paragraph("Part one: for the partnership")
    word_table(document, [NUMBERED, ["1", "One.", "a"]])
    word_table(document, [["RAG", "Meaning"], ["Red", "Late"]])
    document.add_paragraph("Part two: for the police")
    word_table(document, [["Lead officer", "Recommendation"], ["J. Example", "Two."]])
    plan = read(document)
    assert [each.where for each in plan.recommendations] == ["table 1, row 2", "table 3, row 2"]
    assert plan.remarks == ("Part one: for the partnership", "Part two: for the police")
    assert "table 2" in [question.where for question in asked(plan, QuestionAbout.READING)]


def test_table_cut_in_two() -> None:
    """A table without headings, as wide as the one before it, goes on from it, with a question."""
    plan = read_plan(
        "plan.docx", word([NUMBERED, ["1", "One.", "a"]], [["2", "Two.", "b", "", "", "", "", ""]])
    )
    assert [each.label for each in plan.recommendations] == ["1", "2"]
    assert any(question.where == "table 2" for question in plan.questions)


def test_headings_in_two_rows() -> None:
    """Headings of which some stand over two others are read together."""
    document = Document()
    above = ["Recommendation", "Action", "Lead agency", "Date", ""]
    below = ["", "", "", "Target", "Completed"]
    table = word_table(document, [above, below, [WORDING, "Write", "Police", "31/03/2031", "04/03/2031"]])
    table.cell(0, 3).merge(table.cell(0, 4))
    for column in range(3):
        table.cell(0, column).merge(table.cell(1, column))
    action = only_action(read(document))
    assert action.timescale.due == date(2031, 3, 31)
    assert action.completion.reported_on == date(2031, 3, 4)


def test_heading_over_number_and_wording() -> None:
    """One heading over two columns heads the number and the wording."""
    document = Document()
    table = word_table(document, [["Recommendation", "", "Action"], ["9.1 a", WORDING, "Write"]])
    table.cell(0, 0).merge(table.cell(0, 1))
    assert (only(read(document)).label, only(read(document)).text) == ("9.1 a", WORDING)


def test_number_column_without_heading() -> None:
    """A column of labels beside the recommendations needs no heading."""
    plan = read_plan("plan.docx", word([["", "Recommendation", "Action"], ["2b", WORDING, "Write"]]))
    assert (only(plan).label, only(plan).text) == ("2b", WORDING)


def test_banner() -> None:
    """A line merged over the table is a theme; one with nothing under it is a remark."""
    document = Document()
    blank = ["", *[""] * 6]
    table = word_table(document, [TEMPLATE, blank, [WORDING, "", "Write"], blank])
    for row, text in [(1, "Recommendation 3 – Health"), (3, "Key: red is late")]:
        table.cell(row, 0).merge(table.cell(row, 6)).text = text
    plan = read(document)
    assert only(plan).theme == "Recommendation 3 – Health"
    assert plan.remarks == ("Key: red is late",)


def test_cells_merged_sideways() -> None:
    """A cell merged over two columns is read once, under the first."""
    document = Document()
    table = word_table(document, [NUMBERED, ["1", WORDING, "Write", "Police", "", "", "", ""]])
    table.cell(1, 4).merge(table.cell(1, 5)).text = "31/03/2031"
    action = only_action(read(document))
    assert (action.timescale.raw, action.progress) == ("31/03/2031", "")


@pytest.mark.parametrize(
    ("form", "text"),
    [("decimal", "%1."), ("lowerLetter", "%1)"), ("lowerRoman", "(%1)"), ("upperLetter", "%1.")],
)
def test_parallel_lists_in_list_formatting(form: str, text: str) -> None:
    """Lists that Word numbers by formatting run in parallel as if the numbers were typed."""
    document = Document()
    number = number_with(document, form, text)
    table = word_table(document, [TEMPLATE, [WORDING, "Local", "", "Police", "", "", ""]])
    columns = {2: ["Write", "Train", "Check"], 5: ["31/03/2031", "30/06/2031", "30/09/2031"]}
    for list_id, (column, texts) in zip((FIRST_LIST, RESTARTED_LIST), columns.items(), strict=True):
        for paragraph in lines(table.cell(1, column), texts):
            number(paragraph, list_id=list_id)
    actions = only(read(document)).actions
    assert [each.text for each in actions] == ["Write", "Train", "Check"]
    assert [each.timescale.due for each in actions] == [
        date(2031, 3, 31),
        date(2031, 6, 30),
        date(2031, 9, 30),
    ]


def test_list_points_with_bullets_inside() -> None:
    """Bullets under a numbered point are lines of that point."""
    document = Document()
    number = number_with(document, "decimal", "%1.")
    table = word_table(document, [NUMBERED, ["1", WORDING]])
    paragraphs = lines(table.cell(1, 2), ["Train", "police", "nurses", "Check"])
    for paragraph, level in zip(paragraphs, (0, 1, 1, 0), strict=True):
        number(paragraph, level)
    assert [each.text for each in only(read(document)).actions] == ["Train\n• police\n• nurses", "Check"]


def test_numbers_of_recommendations_in_list_formatting() -> None:
    """A number column that Word counts by itself gives the labels that a person sees."""
    document = Document()
    number = number_with(document, "decimal", "%1.", start=3)
    table = word_table(document, [NUMBERED, ["", "One.", "a"], ["", "Two.", "b"]])
    for row in (1, 2):
        number(table.cell(row, 0).paragraphs[0])
    assert [each.label for each in read(document).recommendations] == ["3", "4"]


def test_list_by_style() -> None:
    """A list that comes with a paragraph's style counts as well."""
    document = Document()
    table = word_table(document, [NUMBERED, ["1", WORDING]])
    for paragraph in lines(table.cell(1, 2), ["Write", "Train"]):
        paragraph.style = "List Number"
    assert [each.text for each in only(read(document)).actions] == ["Write", "Train"]


def test_line_breaks_tabs_and_hyphens() -> None:
    """Breaks, tabs and hyphens inside a paragraph stay what they look like."""
    document = Document()
    table = word_table(document, [NUMBERED, ["1", WORDING, "x"]])
    paragraph = table.cell(1, 2).paragraphs[0]
    paragraph.clear()
    run = paragraph.add_run("Write\tand\nprint")
    run._r.append(OxmlElement("w:noBreakHyphen"))
    assert only_action(read(document)).text == "Write\tand\nprint-"


def test_tracked_changes() -> None:
    """Deleted words and rows are gone; inserted words are there."""
    document = Document()
    table = word_table(document, [NUMBERED, ["1", WORDING, "Write "], ["2", "Gone.", "x"]])
    paragraph = table.cell(1, 2).paragraphs[0]._p
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>it now</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>never</w:delText></w:r></w:del>"))
    table.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    assert only_action(read(document)).text == "Write it now"


def test_content_controls() -> None:
    """Words, cells and rows inside content controls are read as those outside."""
    document = Document()
    table = word_table(document, [NUMBERED, ["1", "One.", "a"], ["2", "Two.", "b"]])
    for element in (table.rows[1]._tr, table.cell(2, 2)._tc, table.cell(2, 1).paragraphs[0].runs[0]._r):
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        element.addprevious(control)
        control.find(qn("w:sdtContent")).append(element)
    assert [(each.text, each.actions[0].text) for each in read(document).recommendations] == [
        ("One.", "a"),
        ("Two.", "b"),
    ]


def test_plan_inside_a_layout_table() -> None:
    """A plan inside a cell of another table is a table of its own."""
    document = Document()
    outer = document.add_table(1, 1)
    inner = outer.cell(0, 0).add_table(2, 3)
    for row, texts in enumerate([["No", "Recommendation", "Action"], ["1", WORDING, "Write"]]):
        for column, text in enumerate(texts):
            inner.cell(row, column).text = text
    plan = read(document)
    assert only(plan).text == WORDING
    assert only(plan).where == "table 1, row 1, table inside, row 2"


def test_small_table_inside_a_cell() -> None:
    """A table inside a cell that is no plan is part of the words of the cell."""
    document = Document()
    table = word_table(document, [NUMBERED, ["1", WORDING, "Write"]])
    inner = table.cell(1, 5).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "2030", "half done"
    assert only_action(read(document)).progress == "2030 half done"


def test_too_wide_table() -> None:
    """A table that claims thousands of columns is refused."""
    document = Document()
    table = word_table(document, [NUMBERED])
    table.cell(0, 0)._tc.get_or_add_tcPr().get_or_add_gridSpan().val = 5_000
    with pytest.raises(UnreadablePlan, match="more columns"):
        read(document)


def test_document_of_another_kind() -> None:
    """A package of Word's kind without a document in it is refused as damaged."""
    with pytest.raises(UnreadablePlan, match="damaged"):
        read_plan("plan.docx", broken_document())


def broken_document() -> bytes:
    """A Word package whose links lead nowhere."""
    return repacked(word([NUMBERED]), {"_rels/.rels": b"<Relationships/>"})


def test_content_control_not_filled_in() -> None:
    """The words with which Word asks to fill in a cell are no words of the plan."""
    document = Document()
    table = word_table(document, [NUMBERED, ["1", WORDING, "Write", "Anytown Police", ""]])
    words = "<w:r><w:t>Click to enter a date</w:t></w:r>"
    told = f"<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{words}</w:sdtContent>"
    table.cell(1, 4).paragraphs[0]._p.append(parse_xml(f"<w:sdt {nsdecls('w')}>{told}</w:sdt>"))
    assert only_action(read(document)).timescale.raw == ""


def test_second_table_begins_without_a_recommendation() -> None:
    """A table of the same columns that begins inside a recommendation goes on with it, with a question."""
    plan = read_plan("plan.docx", word([NUMBERED, ["1", WORDING, "Write"]], [NUMBERED, ["", "", "Train"]]))
    assert [each.text for each in only(plan).actions] == ["Write", "Train"]
    assert "table 2, row 2 begins a table" in asked(plan, QuestionAbout.READING)[0].text


def test_other_table_begins_without_a_recommendation() -> None:
    """A table of other columns does not go on from the one before it: its words are remarks."""
    plan = read_plan(
        "plan.docx", word([NUMBERED, ["1", WORDING, "Write"]], [TEMPLATE, ["", "", "Train", ""]])
    )
    assert [each.text for each in only(plan).actions] == ["Write"]
    assert plan.remarks == ("table 2, row 2: Action to take: Train",)


def test_borders_moved_by_hand() -> None:
    """Cells whose borders do not meet those of the headings belong to them in their order."""
    document = Document()
    table = word_table(
        document, [["Recommendation", "", "Action", "Lead agency"], [WORDING, "Write", "", "Police"]]
    )
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 1).merge(table.cell(1, 2))
    action = only_action(read(document))
    assert (action.text, action.lead, action.remarks) == ("Write", "Police", ())


def test_wording_over_two_columns() -> None:
    """A heading and the wordings below it that stretch over two columns are one column."""
    document = Document()
    table = word_table(
        document, [["Recommendation", "", "Action"], [WORDING, "", "Write"], ["Other.", "", "Train"]]
    )
    for row in range(3):
        table.cell(row, 0).merge(table.cell(row, 1))
    assert [(each.label, each.text) for each in read(document).recommendations] == [
        ("", WORDING),
        ("", "Other."),
    ]
