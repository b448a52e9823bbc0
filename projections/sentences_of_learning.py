"""What a review learned, in sentences: lessons, learning shared early, and good practice."""

from collections.abc import Mapping
from typing import Any, Final

from domain.provenance import Recorded
from domain.recommendation import Recommendation
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


def answered(event: Any, names: Names) -> Sentence:
    """Lessons go by their numbers: "Answers lessons 1 and 3". Whoever sees none of them learns how many."""
    numbers = sorted(int(names[one].split()[-1]) for one in event.lessons if one in names)
    if not event.lessons:
        return Sentence("Answers no lesson of its review any more")
    if len(numbers) < len(event.lessons):
        count = len(event.lessons)
        return Sentence(f"Answers {count} lesson{'s' if count > 1 else ''} of its review")
    *others, last = numbers
    before = f"{', '.join(map(str, others))} and " if others else ""
    return Sentence(f"Answers lesson{'s' if others else ''} {before}{last}")


TELLINGS: Final[Mapping[type[Recorded], Telling]] = {
    Review.LessonFound: found,
    Review.LessonReworded: lambda event, _: Sentence("A lesson was reworded", (("Lesson", event.text),)),
    Review.LessonWithdrawn: lambda *_: Sentence("A lesson was withdrawn"),
    Review.EarlyLearningShared: lambda event, names: Sentence(
        f"Early learning was shared with {named(event.agencies, names)}", (("What", event.what),)
    ),
    Review.GoodPracticeFound: good_practice,
    Recommendation.LessonsAnswered: answered,
}
"""How each kind of event is told."""
