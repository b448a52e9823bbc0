"""The rows of an action plan in the Home Office's seven columns, so written that the import reads them back.

The import takes a list in a cell for several actions, and a date in prose for a date. Hence each row is
read back before it is used, and the first way of writing it that says the same is taken.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from itertools import product
from typing import Final

from api.exporting.plan_content import ActionPlan, Part, Step
from api.exporting.texts import LONGEST_CELL, plain
from api.importing.labels import split_label
from api.importing.reading import read_plan
from api.importing.refusing import UnreadablePlan
from domain.agency import name_key
from domain.clocks import in_words
from domain.plan import PlannedAction

HEADINGS: Final = (
    "Recommendation",
    "Scope of recommendation (i.e. local or regional)",
    "Action to take",
    "Lead Agency",
    "Key milestones achieved in enacting recommendation",
    "Target Date",
    "Date of completion and outcome",
)
"""Source: Home Office, action plan template for Domestic Homicide Reviews."""
_NOT_YET: Final = "Not yet complete"
_NO_LEAD: Final = "To be agreed"
_MARK: Final = re.compile(r"(?<!\S)(?=\(?(?:actions?\s+)?[\w.]{1,6}(?:[.):]|\s))", re.IGNORECASE)
_ALIKE: Final = 127
_SAME: Final = 124
"""All that `_likeness` compares; and all but a next review and the words of milestones."""
_HIDDEN_MARK: Final = "\u2060"
"""Unseen; a mark of a list behind it is none."""
_CUT: Final = "Earlier milestones are left out here; the tracker holds them."


@dataclass(frozen=True)
class Row:
    """The texts of one row. `label` is in a column of its own where the plan's labels need one."""

    label: str
    recommendation: str
    scope: str
    action: str = ""
    lead: str = ""
    milestones: str = ""
    target: str = ""
    completion: str = ""
    doubtful: str = ""
    """The number of an action that the import would read otherwise than it stands; "" for none."""

    @property
    def seven(self) -> tuple[str, ...]:
        """The seven cells."""
        return (
            self.recommendation,
            self.scope,
            self.action,
            self.lead,
            self.milestones,
            self.target,
            self.completion,
        )


@dataclass(frozen=True)
class Cells:
    """The rows of each recommendation, and whether their labels stand in a column of their own."""

    parts: tuple[tuple[Row, ...], ...]
    numbered: bool

    @property
    def rows(self) -> list[Row]:
        """All rows in their order."""
        return [row for part in self.parts for row in part]

    @property
    def doubts(self) -> list[str]:
        """Sentences on what an import would take otherwise than the tracker holds it."""
        heads = Counter((part[0].label, part[0].recommendation) for part in self.parts)
        twice = [label for (label, _), times in heads.items() if times > 1]
        return [
            *(f"Recommendation {label} stands here twice; an import takes both for one." for label in twice),
            *(f"An import may read action {one.doubtful} otherwise." for one in self.rows if one.doubtful),
        ]


def cells_of(plan: ActionPlan) -> Cells:
    """The rows of a plan. Labels that cannot be told from the wording get a column of their own."""
    headed = [_labelled(part) for part in plan.parts]
    numbered = None in headed
    parts = [
        tuple(_rows(part, plain(part.wording) if numbered or said is None else said))
        for part, said in zip(plan.parts, headed, strict=True)
    ]
    return Cells(tuple(parts), numbered)


def _labelled(part: Part) -> str | None:
    """Label and wording in one cell; None where no way of writing them is read as these two."""
    label, wording = plain(part.label).strip(), plain(part.wording).strip()
    ways = [f"{label}{mark}{wording}" for mark in (": ", ". ", " ", "\n", " - ")] if label else [wording]
    return next((way for way in ways if split_label(way) == (label, wording)), None)


def _rows(part: Part, recommendation: str) -> Iterator[Row]:
    begun = Row(plain(part.label).strip(), recommendation, part.scope or "")
    if not part.steps:
        yield begun
    for step in part.steps:
        yield _written(begun, step)


def _written(begun: Row, step: Step) -> Row:
    """The first way of writing an action that is read as it stands, or else the one that is read nearest."""
    best, most = begun, -1
    for row in _ways(begun, step):
        likeness = _likeness(row, step)
        if likeness > most:
            best, most = row, likeness
        if most == _ALIKE:
            break
    return best if most >= _SAME else replace(best, doubtful=step.number)


def _ways(begun: Row, step: Step) -> Iterator[Row]:
    every = product(_completions(step), _targets(step), _leads(step), _texts(step))
    for (completion, outcome), (target, first), lead, text in every:
        milestones = _fitting([*step.milestones, *outcome, *first])
        yield Row(begun.label, begun.recommendation, begun.scope, text, lead, milestones, target, completion)


def _texts(step: Step) -> list[str]:
    """The action as it stands, or as the one point of a list around whatever lists are in it."""
    text = plain(step.text)
    return [text, f"1. {text}", f"(i) {text}", f"a) {text}\nb)", _MARK.sub(_HIDDEN_MARK, text)]


def _leads(step: Step) -> list[str]:
    names = [_one_name(name) for name in (step.lead, *step.supporting)]
    if step.supporting and not step.lead:
        names[0] = _NO_LEAD
    lead, *supporting = names
    if not supporting:
        return [lead]
    return ["; ".join(names), "\n".join(names), f"Lead: {lead}\nSupporting: " + "; ".join(supporting)]


def _one_name(name: str) -> str:
    """A name without what stands between two names: "Adult Care / Housing" becomes "Adult Care/Housing"."""
    return " ".join(re.sub(r"[;|]", ",", re.sub(r"\s+/\s+", "/", plain(name))).split())


def _targets(step: Step) -> list[tuple[str, list[str]]]:
    """The words of the timescale where they still hold; else the present date, the words as a milestone."""
    raw, due = plain(step.timescale), step.due
    holds: list[tuple[str, list[str]]] = [(raw, [])] if due == step.original_due else []
    first = f"Target date as first given: {_first(step)}" if raw or step.original_due else ""
    instead = in_words(due) if due else _why(step)
    return [*holds, (instead, [first] if first else [])]


def _why(step: Step) -> str:
    """Why there is no due date, and when the action is looked at again."""
    again = f", review on {in_words(step.next_review)}" if step.next_review else ""
    return f"{step.why_no_date or ''}{again}"


def _first(step: Step) -> str:
    day = in_words(step.original_due) if step.original_due else ""
    words = f"“{plain(step.timescale)}”" if step.timescale and step.timescale != day else ""
    extended = f"; now {in_words(step.due)}" if step.due and step.due != step.original_due else ""
    return " ".join(part for part in (day, words) if part) + f"{extended}."


def _completions(step: Step) -> list[tuple[str, list[str]]]:
    """The words on completion, and what of them has to stand among the milestones instead."""
    if not step.complete:
        return [("", []), (_NOT_YET, [])]
    outcome = plain(step.outcome).strip()
    day = f"Completed on {in_words(step.completed_on)}." if step.completed_on else "Completed"
    aside = [f"Outcome: {outcome}"] if outcome else []
    whole = f"{day}\n{outcome}" if outcome else day
    kept: list[tuple[str, list[str]]] = [(outcome, [])] if outcome and not step.completed_on else []
    return [*kept, (whole, []), (day, aside)]


def _fitting(milestones: list[str]) -> str:
    """The milestones in one cell; the earliest go where there are too many words for it."""
    lines, room = [], LONGEST_CELL - len(_CUT) - 1
    for line in reversed([plain(one) for one in milestones]):
        if len(line) + 1 > room:
            lines.append(_CUT)
            break
        lines.append(line)
        room -= len(line) + 1
    return "\n".join(reversed(lines))


def _likeness(row: Row, step: Step) -> int:
    """How much of an action the import would read from its row: `_ALIKE` for all of it."""
    read = _read_back(row)
    if read is None:
        return 0
    time, named = read.timescale, [name_key(one) for one in (read.lead, *read.supporting)]
    alike = (
        read.text == plain(step.text).strip(),
        time.due == step.due,
        step.due is not None or time.why_no_date == step.why_no_date,
        named == _keys(step),
        (read.reported_complete, read.completion.reported_on) == (step.complete, step.completed_on),
        time.next_review == step.next_review,
        read.progress == row.milestones.strip() and not read.remarks,
    )
    return sum(2 ** (len(alike) - place) for place, holds in enumerate(alike, start=1) if holds)


def _keys(step: Step) -> list[str]:
    lead = step.lead or (_NO_LEAD if step.supporting else "")
    return [name_key(name) for name in (lead, *step.supporting)]


def _read_back(row: Row) -> PlannedAction | None:
    """The action that the import reads from this row; None where it reads anything but one."""
    page = StringIO(newline="")
    csv.writer(page).writerows([HEADINGS, row.seven])
    try:
        read = read_plan("row.csv", page.getvalue().encode())
    except UnreadablePlan:
        return None
    found = [action for each in read.recommendations for action in each.actions]
    return found[0] if len(found) == 1 else None
