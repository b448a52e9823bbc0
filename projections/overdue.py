"""What is late: overdue actions by their lead agency, in alphabetical order."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking

COUNTED: Final = """
    select a.lead, count(*) as actions, max(%(today)s - a.due) as longest
    from actions a
    where {a:stands}
        and (%(partnerships)s::uuid[] is null or a.partnership = any (%(partnerships)s))
        and {overdue}
    group by a.lead
"""
BY_AGENCY: Final = """
    select
        late.lead,
        coalesce(agency.name, '') as name,
        late.actions,
        late.longest
    from (
        select lead, sum(actions)::bigint as actions, max(longest) as longest
        from ({counted}) counted
        group by lead
    ) late
    left join agencies agency on agency.id = late.lead and {agency:stands}
    order by agency.name is null, lower(agency.name)
"""
ASKED = Asking.in_two(BY_AGENCY, "a", "agency", counted=COUNTED)


class OverdueOfAgency(NamedTuple):
    """How many actions an agency leads that are overdue, and by how many days the longest is."""

    agency: UUID | None
    name: str
    actions: int
    longest: int


def by_agency(
    connection: Connection[Any], *, partnerships: Sequence[UUID] | None, today: date, at: int | None = None
) -> list[OverdueOfAgency]:
    """The agencies with overdue actions; last, without a name, the actions that no agency leads."""
    parameters = {"partnerships": partnerships, "today": today}
    return [OverdueOfAgency(*row) for row in ASKED.ask(connection, parameters, at)]
