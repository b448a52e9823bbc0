"""Actions: planned for recommendations, led by agencies, owned by people, and split where nobody leads."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from psycopg.errors import UniqueViolation

from domain.action import Action
from domain.agency import Agency
from domain.capacities import capacities
from domain.decisions import refuse_unless_delegated
from domain.partnership import Partnership
from domain.person import Person
from domain.provenance import Provenance
from domain.recommendation import Recommendation
from domain.refusals import SomeoneWasFirst, refuse_if
from domain.review import Review
from domain.store.application import Along
from domain.timescales import Timescale
from domain.tracker import Tracker
from domain.tracker.agency import known
from domain.tracker.numbers import NUMBER_TAKEN, last_numbers, take_numbers, was_taken
from domain.tracker.recommendation import check_agencies, how_many_in_plan, put_in_plan
from domain.tracker.timescales import count_at_once
from domain.vocabulary import Contact

LOOKS = 10
"""How often a number is looked for that nobody else takes at the same moment."""


def plan(
    tracker: Tracker,
    *,
    text: str,
    recommendations: tuple[UUID, ...],
    lead: UUID | None = None,
    supporting: tuple[UUID, ...] = (),
    timescale: Timescale | None = None,
    expected_change: str = "",
    by: Provenance,
) -> UUID:
    """Plan an action by hand, for recommendations of one partnership (also of several reviews)."""
    answered = _answered(tracker, recommendations)
    check_agencies(tracker, supporting, "supporting")
    check_agencies(tracker, (lead,) if lead else (), "lead")
    first, reviews = answered[0], tuple(dict.fromkeys(one.review for one in answered))

    def numbered(number: int) -> Action:
        new = Action.plan(
            text,
            partnership=first.led_by,
            reviews=reviews,
            recommendations=recommendations,
            number=f"{first.label or first.place}/{number}",
            lead=lead,
            supporting=supporting,
            expected_change=expected_change,
            place=how_many_in_plan(tracker, first.review, "action") + 1,
            by=by,
        )
        tracker.allow(Action.plan, new, by=by)
        if timescale:
            new.set_timescale(timescale, by=by)
            count_at_once(tracker, new, by=by)
        return new

    return _record_numbered(tracker, first.id, numbered)


def _answered(tracker: Tracker, recommendations: tuple[UUID, ...]) -> list[Recommendation]:
    """The recommendations that a new action carries out: some, of one partnership, none withdrawn."""
    found = [tracker.named(Recommendation, one, "recommendations") for one in recommendations]
    refuse_if(not found, "An action carries out a recommendation.", field="recommendations")
    apart = len({one.partnership for one in found}) > 1
    refuse_if(apart, "An action cannot serve recommendations of two partnerships.", field="recommendations")
    withdrawn = any(one.withdrawn for one in found)
    refuse_if(withdrawn, "A recommendation that was withdrawn gets no new actions.", field="recommendations")
    return found


def name_lead_agency(
    tracker: Tracker, action: UUID, *, lead: UUID, by: Provenance, version: int | None = None
) -> int:
    """Name the agency that leads; one that supported until now no longer does."""
    tracker.named(Agency, lead, "lead")
    thing = tracker.to_change(Action.name_lead_agency, Action, action, by=by, version=version)
    thing.name_lead_agency(lead, thing.lead_in_words, by=by)
    return tracker.record(thing)


def name_supporting_agencies(
    tracker: Tracker,
    action: UUID,
    *,
    supporting: tuple[UUID, ...],
    by: Provenance,
    version: int | None = None,
) -> int:
    """Name the agencies that support; what the plan says in words stays."""
    check_agencies(tracker, supporting, "supporting")
    thing = tracker.to_change(Action.name_supporting_agencies, Action, action, by=by, version=version)
    thing.name_supporting_agencies(supporting, thing.supporting_in_words, by=by)
    return tracker.record(thing)


def assign_owner(
    tracker: Tracker, action: UUID, *, owner: UUID, by: Provenance, version: int | None = None
) -> int:
    """Name a person of the directory as owner. Refuses one who has left."""
    person = tracker.named(Person, owner, "owner")
    refuse_if(person.left, "They have left: choose somebody else.", field="owner")
    return tracker.change(Action.assign_owner, Action, action, version=version, owner=owner, by=by)


def ask_for_progress(
    tracker: Tracker,
    action: UUID,
    *,
    question: str,
    answer_by: date | None = None,
    by: Provenance,
    version: int | None = None,
) -> int:
    """Ask the owner how an action of an issued plan stands; without an owner, the agency's main contact."""
    thing = tracker.to_change(Action.ask_for_progress, Action, action, by=by, version=version)
    thing.ask_for_progress(question, answer_by, by=by)
    issued = any(tracker.look(Review, review).issued_on for review in thing.reviews)
    refuse_if(not issued, "Its plan has not been issued to the agencies yet: issue it first.")
    sentence = "There is nobody to ask: name its owner, or a main contact of its lead agency, first."
    refuse_if(not _has_somebody_to_ask(tracker, thing), sentence)
    return tracker.record(thing)


def sign_off_by_agency(tracker: Tracker, action: UUID, *, by: Provenance, version: int | None = None) -> int:
    """Sign off for the lead agency; by the partnership's rule that may close a single-agency action."""
    thing = tracker.to_change(Action.sign_off_by_agency, Action, action, by=by, version=version)
    rules = tracker.get(Partnership, thing.led_by)
    alone = not thing.supporting and not thing.supporting_in_words
    thing.sign_off_by_agency(closes=rules.single_agency_closes_alone and alone, by=by)
    return tracker.record(thing)


def grant_extension(
    tracker: Tracker,
    action: UUID,
    *,
    until: date | None = None,
    meeting: str = "",
    minute: str = "",
    by: Provenance,
    version: int | None = None,
) -> int:
    """Grant the time asked for, or time until another day: by who may by the scheme of delegation."""
    thing = tracker.to_change(Action.grant_extension, Action, action, by=by, version=version)
    _refuse_unless_delegated(tracker, thing, by, meeting=meeting, until=until)
    thing.grant_extension(until, meeting=meeting, minute=minute, by=by)
    return tracker.record(thing)


def decline_extension(
    tracker: Tracker,
    action: UUID,
    *,
    meeting: str = "",
    minute: str = "",
    by: Provenance,
    version: int | None = None,
) -> int:
    """Decline a request for more time, by who may decide on it by the scheme of delegation."""
    thing = tracker.to_change(Action.decline_extension, Action, action, by=by, version=version)
    _refuse_unless_delegated(tracker, thing, by, meeting=meeting)
    thing.decline_extension(meeting=meeting, minute=minute, by=by)
    return tracker.record(thing)


def assure(
    tracker: Tracker,
    action: UUID,
    *,
    meeting: str = "",
    minute: str = "",
    by: Provenance,
    version: int | None = None,
) -> int:
    """Sign off for the partnership, by whom its scheme of delegation names."""
    thing = tracker.to_change(Action.assure, Action, action, by=by, version=version)
    _refuse_unless_delegated(tracker, thing, by, meeting=meeting)
    thing.assure(meeting=meeting, minute=minute, by=by)
    return tracker.record(thing)


def _refuse_unless_delegated(
    tracker: Tracker, action: Action, by: Provenance, *, meeting: str, until: date | None = None
) -> None:
    if by.entered_by is not None:
        scheme = tracker.look(Partnership, action.led_by).delegation_scheme(by.today)
        held = capacities(by.standing, action)
        refuse_unless_delegated(scheme, action, held, until=until, meeting=meeting)


def split_by_agency(
    tracker: Tracker,
    action: UUID,
    *,
    agencies: tuple[UUID, ...] = (),
    by: Provenance,
    version: int | None = None,
) -> int:
    """Put one action for each of several agencies in the place of one that nobody, or everybody, leads.

    Without `agencies`, for each that leads or supports it.
    """
    check_agencies(tracker, agencies, "agencies")
    refuse_if(len(set(agencies)) != len(agencies), "Name each agency once.", field="agencies")
    thing = tracker.to_change(Action.split_by_agency, Action, action, by=by, version=version)
    agencies = agencies or _own_agencies(tracker, thing)
    parts = [_part_of(thing, turn, agency, by) for turn, agency in enumerate(agencies, 1)]
    tracker.allow(Action.split_by_agency, *parts, by=by)
    thing.split_by_agency(tuple(part.id for part in parts), by=by)
    return tracker.record(thing, *parts, along=_in_every_plan(*parts))


def lapse(tracker: Tracker, several: Sequence[UUID], *, by: Provenance) -> list[UUID]:
    """Record of each of several actions, in one save, that its timescale has lapsed; of which it was.

    It is of those whose timescale has, where this was not recorded yet. Raises SomeoneWasFirst where one
    of them was changed meanwhile; then nothing is recorded of any.
    """
    things = tracker.several(Action, several)
    lapsed = [thing for thing in things if thing.lapse(by=by)]
    tracker.record(*lapsed)
    return [thing.id for thing in lapsed]


def _own_agencies(tracker: Tracker, action: Action) -> tuple[UUID, ...]:
    """Those that lead and support it. Refuses where the words of its plan name one more."""
    own = (*((action.lead,) if action.lead else ()), *action.supporting)
    words = [one for one in (action.lead_in_words, *action.supporting_in_words) if one]
    found = known(tracker, words)
    also = next((one for one in words if found.get(one) not in own), "")
    sentence = f"Its plan also names “{also}”: choose the agencies that each get an action of their own."
    refuse_if(bool(also), sentence, field="agencies")
    return own


def _has_somebody_to_ask(tracker: Tracker, action: Action) -> bool:
    if action.owner and not tracker.look(Person, action.owner).left:
        return True
    contacts = tracker.look(Partnership, action.led_by)
    return bool(action.lead and contacts.holders(action.lead, Contact.MAIN_CONTACT))


def _part_of(whole: Action, turn: int, agency: UUID, by: Provenance) -> Action:
    part = Action.plan(
        whole.text,
        partnership=whole.led_by,
        reviews=whole.reviews,
        recommendations=whole.recommendations,
        number=f"{whole.number}.{turn}",
        lead=agency,
        expected_change=whole.expected_change,
        split_from=whole.id,
        place=whole.place,
        by=by,
    )
    if whole.due_date_version:
        part.set_timescale(whole.timescale, by=by)
    if whole.due and whole.original_due and whole.due > whole.original_due:
        extended = by.because(by.reason or "The action that was split had been extended.")
        part.request_extension(whole.due, by=extended)
        part.grant_extension(by=extended)
    return part


def _in_every_plan(*actions: Action) -> list[Along]:
    """The statements that keep actions, of the same reviews all, in the plan of each."""
    return [put_in_plan(review, "action", *(one.id for one in actions)) for review in actions[0].reviews]


def _record_numbered(tracker: Tracker, recommendation: UUID, numbered: Callable[[int], Action]) -> UUID:
    """Record an action under the next free number, also where others plan some at the same moment."""
    for _ in range(LOOKS):
        number = last_numbers(tracker, [recommendation]).get(recommendation, 0) + 1
        new = numbered(number)
        try:
            tracker.record(new, along=[*_in_every_plan(new), take_numbers([(recommendation, number)])])
        except UniqueViolation as error:
            if not was_taken(error):
                raise
            continue
        return new.id
    raise SomeoneWasFirst(NUMBER_TAKEN)
