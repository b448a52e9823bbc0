"""Agency involvement: who was asked for what and until when, what they answered, and whether it was enough.

An Individual Management Review is written by somebody who had no part in the case (statutory guidance); where
that was not so, the review says it.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from domain.clocks import in_words
from domain.provenance import Confidential, Provenance, Recorded
from domain.refusals import Refused, refuse_if, refuse_unlikely_year
from domain.review.clocks import Clocks
from domain.review.vocabulary import ClockKind, ReturnAnswer, ReturnKind, Step

AS_ASKED: Final = "as asked"
AS_SENT_BACK: Final = "as sent back"


@dataclass(frozen=True)
class Return:
    """What one agency was asked for last, and what came; `earlier` are those that it was asked for before.

    `due` is the day of the clock that was started last: another time may have been agreed for it. `document`
    says where the return is kept. `author_independent`: of an Individual Management Review alone.
    """

    agency: UUID
    asked_for: ReturnKind
    asked_on: date
    due: date
    answer: ReturnAnswer | None = None
    received_on: date | None = None
    document: str = ""
    author_independent: bool | None = None
    assured_on: date | None = None
    sent_back_on: date | None = None
    sent_back_because: str = ""
    earlier: tuple["Return", ...] = ()

    @property
    def is_awaited(self) -> bool:
        """Whether the agency is to answer: it was asked and has not, or its return was sent back."""
        return self.received_on is None

    @property
    def is_open(self) -> bool:
        """Whether it is not settled: awaited, or not quality-assured; without involvement nothing is."""
        return self.is_awaited or (self.assured_on is None and self.answer != ReturnAnswer.NO_INVOLVEMENT)

    @property
    def last_on(self) -> date:
        """The day of what happened to it last."""
        days = (self.asked_on, self.received_on, self.assured_on, self.sent_back_on)
        return max(day for day in days if day)


class ReturnAsked(Recorded):
    """An agency was asked for its return, due on a day."""

    TOPIC = "review.return_asked"
    agency: UUID
    asked_for: ReturnKind
    due: date

    def apply(self, review: "Returns") -> None:
        before = review.returns.get(self.agency)
        earlier = (*before.earlier, replace(before, earlier=())) if before else ()
        asked = Return(self.agency, self.asked_for, self.happened_on, self.due, earlier=earlier)
        review.returns = {**review.returns, self.agency: asked}


class ReturnReceived(Recorded):
    """An agency answered. `document` says where its return is kept.

    `author_independent`: the author of an Individual Management Review had no part in the case; None of any
    other answer.
    """

    TOPIC = "review.return_received"
    agency: UUID
    answer: ReturnAnswer
    document: Confidential
    author_independent: bool | None

    def apply(self, review: "Returns") -> None:
        review.change_return(
            self.agency,
            answer=self.answer,
            received_on=self.happened_on,
            document=self.document,
            author_independent=self.author_independent,
        )


class ReturnQualityAssured(Recorded):
    """The return of an agency was looked at, and is enough."""

    TOPIC = "review.return_quality_assured"
    agency: UUID

    def apply(self, review: "Returns") -> None:
        review.change_return(self.agency, assured_on=self.happened_on)


class ReturnSentBack(Recorded):
    """The return of an agency is not enough, for the reason given: it is due again on a day."""

    TOPIC = "review.return_sent_back"
    agency: UUID
    due: date

    def apply(self, review: "Returns") -> None:
        review.change_return(
            self.agency,
            due=self.due,
            received_on=None,
            sent_back_on=self.happened_on,
            sent_back_because=self.reason,
        )


class Returns(Clocks):
    """What agencies were asked for, and what they sent."""

    TOPIC = "review_returns"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.returns: dict[UUID, Return] = {}

    def change_return(self, agency: UUID, **facts: object) -> None:
        """Put the return of an agency as it stands now in the place of what stood."""
        self.returns = {**self.returns, agency: replace(self.returns[agency], **facts)}  # type: ignore[arg-type]

    def ask_for_return(self, agency: UUID, asked_for: ReturnKind, due: date, *, by: Provenance) -> None:
        """Record that an agency was asked for its return. It is due from now on.

        Refuses it before it is decided to review the death, and twice while one is open.
        """
        self._refuse_out_of_order(Step.CHAIR_APPOINTED, by)
        if before := self.returns.get(agency):
            refuse_if(before.is_awaited, "They have been asked, and have not answered yet.", field="agency")
            refuse_if(
                before.is_open, "What they sent is to be quality-assured or sent back first.", field="agency"
            )
            self._refuse_before_last(before, by)
        self._refuse_due_by_then(due, "It is due after the day on which they were asked.", by)
        self.record(ReturnAsked, by, agency=agency, asked_for=asked_for, due=due)
        self._start_clock_until(ClockKind.RETURN, due, about=agency, source=AS_ASKED, by=by)

    def receive_return(
        self,
        agency: UUID,
        answer: ReturnAnswer,
        document: str = "",
        author_independent: bool | None = None,
        *,
        by: Provenance,
    ) -> None:
        """Record what an agency answered, and where that is kept. What it was due by is met, late or in time.

        Of an Individual Management Review it is to be said whether its author had no part in the case.
        """
        asked = self._asked(agency, by)
        refuse_if(not asked.is_awaited, "Their return has come already.", field="agency")
        is_imr = answer == ReturnAnswer.IMR
        unsaid = is_imr and author_independent is None
        refuse_if(unsaid, "Say whether its author had no part in the case.", field="author_independent")
        independent = author_independent if is_imr else None
        facts = {"answer": answer, "document": document.strip(), "author_independent": independent}
        self.record(ReturnReceived, by, agency=agency, **facts)
        self._end_clocks(ClockKind.RETURN, agency, by=by)

    def assure_return(self, agency: UUID, *, by: Provenance) -> None:
        """Record that the return of an agency was quality-assured."""
        self._come(agency, by)
        self.record(ReturnQualityAssured, by, agency=agency)

    def send_return_back(self, agency: UUID, due: date, *, by: Provenance) -> None:
        """Send the return of an agency back, with a reason. It is due again on a day."""
        self._come(agency, by)
        refuse_if(not by.reason.strip(), "Say what is missing from it.", field="reason")
        self._refuse_due_by_then(due, "It is due after the day on which it was sent back.", by)
        self.record(ReturnSentBack, by, agency=agency, due=due)
        self._start_clock_until(ClockKind.RETURN, due, about=agency, source=AS_SENT_BACK, by=by)

    def _asked(self, agency: UUID, by: Provenance) -> Return:
        self.refuse_when_over()
        if agency not in self.returns:
            raise Refused("They have not been asked for a return: record that first.", field="agency")
        self._refuse_before_last(self.returns[agency], by)
        return self.returns[agency]

    def _come(self, agency: UUID, by: Provenance) -> None:
        asked = self._asked(agency, by)
        refuse_if(asked.is_awaited, "Their return has not come yet: record that first.", field="agency")
        refuse_if(asked.assured_on is not None, "It has been quality-assured already.", field="agency")

    @staticmethod
    def _refuse_before_last(asked: Return, by: Provenance) -> None:
        early = (by.happened_on or by.today) < asked.last_on
        sentence = f"Something later is recorded of their return, on {in_words(asked.last_on)}."
        refuse_if(early, sentence, field="happened_on")

    @staticmethod
    def _refuse_due_by_then(due: date, sentence: str, by: Provenance) -> None:
        refuse_unlikely_year(due, field="due")
        refuse_if(due <= (by.happened_on or by.today), sentence, field="due")
