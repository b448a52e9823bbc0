"""An installation over a fresh database, and a real mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.store.application import Store
from domain.store.master_key import make_master_key
from domain.tracker import Tracker
from projections.migrations import migrate
from projections.projector import Projector
from projections.reading import Views
from projections.views import VIEWS
from scheduler.post import send_waiting
from tests.scheduler.installation import Installation, morning, post_to
from tests.scheduler.mail_server import MailServerForTests


@pytest.fixture
def master_key(tmp_path: Path) -> Path:
    """The file of a master key."""
    make_master_key(tmp_path / "master.key")
    return tmp_path / "master.key"


@pytest.fixture
def store(database_url: str, master_key: Path) -> Iterator[Store]:
    """A store over a fresh database, with views that are built but empty."""
    migrate(database_url)
    opened = Store(database_url, master_key)
    Projector(opened, VIEWS).catch_up()
    yield opened
    opened.close()


@pytest.fixture
def views(store: Store) -> Iterator[Views]:
    """The reading side."""
    opened = Views(store.datastore.conninfo)
    yield opened
    opened.close()


@pytest.fixture
def installation(store: Store, views: Views) -> Installation:
    """An installation whose plan is issued."""
    made = Installation(Tracker(store), views)
    made.issue()
    return made


@pytest.fixture
def mail_server() -> Iterator[MailServerForTests]:
    """A mail server that takes everything, unless a test tells it otherwise."""
    with MailServerForTests() as server:
        yield server


@pytest.fixture
def send(installation: Installation, tmp_path: Path) -> Callable[[date], list[str]]:
    """Send what waits; what the mails say, as plain text."""

    def sending(day: date) -> list[str]:
        post = post_to(tmp_path / "outbox")
        send_waiting(installation.tracker.store, installation.views, post, now=morning(day))
        return [installation.body(mail.id) or "" for mail in installation.mails() if mail.state == "sent"]

    return sending
