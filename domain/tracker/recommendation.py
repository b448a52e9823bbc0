"""Recommendations: made in a review, addressed to agencies of the directory."""

from uuid import UUID

from domain.agency import Agency
from domain.provenance import Provenance
from domain.recommendation import Recommendation
from domain.refusals import NotThere, refuse_if
from domain.review import Review
from domain.store.application import Along
from domain.tracker import Tracker
from domain.vocabulary import Reach, Scope

PUT_IN_PLAN = """
    insert into public.plan_things (review, thing, kind)
    select %(review)s, thing, %(kind)s
    from unnest(%(things)s::uuid[]) with ordinality as given (thing, place)
    order by place
"""
THINGS_OF_PLAN = (
    "select thing from public.plan_things where review = %(review)s and kind = %(kind)s order by place"
)
HOW_MANY_OF_PLAN = "select count(*) from public.plan_things where review = %(review)s and kind = %(kind)s"


def make(
    tracker: Tracker,
    review: UUID,
    *,
    wording: str,
    label: str = "",
    scope: Scope | None = None,
    reach: Reach | None = None,
    addressees: tuple[UUID, ...] = (),
    issue: str = "",
    theme: str = "",
    by: Provenance,
) -> UUID:
    """Make a recommendation by hand in a review."""
    opened = tracker.named(Review, review, "review")
    check_agencies(tracker, addressees, "addressees")
    new = Recommendation.make(
        review,
        wording,
        partnership=opened.led_by,
        label=label,
        scope=scope,
        reach=reach,
        addressees=addressees,
        issue=issue,
        theme=theme,
        place=how_many_in_plan(tracker, review, "recommendation") + 1,
        by=by,
    )
    tracker.allow(Recommendation.make, new, by=by)
    tracker.record(new, along=[put_in_plan(review, "recommendation", new.id)])
    return new.id


def name_addressees(
    tracker: Tracker,
    recommendation: UUID,
    *,
    addressees: tuple[UUID, ...],
    by: Provenance,
    version: int | None = None,
) -> int:
    """Name the agencies that it is made to; what the plan says in words stays."""
    check_agencies(tracker, addressees, "addressees")
    thing = tracker.to_change(
        Recommendation.name_addressees, Recommendation, recommendation, by=by, version=version
    )
    thing.name_addressees(addressees, thing.addressees_in_words, by=by)
    return tracker.record(thing)


def answer_lessons(
    tracker: Tracker,
    recommendation: UUID,
    *,
    lessons: tuple[UUID, ...],
    by: Provenance,
    version: int | None = None,
) -> int:
    """Say which lessons of its review it answers. A lesson that was withdrawn is not named anew."""
    thing = tracker.to_change(
        Recommendation.answer_lessons, Recommendation, recommendation, by=by, version=version
    )
    _check_lessons(tracker, thing, lessons)
    thing.answer_lessons(lessons, by=by)
    return tracker.record(thing)


def _check_lessons(tracker: Tracker, thing: Recommendation, lessons: tuple[UUID, ...]) -> None:
    found = tracker.named(Review, thing.review, "lessons").lessons
    for one in lessons:
        if one not in found:
            raise NotThere("There is no such lesson in its review.", field="lessons")
        is_gone = found[one].withdrawn_on is not None and one not in thing.lessons
        refuse_if(is_gone, "That lesson has been withdrawn.", field="lessons")


def check_agencies(tracker: Tracker, agencies: tuple[UUID, ...], field: str) -> None:
    """Raises NotThere unless all of these, named in a field, are agencies of the directory."""
    for agency in agencies:
        tracker.named(Agency, agency, field)


def put_in_plan(review: UUID, kind: str, *things: UUID) -> Along:
    """The statement that keeps recommendations or actions (`kind`) as parts of a review's plan."""
    return Along(PUT_IN_PLAN, {"review": review, "kind": kind, "things": list(things)})


def in_plan(tracker: Tracker, review: UUID, kind: str) -> list[UUID]:
    """The recommendations, or the actions, of a review's plan in the order in which they were recorded."""
    with tracker.store.connection() as connection:
        rows = connection.execute(THINGS_OF_PLAN, {"review": review, "kind": kind}).fetchall()
    return [thing for (thing,) in rows]


def how_many_in_plan(tracker: Tracker, review: UUID, kind: str) -> int:
    """How many recommendations, or actions, a review's plan has."""
    with tracker.store.connection() as connection:
        [(count,)] = connection.execute(HOW_MANY_OF_PLAN, {"review": review, "kind": kind}).fetchall()
    return int(count)
