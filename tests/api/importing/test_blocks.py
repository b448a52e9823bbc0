"""Plans in which a recommendation stands above its rows of actions."""

from datetime import date

from docx import Document

from api.importing.reading import read_plan
from domain.vocabulary import Scope
from tests.api.importing.invented import WORDING, excel, only, plan_of, saved, word_table

HEADINGS = ["No", "Action", "Lead agency", "Target date"]
FIRST = ["1.1", "Write", "Anytown Police", "31/03/2031"]
SECOND = ["1.2", "Train", "Anytown Council", "30/06/2031"]
LONG = "The partnership should ask again. " * 10


def test_line_inside_the_table() -> None:
    """A line across the table that begins with a recommendation's number has the actions below it."""
    rows = [HEADINGS, [f"Recommendation 1: {WORDING}"], FIRST, SECOND, ["Recommendation 2 – Other."], FIRST]
    first, second = plan_of(rows).recommendations
    assert (first.label, first.text, first.where) == ("Recommendation 1", WORDING, "row 3")
    assert [(each.text, each.lead, each.remarks) for each in first.actions] == [
        ("Write", "Anytown Police", ("Number in the plan: 1.1",)),
        ("Train", "Anytown Council", ("Number in the plan: 1.2",)),
    ]
    assert first.actions[1].timescale.due == date(2031, 6, 30)
    assert (second.label, second.text, len(second.actions)) == ("Recommendation 2", "Other.", 1)


def test_table_for_each_recommendation() -> None:
    """A table of its own for each recommendation, with its lesson and scope above the actions."""
    rows = [["Recommendation 3", WORDING], ["Lesson", "Nobody asked"], ["Scope", "Local"], HEADINGS, FIRST]
    document = Document()
    for _ in range(2):
        word_table(document, rows)
        rows = [["Recommendation", "R4: Other."], HEADINGS, SECOND]
    first, second = read_plan("plan.docx", saved(document)).recommendations
    assert (first.label, first.text, first.issue, first.scope) == (
        "Recommendation 3",
        WORDING,
        "Nobody asked",
        Scope.LOCAL,
    )
    assert (second.label, second.text, second.actions[0].where) == ("R4", "Other.", "table 2, row 3")


def test_paragraph_above_the_table() -> None:
    """A paragraph with a recommendation above a table of actions is that recommendation, however long."""
    document = Document()
    document.add_paragraph(f"Recommendation 5: {LONG}")
    word_table(document, [HEADINGS, FIRST, SECOND])
    plan = read_plan("plan.docx", saved(document))
    assert (only(plan).label, only(plan).text) == ("Recommendation 5", LONG.strip())
    assert [each.text for each in only(plan).actions] == ["Write", "Train"]
    assert plan.remarks == ()


def test_line_merged_over_a_sheet() -> None:
    """A merged line of a sheet is read as one line."""
    rows = [HEADINGS, [f"Recommendation 1: {WORDING}", "", "", ""], FIRST]
    plan = read_plan("plan.xlsx", excel({"Plan": rows}, merged=["A2:D2"]))
    assert (only(plan).label, only(plan).text) == ("Recommendation 1", WORDING)
