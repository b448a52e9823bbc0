"""A plan that was read, as JSON for programs and as text for a terminal."""

from collections.abc import Iterator
from datetime import date
from textwrap import fill
from typing import Any

from domain.clocks import in_words
from domain.plan import Plan, PlannedAction, PlannedRecommendation
from domain.timescales import Timescale

WIDTH = 80
_NO_LABEL = "(no number)"


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """The plan in the shape of `dhr import --json`: dates as ISO text or None, missing words as ""."""
    return {
        "recommendations": [_recommendation(each) for each in plan.recommendations],
        "questions": [{"where": each.where, "text": each.text} for each in plan.questions],
        "remarks": list(plan.remarks),
    }


def plan_as_text(plan: Plan) -> str:
    """The plan for reading in a terminal of 80 columns: recommendations, actions, numbered questions."""
    actions = sum(len(each.actions) for each in plan.recommendations)
    counts = [
        _counted(len(plan.recommendations), "recommendation"),
        _counted(actions, "action"),
        _counted(len(plan.questions), "question"),
    ]
    lines = [", ".join(counts) + "."]
    for each in plan.recommendations:
        lines += ["", *_recommendation_lines(each)]
    if plan.remarks:
        lines += ["", "Remarks of the plan", *(_wrapped(each, "  - ") for each in plan.remarks)]
    if plan.questions:
        lines += ["", "Questions"]
        lines += [
            _wrapped(f"{one.where}: {one.text}", f"{n:3}. ") for n, one in enumerate(plan.questions, start=1)
        ]
    return "\n".join(lines) + "\n"


def _recommendation(recommendation: PlannedRecommendation) -> dict[str, Any]:
    return {
        "label": recommendation.label,
        "text": recommendation.text,
        "scope": recommendation.scope.value if recommendation.scope else None,
        "issue": recommendation.issue,
        "theme": recommendation.theme,
        "addressees": list(recommendation.addressees),
        "actions": [_action(each) for each in recommendation.actions],
    }


def _action(action: PlannedAction) -> dict[str, Any]:
    return {
        "text": action.text,
        "lead": action.lead,
        "supporting": list(action.supporting),
        "owner": action.owner,
        "status": action.status,
        "timescale": {
            "raw": action.timescale.raw,
            "due": _iso(action.timescale.due),
            "why_no_date": action.timescale.why_no_date.value if action.timescale.why_no_date else None,
        },
        "completion": {"raw": action.completion.raw, "reported_on": _iso(action.completion.reported_on)},
        "progress": action.progress,
        "evidence": action.evidence,
        "remarks": list(action.remarks),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")


def _recommendation_lines(recommendation: PlannedRecommendation) -> Iterator[str]:
    label = recommendation.label or _NO_LABEL
    yield _wrapped(label if label.casefold().startswith("rec") else f"Recommendation {label}")
    yield _wrapped(recommendation.text, "  ")
    yield from _told("Scope", recommendation.scope or "", "  ")
    yield from _told("Issue", recommendation.issue, "  ")
    yield from _told("Theme", recommendation.theme, "  ")
    yield from _told("Addressed to", " | ".join(recommendation.addressees), "  ")
    for number, action in enumerate(recommendation.actions, start=1):
        yield _wrapped(action.text, f"  Action {number}: ")
        yield from _action_lines(action)


def _action_lines(action: PlannedAction) -> Iterator[str]:
    told = (
        ("Lead", action.lead),
        ("Supporting", " | ".join(action.supporting)),
        ("Owner", action.owner),
        ("Timescale", _timescale_words(action.timescale)),
        ("Status", action.status),
        ("Progress", action.progress),
        ("Completion", _completion_words(action)),
        ("Evidence", action.evidence),
        *(("Remark", remark) for remark in action.remarks),
    )
    for heading, words in told:
        yield from _told(heading, words, "    ")


def _timescale_words(timescale: Timescale) -> str:
    meaning = f"due {in_words(timescale.due)}" if timescale.due else f"no due date: {timescale.why_no_date}"
    return f"{timescale.raw} ({meaning})" if timescale.raw else meaning


def _completion_words(action: PlannedAction) -> str:
    meaning = "reported complete" if action.reported_complete else ""
    if action.completion.reported_on:
        meaning += f" on {in_words(action.completion.reported_on)}"
    return " - ".join(part for part in (action.completion.raw, meaning) if part)


def _told(heading: str, words: str, indent: str) -> Iterator[str]:
    if words:
        yield _wrapped(words, f"{indent}{heading}: ")


def _wrapped(words: str, first: str = "") -> str:
    """Words within 80 columns, their own line breaks kept, all lines after the first set in."""
    later = " " * min(len(first), 8)
    paragraphs = [line for line in words.split("\n") if line.strip()]
    indents = [first] + [later] * (len(paragraphs) - 1)
    return "\n".join(
        fill(line, WIDTH, initial_indent=indent, subsequent_indent=later, break_on_hyphens=False)
        for line, indent in zip(paragraphs, indents, strict=True)
    )
