"""Whatever the plan and whatever the bytes: nothing is lost, and nothing breaks."""

import random
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from time import monotonic
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.importing.presenting import plan_as_json, plan_as_text
from api.importing.reading import read_plan
from api.importing.refusing import UnreadablePlan
from domain.plan import Plan
from tests.api.importing.invented import NUMBERED, TEMPLATE, WORDING, commas, excel, repacked, word
from tests.api.importing.mutated.files import injured
from tests.api.importing.mutated.packages import renumbered

HEADINGS = {
    "Rec no.": "label",
    "Recommendation": "text",
    "Lessons learned": "issue",
    "Theme": "theme",
    "Actions required": "action",
    "Lead agency": "lead",
    "Timescale": "timescale",
    "Progress to date": "progress",
    "RAG": "status",
    "Evidence": "evidence",
    "Date of completion and outcome": "completion",
    "Cost centre": "remark",
    "Comments": "remark",
}
WORDS = st.text("abcdé’–12 .,\n", min_size=1, max_size=30).map(lambda text: f"w{text}w")
"""Cell texts that are no heading and no list."""
NAMES = st.text("abcdé’12 ,.", max_size=30).map(lambda text: f"W{text}w")
"""Words that are one name."""
CELLS = {heading: NAMES if heading == "Lead agency" else WORDS for heading in HEADINGS}
ROWS = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=4)
FORMS = {"plan.csv": commas, "plan.xlsx": lambda rows: excel({"Plan": rows}), "plan.docx": word}
PATIENCE = timedelta(seconds=60)


def words_of(plan: Plan) -> list[dict[str, set[str]]]:
    """The words of each action of a plan, by field."""
    found = []
    for recommendation in plan_as_json(plan)["recommendations"]:
        for action in recommendation["actions"]:
            words = {field: {recommendation[field]} for field in ("label", "text")}
            words |= {field: {action[field]} for field in ("progress", "status", "evidence")}
            words |= {field: {action[field]["raw"]} for field in ("timescale", "completion")}
            words |= {
                "action": {action["text"]},
                "remark": {each.partition(": ")[2] for each in action["remarks"]},
            }
            words |= {
                "lead": {action["lead"]},
                "issue": {recommendation["issue"]},
                "theme": {recommendation["theme"]},
            }
            found.append(words)
    return found


@given(rows=ROWS, order=st.permutations(list(HEADINGS)), form=st.sampled_from(list(FORMS)))
@settings(max_examples=40)
def test_nothing_is_lost(rows: list[dict[str, str]], order: list[str], form: str) -> None:
    """Columns in any order, in any form of file: each cell's words are in the field of its heading."""
    for number, row in enumerate(rows):
        row["Recommendation"] = f"{number} {row['Recommendation']}"
    plan = read_plan(form, FORMS[form]([order, *([row[heading] for heading in order] for row in rows)]))
    for row, words in zip(rows, words_of(plan), strict=True):
        for heading, field in HEADINGS.items():
            assert row[heading] in words[field]


PLANS = {
    "plan.csv": commas(
        [NUMBERED, ["1", WORDING, "1. Write\n2. Train", "Police", "1. May 2031\n2. June 2031", "Begun"]]
    ),
    "plan.xlsx": excel(
        {"Plan": [TEMPLATE, [WORDING, "Local", "Write", "All agencies", "", "Q3 2031", "Done"]]}
    ),
    "plan.docx": word(
        [TEMPLATE, [WORDING, "Local", "1. Write\n2. Train", "Police / Health", "", "ASAP", ""]]
    ),
}


@pytest.mark.parametrize("name", PLANS)
def test_broken_bytes(name: str) -> None:
    """A file with bytes changed, cut out or doubled is read or refused in a sentence, and soon."""
    chance = random.Random(name)
    for _ in range(150):
        content = injured(PLANS[name], chance)
        begun = monotonic()
        with suppress(UnreadablePlan):
            assert plan_as_text(read_plan(name, content))
        assert monotonic() - begun < PATIENCE.total_seconds()


PARTS = {
    "plan.docx": ["word/document.xml", "word/numbering.xml", "word/styles.xml"],
    "plan.xlsx": ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"],
}


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, parts in PARTS.items() for part in parts])
def test_broken_parts(name: str, part: str) -> None:
    """A package that is sound as a zip, but whose XML has other numbers and names, is read or refused."""
    chance = random.Random(part)
    with ZipFile(BytesIO(PLANS[name])) as package:
        before = package.read(part)
    for _ in range(40):
        with suppress(UnreadablePlan):
            assert plan_as_text(read_plan(name, repacked(PLANS[name], {part: renumbered(before, chance)})))


@given(content=st.binary(max_size=300), name=st.sampled_from(list(PLANS)))
@settings(max_examples=200)
def test_any_bytes(content: bytes, name: str) -> None:
    """Bytes of no meaning are refused in a sentence."""
    with pytest.raises(UnreadablePlan):
        read_plan(name, content)


@given(
    cells=st.lists(
        st.text(st.sampled_from("123 .)(-–&,aibc\n/•:;|ActionsComplete20"), max_size=60),
        min_size=7,
        max_size=7,
    )
)
@settings(max_examples=150)
def test_any_cells(cells: list[str]) -> None:
    """Any mixture of numbers, marks and words in a row makes a plan, and each action has words."""
    plan = read_plan("plan.csv", commas([NUMBERED, ["1", WORDING, *cells[2:]], ["2", "Other.", *cells]]))
    assert all(action.text for each in plan.recommendations for action in each.actions)
    assert plan_as_text(plan)
    for question in plan.questions:
        assert question.recommendation is None or question.recommendation < len(plan.recommendations)


LONGEST = 32_000
UNITS = [
    "due ",
    "due x complete ",
    "1 ",
    "1/1/",
    "1. ",
    "1 and ",
    " ",
    "x|",
    "1.\n",
    "all agencies ",
    "lead: x ",
    "• x\n",
]


@pytest.mark.parametrize("unit", UNITS)
def test_longest_cells_in_time(unit: str) -> None:
    """Cells as long as any, of one thing again and again, are read in a moment."""
    cell = f"w{unit * LONGEST}"[:LONGEST] + "z"
    begun = monotonic()
    assert read_plan("plan.csv", commas([NUMBERED, ["1", WORDING, *[cell] * 6]])).recommendations
    assert read_plan(
        "plan.csv", commas([["Recommendation", "Addressed to", "Scope"], [cell] * 3])
    ).recommendations
    assert monotonic() - begun < PATIENCE.total_seconds()


def test_largest_plan_in_time() -> None:
    """A plan near the largest that is read takes seconds, with every cell a list."""
    row = [
        WORDING,
        "Local",
        "1. Write\n2. Train",
        "Police | Health",
        "1-2 Complete",
        "1. 31/03/2031\n2. May",
        "",
    ]
    content = commas([TEMPLATE, *([f"{number} {row[0]}", *row[1:]] for number in range(2_000))])
    begun = monotonic()
    assert len(read_plan("plan.csv", content).recommendations) == 2_000
    assert monotonic() - begun < PATIENCE.total_seconds()
