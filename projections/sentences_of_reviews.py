"""What happened in the course of a review, in sentences: notification to decision, and its clocks."""

from collections.abc import Mapping
from typing import Any, Final

from domain.provenance import Recorded
from domain.review import Review
from domain.review.vocabulary import DecisionOutcome, Limb
from projections.telling import Names, Sentence, Telling, day, named, one_name, plain, where

DECISIONS: Final = {
    DecisionOutcome.REVIEW: "It was decided to review the death",
    DecisionOutcome.NO_REVIEW: "Decision not to review",
    DecisionOutcome.NOT_YET: "It was not decided yet whether to review the death",
}


def notified(event: Any, names: Names) -> Sentence:
    """The partnership was told."""
    return Sentence(
        f"{one_name(event.notified_by, names)} told the partnership of the death",
        (
            ("Came to attention", day(event.came_to_attention_on)),
            ("In writing", day(event.in_writing_on) if event.in_writing_on else "not yet"),
            ("Date of death", day(event.died_on) if event.died_on else ""),
        ),
    )


def assessed(event: Any, _: Names) -> Sentence:
    """The definition was looked at."""
    found = [
        (limb.capitalize(), f"{getattr(event, limb)}: {getattr(event, f'{limb}_reasons')}") for limb in Limb
    ]
    return Sentence(f"Assessed against {event.definition}, as of {day(event.selected_by)}", (*found,))


def decided(event: Any, _: Names) -> Sentence:
    """It was decided, and why."""
    return Sentence(DECISIONS[event.outcome], (("Rationale", event.rationale), *where(event)))


def clock(event: Any, names: Names) -> str:
    """Which clock, in words."""
    return f"{event.kind}" + (f" of {one_name(event.about, names)}" if event.about else "")


def plural(number: int) -> str:
    """The ending of a noun of which there are so many."""
    return "" if number == 1 else "s"


def clock_ended(event: Any, names: Names) -> Sentence:
    """A clock came to its end: in time, late, or for nothing."""
    if not event.met:
        return Sentence(f"The clock for the {clock(event, names)} was stopped: it is needed no longer")
    late = (event.happened_on - event.due).days
    days = f"{late:,} day{plural(late)} late" if late > 0 else "in time"
    return Sentence(f"The clock for the {clock(event, names)} was met, {days}")


TELLINGS: Final[Mapping[type[Recorded], Telling]] = {
    Review.CourseEntered: lambda event, _: Sentence(
        f"It entered the tracker when it was {event.step}"
        + (f", on {day(event.on)}" if event.on else "")
        + "; earlier steps are not recorded"
    ),
    Review.StepDateCorrected: lambda event, _: Sentence(
        f"A date was corrected: {event.step} on {day(event.day)}"
    ),
    Review.Notified: notified,
    Review.WrittenNoticeReceived: plain("The notification came in writing"),
    Review.PartnerConsulted: lambda event, names: Sentence(
        f"{one_name(event.agency, names)} was consulted", (("View", event.view),)
    ),
    Review.Assessed: assessed,
    Review.Decided: decided,
    Review.HomeOfficeTold: lambda event, _: Sentence(f"The Home Office was told of the {event.told_of}"),
    Review.DecisionViewed: lambda event, _: Sentence(
        f"The quality assurance board on the decision not to review: {event.view}",
        (("Comments", event.comments),),
    ),
    Review.Directed: lambda event, _: Sentence(
        "The Secretary of State directed a review", (("Direction", event.direction),)
    ),
    Review.RecordsSecured: lambda event, names: Sentence(
        f"Told to secure their records: {named(event.agencies, names)}"
    ),
    Review.ClockStarted: lambda event, names: Sentence(
        f"The clock for the {clock(event, names)} runs from {day(event.counted_from)} to {day(event.due)}",
        (("Source", event.source),),
    ),
    Review.ClockMoved: lambda event, names: Sentence(
        f"The clock for the {clock(event, names)} counts from {day(event.counted_from)}, to {day(event.due)}"
    ),
    Review.OtherTimeAgreed: lambda event, names: Sentence(
        f"Another time was agreed for the {clock(event, names)}: {day(event.due)}", where(event)
    ),
    Review.ClockEnded: clock_ended,
    Review.Paused: lambda event, _: Sentence(
        "The review was paused" + ("" if event.clocks else "; its clocks run on")
    ),
    Review.Resumed: lambda event, _: Sentence(
        f"The review goes on; what stood still is due {event.days:,} day{plural(event.days)} later"
    ),
}
"""How each kind of event is told."""
