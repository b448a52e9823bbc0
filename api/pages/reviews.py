"""Reviews: the list, one with its plan and its open questions, and the timeline of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from psycopg import Connection

from api.access import SignedIn, log_of
from api.commands import Command, by_part
from api.exporting.plan_content import plan_of
from api.noting import reads
from api.pages.downloading import PLAN, files
from api.pages.framing import page
from api.pages.histories import history, recorded_by
from api.pages.past import Shown, shown
from api.pages.things import history_shown, is_behind, offered_to, recorded, refuse_absent, row_of
from api.personal_details import in_plan
from domain.review import Review
from domain.review.vocabulary import Step
from projections import actions, clocks, course, directory, outbox, reviews, time_line
from projections.actions import ActionSeen, Filters
from projections.outbox import ReminderOf

router = APIRouter()

STEP_BY: Final[Mapping[Step, str]] = {
    Step.NOTIFIED: "notification",
    Step.CONSULTED: "consultation",
    Step.ASSESSED: "assessment",
    Step.DECIDED: "decision",
    Step.CHAIR_APPOINTED: "chair",
    Step.TERMS_AGREED: "terms",
    Step.DRAFTED: "report-draft",
    Step.PANEL_AGREED: "report-agreement",
    Step.ACCEPTED: "report-acceptance",
    Step.SUBMITTED: "report-submission",
    Step.ANSWERED: "report-answer",
    Step.PUBLISHED: "publication-check",
    Step.CONCLUDED: "conclusion",
}
"""The form that records each step; what is published is checked first."""
WHOLE_PLAN = 5000
"""A plan is shown as one: the longest published ones have some hundred actions."""


@router.get("/reviews/{identity:uuid}")
def show_review(request: Request, identity: UUID) -> HTMLResponse:
    """One review: its recommendations with their actions, and what a person has to settle."""
    state = shown(request)
    today, at = state.today, state.at
    entries = history_shown(request, "reviews", identity, state)
    with request.app.state.views.reading() as connection:
        found = reviews.listed(connection, today=today, identity=identity, at=at)
        refuse_absent(found[0] if found else None, entries)
        plan = reviews.recommendations(connection, review=identity, limit=WHOLE_PLAN, at=at)
        steps = actions.listed(connection, Filters(review=identity), today=today, limit=WHOLE_PLAN, at=at)
        questions = reviews.questions(connection, identity, at=at)
        whole = course.aggregate_of(entries) if found else None
        named = {thing for one in questions for thing in one.things} | course.things_in(whole)
        names = directory.names(connection, named, at=at)
        readers = reviews.readers(connection, identity, at=at)
        running = clocks.listed(connection, clocks.Filters(review=identity), today=today, at=at)
        mails = reminders_by(connection, running, state) if entries else []
        past = history(request, connection, entries, at=at, reminders=mails)
        log = log_of(request)
        content = plan_of(connection, log, found[0], today=today, at=at) if found else None
    reads(request, steps)
    taken = course.course_of(found[0]) if found and course.is_recorded(found[0]) else ()
    offers = offered_to(request, "reviews", found[0] if found else None)
    return page(
        request,
        "review.html",
        shown=state,
        identity=identity,
        review=found[0] if found else None,
        behind=is_behind(found[0] if found else None, entries, state),
        plan=plan,
        files=files(f"reviews/{identity}/action-plan", state.query, forms=PLAN),
        personal=in_plan(content) if content else [],
        addresses=addresses(plan, steps),
        steps=by_recommendation(steps),
        steps_alone=bool(steps) and not plan,
        asking=[one for one in questions if one.settled_on is None],
        settled=[one for one in questions if one.settled_on is not None],
        names=names,
        readers=readers,
        steps_taken=taken,
        next_form=next_form(taken, whole, offers),
        whole=whole,
        clocks=running,
        late=[one for one in running if one.ended_on is None and one.days_late > 0],
        picture=time_line.picture(time_line.spans_of(taken, running, whole), today),
        past=past,
        offered=by_part(offers),
        done=recorded(request, "reviews"),
    )


def reminders_by(connection: Connection[Any], running: Sequence[Any], state: Shown) -> list[ReminderOf]:
    """What had become of the reminders of a review's clocks by then."""
    called = {one.id: ", ".join(part for part in (one.kind, one.about_name) if part) for one in running}
    found = [
        one._replace(about=called[one.clock])
        for one in outbox.reminders_of_clocks(connection, list(called))
        if one.clock
    ]
    return recorded_by(found, state)


@router.get("/reviews/{identity:uuid}/timeline")
def show_timeline(request: Request, who: SignedIn, identity: UUID) -> RedirectResponse:
    """Everything that was recorded in a review: the log of this review alone, as whoever asks sees it."""
    entries = history_shown(request, "reviews", identity)
    with request.app.state.views.reading() as connection:
        refuse_absent(row_of(connection, "reviews", identity, who.today), entries)
    return RedirectResponse(f"/log?review={identity}", 303)


def next_form(
    steps: Sequence[course.StepSeen], whole: Review | None, offers: Sequence[Command]
) -> Command | None:
    """The form by which the next step is recorded, where it is offered."""
    noun = next((STEP_BY[one.step] for one in steps if one.is_next), "")
    if whole and whole.checked and noun == STEP_BY[Step.PUBLISHED]:
        noun = "publication"
    return next((one for one in offers if one.noun == noun), None)


def addresses(plan: Sequence[Any], steps: Sequence[ActionSeen]) -> dict[str, str]:
    """Where the recommendations and actions of a review stand, by what they are called in its plan."""
    recommended = {f"Recommendation {one.label}": f"/recommendations/{one.id}" for one in plan}
    return recommended | {f"Action {one.row.number}": f"/actions/{one.row.id}" for one in steps}


def by_recommendation(steps: list[ActionSeen]) -> dict[UUID, list[ActionSeen]]:
    """The actions that carry out each recommendation, in order."""
    found: dict[UUID, list[ActionSeen]] = defaultdict(list)
    for step in steps:
        for one in step.row.recommendations:
            found[one].append(step)
    return found
