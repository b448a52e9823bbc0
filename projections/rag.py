"""The rules of `domain.rag` over actions in SQL, for filters and counts over many of them.

A test proves on random actions and rules that both agree on the colour. What is asked once for a statement
(which plans are issued, what each partnership's rule says) stands in subqueries that look nothing up in the
row.
"""

from typing import Final, LiteralString

RUNNING: Final[LiteralString] = "a.delivery in ('planned', 'accepted', 'in progress', 'sent back')"
"""The owner's clock runs: nothing is reported complete, signed off or cancelled. Source: agreed practice."""

OVERDUE: Final[LiteralString] = f"(a.due < %(today)s and {RUNNING})"
"""The rule of `domain.rag.is_overdue`, for the actions `a` of a statement, on the day `today` in London."""

MOVED: Final[LiteralString] = "a.moved"
"""By how many days the due date has moved from the first one; null where there is none, or cancelled."""

ASKED_FOR_TIME: Final[LiteralString] = f"(a.asked_until is not null and {RUNNING})"
"""An extension waits for its decision, and the owner's clock runs."""

ISSUED: Final[LiteralString] = """
    (
        a.review in (
            select review.id from reviews review where review.issued_on is not null and {review:stands}
        )
        or cardinality(a.reviews) > 1 and exists (
            select
            from reviews review
            where review.id = any (a.reviews) and review.issued_on is not null and {review:stands}
        )
    )
"""
"""The plan of one of its reviews is issued."""

# The array makes the planner expect few days of a partnership, as there are: where it expects a thousand of
# each, two hundred partnerships seem too many to be hashed, and every action goes through all of them.
_SOON: Final[LiteralString] = """
    (a.partnership, a.due - %(today)s) in (
        select ruled.id, days.ahead
        from leading_partnerships ruled
        cross join unnest(
            array(select generate_series(0, (ruled.rag_rule ->> 'amber_within_days')::integer))
        ) days (ahead)
        where {ruled:stands}
    )
"""

_DOUBTED: Final[LiteralString] = """
    a.forecast is not null and (a.partnership, a.forecast) in (
        select ruled.id, said.forecast
        from leading_partnerships ruled
        cross join jsonb_array_elements_text(ruled.rag_rule -> 'amber_forecasts') said (forecast)
        where {ruled:stands}
    )
"""

COLOUR: Final[LiteralString] = f"""
    case
        when a.delivery = 'cancelled' or {{issued}} is not true then 'no colour'
        when a.delivery = 'signed off' then 'blue'
        when a.delivery = 'reported complete' then 'purple'
        when a.due is null then 'grey'
        when a.due < %(today)s then 'red'
        when {_SOON} then 'amber'
        when {_DOUBTED} then 'amber'
        else 'green'
    end
"""
"""The rule of `domain.rag.colour_of` where no rounds are held, by each partnership's own rule of then.

What is left after the first three is still to do, so that a due date before today says that it is overdue.
"""

RULED_BY: Final = ("review", "ruled")
"""The aliases in it, for `Asking`."""
