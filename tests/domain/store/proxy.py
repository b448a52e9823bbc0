"""A stand-in for a bad network: a real socket before PostgreSQL, which can be cut at a message."""

import select
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from psycopg.conninfo import conninfo_to_dict, make_conninfo

READY = b"Z\x00\x00\x00\x05"
"""With this, and one byte of status, PostgreSQL ends each of its answers."""


class Cut(Enum):
    """Where the connection goes."""

    BEFORE = "before the server has seen the message"
    AFTER = "after the server has answered, before the client has heard it"


class Proxy:
    """Passes everything on, and cuts when it was told to."""

    def __init__(self, listener: socket.socket, target: str) -> None:
        self._listener = listener
        self._target = target
        self._cuts: list[tuple[Cut, bytes]] = []
        self._meanwhile: Callable[[], object] = bool
        self._ends: list[socket.socket] = []

    def cut(self, *cuts: Cut, at: bytes, meanwhile: Callable[[], object] = bool) -> None:
        """Cut the next connection that sends these bytes, the one after it by the second cut, and so on.

        `meanwhile` happens before the client hears of it.
        """
        self._meanwhile = meanwhile
        self._cuts += [(cut, at) for cut in cuts]

    def drop(self) -> None:
        """Take no more connections, and drop those that there are."""
        for end in [self._listener, *self._ends]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def serve(self) -> None:
        """Take connections until dropped."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._target)
                self._ends += [client, server]
                Thread(target=self._pass_on, args=(client, server), daemon=True).start()

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError), client, server:
            while True:
                for end in select.select([client, server], [], [])[0]:
                    data = end.recv(1 << 20)
                    if not data or (end is client and self._is_cut(server, data)):
                        return
                    (server if end is client else client).sendall(data)

    def _is_cut(self, server: socket.socket, data: bytes) -> bool:
        if not self._cuts or self._cuts[0][1] not in data:
            return False
        where, _ = self._cuts.pop(0)
        if where is Cut.AFTER:
            server.sendall(data)
            answer = b""
            while answer[-6:-1] != READY:
                answer += server.recv(1 << 20)
        self._meanwhile()
        return True


@contextmanager
def proxied(url: str) -> Iterator[tuple[Proxy, str]]:
    """A proxy before the server of this URL, and the address at which it is reached."""
    parts = conninfo_to_dict(url)
    target = f"{parts['host']}/.s.PGSQL.{parts.get('port') or 5432}"
    with TemporaryDirectory(prefix="dhr-proxy-") as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(Path(folder) / ".s.PGSQL.5432"))
        listener.listen()
        proxy = Proxy(listener, target)
        thread = Thread(target=proxy.serve)
        thread.start()
        yield proxy, make_conninfo("", **{**parts, "host": folder, "port": 5432})
        proxy.drop()
        thread.join()
