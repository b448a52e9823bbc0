"""The board: how many actions have each colour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from domain.rag import RagRule, colour_of
from domain.vocabulary import Colour, Delivery, Forecast
from projections.actions import rag_rules
from projections.asking import Asking

ALIKE: Final = """
    select alike.partnership, alike.delivery, alike.forecast, alike.due, alike.issued, count(*) as actions
    from (
        select
            a.partnership, a.delivery, a.forecast, a.due,
            exists (
                select from reviews review
                where review.id = any (a.reviews) and review.issued_on is not null and {review:stands}
            ) as issued
        from actions a
        where {a:stands}
            and a.split_into = '{}'
            and (%(partnerships)s::uuid[] is null or a.partnership = any (%(partnerships)s))
    ) alike
    group by alike.partnership, alike.delivery, alike.forecast, alike.due, alike.issued
"""
ASKED = Asking.of(ALIKE, "a", "review")


def colours(
    connection: Connection[Any], *, partnerships: Sequence[UUID] | None, today: date, at: int | None = None
) -> dict[Colour, int]:
    """How many actions have each colour on a day; those that were split count by their parts."""
    counts = dict.fromkeys(Colour, 0)
    rules = rag_rules(connection, at)
    for alike in ASKED.ask(connection, {"partnerships": partnerships}, at):
        colour = colour_of(
            delivery=Delivery(alike.delivery),
            issued=alike.issued,
            due=alike.due,
            forecast=Forecast(alike.forecast) if alike.forecast else None,
            updated_in_last_round=None,
            today=today,
            rule=rules.get(alike.partnership, RagRule()),
        )
        counts[colour] += alike.actions
    return counts
