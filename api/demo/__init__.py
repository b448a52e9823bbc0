"""Demonstration data: invented reviews, recorded as people would, with days from today.

Two have plans of actions; of the others there is one at each stage.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from api.demo.cast import CODE, COORDINATOR, Cast, enter
from api.demo.happenings import happen
from api.demo.plans import import_plan
from api.demo.stages import stage_reviews
from api.demo.story import STORY
from domain.action import Action
from domain.partnership import Partnership, partnership_identity
from domain.provenance import Provenance
from domain.refusals import Refused, refuse_if
from domain.review import Review, review_identity
from domain.timescales import Timescale
from domain.tracker import action as actions
from domain.tracker import partnership as partnerships
from domain.tracker import recommendation as recommendations
from domain.tracker import review as reviews
from domain.tracker.partnership import is_registered
from domain.vocabulary import How, QuestionAbout, Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from domain.tracker import Tracker

__all__ = ["CODE", "FIRST", "SECOND", "is_loaded", "load", "show_all_to"]

FIRST, SECOND = "DEMO1", "DEMO2"
ANY_REVIEW = "select exists (select from public.events where topic = 'review.opened')"


def is_loaded(tracker: Tracker) -> bool:
    """Whether all of the demonstration is in this database."""
    if not is_registered(tracker, CODE):
        return False
    return tracker.get(Partnership, partnership_identity(CODE)).go_live is not None


def load(tracker: Tracker, *, today: date) -> None:
    """Record the demonstration as of `today`. Refuses a database that has reviews, or half of it."""
    with tracker.store.connection() as connection:
        others = connection.execute(ANY_REVIEW).fetchone() == (True,)
    refuse_if(others, "There are reviews in this database: demonstration data goes into an empty one only.")
    half = is_registered(tracker, CODE)
    refuse_if(half, "Loading the demonstration data was interrupted: begin again with an empty database.")
    cast = enter(tracker, today)
    import_plan(tracker, cast, "first_plan.csv", reference=FIRST, issued=True)
    import_plan(tracker, cast, "second_plan.csv", reference=SECOND, issued=False)
    numbered = _numbered(tracker, cast, FIRST)
    _split(tracker, cast, numbered["4/1"].id)
    _plan_by_hand(tracker, cast, numbered["14/2"])
    _settle_one(tracker, cast)
    published = cast.by(COORDINATOR, 0)
    reviews.take_step(tracker, review_identity(cast.partnership, FIRST), command=Review.publish, by=published)
    for number, happenings in STORY.items():
        for happening in happenings:
            happen(tracker, numbered[number], cast, happening)
    tracker.record(*stage_reviews(tracker, cast))
    # The last of all: it tells that nothing is missing.
    whole = tracker.get(Partnership, cast.partnership)
    tracker.also(Partnership.set_go_live, whole, by=cast.by(COORDINATOR, 0), go_live=today)
    tracker.record(whole, *(numbered[number] for number in STORY))


def show_all_to(tracker: Tracker, person: UUID, *, today: date) -> None:
    """Let a person coordinate the demonstration, if it is loaded: whoever tries it sees all of it."""
    if not is_loaded(tracker):
        return
    by = Provenance(how=How.COMMAND_LINE, today=today, reason="To try the invented demonstration.")
    with suppress(Refused):
        partnerships.give_role(
            tracker, partnership_identity(CODE), person=person, role=Role.COORDINATOR, by=by
        )


def _numbered(tracker: Tracker, cast: Cast, reference: str) -> Mapping[str, Action]:
    review = review_identity(cast.partnership, reference)
    found = [tracker.get(Action, one) for one in recommendations.in_plan(tracker, review, "action")]
    return {action.number: action for action in found}


def _split(tracker: Tracker, cast: Cast, everybodys: UUID) -> None:
    named = ("Anytown Police", "Anytown Health Trust", "Anytown Council")
    by = cast.by(COORDINATOR, 20, How.MEETING, "One action for each agency that signs.")
    actions.split_by_agency(tracker, everybodys, agencies=tuple(cast.agencies[one] for one in named), by=by)


def _plan_by_hand(tracker: Tracker, cast: Cast, beside: Action) -> None:
    day = cast.day(28)
    actions.plan(
        tracker,
        text="Put the briefing into the induction of new staff.",
        recommendations=beside.recommendations,
        lead=cast.agencies["Anytown Council"],
        timescale=Timescale(f"{day:%d/%m/%Y}", due=day, why_no_date=None),
        expected_change="New staff know what was learned within a month of starting.",
        by=cast.by(COORDINATOR, 15),
    )


def _settle_one(tracker: Tracker, cast: Cast) -> None:
    """Settle the question about the name of a lead agency; the others stay open."""
    review = tracker.get(Review, review_identity(cast.partnership, FIRST))
    for asked in review.open_questions():
        if asked.about is QuestionAbout.LEAD_AGENCY:
            reviews.settle_question(
                tracker,
                review.id,
                question=asked.id,
                new_agency=f"{asked.words} (invented)",
                by=replace(cast.by(COORDINATOR, 10, How.PHONE), reason="Asked the trust."),
            )
