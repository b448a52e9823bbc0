"""That progress is asked for goes with the next digest: once, to the right person, without a word of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.action import Action
from domain.partnership import Partnership
from domain.tracker import Tracker
from domain.tracker import action as actions
from domain.vocabulary import Role
from projections import actions as lists
from projections.projector import Projector
from projections.views import VIEWS
from tests.scheduler.installation import Installation, monday_ahead

DAY = timedelta(days=1)
OWNER = "owner@council.example"
SECRET = "Did Jane's case change the training?"


@pytest.fixture
def owner(installation: Installation) -> UUID:
    """Somebody who owns actions."""
    return installation.person(OWNER)


@pytest.fixture
def monday() -> date:
    """A day on which no due date brings a reminder."""
    return monday_ahead(0)


def ask(installation: Installation, action: UUID, answer_by: date | None = None) -> None:
    """Ask for progress."""
    actions.ask_for_progress(
        installation.tracker, action, question=SECRET, answer_by=answer_by, by=installation.by
    )


def steps_of(installation: Installation, day: date) -> list[tuple[str, list[str]]]:
    """To whom the digests of a day go, with their steps."""
    return [(digest.to, [step for _, step in digest.actions]) for digest in installation.remind(day).digests]


def test_the_owner_is_told_once(installation: Installation, owner: UUID, monday: date) -> None:
    """In the next digest, and in none after it, whether they answer or not."""
    action = installation.action(owner=owner)
    ask(installation, action)
    assert steps_of(installation, monday) == [(OWNER, ["asked-1"])]
    assert steps_of(installation, monday) == []
    assert [steps_of(installation, monday + days * DAY) for days in (1, 2, 7)] == [[], [], []]


def test_a_second_asking_goes_as_well_and_of_two_that_wait_the_later_one(
    installation: Installation, owner: UUID, monday: date
) -> None:
    """Each has its own step; what was overtaken is not sent after it."""
    action = installation.action(owner=owner)
    ask(installation, action)
    assert steps_of(installation, monday) == [(OWNER, ["asked-1"])]
    ask(installation, action)
    ask(installation, action)
    assert steps_of(installation, monday + DAY) == [(OWNER, ["asked-3"])]
    assert steps_of(installation, monday + 2 * DAY) == []


def test_the_mail_says_that_it_is_asked_and_nothing_of_what(
    installation: Installation, owner: UUID, monday: date, send: Callable[[date], list[str]]
) -> None:
    """Reference, number, agency and dates; the question stands on the page."""
    action = installation.action(owner=owner)
    ask(installation, action, monday + 11 * DAY)
    installation.remind(monday)
    (mail,) = send(monday)
    by_when = f"{monday + 11 * DAY:%-d %B %Y}"
    assert (
        f"You are asked how it stands: please answer by {by_when}. What is asked stands on its page." in mail
    )
    assert not [word for word in ("Jane", SECRET, "coercive", "training") if word in mail]
    assert installation.mails()[0].subject == "Progress asked for: 1 needs you"
    assert installation.whats(action) == [("asked-1", "decided"), ("asked-1", "sent")]


def test_a_due_date_and_an_asking_are_one_entry_of_one_mail(
    installation: Installation, owner: UUID, send: Callable[[date], list[str]]
) -> None:
    """Both steps are decided and sent; the mail names the action once."""
    action = installation.action(owner=owner)
    ask(installation, action)
    assert steps_of(installation, installation.due) == [(OWNER, ["due", "asked-1"])]
    (mail,) = send(installation.due)
    assert mail.count(f"https://dhr.example/actions/{action}") == 2  # what to do first, and its entry
    assert "1 action needs you." in mail
    assert "You are asked how it stands: please answer. What is asked" in mail
    assert installation.mails()[0].subject == "Actions due: 1 needs you"
    assert sorted(installation.whats(action)) == [
        ("asked-1", "decided"),
        ("asked-1", "sent"),
        ("due", "decided"),
        ("due", "sent"),
    ]
    assert steps_of(installation, installation.due + 7 * DAY) == [(OWNER, ["after-7"])]


def test_an_action_without_a_due_date_may_be_asked_about(
    installation: Installation, owner: UUID, monday: date, send: Callable[[date], list[str]]
) -> None:
    """The mail says that it has none."""
    planned = actions.plan(
        installation.tracker,
        text="Write a pack.",
        recommendations=(installation.recommendation,),
        lead=installation.council,
        by=installation.by,
    )
    actions.assign_owner(installation.tracker, planned, owner=owner, by=installation.by)
    ask(installation, planned)
    installation.remind(monday)
    (mail,) = send(monday)
    assert "It has no due date." in mail


@pytest.mark.parametrize("answer", ["progress", "completion", "end"])
def test_what_is_answered_before_the_round_is_not_asked(
    installation: Installation, owner: UUID, monday: date, answer: str
) -> None:
    """Progress, completion and cancellation each make the asking needless."""
    action = installation.action(owner=owner)
    ask(installation, action)
    answered(installation, action, answer)
    assert steps_of(installation, monday) == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("progress", "It was answered before the mail went."),
        ("completion", "It was reported complete, or ended, before the mail went."),
    ],
)
def test_what_is_answered_before_the_mail_goes_is_left_out(
    installation: Installation, monday: date, send: Callable[[date], list[str]], answer: str, why: str
) -> None:
    """The history says why, and no mail goes."""
    action = installation.action(owner=installation.person(OWNER))
    ask(installation, action)
    installation.remind(monday)
    answered(installation, action, answer)
    assert send(monday) == []
    assert [(one.step, one.what, one.why) for one in installation.history(action)][1:] == [
        ("asked-1", "skipped", why)
    ]


def test_another_due_date_or_a_request_for_time_leaves_the_asking(
    installation: Installation, owner: UUID, send: Callable[[date], list[str]]
) -> None:
    """Only what the due date brought drops out of the mail; it does not come again by another step's fate."""
    action = installation.action(owner=owner)
    ask(installation, action)
    installation.remind(installation.due)
    installation.change(Action.request_extension, action, until=installation.due + 30 * DAY)
    (mail,) = send(installation.due)
    assert "You are asked how it stands" in mail
    assert sorted(installation.whats(action))[1:2] == [("asked-1", "sent")]
    assert ("due", "skipped") in installation.whats(action)
    assert steps_of(installation, installation.due + DAY) == []


def test_a_new_owner_is_told_where_the_old_one_was_not_yet(
    installation: Installation, owner: UUID, monday: date, send: Callable[[date], list[str]]
) -> None:
    """The mail to the old one leaves it out, and the next round tells the new one."""
    action = installation.action(owner=owner)
    ask(installation, action)
    installation.remind(monday)
    actions.assign_owner(
        installation.tracker, action, owner=installation.person("new@council.example"), by=installation.by
    )
    assert send(monday) == []
    assert steps_of(installation, monday + DAY) == [("new@council.example", ["asked-1"])]


def test_without_an_owner_the_main_contact_is_told_and_then_the_coordinators(
    installation: Installation, monday: date
) -> None:
    """Also where the contact left after the asking: somebody always hears of it."""
    contact, action = installation.person("contact@council.example"), installation.action()
    installation.main_contact(contact)
    installation.role(installation.person("coordinator@csp.example"), Role.COORDINATOR)
    ask(installation, action)
    assert steps_of(installation, monday) == [("contact@council.example", ["asked-1"])]
    ask(installation, action)
    installation.leave(contact)
    assert steps_of(installation, monday + DAY) == [("coordinator@csp.example", ["asked-2"])]


def test_whoever_has_had_the_digest_of_the_day_is_told_on_the_next_working_day(
    installation: Installation, owner: UUID, monday: date
) -> None:
    """One digest a day at most: a second round of a day leaves what was asked in between."""
    first, second = installation.action(owner=owner), installation.action(owner=owner)
    ask(installation, first)
    assert steps_of(installation, monday) == [(OWNER, ["asked-1"])]
    ask(installation, second)
    assert steps_of(installation, monday) == []
    assert installation.whats(second) == [("asked-1", "skipped")]
    assert steps_of(installation, monday + DAY) == [(OWNER, ["asked-1"])]


def test_nothing_is_told_before_the_partnership_is_live(
    installation: Installation, owner: UUID, monday: date
) -> None:
    """It waits for that day."""
    installation.tracker.change(
        Partnership.set_go_live,
        Partnership,
        installation.partnership,
        go_live=monday + DAY,
        by=installation.by,
    )
    ask(installation, installation.action(owner=owner))
    assert steps_of(installation, monday) == []
    assert steps_of(installation, monday + DAY) == [(OWNER, ["asked-1"])]


def test_lists_know_what_waits_for_an_answer(installation: Installation, owner: UUID, monday: date) -> None:
    """Since when, and by when an answer is wanted; until progress is reported."""
    action = installation.action(owner=owner)
    ask(installation, action, monday)
    assert waiting(installation, action) == (installation.by.today, monday, 1)
    answered(installation, action, "progress")
    assert waiting(installation, action) == (None, None, 1)


def waiting(installation: Installation, action: UUID) -> tuple[date | None, date | None, int]:
    """What the list of actions says of an asking."""
    Projector(installation.tracker.store, VIEWS).catch_up()
    with installation.views.reading() as connection:
        seen = lists.one(connection, action, today=installation.by.today)
    assert seen is not None
    return seen.row.progress_asked_on, seen.row.answer_by, seen.row.askings


def answered(installation: Installation, action: UUID, answer: str) -> None:
    """Its owner answers, or it ends."""
    tracker: Tracker = installation.tracker
    by = installation.by
    if answer == "progress":
        tracker.change(Action.report_progress, Action, action, progress="Half of it.", by=by)
    elif answer == "completion":
        installation.complete(action)
    else:
        tracker.change(Action.cancel, Action, action, by=by)
