"""From which day to which one something is held: a role, or a place on an access list."""

from datetime import date
from typing import NamedTuple

from domain.provenance import Provenance
from domain.refusals import refuse_if, refuse_unlikely_year


class Term(NamedTuple):
    """Both days, and those between them; without a `last_day`, until it is ended."""

    first_day: date
    last_day: date | None = None

    def is_over_before(self, day: date) -> bool:
        """Whether nothing is left of it on this day."""
        return self.last_day is not None and self.last_day < day


def new_term(
    first_day: date | None,
    last_day: date | None,
    *,
    held: Term | None,
    taken: str,
    field: str,
    by: Provenance,
) -> Term:
    """A term from a day (that on which it happened, if none is named) to a last one, or until it is ended.

    Refuses a last day before the first, and in the words of `taken` one that begins while it is `held`.
    """
    first_day = first_day or by.happened_on or by.today
    refuse_unlikely_year(first_day, field="first_day")
    refuse_unlikely_year(last_day, field="last_day")
    ends_early = last_day is not None and last_day < first_day
    refuse_if(ends_early, "It ends before it begins.", field="last_day")
    refuse_if(held is not None and not held.is_over_before(first_day), taken, field=field)
    return Term(first_day, last_day)
