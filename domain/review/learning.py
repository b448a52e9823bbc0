"""What a review learns: lessons with their themes, learning shared early, and good practice found."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from domain.clocks import in_words
from domain.provenance import Confidential, Provenance, Recorded
from domain.refusals import Refused, refuse_if
from domain.review.course import Course
from domain.review.rules import SEEDED, ReviewRules
from domain.review.vocabulary import LessonReach, Step


@dataclass(frozen=True)
class Shared:
    """What agencies were told of a lesson before the report, and when."""

    agencies: tuple[UUID, ...]
    on: date
    what: str


@dataclass(frozen=True)
class Lesson:
    """Something to learn. `early`: acted on before the report is finished; `shared` says with whom."""

    id: UUID
    text: str
    reach: LessonReach
    agencies: tuple[UUID, ...]
    themes: tuple[str, ...]
    early: bool
    found_on: date
    shared: tuple[Shared, ...] = ()
    withdrawn_on: date | None = None
    withdrawn_because: str = ""


@dataclass(frozen=True)
class GoodPractice:
    """Something that agencies did well."""

    text: str
    agencies: tuple[UUID, ...]
    themes: tuple[str, ...]
    found_on: date


class LessonFound(Recorded):
    """There is something to learn, within an agency or between several; without any named, between all."""

    TOPIC = "review.lesson_found"
    lesson: UUID
    text: Confidential
    reach: LessonReach
    agencies: tuple[UUID, ...]
    themes: tuple[str, ...]
    early: bool

    def apply(self, review: "Learning") -> None:
        found = self.text, self.reach, self.agencies, self.themes, self.early, self.happened_on
        review.lessons = {**review.lessons, self.lesson: Lesson(self.lesson, *found)}


class LessonReworded(Recorded):
    """A lesson has other words; the history keeps both."""

    TOPIC = "review.lesson_reworded"
    lesson: UUID
    text: Confidential

    def apply(self, review: "Learning") -> None:
        review.change_lesson(self.lesson, text=self.text)


class LessonWithdrawn(Recorded):
    """It is a lesson no longer, for the reason given."""

    TOPIC = "review.lesson_withdrawn"
    lesson: UUID

    def apply(self, review: "Learning") -> None:
        review.change_lesson(self.lesson, withdrawn_on=self.happened_on, withdrawn_because=self.reason)


class EarlyLearningShared(Recorded):
    """These agencies were told `what` of a lesson before the report is finished."""

    TOPIC = "review.early_learning_shared"
    lesson: UUID
    agencies: tuple[UUID, ...]
    what: Confidential

    def apply(self, review: "Learning") -> None:
        told = Shared(self.agencies, self.happened_on, self.what)
        review.change_lesson(self.lesson, early=True, shared=(*review.lessons[self.lesson].shared, told))


class GoodPracticeFound(Recorded):
    """Agencies did something well that others may take up."""

    TOPIC = "review.good_practice_found"
    text: Confidential
    agencies: tuple[UUID, ...]
    themes: tuple[str, ...]

    def apply(self, review: "Learning") -> None:
        found = GoodPractice(self.text, self.agencies, self.themes, self.happened_on)
        review.good_practice = (*review.good_practice, found)


class Learning(Course):
    """Its lessons, what was shared early, and the good practice found. No pause stops any of it."""

    TOPIC = "review_learning"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.lessons: dict[UUID, Lesson] = {}
        self.good_practice: tuple[GoodPractice, ...] = ()

    def change_lesson(self, lesson: UUID, **facts: object) -> None:
        """Put a lesson as it reads now in the place of what stood."""
        self.lessons = {**self.lessons, lesson: replace(self.lessons[lesson], **facts)}  # type: ignore[arg-type]

    def standing_lessons(self) -> list[Lesson]:
        """The lessons that were not withdrawn, as they were found."""
        return [one for one in self.lessons.values() if one.withdrawn_on is None]

    def find_lesson(
        self,
        text: str,
        reach: LessonReach,
        agencies: tuple[UUID, ...] = (),
        themes: tuple[str, ...] = (),
        *,
        early: bool = False,
        rules: ReviewRules = SEEDED,
        by: Provenance,
    ) -> None:
        """Record a lesson, under themes that the partnership has on its list.

        Within one agency that one is named; between agencies at least two, or none where it concerns all.
        """
        self._refuse_out_of_order(Step.CHAIR_APPOINTED, by)
        alone = reach == LessonReach.WITHIN and len(set(agencies)) != 1
        refuse_if(alone, "Name the one agency whose lesson it is.", field="agencies")
        one = reach == LessonReach.BETWEEN and len(set(agencies)) == 1
        sentence = "A lesson between agencies concerns at least two: name them, or none where it is all."
        refuse_if(one, sentence, field="agencies")
        facts = {"reach": reach, "agencies": agencies, "themes": rules.themes_of(themes), "early": early}
        self.record(LessonFound, by, lesson=uuid4(), text=_worded(text, "text"), **facts)

    def reword_lesson(self, lesson: UUID, text: str, *, by: Provenance) -> None:
        """Change the words of a lesson; the history keeps both."""
        stands = self._standing(lesson, by)
        text = _worded(text, "text")
        refuse_if(text == stands.text, "Those are its words already.", field="text")
        self.record(LessonReworded, by, lesson=lesson, text=text)

    def withdraw_lesson(self, lesson: UUID, *, by: Provenance) -> None:
        """Take a lesson back, with a reason. Recommendations that answer it stay."""
        self._standing(lesson, by)
        refuse_if(not by.reason.strip(), "Say why it is withdrawn.", field="reason")
        self.record(LessonWithdrawn, by, lesson=lesson)

    def share_early_learning(
        self, lesson: UUID, agencies: tuple[UUID, ...], what: str, *, by: Provenance
    ) -> None:
        """Record what agencies were told of a lesson before the report is finished: it is early then."""
        self._standing(lesson, by)
        refuse_if(not agencies, "Name the agencies.", field="agencies")
        finished = self.taken.get(Step.ACCEPTED, date.max)
        late = (by.happened_on or by.today) > finished
        sentence = f"The report was finished on {in_words(finished)}: this is no early learning any more."
        refuse_if(late, sentence, field="happened_on")
        self.record(EarlyLearningShared, by, lesson=lesson, agencies=agencies, what=_worded(what, "what"))

    def find_good_practice(
        self,
        text: str,
        agencies: tuple[UUID, ...] = (),
        themes: tuple[str, ...] = (),
        *,
        rules: ReviewRules = SEEDED,
        by: Provenance,
    ) -> None:
        """Record good practice, under themes that the partnership has on its list."""
        self._refuse_out_of_order(Step.CHAIR_APPOINTED, by)
        facts = {"agencies": agencies, "themes": rules.themes_of(themes)}
        self.record(GoodPracticeFound, by, text=_worded(text, "text"), **facts)

    def _standing(self, lesson: UUID, by: Provenance) -> Lesson:
        self.refuse_when_over()
        if lesson not in self.lessons:
            raise Refused("This review has no such lesson.", field="lesson")
        found = self.lessons[lesson]
        refuse_if(found.withdrawn_on is not None, "That lesson has been withdrawn.", field="lesson")
        early = (by.happened_on or by.today) < found.found_on
        refuse_if(early, f"It was found on {in_words(found.found_on)}.", field="happened_on")
        return found


def _worded(text: str, field: str) -> str:
    """A text without surrounding space. Refuses an empty one."""
    refuse_if(not text.strip(), "It needs words.", field=field)
    return text.strip()
