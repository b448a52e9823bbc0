"""Reminders of a day over very many open actions: the lapses, the decisions, and the mails to a server."""

from __future__ import annotations

import smtplib
from collections import Counter, defaultdict, deque
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from time import perf_counter, process_time
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from structlog.testing import capture_logs

from domain.action_events import TimescaleLapsed
from domain.clocks import LONDON
from domain.store.application import Store
from domain.tracker import Tracker
from domain.working_days import is_working_day
from projections import reminding
from projections.reading import Views
from projections.rebuild import rebuild
from projections.reminding import Lapsing
from projections.views import VIEWS
from scheduler.deciding import Deciding
from scheduler.post import Post, send_waiting
from scheduler.reminding import LAPSES_AT_A_TIME, DigestOf, Reminded, remind
from tests.bench.figures import TODAY, Figure, Place, Size
from tests.bench.history import write_history
from tests.bench.taking_mail import Taken, mail_server
from tests.bench.turns import a_second

MOST_ACTIONS = 100_000
YEARS = 0.5
"""A history as long as this leaves nearly all of its actions open."""
DAYS_AHEAD = 98
"""A Monday by which more than a third of the open actions are overdue, and nothing of it was noted."""
MOST_DAYS = 40
DECIDING_SECONDS, SENDING_SECONDS = 10.0, 120.0
MAILS_OF_THE_AIM = 5_000
MAIL_FROM = "tracker@dhr.example"
NO_HOLIDAYS: frozenset[date] = frozenset()
DAY = timedelta(days=1)

OPEN_ACTIONS = """
    select count(*) from actions
    where until is null and delivery in ('planned', 'accepted', 'in progress', 'sent back')
"""
LAPSES = "select position from public.events where topic = 'action.timescale_lapsed' and position > %s"
OUTBOX = """
    select
        count(*) filter (where state = 'sent') as sent,
        count(*) filter (where state = 'waiting') as waiting
    from outbox
"""


@dataclass
class Service:
    """A store with its views, on a day that somebody sets."""

    store: Store
    views: Views
    day: date

    @property
    def morning(self) -> datetime:
        """When the clock strikes."""
        return datetime.combine(self.day, time(7, 30), LONDON).astimezone(UTC)

    def remind(self, *, dry_run: bool = False) -> Reminded:
        """The round of the day."""
        facts = {"holidays": NO_HOLIDAYS, "mail_from": MAIL_FROM, "dry_run": dry_run, "trial": True}
        return remind(Tracker(self.store), self.views, self.day, now=self.morning, **facts)  # type: ignore[arg-type]

    def send(self, place: Place, url: str) -> int:
        """Send what waits; how many mails."""
        post = Post(place.folder, "https://dhr.example", MAIL_FROM, url)
        return send_waiting(self.store, self.views, post, now=self.morning)

    def follow(self) -> None:
        """Let the views follow the log."""
        reminding.follow_the_log(self.store, self.views)

    def ask(self, statement: str) -> tuple[int, ...]:
        """The one row of a statement about the views."""
        with self.views.reading() as connection:
            return tuple(connection.execute(statement.encode()).fetchone() or ())

    def to_another_day(self) -> None:
        """Go on to the next working day."""
        self.day += DAY
        while not is_working_day(self.day, NO_HOLIDAYS):
            self.day += DAY


class Sent(NamedTuple):
    """What sending came to: seconds for us, and seconds in which the same server took as many plain mails."""

    mails: int
    seconds: float
    plainly: float


def figures(size: Size, place: Place) -> list[Figure]:
    """The first round after a large overdue plan, the decisions of a round, and the mails."""
    with place.empty() as store, closing(Views(store.datastore.conninfo)) as views:
        write_history(store, actions=min(size.actions, MOST_ACTIONS), until=TODAY, years=YEARS)
        rebuild(store, VIEWS)
        with store.connection() as connection:
            connection.execute("vacuum (analyze)")
        service = Service(store, views, TODAY + DAYS_AHEAD * DAY)
        service.follow()
        [number] = service.ask(OPEN_ACTIONS)
        return [*_lapses(service, number), _decisions(service, number, size), _mails(service, place, size)]


def _lapses(service: Service, number: int) -> list[Figure]:
    """A round in which nothing was noted yet: each lapse is recorded once, under one correlation."""
    with service.views.reading() as connection:
        overdue = reminding.lapsing(connection, service.day)
    plainly = _seconds_to_read(service.store, overdue)
    before, begun = service.store.log.last_position(), perf_counter()
    service.remind()
    seconds = perf_counter() - begun
    _check_lapses(service.store, overdue, before)
    what = f"first round over {number:,} open actions, {len(overdue):,} lapses to record"
    yardstick = f"reading and decoding the events of these actions: {plainly:.1f} s"
    return [Figure(what, f"{seconds:.1f} s", yardstick, f"{seconds / plainly:.1f}")]


def _seconds_to_read(store: Store, overdue: list[Lapsing]) -> float:
    begun = perf_counter()
    for start in range(0, len(overdue), LAPSES_AT_A_TIME):
        store.log.of_several([one.id for one in overdue[start : start + LAPSES_AT_A_TIME]])
    return perf_counter() - begun


def _check_lapses(store: Store, overdue: list[Lapsing], before: int) -> None:
    with store.connection() as connection:
        positions = [position for (position,) in connection.execute(LAPSES, [before]).fetchall()]
    events = [entry.event for entry in store.log.at(positions)]
    found = Counter((one.originator_id, one.due) for one in events if isinstance(one, TimescaleLapsed))
    assert found == Counter((one.id, one.due) for one in overdue)
    assert len({one.correlation for one in events}) <= 1


def _decisions(service: Service, number: int, size: Size) -> Figure:
    """A round in which all lapses are noted; its digests are those of actions decided one by one."""
    service.to_another_day()
    service.follow()
    works = {"sql": lambda _: _rows(service), "decide": lambda _: _decide(service)}
    rates = a_second(1, size.rounds, works)
    best, plainly = 1 / rates["decide"], 1 / rates["sql"]
    decided = service.remind(dry_run=True)
    assert _as_said(decided.digests) == _one_by_one(service)
    what = f"deciding over {number:,} open actions: {len(decided.digests):,} digests"
    yardstick = f"the SQL of what is due alone: {plainly:.2f} s"
    figure = Figure(what, f"{best:.2f} s", yardstick, f"{best / plainly:.1f}")
    if number < MOST_ACTIONS / 2:
        return figure
    return figure._replace(aim=f"{DECIDING_SECONDS:.0f} s", met=best < DECIDING_SECONDS)


def _decide(service: Service) -> None:
    service.remind(dry_run=True)


def _rows(service: Service) -> None:
    with service.views.reading() as connection, connection.transaction():
        until = service.day + reminding.directory(connection, service.day).longest_notice
        deque(reminding.due(connection, until), maxlen=0)


def _as_said(digests: list[DigestOf]) -> dict[str, set[tuple[UUID, str]]]:
    return {one.to: set(one.actions) for one in digests}


def _one_by_one(service: Service) -> dict[str, set[tuple[UUID, str]]]:
    """What each person is to be told, each action decided as if there were no other."""
    found: dict[str, set[tuple[UUID, str]]] = defaultdict(set)
    with service.views.reading() as connection, connection.transaction():
        directory = reminding.directory(connection, service.day)
        for action in reminding.due(connection, service.day + directory.longest_notice):
            alone = Deciding(directory, service.day, NO_HOLIDAYS)
            alone.take(action)
            for person, reminders in alone.decided.items():
                found[directory.people[person].email].update(
                    (one.action, one.step) for one in reminders if one.action
                )
    return found


def _mails(service: Service, place: Place, size: Size) -> Figure:
    """Working days, one after the other, until so many mails have gone: each once, under one Message-ID."""
    with mail_server() as server, capture_logs():
        count, seconds, processor = 0, 0.0, 0.0
        for _ in range(MOST_DAYS):
            service.remind()
            begun, began = perf_counter(), process_time()
            count += service.send(place, server.url)
            seconds, processor = seconds + perf_counter() - begun, processor + process_time() - began
            if count >= size.mails:
                break
            service.to_another_day()
        plainly = _seconds_to_hand_over(server.url, count)
        taken = server.taken()
    _check_mails(service, taken[:count])
    what, rate = f"{count:,} mails to a local mail server", seconds / max(count, 1)
    yardstick = f"smtplib, one connection, {plainly:.1f} s"
    measured = f"{seconds:.1f} s ({processor:.1f} s of processor)"
    figure = Figure(what, measured, yardstick, f"{seconds / plainly:.1f}")
    if count < MAILS_OF_THE_AIM:
        return figure
    aim = f"{MAILS_OF_THE_AIM:,} in {SENDING_SECONDS:.0f} s"
    return figure._replace(aim=aim, met=rate * MAILS_OF_THE_AIM < SENDING_SECONDS)


def _seconds_to_hand_over(url: str, count: int) -> float:
    """How long the server takes over as many mails that are made already and noted nowhere."""
    mail, parts = EmailMessage(), urlsplit(url)
    mail["From"], mail["To"], mail["Subject"] = MAIL_FROM, "somebody@example.org", "Actions due: 3 need you"
    mail.set_content("An action of a review is due today.\n" * 40)
    begun = perf_counter()
    with smtplib.SMTP(str(parts.hostname), int(parts.port or 0)) as client:
        for _ in range(count):
            client.send_message(mail)
    return perf_counter() - begun


def _check_mails(service: Service, taken: list[Taken]) -> None:
    ids = [one.message_id for one in taken]
    assert len(ids) == len(set(ids))
    sent, waiting = service.ask(OUTBOX)
    assert (sent, waiting) == (len(ids), 0)
