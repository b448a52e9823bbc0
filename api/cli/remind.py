"""`dhr remind`: the round of one day by hand, and the sending of what it has prepared."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from api.cli.installation import installation
from domain.clocks import in_words
from projections import directory, reminding_clocks
from scheduler.bank_holidays import BankHolidays
from scheduler.post import send_waiting
from scheduler.reminding import Reminded
from scheduler.reminding import remind as go_round
from scheduler.worker import post_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping
    from datetime import date
    from uuid import UUID

    from api.cli.installation import Installation


def remind(options: Namespace) -> int:
    """Go round, show what was decided, and send it unless this is a dry run."""
    with installation() as here:
        here.catch_up()
        day = options.date or here.by().today
        reminded = _go_round(here, day, dry_run=options.dry_run)
        if not options.dry_run:
            here.catch_up()
            post = post_of(here.settings)
            sent = send_waiting(here.store, here.views, post, now=here.now)
            print(f"{sent} waiting mails were taken in hand.", file=sys.stderr)
        _show(here, reminded, day, as_json=options.json)
    return 0


def _go_round(here: Installation, day: date, *, dry_run: bool) -> Reminded:
    return go_round(
        here.tracker,
        here.views,
        day,
        now=here.now,
        holidays=BankHolidays(),
        mail_from=here.settings.mail_from,
        dry_run=dry_run,
        trial=here.settings.trial,
    )


def _show(here: Installation, reminded: Reminded, day: date, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(reminded.as_json(), indent=2, ensure_ascii=False))
        return
    actions = {one.id for one in reminded.lapses} | {action for action, _ in reminded.skipped}
    actions |= {action for digest in reminded.digests for action, _ in digest.actions}
    clocks = {one for one, _ in reminded.skipped_clocks}
    clocks |= {clock for digest in reminded.digests for clock, _ in digest.clocks}
    with here.views.reading() as connection:
        numbers = directory.names(connection, actions)
        called = reminding_clocks.names(connection, clocks)
    print("\n".join(_lines(reminded, day, {**numbers, **called})))


def _lines(reminded: Reminded, day: date, names: Mapping[UUID, str]) -> Iterator[str]:
    """The round as text: lapses, digests with their actions and steps, and what did not go and why."""
    yield (
        f"{in_words(day)}: timescales lapsed: {len(reminded.lapses)}, digests: {len(reminded.digests)}, "
        f"reminders skipped: {len(reminded.skipped) + len(reminded.skipped_clocks)}."
    )
    for lapse in reminded.lapses:
        yield f"  lapsed: action {names.get(lapse.id, lapse.id)}, due {in_words(lapse.due)}"
    for digest in reminded.digests:
        carried = [*digest.actions, *digest.clocks]
        steps = ", ".join(f"{names.get(thing, thing)} ({step})" for thing, step in carried)
        yield f"  to {digest.to}: {steps}"
    for action, why in reminded.skipped:
        yield f"  skipped: action {names.get(action, action)}: {why}"
    for clock, why in reminded.skipped_clocks:
        yield f"  skipped: {names.get(clock, clock)}: {why}"
