"""What comes over the network as bytes, past everything that a well-behaved client would say."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
import uvicorn
from fastapi import FastAPI

from api.cli.receiving import LARGEST_HEAD, Receiving, configured

Asked = Callable[[bytes], bytes]
STATUS = slice(9, 12)


@pytest.fixture
def listener(app: FastAPI) -> Iterator[socket.socket]:
    """The socket of the very server that `dhr web` runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(configured(app))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield listening
        server.should_exit = True
        thread.join(timeout=30)
        assert not thread.is_alive()


@pytest.fixture
def asked(listener: socket.socket) -> Asked:
    """Sends bytes; what comes back until the server has closed the connection."""

    def ask(sent: bytes) -> bytes:
        with socket.create_connection(listener.getsockname(), timeout=30) as connection:
            try:
                connection.sendall(sent)
                return b"".join(iter(lambda: connection.recv(65536), b""))
            except ConnectionError:
                return b""

    return ask


def request(target: bytes, *headers: bytes, method: bytes = b"GET", host: bytes = b"testserver") -> bytes:
    """A request without a body, after which the connection ends."""
    lines = [method + b" " + target + b" HTTP/1.1", b"Host: " + host, b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def test_it_answers_and_says_nothing_of_itself(asked: Asked) -> None:
    """Which server it is, and of which version, is nobody's business."""
    answer = asked(request(b"/healthz"))
    assert answer[STATUS] == b"200"
    assert b"server:" not in answer.lower()
    assert b"x-powered-by" not in answer.lower()


@pytest.mark.parametrize("sent", [b"X-Long: " + b"x" * 400_000, (b"X-Many: x\r\n" * 40_000)[:-2]])
def test_headers_that_are_too_large(asked: Asked, sent: bytes) -> None:
    """One without an end, or many: refused after 64 KB, whatever else would have come."""
    answer = asked(b"GET /healthz HTTP/1.1\r\nHost: testserver\r\n" + sent[: 6 * LARGEST_HEAD])
    assert answer == b"" or answer[STATUS] == b"431"
    assert asked(request(b"/healthz"))[STATUS] == b"200"


def test_headers_that_are_large_and_fit(asked: Asked) -> None:
    """What a proxy or an identity provider may add passes."""
    assert asked(request(b"/healthz", b"X-Long: " + b"x" * (LARGEST_HEAD // 2)))[STATUS] == b"200"


def test_headers_that_do_not_come(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that says nothing, or begins and goes on too slowly, is not held for ever."""
    monkeypatch.setattr(Receiving, "seconds", 0.2)
    for begun in (b"", b"GET /healthz HTTP/1.1\r\nHost: tests"):
        answer = asked(begun)
        assert answer[STATUS] == b"408"
        assert b"did not come in time" in answer


def test_a_body_is_not_counted_as_a_head(asked: Asked) -> None:
    """A form of more than 64 KB comes through to where it is judged."""
    body = b"email=" + b"x" * (3 * LARGEST_HEAD)
    sent = request(
        b"/sign-in",
        b"Content-Type: application/x-www-form-urlencoded",
        b"Content-Length: %d" % len(body),
        method=b"POST",
    )
    assert asked(sent + body)[STATUS] == b"422"


@pytest.mark.parametrize(
    "host",
    [
        b"",
        b"[",
        b"evil.example/?x=",
        b"a b",
        b"evil.example:99999",
        b"@evil.example",
        b"\xff\xfe",
        b"x" * 3000,
    ],
)
def test_a_host_that_is_none(asked: Asked, host: bytes) -> None:
    """Whatever stands there is used for nothing."""
    for target in (b"/healthz", b"/sign-in", b"/actions?overdue=true"):
        answer = asked(request(target, host=host))
        assert answer[STATUS] in (b"200", b"303", b"400"), answer
        assert b"evil.example" not in answer


def test_two_lengths_of_one_body(asked: Asked) -> None:
    """What proxies and servers could read as two different requests is no request (RFC 9112, 6.3)."""
    both = (b"Transfer-Encoding: chunked", b"Content-Length: 5")
    smuggled = request(b"/sign-in", *both, method=b"POST") + b"0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n"
    assert asked(smuggled)[STATUS] == b"400"
    twice = (b"Content-Length: 5", b"Content-Length: 6")
    assert asked(request(b"/sign-in", *twice, method=b"POST") + b"12345")[STATUS] == b"400"


@pytest.mark.parametrize("method", [b"TRACE", b"TRACK", b"CONNECT", b"PROPFIND", b"DEBUG"])
def test_methods_that_no_address_has(asked: Asked, method: bytes) -> None:
    """None of them shows anything, and TRACE repeats nothing."""
    answer = asked(request(b"/healthz", b"X-Secret: repeated", method=method))
    assert answer[STATUS] in (b"400", b"405")
    assert b"repeated" not in answer


def test_no_websocket(asked: Asked) -> None:
    """None is offered, so none has to be guarded."""
    upgrade = (
        b"Upgrade: websocket",
        b"Sec-WebSocket-Version: 13",
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    )
    sent = request(b"/healthz", *upgrade).replace(b"Connection: close", b"Connection: Upgrade, close")
    assert asked(sent)[STATUS] == b"200"


@pytest.mark.parametrize(
    "target",
    [
        b"/static/../app.py",
        b"/static/%2e%2e/app.py",
        b"/static/..%2fapp.py",
        b"/static/..%5capp.py",
        b"/static/%2e%2e%2f%2e%2e%2fpyproject.toml",
        b"/static//etc/passwd",
        b"/static/%00",
        b"/static/../../.git/config",
    ],
)
def test_files_outside_the_folder(asked: Asked, target: bytes) -> None:
    """No way of writing a path leads out of the folder of what is served."""
    answer = asked(request(target))
    assert answer[STATUS] in (b"404", b"400", b"303"), answer
    assert b"create_app" not in answer


@pytest.mark.parametrize("target", [b"/static/", b"/static", b"/static/frontend/", b"/static/frontend"])
def test_no_folder_is_listed(asked: Asked, target: bytes) -> None:
    """A folder is nothing to look at."""
    assert asked(request(target))[STATUS] in (b"404", b"303")


@pytest.mark.parametrize("target", [b"/sign-in?next=\xff", b"/sign-in?\xed\xa0\x80=1", b"/\xff", b"/%ff%fe"])
def test_bytes_that_are_no_text(asked: Asked, target: bytes) -> None:
    """They are refused or taken for something else, and break nothing."""
    assert asked(request(target))[STATUS] in (b"200", b"303", b"400", b"404")


def test_the_source_is_not_what_a_stranger_says(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """`X-Forwarded-For` counts where a proxy on this computer says it, and nowhere else by default."""
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    assert configured(app).forwarded_allow_ips == "127.0.0.1,::1"
