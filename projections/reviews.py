"""Reviews with their counts, and the questions of one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking, pattern
from projections.ordering import both_ways
from projections.recommendations import recommendations as recommendations  # noqa: PLC0414 (part of a plan)

CHOSEN: Final = """
    from reviews r
    join leading_partnerships p on p.id = r.partnership and {p:stands}
    {joined}
    where {r:stands}
        and (%(id)s::uuid is null or r.id = %(id)s)
        and (%(partnerships)s::uuid[] is null or r.partnership = any (%(partnerships)s))
        and (%(reference)s::text is null or lower(r.reference) = lower(%(reference)s))
        and (%(issued)s::boolean is null or (r.issued_on is not null) = %(issued)s)
        and (
            %(overdue)s::boolean is null
            or %(overdue)s = (
                r.id in (select unnest(a.reviews) from {all_counted} a where {overdue} and {a:stands})
            )
        )
        and (
            %(questions)s::boolean is null
            or %(questions)s = (
                r.id in (select q.review from questions q where q.settled_on is null and {q:stands})
            )
        )
        and (
            %(late)s::boolean is null
            or %(late)s = (
                r.id in (
                    select clock.review from clocks clock
                    where clock.ended_on is null
                        and clock.paused_on is null
                        and clock.due < %(today)s
                        and {clock:stands}
                )
            )
        )
        and (%(words)s::text is null or r.reference ilike %(words)s or r.pseudonym ilike %(words)s)
"""

# The actions of one page are counted review by review; where they decide the order, those of all in one go.
REVIEWS: Final = """
    select
        r.*,
        p.code,
        p.name as partnership_name,
        array(
            select body.name
            from partnership_names body
            where body.id = any (r.commissioned_with) and {body:stands}
            order by lower(body.name), body.id
        ) as commissioned_with_names,
        (
            select count(*) from counted_recommendations rec
            where rec.review = r.id and {rec:stands}
        ) as recommendations,
        counts.actions,
        counts.overdue,
        counts.closed,
        (
            select count(*)
            from questions q
            where q.review = r.id and q.settled_on is null and {q:stands}
        ) as open_questions,
        coalesce(r.concluded_on, %(today)s::date)
            - coalesce((r.steps ->> 'notified')::date, r.opened_on) as age,
        (
            select max(%(today)s::date - clock.due)
            from clocks clock
            where clock.review = r.id
                and clock.ended_on is null
                and clock.paused_on is null
                and clock.due < %(today)s
                and {clock:stands}
        ) as days_late,
        (select count(*) from access_list reader where reader.review = r.id and {reader:stands}) as readers
    from (
        select r.*
        {chosen}
        order by {order}
        limit %(limit)s offset %(offset)s
    ) r
    join leading_partnerships p on p.id = r.partnership and {p:stands}
    {joined}
    cross join lateral (
        select
            count(*) as actions,
            count(*) filter (where {overdue}) as overdue,
            count(*) filter (where a.delivery = 'signed off') as closed
        from counted_actions a
        where a.reviews @> array[r.id] and {a:stands}
    ) counts
    order by {order}
"""

AS_PEOPLE_READ: Final = """
    regexp_replace(
        regexp_replace(lower(r.reference), '([0-9]+)', '00000000\\1', 'g'), '0*([0-9]{9})', '\\1', 'g'
    )
"""
"""A reference that sorts as people sort references: every number in it has nine digits."""

KEYS: Final[Mapping[str, LiteralString]] = {
    "reference": f'{AS_PEOPLE_READ} collate "C"',
    "label": "r.label",
    "partnership": "lower(p.name)",
    "opened_on": "r.opened_on",
    "issued_on": "r.issued_on",
    "recommendations": "coalesce(made.recommendations, 0)",
    "actions": "coalesce(planned.actions, 0)",
    "overdue": "coalesce(planned.overdue, 0)",
    "closed": "coalesce(planned.closed, 0)",
    "open_questions": "coalesce(asked.questions, 0)",
}
"""By what the list can be sorted, as it stands in an address."""

PLANNED: Final[LiteralString] = """
    left join (
        select
            each.review,
            count(*) as actions,
            count(*) filter (where {overdue}) as overdue,
            count(*) filter (where a.delivery = 'signed off') as closed
        from {all_counted} a
        cross join unnest(a.reviews) each (review)
        where {a:stands}
        group by each.review
    ) planned on planned.review = r.id
"""
JOINED: Final[Mapping[str, LiteralString]] = {
    "recommendations": """
        left join (
            select rec.review, count(*) as recommendations
            from counted_recommendations rec
            where {rec:stands}
            group by rec.review
        ) made on made.review = r.id
    """,
    "actions": PLANNED,
    "overdue": PLANNED,
    "closed": PLANNED,
    "open_questions": """
        left join (
            select q.review, count(*) as questions
            from questions q
            where q.settled_on is null and {q:stands}
            group by q.review
        ) asked on asked.review = r.id
    """,
}
"""What is counted for some of the keys."""

ORDERS: Final = both_ways(KEYS, f'p.code, {AS_PEOPLE_READ} collate "C", r.id')

ALIASES: Final = ("r", "p", "rec", "q", "a", "reader", "body", "clock")
REVIEWS_ASKED = {
    name: Asking.of(REVIEWS, *ALIASES, chosen=CHOSEN, joined=JOINED.get(name.lstrip("-"), ""), order=order)
    for name, order in ORDERS.items()
}
COUNTED = Asking.of("select count(*) {chosen}", *ALIASES, chosen=CHOSEN, joined="")

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
STANDING: Final = "select r.* from reviews r where r.id = any (%(ids)s) and r.until is null"

READERS: Final = """
    select reader.person, reader.first_day, reader.last_day, person.post, coalesce(details.name, '') as name
    from access_list reader
    left join people person on person.id = reader.person and {person:stands}
    left join person_details details on details.person = reader.person
    where {reader:stands} and reader.review = %(review)s
    order by details.name, reader.person
"""
READERS_ASKED = Asking.of(READERS, "reader", "person")


@dataclass(frozen=True)
class Filters:
    """Which reviews. None: all. `overdue`: with overdue actions; `questions`: with questions that wait.

    `late`: with a clock that is late. `words` are looked for in reference and pseudonym.
    """

    id: UUID | None = None
    partnerships: Sequence[UUID] | None = None
    reference: str | None = None
    issued: bool | None = None
    overdue: bool | None = None
    questions: bool | None = None
    words: str | None = None
    late: bool | None = None

    def parameters(self, today: date) -> dict[str, Any]:
        """The parameters of the statements; `today` is the day in London on which overdue is reckoned."""
        return asdict(self) | {"words": pattern(self.words), "today": today}


EVERY_REVIEW: Final = Filters()


def chosen(
    connection: Connection[Any],
    filters: Filters,
    *,
    today: date,
    sort: str = "",
    limit: int = 50,
    offset: int = 0,
    at: int | None = None,
) -> Sequence[Any]:
    """One page of reviews in one of the `ORDERS`, with the counts of what belongs to them."""
    parameters = filters.parameters(today) | {"limit": limit, "offset": offset}
    return REVIEWS_ASKED[sort].ask(connection, parameters, at)


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
    filters = Filters(id=identity, partnerships=partnerships, reference=reference)
    return chosen(connection, filters, today=today, limit=limit, offset=offset, at=at)


def counted(
    connection: Connection[Any], filters: Filters = EVERY_REVIEW, *, today: date, at: int | None = None
) -> int:
    """How many reviews there are of that kind."""
    return int(COUNTED.ask(connection, filters.parameters(today), at)[0][0])


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


def readers(connection: Connection[Any], review: UUID, *, at: int | None = None) -> Sequence[Any]:
    """Who stands on the access list of a review, by name."""
    return READERS_ASKED.ask(connection, {"review": review}, at)


def is_published(review: Any) -> bool:
    """Whether a review, a row of the view, may be read by everybody. As long as none says so, none may."""
    return getattr(review, "published_on", None) is not None


def unpublished(connection: Connection[Any], identities: Collection[UUID]) -> set[UUID]:
    """Which of these reviews are not published; one that the view does not know (yet) is not."""
    rows = connection.execute(STANDING, {"ids": [*identities]}).fetchall()
    return set(identities) - {row.id for row in rows if is_published(row)}
