"""A plan as JSON and as text."""

import json

from api.importing.presenting import WIDTH, plan_as_json, plan_as_text
from domain.plan import Plan
from tests.api.importing.invented import one_row, plan_of

HEADINGS = [
    "No",
    "Recommendation",
    "Scope",
    "Lesson",
    "Theme",
    "Addressed to",
    "Action",
    "Lead agency",
    "Owner",
    "Target date",
    "Date of completion",
    "Status",
    "Progress",
    "Evidence",
    "Cost",
]
ROW = [
    "R1",
    "Anytown Police should write a policy.",
    "Local",
    "Nobody asked",
    "Asking",
    "Anytown Police",
    "Write",
    "Police\nHealth",
    "DCI Example",
    "31/03/2031",
    "4 March 2031, issued",
    "Amber",
    "Begun",
    "Minutes",
    "£5",
]


def everything() -> Plan:
    """A plan with something in every field."""
    return plan_of([["Plan of DHR99 (invented)"], HEADINGS, ROW])


def test_json_shape() -> None:
    """The JSON has the keys that outsiders rely on, dates as ISO text, and words as printed."""
    assert plan_as_json(everything()) == {
        "recommendations": [
            {
                "label": "R1",
                "text": "Anytown Police should write a policy.",
                "scope": "local",
                "issue": "Nobody asked",
                "theme": "Asking",
                "addressees": ["Anytown Police"],
                "actions": [
                    {
                        "text": "Write",
                        "lead": "Police",
                        "supporting": ["Health"],
                        "owner": "DCI Example",
                        "status": "Amber",
                        "timescale": {"raw": "31/03/2031", "due": "2031-03-31", "why_no_date": None},
                        "completion": {"raw": "4 March 2031, issued", "reported_on": "2031-03-04"},
                        "progress": "Begun",
                        "evidence": "Minutes",
                        "remarks": ["Cost: £5"],
                    }
                ],
            }
        ],
        "questions": [],
        "remarks": ["Plan of DHR99 (invented)"],
    }


def test_json_of_little() -> None:
    """What is not given is empty, or null for a date or a scope, and questions say where they arise."""
    told = json.loads(json.dumps(plan_as_json(one_row(lead="", target="ASAP"))))
    (recommendation,) = told["recommendations"]
    (action,) = recommendation["actions"]
    assert (recommendation["scope"], recommendation["issue"], recommendation["addressees"]) == (None, "", [])
    assert action["timescale"] == {"raw": "ASAP", "due": None, "why_no_date": "immediate"}
    assert action["completion"] == {"raw": "", "reported_on": None}
    assert [question["where"] for question in told["questions"]] == ["row 2", "row 2"]


def test_text_tells_everything() -> None:
    """Every word of the plan stands in the text, and what was made of the dates."""
    text = plan_as_text(everything())
    for cell in ROW:
        assert all(line in text for line in cell.replace("Local", "local").split("\n"))
    assert "due 31 March 2031" in text
    assert "reported complete on 4 March 2031" in text
    assert "Plan of DHR99" in text
    assert text.startswith("1 recommendation, 1 action, 0 questions.\n")


def test_text_numbers_the_questions() -> None:
    """Questions are counted, with their places."""
    text = plan_as_text(one_row(lead="", target="ASAP"))
    assert "  1. row 2: No lead agency is given." in text
    assert "  2. row 2: “ASAP”" in text
    assert "no due date: immediate" in text


def test_text_fits_the_terminal() -> None:
    """No line is longer than 80 columns, however long the words are."""
    plan = one_row(
        recommendation="The board should ensure that all is well. " * 30, action="Write\n" + "a " * 300
    )
    assert max(len(line) for line in plan_as_text(plan).split("\n")) <= WIDTH


def test_text_without_a_label() -> None:
    """A recommendation without a number says so."""
    assert "Recommendation (no number)" in plan_as_text(one_row(no=""))
