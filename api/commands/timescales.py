"""The timescale of an action: what a form or a program says of it, and the commands that set it."""

from datetime import date
from typing import Any, Self
from uuid import UUID

from pydantic import model_validator

from api.commands.command import Body, Carrier, Outcome, chosen, line, required
from domain.provenance import Provenance
from domain.timescales import Timescale, read_timescale
from domain.tracker import Tracker
from domain.tracker.timescales import say_timescale
from domain.vocabulary import WhyNoDate


class TimescaleBody(Body):
    """A timescale: its words alone, or with the due date, or the reason for none, that they stand for."""

    timescale: str = line(
        "Timescale, in words",
        "As the plan says it, for example 31 March 2027, or 3 months after publication.",
        optional=True,
    )
    due: date | None = chosen("Due date", "date", "Leave empty to take it from the words.", optional=True)
    why_no_date: WhyNoDate | None = chosen(
        "Why there is no due date",
        "choice",
        optional=True,
        choices=[WhyNoDate.ONGOING, WhyNoDate.IMMEDIATE, WhyNoDate.TO_BE_AGREED],
    )
    next_review: date | None = chosen(
        "Next review date", "date", "When to look at it again, if there is no due date.", optional=True
    )

    @model_validator(mode="after")
    def says_something(self) -> Self:
        """Words, a date, or a reason for none."""
        if not (self.timescale or self.due or self.why_no_date):
            raise ValueError("Give the timescale in words, or a due date.")
        if self.due and self.why_no_date:
            raise ValueError("Give a due date, or why there is none, not both.")
        return self

    def meant(self) -> Timescale:
        """The timescale that these fields say."""
        raw = self.timescale or (self.due.isoformat() if self.due else str(self.why_no_date))
        read = read_timescale(raw)
        if self.due:
            return Timescale(raw, self.due, None)
        if self.why_no_date:
            return Timescale(raw, None, self.why_no_date, read.relative, self.next_review)
        return Timescale(raw, read.due, read.why_no_date, read.relative, self.next_review or read.next_review)


def timescale(method: Any) -> Carrier:
    """Carries out one of the two commands on timescales."""

    def carry_out(
        tracker: Tracker, identity: UUID | None, body: TimescaleBody, by: Provenance, version: int | None
    ) -> Outcome:
        action = required(identity)
        said = body.meant()
        position = say_timescale(tracker, action, command=method, timescale=said, by=by, version=version)
        return Outcome(position, action)

    return Carrier(method, carry_out)
