"""The pages on a real port, over a database of their own, as a browser sees them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.demo import load, show_all_to
from api.sessions import issue_link, make_administrator
from domain.clocks import london_day
from domain.provenance import Provenance
from domain.settings import Settings
from domain.store.application import Store
from domain.store.master_key import make_master_key
from domain.tracker import Tracker, person
from domain.vocabulary import How
from domain.working_days import next_working_day
from scheduler.bank_holidays import BankHolidays
from scheduler.post import Post, send_waiting
from scheduler.reminding import remind
from tests.api.conftest import Clock, FollowedViews, of_web

HOST = "127.0.0.1"
MAIL_FROM = "tracker@example.org"


class Site(NamedTuple):
    """A running site: where it is, what it runs on, and its clock, which stands."""

    address: str
    store: Store
    views: FollowedViews
    clock: Clock
    app: FastAPI

    @property
    def today(self) -> date:
        """The day on which it stands."""
        return london_day(self.clock.now)

    def link(self) -> str:
        """The address of a new one-time link of an administrator."""
        by = Provenance(How.COMMAND_LINE, self.today)
        tracker = Tracker(self.store)
        known = person.by_email(tracker, "ada@example.org")
        details = person.Details("Ada Administrator", "ada@example.org")
        ada = known or person.add(tracker, details, post="Community safety officer", by=by)
        make_administrator(self.store, ada, now=self.clock.now)
        show_all_to(tracker, ada, today=self.today)
        self.views.projector.catch_up()
        return f"{self.address}/set-up/{issue_link(self.store, ada, now=self.clock.now)}"

    def load_demonstration(self, mail: Path) -> None:
        """Record the invented reviews, and send the reminders of the day into the folder `mail`."""
        load(Tracker(self.store), today=self.today)
        self.send_reminders(mail, next_working_day(self.today, BankHolidays()))

    def send_reminders(self, mail: Path, day: date) -> None:
        """Decide who is due on a day, as on a trial installation, and send the mail into a folder."""
        self.views.projector.catch_up()
        tracker, now = Tracker(self.store), self.clock.now
        holidays = BankHolidays()
        remind(tracker, self.views, day, now=now, holidays=holidays, mail_from=MAIL_FROM, trial=True)
        send_waiting(self.store, self.views, Post(mail, self.address, MAIL_FROM, trial=True), now=now)
        self.views.projector.catch_up()


@contextmanager
def site(
    database_url: str, folder: Path, now: datetime, *, trial: bool = False, **more: str
) -> Iterator[Site]:
    """Serve the tracker over a database with all tables, from a thread, until the block ends.

    `more` are further settings, by name.
    """
    make_master_key(folder / "master.key")
    store = Store(database_url, folder / "master.key")
    views, clock = FollowedViews(store), Clock()
    clock.now = now
    views.projector.catch_up()
    with socket.create_server((HOST, 0)) as listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}"
        settings = Settings(data=folder, base_url=address, trial=trial, **more)  # type: ignore[arg-type]
        serving = of_web(store)
        app = create_app(settings, serving, views, clock=clock)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Site(address, store, views, clock, app)
        finally:
            server.should_exit = True
            thread.join()
            views.close()
            serving.close()
            store.close()
