"""Reviews with their counts, and the recommendations and questions of one."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking

REVIEWS: Final = """
    select
        r.*,
        p.code,
        p.name as partnership_name,
        (
            select count(*) from recommendations rec
            where rec.review = r.id and {rec:stands}
        ) as recommendations,
        counts.actions,
        counts.overdue,
        counts.closed,
        (
            select count(*) from questions q
            where q.review = r.id and q.settled_on is null and {q:stands}
        ) as open_questions
    from reviews r
    join partnerships p on p.id = r.partnership and {p:stands}
    cross join lateral (
        select
            count(*) filter (where a.split_into = '{}') as actions,
            count(*) filter (where {overdue}) as overdue,
            count(*) filter (where a.delivery = 'signed off') as closed
        from actions a
        where a.reviews @> array[r.id] and {a:stands}
    ) counts
    where {r:stands}
        and (%(id)s::uuid is null or r.id = %(id)s)
        and (%(partnerships)s::uuid[] is null or r.partnership = any (%(partnerships)s))
        and (%(reference)s::text is null or lower(r.reference) = lower(%(reference)s))
    order by p.code, r.reference
    limit %(limit)s offset %(offset)s
"""
REVIEWS_ASKED = Asking.of(REVIEWS, "r", "p", "rec", "q", "a")

COUNTED = Asking.of("select count(*) from reviews r where {r:stands}", "r")

RECOMMENDATIONS: Final = """
    select
        rec.*,
        review.reference,
        array(
            select agency.name from agencies agency
            where agency.id = any (rec.addressees) and {agency:stands} order by lower(agency.name)
        ) as addressee_names
    from recommendations rec
    join reviews review on review.id = rec.review and {review:stands}
    where {rec:stands}
        and (%(id)s::uuid is null or rec.id = %(id)s)
        and (%(review)s::uuid is null or rec.review = %(review)s)
        and (%(partnerships)s::uuid[] is null or rec.partnership = any (%(partnerships)s))
        and (%(ids)s::uuid[] is null or rec.id = any (%(ids)s))
    order by rec.label_order, rec.place, rec.id
    limit %(limit)s offset %(offset)s
"""
RECOMMENDATIONS_ASKED = Asking.of(RECOMMENDATIONS, "rec", "review", "agency")

QUESTIONS: Final = """
    select q.*
    from questions q
    where {q:stands}
        and q.review = %(review)s
        and (%(id)s::uuid is null or q.id = %(id)s)
        and (%(open)s::boolean is null or (q.settled_on is null) = %(open)s)
    order by q.settled_on is not null, q.since, q.id
"""
QUESTIONS_ASKED = Asking.of(QUESTIONS, "q")


def listed(
    connection: Connection[Any],
    *,
    today: date,
    partnerships: Sequence[UUID] | None = None,
    reference: str | None = None,
    identity: UUID | None = None,
    limit: int = 50,
    offset: int = 0,
    at: int | None = None,
) -> Sequence[Any]:
    """Reviews by partnership and reference, with the counts of what belongs to them."""
    parameters = {
        "id": identity,
        "partnerships": partnerships,
        "reference": reference,
        "today": today,
        "limit": limit,
        "offset": offset,
    }
    return REVIEWS_ASKED.ask(connection, parameters, at)


def counted(connection: Connection[Any], *, at: int | None = None) -> int:
    """How many reviews there are."""
    return int(COUNTED.ask(connection, {}, at)[0][0])


def recommendations(
    connection: Connection[Any],
    *,
    review: UUID | None = None,
    identity: UUID | None = None,
    identities: Sequence[UUID] | None = None,
    partnerships: Sequence[UUID] | None = None,
    limit: int = 50,
    offset: int = 0,
    at: int | None = None,
) -> Sequence[Any]:
    """Recommendations in the order in which people read their labels."""
    parameters = {
        "id": identity,
        "ids": identities,
        "review": review,
        "partnerships": partnerships,
        "limit": limit,
        "offset": offset,
    }
    return RECOMMENDATIONS_ASKED.ask(connection, parameters, at)


def questions(
    connection: Connection[Any],
    review: UUID,
    *,
    unsettled: bool | None = None,
    identity: UUID | None = None,
    at: int | None = None,
) -> Sequence[Any]:
    """The questions of a review: those that wait first."""
    return QUESTIONS_ASKED.ask(connection, {"review": review, "open": unsettled, "id": identity}, at)
