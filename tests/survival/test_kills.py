"""Killed at random instants while people write, plans come in and mail goes out: nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from psycopg import Connection

from domain.action import Action
from domain.review import Review
from domain.store import embedded
from domain.store.application import Store
from domain.store.log import LogEntry
from tests.domain.store.servers import eventually
from tests.soaking import soaked
from tests.survival.serving import Installation, Serving, free_port, serving_of
from tests.survival.working import ACTIONS_OF_A_PLAN, Work

pytestmark = [pytest.mark.process, pytest.mark.soak]

KILLS = soaked(200, 20)
SEED = 1
VICTIMS = {"serve": None, "worker": "api.cli worker", "web": "api.cli web", "postgres": "postgres -D"}
BACK_WITHIN_SECONDS = 10
ALL_MAIL = "select id, message_id, person, day, state from public.outbox"

ALL_DIGESTS = "select day, email from public.outbox join public.person_details using (person)"


class Mailbox(MessageHandler):
    """Keeps what a mail server is handed."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Message] = []

    def handle_message(self, message: Message) -> None:
        """One more."""
        self.mails.append(message)


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    """A real mail server, and its address for the settings."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    yield box, f"smtp://127.0.0.1:{server.port}"
    server.stop()


@dataclass
class Kill:
    """Who was killed, and how long after the last acknowledged change, in seconds."""

    victim: str
    after: float


class Killing:
    """Kills one process after the other, and sees that the service comes back."""

    def __init__(self, installation: Installation, running: Serving, chance: random.Random) -> None:
        self.installation, self.running, self.chance = installation, running, chance
        self.done: list[Kill] = []

    def one(self, work: Work) -> None:
        """Wait for work to be done, kill at a random instant after it, and wait for more to be done."""
        self._see_work_done(work)
        self.done.append(Kill(self.chance.choice(list(VICTIMS)), self.chance.uniform(0, 0.4)))
        time.sleep(self.done[-1].after)
        self._kill(self.done[-1].victim)
        self._see_work_done(work)

    def _see_work_done(self, work: Work) -> None:
        more = work.acknowledged.wait_for_more("progress", BACK_WITHIN_SECONDS)
        work.go_on()
        assert more, self.done

    def _kill(self, victim: str) -> None:
        words = VICTIMS[victim]
        if words is None:
            self.running.process.kill()
            self.running.process.communicate()
            self.running = serving_of(self.installation)
            return
        number = self.installation.process(words)
        if number is not None:
            os.kill(number, signal.SIGKILL)


@dataclass
class Left:
    """What is in the database after all of it."""

    events: list[LogEntry]
    people: Counter[str]
    mail: list[Any]
    digests: set[str]


@contextmanager
def connected(installation: Installation) -> Iterator[tuple[Store, Connection[Any]]]:
    """The store of an installation, running or not, and a connection to its tables."""
    with (
        embedded.join_or_start(installation.folder, binaries=None) as server,
        Store(server.url, installation.folder / "master.key", pool_size=1) as store,
        store.connection() as connection,
    ):
        yield store, connection


def left(installation: Installation) -> Left:
    """Read what is left, with a server for the purpose."""
    with connected(installation) as (store, connection):
        return Left(
            store.log.read(0, limit=1_000_000),
            Counter(name for (name,) in connection.execute("select name from public.person_details")),
            connection.execute(ALL_MAIL).fetchall(),
            {f"{day} {email}" for day, email in connection.execute(ALL_DIGESTS)},
        )


def nothing_waits(installation: Installation) -> bool:
    """Whether all mail has gone, or has reasons not to."""
    with connected(installation) as (_, connection):
        return all(state != "waiting" for *_, state in connection.execute(ALL_MAIL))


def test_nothing_acknowledged_is_lost_and_no_mail_has_two_identities(
    data_folder: Path, mailbox: tuple[Mailbox, str]
) -> None:
    """Every acknowledged change is there once; views equal a rebuild; each mail arrives as one."""
    box, address = mailbox
    installation = Installation(data_folder, {"DHR_TRIAL": "1", "DHR_SMTP_URL": address})
    killing = Killing(installation, serving_of(installation, "--demo"), random.Random(SEED))
    work = Work(installation, *invited(installation))
    try:
        for _ in range(KILLS):
            killing.one(work)
        work.stop()
        assert eventually(lambda: nothing_waits(installation)), killing.done
        assert killing.running.end(signal.SIGTERM) == 0
        check = installation.dhr("rebuild", "--check", check=False)
        assert check.returncode == 0, (killing.done, check.stdout, check.stderr)
        found = left(installation)
        every_change_is_there_once(found, work, killing.done)
        every_mail_arrived_as_one(found, box, work, killing.done)
    finally:
        work.give_up()
        killing.running.process.kill()
        killing.running.process.communicate()
    assert eventually(lambda: installation.processes() == [])


def invited(installation: Installation) -> tuple[str, list[str]]:
    """A token of an administrator, and some actions that progress can be reported of."""
    installation.dhr("person", "admin", "tester@example.org")
    token = installation.dhr("token", "--person", "tester@example.org").stdout.strip()
    _, listed = installation.ask("GET", "/api/v1/actions?limit=200", token=token)
    going = [
        one["id"] for one in listed["items"] if one["delivery"] in ("planned", "accepted", "in progress")
    ]
    return token, going[:12]


def every_change_is_there_once(found: Left, work: Work, kills: list[Kill]) -> None:
    """Exactly once where it was acknowledged; at most once where it was not."""
    progress = Counter(
        one.event.progress for one in found.events if isinstance(one.event, Action.ProgressReported)
    )
    opened = Counter(one.event.reference for one in found.events if isinstance(one.event, Review.Opened))
    planned = Counter(one.event.reviews[0] for one in found.events if isinstance(one.event, Action.Planned))
    said = work.acknowledged
    assert all(found.people[name] == 1 for name in said.of("person")), kills
    assert all(progress[words] == 1 for words in said.of("progress") + said.of("said once")), kills
    assert all(progress[words] <= 1 for words in work.sent), kills
    assert all(opened[reference] == 1 for reference in said.of("import")), kills
    for one in found.events:
        if isinstance(one.event, Review.Opened) and one.event.reference.startswith("IMPORTED"):
            assert planned[one.event.originator_id] == ACTIONS_OF_A_PLAN, (one.event.reference, kills)
    assert min(len(said.of(kind)) for kind in ("person", "progress", "import", "round")) > 0


def every_mail_arrived_as_one(found: Left, box: Mailbox, work: Work, kills: list[Kill]) -> None:
    """Each mail that was to go went, under the Message-ID that it was given when it was decided."""
    states = Counter(state for *_, state in found.mail)
    assert states.keys() <= {"sent", "skipped", "replaced"}, (states, kills)
    arrived = Counter(mail["Message-ID"] for mail in box.mails)
    to_go = {message_id for _, message_id, _, _, state in found.mail if state == "sent"}
    assert to_go <= arrived.keys(), kills
    assert arrived.keys() <= {message_id for _, message_id, *_ in found.mail}, kills
    identities: dict[Any, set[str]] = defaultdict(set)
    for _, message_id, person, day, _ in found.mail:
        identities[person, day].add(message_id)
    assert all(len(one) == 1 for one in identities.values()), kills
    assert to_go, kills
    assert set(work.acknowledged.of("digest")) <= found.digests, kills
