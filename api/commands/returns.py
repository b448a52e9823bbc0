"""The commands on what agencies are asked for in a review, and on what they send."""

from datetime import date
from uuid import UUID

from api.commands.command import Body, Command, chosen, line, of_one, of_several
from api.commands.deciding import may_take
from domain.review import Review
from domain.review.vocabulary import ReturnAnswer, ReturnKind, Step
from domain.tracker.returns import receive_return


class AskingBody(Body):
    """What an agency is asked for."""

    agency: UUID = chosen("Which agency was asked", "agency")
    asked_for: ReturnKind = chosen("For what", "choice", choices=list(ReturnKind))
    due: date = chosen("Due on", "date")


class ReceivingBody(Body):
    """What an agency answered."""

    agency: UUID = chosen("Which agency", "agency")
    answer: ReturnAnswer = chosen("What it answered", "choice", choices=list(ReturnAnswer))
    document: str = line("Where it is kept", "A reference to the document, not its text.", optional=True)
    author_independent: bool | None = chosen(
        "Its author had no part in the case",
        "choice",
        "Say it of an Individual Management Review.",
        optional=True,
        choices=["yes", "no"],
    )


class AssuringBody(Body):
    """Whose return is enough."""

    agency: UUID = chosen("Whose return", "agency")


class SendingBackBody(Body):
    """Whose return is not enough."""

    agency: UUID = chosen("Whose return", "agency")
    due: date = chosen("Due again on", "date")


RETURNS = (
    Command(
        "reviews", "return-request", "Record that an agency was asked for its return", AskingBody,
        of_one(Review, Review.ask_for_return),
        explanation="The time to its return runs from that day.",
        offered=may_take(Step.CHAIR_APPOINTED),
    ),
    Command(
        "reviews", "agency-return", "Record the return of an agency", ReceivingBody,
        of_several(receive_return, Review.receive_return),
        explanation="Only that it came, and where it is kept: its text stays with the panel's papers.",
        offered=may_take(Step.CHAIR_APPOINTED),
    ),
    Command(
        "reviews", "return-assurance", "Record that a return was quality-assured", AssuringBody,
        of_one(Review, Review.assure_return),
        offered=may_take(Step.CHAIR_APPOINTED),
    ),
    Command(
        "reviews", "return-sent-back", "Send a return back", SendingBackBody,
        of_one(Review, Review.send_return_back), needs_reason=True,
        explanation="The time to its coming again runs from that day.",
        offered=may_take(Step.CHAIR_APPOINTED),
    ),
)  # fmt: skip
