"""The commands on the panel of a review: its chair, its author, its members and its meetings."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from pydantic import Field

from api.commands.command import Body, Carrier, Command, chosen, line, of_one, of_several, prose
from api.commands.deciding import is_recorded, is_running, may_take
from domain.review import Review
from domain.review.vocabulary import PanelKind, Step
from domain.tracker.named import change_naming


class ChairBody(Body):
    """Who chairs the review, and how they are independent."""

    chair: UUID = chosen("Independent chair", "person")
    independence: str = prose(
        "Declaration of independence", "What shows that they had no part in the case or its agencies."
    )
    writes_report: bool = Field(
        default=False, title="They also write the report", json_schema_extra={"widget": "checkbox"}
    )


class AuthorBody(Body):
    """Who writes the report where the chair does not."""

    author: UUID = chosen("Author of the report", "person")


class PanelMemberBody(Body):
    """The holder of a post in an agency."""

    agency: UUID = chosen("Agency", "agency")
    job_title: str = line("Post", "Their job title, not their name.")
    kind: PanelKind = chosen("For what they stand on the panel", "choice", choices=list(PanelKind))


class PanelPlaceBody(Body):
    """A place on the panel that is given up."""

    agency: UUID = chosen("Agency", "agency")
    job_title: str = line("Post", "Only where the agency has several places on the panel.", optional=True)


class PanelMeetingBody(Body):
    """Who came to a meeting of the panel, and what it decided."""

    attended: list[UUID] = Field(
        title="Agencies that attended", min_length=1, json_schema_extra={"widget": "agencies"}
    )
    apologies: list[UUID] = Field(
        default=[], title="Apologies from", json_schema_extra={"widget": "agencies"}
    )
    notes: str = prose("Decisions", "What was decided, not what was discussed.", optional=True)


def of_directory(
    method: Callable[..., Any], *, people: tuple[str, ...] = (), agencies: tuple[str, ...] = ()
) -> Carrier:
    """Carries out a command of a review that names `people` or `agencies`, by the fields that hold them."""
    return of_several(
        partial(change_naming, command=method, naming_people=people, naming_agencies=agencies), method
    )


def is_reviewed(row: Any) -> bool:
    """Whether the death is reviewed: it was decided so, or the review entered after that."""
    return is_recorded(row) and may_take(Step.CHAIR_APPOINTED)(row)


def has_had_chair(row: Any) -> bool:
    """Whether a chair has been appointed here."""
    return is_running(row) and Step.CHAIR_APPOINTED in row.steps


PANEL = (
    Command(
        "reviews", "chair", "Appoint the independent chair", ChairBody,
        of_directory(Review.appoint_chair, people=("chair",)), offered=is_reviewed,
    ),
    Command(
        "reviews", "chair-end", "End the independent chair's appointment", Body,
        of_one(Review, Review.end_chair), needs_reason=True, offered=has_had_chair,
    ),
    Command(
        "reviews", "author", "Appoint the author of the report", AuthorBody,
        of_directory(Review.appoint_author, people=("author",)), offered=is_reviewed,
        explanation="Only where the independent chair does not write it.",
    ),
    Command(
        "reviews", "author-end", "End the author's appointment", Body,
        of_one(Review, Review.end_author), offered=is_reviewed,
    ),
    Command(
        "reviews", "panel-member", "Name a member of the panel", PanelMemberBody,
        of_directory(Review.name_panel_member, agencies=("agency",)), offered=is_reviewed,
    ),
    Command(
        "reviews", "panel-member-end", "End a place on the panel", PanelPlaceBody,
        of_one(Review, Review.end_panel_member), offered=is_reviewed,
    ),
    Command(
        "reviews", "panel-meeting", "Record a meeting of the panel", PanelMeetingBody,
        of_one(Review, Review.hold_panel_meeting), offered=is_reviewed,
    ),
)  # fmt: skip
