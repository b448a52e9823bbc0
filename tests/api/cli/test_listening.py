"""The socket of the web service, or one sentence on why there is none."""

from __future__ import annotations

import socket

import pytest

from api.cli.errors import NotStarted
from api.cli.listening import listen
from domain.settings import Settings


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_it_listens_where_the_settings_say() -> None:
    """A connection is accepted."""
    port = free_port()
    address = ("127.0.0.1", port)
    with listen(Settings(host="127.0.0.1", port=port)) as listener, socket.create_connection(address) as ours:
        theirs, came_from = listener.accept()
        theirs.close()
        assert came_from == ours.getsockname()


def test_a_port_in_use_is_one_sentence() -> None:
    """It names the port, and what to do."""
    port = free_port()
    with listen(Settings(host="127.0.0.1", port=port)), pytest.raises(NotStarted) as refusal:
        listen(Settings(host="127.0.0.1", port=port))
    assert str(refusal.value) == (
        f"Port {port} of 127.0.0.1 is in use: stop what uses it, or set DHR_PORT to another."
    )


def test_an_address_that_is_not_ours_is_one_sentence() -> None:
    """An address of documentation belongs to no computer."""
    with pytest.raises(NotStarted, match=r"not possible to listen on port 8000 of 192\.0\.2\.1: "):
        listen(Settings(host="192.0.2.1"))
