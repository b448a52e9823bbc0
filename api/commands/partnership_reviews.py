"""The commands by which a partnership lays down what its reviews go by."""

from datetime import date

from pydantic import Field

from api.commands.command import Body, Command, chosen, line, of_one, prose
from api.commands.partnerships import rule
from domain.partnership import Partnership
from domain.partnership_reviews import MOST_DAYS, MOST_MONTHS
from domain.review.rules import ClockRule, Definition
from domain.review.vocabulary import ClockKind, DefinitionDate, NotificationDate

OF_RULE = tuple(one for one in ClockKind if one != ClockKind.RETURN)


class ClockRuleBody(Body):
    """How long a clock runs: months, and then days."""

    kind: ClockKind = chosen("Which clock", "choice", choices=list(OF_RULE))
    months: int = Field(
        default=0, ge=0, le=MOST_MONTHS, title="Months", json_schema_extra={"widget": "number"}
    )
    days: int = Field(default=0, ge=0, le=MOST_DAYS, title="And days", json_schema_extra={"widget": "number"})
    source: str = line("Source", "The Act and section, the guidance, or agreed practice.")
    first_day: date = chosen("Holds for clocks that count from", "date")
    last_day: date | None = chosen("To", "date", "Leave empty if no end is known.", optional=True)


class DefinitionBody(Body):
    """A legal test and when it is in force."""

    code: str = line("Code", "For example DVCVA 2004 s.9: the one of the same code is replaced.")
    title: str = line("Title")
    source: str = line("Source", "The Act and section.")
    age: str = prose("Age: what it asks for")
    cause: str = prose("Cause: what it asks for")
    connection: str = prose("Connection: what it asks for")
    first_day: date | None = chosen(
        "In force from", "date", "Leave empty while it is not in force.", optional=True
    )
    last_day: date | None = chosen("To", "date", "Leave empty if no end is known.", optional=True)


class PracticeBody(Body):
    """What guidance leaves to the partnership."""

    definition_by: DefinitionDate = chosen(
        "Which date selects the definition", "choice", choices=list(DefinitionDate)
    )
    decision_counts_from: NotificationDate = chosen(
        "The time for a decision counts from the", "choice", choices=list(NotificationDate)
    )


class ThemesBody(Body):
    """The list of themes."""

    themes: list[str] = Field(
        title="Themes",
        description="One on each line. Lessons keep the themes that they have.",
        min_length=1,
        max_length=200,
        json_schema_extra={"widget": "lines"},
    )


class QualityBoardBody(Body):
    """What the body is called that assures the quality of reports."""

    quality_board: str = line("What it is called")


class PublicContactBody(Body):
    """How the public reaches the partnership."""

    public_contact: str = line(
        "Public enquiries", "A shared address, a telephone number or a page: no person's own."
    )


OF_REVIEWS = (
    Command(
        "partnerships", "clock-rule", "Set how long a clock of reviews runs", ClockRuleBody,
        rule(Partnership.set_clock_rule, ClockRule),
        explanation="Clocks that run already stay as they are.",
    ),
    Command(
        "partnerships", "definition", "Set a definition by which deaths are assessed", DefinitionBody,
        rule(Partnership.set_definition, Definition, "definition"),
    ),
    Command(
        "partnerships", "review-practice", "Set which dates count", PracticeBody,
        of_one(Partnership, Partnership.set_review_practice),
    ),
    Command(
        "partnerships", "themes", "Set the themes of lessons", ThemesBody,
        of_one(Partnership, Partnership.set_themes),
    ),
    Command(
        "partnerships", "quality-board", "Name the quality assurance board", QualityBoardBody,
        of_one(Partnership, Partnership.name_quality_board),
    ),
    Command(
        "partnerships", "public-contact", "Set the contact for public enquiries", PublicContactBody,
        of_one(Partnership, Partnership.set_public_contact),
        explanation="It stands in statements for families and the public.",
    ),
)  # fmt: skip
