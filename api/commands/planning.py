"""The commands on the action plan of a review as a whole: agreed, approved, and its versions."""

from typing import Any
from uuid import UUID

from api.commands.command import Body, Command, chosen, line, of_several
from api.commands.deciding import in_course, is_recorded
from domain.review import Review
from domain.review.vocabulary import PlanVersion
from domain.tracker import plan_stages


class AgencyAgreementBody(Body):
    """An agency that agreed to its actions."""

    agency: UUID = chosen("Agency", "agency")
    agreed_by: str = line("Who agreed for it", "Their post, for example: Head of Safeguarding.")


class ApprovalBody(Body):
    """Where the partnership approved the plan."""

    meeting: str = line("Meeting", "Where it was approved at one.", optional=True)
    minute: str = line("Minute", optional=True)


class VersionBody(Body):
    """Which version it is that stands now."""

    stage: PlanVersion = chosen("Which version", "choice", choices=list(PlanVersion))


def is_not_issued(row: Any) -> bool:
    """Whether its course is recorded, and its plan not issued yet."""
    return is_recorded(row) and row.issued_on is None


PLANNING = (
    in_course(
        "plan-agreement", "Record that the panel agreed the plan", Body, Review.agree_plan,
        offered=is_not_issued,
    ),
    in_course(
        "plan-agreement-of-agency", "Record that an agency agreed to its actions", AgencyAgreementBody,
        Review.agree_plan_for_agency, offered=is_not_issued,
    ),
    Command(
        "reviews", "plan-approval", "Record that the partnership approved the plan", ApprovalBody,
        of_several(plan_stages.approve_plan, Review.approve_plan),
        explanation="Where agencies that lead actions have not agreed to them, that takes a reason.",
        offered=is_not_issued,
    ),
    in_course(
        "plan-version", "Keep a version of the plan", VersionBody, Review.keep_plan_version,
        explanation="The plan as it is recorded now. Look at it later by its date, or put a file of it away.",
        offered=is_recorded,
    ),
)  # fmt: skip
