"""What a fact was before an event, and what it is after it, in words: read from the history of its thing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.action import Action
from domain.agency import Agency
from domain.delegation import describe_scheme
from domain.partnership import Partnership
from domain.person import Person
from domain.provenance import Recorded
from domain.rag import RagRule
from domain.recommendation import Recommendation
from domain.reminders import describe_rule
from domain.retention import years_in_force
from domain.review import Review
from domain.review.rules_in_words import describe_clock_rule, describe_definition, describe_practice
from domain.store.log import Log, LogEntry
from projections import directory
from projections.seen_log import has_gaps
from projections.sentences import sign_off_rule, timescale
from projections.telling import NOBODY_KNOWN, day

Fact = tuple[UUID | str, ...]


class Aspect(NamedTuple):
    """What an event changes, and how it stands in the thing around the event.

    `prose`: people wrote it, so that a difference is one of words. `before_alone` is the heading of what
    stood before, where that is all there is to show; `unknown` what a thing without a known name is called.
    """

    heading: str
    of: Callable[[Any, Any], Fact]
    prose: bool = False
    before_alone: str = ""
    unknown: str = NOBODY_KNOWN


class BeforeAndAfter(NamedTuple):
    """A fact in words on both sides of an event; empty where there was none."""

    before: str
    after: str
    aspect: Aspect


def before_and_after(
    log: Log, connection: Connection[Any], entries: Iterable[LogEntry], *, at: int | None = None
) -> dict[int, BeforeAndAfter]:
    """Both sides of those among these entries that changed a fact, by position.

    Names are those of now, or of the position `at`. It takes one statement for the histories of all things,
    and one for all names.
    """
    wanted = {entry.position: entry.event.originator_id for entry in entries if type(entry.event) in FACTS}
    histories = log.of_several(set(wanted.values())) if wanted else []
    facts = {
        position: sides
        for _, history in groupby(histories, key=lambda entry: entry.event.originator_id)
        for position, sides in _sides([*history])
        if position in wanted and sides[0] != sides[1]
    }
    parts = {part for before, after, _ in facts.values() for part in (*before, *after)}
    names = directory.names(connection, {part for part in parts if isinstance(part, UUID)}, at=at)
    return {
        position: BeforeAndAfter(_in_words(before, names, aspect), _in_words(after, names, aspect), aspect)
        for position, (before, after, aspect) in facts.items()
    }


def _sides(history: Sequence[LogEntry]) -> Iterable[tuple[int, tuple[Fact, Fact, Aspect]]]:
    thing: Any = None
    for position, _, __, event in () if has_gaps(history) else history:
        aspect = FACTS.get(type(event))
        before = aspect.of(thing, event) if aspect else ()
        thing = event.mutate(thing)
        if aspect:
            yield position, (before, aspect.of(thing, event), aspect)


def _in_words(fact: Fact, names: Mapping[UUID, str], aspect: Aspect) -> str:
    return ", ".join(names.get(part, aspect.unknown) if isinstance(part, UUID) else part for part in fact)


def _said(*parts: UUID | str | None) -> Fact:
    return tuple(part for part in parts if part)


def _day(value: date | None) -> Fact:
    return (day(value),) if value else ()


def _period(home: Partnership | None, event: Any) -> Fact:
    """The periods of one kind of clock, in the order in which they were set."""
    clocks = home.review_rules.clocks if home else ()
    return tuple(describe_clock_rule(one) for one in clocks if one.kind == event.rule.kind)


def _definition(home: Partnership | None, event: Any) -> Fact:
    """One legal test; nothing where there was none of its code."""
    found = home.review_rules.definition(event.definition.code) if home else None
    return tuple(describe_definition(found)) if found else ()


def _timescale(action: Action) -> Fact:
    return (timescale(action.timescale),) if action.due_date_version else ()


def _colours(rule: RagRule) -> Fact:
    forecasts = f", and where the forecast is {' or '.join(rule.amber_forecasts)}"
    return (
        f"amber from {rule.amber_within_days} days before the due date"
        + (forecasts if rule.amber_forecasts else "")
        + (", and without an update in the last round" if rule.amber_without_update_in_round else ""),
    )


def _question(review: Review, event: Any) -> Fact:
    asked = review.questions.get(event.question)
    return _said(asked.text) if asked and event.question not in review.settled else ()


def _of(heading: str, fact: Callable[[Any], Fact], *, prose: bool = False) -> Aspect:
    return Aspect(heading, lambda thing, _: fact(thing), prose)


_TIMESCALE: Final = _of("Timescale", _timescale)
_DUE: Final = _of("Due date", lambda action: _day(action.due))
_STATE: Final = _of("State", lambda action: _said(action.delivery))
_PUBLISHED: Final = _of("Published on", lambda review: _day(review.published_on))
_NAME: Final = _of("Name", lambda thing: _said(thing.name))

FACTS: Final[Mapping[type[Recorded], Aspect]] = {
    Action.Reworded: _of("Action", lambda action: _said(action.text), prose=True),
    Action.LeadAgencyNamed: _of("Lead agency", lambda action: _said(action.lead or action.lead_in_words)),
    Action.SupportingAgenciesNamed: _of(
        "Supporting agencies", lambda action: action.supporting or action.supporting_in_words
    ),
    Action.OwnerAssigned: _of("Owner", lambda action: _said(action.owner or action.owner_in_words)),
    Action.OwnershipDeclined: _of("Owner", lambda action: _said(action.owner or action.owner_in_words)),
    Action.ForecastGiven: _of("Forecast", lambda action: _said(action.forecast)),
    Action.TimescaleSet: _TIMESCALE,
    Action.TimescaleCorrected: _TIMESCALE,
    Action.CountedFromPublication: _DUE,
    Action.ExtensionRequested: _of("Asked for until", lambda action: _day(action.asked_for)),
    Action.ExtensionGranted: _DUE,
    Action.ExtensionDeclined: _of("Asked for until", lambda action: _day(action.asked_for))._replace(
        before_alone="It was asked for until"
    ),
    Action.SentBack: _DUE,
    Action.Accepted: _STATE,
    Action.ProgressReported: _STATE,
    Action.ReportedComplete: _STATE,
    Action.SignedOffByAgency: _STATE,
    Action.Assured: _STATE,
    Action.SplitByAgency: _STATE,
    Action.Cancelled: _STATE,
    Action.Reopened: _STATE,
    Recommendation.Reworded: _of("Wording", lambda made: _said(made.wording), prose=True),
    Recommendation.Relabelled: _of("Label", lambda made: _said(made.label)),
    Recommendation.ScopeSet: _of("Scope", lambda made: _said(made.scope)),
    Recommendation.AddresseesNamed: _of(
        "Addressed to", lambda made: made.addressees or made.addressees_in_words
    ),
    Recommendation.BackgroundStated: _of(
        "Issue and theme", lambda made: _said(made.issue, made.theme), prose=True
    ),
    Recommendation.LessonsAnswered: Aspect("Answers", lambda made, _: made.lessons, unknown="a lesson"),
    Review.QuestionSettled: Aspect("Question", _question, before_alone="Question"),
    Agency.Renamed: _NAME,
    Person.PostChanged: _of("Post", lambda person: _said(person.post, person.agency)),
    Partnership.Renamed: _NAME,
    Partnership.GoLiveSet: _of("Goes live", lambda home: _day(home.go_live)),
    Partnership.ReplyAddressSet: _of("Replies go to", lambda home: _said(home.reply_to)),
    Partnership.RagRuleSet: _of("Rule", lambda home: _colours(home.rag_rule) if home else ()),
    Partnership.ReminderRuleSet: _of(
        "Rule", lambda home: (" ".join(describe_rule(home.reminder_rule)),) if home else ()
    ),
    Partnership.DelegationSchemeSet: _of(
        "Scheme",
        lambda home: tuple(describe_scheme(home.delegation_schemes[-1])) if home.delegation_schemes else (),
    ),
    Review.CommissioningBodiesNamed: _of(
        "Commissioned with", lambda review: (*review.commissioned_with, *review.other_bodies)
    ),
    Review.LessonReworded: Aspect("Lesson", lambda review, event: _said(review.lessons[event.lesson].text)),
    Review.StepDateCorrected: Aspect("Recorded as", lambda review, event: _day(review.taken.get(event.step))),
    Review.OtherTimeAgreed: Aspect("Due date", lambda review, event: _day(review.clocks[event.clock].due)),
    Review.Published: _PUBLISHED,
    Review.PublicationEnded: _PUBLISHED,
    Review.LinksGiven: _of("Links", lambda review: review.links),
    Partnership.ClockRuleSet: Aspect("Period", _period),
    Partnership.DefinitionSet: Aspect("Definition", _definition),
    Partnership.ReviewPracticeSet: _of("Practice", lambda home: tuple(describe_practice(home.review_rules))),
    Partnership.ThemesSet: _of("Themes", lambda home: home.review_rules.themes),
    Partnership.QualityBoardNamed: _of("Quality assurance", lambda home: (home.review_rules.quality_board,)),
    Partnership.PublicContactSet: _of("Public enquiries", lambda home: _said(home.public_contact)),
    Partnership.RetentionSet: Aspect(
        "Kept for", lambda home, event: (f"{years_in_force(home.retention, event.since)} years",)
    ),
    Partnership.SignOffRuleSet: _of("Rule", lambda home: (sign_off_rule(home.single_agency_closes_alone),)),
}
"""The fact that each kind of event changes, as it stands in its thing."""
