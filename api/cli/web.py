"""`dhr web`: pages and JSON; under `dhr serve`, or by itself in production."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import sys
from typing import TYPE_CHECKING

import uvicorn

from api.app import create_app
from api.cli.installation import database
from api.cli.listening import listen
from api.cli.log_lines import write_log_to_stderr
from api.cli.receiving import configured
from domain.settings import Settings, read_settings
from domain.store.application import Store
from projections.reading import Views

if TYPE_CHECKING:
    from argparse import Namespace


def web(options: Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C, on a listening socket that was inherited or on one of its own."""
    settings = read_settings()
    inherited = options.listener is not None
    listener = socket.socket(fileno=options.listener) if inherited else listen(settings)
    if not inherited:
        print(f"The tracker is at {settings.base_url}", flush=True)
    _serve(settings, listener)
    return 0


def _serve(settings: Settings, listener: socket.socket) -> None:
    write_log_to_stderr(logging.INFO)
    # The server takes these itself, finishes what it is at, and raises them again when it has ended.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: sys.exit(0))
    with database(settings) as url, Store(url, settings.master_key_file, serving=True) as store:
        views = Views(url, serving=True)
        app = create_app(settings, store, views)
        # To look through all that was just imported stopped a page in twenty for a tenth of a second.
        gc.freeze()
        try:
            uvicorn.Server(configured(app)).run(sockets=[listener])
        finally:
            views.close()
