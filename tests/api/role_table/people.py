"""One person of every role and post, and others: by the words under which the table names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from api.sessions import make_administrator
from domain.clocks import london_day
from domain.person import Person
from domain.provenance import Provenance
from domain.review import Review
from domain.tracker import Tracker, action, agency, partnership, person, recommendation, review
from domain.vocabulary import IN_ONE_REVIEW, Contact, How, Role
from tests.api.conftest import BEGIN

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from domain.store.application import Store

OWNER, INSTALLATION = "owner", "administrator of the installation"
NOBODY, STRANGER = "nobody", "stranger"
"""Whoever is known and has no role; and whoever has not signed in."""
SIGNED_IN: tuple[str, ...] = (*Role, *Contact, OWNER, INSTALLATION, NOBODY)
EVERYBODY = (*SIGNED_IN, STRANGER)


class Case(NamedTuple):
    """A review, and what belongs to it, by the words before the ids in addresses."""

    reviews: UUID
    recommendations: UUID
    actions: UUID
    last_position: int


class Stage(NamedTuple):
    """What stands: everybody by the word for what they are, two reviews, and who leads and supports there."""

    people: dict[str, UUID]
    home: UUID
    lead: UUID
    supporting: UUID
    former: UUID
    published: Case
    unpublished: Case


def set_up(store: Store, now: datetime = BEGIN) -> Stage:
    """Record them all: the plans of both reviews are issued, and nobody stands on an access list."""
    tracker, by = Tracker(store), Provenance(How.COMMAND_LINE, london_day(now))
    home = partnership.register(tracker, "WBY", "Westonbury Partnership", by=by)
    lead, supporting = (agency.add(tracker, name, by=by) for name in ("Lead Agency", "Other Agency"))
    people = {one: _added(tracker, one, lead, by.today) for one in SIGNED_IN}
    former = _added(tracker, "former", None, by.today)
    tracker.change(Person.leave, Person, former, by=by)
    make_administrator(store, people[INSTALLATION], now=now)
    cases = [_case(tracker, home, reference, (lead, people[OWNER]), by) for reference in ("OPEN1", "SHUT1")]
    tracker.change(Review.publish, Review, cases[0].reviews, by=by)
    for role in Role:
        where = [one.reviews for one in cases] if role in IN_ONE_REVIEW else [None]
        of = lead if role is Role.IMR_AUTHOR else None
        for one in where:
            partnership.give_role(tracker, home, person=people[role], role=role, review=one, agency=of, by=by)
    for contact in Contact:
        partnership.name_contact(tracker, home, agency=lead, contact=contact, person=people[contact], by=by)
    return Stage(people, home, lead, supporting, former, *cases)


def _added(tracker: Tracker, word: str, of: UUID | None, today: date) -> UUID:
    by = Provenance(How.COMMAND_LINE, today)
    details = person.Details(f"The {word}", f"{word.replace(' ', '-').lower()}@example.org")
    has_agency = word in (*Contact, OWNER)
    return person.add(tracker, details, post=word, agency=of if has_agency else None, by=by)


def _case(tracker: Tracker, home: UUID, reference: str, of: tuple[UUID, UUID], by: Provenance) -> Case:
    lead, owner = of
    opened = review.open_review(tracker, home, reference=reference, pseudonym="Rose", by=by)
    asked = recommendation.make(tracker, opened, wording="Train all.", label="1", by=by)
    step = action.plan(tracker, text="Write a plan.", recommendations=(asked,), lead=lead, by=by)
    action.assign_owner(tracker, step, owner=owner, by=by)
    tracker.change(Review.issue_plan, Review, opened, by=by)
    return Case(opened, asked, step, tracker.store.log.last_position())
