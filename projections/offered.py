"""What the lists of forms offer: the names of things now and nothing else, as most pages ask for them.

They are put in order among so many of all that there are (None: all): where more than the limit would be of
no use, that many are enough to know that there are more.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking
from projections.reviews import AS_PEOPLE_READ

AGENCIES: Final = """
    select agency.id, agency.name
    from agencies agency
    where {agency:stands}
    order by lower(agency.name), agency.id
    limit %(limit)s
"""
PEOPLE: Final = """
    select
        person.id, person.post, person.agency,
        coalesce(details.name, '') as name,
        agency.name as agency_name
    from (select * from people person where {person:stands} and not person.has_left limit %(among)s) person
    left join person_details details on details.person = person.id
    left join agencies agency on agency.id = person.agency and {agency:stands}
    order by lower(details.name), person.id
    limit %(limit)s
"""
REVIEWS: Final = """
    select r.id, r.reference, p.name as partnership_name
    from (select * from reviews r where {r:stands} limit %(among)s) r
    join leading_partnerships p on p.id = r.partnership and {p:stands}
    order by p.code, {as_people_read} collate "C", r.id
    limit %(limit)s
"""
RECOMMENDATIONS: Final = """
    select rec.id, rec.review, rec.label, left(rec.wording, %(longest)s) as wording, review.reference
    from (
        select *
        from recommendations rec
        where {rec:stands} and not rec.withdrawn and (%(review)s::uuid is null or rec.review = %(review)s)
        limit %(among)s
    ) rec
    join reviews review on review.id = rec.review and {review:stands}
    order by rec.label_order, rec.place, rec.id
    limit %(limit)s
"""
AGENCIES_ASKED = Asking.of(AGENCIES, "agency")
PEOPLE_ASKED = Asking.of(PEOPLE, "person", "agency")
REVIEWS_ASKED = Asking.of(REVIEWS, "r", "p", as_people_read=AS_PEOPLE_READ)
RECOMMENDATIONS_ASKED = Asking.of(RECOMMENDATIONS, "rec", "review")


def agencies(connection: Connection[Any], *, limit: int) -> Sequence[Any]:
    """Agencies by name: `id` and `name`."""
    return AGENCIES_ASKED.ask(connection, {"limit": limit}, None)


def people(connection: Connection[Any], *, limit: int, among: int | None = None) -> Sequence[Any]:
    """Those who have not left, by name: `id`, `name`, `post`, `agency` and `agency_name`."""
    return PEOPLE_ASKED.ask(connection, {"limit": limit, "among": among}, None)


def reviews(connection: Connection[Any], *, limit: int, among: int | None = None) -> Sequence[Any]:
    """Reviews by partnership and reference: `id`, `reference` and `partnership_name`."""
    return REVIEWS_ASKED.ask(connection, {"limit": limit, "among": among}, None)


def recommendations(
    connection: Connection[Any],
    review: UUID | None,
    *,
    longest: int,
    limit: int,
    among: int | None = None,
) -> Sequence[Any]:
    """Those not withdrawn, of one review or of all, as people read their labels.

    Each has `id`, `review`, `label`, `reference` and so many letters of its `wording`.
    """
    parameters = {"review": review, "longest": longest, "limit": limit, "among": among}
    return RECOMMENDATIONS_ASKED.ask(connection, parameters, None)
