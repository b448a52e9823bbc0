"""Lists of actions, with their colours, as they stand or stood."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
from psycopg import Connection

from domain.rag import RagRule, colour_of, days_overdue
from domain.vocabulary import Colour, Delivery, Forecast
from projections.asking import Asking
from projections.choosing import CHOSEN, CHOSEN_BY
from projections.choosing import Filters as Filters  # noqa: PLC0414 (whoever asks for a list asks it with them)
from projections.ordering import both_ways

LIST: Final = """
    with chosen as materialized (
        select a.id
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
        array(
            select rec.label from recommendations rec
            where rec.id = any (a.recommendations) and {rec:stands} order by rec.label_order
        ) as labels,
        array(
            select each.reference from reviews each
            where each.id = any (a.reviews) and {each:stands} order by array_position(a.reviews, each.id)
        ) as "references",
        owner.post as owner_post,
        owner.agency as owner_agency,
        coalesce(owner.has_left, false) as owner_has_left,
        coalesce(details.name, '') as owner_name,
        review.reference,
        review.issued_on
    from chosen
    join actions a on a.id = chosen.id and {a:stands}
    {joined}
    left join agencies lead on lead.id = a.lead and {lead:stands}
    left join people owner on owner.id = a.owner and {owner:stands}
    left join person_details details on details.person = a.owner
    left join lateral (
        select review.reference, min(review.issued_on) over () as issued_on
        from reviews review
        where review.id = any (a.reviews) and {review:stands}
        order by array_position(a.reviews, review.id)
        limit 1
    ) review on true
    order by {order}
"""

COUNTED: Final = "select count(*) as actions {chosen}"
COUNT: Final = "select sum(actions)::bigint as actions from ({counted}) counted"

KEYS: Final[Mapping[str, LiteralString]] = {
    "number": "a.number_order",
    "reviews": "lower(its_review.reference)",
    "lead": "lower(its_lead.name)",
    "owner": "lower(coalesce(nullif(known.name, ''), its_owner.post))",
    "delivery": """
        array_position(
            array[
                'planned', 'accepted', 'in progress', 'sent back', 'reported complete', 'signed off',
                'cancelled'
            ],
            a.delivery
        )
    """,
    "rag": """
        array_position(
            array['red', 'amber', 'green', 'grey', 'purple', 'blue', 'no colour'], {colour}
        )
    """,
    "forecast": "array_position(array['on track', 'at risk', 'will miss'], a.forecast)",
    "due": "a.due",
    "original_due": "a.original_due",
    "moved_by": "a.due - a.original_due",
    "days_overdue": "case when {overdue} then %(today)s - a.due end",
    "next_review": "a.next_review",
    "asked_until": "a.asked_until",
    "reported_on": "a.reported_on",
    "signed_off_on": "a.signed_off_on",
    "progress": "a.last_progress_on",
}
"""By what a list can be sorted, as it stands in an address; with a hyphen before it, the other way round."""

JOINED: Final[Mapping[str, LiteralString]] = {
    "reviews": "left join reviews its_review on its_review.id = a.review and {its_review:stands}",
    "lead": "left join agencies its_lead on its_lead.id = a.lead and {its_lead:stands}",
    "owner": """
        left join people its_owner on its_owner.id = a.owner and {its_owner:stands}
        left join person_details known on known.person = its_owner.id
    """,
}
"""Whose names some of the keys are."""

ORDERS: Final = both_ways(KEYS, "a.number_order, a.id", {"lead": "a.due, "})
"""Both ways of every key; what has none comes last either way."""

ALIASES = (*CHOSEN_BY, "lead", "owner", "agency", "rec", "each", "its_review", "its_lead", "its_owner")
LISTS, LISTS_OF_ALL = (
    {
        name: Asking.of(
            LIST, *ALIASES, chosen=CHOSEN, actions=those, joined=JOINED.get(name.lstrip("-"), ""), order=order
        )
        for name, order in ORDERS.items()
    }
    for those in ("actions", "{all_actions}")
)
"""Those of the second are of the past, and look through all actions of then."""
IN_ORDER: Final = ("", "number", "due")
"""The orders that an index has also of the past."""
COUNTS = Asking.in_two(COUNT, *CHOSEN_BY, counted=COUNTED, chosen=CHOSEN, actions="actions", joined="")
RULES = Asking.of(
    "select p.id, p.rag_rule from leading_partnerships p where p.id = any (%(ids)s) and {p:stands}", "p"
)


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
    found = filters.of_few or (filters.of_most and sort in IN_ORDER)
    lists = LISTS if found or at is None else LISTS_OF_ALL
    rows = lists[sort].ask(connection, parameters, at)
    rules = rag_rules(connection, {row.partnership for row in rows}, at)
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


def rag_rules(
    connection: Connection[Any], partnerships: Iterable[UUID], at: int | None = None
) -> dict[UUID, RagRule]:
    """The rule for colours of each of these partnerships."""
    rows = RULES.ask(connection, {"ids": list(partnerships)}, at)
    return {identity: msgspec.convert(rule, RagRule) for identity, rule in rows}


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


def owner_is_elsewhere(row: Any) -> bool:
    """Whether the agency of the owner neither leads nor supports an action that agencies answer for."""
    its_own = {one for one in (row.lead, *row.supporting) if one}
    return row.owner_agency is not None and bool(its_own) and row.owner_agency not in its_own


def colours(actions: Sequence[ActionSeen]) -> dict[Colour, int]:
    """How many of these actions have each colour."""
    return {colour: sum(one.rag == colour for one in actions) for colour in Colour}
