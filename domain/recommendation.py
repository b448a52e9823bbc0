"""A recommendation of a review: what agencies are asked to change, and who is asked."""

from typing import Self
from uuid import UUID

from domain.provenance import Confidential, Provenance, Recorded, RecordedFirst, Thing
from domain.refusals import refuse_if
from domain.vocabulary import Reach, Scope


class Recommendation(Thing):
    """`label` stands as printed, repeats within one review, and is never a key."""

    TOPIC = "recommendation"
    Event = Recorded

    class Made(RecordedFirst):
        """`place` counts from 1 in the plan. Addressees stand in words and, where known, as agencies."""

        TOPIC = "recommendation.made"
        review: UUID
        label: str
        wording: Confidential
        scope: Scope | None
        reach: Reach | None
        addressees: tuple[UUID, ...]
        addressees_in_words: tuple[str, ...]
        issue: Confidential
        theme: Confidential
        place: int

        def apply(self, recommendation: "Recommendation") -> None:
            super().apply(recommendation)
            recommendation.review, recommendation.label = self.review, self.label
            recommendation.place = self.place
            recommendation.wording, recommendation.scope = self.wording, self.scope
            recommendation.addressees = self.addressees
            recommendation.addressees_in_words = self.addressees_in_words
            recommendation.issue, recommendation.theme = self.issue, self.theme

    class Reworded(Recorded):
        """Its wording is another; the history keeps both."""

        TOPIC = "recommendation.reworded"
        wording: Confidential

        def apply(self, recommendation: "Recommendation") -> None:
            recommendation.wording = self.wording

    class Relabelled(Recorded):
        """The report prints it under another label."""

        TOPIC = "recommendation.relabelled"
        label: str

        def apply(self, recommendation: "Recommendation") -> None:
            recommendation.label = self.label

    class ScopeSet(Recorded):
        """It is local, regional or national, or nobody knows."""

        TOPIC = "recommendation.scope_set"
        scope: Scope | None

        def apply(self, recommendation: "Recommendation") -> None:
            recommendation.scope = self.scope

    class AddresseesNamed(Recorded):
        """To whom it is made, as agencies and in the words of the plan."""

        TOPIC = "recommendation.addressees_named"
        addressees: tuple[UUID, ...]
        addressees_in_words: tuple[str, ...]

        def apply(self, recommendation: "Recommendation") -> None:
            recommendation.addressees = self.addressees
            recommendation.addressees_in_words = self.addressees_in_words

    class BackgroundStated(Recorded):
        """The issue or lesson that it answers, and its theme."""

        TOPIC = "recommendation.background_stated"
        issue: Confidential
        theme: Confidential

        def apply(self, recommendation: "Recommendation") -> None:
            recommendation.issue, recommendation.theme = self.issue, self.theme

    class LessonsAnswered(Recorded):
        """These lessons of its review are those that it answers, in the place of what stood."""

        TOPIC = "recommendation.lessons_answered"
        lessons: tuple[UUID, ...]

        def apply(self, recommendation: "Recommendation") -> None:
            recommendation.lessons = self.lessons

    class Withdrawn(Recorded):
        """Its actions go on until each is cancelled or moved."""

        TOPIC = "recommendation.withdrawn"

        def apply(self, recommendation: "Recommendation") -> None:
            recommendation.withdrawn = True

    def __init__(self) -> None:
        super().__init__()
        self.review = self.text_key
        self.label, self.wording, self.issue, self.theme = "", "", "", ""
        self.scope: Scope | None = None
        self.addressees: tuple[UUID, ...] = ()
        self.addressees_in_words: tuple[str, ...] = ()
        self.lessons: tuple[UUID, ...] = ()
        self.withdrawn, self.place = False, 0

    @classmethod
    def make(
        cls,
        review: UUID,
        wording: str,
        *,
        partnership: UUID,
        label: str = "",
        scope: Scope | None = None,
        reach: Reach | None = None,
        addressees: tuple[UUID, ...] = (),
        addressees_in_words: tuple[str, ...] = (),
        issue: str = "",
        theme: str = "",
        place: int = 0,
        by: Provenance,
    ) -> Self:
        """Make a recommendation in a review. Refuses one without wording."""
        return cls.record_first(
            cls.Made,
            by,
            partnership=partnership,
            text_key=review,
            review=review,
            label=label.strip(),
            wording=checked_wording(wording),
            scope=scope,
            reach=reach,
            addressees=addressees,
            addressees_in_words=addressees_in_words,
            issue=issue,
            theme=theme,
            place=place,
        )

    def reword(self, wording: str, *, by: Provenance) -> None:
        """Change its wording; the history keeps both."""
        self._refuse_if_withdrawn()
        refuse_if(wording.strip() == self.wording, "That is its wording already.", field="wording")
        self.record(self.Reworded, by, wording=checked_wording(wording))

    def relabel(self, label: str, *, by: Provenance) -> None:
        """Change the label under which the report prints it."""
        refuse_if(label.strip() == self.label, "That is its label already.", field="label")
        self.record(self.Relabelled, by, label=label.strip())

    def set_scope(self, scope: Scope | None, *, by: Provenance) -> None:
        """Whether it is local, regional or national."""
        refuse_if(scope == self.scope, "That is its scope already.", field="scope")
        self.record(self.ScopeSet, by, scope=scope)

    def name_addressees(
        self, addressees: tuple[UUID, ...], in_words: tuple[str, ...], *, by: Provenance
    ) -> None:
        """To which agencies it is made; `in_words` keeps what the plan says."""
        same = (addressees, in_words) == (self.addressees, self.addressees_in_words)
        refuse_if(same, "Those are its addressees already.", field="addressees")
        self.record(self.AddresseesNamed, by, addressees=addressees, addressees_in_words=in_words)

    def state_background(self, issue: str, theme: str, *, by: Provenance) -> None:
        """Which issue or lesson it answers, and under which theme."""
        refuse_if((issue, theme) == (self.issue, self.theme), "Nothing was changed.", field="issue")
        self.record(self.BackgroundStated, by, issue=issue, theme=theme)

    def answer_lessons(self, lessons: tuple[UUID, ...], *, by: Provenance) -> None:
        """Which lessons of its review it answers; none takes back what was said before."""
        self._refuse_if_withdrawn()
        nothing = not lessons and not self.lessons
        refuse_if(nothing, "Choose the lessons that it answers.", field="lessons")
        same = set(lessons) == set(self.lessons)
        refuse_if(same, "Those are the lessons that it answers already.", field="lessons")
        self.record(self.LessonsAnswered, by, lessons=tuple(dict.fromkeys(lessons)))

    def withdraw(self, *, by: Provenance) -> None:
        """Take it back, with a reason."""
        self._refuse_if_withdrawn()
        refuse_if(not by.reason.strip(), "Say why it is withdrawn.", field="reason")
        self.record(self.Withdrawn, by)

    def _refuse_if_withdrawn(self) -> None:
        refuse_if(self.withdrawn, "This recommendation has been withdrawn.")


def checked_wording(wording: str) -> str:
    """The wording to the letter, without surrounding space. Refuses an empty one."""
    refuse_if(not wording.strip(), "A recommendation needs its wording.", field="wording")
    return wording.strip()
