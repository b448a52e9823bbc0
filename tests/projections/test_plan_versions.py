"""What differs between two versions of a plan."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from projections.plan_versions import Difference, Kind, PlanPart, differences

TRAIN = PlanPart(
    UUID(int=1), "recommendation", "1", "Train all staff.", {"Label": "1", "Addressed to": "Police"}
)
COURSE = PlanPart(
    UUID(int=2), "action", "1/1", "Hold a course.", {"Number": "1/1", "Due date": "31 March 2027"}
)


def test_the_same_plan_has_no_differences() -> None:
    """Nor has a plan that has nothing in it; blanks and line breaks are none."""
    assert differences([TRAIN, COURSE], [TRAIN, replace(COURSE, prose=" Hold a\ncourse. ")]) == []
    assert differences([], []) == []


def test_what_came_and_what_went() -> None:
    """In the order of the later version, and what is left out after that."""
    new = replace(COURSE, id=UUID(int=3), prose="Write a leaflet.")
    found = differences([TRAIN, COURSE], [new, TRAIN])
    assert found == [Difference(Kind.ADDED, new), Difference(Kind.LEFT_OUT, COURSE)]


def test_what_changed_is_told_with_what_stood() -> None:
    """The wording apart from all other facts, each with both sides."""
    later = replace(COURSE, prose="Hold two courses.", facts={"Number": "1/1", "Due date": ""})
    (one,) = differences([TRAIN, COURSE], [TRAIN, later])
    assert (one.kind, one.part) == (Kind.CHANGED, later)
    assert one.wording == ("Hold a course.", "Hold two courses.")
    assert one.facts == (("Due date", "31 March 2027", ""),)
