"""Due dates: set once, extended, corrected, moved by further work, and lapsed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.action import OPEN, Action
from domain.timescales import Timescale, read_timescale
from domain.vocabulary import Delivery, WhyNoDate
from tests.domain.actions import DUE, action, due_on, take
from tests.domain.given import TODAY, by, fact, given

LATER, LATEST = date(2026, 6, 30), date(2026, 9, 30)
WHY = by(reason="The trainer left")


def asked() -> Action:
    """An action for which more time was asked, until the end of June."""
    one = action()
    take(one, "ask")
    return one


def extended() -> Action:
    """An action with more time, until the end of June."""
    one = asked()
    one.grant_extension(by=by())
    return one


def due(one: Action) -> tuple[date | None, date | None, int]:
    """The original due date, the current one, and the version of the current one."""
    return one.original_due, one.due, one.due_date_version


def test_the_first_timescale_is_version_one() -> None:
    """The original and the current due date begin as the same day."""
    one = given(action(due=None)).when(Action.set_timescale, due_on(DUE)).then(Action.TimescaleSet)
    assert due(one) == (DUE, DUE, 1)
    assert one.timescale.raw == "30/04/2026"


def test_words_without_a_day_are_kept_and_may_get_a_day_later() -> None:
    """The word "ongoing" is version one without a due date; the day that is set later is version two."""
    ongoing = given(action(due=None)).when(Action.set_timescale, read_timescale("Ongoing"))
    one = ongoing.then(fact(Action.TimescaleSet, due=None, why_no_date=WhyNoDate.ONGOING, raw="Ongoing"))
    assert due(one) == (None, None, 1)
    one = given(one).when(Action.set_timescale, due_on(DUE)).then(Action.TimescaleSet)
    assert due(one) == (DUE, DUE, 2)


def test_a_due_date_is_not_set_twice() -> None:
    """A date that stands is extended or corrected, also one that came by further work."""
    sentence = "It has a due date: ask for an extension, or correct the date."
    given(action()).when(Action.set_timescale, due_on(LATER)).refused(sentence, field="timescale")
    one = action(Delivery.REPORTED_COMPLETE, due=None)
    one.send_back(DUE, by=WHY)
    given(one).when(Action.set_timescale, due_on(LATER)).refused(sentence, field="timescale")


def test_an_extension_moves_the_current_due_date_alone() -> None:
    """The original due date never changes; the version of the current one rises."""
    granted = given(asked()).when(Action.grant_extension, meeting="Board, 12 March", minute="7")
    one = granted.then(
        fact(Action.ExtensionGranted, until=LATER, due_date_version=2, meeting="Board, 12 March", minute="7")
    )
    assert due(one) == (DUE, LATER, 2)
    assert one.asked_for is None


def test_another_date_than_the_one_asked_for_may_be_granted() -> None:
    """The board may give less, or more, but never a day that is not later."""
    assert due(given(asked()).when(Action.grant_extension, LATEST).then(Action.ExtensionGranted)) == (
        DUE,
        LATEST,
        2,
    )
    given(asked()).when(Action.grant_extension, DUE).refused(
        "The new date must be later than the present one.", field="until"
    )


def test_a_declined_request_leaves_the_due_date() -> None:
    """It needs a reason; afterwards it can be asked for again."""
    given(asked()).when(Action.decline_extension).refused("Say why the request is declined.", field="reason")
    outcome = given(asked()).when(Action.decline_extension, minute="7", by=WHY)
    one = outcome.then(fact(Action.ExtensionDeclined, minute="7"))
    assert due(one) == (DUE, DUE, 1)
    given(one).when(Action.request_extension, LATER, by=WHY).then(Action.ExtensionRequested)


@pytest.mark.parametrize("command", [Action.grant_extension, Action.decline_extension])
def test_nothing_is_decided_that_nobody_asked_for(command: Any) -> None:
    """Granting and declining need a request."""
    given(action()).when(command, by=WHY).refused("Nobody has asked for more time.")


def test_a_mistyped_year_is_no_date_to_work_towards() -> None:
    """Neither as a due date, nor as its correction, nor as more time, nor as further work by a day."""
    never, sentence = date(9999, 12, 31), "Look at the year again: it must be one from 1900 to 2099."
    wrong = Timescale("31/12/9999", due=never)
    given(action(due=None)).when(Action.set_timescale, wrong).refused(sentence, field="due")
    given(action()).when(Action.correct_timescale, wrong, by=WHY).refused(sentence, field="due")
    given(action()).when(Action.request_extension, never, by=WHY).refused(sentence, field="until")
    given(asked()).when(Action.grant_extension, never).refused(sentence, field="until")
    done = action()
    take(done, "complete")
    given(done).when(Action.send_back, never, by=WHY).refused(sentence, field="further_work_by")


def test_a_request_for_time_is_for_a_later_day_with_a_reason() -> None:
    """Everything that is missing is said."""
    plain = given(action())
    plain.when(Action.request_extension, LATER).refused("Say why more time is needed.", field="reason")
    plain.when(Action.request_extension, DUE, by=WHY).refused("The new date must be later.", field="until")
    given(action(due=None)).when(Action.request_extension, LATER, by=WHY).refused(
        "It has no due date to extend.", field="until"
    )
    given(asked()).when(Action.request_extension, LATEST, by=WHY).refused(
        "A request is waiting for its decision already."
    )
    given(action(Delivery.REPORTED_COMPLETE)).when(Action.request_extension, LATER, by=WHY).refused(
        "More time can be asked for only while it is open: it is reported complete."
    )


@pytest.mark.parametrize("step", ["complete", "cancel"])
def test_a_request_ends_with_the_work(step: str) -> None:
    """Reported complete or cancelled, an action waits for no decision on time."""
    one = asked()
    take(one, step)
    assert one.asked_for is None


def test_a_correction_moves_both_dates_of_an_action_never_extended() -> None:
    """A mistyped date is put right, with a reason; the current due date follows, in a new version."""
    outcome = given(action()).when(Action.correct_timescale, due_on(LATER), by=WHY)
    one = outcome.then(fact(Action.TimescaleCorrected, due=LATER, current_due=LATER, due_date_version=2))
    assert due(one) == (LATER, LATER, 2)


def test_a_correction_leaves_an_extended_due_date() -> None:
    """The extension stands; only the original due date, from which slippage counts, is put right."""
    corrected = date(2026, 3, 31)
    outcome = given(extended()).when(Action.correct_timescale, due_on(corrected), by=WHY)
    one = outcome.then(fact(Action.TimescaleCorrected, current_due=LATER, due_date_version=2))
    assert due(one) == (corrected, LATER, 2)


def test_a_correction_may_take_a_date_away() -> None:
    """Words mistaken for a day are ongoing after all: no due date, in a new version."""
    outcome = given(action()).when(Action.correct_timescale, read_timescale("Ongoing"), by=WHY)
    assert due(outcome.then(Action.TimescaleCorrected)) == (None, None, 2)


def test_corrected_words_alone_leave_the_version() -> None:
    """The same day in other words does not begin a new due date."""
    outcome = given(action()).when(Action.correct_timescale, read_timescale("30 April 2026"), by=WHY)
    assert due(outcome.then(fact(Action.TimescaleCorrected, raw="30 April 2026"))) == (DUE, DUE, 1)


def test_what_cannot_be_corrected_is_said() -> None:
    """A reason, something to correct, and something new are needed."""
    given(action()).when(Action.correct_timescale, due_on(LATER)).refused(
        "Say what was wrong with the timescale.", field="reason"
    )
    given(action(due=None)).when(Action.correct_timescale, due_on(LATER), by=WHY).refused(
        "It has no timescale yet: set one.", field="timescale"
    )
    given(action()).when(Action.correct_timescale, due_on(DUE), by=WHY).refused(
        "That is its timescale already.", field="timescale"
    )


def test_further_work_by_a_day_is_due_again_by_then() -> None:
    """The current due date moves, also to an earlier day; the original stands."""
    further = date(2026, 4, 1)
    outcome = given(action(Delivery.REPORTED_COMPLETE)).when(Action.send_back, further, by=WHY)
    one = outcome.then(fact(Action.SentBack, further_work_by=further, due=further, due_date_version=2))
    assert due(one) == (DUE, further, 2)


def test_sent_back_without_a_day_the_due_date_stands() -> None:
    """No day, or the same day, is no new version."""
    reported = given(action(Delivery.REPORTED_COMPLETE))
    assert due(reported.when(Action.send_back, by=WHY).then(Action.SentBack)) == (DUE, DUE, 1)
    reported = given(action(Delivery.REPORTED_COMPLETE))
    assert due(reported.when(Action.send_back, DUE, by=WHY).then(Action.SentBack)) == (DUE, DUE, 1)


def test_sending_back_needs_a_reason_and_a_day_that_was_to_come() -> None:
    """Typed in late, the day is judged as on the day of the decision."""
    reported = given(action(Delivery.REPORTED_COMPLETE))
    reported.when(Action.send_back).refused("Say what is still to be done.", field="reason")
    yesterday = TODAY - timedelta(days=1)
    reported.when(Action.send_back, yesterday, by=WHY).refused(
        "Further work cannot be due in the past.", field="further_work_by"
    )
    meeting = by(reason="Night shift is missing", happened_on=date(2026, 2, 12))
    reported.when(Action.send_back, yesterday, by=meeting).then(Action.SentBack)


@pytest.mark.parametrize("delivery", OPEN)
def test_a_timescale_lapses_once_while_it_is_open(delivery: Delivery) -> None:
    """The first run after the due date records it; the next runs find nothing."""
    overdue = by(today=DUE + timedelta(days=1))
    one = given(action(delivery)).when(Action.lapse, by=overdue)
    assert one.answer is True
    lapsed = one.then(fact(Action.TimescaleLapsed, due=DUE, due_date_version=1))
    again = given(lapsed).when(Action.lapse, by=by(today=DUE + timedelta(days=2)))
    assert again.answer is False
    again.then()


def test_a_timescale_lapses_on_the_day_after_its_due_date() -> None:
    """On the due date itself it is in time."""
    outcome = given(action()).when(Action.lapse, by=by(today=DUE))
    assert outcome.answer is False
    outcome.then()


@pytest.mark.parametrize("delivery", sorted(set(Delivery) - set(OPEN)))
def test_nothing_lapses_that_its_owner_has_done(delivery: Delivery) -> None:
    """Reported complete, signed off or cancelled, it is never overdue."""
    given(action(delivery)).when(Action.lapse, by=by(today=LATEST)).then()


def test_an_action_without_a_due_date_never_lapses() -> None:
    """No day, no lapse."""
    given(action(due=None)).when(Action.lapse, by=by(today=LATEST)).then()


def test_an_extended_timescale_lapses_again() -> None:
    """Each version of the due date lapses once."""
    one = action()
    one.lapse(by=by(today=DUE + timedelta(days=1)))
    take(one, "ask")
    one.grant_extension(by=by())
    given(one).when(Action.lapse, by=by(today=LATER)).then()
    given(one).when(Action.lapse, by=by(today=LATEST)).then(
        fact(Action.TimescaleLapsed, due=LATER, due_date_version=2)
    )


def test_a_timescale_is_kept_as_it_was_read() -> None:
    """Raw words and what was relative to an event come back from the event."""
    read = read_timescale("3 months after publication")
    one = given(action(due=None)).when(Action.set_timescale, read).then(Action.TimescaleSet)
    assert one.timescale == Timescale(read.raw, read.due, read.why_no_date, read.relative, read.next_review)


AFTER_PUBLICATION = read_timescale("Within 3 months of publication of the report")
PUBLISHED = date(2025, 11, 30)


def counted() -> Action:
    """An action that is due three months after a publication at the end of November: in February."""
    one = action(due=None)
    one.set_timescale(AFTER_PUBLICATION, by=by())
    one.count_from_publication(PUBLISHED, by=by())
    return one


def test_a_time_after_publication_becomes_a_date() -> None:
    """Three months after the end of November is the end of February: a due date, in a new version."""
    one = action(due=None)
    one.set_timescale(AFTER_PUBLICATION, by=by())
    last = date(2026, 2, 28)
    event = fact(Action.CountedFromPublication, due=last, current_due=last, published_on=PUBLISHED)
    outcome = given(one).when(Action.count_from_publication, PUBLISHED).then(event)
    assert due(outcome) == (last, last, 2)
    assert outcome.timescale.why_no_date is None


def test_it_moves_where_the_date_of_publication_is_corrected() -> None:
    """The due date follows in a new version; the same day again changes nothing."""
    given(counted()).when(Action.count_from_publication, PUBLISHED).then()
    moved = given(counted()).when(Action.count_from_publication, date(2025, 12, 1), by=WHY)
    assert due(moved.then(Action.CountedFromPublication)) == (date(2026, 3, 1), date(2026, 3, 1), 3)


def test_an_extension_stands_where_the_date_of_publication_is_corrected() -> None:
    """Only the original due date, from which slippage counts, follows."""
    one = counted()
    one.request_extension(LATER, by=WHY)
    one.grant_extension(by=by())
    moved = given(one).when(Action.count_from_publication, date(2025, 12, 1), by=WHY)
    outcome = moved.then(fact(Action.CountedFromPublication, current_due=LATER, due_date_version=3))
    assert due(outcome) == (date(2026, 3, 1), LATER, 3)


def test_a_person_decides_otherwise() -> None:
    """A date that somebody gave for the words, or a reason for none, is not counted over."""
    one = counted()
    one.correct_timescale(Timescale(AFTER_PUBLICATION.raw, LATER, None), by=WHY)
    given(one).when(Action.count_from_publication, date(2025, 12, 1)).then()
    agreed = action(due=None)
    words, relative = AFTER_PUBLICATION.raw, AFTER_PUBLICATION.relative
    agreed.set_timescale(Timescale(words, None, WhyNoDate.TO_BE_AGREED, relative), by=by())
    given(agreed).when(Action.count_from_publication, PUBLISHED).then()


@pytest.mark.parametrize("step", ["complete", "cancel"])
def test_what_is_still_open_or_reported_is_counted(step: str) -> None:
    """Whether it was reported in time is known by the date; what was cancelled has none."""
    one = action(due=None)
    one.set_timescale(AFTER_PUBLICATION, by=by())
    take(one, step)
    outcome = given(one).when(Action.count_from_publication, PUBLISHED)
    outcome.then(*([Action.CountedFromPublication] if step == "complete" else []))
