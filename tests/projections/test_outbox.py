"""The ledgers of mail and reminders: what they keep, what they refuse, and how they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import Connection
from psycopg.errors import RestrictViolation, UniqueViolation

from projections import outbox
from projections.mails import WhoseMail, mail_body, one_mail, outbox_page
from projections.migrations import migrate
from projections.outbox import Digest, Reminder

NOW = datetime(2027, 3, 8, 7, 30, tzinfo=UTC)
MONDAY = date(2027, 3, 8)
DAY = timedelta(days=1)
OWNER, PARTNERSHIP = uuid4(), uuid4()
SIGHT = WhoseMail([PARTNERSHIP], every=True)


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection[Any]]:
    """A connection to empty ledgers."""
    migrate(database_url)
    with psycopg.connect(database_url, autocommit=True) as opened:
        yield opened


def reminder(action: UUID, mail: UUID | None, **facts: Any) -> Reminder:
    """A decision about the reminder of the due date."""
    known = Reminder(
        action=action,
        partnership=PARTNERSHIP,
        due_date_version=1,
        step="due",
        rule_version=1,
        person=OWNER,
        outbox=mail,
        what="decided",
        why="",
        day=MONDAY,
    )
    return replace(known, **facts)


def prepared(connection: Connection[Any], *actions: UUID, day: date = MONDAY, person: UUID = OWNER) -> UUID:
    """A digest of a day with these actions, kept."""
    identity = uuid4()
    digest = Digest(identity, f"<{identity}@dhr.example>", person, day)
    reminders = [reminder(action, identity, person=person, day=day) for action in actions]
    with connection.transaction():
        outbox.prepare(connection, [digest], reminders, now=NOW)
    return identity


def states(connection: Connection[Any]) -> dict[UUID, str]:
    """The state of each mail."""
    return {mail.id: mail.state for mail in outbox_page(connection, SIGHT)}


def test_a_digest_is_kept_with_all_that_was_decided(connection: Connection[Any]) -> None:
    """The page shows whom it goes to, how it fares and what it carries; the history shows the decision."""
    action = uuid4()
    identity = prepared(connection, action)
    (mail,) = outbox_page(connection, SIGHT)
    assert mail._asdict() == {
        "id": identity,
        "day": MONDAY,
        "person": OWNER,
        "state": "waiting",
        "attempts": 0,
        "prepared_at": NOW,
        "next_attempt_at": NOW,
        "sent_at": None,
        "last_error": "",
        "message_id": f"<{identity}@dhr.example>",
        "subject": "",
        "actions": [(action, "due")],
        "clocks": [],
        "whole": True,
    }
    (kept,) = outbox.reminders_of(connection, action)
    assert (kept.day, kept.step, kept.what, kept.person, kept.outbox) == (
        MONDAY,
        "due",
        "decided",
        OWNER,
        identity,
    )


def test_nobody_has_two_digests_of_one_day(connection: Connection[Any]) -> None:
    """The second is refused with everything that came with it."""
    first, second = uuid4(), uuid4()
    prepared(connection, first)
    with pytest.raises(UniqueViolation):
        prepared(connection, second)
    assert outbox.reminders_of(connection, second) == []
    assert outbox.people_of_day(connection, MONDAY) == {OWNER}
    assert outbox.people_of_day(connection, MONDAY + DAY) == set()


@pytest.mark.parametrize(
    "statement",
    [
        "update reminders set what = 'sent'",
        "delete from reminders",
        "truncate reminders",
        "truncate reminders, outbox cascade",
    ],
)
def test_what_was_decided_is_never_changed_or_deleted(connection: Connection[Any], statement: str) -> None:
    """The database itself refuses."""
    action = uuid4()
    prepared(connection, action)
    with pytest.raises(RestrictViolation, match="is never changed or deleted"):
        connection.execute(statement.encode())
    assert len(outbox.reminders_of(connection, action)) == 1


def test_the_same_remark_about_the_same_step_is_kept_once(connection: Connection[Any]) -> None:
    """Whoever asks again on another day adds nothing; another reason, step or due date does."""
    action = uuid4()
    held = reminder(action, None, what="held", person=None, why="Nobody can be written to.")
    outbox.record(connection, [held, held])
    outbox.record(connection, [replace(held, day=MONDAY + DAY)])
    assert len(outbox.reminders_of(connection, action)) == 1
    others = [
        replace(held, why="Another reason."),
        replace(held, step="after-7"),
        replace(held, due_date_version=2),
    ]
    outbox.record(connection, others)
    assert len(outbox.reminders_of(connection, action)) == 4


def test_what_still_waits_goes_with_the_newest_digest(connection: Connection[Any]) -> None:
    """Of the same person only; what was sent, or failed, stays what it is."""
    first, other = prepared(connection), prepared(connection, person=uuid4())
    second = prepared(connection, day=MONDAY + DAY)
    assert states(connection) == {first: "replaced", other: "waiting", second: "waiting"}
    third = prepared(connection, day=MONDAY + 2 * DAY)
    with_third = connection.execute("select id from outbox where goes_with = %s order by day", [third])
    assert [row[0] for row in with_third] == [first, second]
    outbox.note_sent(connection, third, "Subject", "Body", now=NOW)
    fourth = prepared(connection, day=MONDAY + 3 * DAY)
    assert states(connection)[third] == "sent"
    rows = connection.execute("select count(*) from outbox where goes_with = %s", [fourth]).fetchone()
    assert rows == (0,)


def test_a_mail_in_hand_is_left_alone_by_others(connection: Connection[Any], database_url: str) -> None:
    """It is held until the end of the transaction; then it waits again if nothing was noted."""
    identity = prepared(connection)
    with psycopg.connect(database_url, autocommit=True) as other:
        assert outbox.waits(other, NOW)
        with connection.transaction(force_rollback=True):
            taken = outbox.take(connection, NOW)
            assert taken is not None
            assert (taken.id, taken.attempts, taken.day) == (identity, 0, MONDAY)
            assert outbox.take(other, NOW) is None
            outbox.note_sent(connection, identity, "Subject", "Body", now=NOW)
        assert outbox.take(other, NOW) is not None


def test_a_mail_that_was_put_off_rests(connection: Connection[Any]) -> None:
    """Until its next attempt; the page says when that is, and why."""
    identity, later = prepared(connection), NOW + timedelta(minutes=5)
    outbox.note_put_off(connection, identity, "The mail server could not be reached.", later)
    assert not outbox.waits(connection, later - timedelta(seconds=1))
    assert outbox.waits(connection, later)
    (mail,) = outbox_page(connection, SIGHT)
    assert (mail.attempts, mail.next_attempt_at) == (1, later)
    assert mail.last_error == "The mail server could not be reached."


@pytest.mark.parametrize(("back", "goes"), [(timedelta(hours=4), False), (DAY, True), (30 * DAY, True)])
def test_a_mail_that_a_clock_put_off_that_was_ahead_goes(
    connection: Connection[Any], back: timedelta, *, goes: bool
) -> None:
    """A clock set back by more than the longest pause holds up no mail until it is there again."""
    prepared(connection, uuid4())
    with connection.transaction():
        assert outbox.waits(connection, NOW - back) is goes
        assert bool(outbox.take(connection, NOW - back)) is goes


@pytest.mark.parametrize("end", ["failed", "skipped"])
def test_a_mail_that_has_ended_is_not_taken_again(connection: Connection[Any], end: str) -> None:
    """It says why on screen."""
    identity = prepared(connection)
    note = outbox.note_failed if end == "failed" else outbox.note_skipped
    note(connection, identity, "For a reason.")
    assert states(connection) == {identity: end}
    assert outbox.take(connection, NOW + 30 * DAY) is None


def test_what_a_mail_says_is_known_once_it_is_sent(connection: Connection[Any]) -> None:
    """Before that it is empty, and an unknown mail is none."""
    identity = prepared(connection, uuid4())
    (mail,) = outbox_page(connection, SIGHT)
    assert mail_body(connection, mail) == ""
    outbox.note_sent(connection, identity, "Actions due: 1 needs you", "Hello,", now=NOW)
    assert mail_body(connection, mail) == "Hello,"
    assert one_mail(connection, SIGHT, identity) == outbox_page(connection, SIGHT)[0]
    assert one_mail(connection, SIGHT, uuid4()) is None


def test_the_page_is_turned_by_the_last_mail_on_it(connection: Connection[Any]) -> None:
    """Newest day first, each mail once."""
    made = [prepared(connection, day=MONDAY + days * DAY, person=uuid4()) for days in (0, 0, 0, 1, 1)]
    seen: list[UUID] = []
    while page := outbox_page(connection, SIGHT, after=seen[-1] if seen else None, limit=2):
        seen.extend(mail.id for mail in page)
    assert sorted(seen, key=str) == sorted(made, key=str)
    assert set(seen[:2]) == set(made[3:])


class TestOfTwoPartnerships:
    """Mail is seen by those whose partnerships it is about, and as a whole by those who may see all of it."""

    HERE, THERE = uuid4(), uuid4()

    @pytest.fixture
    def mails(self, connection: Connection[Any]) -> list[UUID]:
        """One that was sent about here, one about there, and one about both."""
        made = []
        for of in ([self.HERE], [self.THERE], [self.HERE, self.THERE]):
            identity, person = uuid4(), uuid4()
            digest = Digest(identity, f"<{identity}@dhr.example>", person, MONDAY)
            carried = [reminder(one, identity, person=person, partnership=one) for one in of]
            with connection.transaction():
                outbox.prepare(connection, [digest], carried, now=NOW)
            outbox.note_sent(connection, identity, "Actions due", f"About {of}", now=NOW)
            made.append(identity)
        return made

    def test_what_is_not_about_ones_own_is_not_there(
        self, connection: Connection[Any], mails: list[UUID]
    ) -> None:
        """Neither on the page nor at its own address."""
        own = WhoseMail([self.HERE])
        assert {one.id for one in outbox_page(connection, own)} == {mails[0], mails[2]}
        assert one_mail(connection, own, mails[1]) is None
        assert outbox_page(connection, WhoseMail([])) == []

    def test_a_mail_about_others_as_well(self, connection: Connection[Any], mails: list[UUID]) -> None:
        """Its other actions are not told, nor its subject, nor what it says."""
        mail = one_mail(connection, WhoseMail([self.HERE]), mails[2])
        assert mail is not None
        assert (mail.whole, mail.subject, mail.actions) == (False, "", [(self.HERE, "due")])
        assert mail_body(connection, mail) == ""
        both = one_mail(connection, WhoseMail([self.THERE, self.HERE]), mails[2])
        assert both is not None
        assert (both.subject, len(both.actions)) == ("Actions due", 2)
        assert "About" in mail_body(connection, both)

    def test_of_an_administrator(self, connection: Connection[Any], mails: list[UUID]) -> None:
        """They see that all of it went, and of no case what it says."""
        found = outbox_page(connection, WhoseMail([], every=True))
        assert {one.id for one in found} == {*mails}
        assert {(one.state, one.subject, *one.actions, one.whole) for one in found} == {("sent", "", False)}
        assert {mail_body(connection, one) for one in found} == {""}
