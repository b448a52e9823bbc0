"""Lists of actions, with their colours, as they stand or stood."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
from psycopg import Connection

from domain.rag import RagRule, colour_of, days_overdue
from domain.vocabulary import Colour, Delivery, Forecast
from projections.asking import Asking, pattern

CHOSEN: Final = """
    from actions a
    where {a:stands}
        and (%(partnerships)s::uuid[] is null or a.partnership = any (%(partnerships)s))
        and (%(id)s::uuid is null or a.id = %(id)s)
        and (%(review)s::uuid is null or a.reviews @> array[%(review)s::uuid])
        and (%(recommendation)s::uuid is null or a.recommendations @> array[%(recommendation)s::uuid])
        and (%(agency)s::uuid is null or a.lead = %(agency)s or a.supporting @> array[%(agency)s::uuid])
        and (%(lead)s::uuid is null or a.lead = %(lead)s)
        and (%(owner)s::uuid is null or a.owner = %(owner)s)
        and (%(delivery)s::text is null or a.delivery = %(delivery)s)
        and (%(overdue)s::boolean is null or coalesce({overdue}, false) = %(overdue)s)
        and (%(without_owner)s::boolean is null or (a.owner is null) = %(without_owner)s)
        and (%(without_date)s::boolean is null or (a.due is null) = %(without_date)s)
        and (%(words)s::text is null or a.text ilike %(words)s or a.number ilike %(words)s)
"""

LIST: Final = """
    with chosen as materialized (
        select a.*
        {chosen}
        order by {order}
        limit %(limit)s offset %(offset)s
    )
    select
        a.*,
        lead.name as lead_name,
        array(
            select agency.name from agencies agency
            where agency.id = any (a.supporting) and {agency:stands} order by lower(agency.name)
        ) as supporting_names,
        owner.post as owner_post,
        coalesce(details.name, '') as owner_name,
        review.reference,
        review.issued_on
    from chosen a
    left join agencies lead on lead.id = a.lead and {lead:stands}
    left join people owner on owner.id = a.owner and {owner:stands}
    left join public.person_details details on details.person = a.owner
    left join lateral (
        select review.reference, min(review.issued_on) over () as issued_on
        from reviews review
        where review.id = any (a.reviews) and {review:stands}
        order by array_position(a.reviews, review.id)
        limit 1
    ) review on true
    order by {order}
"""

COUNT: Final = "select count(*) {chosen}"

ORDERS: Final[Mapping[str, LiteralString]] = {
    "number": "a.number_order, a.id",
    "due": "a.due, a.number_order, a.id",
    "-due": "a.due desc nulls last, a.number_order, a.id",
    "delivery": "a.delivery, a.number_order, a.id",
    "progress": "a.last_progress_on desc nulls last, a.number_order, a.id",
    "lead": """
        (
            select lower(agency.name) from agencies agency where agency.id = a.lead and {agency:stands}
        ) nulls last,
        a.due, a.number_order, a.id
    """,
}
"""By what a list can be sorted, as it stands in an address."""

ALIASES = ("a", "lead", "owner", "review", "agency")
LISTS = {name: Asking.of(LIST, *ALIASES, chosen=CHOSEN, order=order) for name, order in ORDERS.items()}
COUNTS = Asking.of(COUNT, "a", chosen=CHOSEN)
RULES = Asking.of("select p.id, p.rag_rule from partnerships p where {p:stands}", "p")


@dataclass(frozen=True)
class Filters:
    """Which actions. None: all. `agency` leads or supports; `words` are looked for in text and number."""

    id: UUID | None = None
    partnerships: list[UUID] | None = None
    review: UUID | None = None
    recommendation: UUID | None = None
    agency: UUID | None = None
    lead: UUID | None = None
    owner: UUID | None = None
    delivery: Delivery | None = None
    overdue: bool | None = None
    without_owner: bool | None = None
    without_date: bool | None = None
    words: str | None = None

    def parameters(self, today: date) -> dict[str, Any]:
        """The parameters of the statements; `today` is the day in London on which overdue is reckoned."""
        return asdict(self) | {"words": pattern(self.words), "today": today}


@dataclass(frozen=True)
class ActionSeen:
    """An action as a list shows it: `row` as registered (with names), and what follows from the day."""

    row: Any
    overdue: bool
    days_overdue: int
    rag: Colour


def listed(
    connection: Connection[Any],
    filters: Filters,
    *,
    today: date,
    sort: str = "number",
    limit: int = 50,
    offset: int = 0,
    at: int | None = None,
) -> list[ActionSeen]:
    """One page of actions in one of the `ORDERS`, with the names of agencies and owners."""
    parameters = filters.parameters(today) | {"limit": limit, "offset": offset}
    rows = LISTS[sort].ask(connection, parameters, at)
    rules = rag_rules(connection, at)
    return [seen(row, today, rules.get(row.partnership, RagRule())) for row in rows]


def counted(connection: Connection[Any], filters: Filters, *, today: date, at: int | None = None) -> int:
    """How many actions there are of that kind."""
    return int(COUNTS.ask(connection, filters.parameters(today), at)[0][0])


def one(
    connection: Connection[Any], action: UUID, *, today: date, at: int | None = None
) -> ActionSeen | None:
    """One action as lists show it; None where there is none."""
    found = listed(connection, Filters(id=action), today=today, limit=1, at=at)
    return found[0] if found else None


def rag_rules(connection: Connection[Any], at: int | None = None) -> dict[UUID, RagRule]:
    """The rule for colours of each partnership."""
    return {identity: msgspec.convert(rule, RagRule) for identity, rule in RULES.ask(connection, {}, at)}


def seen(row: Any, today: date, rule: RagRule) -> ActionSeen:
    """A row with what follows from the day: whether and how long it is overdue, and its colour."""
    delivery = Delivery(row.delivery)
    late = days_overdue(delivery, row.due, today)
    colour = colour_of(
        delivery=delivery,
        issued=row.issued_on is not None,
        due=row.due,
        forecast=Forecast(row.forecast) if row.forecast else None,
        updated_in_last_round=None,
        today=today,
        rule=rule,
    )
    return ActionSeen(row, late > 0, late, colour)


def colours(actions: Sequence[ActionSeen]) -> dict[Colour, int]:
    """How many of these actions have each colour."""
    return {colour: sum(one.rag == colour for one in actions) for colour in Colour}
