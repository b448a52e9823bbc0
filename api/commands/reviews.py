"""The commands on reviews and recommendations."""

from datetime import date
from uuid import UUID, uuid4

from pydantic import Field

from api.commands.command import Body, Command, chosen, line, making, of_course, of_one, of_several, prose
from api.commands.erasing import erasing_commands, is_not_erased, nothing_proposed
from domain.provenance import Provenance
from domain.recommendation import Recommendation
from domain.review import LABELS, Question, Review
from domain.tracker import Tracker, erasing
from domain.tracker import recommendation as recommended
from domain.tracker import review as reviewed
from domain.vocabulary import HoldReason, QuestionAbout, Reach, Scope


class OpeningBody(Body):
    """A new review."""

    partnership: UUID = chosen("Partnership", "partnership")
    reference: str = line("Reference", "For example: DHR7, or WAL/2025/03.")
    label: str = Field(
        default="DHR", title="Label", json_schema_extra={"widget": "choice", "choices": list(LABELS)}
    )
    pseudonym: str = line("Pseudonym", "The name that the report uses. Never a real name.", optional=True)


class ConclusionBody(Body):
    """Where the board concluded it."""

    meeting: str = line("Meeting", "Where it was decided at one.", optional=True)
    minute: str = line("Minute", optional=True)


class HoldBody(Body):
    """A proceeding because of which nothing may be erased."""

    because_of: HoldReason = chosen("Why", "choice", choices=list(HoldReason))
    since: date | None = chosen("Since when", "date", "Leave empty for today.", optional=True)


class LiftingBody(Body):
    """A proceeding that is over."""

    because_of: HoldReason = chosen("Which", "choice", choices=list(HoldReason))


class SettlingBody(Body):
    """How a question is settled: with an agency, a person, or in words."""

    question: UUID = chosen("Question", "question")
    agency: UUID | None = chosen("The agency that is meant", "agency", optional=True)
    new_agency: str = line("Or a new agency, by its name", optional=True)
    person: UUID | None = chosen("The person who is meant", "person", optional=True)
    answer: str = prose("Answer in words", "For what is not an agency or a person.", optional=True)


class MakingBody(Body):
    """A new recommendation."""

    review: UUID = chosen("Review", "review")
    label: str = line("Label", "As printed, for example 3.140(a).", optional=True)
    wording: str = prose("Wording", "To the letter.")
    scope: Scope | None = chosen("Scope", "choice", optional=True, choices=list(Scope))
    reach: Reach | None = chosen("Reach", "choice", optional=True, choices=list(Reach))
    addressees: list[UUID] = Field(default=[], title="Addressed to", json_schema_extra={"widget": "agencies"})
    issue: str = prose("Issue or lesson that it answers", optional=True)
    theme: str = line("Theme", optional=True)


class WordingBody(Body):
    """Another wording."""

    wording: str = prose("Wording", "To the letter.")


class LabelBody(Body):
    """Another label."""

    label: str = line("Label", "As printed, for example 3.140(a).")


class ScopeBody(Body):
    """Another scope."""

    scope: Scope | None = chosen("Scope", "choice", optional=True, choices=list(Scope))


class AddresseesBody(Body):
    """Other addressees."""

    addressees: list[UUID] = chosen("Addressed to", "agencies")


class LessonsBody(Body):
    """Which lessons a recommendation answers."""

    lessons: list[UUID] = Field(
        title="Lessons that it answers",
        description="Lessons of its review. Choose none to take back what was said before.",
        json_schema_extra={"widget": "lessons"},
    )


class BackgroundBody(Body):
    """What it answers."""

    issue: str = prose("Issue or lesson that it answers", optional=True)
    theme: str = line("Theme", optional=True)


class QuestionBody(Body):
    """A question put by hand."""

    text: str = prose("Question")


class AccessBody(Body):
    """Whoever is on the access list."""

    person: UUID = chosen("Person", "person")


class AccessGivenBody(AccessBody):
    """Who may read the review, and from when to when."""

    first_day: date | None = chosen("First day", "date", "Leave empty for today.", optional=True)
    last_day: date | None = chosen(
        "Last day", "date", "Auditors and oversight read for a time: name their last day.", optional=True
    )


class BodiesBody(Body):
    """All who commissioned the review with its own partnership, which leads."""

    commissioned_with: list[UUID] = Field(
        default=[],
        title="Partnerships of this tracker",
        description="Beside its own, which leads. Those who coordinate or chair them can then read all of it,"
        " and their boards once it is published. They can change nothing.",
        json_schema_extra={"widget": "partnerships"},
    )
    other_bodies: list[str] = Field(
        default=[],
        title="Other bodies",
        description="One a line, for example: Anytown Safeguarding Adults Board.",
        json_schema_extra={"widget": "lines"},
    )


def raise_question(
    tracker: Tracker, review: UUID, *, text: str, by: Provenance, version: int | None = None
) -> int:
    """Put a question on a review."""
    asked = Question(uuid4(), QuestionAbout.READING, "", text, "")
    return tracker.change(Review.raise_question, Review, review, version=version, question=asked, by=by)


def beside_its_question(_: object) -> bool:
    """Its form stands beside every open question, not among the others."""
    return False


def has_access_list(row: object) -> bool:
    """Whether somebody is on its access list."""
    return bool(getattr(row, "readers", 0))


def is_standing(row: object) -> bool:
    """Not withdrawn."""
    return not getattr(row, "withdrawn", False)


TEXT_GOES = (
    "Everything that people have written in the review and its recommendations and actions will be lost for"
    " good, also that of actions which it shares with later reviews. References, labels, dates, agencies, and"
    " who decided what, stay. The ground stays too; the reason that you write goes with the text."
)

REVIEWS = (
    Command(
        "reviews",
        "",
        "Open a review",
        OpeningBody,
        making(
            lambda tracker, *, partnership, **rest: reviewed.open_review(tracker, partnership, **rest),
            Review.open,
        ),
    ),
    Command(
        "reviews",
        "issue",
        "Issue the plan",
        Body,
        of_one(Review, Review.issue_plan),
        explanation="From now on its actions have colours, and their owners get reminders.",
        offered=lambda row: row.issued_on is None and is_not_erased(row),
    ),
    Command(
        "reviews",
        "question",
        "Raise a question",
        QuestionBody,
        of_several(raise_question, Review.raise_question),
        offered=is_not_erased,
    ),
    Command(
        "reviews",
        "settlement",
        "Settle a question",
        SettlingBody,
        of_several(reviewed.settle_question, Review.settle_question),
        offered=beside_its_question,
    ),
    Command(
        "reviews",
        "access",
        "Give access",
        AccessGivenBody,
        of_several(reviewed.give_access, Review.give_access),
        needs_reason=True,
        explanation="They can read all of this review, whatever their roles. Every reading is written down.",
    ),
    Command(
        "reviews",
        "access-end",
        "End access",
        AccessBody,
        of_one(Review, Review.end_access),
        offered=has_access_list,
    ),
    Command(
        "reviews",
        "commissioning-bodies",
        "Name who commissioned it",
        BodiesBody,
        of_several(reviewed.name_commissioning_bodies, Review.name_commissioning_bodies),
        explanation="A partnership that is not named here any more no longer sees it.",
    ),
    Command(
        "reviews",
        "publication",
        "Record its publication",
        Body,
        of_course(Review.publish),
        explanation="From now on it can be read by all who read published reviews.",
        offered=lambda row: row.published_on is None,
    ),
    Command(
        "reviews",
        "publication-end",
        "It is published no longer",
        Body,
        of_one(Review, Review.end_publication),
        needs_reason=True,
        offered=lambda row: row.published_on is not None,
    ),
    Command(
        "reviews",
        "conclusion",
        "Conclude it",
        ConclusionBody,
        of_several(erasing.conclude, Review.conclude),
        explanation="The board has decided so after its audit. The period of retention counts from that day.",
        offered=lambda row: row.concluded_on is None and is_not_erased(row),
    ),
    Command(
        "reviews",
        "legal-hold",
        "Place a legal hold",
        HoldBody,
        of_one(Review, Review.place_legal_hold),
        explanation="Nothing of the review can be erased while it stands; a proposed erasure is withdrawn.",
        offered=is_not_erased,
    ),
    Command(
        "reviews",
        "legal-hold-end",
        "Lift a legal hold",
        LiftingBody,
        of_one(Review, Review.lift_legal_hold),
        offered=lambda row: bool(row.holds),
    ),
    *erasing_commands(
        "reviews",
        Review,
        erasing.approve_erasing_review,
        TEXT_GOES,
        proposed=lambda row: not row.holds and nothing_proposed(row),
    ),
)

RECOMMENDATIONS = (
    Command(
        "recommendations",
        "",
        "Make a recommendation",
        MakingBody,
        making(
            lambda tracker, *, review, **rest: recommended.make(tracker, review, **rest),
            Recommendation.make,
        ),
    ),
    Command(
        "recommendations",
        "wording",
        "Change the wording",
        WordingBody,
        of_one(Recommendation, Recommendation.reword),
        offered=is_standing,
    ),
    Command(
        "recommendations",
        "addressees",
        "Name the addressees",
        AddresseesBody,
        of_several(recommended.name_addressees, Recommendation.name_addressees),
        offered=is_standing,
    ),
    Command(
        "recommendations",
        "lessons",
        "Say which lessons it answers",
        LessonsBody,
        of_several(recommended.answer_lessons, Recommendation.answer_lessons),
        offered=is_standing,
    ),
    Command(
        "recommendations",
        "label",
        "Change the label",
        LabelBody,
        of_one(Recommendation, Recommendation.relabel),
        offered=is_standing,
    ),
    Command(
        "recommendations",
        "scope",
        "Set the scope",
        ScopeBody,
        of_one(Recommendation, Recommendation.set_scope),
        offered=is_standing,
    ),
    Command(
        "recommendations",
        "background",
        "State issue and theme",
        BackgroundBody,
        of_one(Recommendation, Recommendation.state_background),
        offered=is_standing,
    ),
    Command(
        "recommendations",
        "withdrawal",
        "Withdraw it",
        Body,
        of_one(Recommendation, Recommendation.withdraw),
        needs_reason=True,
        offered=is_standing,
        explanation="Its actions go on until each is cancelled or moved.",
    ),
)
