"""Questions on a review, which stay until a person settles them."""

from dataclasses import dataclass
from uuid import UUID

from domain.provenance import Confidential, Provenance, Recorded
from domain.refusals import refuse_if
from domain.review.course import Course
from domain.vocabulary import QuestionAbout


@dataclass(frozen=True)
class Question:
    """Something that a person has to settle: what it is about, where it stood, what it touches."""

    id: UUID
    about: QuestionAbout
    where: str
    text: str
    words: str
    things: tuple[UUID, ...] = ()


class QuestionRaised(Recorded):
    """A person has to settle this; `words` are the words in question."""

    TOPIC = "review.question_raised"
    question: UUID
    about: QuestionAbout
    where: Confidential
    text: Confidential
    words: Confidential
    things: tuple[UUID, ...]

    def apply(self, review: "Questions") -> None:
        review.questions[self.question] = Question(
            self.question, self.about, self.where, self.text, self.words, self.things
        )


class QuestionSettled(Recorded):
    """A person has settled the question, in these words."""

    TOPIC = "review.question_settled"
    question: UUID
    answer: Confidential

    def apply(self, review: "Questions") -> None:
        review.settled.add(self.question)


class Questions(Course):
    """What a person has to settle."""

    TOPIC = "review_questions"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.questions: dict[UUID, Question] = {}
        self.settled: set[UUID] = set()

    def raise_question(self, question: Question, *, by: Provenance) -> None:
        """Put a question on the review, to stay there until a person settles it."""
        self.refuse_when_erased()
        refuse_if(not question.text.strip(), "A question needs words.", field="text")
        self.record(
            QuestionRaised,
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
        self.record(QuestionSettled, by, question=question, answer=answer.strip())
        return self.questions[question]

    def open_questions(self) -> list[Question]:
        """The questions that nobody has settled yet, oldest first."""
        return [question for identity, question in self.questions.items() if identity not in self.settled]
