"""What a review learned, in sentences: lessons, learning shared early, and good practice."""

from collections.abc import Mapping
from typing import Any, Final

from domain.provenance import Recorded
from domain.review import Review
from projections.telling import Detail, Names, Sentence, Telling, named


def found(event: Any, names: Names) -> Sentence:
    """There is something to learn."""
    early = ", to be acted on before the report" if event.early else ""
    return Sentence(
        f"A lesson was found, {event.reach}{early}", (("Lesson", event.text), *under(event, names))
    )


def good_practice(event: Any, names: Names) -> Sentence:
    """Something was done well."""
    return Sentence("Good practice was found", (("Good practice", event.text), *under(event, names)))


def under(event: Any, names: Names) -> tuple[Detail, ...]:
    """Whose it is, and under which themes it stands."""
    agencies = named(event.agencies, names) if event.agencies else ""
    return ("Agencies", agencies), ("Themes", ", ".join(event.themes))


TELLINGS: Final[Mapping[type[Recorded], Telling]] = {
    Review.LessonFound: found,
    Review.LessonReworded: lambda event, _: Sentence("A lesson was reworded", (("Lesson", event.text),)),
    Review.LessonWithdrawn: lambda *_: Sentence("A lesson was withdrawn"),
    Review.EarlyLearningShared: lambda event, names: Sentence(
        f"Early learning was shared with {named(event.agencies, names)}", (("What", event.what),)
    ),
    Review.GoodPracticeFound: good_practice,
}
"""How each kind of event is told."""
