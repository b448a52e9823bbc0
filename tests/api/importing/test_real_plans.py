"""Every real plan that is at hand, read anew here and compared cell by cell.

The plans are not part of the project. `DHR_REAL_PLANS` names their folder; without it they are looked for
beside the repository, and where there are none this module has no cases.
"""

import csv
import os
import re
from pathlib import Path

import pytest

from api.importing.presenting import plan_as_json, plan_as_text
from api.importing.reading import read_plan
from domain.plan import PlannedAction, PlannedRecommendation

BESIDE = Path(__file__).parents[4] / "shared" / "data" / "real-plans"
FOLDER = Path(os.environ.get("DHR_REAL_PLANS", BESIDE))
PLANS = sorted(FOLDER.glob("*.csv"))
NUMBERS = ("#", "Action Ref Number")
WORDINGS = ("Recommendation", "Recommendation/ Overarching Action")
FIELDS = {
    "Sub-Action": lambda action: action.text,
    "Action to take": lambda action: action.text,
    "Lead Agency": lambda action: action.lead,
    "Key milestones achieved in enacting recommendation": lambda action: action.progress,
    "Target Date": lambda action: action.timescale.raw,
    "Date of completion and outcome": lambda action: action.completion.raw,
    "Delivery Status": lambda action: action.status,
}
REMARKED = ("(capture note: not in source)",)
POINT = re.compile(r"^\d+\.\s+", re.MULTILINE)


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, by its headings."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def first_of(row: dict[str, str], headings: tuple[str, ...]) -> str:
    """The text under whichever of the headings the file has."""
    return next((row[heading] for heading in headings if heading in row), "").strip()


def told(actions: tuple[PlannedAction, ...], heading: str) -> str:
    """What the actions say in the field of a heading, without numbers, line breaks and doubled spaces."""
    return plain("\n".join(FIELDS[heading](action) for action in actions))


def plain(text: str) -> str:
    """The words of a cell, without the numbers of a list in it."""
    return " ".join(POINT.sub("", text).split())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One case for each plan that is there; none where there is no plan."""
    if PLANS:
        metafunc.parametrize("path", PLANS, ids=[path.stem for path in PLANS])


def recommendation_of(row: dict[str, str], path: Path) -> PlannedRecommendation:
    """The one recommendation that has the number and the wording of the row."""
    number, wording = first_of(row, NUMBERS), first_of(row, WORDINGS)
    found = [
        each
        for each in read_plan(path.name, path).recommendations
        if (each.label, each.text) == (number, wording)
    ]
    assert len(found) == 1
    return found[0]


if PLANS:

    def test_one_recommendation_for_each_number_and_wording(path: Path) -> None:
        """The recommendations are those of the source, in its order, with labels and wording exact."""
        expected = dict.fromkeys((first_of(row, NUMBERS), first_of(row, WORDINGS)) for row in rows_of(path))
        assert [(each.label, each.text) for each in read_plan(path.name, path).recommendations] == list(
            expected
        )

    def test_addressees(path: Path) -> None:
        """The addressees are those of the source."""
        for row in rows_of(path):
            addressees = tuple(
                each.strip() for each in row.get("Addressed to", "").split("|") if each.strip()
            )
            assert recommendation_of(row, path).addressees == addressees

    def test_every_cell_is_in_its_field(path: Path) -> None:
        """Whatever stands under a heading is in that field of an action, and nothing known is a remark."""
        for row in rows_of(path):
            actions = recommendation_of(row, path).actions
            for heading in row.keys() & FIELDS.keys():
                assert plain(row[heading]) in told(actions, heading)
            expected = {f"{heading}: {row[heading]}" for heading in REMARKED if row.get(heading)}
            assert {remark for action in actions for remark in action.remarks} == expected

    def test_it_can_be_shown(path: Path) -> None:
        """The plan can be shown as JSON and as text, with each wording in both."""
        plan = read_plan(path.name, path)
        shown = plain(plan_as_text(plan))
        for told_of, each in zip(plan_as_json(plan)["recommendations"], plan.recommendations, strict=True):
            assert told_of["text"] == each.text
            assert plain(each.text) in shown
