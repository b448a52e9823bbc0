"""The reminders of the owner."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reminders import (
    Clock,
    ReminderRule,
    Step,
    asking,
    describe,
    describe_rule,
    step_due,
    steps,
    without_owner,
)
from domain.working_days import is_working_day

RULE = ReminderRule()
NO_HOLIDAYS: frozenset[date] = frozenset()
EASTER_2026 = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
TUESDAY = date(2026, 6, 16)
LONG_BEFORE = date(2026, 1, 5)
WEEKLY = [f"after-{week * 7}" for week in range(1, 9)]

DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
CLOCKS = st.builds(Clock, due=DAYS, since=DAYS, go_live=st.none() | DAYS)
HOLIDAYS = st.frozensets(st.dates(date(2025, 1, 1), date(2028, 12, 31)), max_size=60)
RULES = st.builds(
    ReminderRule,
    days_before=st.lists(st.integers(1, 60), max_size=4, unique=True).map(tuple),
    on_the_day=st.booleans(),
    weekly_for_weeks=st.integers(0, 10),
    then_monthly=st.booleans(),
)


def given_steps(clock: Clock, until: date, rule: ReminderRule = RULE) -> list[tuple[str, date]]:
    """All steps up to a day, as pairs."""
    return [(step.name, step.day) for step in steps(clock, rule, until=until, holidays=NO_HOLIDAYS)]


def names(clock: Clock, until: date, rule: ReminderRule = RULE) -> list[str]:
    """The names of all steps up to a day."""
    return [name for name, _ in given_steps(clock, until, rule)]


def run(
    clock: Clock, rule: ReminderRule, days: list[date], holidays: frozenset[date]
) -> list[tuple[date, Step]]:
    """What a scheduler that runs on these days sends, keeping what it decided."""
    sent: list[tuple[date, Step]] = []
    for today in days:
        already = frozenset(step.name for _, step in sent)
        if step := step_due(clock, rule, today=today, already=already, holidays=holidays):
            sent.append((today, step))
    return sent


def every_day(first: date, count: int) -> list[date]:
    """So many days in a row."""
    return [first + timedelta(days=step) for step in range(count)]


def test_the_default_steps_are_before_on_and_after_the_due_date() -> None:
    """28 and 7 days before, on the day, each 7 days for 8 weeks, then monthly from the last of these."""
    assert given_steps(Clock(TUESDAY, LONG_BEFORE), date(2026, 11, 11)) == [
        ("before-28", date(2026, 5, 19)),
        ("before-7", date(2026, 6, 9)),
        ("due", TUESDAY),
        ("after-7", date(2026, 6, 23)),
        ("after-14", date(2026, 6, 30)),
        ("after-21", date(2026, 7, 7)),
        ("after-28", date(2026, 7, 14)),
        ("after-35", date(2026, 7, 21)),
        ("after-42", date(2026, 7, 28)),
        ("after-49", date(2026, 8, 4)),
        ("after-56", date(2026, 8, 11)),
        ("after-month-1", date(2026, 9, 11)),
        ("after-month-2", date(2026, 10, 12)),
        ("after-month-3", date(2026, 11, 11)),
    ]


def test_steps_end_with_the_day_asked_for() -> None:
    """The day itself is included; a step that moved to a later day is not."""
    clock = Clock(TUESDAY, LONG_BEFORE)
    assert names(clock, date(2026, 5, 18)) == []
    assert names(clock, date(2026, 5, 19)) == ["before-28"]
    saturday = Clock(date(2026, 6, 20), TUESDAY)
    assert names(saturday, date(2026, 6, 21)) == []
    assert names(saturday, date(2026, 6, 22)) == ["due"]


def test_a_step_on_a_day_off_goes_on_the_next_working_day() -> None:
    """Good Friday's goes on the Tuesday after Easter; the next is still counted from the due date."""
    found = steps(Clock(date(2026, 4, 3), LONG_BEFORE), RULE, until=date(2026, 4, 10), holidays=EASTER_2026)
    assert list(found)[-2:] == [Step("due", date(2026, 4, 7)), Step("after-7", date(2026, 4, 10))]


@pytest.mark.parametrize(
    ("since", "first"),
    [
        (date(2026, 5, 19), "before-28"),
        (date(2026, 5, 20), "before-7"),
        (date(2026, 6, 9), "before-7"),
        (date(2026, 6, 10), "due"),
        (TUESDAY, "due"),
        (date(2026, 6, 17), "after-7"),
    ],
)
def test_an_action_made_past_a_step_does_not_get_it(since: date, first: str) -> None:
    """On the day of a step it still counts, the day after no more; so too with the go-live date."""
    assert names(Clock(TUESDAY, since), date(2026, 9, 1))[0] == first
    assert names(Clock(TUESDAY, LONG_BEFORE, go_live=since), date(2026, 9, 1))[0] == first


def test_a_step_past_before_entry_is_not_saved_by_a_weekend() -> None:
    """Entered on Sunday, an action gets no Saturday's step on Monday: the plain day counts."""
    assert names(Clock(date(2026, 6, 20), since=date(2026, 6, 21)), date(2026, 6, 26)) == []


@pytest.mark.parametrize(
    ("clock", "first"),
    [
        (Clock(date(2020, 3, 4), since=TUESDAY), date(2026, 6, 23)),
        (Clock(date(2026, 6, 15), since=TUESDAY), date(2026, 6, 23)),
        (Clock(date(2020, 3, 4), since=LONG_BEFORE, go_live=TUESDAY), date(2026, 6, 23)),
        (Clock(date(2020, 3, 4), since=TUESDAY, go_live=LONG_BEFORE), date(2026, 6, 23)),
    ],
)
def test_a_date_already_past_on_entry_is_first_reminded_a_week_later(clock: Clock, first: date) -> None:
    """An old plan sends nothing on entry: all steps count from the latest of lapse, entry and go-live."""
    assert clock.began_late
    found = given_steps(clock, date(2026, 9, 30))
    assert found[0] == ("after-7", first)
    assert [name for name, _ in found] == [*WEEKLY, "after-month-1"]


def test_a_date_that_falls_on_the_day_of_entry_has_not_passed() -> None:
    """Due on the very day, an action is reminded on it, and the weeks count from the due date."""
    clock = Clock(TUESDAY, since=TUESDAY)
    assert not clock.began_late
    assert describe("after-7", clock) == "7 days after the due date"


def test_a_go_live_before_entry_and_due_date_changes_nothing() -> None:
    """Only the latest of the days counts."""
    with_it, without = Clock(TUESDAY, LONG_BEFORE, go_live=date(2025, 1, 1)), Clock(TUESDAY, LONG_BEFORE)
    assert given_steps(with_it, date(2026, 12, 1)) == given_steps(without, date(2026, 12, 1))


def test_a_partnership_may_change_its_rule() -> None:
    """The days before, the day itself, the weeks and the months are data, whatever their order."""
    rule = replace(RULE, days_before=(3, 14), on_the_day=False, weekly_for_weeks=2, then_monthly=False)
    assert names(Clock(TUESDAY, LONG_BEFORE), date(2030, 1, 1), rule) == [
        "before-14",
        "before-3",
        "after-7",
        "after-14",
    ]


def test_months_keep_their_day_of_the_month() -> None:
    """Counted from the 31st, the months end where they end, and come back to the 31st."""
    clock = Clock(due=date(2025, 10, 31), since=LONG_BEFORE - timedelta(days=365))
    rule = replace(RULE, days_before=(), on_the_day=False, weekly_for_weeks=0)
    holidays_off = [step.day for step in steps(clock, rule, until=date(2026, 4, 1), holidays=NO_HOLIDAYS)]
    assert holidays_off == [
        date(2025, 12, 1),
        date(2025, 12, 31),
        date(2026, 2, 2),
        date(2026, 3, 2),
        date(2026, 3, 31),
    ]


def test_a_step_goes_on_its_day_and_not_before() -> None:
    """The day before there is nothing, on the day the step, with it decided nothing more."""
    clock = Clock(TUESDAY, LONG_BEFORE)
    before = frozenset({"before-28", "before-7"})

    def due_on(today: date, already: frozenset[str] = before) -> Step | None:
        return step_due(clock, RULE, today=today, already=already, holidays=NO_HOLIDAYS)

    assert due_on(date(2026, 6, 15)) is None
    assert due_on(TUESDAY) == Step("due", TUESDAY)
    assert due_on(TUESDAY, before | {"due"}) is None
    assert due_on(date(2026, 6, 17)) == Step("due", TUESDAY)


def test_of_several_missed_steps_only_the_latest_goes() -> None:
    """After an outage over three steps one reminder goes, and the two missed never do."""
    sent = run(
        Clock(TUESDAY, LONG_BEFORE), RULE, [date(2026, 6, 25), *every_day(date(2026, 6, 26), 4)], NO_HOLIDAYS
    )
    assert [(day, step.name) for day, step in sent] == [(date(2026, 6, 25), "after-7")]


def test_nothing_goes_on_a_day_off() -> None:
    """On Saturday, Sunday and a holiday a missed step waits."""
    clock = Clock(date(2026, 4, 2), LONG_BEFORE)
    days = every_day(date(2026, 4, 3), 5)
    sent = run(clock, RULE, days, EASTER_2026)
    assert sent == [(date(2026, 4, 7), Step("due", date(2026, 4, 2)))]


def test_a_later_step_already_decided_leaves_the_earlier_unsent() -> None:
    """A run for an earlier day, after one for a later day, sends nothing."""
    clock = Clock(TUESDAY, LONG_BEFORE)
    for later in ("after-7", "after-14", "after-month-1"):
        assert step_due(clock, RULE, today=TUESDAY, already=frozenset({later}), holidays=NO_HOLIDAYS) is None


def test_steps_of_a_former_rule_do_not_stand_in_the_way() -> None:
    """Where the rule changed in between, steps decided under the old one count by where they stand."""
    rule = replace(RULE, days_before=(14, 3))
    clock, already = Clock(TUESDAY, LONG_BEFORE), frozenset({"before-28", "before-7"})
    assert step_due(clock, rule, today=date(2026, 6, 9), already=already, holidays=NO_HOLIDAYS) is None
    found = step_due(clock, rule, today=date(2026, 6, 15), already=already, holidays=NO_HOLIDAYS)
    assert found == Step("before-3", date(2026, 6, 15))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("before-28", "28 days before the due date"),
        ("before-1", "1 day before the due date"),
        ("due", "on the due date"),
        ("after-14", "14 days after the due date"),
        ("after-month-1", "1 month after the last weekly reminder"),
        ("after-month-12", "12 months after the last weekly reminder"),
    ],
)
def test_a_step_is_described_in_words(name: str, words: str) -> None:
    """Mails and history never show the name of a step."""
    assert describe(name) == words
    assert describe(name, Clock(TUESDAY, LONG_BEFORE)) == words


def test_a_step_of_a_date_past_on_entry_says_what_it_counts_from() -> None:
    """Six years after the due date, "7 days after the due date" would be untrue."""
    assert describe("after-7", Clock(date(2020, 3, 4), since=TUESDAY)) == "7 days after reminders began"


@pytest.mark.parametrize("name", ["", "before", "after-", "after-x", "after-month-", "soon-7", "due-1", "7"])
def test_a_name_that_no_step_has_is_refused(name: str) -> None:
    """A step recorded under an unknown name is an error, not a reminder."""
    with pytest.raises(ValueError, match="is not the name of a reminder"):
        describe(name)


def test_the_rule_is_described_in_sentences() -> None:
    """Everyone can read what the partnership's rule does."""
    assert describe_rule(RULE)[:5] == [
        "28 days before the due date.",
        "7 days before the due date.",
        "On the due date.",
        "Every 7 days after the due date, for 8 weeks.",
        "After that once a month, until the action is reported complete.",
    ]
    quiet = ReminderRule(days_before=(1,), on_the_day=False, weekly_for_weeks=0, then_monthly=False)
    assert describe_rule(quiet) == ["1 day before the due date.", *describe_rule(RULE)[5:]]


@given(CLOCKS, RULES, HOLIDAYS)
def test_steps_are_in_order_on_working_days_and_never_before_reminders_began(
    clock: Clock, rule: ReminderRule, holidays: frozenset[date]
) -> None:
    """Every step has its own name and a working day, from when reminders began to the day asked for."""
    until = date(2028, 1, 1)
    found = list(steps(clock, rule, until=until, holidays=holidays))
    assert [step.day for step in found] == sorted(step.day for step in found)
    assert len({step.name for step in found}) == len(found)
    assert all(clock.begins <= step.day <= until and is_working_day(step.day, holidays) for step in found)
    assert all(describe(step.name, clock) for step in found)


@settings(max_examples=25)
@given(CLOCKS, HOLIDAYS)
def test_a_daily_run_gives_every_step_exactly_once_on_its_day(
    clock: Clock, holidays: frozenset[date]
) -> None:
    """Nothing is lost, late or sent twice; of two that holidays move to one day the later goes."""
    first, last = clock.begins, clock.begins + timedelta(days=250)
    sent = run(clock, RULE, every_day(first, 251), holidays)
    planned = {step.day: step for step in steps(clock, RULE, until=last, holidays=holidays)}
    assert sent == list(planned.items())


@settings(max_examples=60)
@given(CLOCKS, RULES, HOLIDAYS, st.lists(DAYS, max_size=25))
def test_each_step_goes_at_most_once_whenever_the_scheduler_runs(
    clock: Clock, rule: ReminderRule, holidays: frozenset[date], days: list[date]
) -> None:
    """Runs in any order, with repeats, send no step twice, none before its day, none on a day off."""
    sent = run(clock, rule, days, holidays)
    assert len({step.name for _, step in sent}) == len(sent)
    assert all(step.day <= day and is_working_day(day, holidays) for day, step in sent)
    assert all(clock.begins <= day for day, _ in sent)


@settings(max_examples=60)
@given(CLOCKS, st.integers(0, 700), HOLIDAYS)
def test_after_an_outage_one_step_goes_the_latest(
    clock: Clock, length: int, holidays: frozenset[date]
) -> None:
    """However long nothing ran, the first run sends the latest step reached, and the next runs nothing."""
    back = clock.begins + timedelta(days=length)
    while not is_working_day(back, holidays):
        back += timedelta(days=1)
    reached = list(steps(clock, RULE, until=back, holidays=holidays))
    assert run(clock, RULE, [back, back, back], holidays) == [(back, step) for step in reached[-1:]]


def test_an_asking_is_a_step_of_its_own() -> None:
    """Numbered, and said in words; it is none that a due date brings."""
    assert (asking(1), asking(12)) == ("asked-1", "asked-12")
    assert describe(asking(2)) == "progress is asked for"


def test_a_lost_owner_is_a_step_of_its_own() -> None:
    """It is known by where in the log that stands, and has words of its own."""
    assert (without_owner(7), describe(without_owner(7))) == ("no-owner-7", "its owner is gone")
