"""The access list of a review: who reads it though their roles do not say so."""

from datetime import date
from uuid import UUID

from domain.provenance import Provenance, Recorded
from domain.refusals import refuse_if
from domain.review.course import Course
from domain.terms import Term, new_term


class AccessGiven(Recorded):
    """A person may read this review though their roles do not say so: on both days, and between them."""

    TOPIC = "review.access_given"
    person: UUID
    first_day: date
    last_day: date | None

    def apply(self, review: "AccessList") -> None:
        review.access[self.person] = Term(self.first_day, self.last_day)


class AccessEnded(Recorded):
    """A person is on the access list no longer."""

    TOPIC = "review.access_ended"
    person: UUID

    def apply(self, review: "AccessList") -> None:
        review.access.pop(self.person, None)


class AccessList(Course):
    """Who may read it, and from when to when."""

    TOPIC = "review_access"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.access: dict[UUID, Term] = {}

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
        self.record(AccessGiven, by, person=person, **term._asdict())

    def is_read_without_end(self, person: UUID) -> bool:
        """Whether a person stands on the access list without a last day."""
        return person in self.access and self.access[person].last_day is None

    def end_access(self, person: UUID, *, by: Provenance) -> None:
        """Take a person off the access list."""
        refuse_if(person not in self.access, "They are not on its access list.", field="person")
        self.record(AccessEnded, by, person=person)
