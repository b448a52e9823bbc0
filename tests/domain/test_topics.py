"""The topics of all events: a promise to every log that was ever written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from inspect import get_annotations
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest

import domain
from domain.provenance import CONFIDENTIAL, Recorded, RecordedFirst
from domain.store.shape import event_classes, shape_of, shape_of_topic

TOPICS = """
action.accepted
action.assured
action.cancelled
action.counted_from_publication
action.extension_declined
action.extension_granted
action.extension_requested
action.forecast_given
action.lead_agency_named
action.owner_assigned
action.ownership_declined
action.planned
action.progress_asked
action.progress_reported
action.remark_made
action.reopened
action.reported_complete
action.reworded
action.sent_back
action.signed_off_by_agency
action.split_by_agency
action.supporting_agencies_named
action.timescale_corrected
action.timescale_lapsed
action.timescale_set
agency.added
agency.alias_added
agency.alias_removed
agency.renamed
partnership.clock_rule_set
partnership.contact_ended
partnership.contact_named
partnership.definition_set
partnership.delegation_scheme_set
partnership.go_live_set
partnership.public_contact_set
partnership.quality_board_named
partnership.rag_rule_set
partnership.registered
partnership.reminder_rule_set
partnership.renamed
partnership.reply_address_set
partnership.retention_set
partnership.review_practice_set
partnership.role_ended
partnership.role_given
partnership.sign_off_rule_set
partnership.themes_set
person.added
person.details_changed
person.erased
person.erasure_approved
person.erasure_proposed
person.erasure_withdrawn
person.invitation_accepted
person.invitation_withdrawn
person.invited
person.left
person.post_changed
person.returned
recommendation.addressees_named
recommendation.background_stated
recommendation.lessons_answered
recommendation.made
recommendation.relabelled
recommendation.reworded
recommendation.scope_set
recommendation.withdrawn
review.access_ended
review.access_given
review.assessed
review.author_appointed
review.author_ended
review.briefing_given
review.chair_appointed
review.chair_ended
review.clock_ended
review.clock_moved
review.clock_started
review.commissioning_bodies_named
review.concluded
review.course_entered
review.decided
review.decision_viewed
review.directed
review.draft_commented_on
review.early_learning_shared
review.erased
review.erasure_approved
review.erasure_proposed
review.erasure_withdrawn
review.family_involved
review.good_practice_found
review.home_office_told
review.legal_hold_lifted
review.legal_hold_placed
review.lesson_found
review.lesson_reworded
review.lesson_withdrawn
review.links_given
review.notified
review.opened
review.other_time_agreed
review.panel_meeting_held
review.panel_member_ended
review.panel_member_named
review.partner_consulted
review.paused
review.plan_agreed_by_agency
review.plan_agreed_by_panel
review.plan_approved
review.plan_imported
review.plan_issued
review.plan_version_kept
review.proceedings_concluded
review.proceedings_opened
review.publication_checked
review.publication_ended
review.published
review.question_raised
review.question_settled
review.records_secured
review.report_accepted
review.report_agreed_by_panel
review.report_answered
review.report_copied
review.report_drafted
review.report_submitted
review.resumed
review.return_asked
review.return_quality_assured
review.return_received
review.return_sent_back
review.step_date_corrected
review.terms_agreed
review.withheld
review.written_notice_received
""".split()  # noqa: SIM905 (one topic a line, so that a change shows as one line)

SINGLE = (UUID, date, datetime, str, int, bool)


def own_events() -> list[type[Recorded]]:
    """The event classes of the rooms, without those that other tests make up."""
    found = [event for event in event_classes() if event.__module__.startswith(f"{domain.__name__}.")]
    return sorted(found, key=lambda event: event.__dict__["TOPIC"])


EVENTS = [pytest.param(event, id=event.__dict__["TOPIC"]) for event in own_events()]


def test_every_topic_stands_here_and_none_is_lost() -> None:
    """A new event gets a new line; a line is never taken away, for old logs hold it."""
    assert [event.__dict__["TOPIC"] for event in own_events()] == TOPICS


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_leads_to_its_class(topic: str) -> None:
    """The log finds the class by the topic, wherever its file has moved."""
    event = shape_of_topic(topic).event
    assert event.__dict__["TOPIC"] == topic


@pytest.mark.parametrize("event", EVENTS)
def test_a_topic_names_its_thing(event: type[Recorded]) -> None:
    """The word before the point is the thing, and the thing knows its event by name."""
    kind, _, _ = event.__dict__["TOPIC"].partition(".")
    thing = getattr(getattr(domain, kind), kind.capitalize())
    assert kind == thing.TOPIC
    assert getattr(thing, event.__name__) is event


@pytest.mark.parametrize("event", EVENTS)
def test_every_field_can_be_stored(event: type[Recorded]) -> None:
    """Only plain types, tuples of them, and tuples or single ones of frozen dataclasses."""
    hints = get_type_hints(event, include_extras=True)
    assert [name for name in shape_of(event).stored if list(unstorable(hints[name]))] == []


@pytest.mark.parametrize("event", EVENTS)
def test_no_fact_hides_behind_the_provenance(event: type[Recorded]) -> None:
    """A fact with the name of a field of every event would overwrite who said it, and in which post."""
    own = [one for one in event.__mro__ if issubclass(one, Recorded) and one not in (Recorded, RecordedFirst)]
    facts = {name for one in own for name in get_annotations(one)}
    assert facts & set(get_type_hints(Recorded)) == {"TOPIC"} & facts


@pytest.mark.parametrize("event", EVENTS)
def test_why_and_who_said_it_are_confidential(event: type[Recorded]) -> None:
    """In every event, whatever else it holds."""
    hints = get_type_hints(event, include_extras=True)
    for name in ("said_by", "how_in_detail", "reason"):
        assert CONFIDENTIAL in hints[name].__metadata__


def test_every_thing_begins_with_one_kind_of_event() -> None:
    """So that a history always has its beginning."""
    first = [event.__dict__["TOPIC"] for event in own_events() if issubclass(event, RecordedFirst)]
    assert first == [
        "action.planned",
        "agency.added",
        "partnership.registered",
        "person.added",
        "recommendation.made",
        "review.opened",
    ]


def unstorable(hint: Any, *, inside: bool = False) -> Iterator[Any]:
    """The parts of a type that the mapper would not write, or not read back as they were."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        yield from unstorable(parts[0], inside=inside) if not inside else [hint]
    elif origin in (Union, UnionType):
        yield from (one for part in parts if part is not NoneType for one in unstorable(part, inside=True))
    elif origin is tuple:
        yield from (one for part in parts if part is not ... for one in unstorable(part, inside=True))
    elif is_dataclass(hint) and vars(hint)["__dataclass_params__"].frozen:
        hints = get_type_hints(hint, include_extras=True)
        yield from (one for field in fields(hint) for one in unstorable(hints[field.name], inside=True))
    elif not (hint in SINGLE or (isinstance(hint, type) and issubclass(hint, StrEnum))):
        yield hint
