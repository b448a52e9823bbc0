"""Columns are known by their headings, whatever the wording."""

import pytest

from api.importing.headings import Column, column_headed, is_heading
from api.importing.tables import Cell, Row
from tests.api.importing.invented import TEMPLATE, WORDING, plan_of

KNOWN = {
    Column.NUMBER: [
        "#",
        "No",
        "No.",
        "Ref",
        "Rec no.",
        "Recommendation number",
        "Rec. Ref",
        "Recommendation No",
        "Item",
    ],
    Column.ACTION_NUMBER: ["Action Ref Number", "Action no.", "Action number"],
    Column.RECOMMENDATION: [
        "Recommendation",
        "RECOMMENDATIONS:",
        "Recommendation/ Overarching Action",
        "Learning point/recommendation",
        "Overview report\nrecommendation",
        "Recommendation (from the overview report)",
        "Recommendations for Anytown Police",
    ],
    Column.SCOPE: [
        "Scope of recommendation (i.e. local or regional)",
        "Scope",
        "Local / Regional / National",
    ],
    Column.ACTION: [
        "Action to take",
        "Action",
        "Sub-Action",
        "Actions required",
        "What we will do",
        "Agency action",
    ],
    Column.LEAD: ["Lead Agency", "Responsible agency", "By whom", "Who", "Agency", "Action by whom", "Lead"],
    Column.SUPPORTING: ["Supporting agencies", "Other agencies involved", "Partner agencies"],
    Column.OWNER: ["Lead officer", "Owner", "Person responsible", "Responsible\nOfficer", "Action owner"],
    Column.ADDRESSEE: ["Addressed to", "Addressee", "Addressee(s)", "Recommendation for"],
    Column.PROGRESS: [
        "Key milestones achieved in enacting recommendation",
        "Progress",
        "Update",
        "Progress to date",
        "Actions taken to date",
        "Latest position / update",
    ],
    Column.TARGET: [
        "Target Date",
        "Timescale",
        "Time-scale",
        "By when",
        "Completion date (target)",
        "Target date for completion",
        "Date due",
        "Deadline",
        "Action by when",
    ],
    Column.COMPLETION: [
        "Date of completion and outcome",
        "Completed",
        "Outcome",
        "Date completed",
        "Date of Completion",
    ],
    Column.STATUS: ["Status", "RAG", "Delivery Status", "BRAG", "RAG rating", "Progress status"],
    Column.EVIDENCE: ["Evidence", "How will we know?", "Measure", "Success criteria", "Expected outcome"],
    Column.ISSUE: ["Issue", "Lesson", "Finding", "Learning", "Key line of enquiry", "Lessons learned"],
    Column.THEME: ["Theme", "Themes"],
    Column.REMARK: ["(capture note: not in source)", "Comments", "Cost", ""],
}


@pytest.mark.parametrize(("column", "heading"), [(each, one) for each, all_ in KNOWN.items() for one in all_])
def test_heading_is_known(column: Column, heading: str) -> None:
    """Each of the headings that partnerships use is known for what its column holds."""
    assert column_headed(heading) is column


@pytest.mark.parametrize("heading", KNOWN[Column.TARGET] + KNOWN[Column.RECOMMENDATION])
def test_case_and_line_breaks_do_not_matter(heading: str) -> None:
    """A heading in capitals, cut by line breaks and with punctuation behind it is the same heading."""
    assert column_headed(f" {heading.upper()} :".replace(" ", "\n")) is column_headed(heading)


def test_template_is_a_heading_row() -> None:
    """The Home Office template's headings are a row of headings."""
    assert is_heading(Row(1, tuple(Cell(heading) for heading in TEMPLATE)))


@pytest.mark.parametrize(
    "texts",
    [
        ("Recommendation 3 – Health",),
        ("Recommendation",),
        ("1", "Recommendation made to all agencies to review what they do"),
        ("Action", "Lead agency", "Target date"),
    ],
)
def test_other_rows_are_not(texts: tuple[str, ...]) -> None:
    """A title, a row of a plan, or headings without a recommendation are no row of headings."""
    assert not is_heading(Row(1, tuple(Cell(text) for text in texts)))


def test_prose_is_no_heading() -> None:
    """A long text that holds the words of headings is none."""
    assert column_headed("action status target " * 20) is Column.REMARK


def test_a_second_line_never_takes_the_recommendation_away() -> None:
    """Headings that stand again with another one in the place of “Recommendation” are no second line."""
    rows = [
        ["#", "Recommendation", "Addressed to"],
        ["#", "Addressed to", "Addressed to"],
        ["1", WORDING, "Anytown Police"],
    ]
    assert [one.text for one in plan_of(rows).recommendations] == ["Addressed to", WORDING]


def test_a_second_line_may_be_longer() -> None:
    """Headings that stand again with one more column are read together."""
    rows = [["#", "Recommendation"], ["#", "Recommendation", "Recommendation"], ["1", WORDING, "Another"]]
    assert [one.text for one in plan_of(rows).recommendations] == [WORDING]
