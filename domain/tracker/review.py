"""Reviews: opened once under a reference; questions are settled with all that follows from the answer."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation

from domain.action import Action
from domain.agency import Agency, name_key
from domain.partnership import Partnership
from domain.person import Person
from domain.provenance import Provenance, Thing
from domain.recommendation import Recommendation
from domain.refusals import NotFound, Refused, refuse_if
from domain.review import Question, Review, review_identity
from domain.store.application import Along
from domain.store.scope import EVERYTHING, within
from domain.tracker import Tracker
from domain.tracker.agency import name_taken, take_names
from domain.tracker.timescales import count_from_publication
from domain.vocabulary import FOR_A_TIME, Delivery, QuestionAbout

ABOUT_AGENCIES = (QuestionAbout.LEAD_AGENCY, QuestionAbout.SUPPORTING_AGENCY, QuestionAbout.ADDRESSEE)


def open_review(
    tracker: Tracker,
    partnership: UUID,
    *,
    reference: str,
    label: str = "DHR",
    pseudonym: str = "",
    by: Provenance,
) -> UUID:
    """Open a review. Refuses a reference that the partnership has used."""
    tracker.named(Partnership, partnership, "partnership")
    new = Review.open(partnership, reference, label=label, pseudonym=pseudonym, by=by)
    tracker.allow(Review.open, new, by=by)
    if find(tracker, partnership, reference):
        raise Refused(f"There is a review {new.reference} already.", field="reference")
    tracker.record(new)
    return new.id


def find(tracker: Tracker, partnership: UUID, reference: str) -> Review | None:
    """The review of this reference, if it has been opened."""
    try:
        return tracker.get(Review, review_identity(partnership, reference))
    except NotFound:
        return None


def take_step(
    tracker: Tracker,
    review: UUID,
    *,
    command: Callable[..., Any],
    by: Provenance,
    version: int | None = None,
    **facts: Any,
) -> int:
    """Carry out a command of a review that goes by the rules of its partnership, such as `Review.decide`.

    Where it gives its publication another day, the due dates that count from that follow.
    """
    thing = tracker.to_change(command, Review, review, by=by, version=version)
    rules = tracker.look(Partnership, thing.led_by).review_rules
    published_on = thing.published_on
    command(thing, by=by, rules=rules, **facts)
    is_moved = thing.published_on != published_on
    counted = count_from_publication(tracker, thing, command, by=by) if is_moved else []
    return tracker.record(thing, *counted)


def give_access(
    tracker: Tracker,
    review: UUID,
    *,
    person: UUID,
    by: Provenance,
    version: int | None = None,
    **term: date | None,
) -> int:
    """Put a person of the directory on a review's access list. `term`: its first_day and last_day.

    Refuses an auditor, or oversight, without a last day: they read for a time (agreed practice).
    """
    refuse_if(tracker.named(Person, person, "person").left, "They have left.", field="person")
    thing = tracker.to_change(Review.give_access, Review, review, by=by, version=version)
    if term.get("last_day") is None:
        held = tracker.look(Partnership, thing.led_by).roles_of(person, by.today)
        role = next((one for one in FOR_A_TIME if one in held), "")
        sentence = f"They hold the role of {role}, so they read it for a time: name the last day."
        refuse_if(bool(role), sentence, field="last_day")
    thing.give_access(person, by=by, **term)
    return tracker.record(thing)


def name_commissioning_bodies(
    tracker: Tracker,
    review: UUID,
    *,
    commissioned_with: tuple[UUID, ...] = (),
    other_bodies: tuple[str, ...] = (),
    by: Provenance,
    version: int | None = None,
) -> int:
    """Name the partnerships of this installation, and other bodies, that commissioned a review together.

    Whoever names a partnership need not be in it: that it is there is no secret within an installation.
    """
    thing = tracker.to_change(Review.name_commissioning_bodies, Review, review, by=by, version=version)
    with within(EVERYTHING):
        for one in commissioned_with:
            tracker.named(Partnership, one, "commissioned_with")
    thing.name_commissioning_bodies(commissioned_with, other_bodies, by=by)
    return tracker.record(thing)


def settle_question(
    tracker: Tracker,
    review: UUID,
    *,
    question: UUID,
    answer: str = "",
    agency: UUID | None = None,
    new_agency: str = "",
    person: UUID | None = None,
    by: Provenance,
    version: int | None = None,
) -> int:
    """Settle a question with words, and with the agency or person that a name stands for.

    An agency (of the directory, or new under the name given) takes the name as an alias, and its place on
    every action or recommendation that the question touches; a person becomes the owner of those among the
    actions that have none.
    """
    thing = tracker.to_change(Review.settle_question, Review, review, by=by, version=version)
    refuse_if(question not in thing.questions, "This review has no such question.", field="question")
    asked, changed, along = thing.questions[question], [], []
    if agency or new_agency.strip():
        refuse_if(asked.about not in ABOUT_AGENCIES, "That question is not about an agency.", field="agency")
        named = tracker.named(Agency, agency, "agency") if agency else Agency.add(new_agency, by=by)
        along = _take_words(named, asked, new=not agency, by=by)
        changed = [named, *_put_in_place(tracker, asked, named.id, by)]
        answer = answer or named.name
    if person:
        refuse_if(asked.about != QuestionAbout.OWNER, "That question is not about an owner.", field="person")
        named_owner = tracker.named(Person, person, "person")
        refuse_if(named_owner.left, "They have left: choose somebody else.", field="person")
        changed = _assign(tracker, asked, person, by)
        answer = answer or named_owner.post or "Owner named."
    tracker.allow(Review.settle_question, *changed, by=by)
    thing.settle_question(question, answer, by=by)
    try:
        return tracker.record(thing, *changed, along=along)
    except UniqueViolation as taken:
        raise name_taken(taken, field="new_agency") from taken


def _take_words(agency: Agency, asked: Question, *, new: bool, by: Provenance) -> list[Along]:
    before = set() if new else agency.name_keys()
    if name_key(asked.words) not in agency.name_keys():
        agency.add_alias(asked.words, by=by)
    return take_names(agency, before)


def _put_in_place(tracker: Tracker, asked: Question, agency: UUID, by: Provenance) -> list[Thing]:
    if asked.about == QuestionAbout.ADDRESSEE:
        recommendations = [tracker.get(Recommendation, identity) for identity in asked.things]
        return [_addressed(one, agency, by) for one in recommendations if agency not in one.addressees]
    actions = [tracker.get(Action, identity) for identity in asked.things]
    return [_named_on(one, asked, agency, by) for one in actions if one.delivery != Delivery.CANCELLED]


def _addressed(recommendation: Recommendation, agency: UUID, by: Provenance) -> Recommendation:
    named = (*recommendation.addressees, agency)
    recommendation.name_addressees(named, recommendation.addressees_in_words, by=by)
    return recommendation


def _named_on(action: Action, asked: Question, agency: UUID, by: Provenance) -> Action:
    if asked.about == QuestionAbout.LEAD_AGENCY and action.lead is None:
        action.name_lead_agency(agency, action.lead_in_words, by=by)
    elif agency not in (action.lead, *action.supporting):
        action.name_supporting_agencies((*action.supporting, agency), action.supporting_in_words, by=by)
    return action


def _assign(tracker: Tracker, asked: Question, person: UUID, by: Provenance) -> list[Thing]:
    actions = [tracker.get(Action, identity) for identity in asked.things]
    free = [one for one in actions if one.owner is None and one.delivery != Delivery.CANCELLED]
    for action in free:
        action.assign_owner(person, by=by)
    return list(free)
