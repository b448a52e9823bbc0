"""What has to be so afterwards, whatever happened: every acknowledged change once, every mail as one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection

from domain.action import Action
from domain.review import Review
from domain.store import embedded
from domain.store.application import Store
from domain.store.log import LogEntry
from tests.survival.mailing import Arrived, MailServer
from tests.survival.serving import Installation
from tests.survival.working import ACTIONS_OF_A_PLAN, Work

ALL_MAIL = "select id, message_id, person, day, state from public.outbox"
ALL_DIGESTS = "select day, email from public.outbox join public.person_details using (person)"
# The pauses of mails that were refused are for minutes and hours, which no test waits for.
LET_THEM_GO = "update public.outbox set next_attempt_at = now() where state = 'waiting'"
TO_COME = "select exists (select from public.outbox where state = 'waiting')"


@dataclass
class Left:
    """What is in the database."""

    events: list[LogEntry]
    people: Counter[str]
    mail: list[Any]
    digests: set[str]


@contextmanager
def connected(installation: Installation) -> Iterator[tuple[Store, Connection[Any]]]:
    """The store of an installation on its embedded database, running or not, and a connection to it."""
    with (
        embedded.join_or_start(installation.folder, binaries=None) as server,
        store_of(server.url, installation.folder) as both,
    ):
        yield both


@contextmanager
def store_of(url: str, folder: Path) -> Iterator[tuple[Store, Connection[Any]]]:
    """The store over a database whose key is in the data folder, and a connection to its tables."""
    with Store(url, folder / "master.key", pool_size=1) as store, store.connection() as connection:
        yield store, connection


def left(store: Store, connection: Connection[Any]) -> Left:
    """Read what is left."""
    return Left(
        store.log.read(0, limit=1_000_000),
        Counter(name for (name,) in connection.execute("select name from public.person_details")),
        connection.execute(ALL_MAIL).fetchall(),
        {f"{day} {email}" for day, email in connection.execute(ALL_DIGESTS)},
    )


def all_mail_is_gone(connection: Connection[Any]) -> bool:
    """Whether no mail waits any more, without its pauses."""
    connection.execute(LET_THEM_GO)
    return connection.execute(TO_COME).fetchone() == (False,)


def every_change_is_there_once(found: Left, work: Work, said: dict[str, list[str]], after: object) -> None:
    """Exactly once where it was acknowledged; at most once where it was not; never where it was denied.

    `said`: what had been acknowledged before the database was read.
    """
    progress = Counter(
        one.event.progress for one in found.events if isinstance(one.event, Action.ProgressReported)
    )
    opened = Counter(one.event.reference for one in found.events if isinstance(one.event, Review.Opened))
    planned = Counter(one.event.reviews[0] for one in found.events if isinstance(one.event, Action.Planned))
    assert all(found.people[name] == 1 for name in said["person"]), after
    assert all(progress[words] == 1 for words in said["progress"] + said["said once"] + said["form"]), after
    assert all(progress[words] <= 1 for words in progress), after
    assert not [words for words in work.denied if progress[words]], after
    assert all(opened[reference] == 1 for reference in said["import"]), after
    for one in found.events:
        if isinstance(one.event, Review.Opened) and one.event.reference.startswith("IMPORTED"):
            assert planned[one.event.originator_id] == ACTIONS_OF_A_PLAN, (one.event.reference, after)
    assert set(said["digest"]) <= found.digests, after


def no_lapse_is_there_twice(found: Left, after: object) -> None:
    """For each action and each version of its due date."""
    lapses = Counter(
        (one.event.originator_id, one.event.due_date_version)
        for one in found.events
        if isinstance(one.event, Action.TimescaleLapsed)
    )
    assert all(count == 1 for count in lapses.values()), after


def every_mail_is_one(found: Left, before: list[Arrived], later: list[Arrived], after: object) -> None:
    """What was sent has arrived under the Message-ID that it was given when it was decided; nothing else has.

    `before` and `later`: what had arrived before and after the database was read.
    """
    sent = {message_id for _, message_id, _, _, state in found.mail if state == "sent"}
    assert sent <= {one.message_id for one in later}, after
    assert {one.message_id for one in before} <= {message_id for _, message_id, *_ in found.mail}, after
    identities: dict[Any, set[str]] = defaultdict(set)
    for _, message_id, person, day, _ in found.mail:
        identities[person, day].add(message_id)
    assert all(len(one) == 1 for one in identities.values()), after


def no_mail_is_lost(found: Left, after: object) -> None:
    """In the end: sent, or for a reason not to be sent."""
    states = Counter(state for *_, state in found.mail)
    assert states.keys() <= {"sent", "skipped", "replaced"}, (states, after)
    assert states["sent"], after


def everything_is_there(installation: Installation, work: Work, mail: MailServer, after: object) -> None:
    """All that is to be so in the end, with what came before where it is not."""
    with connected(installation) as (store, connection):
        found, said, arrived = left(store, connection), work.acknowledged.so_far(), mail.arrived()
    every_change_is_there_once(found, work, said, after)
    no_lapse_is_there_twice(found, after)
    every_mail_is_one(found, arrived, arrived, after)
    no_mail_is_lost(found, after)
