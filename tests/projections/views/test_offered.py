"""What the lists of forms offer."""

from typing import Any

from domain.person import Person
from domain.recommendation import Recommendation
from domain.tracker import agency as agencies
from domain.tracker import person as people
from domain.tracker import recommendation as recommendations
from domain.tracker import review as reviews
from projections import offered
from tests.projections.views.conftest import Register

MANY: dict[str, Any] = {"limit": 1000}


def test_agencies_are_offered_by_name(register: Register) -> None:
    """In alphabetical order, whatever stands first in letters large or small."""
    for name in ("police of Anytown", "Zebra Housing", "Adult Social Care"):
        agencies.add(register.tracker, name, by=register.by())
    with register.reading() as connection:
        names = [one.name for one in offered.agencies(connection, **MANY)]
        first = [one.name for one in offered.agencies(connection, limit=1)]
    assert names == ["Adult Social Care", "Anytown Council", "police of Anytown", "Zebra Housing"]
    assert first == ["Adult Social Care"]


def test_people_are_offered_with_post_and_agency_until_they_leave(register: Register) -> None:
    """Whoever has left is not offered, and takes nobody's place in a short list."""
    details = [people.Details(name) for name in ("Bea", "Ann", "Cyd")]
    bea, ann, _ = (
        people.add(register.tracker, one, post="Clerk", agency=agency, by=register.by())
        for one, agency in zip(details, (register.agency, register.agency, None), strict=True)
    )
    register.tracker.change(Person.leave, Person, ann, by=register.by())
    with register.reading() as connection:
        found = offered.people(connection, **MANY)
        (first,) = offered.people(connection, limit=1)
    assert [(one.name, one.post, one.agency, one.agency_name) for one in found] == [
        ("Bea", "Clerk", register.agency, "Anytown Council"),
        ("Cyd", "Clerk", None, None),
    ]
    assert first.id == bea


def test_reviews_are_offered_as_people_read_references(register: Register) -> None:
    """The second comes before the tenth, each with its partnership."""
    for reference in ("DHR10", "DHR2"):
        reviews.open_review(register.tracker, register.partnership, reference=reference, by=register.by())
    with register.reading() as connection:
        found = offered.reviews(connection, **MANY)
    assert [one.reference for one in found] == ["DHR1", "DHR2", "DHR10"]
    assert {one.partnership_name for one in found} == {"Safer Anytown (invented)"}


def test_recommendations_are_offered_with_the_beginning_of_their_wording(register: Register) -> None:
    """Those of one review or of all, without those withdrawn."""
    other = reviews.open_review(register.tracker, register.partnership, reference="DHR2", by=register.by())
    first, second = (
        recommendations.make(
            register.tracker, other, wording="Say in writing what was done.", label=label, by=register.by()
        )
        for label in ("10", "9")
    )
    with register.reading() as connection:
        all_of_them = offered.recommendations(connection, None, longest=14, **MANY)
        of_the_other = offered.recommendations(connection, other, longest=14, **MANY)
    assert [(one.reference, one.label) for one in all_of_them] == [
        ("DHR1", "3.2"),
        ("DHR2", "9"),
        ("DHR2", "10"),
    ]
    assert [(one.id, one.wording) for one in of_the_other] == [
        (second, "Say in writing"),
        (first, "Say in writing"),
    ]
    register.tracker.change(Recommendation.withdraw, Recommendation, second, by=register.by(reason="Twice."))
    with register.reading() as connection:
        (left,) = offered.recommendations(connection, other, longest=14, **MANY)
    assert left.id == first
