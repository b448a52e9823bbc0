"""The commands on the report of a review: drafted, submitted, answered, published or withheld, passed on."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from api.commands.command import Body, chosen, line, prose
from api.commands.deciding import in_course, is_recorded, may_take
from api.commands.erasing import is_not_erased
from domain.review import Review
from domain.review.vocabulary import BriefingKind, CopiedTo, QualityAnswer, Step


class AcceptanceBody(Body):
    """Where the partnership accepted the report."""

    meeting: str = line("Meeting", "Where it was accepted at one.", optional=True)
    minute: str = line("Minute", optional=True)


class AnswerBody(Body):
    """What the quality assurance board said."""

    outcome: QualityAnswer = chosen(
        "Its answer",
        "choice",
        "Older boards said adequate or inadequate. What is inadequate or returned is submitted again.",
        choices=list(QualityAnswer),
    )
    comments: str = prose("In its words", optional=True)


class CopyBody(Body):
    """To whom a copy went."""

    to: CopiedTo = chosen("To whom", "choice", choices=list(CopiedTo))


class CheckBody(Body):
    """What was looked at before publication."""

    family_told_on: date | None = chosen(
        "When the family was told",
        "date",
        "Only the day, never who they are. Leave empty where nobody could be told, and say why.",
        optional=True,
    )
    dates_avoided: bool = Field(
        default=False,
        title="The day avoids birthdays, anniversaries and days in court",
        json_schema_extra={"widget": "checkbox"},
    )
    names_looked_for: bool = Field(
        default=False,
        title="All documents were read once more for names and dates of birth",
        json_schema_extra={"widget": "checkbox"},
    )
    link: str = line("Where it is going to stand", "A link that begins with https://.", optional=True)


class LinksBody(Body):
    """Where it can be read."""

    links: list[str] = Field(
        default=[],
        title="Links",
        description="One a line, each beginning with https://: report, summary, action plan, letter.",
        json_schema_extra={"widget": "lines"},
    )


class DraftCommentBody(Body):
    """What somebody thinks of a draft."""

    comment: str = prose("Comment", "On the last version. Please name nobody whom the review concerns.")


class BriefingBody(Body):
    """How the findings were passed on."""

    briefing: BriefingKind = chosen("How", "choice", choices=list(BriefingKind))
    to: list[UUID] = Field(default=[], title="To which agencies", json_schema_extra={"widget": "agencies"})
    audience: str = line("Or to whom else", "For example: all school nurses.", optional=True)


def until(last: Step, step: Step) -> Callable[[Any], bool]:
    """Offered where nothing is missing before a step, until another has been taken."""
    return lambda row: is_recorded(row) and may_take(step)(row) and last not in row.steps


def is_to_be_published(row: Any) -> bool:
    """Whether its checks are to be recorded: also where it was withheld."""
    return is_recorded(row) and may_take(Step.PUBLISHED)(row) and row.published_on is None


REPORTING = (
    in_course(
        "report-draft", "Record a draft of the report", Body, Review.draft_report,
        explanation="Drafts are counted: the first is version 1.",
        offered=until(Step.PUBLISHED, Step.DRAFTED),
    ),
    in_course(
        "draft-comment", "Comment on the draft of the report", DraftCommentBody, Review.comment_on_draft,
        explanation="The independent chair, the author and the coordinators read it.",
        offered=lambda row: may_take(Step.PANEL_AGREED)(row) and Step.PUBLISHED not in row.steps,
    ),
    in_course(
        "report-agreement", "Record that the panel agreed the report", Body, Review.agree_report,
        offered=until(Step.PUBLISHED, Step.PANEL_AGREED),
    ),
    in_course(
        "report-acceptance", "Record that the partnership accepted the report", AcceptanceBody,
        Review.accept_report, explanation="The time for the report ends with it.",
        offered=until(Step.PUBLISHED, Step.ACCEPTED),
    ),
    in_course(
        "report-submission", "Record that the report was submitted", Body, Review.submit_report,
        by_rules=True, explanation="To the quality assurance board of the Home Office, or to it again.",
        offered=until(Step.ANSWERED, Step.SUBMITTED),
    ),
    in_course(
        "report-answer", "Record what quality assurance answered", AnswerBody, Review.answer_report,
        offered=until(Step.ANSWERED, Step.ANSWERED),
    ),
    in_course(
        "report-copy", "Record a copy of the report", CopyBody, Review.copy_report,
        explanation="As soon as reasonably practicable (Domestic Violence, Crime and Victims Act 2004).",
        offered=lambda row: is_recorded(row) and may_take(Step.SUBMITTED)(row),
    ),
    in_course(
        "publication-check", "Record the checks before publication", CheckBody, Review.check_publication,
        explanation="Before a report is published its family is told, and somebody reads it once more.",
        offered=is_to_be_published,
    ),
    in_course(
        "withholding", "Withhold the report", Body, Review.withhold, needs_reason=True,
        explanation="Nothing waits for its publication any more. Should that change, it can still be.",
        offered=until(Step.PUBLISHED, Step.PUBLISHED),
    ),
    in_course(
        "links", "Say where it can be read", LinksBody, Review.give_links,
        explanation="All links, named anew.",
        offered=lambda row: row.published_on is not None and is_not_erased(row),
    ),
    in_course(
        "briefing", "Record how its findings were passed on", BriefingBody, Review.give_briefing,
        offered=lambda row: is_not_erased(row) and (row.published_on is not None or is_recorded(row)),
    ),
)  # fmt: skip
