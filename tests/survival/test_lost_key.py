"""Services whose master key is lost say so in one sentence and stop, and go on once it is back."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from tests.survival.patience import is_back
from tests.survival.serving import Installation, serving

pytestmark = pytest.mark.process

CONTENTS = {"lost": None, "empty": b"", "another": b"x" * 32}


def put(installation: Installation, content: bytes | None) -> Path:
    """The file of the key, with something else in it, or gone."""
    path = installation.folder / "master.key"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    return path


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_no_service_starts_without_its_key(
    database_url: str, data_folder: Path, content: bytes | None
) -> None:
    """`dhr serve`, `web` and `worker`, by themselves on a database that is set: one sentence, status 1."""
    installation = Installation(data_folder, {"DATABASE_URL": database_url})
    installation.dhr("migrate")
    path = put(installation, content)
    for service in ("serve", "web", "worker"):
        said = installation.dhr(service, check=False)
        assert said.returncode == 1, service
        [line] = [one for one in said.stderr.splitlines() if "timestamp=" not in one]
        assert str(path) in line, service
        assert (path.read_bytes() if path.exists() else None) == content, service
    assert installation.processes() == []


def test_the_whole_service_does_not_start_without_its_key(installation: Installation) -> None:
    """On the embedded database, and nothing is left running."""
    installation.dhr("person", "add", "Pat", "pat@example.org")
    path = put(installation, None)
    said = installation.dhr("serve", check=False)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == (
        f"The master key {path} is not there, but the database has text that only it can open: put the file"
        " back, or set DHR_MASTER_KEY_FILE to where it is.\n"
    )
    assert not path.exists()
    assert is_back(lambda: installation.processes() == [])


def test_a_key_that_is_lost_while_it_serves(installation: Installation) -> None:
    """What runs goes on; what is started anew says what is missing, and comes back with the key."""
    with serving(installation):
        assert is_back(installation.is_ready)
        path = installation.folder / "master.key"
        key = path.read_bytes()
        path.unlink()
        assert installation.is_ready()
        said = installation.dhr("person", "list", check=False)
        assert (said.returncode, said.stderr.count("\n")) == (1, 1)
        found = installation.dhr("doctor", check=False)
        assert found.returncode == 1
        assert f"master key: wrong. The master key cannot be read from {path}" in found.stdout
        web = installation.process("api.cli web")
        assert web is not None
        os.kill(web, signal.SIGKILL)
        assert is_back(partial(is_said, installation, str(path)))
        assert not path.exists()
        path.write_bytes(key)
        path.chmod(0o600)
        assert is_back(installation.is_ready)


def is_said(installation: Installation, words: str) -> bool:
    """Whether the service has said in its log that its key is not there."""
    log = (installation.folder / "serve.log").read_text()
    return "The master key" in log and words in log
