"""After a restore mail is held until a person says whether it has gone: none goes twice by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.refusals import Refused
from projections.holding import Held, held
from scheduler.clock import Clock
from scheduler.post import send_waiting
from scheduler.releasing import day_of_last_round, release_mail
from tests.scheduler.installation import MAIL_FROM, NO_HOLIDAYS, Installation, morning, post_to
from tests.scheduler.test_clock import at

OWNER = "owner@council.example"
DAY = timedelta(days=1)
NOTED = """
    insert into public.restorations (restored_at, backed_up_at, position) values (%(now)s, %(now)s, 1)
"""


def hold(installation: Installation) -> datetime:
    """As a restore leaves it; the moment."""
    now = datetime(2026, 11, 2, 12, tzinfo=UTC)
    with installation.views.reading() as connection:
        connection.execute(NOTED, {"now": now})
    return now


def release(installation: Installation, now: datetime, *, as_gone: bool) -> int:
    """Let mail go again."""
    tracker, views = installation.tracker, installation.views
    return release_mail(tracker, views, now=now, holidays=NO_HOLIDAYS, mail_from=MAIL_FROM, as_gone=as_gone)


def send(installation: Installation, folder: Path, now: datetime) -> int:
    """Send what waits."""
    return send_waiting(installation.tracker.store, installation.views, post_to(folder), now=now)


def test_what_waited_is_held_and_goes_under_its_message_id_once_released(
    installation: Installation, tmp_path: Path
) -> None:
    """Nothing is sent before; then the same mail, with the identity that it had in the backup."""
    installation.action(owner=installation.person(OWNER))
    installation.remind(installation.due)
    [mail] = installation.mails()
    restored_at = hold(installation)
    now = morning(installation.due)
    assert send(installation, tmp_path, now) == 0
    with installation.views.reading() as connection:
        assert held(connection) == Held(restored_at, restored_at, 1)
    assert release(installation, now, as_gone=False) == 1
    assert send(installation, tmp_path, now) == 1
    assert [path.name for path in tmp_path.glob("*.eml")] == [f"{mail.id}.eml"]
    assert mail.message_id in (tmp_path / f"{mail.id}.eml").read_text()


def test_nothing_is_decided_while_mail_is_held(installation: Installation, tmp_path: Path) -> None:
    """The round of the day waits, and is made up for on the same day."""
    action = installation.action(owner=installation.person(OWNER))
    hold(installation)
    clock = Clock(installation.tracker, installation.views, post_to(tmp_path), NO_HOLIDAYS)
    assert clock.remind_if_due(at(installation.due, 8)) is None
    assert installation.whats(action) == []
    release(installation, at(installation.due, 9), as_gone=False)
    reminded = clock.remind_if_due(at(installation.due, 9, 1))
    assert reminded is not None
    assert reminded.digests == [(OWNER, [(action, "due")], [])]


def test_what_may_have_gone_counts_as_gone(installation: Installation, tmp_path: Path) -> None:
    """What waited, and what was due since the backup, is left out for good; what comes later goes."""
    waiting = installation.action(owner=installation.person("first@council.example"))
    installation.remind(installation.due - 7 * DAY)
    since = installation.action(owner=installation.person(OWNER))
    hold(installation)
    assert release(installation, at(installation.due, 12), as_gone=True) == 2
    assert send(installation, tmp_path, at(installation.due, 12)) == 0
    assert {mail.state for mail in installation.mails()} == {"skipped", "replaced"}
    assert "counts as gone" in installation.mails()[0].last_error
    again = installation.remind(installation.due)
    assert again.digests == []
    later = installation.remind(installation.due + 7 * DAY)
    assert {action for digest in later.digests for action, _ in digest.actions} == {waiting, since}


def test_a_digest_that_is_decided_again_is_the_same_mail(installation: Installation) -> None:
    """The Message-ID follows from person and day, so that a restore to the day before gives no second one."""
    person = installation.person(OWNER)
    installation.action(owner=person)
    installation.remind(installation.due)
    [mail] = installation.mails()
    with installation.views.reading() as connection:
        # As in a backup of the evening before.
        connection.execute("alter table public.reminders disable trigger reminders_are_immutable")
        connection.execute("truncate public.reminders, public.outbox")
        connection.execute("alter table public.reminders enable always trigger reminders_are_immutable")
    installation.remind(installation.due)
    assert [one.message_id for one in installation.mails()] == [mail.message_id]


def test_there_must_be_something_to_release(installation: Installation) -> None:
    """Refused where no mail is held, also a second time."""
    with pytest.raises(Refused, match="No mail is held"):
        release(installation, morning(installation.due), as_gone=True)
    assert installation.mails() == []


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 3, 7, 29, tzinfo=UTC), 2),
        (datetime(2026, 11, 3, 7, 30, tzinfo=UTC), 3),
        (datetime(2026, 11, 2, 7, 0, tzinfo=UTC), 30),
        (datetime(2026, 11, 8, 12, 0, tzinfo=UTC), 6),
    ],
    ids=["early", "on the dot", "Monday early", "Sunday"],
)
def test_the_last_round(now: datetime, day: int) -> None:
    """The last working day whose half past seven had come."""
    assert day_of_last_round(now, NO_HOLIDAYS).day == day
