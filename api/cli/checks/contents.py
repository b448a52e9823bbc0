"""Whether what is in the database is looked after: its keys, its lists, its reminders and its mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from api.cli.checks.finding import Finding, look, well, wrong
from domain.clocks import in_words
from domain.store.erasure_list import ErasureList, ErasureListDamaged
from domain.store.master_key import MasterKey, MasterKeyLost
from projections.generations import FEEDING, OUR_LOCKS
from projections.holding import held
from projections.reading import LAG, REACHED
from scheduler.bank_holidays import BankHolidays
from scheduler.releasing import day_of_last_round

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from psycopg import Connection

    from domain.settings import Settings

PROOF: Final = "select wrapped from public.master_key_check"
TEXT_KEYS: Final = "select id, wrapped from public.text_keys where wrapped is not null"
LAST: Final = "select coalesce(max(position), 0) from public.events"
FAR_BEHIND: Final = 5_000
ROUNDS: Final = """
    select
        (select max(day) from public.scheduler_runs where finished_at is not null),
        (select min(recorded_at) from public.events)
"""
TIME_FOR_A_ROUND: Final = timedelta(minutes=30)
MAIL: Final = """
    select
        count(*) filter (where state = 'waiting'),
        count(*) filter (where state = 'waiting' and prepared_at < %(now)s - interval '1 day'),
        count(*) filter (where state = 'failed' and day > %(now)s::date - 7)
    from public.outbox
"""
TIME_FOR_AN_ERASURE: Final = timedelta(hours=1)
ERASURES: Final = """
    select count(*) filter (where decided_at < %s), count(*) from public.erasures where done_at is null
"""
SEE_TO_THE_WORKER: Final = "See that it runs: dhr serve, or dhr worker."


def of_the_contents(connection: Connection[Any], settings: Settings, now: datetime) -> Iterator[Finding]:
    """All that needs the tables of this program, and changes nothing in them."""
    yield from _keys(connection, settings)
    yield from _lists(connection)
    yield _reminders(connection, now)
    yield _mail(connection, now)
    yield from _erasures(connection, settings, now)


def _keys(connection: Connection[Any], settings: Settings) -> Iterator[Finding]:
    try:
        key = MasterKey(settings.master_key_file)
    except MasterKeyLost:
        # Said of the file already.
        return
    closed, opened = 0, 0
    proof = connection.execute(PROOF).fetchone()
    for bound_to, wrapped in connection.execute(TEXT_KEYS):
        try:
            key.unwrap(wrapped, bound_to.bytes)
            opened += 1
        except MasterKeyLost:
            closed += 1
    if closed or (proof and not _proves(key, proof[0])):
        found = f"The master key opens {opened:,} of {opened + closed:,} keys of text: it is another one."
        yield wrong("text", found, f"Put the right key in {settings.master_key_file}.")
    else:
        yield well("text", f"The master key opens all {opened:,} keys of what people have written.")


def _proves(key: MasterKey, proof: bytes) -> bool:
    try:
        key.prove(proof)
    except MasterKeyLost:
        return False
    return True


def _lists(connection: Connection[Any]) -> Iterator[Finding]:
    [(last,)] = connection.execute(LAST).fetchall()
    parameters = {"position": last, "ours": OUR_LOCKS, "feeding": FEEDING}
    [(_, _, fed)] = connection.execute(REACHED, parameters).fetchall()
    yield _worker(fed)
    views = connection.execute(LAG).fetchall()
    stopped = [(view, failure) for view, _, failed_at, failure in views if failed_at is not None]
    for view, failure in stopped:
        yield wrong(
            "lists", f"{view} has stopped. {failure}", "Report this; once mended, it goes on by itself."
        )
    if not views:
        yield look("lists", "They are not built yet.", SEE_TO_THE_WORKER)
    elif not stopped:
        behind = last - min(position for _, position, *_ in views)
        found = f"{len(views)} lists are at most {behind:,} of {last:,} events behind the log."
        yield look("lists", found, SEE_TO_THE_WORKER) if behind > FAR_BEHIND else well("lists", found)


def _worker(fed: bool) -> Finding:
    if fed:
        return well("worker", "It is at work.")
    return look(
        "worker", "None is at work: no list is brought up to date, and no mail goes.", SEE_TO_THE_WORKER
    )


def _reminders(connection: Connection[Any], now: datetime) -> Finding:
    [(last, first_event)] = connection.execute(ROUNDS).fetchall()
    due = day_of_last_round(now - TIME_FOR_A_ROUND, BankHolidays())
    if last and last >= due:
        return well("reminders", f"Those of {in_words(last)} were decided.")
    if first_event is None or first_event.date() >= due:
        return well("reminders", "None had to be decided yet.")
    before = f"the last were those of {in_words(last)}" if last else "none ever were"
    found = f"Those of {in_words(due)} were not decided: {before}."
    return wrong("reminders", found, f"{SEE_TO_THE_WORKER} What was due is then made up for.")


def _mail(connection: Connection[Any], now: datetime) -> Finding:
    [(waiting, long, failed)] = connection.execute(MAIL, {"now": now}).fetchall()
    found = f"{waiting:,} wait, {failed:,} failed in the last seven days."
    if since := held(connection):
        found = f"It is held since the restore of {since.restored_at:%-d %B %Y, %H:%M} UTC; {found}"
        return look("mail", found, "Let it go: dhr mail release.")
    if failed or long:
        return look("mail", found, "The page Outbox says why.")
    return well("mail", found)


def _erasures(connection: Connection[Any], settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether what was approved is erased in time, and the list of it beside the key can be read."""
    try:
        listed = len(ErasureList(settings.master_key_file).entries())
    except ErasureListDamaged as damaged:
        yield wrong("erasures", str(damaged), "Put the copy of it back.")
        return
    late, waiting = connection.execute(ERASURES, [now - TIME_FOR_AN_ERASURE]).fetchone() or (0, 0)
    if late:
        found = f"{late:,} were approved more than an hour ago and are not carried out."
        yield look("erasures", found, SEE_TO_THE_WORKER)
    elif waiting or listed:
        yield well(
            "erasures", f"{listed:,} are in the list beside the master key, and {waiting:,} under way."
        )
