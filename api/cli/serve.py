"""`dhr serve`: database, worker and web in one command, each brought back when it dies alone."""

from __future__ import annotations

import http
import http.client
import logging
import resource
import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from api.cli.erasing_again import erase_again
from api.cli.errors import NotStarted
from api.cli.installation import Installation, opened, prove_master_key, refuse_unmigrated, set_up
from api.cli.keeping import ENDING, Child, Kept, keep
from api.cli.listening import listen
from api.cli.log_lines import write_log_to_stderr
from api.cli.signing_in import first_link
from domain.settings import read_settings
from domain.store import embedded

if TYPE_CHECKING:
    from argparse import Namespace

    from domain.settings import Settings

ENOUGH_SECONDS = 60.0
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Database:
    """The embedded server as something that can be kept."""

    server: embedded.Server

    def poll(self) -> int | None:
        """The exit status of its process, None while it runs."""
        return self.server.process.poll() if self.server.process else None

    def stop(self) -> None:
        """Shut it down."""
        self.server.stop()


def serve(options: Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C, and leave no process behind, however this one ends."""
    # A start ends on SIGTERM as on Ctrl-C, also where a shell in the background began it deaf to the latter:
    # whatever was begun is stopped.
    for ending in ENDING:
        signal.signal(ending, signal.default_int_handler)
    # A core file would hold what people have written.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    write_log_to_stderr(logging.INFO)
    settings = read_settings()
    with listen(settings) as listener, ExitStack() as stack:
        kept: list[Kept] = []
        url = _database_that_is_set(settings) or _start_database(settings, stack, kept)
        number = listener.fileno()
        for name, launch in (
            ("web", lambda: Child(["web", "--listener", str(number)], url, inherited=[number])),
            ("worker", lambda: Child(["worker"], url)),
        ):
            kept.append(Kept(name, launch))
            stack.callback(kept[-1].stop)
        with opened(settings, url) as here:
            _prepare(here, demo=options.demo)
            link = first_link(here)
        _wait_until_it_answers(settings, kept)
        _tell(settings, link)
        keep(kept)
    return 0


def _database_that_is_set(settings: Settings) -> str | None:
    """The URL in the settings, if there is one, of a database that is ready for the services."""
    if settings.database_url:
        refuse_unmigrated(settings.database_url)
        prove_master_key(settings.database_url, settings.master_key_file)
        erase_again(settings, settings.database_url)
    return settings.database_url


def _start_database(settings: Settings, stack: ExitStack, kept: list[Kept]) -> str:
    """Start the embedded database, made ready; it is kept from now on and stopped last."""
    servers: list[embedded.Server] = []

    def launch() -> Database:
        servers.append(embedded.start(settings.data, binaries=settings.postgres_bin))
        return Database(servers[-1])

    kept.append(Kept("database", launch))
    stack.callback(kept[-1].stop)
    if servers[0].notice:
        print(servers[0].notice, file=sys.stderr)
    set_up(servers[0].url, settings.master_key_file)
    erase_again(settings, servers[0].url)
    return servers[0].url


def _prepare(here: Installation, *, demo: bool) -> None:
    if demo and here.store.log.last_position() == 0:
        # Loaded when needed: what reads plans takes its time.
        import_module("api.demo").load(here.tracker, today=here.by().today)
        print("Invented demonstration data was loaded.", file=sys.stderr)
    here.catch_up()


def _wait_until_it_answers(settings: Settings, kept: list[Kept]) -> None:
    """Raises NotStarted if one of the services ends before, or nothing answers within a minute."""
    deadline = time.monotonic() + ENOUGH_SECONDS
    while not _answers(settings):
        for one in kept:
            if not one.lives:
                raise NotStarted(f"The tracker could not start: its {one.name} ended at once, as said above.")
        if time.monotonic() > deadline:
            raise NotStarted(f"The tracker did not answer at {settings.base_url} within a minute.")
        time.sleep(POLL_SECONDS)


def _answers(settings: Settings) -> bool:
    asking = http.client.HTTPConnection(settings.host, settings.port, timeout=POLL_SECONDS * 10)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def _tell(settings: Settings, link: str | None) -> None:
    print(f"The tracker is at {settings.base_url}")
    if link:
        print(f"Sign in as administrator, once and within 24 hours, at {link}")
    print("Ctrl-C ends it.", flush=True)
