"""Concluded reviews whose period of retention is over, for people to decide on."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from psycopg import Connection

from domain.retention import RetentionPeriod, retention_ends, years_in_force
from projections.asking import Asking

CONCLUDED: Final = """
    select r.*, p.name as partnership_name, p.retention
    from reviews r
    join partnerships p on p.id = r.partnership and {p:stands}
    where {r:stands} and r.concluded_on is not null and r.erasure <> 'erased'
        and r.partnership = any (%(partnerships)s::uuid[])
    order by r.concluded_on, r.reference, r.id
"""
CONCLUDED_ASKED = Asking.of(CONCLUDED, "r", "p")


class RunOut(NamedTuple):
    """A review that was kept long enough: for how many years, and the first day on which it was."""

    review: Any
    years: int
    ended_on: date


def run_out(connection: Connection[Any], today: date, partnerships: Collection[UUID]) -> Sequence[RunOut]:
    """The reviews of these partnerships whose retention is over by a day, by the periods in force then.

    The longest over stands first.
    """
    among = {"partnerships": [*partnerships]}
    found = [_judged(row, today) for row in CONCLUDED_ASKED.ask(connection, among, None)]
    over = [one for one in found if one.ended_on <= today]
    return sorted(over, key=lambda one: (one.ended_on, one.review.reference))


def _judged(row: Any, today: date) -> RunOut:
    years = years_in_force(msgspec.convert(row.retention, list[RetentionPeriod]), today)
    return RunOut(row, years, retention_ends(row.concluded_on, years))
