"""The commands on what a review is asked, what runs beside it, and how the family takes part."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.commands.command import Body, Command, chosen, prose
from api.commands.deciding import in_course, is_recorded
from api.commands.erasing import is_not_erased
from api.commands.panel import is_reviewed, of_directory
from domain.review import Review
from domain.review.vocabulary import Circle, Involvement, ProceedingsKind


class TermsBody(Body):
    """Terms of reference."""

    scope: str = prose("Scope", "What the review looks at.")
    lines_of_enquiry: str = prose("Key lines of enquiry", optional=True)
    first_day: date | None = chosen("First day of the period under review", "date", optional=True)
    last_day: date | None = chosen("Last day of the period under review", "date", optional=True)
    agencies: list[UUID] = Field(
        default=[], title="Agencies that are asked to take part", json_schema_extra={"widget": "agencies"}
    )


class ProceedingsBody(Body):
    """Proceedings of a kind."""

    of: ProceedingsKind = chosen("Of which kind", "choice", choices=list(ProceedingsKind))


class FamilyBody(Body):
    """With whom, and how they took part."""

    circle: Circle = chosen("With whom", "choice", choices=list(Circle))
    what: Involvement = chosen("How they were involved", "choice", choices=list(Involvement))


TERMS = (
    Command(
        "reviews", "terms", "Record the terms of reference", TermsBody,
        of_directory(Review.agree_terms, agencies=("agencies",)), offered=is_reviewed,
        explanation="As the panel agreed them. A later version takes a reason.",
    ),
    in_course(
        "family", "Record how the family was involved", FamilyBody, Review.involve_family, by_rules=True,
        explanation="Family, friends or colleagues. That it happened, never who they are.",
        offered=is_reviewed,
    ),
    in_course(
        "proceedings", "Record that proceedings were opened", ProceedingsBody, Review.open_proceedings,
        explanation="That they run, and nothing more: no charge, no verdict, no sentence.",
        offered=lambda row: is_recorded(row) or (row.concluded_on is not None and is_not_erased(row)),
    ),
    in_course(
        "proceedings-end", "Record that proceedings were concluded", ProceedingsBody,
        Review.conclude_proceedings, explanation="That they ended, never with what outcome.",
        offered=lambda row: is_recorded(row) or (row.concluded_on is not None and is_not_erased(row)),
    ),
)  # fmt: skip
