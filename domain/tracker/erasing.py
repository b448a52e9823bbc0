"""What it takes to erase, to hold and to conclude: decided here, carried out by a worker."""

from typing import Final, LiteralString
from uuid import UUID

from domain.action import OPEN, Action
from domain.person import Person
from domain.provenance import Provenance
from domain.refusals import refuse_if
from domain.review import Review
from domain.store.application import Along
from domain.tracker import Tracker
from domain.tracker.recommendation import in_plan

DECIDE: Final = """
    insert into public.erasures (thing, kind) values (%(thing)s, %(kind)s)
    on conflict (thing) do update
    set kind = excluded.kind, again = false, decided_at = now(),
        cleaned_at = null, generation = null, done_at = null
"""
SHARING: Final[LiteralString] = """
    select other.review, count(distinct mine.thing)
    from public.plan_things as mine
    join public.plan_things as other on other.thing = mine.thing and other.review <> mine.review
    where mine.review = %(review)s and mine.kind = 'action'
    group by other.review
"""


def approve_erasing_review(
    tracker: Tracker, review: UUID, *, by: Provenance, version: int | None = None
) -> int:
    """Have the text of a review erased, as somebody else has proposed.

    Refused too where a review that shares an action with it is under a legal hold, for the text of a shared
    action lies under the key of its first review.
    """
    tracker.to_change(Review.approve_erasure, Review, review, by=by)
    for other in sharing(tracker, review):
        held = tracker.look(Review, other)
        stands = " and ".join(sorted(held.holds))
        refuse_if(
            bool(stands),
            f"It shares actions with {held.reference}, on which a legal hold stands ({stands}):"
            " nothing of this review may be erased.",
        )
    decided = tracker.alongside(Along(DECIDE, {"thing": review, "kind": "review"}))
    return decided.change(Review.approve_erasure, Review, review, version=version, by=by)


def approve_erasing_person(
    tracker: Tracker, person: UUID, *, by: Provenance, version: int | None = None
) -> int:
    """Have everything personal of somebody erased, as somebody else has proposed; never by themselves."""
    tracker.to_change(Person.approve_erasure, Person, person, by=by)
    refuse_if(by.entered_by == person, "Somebody else has to approve the erasure of your own details.")
    decided = tracker.alongside(Along(DECIDE, {"thing": person, "kind": "person"}))
    return decided.change(Person.approve_erasure, Person, person, version=version, by=by)


def sharing(tracker: Tracker, review: UUID) -> dict[UUID, int]:
    """The reviews that share actions with one, each with how many."""
    with tracker.store.connection() as connection:
        return dict(connection.execute(SHARING, {"review": review}).fetchall())


def conclude(
    tracker: Tracker,
    review: UUID,
    *,
    meeting: str = "",
    minute: str = "",
    by: Provenance,
    version: int | None = None,
) -> int:
    """Conclude a review formally; with actions still open that takes a reason."""
    actions = tracker.several(Action, in_plan(tracker, review, "action"))
    still_open = sum(1 for action in actions if action.delivery in OPEN)
    facts = {"open_actions": still_open, "meeting": meeting, "minute": minute}
    return tracker.change(Review.conclude, Review, review, version=version, by=by, **facts)
