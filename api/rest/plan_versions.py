"""The versions of a review's plan, and what differs between two of them, as JSON."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from api.access import log_of
from api.noting import reads
from api.rest.answers import problems
from api.rest.asking import AsAt, Reading, moment
from api.rest.shapes import Shape
from api.rest.things import found
from domain.review.vocabulary import PlanVersion
from projections import plan_versions

router = APIRouter(responses=problems(404))


class Versions(AsAt):
    """Which two to compare."""

    before: str = Field("", max_length=60, description="A version, or `now`. Usually the last but one.")
    after: str = Field("", max_length=60, description="A version, or `now`. Usually the last one.")


class KeptVersion(Shape):
    """A version that was kept: by which entry of the log, and on which day."""

    version: PlanVersion
    position: int
    on: date


class ChangedFact(Shape):
    """A fact that is not the same; empty where nothing stood, or stands."""

    what: str
    before: str
    after: str


class PlanDifference(Shape):
    """A recommendation or an action that was added, changed or left out; `wording` where that changed."""

    kind: plan_versions.Kind
    thing: str
    id: UUID
    called: str
    wording: ChangedFact | None
    facts: list[ChangedFact]


class PlanComparison(Shape):
    """All versions, the two that were compared ("" without one), and what differs between them."""

    versions: list[KeptVersion]
    before: str
    after: str
    differences: list[PlanDifference]


@router.get(
    "/reviews/{identity}/plan-versions",
    summary="Compare versions of a plan",
    response_model=PlanComparison,
    responses=problems(422),
    tags=["reviews"],
)
def versions_of_plan(
    request: Request, identity: UUID, connection: Reading, asked: Annotated[Versions, Query()]
) -> Any:
    """What differs between two versions that were kept of a plan, or between one and the plan now."""
    when = moment(request, asked.as_at)
    found(connection, "reviews", identity, when)
    entries = [one for one in log_of(request).of(identity) if when.at is None or one.position <= when.at]
    names = {"before": asked.before, "after": asked.after}
    versions = plan_versions.kept(entries)
    seen = plan_versions.compared(connection, identity, versions, **names, at=when.at)
    reads(request, (), review=identity if seen.found else None)
    return {
        "versions": seen.versions,
        "before": seen.before,
        "after": seen.after if seen.is_of_two else "",
        "differences": [_difference(one) for one in seen.found],
    }


def _difference(one: plan_versions.Difference) -> dict[str, Any]:
    wording = [_fact("wording", *one.wording)] if one.wording else [None]
    return {
        "kind": one.kind,
        "thing": one.part.thing,
        "id": one.part.id,
        "called": one.part.called,
        "wording": wording[0],
        "facts": [_fact(*fact) for fact in one.facts],
    }


def _fact(what: str, before: str, after: str) -> dict[str, str]:
    return {"what": what, "before": before, "after": after}
