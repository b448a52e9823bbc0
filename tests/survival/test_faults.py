"""What happens to databases, networks, clocks and events while people are at work: all of it is outlived."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import OperationalError

from domain.store import embedded
from tests.conftest import enterable_folder
from tests.soaking import seed_of_this_run, soaked
from tests.survival.apart import WORKER, Apart, apart
from tests.survival.broken_view import UNBEARABLE
from tests.survival.patience import is_back

SEED = seed_of_this_run(2)
TIMES = soaked(20, 1)
AWAY_FOR_SECONDS = soaked(90, 17)
"""Long enough that pauses which double would have grown beyond ten seconds."""
A_DAY, WEDNESDAY = timedelta(days=1), 2

END_ALL = """
    select pg_terminate_backend(pid)
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
    """
WRITE_EVENT = """
    select public.record_events(
        array[%s::uuid], array[1], array[%s], array[%s], array[null::uuid], array[%s::uuid], array[]::uuid[]
    )
    """
FAILED = """
    select view, position, failed_at
    from public.published
    join public.view_positions using (generation)
    where failed_at is not null
    """

pytestmark = [
    pytest.mark.process,
    pytest.mark.soak(
        "trouble with database, network, workers, clock, views and events",
        f"{TIMES} times each, seed {SEED}",
    ),
]


@pytest.fixture(scope="module")
def here() -> Iterator[Apart]:
    """One installation for all of these, with people at work from the first to the last."""
    with enterable_folder() as folder, apart(folder) as running:
        yield running


@pytest.fixture(scope="module")
def chance() -> random.Random:
    """The instants of this run."""
    return random.Random(SEED)


def test_the_database_is_restarted(here: Apart) -> None:
    """Whoever asks meanwhile is told that it cannot be reached; all go on as soon as it is there again."""
    for _ in range(TIMES):
        here.server.stop()
        time.sleep(0.5)
        here.server = embedded.start(here.folder / "database", binaries=None)
        here.is_back()
    here.is_whole("restarted")


def test_it_fails_over(here: Apart, chance: random.Random) -> None:
    """All connections are ended; nobody answers, then somebody who takes no changes; then all is well."""
    for _ in range(TIMES):
        here.work.refusals.clear()
        time.sleep(chance.uniform(0, 0.5))
        with here.connection() as connection:
            connection.execute(END_ALL)
            here.network.cut()
            time.sleep(chance.uniform(0.1, 1))
            connection.execute("alter system set default_transaction_read_only = on")
            connection.execute("select pg_reload_conf()")
            here.network.mend()
            assert is_back(lambda: told(here, "takes no changes just now")), here.work.refusals
            connection.execute("set default_transaction_read_only = off")
            connection.execute("alter system reset default_transaction_read_only")
            connection.execute("select pg_reload_conf()")
        here.is_back()
    here.is_whole("failed over")


def told(here: Apart, words: str) -> bool:
    """Whether somebody was refused in a sentence with these words."""
    return any(words in said for said in list(here.work.refusals))


def test_it_is_away_for_long(here: Apart) -> None:
    """Nobody sleeps for as long again when it comes back; meanwhile all are told, and /readyz says why."""
    here.work.refusals.clear()
    here.network.cut()
    time.sleep(AWAY_FOR_SECONDS)
    assert here.readiness()["database"] == "The database cannot be reached."
    here.network.mend()
    here.is_back()
    assert told(here, "cannot be reached just now"), here.work.refusals
    here.is_whole("away for long")


def test_it_is_slow(here: Apart) -> None:
    """A tenth of a second for each message, then longer than anybody waits: nothing is done twice."""
    for delay in (0.1, 2.5):
        here.network.delay = delay
        time.sleep(soaked(60, 4))
    here.network.mend()
    here.is_back()
    here.is_whole("slow")


def test_it_has_no_connection_left(here: Apart) -> None:
    """Others have taken them all: who needs a new one is told so, and the rest goes on; then all go on."""
    for _ in range(TIMES):
        with ExitStack() as others, here.connection() as connection:
            connection.execute(END_ALL)
            with pytest.raises(OperationalError, match="too many clients"):
                take_all(here, others)
            time.sleep(2)
        here.is_back()
    here.is_whole("out of connections")


def take_all(here: Apart, others: ExitStack) -> None:
    """Take connections until there is none."""
    while True:
        others.enter_context(psycopg.connect(here.server.url))


def test_one_of_two_workers_is_killed_at_any_instant(here: Apart, chance: random.Random) -> None:
    """One feeds the views and keeps the time, the other stands by and takes over; nothing is done twice."""
    for _ in range(TIMES):
        assert is_back(lambda: len(here.active()) == 2), here.active()
        killed = chance.choice(here.workers)
        time.sleep(chance.uniform(0, 0.5))
        killed.kill()
        killed.wait()
        here.is_back()
        assert is_back(lambda: len(here.active()) == 2), here.active()
        here.workers.remove(killed)
        here.workers.append(here.started([*WORKER]))
    here.is_whole("a worker was killed")


def test_the_clock_is_set_anew(here: Apart) -> None:
    """A month forwards, and a day back: the rounds of those days are gone, no mail or lapse comes twice."""
    clock = here.folder / "clock"
    clock.write_text("0")
    here.work_with("tests.survival.another_clock", str(clock))
    here.is_back()
    for day in (wednesday_in_a_month(), wednesday_in_a_month() - A_DAY):
        clock.write_text(str((day - datetime.now(UTC)).total_seconds()))
        assert is_back(lambda day=day: day.date() in rounds(here)), (rounds(here), here.messages())  # type: ignore[misc]
        here.is_back()
        here.is_whole(f"the clock was set to {day}")
    here.work_with()
    here.is_back()


def wednesday_in_a_month() -> datetime:
    """At ten o'clock, when the round of the day is due."""
    now = datetime.now(UTC).replace(hour=10, minute=0)
    return now + A_DAY * (28 + (WEDNESDAY - now.weekday()) % 7)


def rounds(here: Apart) -> set[date]:
    """The days whose round the clock has finished."""
    with here.connection() as connection:
        found = connection.execute("select day from public.scheduler_runs where finished_at is not null")
        return {day for (day,) in found}


def test_a_view_that_cannot_take_an_event_stops_alone(here: Apart) -> None:
    """/readyz says so, the others go on; a mended version goes on where it stopped, or builds it anew."""
    with here.work.no_rounds:
        here.work_with("tests.survival.broken_view", "broken")
        report(here, UNBEARABLE)
        assert is_back(lambda: [view for view, *_ in failed(here)] == ["progress_notes"]), failed(here)
        ((_, position, failed_at),) = failed(here)
        assert f"cannot follow: progress_notes at {failed_at}." in here.readiness()["views"]
        assert position < failed_at
        before = others_at(here)
        assert here.work.gets_on()
        assert is_back(lambda: others_at(here) > before)
        for mended in (["tests.survival.broken_view", "mended"], []):
            here.work_with(*mended)
            assert is_back(lambda: failed(here) == []), (failed(here), here.messages())
            here.is_back()
    here.is_whole("a view was mended")


def report(here: Apart, words: str) -> None:
    """Progress of an action."""
    path = f"/api/v1/actions/{here.work.actions[0]}/progress"
    status, said = here.installation.ask(
        "POST", path, token=here.work.token, body={"progress": words}, headers={"If-Match": "*"}
    )
    assert status in (200, 202), said


def failed(here: Apart) -> list[tuple[str, int, int]]:
    """The views that have stopped."""
    with here.connection() as connection:
        return connection.execute(FAILED).fetchall()


def others_at(here: Apart) -> int:
    """How far the actions are."""
    with here.connection() as connection:
        row = connection.execute(
            "select position from public.published join public.view_positions using (generation)"
            " where view = 'actions'"
        ).fetchone()
    assert row
    return int(row[0])


@pytest.mark.parametrize(
    ("topic", "state"),
    [("action.taught_to_sing", {}), ("action.progress_reported", {"progress": 7})],
    ids=["of a newer version", "broken"],
)
def test_an_event_cannot_be_read(here: Apart, topic: str, state: dict[str, int]) -> None:
    """Nothing is skipped: all views wait before it and say so; changes are taken; after it all go on."""
    thing = uuid4()
    with here.connection() as connection:
        row = connection.execute(WRITE_EVENT, [thing, topic, json.dumps(state), uuid4()]).fetchone()
        assert row
        assert is_back(lambda: {failed_at for *_, failed_at in failed(here)} == {row[0]}), failed(here)
        assert f" at {row[0]}" in here.readiness()["views"]
        path = f"/api/v1/events?after={row[0] - 1}"
        status, said = here.installation.ask("GET", path, token=here.work.token)
        assert (status, f"position {row[0]} of the log cannot be read" in said["detail"]) == (500, True)
        assert here.work.gets_on()
        with connection.transaction():
            connection.execute("alter table public.events disable trigger events_are_immutable")
            connection.execute("delete from public.events where position = %s", row)
            connection.execute("alter table public.events enable always trigger events_are_immutable")
    assert is_back(lambda: failed(here) == []), (failed(here), here.messages())
    here.is_back()
    here.is_whole("an event could not be read")


def test_in_the_end_nothing_is_missing(here: Apart) -> None:
    """When all have gone home: no mail waits for ever, and all of the above still holds together."""
    here.in_the_end()
