"""Invented plans of every odd kind, and what must come back of them when they are imported again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from api.exporting.plan import as_word, as_workbook
from api.exporting.plan_content import ActionPlan, Part, Step
from api.exporting.tables import Band
from api.importing.reading import read_plan
from domain.agency import name_key
from domain.plan import Plan
from domain.timescales import read_timescale
from domain.vocabulary import Scope, WhyNoDate

BAND = Band(
    "The action plan", (), None, datetime(2026, 3, 2, 12, tzinfo=UTC), "Coordinator, Westonbury Council"
)
UNSEEN = "\u2060"
LABELS = (
    "R1",
    "3.140(a)",
    "Recommendation 12",
    "7",
    "9.10",
    "",
    "4.",
    "the first of the panel",
    "A-17/b",
    "Rec 5: urgent",
)
LINES = (
    "Train every practitioner in coercive control.",
    "1. Hold a course",
    "2. Ask who came",
    "3) Report to the board",
    "1.1 First part",
    "a) for managers",
    "b) for nurses",
    "(i) in person",
    "(ii) on line",
    "• a point",
    "- another point",
    "Action 2: write a policy",
    "By 31 March 2026 and again by 30 June 2026.",
    "Completed on 3 March 2020",
    '=HYPERLINK("https://example.org","Click")',
    "@SUM(1+1)",
    "<r>not markup</r>",
    "_x0041_ & <b> “quoted” £5",
    "10 GPs were asked; | police / probation",
    "Recommendation 4 says so",
)
AGENCIES = (
    "Westshire Police",
    "Westonbury Council",
    "Women's Aid, Westonbury",
    "Adult Care / Children's Services",
    "NHS Westshire; mental health",
    "nextdoor Housing CIC",
)
TIMESCALES = (
    "31/03/2026",
    "March 2027",
    "Ongoing",
    "Ongoing, review 5 May 2027",
    "3 months after publication",
    "ASAP",
    "Q3 2026",
    "31 September 2026",
    "as soon as the board agrees",
    "Completed March 2020",
    "1. 30/06/2026",
    "",
)

prose = st.one_of(
    st.lists(st.sampled_from(LINES), min_size=1, max_size=6).map("\n".join),
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n\t"), min_size=1),
    st.just("Train every practitioner. " * 160),
).filter(lambda text: text.strip() and name_key(text))
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """An action in any state, its date moved or not."""
    names = draw(st.lists(st.sampled_from(AGENCIES), unique=True, max_size=3))
    leads = bool(names) and draw(st.booleans())
    read = read_timescale(draw(st.sampled_from(TIMESCALES)))
    moved = draw(st.none() | days)
    complete = draw(st.booleans())
    return Step(
        number="1/1",
        text=draw(prose).strip(),
        lead=names[0] if leads else "",
        supporting=tuple(names[1:] if leads else names),
        timescale=read.raw,
        due=moved or read.due,
        original_due=read.due,
        why_no_date=None if moved else read.why_no_date,
        next_review=None if moved else read.next_review,
        milestones=tuple(f"5 March 2026: {note.strip()}" for note in draw(st.lists(prose, max_size=2))),
        complete=complete,
        completed_on=draw(st.none() | days) if complete else None,
        outcome=draw(prose).strip() if complete and draw(st.booleans()) else "",
    )


@st.composite
def plans(draw: st.DrawFn) -> ActionPlan:
    """A plan of a few recommendations, no two of them the same."""
    labels = st.sampled_from(LABELS) | prose.map(lambda text: " ".join(text.split())[:30].strip())
    said = draw(
        st.lists(
            st.tuples(labels, prose.map(str.strip)), min_size=1, max_size=4, unique_by=lambda one: one[1]
        )
    )
    parts = [
        Part(
            label,
            wording,
            draw(st.none() | st.sampled_from(Scope)),
            tuple(draw(st.lists(steps(), max_size=3))),
        )
        for label, wording in said
    ]
    return ActionPlan("DHR7", tuple(parts))


def read_again(plan: ActionPlan) -> list[Plan]:
    """What the import reads from both files."""
    files = (("plan.docx", as_word(plan, band=BAND)), ("plan.xlsx", as_workbook(plan, band=BAND)))
    return [read_plan(name, data) for name, data in files]


def told(plan: ActionPlan) -> list[Any]:
    """What must come back: label, wording, scope, and of each action text, agencies, dates, completion."""
    return [
        (
            one.label,
            one.wording,
            one.scope,
            [
                (
                    step.text,
                    _named(step.lead or ("To be agreed" if step.supporting else ""), step.supporting),
                    step.due,
                    step.why_no_date or (None if step.due else WhyNoDate.NOT_GIVEN),
                    step.next_review,
                    (step.complete, step.completed_on),
                )
                for step in one.steps
            ],
        )
        for one in plan.parts
    ]


def told_back(plan: Plan) -> list[Any]:
    """The same of a plan that was read."""
    return [
        (
            one.label,
            one.text,
            one.scope,
            [
                (
                    action.text.replace(UNSEEN, ""),
                    _named(action.lead, action.supporting),
                    action.timescale.due,
                    action.timescale.why_no_date,
                    action.timescale.next_review,
                    (action.reported_complete, action.completion.reported_on),
                )
                for action in one.actions
            ],
        )
        for one in plan.recommendations
    ]


def _named(lead: str, supporting: tuple[str, ...]) -> list[str]:
    return [name_key(name) for name in (lead, *supporting)]
