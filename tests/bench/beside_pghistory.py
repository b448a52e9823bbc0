"""The same job as in `store`, done by the tracker and by Django with django-pghistory, in turns."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figures import Figure, Place, Size
from tests.bench.store import OF_A_TURN, one_writer
from tests.bench.turns import a_second

PYTHON = Path(".venv-bench/bin/python")
PROGRAM = Path(__file__).with_name("with_pghistory")
AIMS = {"create": 1.0, "change": 1.2}
WHAT = {
    "create": "create: plan an action with user and reason, and save",
    "change": "change: load it, report progress with user and reason, and save",
}


class Django:
    """The other program, at its standard input and output."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        assert self._line() == ["ready"]
        self.done = {"create": 0, "change": 0}

    def create(self, times: int) -> None:
        """Have so many actions planned."""
        self._ask("create", times)

    def change(self, times: int) -> None:
        """Have progress reported so many times."""
        self._ask("change", times)

    def check(self) -> None:
        """Every row is there, and an event for everything that was done. Ends it."""
        assert self._process.stdin
        self._process.stdin.close()
        rows, events = (int(word) for word in self._line())
        assert rows == self.done["create"] + OF_A_TURN
        assert events == rows + self.done["change"]

    def _ask(self, what: str, times: int) -> None:
        assert self._process.stdin
        print(what, times, file=self._process.stdin, flush=True)
        assert self._line() == ["done"]
        self.done[what] += times

    def _line(self) -> list[str]:
        assert self._process.stdout
        return self._process.stdout.readline().split()


@contextmanager
def django(url: str) -> Iterator[Django]:
    """The other program on an empty database."""
    command = [str(PYTHON), str(PROGRAM), url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Django(process)
        finally:
            process.terminate()


def figures(size: Size, place: Place) -> list[Figure]:
    """Both at the same job. Where the other is not installed (only `make bench` does that), it says so."""
    if not PYTHON.exists():
        return [
            Figure("django-pghistory", "left out: it is measured only where `make bench` has installed it")
        ]
    with one_writer(place) as writer, place.database() as url, django(url) as other:
        times = min(OF_A_TURN, size.changes)
        works = {
            "our create": writer.create,
            "their create": other.create,
            "our change": writer.change,
            "their change": other.change,
        }
        rates = a_second(times, size.changes // times, works)
        writer.check()
        other.check()
    return [_beside(what, rates[f"our {what}"], rates[f"their {what}"]) for what in AIMS]


def _beside(what: str, our: float, their: float) -> Figure:
    return Figure(
        WHAT[what],
        f"{our:,.0f} a second",
        f"{their:,.0f} a second in Django with django-pghistory",
        f"{our / their:.2f}",
        f"{AIMS[what]}",
        our / their >= AIMS[what],
    )
