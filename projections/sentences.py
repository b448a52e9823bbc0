"""What happened, in sentences that a board member understands, with the words that were typed beneath."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from domain import agency, partnership, person, recommendation, review
from domain.action import Action
from domain.delegation import describe_scheme
from domain.erasure import SOURCES, Erasable
from domain.provenance import Recorded
from domain.reminders import describe_rule
from domain.store.log import LogEntry
from projections import (
    sentences_of_learning,
    sentences_of_panel,
    sentences_of_partnership_reviews,
    sentences_of_reports,
    sentences_of_returns,
    sentences_of_reviews,
    sentences_of_terms,
)
from projections.telling import Names, Sentence, Telling, day, named, one_name, plain, where

DETAILS = {"email": "e-mail address", "telephone": "telephone number"}
"""Personal details by their names in events."""


def sentence(entry: LogEntry, names: Names) -> Sentence:
    """What an event says. `names` are those of the things that it mentions (see `mentioned`)."""
    told = TELLINGS[type(entry.event)](entry.event, names)
    reason = (("Reason", entry.event.reason),) if entry.event.reason else ()
    return Sentence(
        told.text[:1].upper() + told.text[1:],
        tuple(detail for detail in (*told.details, *reason) if detail[1]),
    )


def mentioned(entries: Iterable[LogEntry]) -> set[UUID]:
    """The things and people that events mention, to ask for their names."""
    values = [value for entry in entries for value in vars(entry.event).values()]
    several = [one for value in values if isinstance(value, tuple) for one in value]
    return {one for one in (*values, *several) if isinstance(one, UUID)}


def timescale(event: Any) -> str:
    """What a timescale was taken to mean."""
    words = f"“{event.raw}”: " if event.raw else ""
    why = f" ({event.why_no_date})" if event.why_no_date else ""
    meant = f"due on {day(event.due)}" if event.due else f"no due date{why}"
    again = f", to be looked at again on {day(event.next_review)}" if event.next_review else ""
    return f"{words}{meant}{again}"


def sign_off_rule(single_agency_closes_alone: bool) -> str:
    """The rule for sign-off, as a sentence."""
    if single_agency_closes_alone:
        return "An action of one agency closes on that agency's sign-off alone"
    return "Every action needs assurance after its agency's sign-off"


def lead_agency(event: Any, names: Names) -> str:
    """Who leads: the agency of the directory, or what the plan calls it, which is none of these yet."""
    if event.lead:
        return one_name(event.lead, names)
    return f"“{event.lead_in_words}” in the plan" if event.lead_in_words else "nobody"


def planned(event: Any, names: Names) -> Sentence:
    """An action was planned."""
    lead = lead_agency(event, names) if event.lead or event.lead_in_words else ""
    supporting = ", ".join(event.supporting_in_words) or (
        named(event.supporting, names) if event.supporting else ""
    )
    return Sentence(
        f"Action {event.number} was planned".replace("  ", " "),
        (
            ("Action", event.text),
            ("Lead agency", lead),
            ("Supporting agencies", supporting),
            ("Responsible, in the plan's words", event.owner_in_words),
            ("Expected change", event.expected_change),
        ),
    )


def completed(event: Any, _: Names) -> Sentence:
    """An action was reported complete."""
    on = f" on {day(event.completed_on)}" if event.completed_on else ""
    plan = ", as the imported plan says" if event.in_imported_plan else ""
    return Sentence(
        f"Reported complete{on}{plan}", (("What was done", event.what_was_done), ("Evidence", event.evidence))
    )


def sent_back(event: Any, _: Names) -> Sentence:
    """An action was sent back."""
    by = f": further work by {day(event.further_work_by)}" if event.further_work_by else ""
    return Sentence(f"Sent back{by}")


def made(event: Any, names: Names) -> Sentence:
    """A recommendation was made."""
    addressees = ", ".join(event.addressees_in_words) or (
        named(event.addressees, names) if event.addressees else ""
    )
    return Sentence(
        f"Recommendation {event.label} was made".replace("  ", " "),
        (
            ("Wording", event.wording),
            ("Addressed to", addressees),
            ("Scope", event.scope or ""),
            ("Issue", event.issue),
            ("Theme", event.theme),
        ),
    )


def imported(event: Any, _: Names) -> Sentence:
    """A plan was imported."""
    held = ("recommendation", event.recommendations), ("action", event.actions), ("question", event.questions)
    counts = ", ".join(f"{number:,} {noun}{'s' if number != 1 else ''}" for noun, number in held)
    return Sentence(
        f"A plan was imported: {counts}",
        (("File", event.file_name), ("SHA-256", event.sha256), ("Other words in the file", event.remarks)),
    )


def commissioned(event: Any, names: Names) -> Sentence:
    """Who commissioned a review beside its own partnership."""
    bodies = [*sorted(one_name(one, names) for one in event.commissioned_with), *event.other_bodies]
    alone = "It was commissioned by its own partnership alone"
    return Sentence(f"It was commissioned with {', '.join(bodies)}" if bodies else alone)


def asked(event: Any, _: Names) -> Sentence:
    """A question was raised."""
    return Sentence(
        "A question was raised", (("Question", event.text), ("Where", event.where), ("Words", event.words))
    )


def contact(text: str) -> Telling:
    """A contact of an agency was named, or ended."""
    return lambda event, names: Sentence(
        text.format(
            person=one_name(event.person, names), contact=event.contact, agency=one_name(event.agency, names)
        )
    )


def held_for(event: Any, names: Names) -> str:
    """For what a role is held, where that is not the whole partnership."""
    of_review = f" of the review {one_name(event.review, names)}" if event.review else ""
    return of_review + (f" for {one_name(event.agency, names)}" if event.agency else "")


def term(event: Any) -> tuple[tuple[str, str], ...]:
    """From when to when, as details."""
    last = (("Last day", day(event.last_day)),) if event.last_day else ()
    return (("First day", day(event.first_day)), *last)


def erasure(kind: type[Erasable]) -> Mapping[type[Recorded], Telling]:
    """How an erasure is told, from its proposal on."""
    return {
        kind.ErasureProposed: lambda event, _: Sentence(
            f"Its erasure was proposed: {event.ground}", (("Ground", SOURCES[event.ground]),)
        ),
        kind.ErasureWithdrawn: plain("The proposed erasure was withdrawn"),
        kind.ErasureApproved: plain("The erasure was approved"),
    }


TELLINGS: Mapping[type[Recorded], Telling] = {
    partnership.Partnership.Registered: lambda event, _: Sentence(
        f"The partnership {event.name} was registered ({event.code})"
    ),
    **sentences_of_partnership_reviews.TELLINGS,
    partnership.Partnership.Renamed: lambda event, _: Sentence(f"Renamed to {event.name}"),
    partnership.Partnership.GoLiveSet: lambda event, _: Sentence(f"Goes live on {day(event.go_live)}"),
    partnership.Partnership.ReplyAddressSet: lambda event, _: Sentence(f"Replies go to {event.reply_to}"),
    partnership.Partnership.RagRuleSet: lambda event, _: Sentence(
        f"The rule for colours was set (version {event.rule.version})",
        (("Amber", f"from {event.rule.amber_within_days} days before the due date"),),
    ),
    partnership.Partnership.ReminderRuleSet: lambda event, _: Sentence(
        f"The rule for reminders was set (version {event.rule.version})",
        (("Reminders", " ".join(describe_rule(event.rule))),),
    ),
    partnership.Partnership.SignOffRuleSet: lambda event, _: Sentence(
        sign_off_rule(event.single_agency_closes_alone)
    ),
    partnership.Partnership.RetentionSet: lambda event, _: Sentence(
        f"Concluded reviews are kept for {event.years} years, from {day(event.since)} on"
    ),
    partnership.Partnership.ContactNamed: contact("{person} became {contact} of {agency}"),
    partnership.Partnership.ContactEnded: contact("{person} is no longer {contact} of {agency}"),
    partnership.Partnership.RoleGiven: lambda event, names: Sentence(
        f"{one_name(event.person, names)} became {event.role}{held_for(event, names)}", term(event)
    ),
    partnership.Partnership.RoleEnded: lambda event, names: Sentence(
        f"{one_name(event.person, names)} is no longer {event.role}{held_for(event, names)}"
    ),
    partnership.Partnership.DelegationSchemeSet: lambda event, _: Sentence(
        f"The scheme of delegation was set (version {event.scheme.version})",
        (("From", day(event.scheme.first_day)), ("Scheme", " ".join(describe_scheme(event.scheme)))),
    ),
    agency.Agency.Added: lambda event, _: Sentence(f"{event.name} was added to the directory"),
    agency.Agency.Renamed: lambda event, _: Sentence(f"Renamed to {event.name}"),
    agency.Agency.AliasAdded: lambda event, _: Sentence(f"Also goes by {event.alias}"),
    agency.Agency.AliasRemoved: lambda event, _: Sentence(f"No longer goes by {event.alias}"),
    person.Person.Added: lambda event, names: Sentence(
        "A person was added to the directory"
        + (f" as {event.job_title}" if event.job_title else "")
        + (f" in {one_name(event.agency, names)}" if event.agency else "")
    ),
    person.Person.PostChanged: lambda event, names: Sentence(
        (f"Took up the post of {event.job_title}" if event.job_title else "No longer holds a named post")
        + (f" in {one_name(event.agency, names)}" if event.agency else "")
    ),
    person.Person.DetailsChanged: lambda event, _: Sentence(
        f"Name or contact details changed: {', '.join(DETAILS.get(one, one) for one in event.details)}"
    ),
    person.Person.Left: plain("Left"),
    person.Person.Returned: plain("Came back"),
    person.Person.Invited: lambda event, _: Sentence(
        f"Was invited to sign in; the invitation works to the end of {day(event.works_until)}"
    ),
    person.Person.InvitationAccepted: plain("Accepted the invitation"),
    person.Person.InvitationWithdrawn: plain("The invitation was withdrawn"),
    **erasure(person.Person),
    person.Person.Erased: plain("Name and addresses were erased for good"),
    review.Review.Opened: lambda event, _: Sentence(
        f"The review {event.reference} was opened ({event.label})", (("Pseudonym", event.pseudonym),)
    ),
    review.Review.PlanImported: imported,
    review.Review.QuestionRaised: asked,
    review.Review.AccessGiven: lambda event, names: Sentence(
        f"{one_name(event.person, names)} was put on the access list", term(event)
    ),
    review.Review.AccessEnded: lambda event, names: Sentence(
        f"{one_name(event.person, names)} was taken off the access list"
    ),
    review.Review.QuestionSettled: lambda event, _: Sentence(
        "A question was settled", (("Answer", event.answer),)
    ),
    review.Review.CommissioningBodiesNamed: commissioned,
    review.Review.LegalHoldPlaced: lambda event, _: Sentence(
        f"A legal hold was placed: {event.because_of}, since {day(event.since)}"
    ),
    review.Review.LegalHoldLifted: lambda event, _: Sentence(f"A legal hold was lifted: {event.because_of}"),
    **sentences_of_reviews.TELLINGS,
    **sentences_of_reports.TELLINGS,
    **sentences_of_returns.TELLINGS,
    **sentences_of_learning.TELLINGS,
    **sentences_of_panel.TELLINGS,
    **sentences_of_terms.TELLINGS,
    **erasure(review.Review),
    review.Review.Erased: plain("Its text was erased for good"),
    recommendation.Recommendation.Made: made,
    recommendation.Recommendation.Reworded: lambda event, _: Sentence(
        "Reworded", (("Wording", event.wording),)
    ),
    recommendation.Recommendation.Relabelled: lambda event, _: Sentence(
        f"Relabelled as {event.label or 'nothing'}"
    ),
    recommendation.Recommendation.ScopeSet: lambda event, _: Sentence(f"Scope: {event.scope or 'not known'}"),
    recommendation.Recommendation.AddresseesNamed: lambda event, names: Sentence(
        f"Addressed to {named(event.addressees, names)}",
        (("In the plan's words", ", ".join(event.addressees_in_words)),),
    ),
    recommendation.Recommendation.BackgroundStated: lambda event, _: Sentence(
        "Issue and theme were stated", (("Issue", event.issue), ("Theme", event.theme))
    ),
    recommendation.Recommendation.Withdrawn: plain("Withdrawn"),
    Action.Planned: planned,
    Action.Reworded: lambda event, _: Sentence("Reworded", (("Action", event.text),)),
    Action.LeadAgencyNamed: lambda event, names: Sentence(f"Lead agency: {lead_agency(event, names)}"),
    Action.SupportingAgenciesNamed: lambda event, names: Sentence(
        f"Supporting agencies: {named(event.supporting, names)}",
        (("In the plan's words", ", ".join(event.supporting_in_words)),),
    ),
    Action.OwnerAssigned: lambda event, names: Sentence(f"Owner: {one_name(event.owner, names)}"),
    Action.OwnershipDeclined: lambda event, names: Sentence(f"Not theirs: {one_name(event.owner, names)}"),
    Action.Accepted: plain("Accepted by its owner"),
    Action.ProgressReported: lambda event, _: Sentence(
        "Progress was reported", (("Progress", event.progress), ("Evidence", event.evidence))
    ),
    Action.ProgressAsked: lambda event, _: Sentence(
        "Progress was asked for" + (f", by {day(event.answer_by)}" if event.answer_by else ""),
        (("Question", event.question),),
    ),
    Action.RemarkMade: lambda event, _: Sentence("The plan says also", (("Remark", event.remark),)),
    Action.ForecastGiven: lambda event, _: Sentence(f"Forecast: {event.forecast}"),
    Action.TimescaleSet: lambda event, _: Sentence(f"Timescale set: {timescale(event)}"),
    Action.TimescaleCorrected: lambda event, _: Sentence(f"Timescale corrected: {timescale(event)}"),
    Action.CountedFromPublication: lambda event, _: Sentence(
        f"Due on {day(event.due)}, counted from the publication on {day(event.published_on)}"
    ),
    Action.ExtensionRequested: lambda event, _: Sentence(f"More time asked for, until {day(event.until)}"),
    Action.ExtensionGranted: lambda event, _: Sentence(
        f"More time granted, until {day(event.until)}", where(event)
    ),
    Action.ExtensionDeclined: lambda event, _: Sentence("More time declined", where(event)),
    Action.ReportedComplete: completed,
    Action.SignedOffByAgency: lambda event, _: Sentence(
        "Signed off by the lead agency" + (", which closes it" if event.closes else "")
    ),
    Action.Assured: lambda event, _: Sentence("Assured: signed off", where(event)),
    Action.SentBack: sent_back,
    Action.SplitByAgency: lambda event, names: Sentence(f"Split into {named(event.into, names)}"),
    Action.Cancelled: plain("Cancelled"),
    Action.Reopened: plain("Reopened"),
    Action.TimescaleLapsed: lambda event, _: Sentence(
        f"The timescale lapsed: it was due on {day(event.due)}"
    ),
}
"""How each kind of event is told."""
