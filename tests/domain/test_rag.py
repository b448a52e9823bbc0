"""RAG: colours, overdue and punctuality."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rag import RagRule, colour_of, days_overdue, is_overdue, punctuality, why
from domain.vocabulary import Colour, Delivery, Forecast

TODAY = date(2026, 6, 15)
OPEN = [Delivery.PLANNED, Delivery.ACCEPTED, Delivery.IN_PROGRESS, Delivery.SENT_BACK]
DONE = [Delivery.REPORTED_COMPLETE, Delivery.SIGNED_OFF, Delivery.CANCELLED]
DUES = st.none() | st.dates(TODAY - timedelta(days=100), TODAY + timedelta(days=100))


def colour(
    due_in: int | None,
    delivery: Delivery = Delivery.IN_PROGRESS,
    *,
    issued: bool = True,
    forecast: Forecast | None = None,
    updated: bool | None = None,
    rule: RagRule = RagRule(),  # noqa: B008 - frozen
) -> Colour:
    """The colour of an action that is due so many days from today."""
    due = None if due_in is None else TODAY + timedelta(days=due_in)
    return colour_of(
        delivery=delivery,
        issued=issued,
        due=due,
        forecast=forecast,
        updated_in_last_round=updated,
        today=TODAY,
        rule=rule,
    )


@pytest.mark.parametrize("delivery", OPEN)
def test_an_open_action_is_red_from_the_day_after_its_due_date(delivery: Delivery) -> None:
    """Yesterday is overdue, today is not yet."""
    assert colour(-1, delivery) is Colour.RED
    assert colour(0, delivery) is Colour.AMBER
    assert is_overdue(delivery, TODAY - timedelta(days=1), TODAY)
    assert not is_overdue(delivery, TODAY, TODAY)


@pytest.mark.parametrize("delivery", DONE)
def test_nothing_is_overdue_once_its_owner_is_done(delivery: Delivery) -> None:
    """Reported complete, signed off and cancelled stop the owner's clock."""
    assert not is_overdue(delivery, date(2020, 1, 1), TODAY)
    assert days_overdue(delivery, date(2020, 1, 1), TODAY) == 0


@pytest.mark.parametrize(("due_in", "days"), [(-400, 400), (-1, 1), (0, 0), (1, 0)])
def test_days_overdue_are_counted_from_the_due_date(due_in: int, days: int) -> None:
    """One day after the due date is one day overdue; before and on the day it is none."""
    assert days_overdue(Delivery.PLANNED, TODAY + timedelta(days=due_in), TODAY) == days


def test_without_a_due_date_nothing_is_overdue_and_the_colour_is_grey() -> None:
    """Neither a forecast nor a missed round gives a colour to an action without a due date."""
    assert not is_overdue(Delivery.PLANNED, None, TODAY)
    assert days_overdue(Delivery.PLANNED, None, TODAY) == 0
    assert colour(None, forecast=Forecast.WILL_MISS, updated=False) is Colour.GREY


def test_green_turns_amber_28_days_before_the_due_date() -> None:
    """28 days are within 28 days, 29 are not."""
    assert (colour(29), colour(28)) == (Colour.GREEN, Colour.AMBER)


@pytest.mark.parametrize(
    ("forecast", "expected"),
    [
        (None, Colour.GREEN),
        (Forecast.ON_TRACK, Colour.GREEN),
        (Forecast.AT_RISK, Colour.AMBER),
        (Forecast.WILL_MISS, Colour.AMBER),
    ],
)
def test_the_owners_doubts_make_amber(forecast: Forecast | None, expected: Colour) -> None:
    """A forecast "at risk" or "will miss" is amber however far off the due date is."""
    assert colour(300, forecast=forecast) is expected


@pytest.mark.parametrize(
    ("updated", "expected"), [(None, Colour.GREEN), (True, Colour.GREEN), (False, Colour.AMBER)]
)
def test_a_missed_round_makes_amber_only_where_rounds_are_held(
    updated: bool | None, expected: Colour
) -> None:
    """None stands for a partnership that holds no rounds."""
    assert colour(300, updated=updated) is expected


@pytest.mark.parametrize("due_in", [None, -10, 0, 300])
def test_what_is_done_has_its_own_colour_whatever_the_date(due_in: int | None) -> None:
    """Blue, purple and no colour come before red, grey, amber and green."""
    assert colour(due_in, Delivery.SIGNED_OFF, forecast=Forecast.WILL_MISS) is Colour.BLUE
    assert colour(due_in, Delivery.REPORTED_COMPLETE, updated=False) is Colour.PURPLE
    assert colour(due_in, Delivery.CANCELLED) is Colour.NONE


@pytest.mark.parametrize("delivery", list(Delivery))
def test_a_plan_that_is_not_issued_gives_no_colour(delivery: Delivery) -> None:
    """Not even an overdue or a signed-off action has a colour before its plan is issued."""
    assert colour(-10, delivery, issued=False) is Colour.NONE


def test_a_partnership_may_change_its_rule() -> None:
    """The days, the forecasts and the rounds of amber are data."""
    rule = RagRule(
        version=2,
        amber_within_days=7,
        amber_forecasts=(Forecast.WILL_MISS,),
        amber_without_update_in_round=False,
    )
    assert (colour(8, rule=rule), colour(7, rule=rule)) == (Colour.GREEN, Colour.AMBER)
    assert colour(300, forecast=Forecast.AT_RISK, rule=rule) is Colour.GREEN
    assert colour(300, forecast=Forecast.WILL_MISS, rule=rule) is Colour.AMBER
    assert colour(300, updated=False, rule=rule) is Colour.GREEN


@given(
    st.sampled_from(Delivery),
    st.booleans(),
    DUES,
    st.none() | st.sampled_from(Forecast),
    st.sampled_from([None, True, False]),
)
def test_red_is_exactly_an_overdue_action_of_an_issued_plan(
    delivery: Delivery, issued: bool, due: date | None, forecast: Forecast | None, updated: bool | None
) -> None:
    """The list of what is overdue and the colour red never disagree, and red has days overdue."""
    colour = colour_of(
        delivery=delivery,
        issued=issued,
        due=due,
        forecast=forecast,
        updated_in_last_round=updated,
        today=TODAY,
        rule=RagRule(),
    )
    assert (colour is Colour.RED) == (issued and is_overdue(delivery, due, TODAY))
    assert (days_overdue(delivery, due, TODAY) > 0) == is_overdue(delivery, due, TODAY)


def test_every_colour_can_be_met_and_is_explained_in_a_sentence() -> None:
    """No colour is without a case, and none without its sentence."""
    met = {colour(due_in, delivery) for due_in, delivery in product([None, -1, 0, 300], Delivery)}
    assert met == set(Colour)
    sentences = {why(one) for one in Colour}
    assert len(sentences) == len(Colour)
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)


def test_amber_is_explained_by_the_partnerships_own_rule() -> None:
    """The sentence names the rule's days, and only the reasons that it has."""
    rule = RagRule()
    assert why(Colour.AMBER, rule) == (
        "The action is due within 28 days, or its owner forecasts “at risk” or “will miss”, "
        "or it had no update in the last round."
    )
    short = replace(rule, amber_within_days=7, amber_forecasts=(), amber_without_update_in_round=False)
    assert why(Colour.AMBER, short) == "The action is due within 7 days."


@pytest.mark.parametrize(
    ("days", "words"),
    [(-3, "3 days early"), (-1, "1 day early"), (0, "on time"), (1, "1 day late"), (12, "12 days late")],
)
def test_punctuality_compares_the_report_with_the_due_date(days: int, words: str) -> None:
    """On the due date is on time; one day is not "days"."""
    assert punctuality(TODAY, TODAY + timedelta(days=days)) == words
