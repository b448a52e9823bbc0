"""Whole plans, invented but made as partnerships make theirs, read from beginning to end."""

from datetime import date
from typing import Any

from docx import Document

from api.importing.presenting import plan_as_json
from api.importing.reading import read_plan
from domain.plan import Plan
from domain.vocabulary import QuestionAbout
from tests.api.importing.invented import (
    TEMPLATE,
    commas,
    excel,
    saved,
    serial,
    word_table,
)

POLICY = "Anytown Community Safety Partnership should assure itself that all agencies have a policy."
NOTHING = {
    "lead": "",
    "supporting": [],
    "owner": "",
    "status": "",
    "progress": "",
    "evidence": "",
    "remarks": [],
}
NO_COMPLETION = {"raw": "", "reported_on": None}


def action(text: str, timescale: tuple[str, str | None, str | None], **others: Any) -> dict[str, Any]:
    """An action as JSON tells it: `timescale` is its raw words, its due date, and why there is none."""
    raw, due, why = timescale
    told = {"raw": raw, "due": due, "why_no_date": why}
    return NOTHING | {"completion": NO_COMPLETION} | {"text": text, "timescale": told} | others


def template_plan() -> Plan:
    """A plan in Word on the Home Office template, with a title row, merged cells and lists in parallel."""
    document = Document()
    document.add_heading("Anytown CSP: DHR “Rowan” (invented)")
    document.add_paragraph("Recommendations of the overview report")
    first_actions = "1. Ensure that all have a policy\n2. Audit the policies"
    actions = f"{first_actions}\n3. Report to the board\n4. Publish a summary"
    progress = "1-3 Complete. Policies shared with the board 20/01/2020\n4. Ongoing"
    dates = "1. 31 September 2020\n2. June 2020\n3. 04/03/2020\n4. On-going"
    leads = "Anytown CSP\nAll agencies"
    outcome = "1-3 completed 20/01/2020, policies in place"
    table = word_table(
        document,
        [
            ["Information sharing", *[""] * 6],
            TEMPLATE,
            [f"1. {POLICY}", "Local", actions, leads, progress, dates, outcome],
            ["", "", "Hold a launch event", "Anytown Council", "", "Complete 04/03/2020", ""],
            TEMPLATE,
            [
                "2. GP practices should ask.",
                "Regional",
                "Commission training",
                "Lead: Anytown ICB Support: GP Federation",
                "Contract let",
                "3 months after publication",
                "",
            ],
        ],
    )
    table.cell(0, 0).merge(table.cell(0, 6))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(2, 1).merge(table.cell(3, 1))
    return read_plan("rowan.docx", saved(document))


def test_template_in_word() -> None:
    """Every word of a plan on the template ends in its field, and every action has what is its own."""
    shared = {
        "lead": "Anytown CSP",
        "supporting": ["All agencies"],
        "progress": "Complete. Policies shared with the board 20/01/2020",
        "completion": {"raw": "completed 20/01/2020, policies in place", "reported_on": "2020-01-20"},
    }
    ongoing = {"lead": "Anytown CSP", "supporting": ["All agencies"], "progress": "Ongoing"}
    launched = {"raw": "Complete 04/03/2020", "reported_on": "2020-03-04"}
    first, second = plan_as_json(template_plan())["recommendations"]
    assert first["label"] == "1"
    assert (first["text"], first["scope"], first["theme"]) == (POLICY, "local", "")
    assert first["actions"] == [
        action("Ensure that all have a policy", ("31 September 2020", None, "no such day"), **shared),
        action("Audit the policies", ("June 2020", "2020-06-30", None), **shared),
        action("Report to the board", ("04/03/2020", "2020-03-04", None), **shared),
        action("Publish a summary", ("On-going", None, "ongoing"), **ongoing),
        action(
            "Hold a launch event",
            ("Complete 04/03/2020", None, "not understood"),
            lead="Anytown Council",
            completion=launched,
        ),
    ]
    assert (second["label"], second["text"], second["scope"]) == ("2", "GP practices should ask.", "regional")
    assert second["actions"] == [
        action(
            "Commission training",
            ("3 months after publication", None, "relative"),
            lead="Anytown ICB",
            supporting=["GP Federation"],
            progress="Contract let",
        )
    ]


def test_template_in_word_questions() -> None:
    """What the plan leaves open is asked, once for each thing, with its place."""
    plan = template_plan()
    asked = [(each.about, each.where, each.words) for each in plan.questions]
    row = "table 1, row 3, action"
    assert asked == [
        (QuestionAbout.NOBODY, f"{row} 1", "All agencies"),
        (QuestionAbout.TIMESCALE, f"{row} 1", "31 September 2020"),
        (QuestionAbout.NOBODY, f"{row} 2", "All agencies"),
        (QuestionAbout.TIMESCALE, f"{row} 2", "June 2020"),
        (QuestionAbout.NOBODY, f"{row} 3", "All agencies"),
        (QuestionAbout.NOBODY, f"{row} 4", "All agencies"),
        (QuestionAbout.TIMESCALE, f"{row} 4", "On-going"),
        (QuestionAbout.TIMESCALE, "table 1, row 4", "Complete 04/03/2020"),
        (QuestionAbout.COMPLETION, "table 1, row 4", "Complete 04/03/2020"),
        (QuestionAbout.TIMESCALE, "table 1, row 6", "3 months after publication"),
    ]
    assert plan.remarks == ("Recommendations of the overview report", "Information sharing")


def test_register_in_excel() -> None:
    """A register with its own headings, dates that are dates, and notes of its own."""
    headings = [
        "Rec No",
        "Recommendation",
        "Lesson",
        "Agency",
        "Lead officer",
        "Actions Required",
        "By when",
        "RAG",
        "Update May 2024",
        "How will we know?",
        "Notes",
    ]
    rows: list[Any] = [
        ["Anytown DHR7 (invented)"],
        ["Updated", serial(date(2024, 5, 1))],
        [],
        headings,
        [
            "3.140(a)",
            "Police to review DASH.",
            "Risk was missed",
            "Anytown Police",
            "DI Example",
            "Review the training",
            serial(date(2025, 3, 31)),
            "Green",
            "Under way",
            "Dip sample",
            "See minutes",
        ],
        ["", "", "", "Anytown Probation", "", "Refresh the training", "Q3 2026", "Amber", "", "", ""],
        [
            "9.1 a",
            "All agencies to brief staff.",
            "",
            "All agencies",
            "",
            "",
            "31/12/2024",
            "Blue",
            "",
            "",
            "",
        ],
    ]
    told = plan_as_json(read_plan("register.xlsx", excel({"Register": rows})))
    first, second = told["recommendations"]
    assert (first["label"], first["issue"]) == ("3.140(a)", "Risk was missed")
    assert first["actions"] == [
        action(
            "Review the training",
            ("2025-03-31", "2025-03-31", None),
            lead="Anytown Police",
            owner="DI Example",
            status="Green",
            progress="Under way",
            evidence="Dip sample",
            remarks=["Notes: See minutes"],
        ),
        action(
            "Refresh the training", ("Q3 2026", None, "not a day"), lead="Anytown Probation", status="Amber"
        ),
    ]
    blue = action(
        "All agencies to brief staff.", ("31/12/2024", "2024-12-31", None), lead="All agencies", status="Blue"
    )
    assert second["actions"] == [blue]
    assert told["remarks"] == ["Anytown DHR7 (invented)", "Updated 2024-05-01"]
    assert [each["where"] for each in told["questions"]] == [
        "sheet Register, row 6",
        *["sheet Register, row 7"] * 3,
    ]


def test_same_plan_in_each_form() -> None:
    """A plan reads the same from Word, Excel and CSV, but for the names of its places."""
    document = Document()
    rows = [TEMPLATE, [POLICY, "National", "1. Write\n2. Print", "A | B", "Begun", "31/03/2031", "-"]]
    word_table(document, rows)
    plans = [
        plan_as_json(read_plan("plan.docx", saved(document))),
        plan_as_json(read_plan("plan.xlsx", excel({"Plan": rows}))),
        plan_as_json(read_plan("plan.csv", commas(rows))),
    ]
    assert plans[0]["recommendations"] == plans[1]["recommendations"] == plans[2]["recommendations"]
    assert [[each["text"] for each in plan["questions"]] for plan in plans[1:]] == [
        [each["text"] for each in plans[0]["questions"]]
    ] * 2


def test_reading_twice() -> None:
    """Reading a file twice gives the same plan."""
    assert template_plan() == template_plan()
