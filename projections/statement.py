"""A plain statement of what a review recommended and what was done: for the family or the public.

Without case detail: the published wording of recommendations, agencies, counts and dates; no names of people,
no pseudonym, no progress notes. Before a review is published there are counts alone (agreed practice).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking

MOST: Final = 5_000
"""So many recommendations of a review are told: as many as its page shows."""

TOLD: Final = """
    select
        rec.id, rec.label, rec.wording, rec.withdrawn,
        array(
            select agency.name from agencies agency
            where agency.id = any (rec.addressees) and {agency:stands} order by lower(agency.name)
        ) as agencies,
        count(a.id) filter (where a.delivery = 'signed off') as done,
        count(a.id) filter (where a.delivery = 'reported complete') as reported,
        count(a.id) filter (
            where a.delivery in ('planned', 'accepted', 'in progress', 'sent back')
        ) as under_way,
        count(a.id) filter (
            where a.delivery = 'cancelled' and cardinality(a.split_into) = 0
        ) as not_carried_out,
        max(a.signed_off_on) filter (where a.delivery = 'signed off') as last_done_on
    from recommendations rec
    left join actions a on a.recommendations @> array[rec.id] and {a:stands}
    where {rec:stands} and rec.review = %(review)s
    group by rec.id, rec.label, rec.wording, rec.withdrawn, rec.addressees, rec.label_order, rec.place
    order by rec.label_order, rec.place, rec.id
    limit %(most)s
"""
COUNTED: Final = """
    select
        count(*) filter (where a.delivery = 'signed off') as done,
        count(*) filter (where a.delivery = 'reported complete') as reported,
        count(*) filter (
            where a.delivery in ('planned', 'accepted', 'in progress', 'sent back')
        ) as under_way,
        count(*) filter (where a.delivery = 'cancelled' and cardinality(a.split_into) = 0) as not_carried_out
    from actions a
    where {a:stands} and a.reviews @> array[%(review)s::uuid]
"""
TOLD_ASKED: Final = Asking.of(TOLD, "rec", "a", "agency")
COUNTED_ASKED: Final = Asking.of(COUNTED, "a")


@dataclass(frozen=True)
class Counts:
    """How many actions are done, reported done and still to be checked, under way, and not carried out."""

    done: int
    reported: int
    under_way: int
    not_carried_out: int

    @property
    def every(self) -> int:
        """All of them."""
        return self.done + self.reported + self.under_way + self.not_carried_out


@dataclass(frozen=True)
class Recommended:
    """A recommendation in its published wording, to which agencies, and what became of it."""

    label: str
    wording: str
    withdrawn: bool
    agencies: Sequence[str]
    actions: Counts
    last_done_on: date | None


@dataclass(frozen=True)
class Statement:
    """All actions of a review counted once, and its recommendations: none before it is published."""

    actions: Counts
    recommendations: Sequence[Recommended]

    @property
    def standing(self) -> Sequence[Recommended]:
        """The recommendations that were not withdrawn."""
        return [one for one in self.recommendations if not one.withdrawn]


def of_review(connection: Connection[Any], review: Any, *, at: int | None = None) -> Statement:
    """The statement about a review, a row of `projections.reviews.listed`, as whoever asks sees it."""
    rows = _asked(TOLD_ASKED, connection, review.id, at) if review.published_on else []
    (counted,) = _asked(COUNTED_ASKED, connection, review.id, at)
    told = [
        Recommended(one.label, one.wording, one.withdrawn, one.agencies, _counts(one), one.last_done_on)
        for one in rows
    ]
    return Statement(_counts(counted), told)


def _asked(asking: Asking, connection: Connection[Any], review: UUID, at: int | None) -> Sequence[Any]:
    return asking.ask(connection, {"review": review, "most": MOST}, at)


def _counts(row: Any) -> Counts:
    return Counts(row.done, row.reported, row.under_way, row.not_carried_out)
