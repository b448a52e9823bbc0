"""What agencies were asked for in a review and what they sent, in sentences."""

from collections.abc import Mapping
from typing import Any, Final

from domain.provenance import Recorded
from domain.review import Review
from domain.review.vocabulary import ReturnAnswer, ReturnKind
from projections.telling import Names, Sentence, Telling, day, one_name

WITH_ARTICLE: Final[Mapping[str, str]] = {
    ReturnKind.SUMMARY: "a summary",
    ReturnKind.CHRONOLOGY: "a chronology",
    ReturnKind.IMR: "an Individual Management Review",
}
AUTHOR: Final = {True: "had no part in the case", False: "had a part in the case", None: ""}


def received(event: Any, names: Names) -> Sentence:
    """An agency answered."""
    who = one_name(event.agency, names)
    if event.answer == ReturnAnswer.NO_INVOLVEMENT:
        text = f"{who} answered that it was not involved"
    else:
        text = f"{who} returned {WITH_ARTICLE[event.answer]}"
    return Sentence(text, (("Its author", AUTHOR[event.author_independent]), ("Kept", event.document)))


TELLINGS: Final[Mapping[type[Recorded], Telling]] = {
    Review.ReturnAsked: lambda event, names: Sentence(
        f"{one_name(event.agency, names)} was asked for {WITH_ARTICLE[event.asked_for]} by {day(event.due)}"
    ),
    Review.ReturnReceived: received,
    Review.ReturnQualityAssured: lambda event, names: Sentence(
        f"The return of {one_name(event.agency, names)} was quality-assured"
    ),
    Review.ReturnSentBack: lambda event, names: Sentence(
        f"The return of {one_name(event.agency, names)} was sent back, to come again by {day(event.due)}"
    ),
}
"""How each kind of event is told."""
