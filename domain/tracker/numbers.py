"""The numbers of the actions of a recommendation: the next one is free, and two at once get two."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from psycopg.errors import UniqueViolation

from domain.store.application import Along
from domain.tracker import Tracker

NUMBER_TAKEN = (
    "Somebody else planned an action of the same recommendation at this moment, and nothing of yours was"
    " saved: try again."
)
LAST = """
    select recommendation, max(number)
    from public.action_numbers
    where recommendation = any (%(recommendations)s)
    group by recommendation
"""
TAKE = """
    insert into public.action_numbers (recommendation, number)
    select recommendation, number
    from unnest(%(recommendations)s::uuid[], %(numbers)s::integer[]) as given (recommendation, number)
"""


def last_numbers(tracker: Tracker, recommendations: Iterable[UUID]) -> dict[UUID, int]:
    """The highest number that each recommendation has given to an action; those without one are left out."""
    with tracker.store.connection() as connection:
        rows = connection.execute(LAST, {"recommendations": list(recommendations)}).fetchall()
    return dict(rows)


def take_numbers(numbers: Sequence[tuple[UUID, int]]) -> Along:
    """The statement that takes a number of a recommendation for each new action."""
    recommendations, taken = [one for one, _ in numbers], [number for _, number in numbers]
    return Along(TAKE, {"recommendations": recommendations, "numbers": taken})


def was_taken(error: UniqueViolation) -> bool:
    """Whether somebody else took one of the numbers in the meantime."""
    return error.diag.constraint_name == "action_numbers_pkey"
