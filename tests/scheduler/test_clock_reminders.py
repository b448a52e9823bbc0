"""Reminders of the clocks of reviews: to whom, when, and what the mail says of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.review import Review
from domain.review.vocabulary import ClockKind, ReturnAnswer, ReturnKind
from domain.tracker import partnership
from domain.tracker.review import take_step
from domain.vocabulary import Role
from projections import outbox
from scheduler.post import send_waiting
from tests.scheduler.installation import Installation, monday_ahead, morning, post_to
from tests.scheduler.mail_server import MailServerForTests

DAY = timedelta(days=1)
AUTHOR, CONTACT, COORDINATOR = "author@council.example", "contact@council.example", "coordinator@wal.example"

Send = Callable[[date], list[str]]


@pytest.fixture
def coordinator(installation: Installation) -> UUID:
    """Somebody who coordinates the partnership."""
    who = installation.person(COORDINATOR, "Coordinator")
    installation.role(who, Role.COORDINATOR)
    return who


def ask(installation: Installation) -> UUID:
    """The council is asked for its return; the clock that runs for it."""
    facts = {"agency": installation.council, "asked_for": ReturnKind.IMR, "due": installation.due}
    change(installation, Review.ask_for_return, **facts)
    return clock_of(installation, ClockKind.RETURN)


def change(installation: Installation, command: Callable[..., None], **facts: Any) -> None:
    """Something happens to the review."""
    installation.tracker.change(command, Review, installation.review, by=installation.by, **facts)


def answer_return(installation: Installation) -> None:
    """The council had no part in it."""
    answer = {"agency": installation.council, "answer": ReturnAnswer.NO_INVOLVEMENT}
    change(installation, Review.receive_return, **answer)


def clock_of(installation: Installation, kind: ClockKind) -> UUID:
    """The clock of a kind that runs."""
    clocks = installation.tracker.get(Review, installation.review).clocks.values()
    (found,) = (one.id for one in clocks if one.runs and one.kind == kind)
    return found


def author(installation: Installation, *, last_day: date | None = None) -> UUID:
    """Somebody writes the return of the council."""
    who = installation.person(AUTHOR, "Author")
    where: Any = {"review": installation.review, "agency": installation.council}
    tracker, home = installation.tracker, installation.partnership
    partnership.give_role(
        tracker, home, person=who, role=Role.IMR_AUTHOR, last_day=last_day, by=installation.by, **where
    )
    return who


def told(installation: Installation, day: date) -> dict[str, list[tuple[UUID, str]]]:
    """To whom the digests of a day go, and which steps of which clocks they carry."""
    return {digest.to: digest.clocks for digest in installation.remind(day).digests}


def ledger(installation: Installation, clock: UUID) -> list[tuple[str, str, str]]:
    """What the ledger says of a clock."""
    with installation.views.reading() as connection:
        return [(one.step, one.what, one.why) for one in outbox.reminders_of_clocks(connection, [clock])]


def test_a_return_is_asked_of_its_author(installation: Installation, coordinator: UUID) -> None:
    """By the rule for actions, at each of its steps once, and of nobody else."""
    author(installation)
    clock, due = ask(installation), installation.due
    steps = {-28: "before-28", -7: "before-7", 0: "due", 7: "after-7", 14: "after-14"}
    for days, step in steps.items():
        assert told(installation, due + days * DAY) == {AUTHOR: [(clock, step)]}
        assert told(installation, due + (days + 1) * DAY) == {}
    assert [step for step, _, _ in ledger(installation, clock)] == list(steps.values())


def test_without_an_author_the_main_contact_and_then_the_coordinators(
    installation: Installation, coordinator: UUID
) -> None:
    """As with an action that has no owner who can be written to."""
    clock, due = ask(installation), installation.due
    assert told(installation, due) == {COORDINATOR: [(clock, "due")]}
    contact = installation.person(CONTACT, "Head of Safeguarding")
    installation.main_contact(contact)
    assert told(installation, due + 7 * DAY) == {CONTACT: [(clock, "after-7")]}
    installation.leave(contact)
    assert told(installation, due + 14 * DAY) == {COORDINATOR: [(clock, "after-14")]}
    why = "The main contact of the agency has left, so the reminder goes to whoever stands in."
    assert ("after-14", "skipped", why) in ledger(installation, clock)


def test_an_author_whose_time_is_over_is_asked_no_more(installation: Installation, coordinator: UUID) -> None:
    """A role counts from its first day to its last."""
    author(installation, last_day=installation.due - DAY)
    clock = ask(installation)
    assert told(installation, installation.due - 7 * DAY) == {AUTHOR: [(clock, "before-7")]}
    assert told(installation, installation.due) == {COORDINATOR: [(clock, "due")]}


def test_other_clocks_are_the_coordinators(installation: Installation, coordinator: UUID) -> None:
    """The report that is to be taken down, three years after its publication."""
    take_step(installation.tracker, installation.review, command=Review.publish, by=installation.by)
    clock = clock_of(installation, ClockKind.TAKE_DOWN)
    due = installation.tracker.get(Review, installation.review).clocks[clock].due
    day = due + DAY * (-due.weekday() % 7)
    assert [step for _, step in told(installation, day - 21 * DAY)[COORDINATOR]] == ["before-28"]
    assert COORDINATOR in told(installation, day + 7 * DAY)


def test_what_ended_or_stands_still_is_left_out(installation: Installation, coordinator: UUID) -> None:
    """A pause that names the clock; its answer; and nothing after it is resumed before it is due anew."""
    clock = ask(installation)
    paused = replace(installation.by, reason="The trial.")
    installation.tracker.change(Review.pause, Review, installation.review, by=paused, clocks=(clock,))
    assert told(installation, installation.due) == {}
    change(installation, Review.resume)
    assert told(installation, installation.due) == {COORDINATOR: [(clock, "due")]}
    answer_return(installation)
    assert told(installation, installation.due + 7 * DAY) == {}


def test_another_time_begins_anew(installation: Installation, coordinator: UUID) -> None:
    """The steps of the new date are decided, though those of the old one were."""
    clock, later = ask(installation), installation.due + 56 * DAY
    assert told(installation, installation.due) == {COORDINATOR: [(clock, "due")]}
    change(installation, Review.agree_other_time, clock=clock, due=later)
    assert told(installation, installation.due + 7 * DAY) == {}
    assert told(installation, later) == {COORDINATOR: [(clock, "due")]}


def test_a_date_past_on_entry_sends_nothing_at_once(installation: Installation, coordinator: UUID) -> None:
    """It counts from the day on which it was entered, a week later for the first time."""
    today = installation.by.today
    long_ago = installation.by.on(today - 1200 * DAY)
    take_step(installation.tracker, installation.review, command=Review.publish, by=long_ago)
    clock = clock_of(installation, ClockKind.TAKE_DOWN)
    assert told(installation, today) == {}
    assert told(installation, monday_ahead(1)) == {COORDINATOR: [(clock, "after-7")]}


def test_one_mail_says_actions_and_clocks(
    installation: Installation, coordinator: UUID, mail_server: MailServerForTests
) -> None:
    """The reference, what is due, the agency and the date, with the way to the review; and no more."""
    installation.action(owner=coordinator, due=installation.due + 7 * DAY)
    clock = ask(installation)
    installation.remind(installation.due)
    post = post_to(None, mail_server.url)
    store = installation.tracker.store
    assert send_waiting(store, installation.views, post, now=morning(installation.due)) == 1
    (mail,) = mail_server.mails
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert mail["Subject"] == "Actions and dates of reviews: 2 need you"
    assert "1 action and 1 date of reviews need you." in text
    first = "What to do first: WAL/2025/03, agency return, Anytown Council WAL. It is due today"
    assert first in text
    assert f"https://dhr.example/reviews/{installation.review}" in text
    assert "Jane" not in mail.as_string()
    assert [what for _, what, _ in ledger(installation, clock)] == ["decided", "sent"]


def test_who_cannot_open_the_review_is_not_sent_there(
    installation: Installation, coordinator: UUID, send: Send
) -> None:
    """The main contact of an agency answers to the partnership."""
    installation.main_contact(installation.person(CONTACT, "Head of Safeguarding"))
    ask(installation)
    installation.remind(installation.due)
    (text,) = send(installation.due)
    assert "Send what was asked for to the partnership, or say when you will." in text
    assert "/reviews/" not in text


@pytest.mark.parametrize("change_to", ["ended", "moved", "reassigned"])
def test_what_changed_before_the_mail_went_is_left_out(
    installation: Installation, coordinator: UUID, send: Send, change_to: str
) -> None:
    """It is looked at once more at the moment of sending, and why it was left out is kept."""
    clock = ask(installation)
    installation.remind(installation.due)
    if change_to == "ended":
        answer_return(installation)
    elif change_to == "moved":
        change(installation, Review.agree_other_time, clock=clock, due=installation.due + 28 * DAY)
    else:
        author(installation)
    assert send(installation.due) == []
    why = {
        "ended": "It came to its end, or stood still, before the mail went.",
        "moved": "It got another due date before the mail went.",
        "reassigned": "Somebody else is to be written to about it by now.",
    }
    assert ledger(installation, clock)[-1] == ("due", "skipped", why[change_to])


def test_nobody_to_write_to_is_said_once(installation: Installation) -> None:
    """A person sees on the page that nobody was reminded."""
    clock = ask(installation)
    reminded = installation.remind(installation.due)
    assert [(one, why.split(":")[0]) for one, why in reminded.skipped_clocks] == [
        (clock, "Nobody can be written to")
    ]
    assert reminded.as_json()["skipped"][0]["clock"] == str(clock)
    installation.remind(installation.due + DAY)
    assert [what for _, what, _ in ledger(installation, clock)] == ["held"]
