"""RAG: the colour of an action by its partnership's published rule, and how late it is.

A colour is never set by anybody; it follows from what was recorded and from the day that is asked about.
The default rule is agreed practice of the partnerships.
"""

from dataclasses import dataclass
from datetime import date

from domain.clocks import days_between
from domain.vocabulary import Colour, Delivery, Forecast

OWNER_IS_DONE = frozenset({Delivery.REPORTED_COMPLETE, Delivery.SIGNED_OFF, Delivery.CANCELLED})


@dataclass(frozen=True)
class RagRule:
    """One version of a partnership's rule, as plain data. Days are calendar days in London."""

    version: int = 1
    amber_within_days: int = 28
    amber_forecasts: tuple[Forecast, ...] = (Forecast.AT_RISK, Forecast.WILL_MISS)
    amber_without_update_in_round: bool = True


DEFAULT_RULE = RagRule()


def is_overdue(delivery: Delivery, due: date | None, today: date) -> bool:
    """Say whether the due date is before today while its owner has still to report completion."""
    return due is not None and due < today and delivery not in OWNER_IS_DONE


def days_overdue(delivery: Delivery, due: date | None, today: date) -> int:
    """Count the days since the due date; 0 where the action is not overdue."""
    return days_between(due, today) if due is not None and is_overdue(delivery, due, today) else 0


def colour_of(
    *,
    delivery: Delivery,
    issued: bool,
    due: date | None,
    forecast: Forecast | None,
    updated_in_last_round: bool | None,
    today: date,
    rule: RagRule = DEFAULT_RULE,
) -> Colour:
    """Give the colour of an action: the first in the rule's order that applies.

    `issued` says whether its plan is issued; `updated_in_last_round` is None where no rounds are held.
    """
    if not issued or delivery is Delivery.CANCELLED:
        return Colour.NONE
    if delivery is Delivery.SIGNED_OFF:
        return Colour.BLUE
    if delivery is Delivery.REPORTED_COMPLETE:
        return Colour.PURPLE
    if due is None:
        return Colour.GREY
    if is_overdue(delivery, due, today):
        return Colour.RED
    soon = days_between(today, due) <= rule.amber_within_days
    unheard = rule.amber_without_update_in_round and updated_in_last_round is False
    return Colour.AMBER if soon or forecast in rule.amber_forecasts or unheard else Colour.GREEN


def describe_overdue() -> str:
    """Say in sentences when an action is overdue, for the page that explains the rules to everyone."""
    *others, last = (str(one) for one in Delivery if one in OWNER_IS_DONE)
    return (
        "An action is overdue from the day after its due date, until it is"
        f" {', '.join(others)} or {last}. Days are calendar days in London. Nobody sets it: it follows from"
        " what was recorded and from the day that is asked about."
    )


def why(colour: Colour, rule: RagRule = DEFAULT_RULE) -> str:
    """Explain in one sentence when an action has this colour under this rule."""
    return {
        Colour.NONE: "The action is cancelled, or its plan is not issued yet.",
        Colour.BLUE: "The action is signed off.",
        Colour.PURPLE: "The owner has reported the action complete, and it waits for sign-off.",
        Colour.RED: "The due date has passed, and the action has not been reported complete.",
        Colour.GREY: "The action has no due date.",
        Colour.AMBER: _why_amber(rule),
        Colour.GREEN: "The action has a due date, and nothing known today speaks against it.",
    }[colour]


def _why_amber(rule: RagRule) -> str:
    reasons = [f"the action is due within {rule.amber_within_days} days"]
    if rule.amber_forecasts:
        forecasts = " or ".join(f"“{forecast}”" for forecast in rule.amber_forecasts)
        reasons.append(f"its owner forecasts {forecasts}")
    if rule.amber_without_update_in_round:
        reasons.append("it had no update in the last round")
    sentence = ", or ".join(reasons)
    return f"{sentence[0].upper()}{sentence[1:]}."


def punctuality(due: date, reported_on: date) -> str:
    """Say how the day on which completion was reported compares with the due date: "3 days early"."""
    late = days_between(due, reported_on)
    if late == 0:
        return "on time"
    return f"{abs(late)} {'day' if abs(late) == 1 else 'days'} {'late' if late > 0 else 'early'}"
