"""The panel of a review in sentences: who chairs it, who writes, who sits on it, and when it met."""

from collections.abc import Mapping
from typing import Any, Final

from domain.provenance import Recorded
from domain.review import Review
from projections.telling import Names, Sentence, Telling, named, one_name


def chair_appointed(event: Any, names: Names) -> Sentence:
    """Somebody chairs it."""
    writes = ", and writes the report" if event.writes_report else ""
    return Sentence(
        f"{one_name(event.chair, names)} became its independent chair{writes}",
        (("Declaration of independence", event.independence),),
    )


def met(event: Any, names: Names) -> Sentence:
    """The panel met."""
    missed = named(event.apologies, names) if event.apologies else ""
    attended = ("Attended", named(event.attended, names))
    return Sentence("The panel met", (attended, ("Apologies", missed), ("Decisions", event.notes)))


TELLINGS: Final[Mapping[type[Recorded], Telling]] = {
    Review.ChairAppointed: chair_appointed,
    Review.ChairEnded: lambda event, names: Sentence(
        f"{one_name(event.chair, names)} is its independent chair no longer"
    ),
    Review.AuthorAppointed: lambda event, names: Sentence(
        f"{one_name(event.author, names)} became the author of the report"
    ),
    Review.AuthorEnded: lambda event, names: Sentence(
        f"{one_name(event.author, names)} writes the report no longer"
    ),
    Review.PanelMemberNamed: lambda event, names: Sentence(
        f"{event.job_title} of {one_name(event.agency, names)} joined the panel ({event.kind})"
    ),
    Review.PanelMemberEnded: lambda event, names: Sentence(
        f"{event.job_title} of {one_name(event.agency, names)} left the panel"
    ),
    Review.PanelMeetingHeld: met,
}
"""How each kind of event is told."""
