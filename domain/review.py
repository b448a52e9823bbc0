"""A review: its reference, who commissioned it, its imported and issued plan, and the questions left open.

When it is over: its conclusion, what holds it, and its erasure.
"""

from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID, uuid5

from domain import erasure, legal_hold
from domain.erasure import Erasable
from domain.provenance import Confidential, Provenance, Recorded, RecordedFirst
from domain.refusals import refuse_if, refuse_unlikely_year
from domain.terms import Term, new_term
from domain.vocabulary import HoldReason, QuestionAbout

LABELS = ("DHR", "DARDR")
LONGEST_REFERENCE = 60
LONGEST_BODY = 120


def review_identity(partnership: UUID, reference: str) -> UUID:
    """The identity of a review: one reference is one review of a partnership, whatever its case."""
    return uuid5(partnership, " ".join(reference.split()).upper())


def names_of_bodies(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Names of bodies with single spaces. Refuses one without words, too long, or there twice."""
    named = tuple(" ".join(one.split()) for one in typed)
    refuse_if("" in named, "The name of a body needs words.", field="other_bodies")
    too_long = any(len(one) > LONGEST_BODY for one in named)
    sentence = f"The name of a body has at most {LONGEST_BODY} characters."
    refuse_if(too_long, sentence, field="other_bodies")
    folded = [one.casefold() for one in named]
    twice = next((one for one in named if folded.count(one.casefold()) > 1), "")
    refuse_if(bool(twice), f"{twice} is named twice.", field="other_bodies")
    return named


@dataclass(frozen=True)
class Question:
    """Something that a person has to settle: what it is about, where it stood, what it touches."""

    id: UUID
    about: QuestionAbout
    where: str
    text: str
    words: str
    things: tuple[UUID, ...] = ()


class Review(Erasable):
    """A Domestic Homicide Review, known by a reference and a pseudonym, never by a name."""

    TOPIC = "review"
    Event = Recorded

    class Opened(RecordedFirst):
        """The review is known by this reference and pseudonym."""

        TOPIC = "review.opened"
        reference: str
        label: str
        pseudonym: Confidential

        def apply(self, review: "Review") -> None:
            super().apply(review)
            review.reference, review.label, review.pseudonym = self.reference, self.label, self.pseudonym

    class PlanImported(Recorded):
        """A file was read into this review. `sha256` is of its bytes, in hexadecimal."""

        TOPIC = "review.plan_imported"
        file_name: Confidential
        sha256: str
        remarks: Confidential
        recommendations: int
        actions: int
        questions: int

        def apply(self, review: "Review") -> None:
            review.imported[self.sha256] = self.happened_on

    class PlanIssued(Recorded):
        """From now on the agencies see the plan, and its actions have colours and reminders."""

        TOPIC = "review.plan_issued"

        def apply(self, review: "Review") -> None:
            review.issued_on = self.happened_on

    class QuestionRaised(Recorded):
        """A person has to settle this; `words` are the words in question."""

        TOPIC = "review.question_raised"
        question: UUID
        about: QuestionAbout
        where: Confidential
        text: Confidential
        words: Confidential
        things: tuple[UUID, ...]

        def apply(self, review: "Review") -> None:
            review.questions[self.question] = Question(
                self.question, self.about, self.where, self.text, self.words, self.things
            )

    class QuestionSettled(Recorded):
        """A person has settled the question, in these words."""

        TOPIC = "review.question_settled"
        question: UUID
        answer: Confidential

        def apply(self, review: "Review") -> None:
            review.settled.add(self.question)

    class AccessGiven(Recorded):
        """A person may read this review though their roles do not say so: on both days, and between them."""

        TOPIC = "review.access_given"
        person: UUID
        first_day: date
        last_day: date | None

        def apply(self, review: "Review") -> None:
            review.access[self.person] = Term(self.first_day, self.last_day)

    class AccessEnded(Recorded):
        """A person is on the access list no longer."""

        TOPIC = "review.access_ended"
        person: UUID

        def apply(self, review: "Review") -> None:
            review.access.pop(self.person, None)

    class Published(Recorded):
        """It was published on the day on which this happened: readers of published reviews see it now."""

        TOPIC = "review.published"

        def apply(self, review: "Review") -> None:
            review.published_on = self.happened_on

    class PublicationEnded(Recorded):
        """It was taken down, or its publication had been recorded by mistake, for the reason given."""

        TOPIC = "review.publication_ended"

        def apply(self, review: "Review") -> None:
            review.published_on = None

    class CommissioningBodiesNamed(Recorded):
        """These bodies commissioned it with its own partnership, which leads: all of them, named anew.

        `commissioned_with` are partnerships of this installation, `other_bodies` names of bodies that are
        not in it.
        """

        TOPIC = "review.commissioning_bodies_named"
        commissioned_with: tuple[UUID, ...]
        other_bodies: tuple[str, ...]

        def apply(self, review: "Review") -> None:
            review.commissioned_with, review.other_bodies = self.commissioned_with, self.other_bodies

    class LegalHoldPlaced(legal_hold.Placed):
        """Nothing of the review may be erased while this lasts."""

        TOPIC = "review.legal_hold_placed"

    class LegalHoldLifted(legal_hold.Lifted):
        """That holds it no longer."""

        TOPIC = "review.legal_hold_lifted"

    class Concluded(legal_hold.Concluded):
        """The board has formally concluded it; its retention counts from here."""

        TOPIC = "review.concluded"

    class ErasureProposed(erasure.Proposed):
        """Somebody proposes to erase its text."""

        TOPIC = "review.erasure_proposed"

    class ErasureWithdrawn(erasure.Withdrawn):
        """Its text is not to be erased for the present."""

        TOPIC = "review.erasure_withdrawn"

    class ErasureApproved(erasure.Approved):
        """A second person has approved the erasure."""

        TOPIC = "review.erasure_approved"

    class Erased(erasure.Done):
        """The key of its text is destroyed; that it took place, and when, stays."""

        TOPIC = "review.erased"

    def __init__(self) -> None:
        super().__init__()
        self.holds: dict[HoldReason, date] = {}
        self.concluded_on: date | None = None
        self.reference, self.label, self.pseudonym = "", "", ""
        self.access: dict[UUID, Term] = {}
        self.commissioned_with: tuple[UUID, ...] = ()
        self.other_bodies: tuple[str, ...] = ()
        self.published_on: date | None = None
        self.imported: dict[str, date] = {}
        self.issued_on: date | None = None
        self.questions: dict[UUID, Question] = {}
        self.settled: set[UUID] = set()

    @classmethod
    def open(
        cls, partnership: UUID, reference: str, *, label: str = "DHR", pseudonym: str = "", by: Provenance
    ) -> Self:
        """Open a review of a partnership under a reference such as "DHR7" or "WAL/2025/03"."""
        reference = " ".join(reference.split())
        refuse_if(not reference, "A review needs a reference.", field="reference")
        too_long = len(reference) > LONGEST_REFERENCE
        refuse_if(too_long, f"A reference has at most {LONGEST_REFERENCE} characters.", field="reference")
        refuse_if(label not in LABELS, f"A review is labelled {' or '.join(LABELS)}.", field="label")
        identity = review_identity(partnership, reference)
        return cls.record_first(
            cls.Opened,
            by,
            identity=identity,
            partnership=partnership,
            text_key=identity,
            reference=reference,
            label=label,
            pseudonym=pseudonym.strip(),
        )

    def import_plan(
        self,
        file_name: str,
        sha256: str,
        *,
        remarks: str = "",
        recommendations: int,
        actions: int,
        questions: int,
        by: Provenance,
    ) -> None:
        """Note that a file was imported: how much it holds, and the words in it that belong to no field."""
        self.refuse_when_erased()
        refuse_if(sha256 in self.imported, "This very file has been imported into this review already.")
        self.record(
            self.PlanImported,
            by,
            file_name=file_name,
            sha256=sha256,
            remarks=remarks,
            recommendations=recommendations,
            actions=actions,
            questions=questions,
        )

    def issue_plan(self, *, by: Provenance) -> None:
        """Issue the action plan to the agencies."""
        self.refuse_when_erased()
        refuse_if(self.issued_on is not None, "The plan of this review has been issued already.")
        self.record(self.PlanIssued, by)

    def publish(self, *, by: Provenance) -> None:
        """Note that it was published, on the day on which that happened."""
        refuse_if(self.published_on is not None, "It has been published already.")
        self.record(self.Published, by)

    def end_publication(self, *, by: Provenance) -> None:
        """Note that it is published no longer, with a reason: taken down, or never published."""
        refuse_if(self.published_on is None, "It is not published.")
        refuse_if(not by.reason.strip(), "Say why it is published no longer.", field="reason")
        self.record(self.PublicationEnded, by)

    def give_access(
        self, person: UUID, *, first_day: date | None = None, last_day: date | None = None, by: Provenance
    ) -> None:
        """Put a person on the access list, with a reason, from a day (today without one) to a last one."""
        refuse_if(not by.reason.strip(), "Say why they are to read this review.", field="reason")
        term = new_term(
            first_day,
            last_day,
            held=self.access.get(person),
            taken="They are on its access list already.",
            field="person",
            by=by,
        )
        self.record(self.AccessGiven, by, person=person, **term._asdict())

    def is_read_without_end(self, person: UUID) -> bool:
        """Whether a person stands on the access list without a last day."""
        return person in self.access and self.access[person].last_day is None

    def end_access(self, person: UUID, *, by: Provenance) -> None:
        """Take a person off the access list."""
        refuse_if(person not in self.access, "They are not on its access list.", field="person")
        self.record(self.AccessEnded, by, person=person)

    def name_commissioning_bodies(
        self, commissioned_with: tuple[UUID, ...] = (), other_bodies: tuple[str, ...] = (), *, by: Provenance
    ) -> None:
        """Name all who commissioned it with its own partnership; without any, that one did alone."""
        leads = self.partnership in commissioned_with
        refuse_if(leads, "Its own partnership leads it: name only the others.", field="commissioned_with")
        twice = len(set(commissioned_with)) < len(commissioned_with)
        refuse_if(twice, "A partnership is named twice.", field="commissioned_with")
        named = names_of_bodies(other_bodies)
        same = {*commissioned_with, *named} == {*self.commissioned_with, *self.other_bodies}
        refuse_if(same, "It is recorded so already.", field="commissioned_with")
        self.record(
            self.CommissioningBodiesNamed, by, commissioned_with=commissioned_with, other_bodies=named
        )

    def raise_question(self, question: Question, *, by: Provenance) -> None:
        """Put a question on the review, to stay there until a person settles it."""
        self.refuse_when_erased()
        refuse_if(not question.text.strip(), "A question needs words.", field="text")
        self.record(
            self.QuestionRaised,
            by,
            question=question.id,
            about=question.about,
            where=question.where,
            text=question.text,
            words=question.words,
            things=question.things,
        )

    def settle_question(self, question: UUID, answer: str, *, by: Provenance) -> Question:
        """Settle a question with an answer in words; the question comes back."""
        self.refuse_when_erased()
        refuse_if(question not in self.questions, "This review has no such question.", field="question")
        refuse_if(question in self.settled, "That question has been settled already.", field="question")
        refuse_if(not answer.strip(), "Say how the question is settled.", field="answer")
        self.record(self.QuestionSettled, by, question=question, answer=answer.strip())
        return self.questions[question]

    def place_legal_hold(self, because_of: HoldReason, since: date | None = None, *, by: Provenance) -> None:
        """Hold everything of it, from a day on (today without one). What was proposed to be erased is not."""
        self.refuse_when_erased()
        refuse_if(because_of in self.holds, f"It is held for that {because_of} already.", field="because_of")
        since = since or by.happened_on or by.today
        refuse_if(since > by.today, "A legal hold cannot begin in the future.", field="since")
        refuse_unlikely_year(since, field="since")
        self.record(self.LegalHoldPlaced, by, because_of=because_of, since=since)
        if self.erasure:
            self.record(self.ErasureWithdrawn, by)

    def lift_legal_hold(self, because_of: HoldReason, *, by: Provenance) -> None:
        """That proceeding is over: it holds the review no longer."""
        refuse_if(because_of not in self.holds, f"It is not held for any {because_of}.", field="because_of")
        self.record(self.LegalHoldLifted, by, because_of=because_of)

    def conclude(self, open_actions: int, *, by: Provenance) -> None:
        """Conclude it formally. With actions still open that takes a reason."""
        self.refuse_when_erased()
        refuse_if(self.concluded_on is not None, "This review has been concluded already.")
        are = "1 action is" if open_actions == 1 else f"{open_actions:,} actions are"
        unsaid = bool(open_actions) and not by.reason.strip()
        refuse_if(unsaid, f"{are} still open: say why it is concluded all the same.", field="reason")
        self.record(self.Concluded, by, open_actions=open_actions)

    def refuse_to_erase(self) -> None:
        """Refuse under a legal hold."""
        held = " and ".join(sorted(self.holds))
        refuse_if(bool(held), f"A legal hold stands ({held}): nothing of this review may be erased.")

    def open_questions(self) -> list[Question]:
        """The questions that nobody has settled yet, oldest first."""
        return [question for identity, question in self.questions.items() if identity not in self.settled]
