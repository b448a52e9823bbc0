"""Which actions: the filters that lists, counts, files and the figures of the board share."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from domain.vocabulary import Colour, Delivery
from projections.asking import pattern
from projections.rag import RULED_BY

CHOSEN: Final = """
    from {actions} a
    {joined}
    where {a:stands}
        and (%(partnerships)s::uuid[] is null or a.partnership = any (%(partnerships)s))
        and (%(id)s::uuid is null or a.id = %(id)s)
        and (%(review)s::uuid is null or a.reviews @> array[%(review)s::uuid])
        and (%(recommendation)s::uuid is null or a.recommendations @> array[%(recommendation)s::uuid])
        and (%(agency)s::uuid is null or a.lead = %(agency)s or a.supporting @> array[%(agency)s::uuid])
        and (%(lead)s::uuid is null or a.lead = %(lead)s)
        and (%(owner)s::uuid is null or a.owner = %(owner)s)
        and (%(delivery)s::text is null or a.delivery = %(delivery)s)
        and (%(open)s::boolean is null or (a.delivery not in ('signed off', 'cancelled')) = %(open)s)
        and (%(overdue)s::boolean is null or coalesce({overdue}, false) = %(overdue)s)
        and (%(overdue_from)s::integer is null or {overdue} and %(today)s - a.due >= %(overdue_from)s)
        and (%(overdue_to)s::integer is null or {overdue} and %(today)s - a.due <= %(overdue_to)s)
        and (%(due_from)s::date is null or a.due >= %(due_from)s)
        and (%(due_to)s::date is null or a.due <= %(due_to)s)
        and (
            %(due_within)s::integer is null
            or {running} and a.due - %(today)s between 0 and %(due_within)s
        )
        and (%(moved_from)s::integer is null or {moved} >= %(moved_from)s)
        and (%(moved_to)s::integer is null or {moved} <= %(moved_to)s)
        and (%(asked_for_time)s::boolean is null or {asked_for_time} = %(asked_for_time)s)
        and (
            %(progress_asked)s::boolean is null or (a.progress_asked_on is not null) = %(progress_asked)s
        )
        and (%(without_lead)s::boolean is null or (a.lead is null) = %(without_lead)s)
        and (%(without_owner)s::boolean is null or (a.owner is null) = %(without_owner)s)
        and (
            %(owner_has_left)s::boolean is null
            or coalesce(
                a.owner in (select gone.id from people gone where {gone:stands} and gone.has_left), false
            ) = %(owner_has_left)s
        )
        and (
            %(owner_elsewhere)s::boolean is null
            or exists (
                select
                from people owned_by
                where owned_by.id = a.owner
                    and {owned_by:stands}
                    and owned_by.agency is not null
                    and owned_by.agency <> all (a.supporting)
                    and owned_by.agency is distinct from a.lead
                    and (a.lead is not null or a.supporting <> '{}')
            ) = %(owner_elsewhere)s
        )
        and (%(without_date)s::boolean is null or (a.due is null) = %(without_date)s)
        and (%(rag)s::text is null or {colour} = %(rag)s)
        and (%(words)s::text is null or a.text ilike %(words)s or a.number ilike %(words)s)
"""
CHOSEN_BY: Final = ("a", "gone", "owned_by", *RULED_BY)
"""The aliases in it, for `Asking`."""


@dataclass(frozen=True)
class Filters:
    """Which actions. None: all. `agency` leads or supports; `words` are looked for in text and number.

    `open`: neither signed off nor cancelled. `overdue_from` and `overdue_to` are days overdue,
    `moved_from` and `moved_to` days from the first due date to the present one, of what is not cancelled;
    both ends belong to each. `due_within`: due today or so many days later, and still for its owner to do.
    `asked_for_time`: an extension waits for its decision. `progress_asked`: progress was asked for, and is
    awaited. `rag`: by the rule of each partnership. `owner_elsewhere`: the owner's agency neither leads nor
    supports it.
    """

    id: UUID | None = None
    partnerships: list[UUID] | None = None
    review: UUID | None = None
    recommendation: UUID | None = None
    agency: UUID | None = None
    lead: UUID | None = None
    owner: UUID | None = None
    delivery: Delivery | None = None
    open: bool | None = None
    rag: Colour | None = None
    overdue: bool | None = None
    overdue_from: int | None = None
    overdue_to: int | None = None
    due_from: date | None = None
    due_to: date | None = None
    due_within: int | None = None
    moved_from: int | None = None
    moved_to: int | None = None
    asked_for_time: bool | None = None
    progress_asked: bool | None = None
    without_lead: bool | None = None
    without_owner: bool | None = None
    owner_has_left: bool | None = None
    owner_elsewhere: bool | None = None
    without_date: bool | None = None
    words: str | None = None

    @property
    def of_few(self) -> bool:
        """Whether they name a thing that few of all actions belong to."""
        things = (self.id, self.review, self.recommendation, self.agency, self.lead, self.owner)
        return any(thing is not None for thing in things)

    @property
    def of_most(self) -> bool:
        """Whether they leave nothing out but other partnerships, and what does not say some words."""
        return replace(self, partnerships=None, words=None) == Filters()

    def parameters(self, today: date) -> dict[str, Any]:
        """The parameters of the statements; `today` is the day in London on which overdue is reckoned."""
        return asdict(self) | {"words": pattern(self.words), "today": today}
