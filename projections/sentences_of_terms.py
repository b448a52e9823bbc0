"""In sentences: the terms of a review, what runs beside it, and how the family took part."""

from collections.abc import Mapping
from typing import Any, Final

from domain.provenance import Recorded
from domain.review import Review
from domain.review.vocabulary import Involvement
from projections.telling import Names, Sentence, Telling, day, named


def terms_agreed(event: Any, names: Names) -> Sentence:
    """Terms of reference were agreed."""
    period = f"{day(event.first_day)} to {day(event.last_day)}" if event.first_day or event.last_day else ""
    return Sentence(
        f"Version {event.version} of the terms of reference was agreed",
        (
            ("Scope", event.scope),
            ("Key lines of enquiry", event.lines_of_enquiry),
            ("Period under review", period),
            ("Agencies", named(event.agencies, names) if event.agencies else ""),
        ),
    )


def involved(event: Any, _: Names) -> Sentence:
    """How those who were close took part."""
    verb = "" if event.what in {Involvement.CONTRIBUTED, Involvement.DECLINED} else "were "
    plainly = event.what in {Involvement.MET_PANEL, Involvement.READ_DRAFT, Involvement.NO_CONTACT}
    return Sentence(f"{event.circle.capitalize()} {'' if plainly else verb}{event.what}")


TELLINGS: Final[Mapping[type[Recorded], Telling]] = {
    Review.TermsAgreed: terms_agreed,
    Review.ProceedingsOpened: lambda event, _: Sentence(f"Parallel proceedings opened: {event.of}"),
    Review.ProceedingsConcluded: lambda event, _: Sentence(f"Parallel proceedings concluded: {event.of}"),
    Review.FamilyInvolved: involved,
}
"""How each kind of event is told."""
