"""A day's round: lapses, steps, digests, and what is passed over."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

import pytest

from domain.action import Action
from domain.partnership import Partnership
from domain.refusals import Refused
from domain.reminders import ReminderRule
from domain.vocabulary import Contact, Role
from scheduler.reminding import remind
from tests.scheduler.installation import MAIL_FROM, NO_HOLIDAYS, Installation, morning, this_day

DAY = timedelta(days=1)
OWNER = "owner@council.example"


def lapses_recorded(installation: Installation, action: UUID) -> int:
    """How many lapses the log has of an action."""
    entries = installation.tracker.store.log.of(action)
    return sum(isinstance(entry.event, Action.TimescaleLapsed) for entry in entries)


def test_the_owner_is_reminded_on_the_days_of_the_rule_and_on_no_other(installation: Installation) -> None:
    """28 and 7 days before, on the day, then weekly: each once, in a digest to the owner's address."""
    action = installation.action(owner=installation.person(OWNER))
    first = installation.due - 30 * DAY
    found = {}
    for day in (first + count * DAY for count in range(50)):
        for digest in installation.remind(day).digests:
            found[day] = digest
    assert [digest.actions for digest in found.values()] == [
        [(action, step)] for step in ("before-28", "before-7", "due", "after-7", "after-14")
    ]
    assert {digest.to for digest in found.values()} == {OWNER}
    assert [(day - installation.due).days for day in found] == [-28, -7, 0, 7, 14]


def test_the_result_has_the_shape_that_outsiders_rely_on(installation: Installation) -> None:
    """Lapses, digests and what was skipped, ids as strings and dates as ISO writes them."""
    action = installation.action(owner=installation.person(OWNER))
    alone = installation.action()
    reminded = installation.remind(installation.due + 7 * DAY).as_json()
    due = installation.due.isoformat()
    assert reminded == {
        "lapses": [{"action": str(action), "due": due}, {"action": str(alone), "due": due}],
        "digests": [{"to": OWNER, "actions": [{"id": str(action), "step": "after-7"}]}],
        "skipped": [
            {
                "action": str(alone),
                "why": "Nobody can be written to: name an owner, a main contact of the lead agency,"
                " or a coordinator, each with an e-mail address.",
            }
        ],
    }


def test_a_second_round_of_the_same_day_adds_nothing(installation: Installation) -> None:
    """Neither a lapse, nor a digest, nor a line in the ledger, also for what is held."""
    action, alone = installation.action(owner=installation.person(OWNER)), installation.action()
    installation.remind(installation.due + 7 * DAY)
    again = installation.remind(installation.due + 7 * DAY)
    assert (again.lapses, again.digests) == ([], [])
    assert installation.whats(action) == [("after-7", "decided")]
    assert installation.whats(alone) == [("after-7", "held")]
    assert len(installation.mails()) == 1


def test_a_lapse_is_recorded_once_for_each_due_date(installation: Installation) -> None:
    """At the first round after the date has passed; again only once a later date has passed."""
    action = installation.action(owner=installation.person(OWNER))
    assert installation.remind(installation.due).lapses == []
    assert installation.remind(installation.due + DAY).lapses == [(action, installation.due)]
    assert installation.remind(installation.due + 2 * DAY).lapses == []
    later = installation.due + 30 * DAY
    installation.change(Action.request_extension, action, until=later)
    installation.change(Action.grant_extension, action)
    assert installation.remind(later).lapses == []
    assert installation.remind(later + DAY).lapses == [(action, later)]
    assert lapses_recorded(installation, action) == 2
    last = installation.tracker.store.log.of(action)[-1].event
    assert (last.how, last.happened_on) == ("scheduler", later + DAY)


def test_on_a_day_off_lapses_are_recorded_and_no_digest_goes(installation: Installation) -> None:
    """A step of Saturday goes on Monday; a bank holiday is a day off like any other."""
    saturday = installation.due + 5 * DAY
    action = installation.action(owner=installation.person(OWNER), due=saturday)
    assert installation.remind(saturday) == ([], [], [], [])
    assert installation.remind(saturday + DAY) == ([(action, saturday)], [], [], [])
    monday = saturday + 2 * DAY
    on_holiday = remind(
        installation.tracker,
        installation.views,
        monday,
        now=morning(monday),
        holidays={monday},
        mail_from=MAIL_FROM,
    )
    assert on_holiday == ([], [], [], [])
    assert [digest.actions for digest in installation.remind(monday).digests] == [[(action, "due")]]


def test_a_dry_run_decides_the_same_and_records_nothing(installation: Installation) -> None:
    """Nothing in the log, the outbox or the ledger, whatever it shows."""
    action = installation.action(owner=installation.person(OWNER))
    day = installation.due + 7 * DAY
    before = installation.tracker.store.log.last_position()
    dry = installation.remind(day, dry_run=True)
    assert installation.tracker.store.log.last_position() == before
    assert (installation.mails(), installation.history(action)) == ([], [])
    assert dry == installation.remind(day)
    assert dry.digests[0].actions == [(action, "after-7")]


def test_a_day_that_has_not_come_needs_a_dry_run_or_a_trial(installation: Installation) -> None:
    """Otherwise it is refused in one sentence, and nothing is recorded."""
    installation.action(owner=installation.person(OWNER))
    ahead = partial(
        remind,
        installation.tracker,
        installation.views,
        this_day() + 200 * DAY,
        now=morning(this_day()),
        holidays=NO_HOLIDAYS,
        mail_from=MAIL_FROM,
    )
    with pytest.raises(Refused, match="That day has not come yet"):
        ahead()
    assert installation.mails() == []
    assert ahead(dry_run=True).lapses
    assert ahead(trial=True).lapses


def test_a_plan_that_is_not_issued_has_no_lapses_and_no_reminders(installation: Installation) -> None:
    """Once it is issued, its actions are reminded like any others."""
    other = replace(installation, code="FEN")
    action = other.action(owner=other.person(OWNER))
    assert other.remind(other.due + 7 * DAY) == ([], [], [], [])
    other.issue()
    reminded = other.remind(other.due + 7 * DAY)
    assert [digest.actions for digest in reminded.digests] == [[(action, "after-7")]]
    assert reminded.lapses == [(action, other.due)]


def test_a_date_already_past_on_entry_sends_nothing_at_first(installation: Installation) -> None:
    """It is overdue and its lapse recorded, but the first reminder comes a week after it was entered."""
    long_past = date(2020, 3, 4)
    action = installation.action(owner=installation.person(OWNER), due=long_past)
    reminded = [installation.remind(this_day() + count * DAY) for count in range(12)]
    assert [round_.lapses for round_ in reminded] == [[(action, long_past)], *[[]] * 11]
    assert [digest.actions for round_ in reminded for digest in round_.digests] == [[(action, "after-7")]]


def test_one_digest_a_day_holds_all_actions_of_a_person(installation: Installation) -> None:
    """Over all partnerships, the longest due first."""
    other = replace(installation, code="FEN")
    other.issue()
    owner = installation.person(OWNER)
    second, first = installation.action(owner=owner), other.action(owner=owner, due=other.due - 7 * DAY)
    (digest,) = installation.remind(installation.due).digests
    assert digest == (OWNER, [(first, "after-7"), (second, "due")], [])
    assert len(installation.mails()) == 1


def test_each_partnership_reminds_by_its_own_rule(installation: Installation) -> None:
    """The version of the rule is kept with what was decided by it."""
    rule = ReminderRule(days_before=(60,), on_the_day=False)
    installation.tracker.change(
        Partnership.set_reminder_rule,
        Partnership,
        installation.partnership,
        rule=rule,
        by=installation.by,
    )
    action = installation.action(owner=installation.person(OWNER))
    monday = installation.due - 56 * DAY
    assert [digest.actions for digest in installation.remind(monday).digests] == [[(action, "before-60")]]
    assert installation.remind(installation.due - 7 * DAY).digests == []
    assert [(one.rule_version, one.due_date_version) for one in installation.history(action)] == [(2, 1)]


@pytest.mark.parametrize("end", ["complete", "cancel"])
def test_nothing_goes_about_an_action_that_is_done_or_cancelled(installation: Installation, end: str) -> None:
    """Neither lapse nor reminder."""
    action = installation.action(owner=installation.person(OWNER))
    if end == "complete":
        installation.complete(action)
    else:
        installation.change(Action.cancel, action)
    assert installation.remind(installation.due + 7 * DAY) == ([], [], [], [])


def test_while_a_request_for_more_time_waits_the_owner_is_not_reminded(installation: Installation) -> None:
    """It is said once a step why not; declined, the latest step goes on the next working day."""
    action = installation.action(owner=installation.person(OWNER))
    installation.change(Action.request_extension, action, until=installation.due + 90 * DAY)
    for _ in range(2):
        reminded = installation.remind(installation.due)
        assert reminded.skipped == [(action, "A request for more time waits for its decision.")]
    assert installation.whats(action) == [("due", "skipped")]
    installation.change(Action.decline_extension, action)
    (digest,) = installation.remind(installation.due + DAY).digests
    assert digest.actions == [(action, "due")]


def test_without_an_owner_the_main_contact_is_written_to_then_others(installation: Installation) -> None:
    """Main contact, else coordinators, and until there are any the administrators; else it is held."""
    action = installation.action()
    administrator = installation.person("administrator@wal.example")
    installation.role(administrator, Role.ADMINISTRATOR)
    day = installation.due - 28 * DAY

    def written_to() -> list[str]:
        return [digest.to for digest in installation.remind(day, dry_run=True).digests]

    assert written_to() == ["administrator@wal.example"]
    for name in ("first", "second"):
        installation.role(installation.person(f"{name}@wal.example"), Role.COORDINATOR)
    assert written_to() == ["first@wal.example", "second@wal.example"]
    installation.main_contact(installation.person("contact@council.example"))
    assert written_to() == ["contact@council.example"]
    installation.change(Action.assign_owner, action, owner=installation.person(OWNER))
    assert written_to() == [OWNER]


def test_an_owner_who_cannot_be_written_to_is_passed_over_and_that_is_said(
    installation: Installation,
) -> None:
    """Who has left, or has no address, is skipped with why; the main contact gets the reminder."""
    gone, silent = installation.person("gone@council.example"), installation.person("")
    installation.main_contact(installation.person("contact@council.example"))
    left_behind, unheard = installation.action(owner=gone), installation.action(owner=silent)
    installation.leave(gone)
    reminded = installation.remind(installation.due)
    assert [digest.to for digest in reminded.digests] == ["contact@council.example"]
    assert Counter(reminded.skipped) == Counter(
        [
            *[(left_behind, "The owner has left, so the reminder goes to whoever stands in.")] * 2,
            (unheard, "The owner has no e-mail address, so the reminder goes to whoever stands in."),
        ]
    )
    steps = {step.rstrip("0123456789") for step, _ in installation.whats(left_behind)}
    assert steps == {"due", "no-owner-"}
    assert sorted(what for _, what in installation.whats(left_behind)) == ["decided"] * 2 + ["skipped"] * 2


def test_somebody_named_after_todays_round_is_reminded_by_a_later_one(installation: Installation) -> None:
    """What was held is not lost: the step goes as soon as there is somebody."""
    action = installation.action()
    installation.remind(installation.due)
    assert installation.whats(action) == [("due", "held")]
    installation.change(Action.assign_owner, action, owner=installation.person(OWNER))
    (digest,) = installation.remind(installation.due + DAY).digests
    assert digest == (OWNER, [(action, "due")], [])


def test_nobody_gets_a_second_digest_on_one_day(installation: Installation) -> None:
    """What comes up after today's round waits for the next working day, and that is said."""
    owner = installation.person(OWNER)
    installation.action(owner=owner)
    installation.remind(installation.due)
    late = installation.action(owner=owner)
    again = installation.remind(installation.due)
    assert again.digests == []
    assert [action for action, _ in again.skipped] == [late]
    assert installation.whats(late) == [("due", "skipped")]
    (tomorrow,) = installation.remind(installation.due + DAY).digests
    assert tomorrow.actions == [(late, "due")]


def test_two_rounds_at_once_are_as_one(installation: Installation) -> None:
    """Each lapse is recorded once, and each person gets one digest, however the two run into each other."""
    owners = [installation.person(f"owner{number}@council.example") for number in range(3)]
    made = [installation.action(owner=owner) for owner in owners for _ in range(3)]
    with ThreadPoolExecutor(4) as pool:
        days = [installation.due + 7 * DAY] * 4
        rounds = list(pool.map(installation.remind, days))
    assert Counter(lapse.id for round_ in rounds for lapse in round_.lapses) == Counter(made)
    assert [lapses_recorded(installation, action) for action in made] == [1] * 9
    assert sorted(digest.to for round_ in rounds for digest in round_.digests) == [
        f"owner{number}@council.example" for number in range(3)
    ]
    assert [installation.whats(action) for action in made] == [[("after-7", "decided")]] * 9


def test_no_reminders_are_decided_from_lists_that_have_stopped(installation: Installation) -> None:
    """It is refused in a sentence that says which list, and nothing is recorded."""
    action = installation.action(owner=installation.person(OWNER))
    installation.remind(installation.due - 90 * DAY)
    with installation.views.reading() as connection:
        connection.execute("drop table actions cascade")
    installation.complete(action)
    with pytest.raises(Refused, match="cannot be brought up to date: actions"):
        installation.remind(installation.due)
    assert installation.mails() == []


def test_a_contact_of_another_post_does_not_stand_in(installation: Installation) -> None:
    """The validator signs off; reminders go to the main contact alone."""
    action = installation.action()
    validator = installation.person("validator@council.example")
    installation.tracker.change(
        Partnership.name_contact,
        Partnership,
        installation.partnership,
        agency=installation.council,
        contact=Contact.VALIDATOR,
        person=validator,
        by=installation.by,
    )
    assert installation.remind(installation.due).digests == []
    assert installation.whats(action) == [("due", "held")]
