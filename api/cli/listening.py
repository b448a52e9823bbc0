"""The socket on which people reach the tracker."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

from api.cli.errors import NotStarted

if TYPE_CHECKING:
    from domain.settings import Settings

WAITING_CONNECTIONS = 128


def listen(settings: Settings) -> socket.socket:
    """A socket that listens on the address of the settings. Raises NotStarted where that cannot be."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(WAITING_CONNECTIONS)
    except OSError as error:
        listener.close()
        raise NotStarted(_why_not(settings, error)) from error
    return listener


def _why_not(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        busy = f"Port {settings.port} of {settings.host} is in use"
        return f"{busy}: stop what uses it, or set DHR_PORT to another."
    return f"It is not possible to listen on port {settings.port} of {settings.host}: {error.strerror}."
