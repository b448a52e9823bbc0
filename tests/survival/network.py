"""The network between the tracker and its database: it can be cut, and it can be slow."""

from __future__ import annotations

import select
import socket
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

SOCKET = ".s.PGSQL.5432"


class Network:
    """A socket before PostgreSQL's own. `delay`: seconds that each message takes on its way."""

    def __init__(self, url: str, folder: Path) -> None:
        parts = conninfo_to_dict(url)
        self.url = (
            f"postgresql://{parts['user']}@/{parts['dbname']}?host={quote(str(folder), safe='')}&port=5432"
        )
        self.delay = 0.0
        self._target = f"{parts['host']}/{SOCKET}"
        self._whole = True
        self._ends: list[socket.socket] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / SOCKET))
        self._listener.listen(64)
        Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """Drop all connections, and every new one, until mended."""
        self._whole = False
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends.clear()

    def mend(self) -> None:
        """Let everything through, at once."""
        self._whole, self.delay = True, 0.0

    def close(self) -> None:
        """Cut for good."""
        self.cut()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                Thread(target=self._pass_on, args=[client], daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with suppress(OSError), client, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._target)
            self._ends += [client, server]
            while self._whole:
                for end in select.select([client, server], [], [])[0]:
                    data = end.recv(1 << 20)
                    if not data:
                        return
                    time.sleep(self.delay)
                    (server if end is client else client).sendall(data)
