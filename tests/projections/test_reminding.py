"""What is due, as the views and the ledger tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.action import Action
from domain.recommendation import Recommendation
from domain.refusals import Refused
from domain.reminders import ReminderRule
from domain.review import Review
from domain.store.application import Store
from domain.tracker import Tracker, recommendation, review
from domain.tracker import action as actions
from domain.vocabulary import Role
from projections import outbox, reminding
from projections.outbox import Digest, Reminder
from projections.reading import Views
from projections.reminding import Due, Line
from tests.scheduler.installation import Installation, morning, this_day

DAY = timedelta(days=1)


@pytest.fixture
def installation(store: Store, reading: Views) -> Installation:
    """An installation whose plan is issued."""
    reminding.follow_the_log(store, reading)
    made = Installation(Tracker(store), reading)
    made.issue()
    return made


@pytest.fixture
def found(installation: Installation) -> Callable[..., list[Due]]:
    """What is due up to so many days after the due date of all actions."""

    def due(days: int = 0) -> list[Due]:
        reminding.follow_the_log(installation.tracker.store, installation.views)
        with installation.views.reading() as connection, connection.transaction():
            return list(reminding.due(connection, installation.due + days * DAY))

    return due


def decide(installation: Installation, due: Due, *afterwards: str) -> UUID:
    """Keep a mail with the step "due" of an action, and what became of that."""
    mail = uuid4()
    decided = Reminder(
        due.id, due.partnership, due.due_date_version, "due", 1, due.owner, mail, "decided", "", due.due
    )
    became = [
        Reminder(
            due.id, due.partnership, due.due_date_version, "due", 1, due.owner, mail, what, "Why.", due.due
        )
        for what in afterwards
    ]
    digest = Digest(mail, f"<{mail}@dhr.example>", due.owner or uuid4(), due.due)
    with installation.views.reading() as connection, connection.transaction():
        outbox.prepare(connection, [digest], [decided, *became], now=morning(due.due))
    return mail


def test_an_open_action_is_due_with_what_the_rules_need(
    installation: Installation, found: Callable[..., list[Due]]
) -> None:
    """Its people, its date and the version of that, and since when it counts; none due later than asked."""
    owner = installation.person("owner@council.example")
    action = installation.action(owner=owner)
    assert found(-1) == []
    assert found() == [
        Due(
            id=action,
            partnership=installation.partnership,
            owner=owner,
            lead=installation.council,
            due=installation.due,
            due_date_version=1,
            since=this_day(),
            asks_for_time=False,
            already=[],
        )
    ]


def test_the_longest_due_comes_first(installation: Installation, found: Callable[..., list[Due]]) -> None:
    """Then by number, as people sort numbers."""
    numbered = [installation.action() for _ in range(11)]
    oldest = installation.action(due=installation.due - 60 * DAY)
    assert [one.id for one in found()] == [oldest, *numbered]


def test_what_waits_or_is_done_is_told(installation: Installation, found: Callable[..., list[Due]]) -> None:
    """A request for more time is shown; an action reported complete is not due."""
    asked, done = installation.action(), installation.action()
    installation.change(Action.request_extension, asked, until=installation.due + 90 * DAY)
    installation.complete(done)
    assert [(one.id, one.asks_for_time) for one in found()] == [(asked, True)]


def test_a_step_counts_as_decided_unless_its_mail_dropped_it(
    installation: Installation, found: Callable[..., list[Due]]
) -> None:
    """Sent or failed, it is not decided again; skipped, it is open again; and each due date starts anew."""
    sent, failed, dropped = (
        installation.action(owner=installation.person(f"owner{number}@council.example"))
        for number in range(3)
    )
    for due, what in zip(found(), ("sent", "failed", "skipped"), strict=True):
        decide(installation, due, what)
    assert {one.id: one.already for one in found()} == {sent: ["due"], failed: ["due"], dropped: []}
    installation.change(Action.request_extension, sent, until=installation.due + DAY)
    installation.change(Action.grant_extension, sent)
    assert {one.id: one.already for one in found(1)}[sent] == []


def test_of_several_reviews_the_first_that_was_issued_counts(
    installation: Installation, found: Callable[..., list[Due]]
) -> None:
    """An action that serves an issued and an unissued review is due like any other."""
    tracker = installation.tracker
    unissued = review.open_review(
        tracker, installation.partnership, reference="WAL/2026/01", by=installation.by
    )
    theirs = recommendation.make(tracker, unissued, wording="Train.", label="R1", by=installation.by)
    both, only = (
        actions.plan(
            tracker,
            text="Train.",
            recommendations=recommendations,
            timescale=tracker.get(Action, installation.action()).timescale,
            by=installation.by,
        )
        for recommendations in ((theirs, installation.recommendation), (theirs,))
    )
    assert both in {one.id for one in found()}
    assert only not in {one.id for one in found()}
    tracker.change(Review.issue_plan, Review, unissued, by=installation.by)
    assert only in {one.id for one in found()}
    assert len(found()) == len({one.id for one in found()})
    assert tracker.get(Recommendation, theirs).review == unissued


def test_only_lapses_that_are_not_recorded_are_found(installation: Installation) -> None:
    """Overdue on the day, of an issued plan, and not noted for this due date yet."""
    action = installation.action()
    store = installation.tracker.store

    def lapsing(days: int) -> list[UUID]:
        reminding.follow_the_log(store, installation.views)
        with installation.views.reading() as connection:
            return [one.id for one in reminding.lapsing(connection, installation.due + days * DAY)]

    assert (lapsing(0), lapsing(1)) == ([], [action])
    installation.remind(installation.due + DAY)
    assert lapsing(1) == []


def test_the_directory_says_who_answers_and_by_which_rule(installation: Installation) -> None:
    """Main contacts, roles, addresses and who has left; the longest notice of all rules."""
    contact, gone = installation.person("contact@council.example"), installation.person("")
    installation.main_contact(contact)
    installation.role(contact, Role.COORDINATOR)
    installation.leave(gone)
    reminding.follow_the_log(installation.tracker.store, installation.views)
    with installation.views.reading() as connection:
        directory = reminding.directory(connection, installation.due)
    where = installation.partnership
    assert directory.rules == {where: (None, ReminderRule())}
    assert directory.longest_notice == 28 * DAY
    assert directory.main_contacts == {(where, installation.council): [contact]}
    assert directory.roles == {(where, Role.COORDINATOR): [contact]}
    assert directory.people == {contact: ("contact@council.example", False), gone: ("", True)}


def test_the_directory_of_a_mail_is_a_part_of_the_whole(
    installation: Installation, found: Callable[..., list[Due]]
) -> None:
    """All who may have to be written to about its actions are in it, as they stand, and nobody else."""
    names = ("owner", "contact", "coordinator", "stranger")
    owner, contact, coordinator, stranger = (installation.person(f"{one}@wal.example") for one in names)
    installation.main_contact(contact)
    installation.role(coordinator, Role.COORDINATOR)
    other = replace(installation, code="FEN")
    other.main_contact(stranger)
    installation.action(owner=owner)
    (due,) = found()
    mail = decide(installation, due)
    with installation.views.reading() as connection:
        whole, lines = reminding.directory(connection, installation.due), reminding.lines(connection, mail)
        part = reminding.directory(connection, installation.due, lines)
    (line,) = lines
    assert set(part.people) == {owner, contact, coordinator, line.person}
    assert set(part.rules) == {installation.partnership}
    assert part.main_contacts == {(installation.partnership, installation.council): [contact]}
    assert part.roles == {(installation.partnership, Role.COORDINATOR): [coordinator]}
    assert part.people.items() <= whole.people.items()
    assert stranger in whole.people


def test_a_mail_tells_of_each_action_as_it_stands_now(
    installation: Installation, found: Callable[..., list[Due]]
) -> None:
    """Reference, number, agency and date, and whether there is still reason to write."""
    action = installation.action(owner=installation.person("owner@council.example"))
    (due,) = found()
    mail = decide(installation, due)

    def line() -> Line:
        reminding.follow_the_log(installation.tracker.store, installation.views)
        with installation.views.reading() as connection:
            (one,) = reminding.lines(connection, mail)
        return one

    before = line()
    assert (before.references, before.number, before.agency) == (
        ["WAL/2025/03"],
        "3.1/1",
        "Anytown Council WAL",
    )
    assert (before.due, before.step, before.closed, before.moved) == (installation.due, "due", False, False)
    installation.complete(action)
    assert line().closed


def test_views_that_have_stopped_are_named(installation: Installation) -> None:
    """Nobody is reminded from lists that are not what the log says."""
    with installation.views.reading() as connection:
        connection.execute("drop table contacts cascade")
    installation.main_contact(installation.person("contact@council.example"))
    with pytest.raises(Refused, match="cannot be brought up to date: contacts"):
        reminding.follow_the_log(installation.tracker.store, installation.views)
