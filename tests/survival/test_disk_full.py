"""A disk that is full: whoever cannot be served is told so, and with room again all goes on."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.soaking import soaked
from tests.survival.checking import all_mail_is_gone, connected, everything_is_there
from tests.survival.full_disk import WAYS, Disk
from tests.survival.mailing import MailServer
from tests.survival.patience import is_back
from tests.survival.serving import Installation, serving
from tests.survival.working import Work, invited

TIMES = soaked(10, 1)
FULL_FOR_SECONDS = soaked(20, 3)

pytestmark = [
    pytest.mark.process,
    pytest.mark.soak("a disk that fills up", f"{TIMES} times, full for {FULL_FOR_SECONDS} s"),
]


@pytest.mark.parametrize("way", soaked(WAYS, WAYS[:1]))
def test_a_disk_fills_up(
    data_folder: Path, tmp_path: Path, way: Callable[[Path], AbstractContextManager[Disk]]
) -> None:
    """Database, log and all: each change is refused in a sentence or kept, and the rest comes by itself."""
    mail = MailServer(tmp_path)
    installation = Installation(data_folder, {"DHR_TRIAL": "1", "DHR_SMTP_URL": mail.url})
    with way(data_folder) as disk, serving(installation, "--demo") as running:
        work = Work(installation, *invited(installation))
        try:
            for _ in range(TIMES):
                assert work.gets_on()
                fill_up_and_clear(disk, installation, work)
            work.stop()
            with connected(installation) as (_, connection):
                assert is_back(lambda: all_mail_is_gone(connection))
            check = installation.dhr("rebuild", "--check", check=False)
            assert check.returncode == 0, (check.stdout, check.stderr)
            everything_is_there(installation, work, mail, way.__name__)
            assert running.end(signal.SIGTERM) == 0
        finally:
            work.give_up()
            mail.kill()


def fill_up_and_clear(disk: Disk, installation: Installation, work: Work) -> None:
    """Fill the disk until people are refused, let them try for a while, and make room again."""
    work.refusals.clear()
    disk.fill(installation)
    assert is_back(lambda: bool(work.refusals)), "Nobody was told anything."
    time.sleep(FULL_FOR_SECONDS)
    disk.make_room(installation)
    assert work.gets_on(), (installation.folder / "serve.log").read_text()[-3000:]
    assert is_back(installation.is_ready), installation.ask("GET", "/readyz")
