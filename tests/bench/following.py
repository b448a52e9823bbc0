"""Views that a worker feeds while people change things and look at lists, also while all are rebuilt.

As a program it is that worker (`follow URL KEY`), or the rebuild (`rebuild URL KEY`): processes of their own,
as in an installation.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path
from threading import Event
from time import perf_counter
from uuid import UUID

from domain.action import Action
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker
from domain.vocabulary import How
from projections import actions
from projections.choosing import Filters
from projections.projector import Projector
from projections.reading import Views
from projections.rebuild import rebuild
from projections.views import VIEWS
from tests.bench.figures import TODAY, Figure, Size

CHANGES_A_SECOND, CHANGES_BESIDE, PEOPLE = 50, 5, 8
LOOKS_FEWER = 4
"""Each look takes two questions, and nobody else asks meanwhile."""
LONGEST = 20.0
"""Seconds after which a change that is not seen is lost."""
VISIBLE_AIM = 0.05

OPEN_ACTIONS = """
    select id
    from actions
    where until is null and delivery in ('planned', 'accepted', 'in progress', 'sent back')
    order by id
    limit %s
    """
NOTES = "select count(*) as notes from progress_notes where position = any (%s)"


class Office:
    """People who change actions and look at the overdue lists of partnerships."""

    def __init__(self, store: Store, views: Views, changes: int) -> None:
        self.tracker, self.views = Tracker(store), views
        with views.reading() as connection:
            self.actions = [row.id for row in connection.execute(OPEN_ACTIONS, [changes])]
            self.partnerships = [row.id for row in connection.execute("select id from partnerships")]

    def change(self, action: UUID) -> tuple[int, float]:
        """Report progress; the position, and after how many seconds all views have it."""
        by = Provenance(How.FORM, TODAY, reason="Said at the meeting.")
        position = self.tracker.change(
            Action.report_progress, Action, action, progress="Half of the staff are trained.", by=by
        )
        begun = perf_counter()
        assert self.views.wait_for(position, timeout=LONGEST), "A change was not seen."
        return position, perf_counter() - begun

    def look(self, partnership: UUID) -> float:
        """The first page of what is overdue, and how much there is of it; how many seconds that took."""
        begun, filters = perf_counter(), Filters(partnerships=[partnership], overdue=True)
        with self.views.reading() as connection:
            page = actions.listed(connection, filters, today=TODAY)
            count = actions.counted(connection, filters, today=TODAY)
        assert len(page) == min(count, 50)
        return perf_counter() - begun

    def looks(self, enough: Callable[[int], bool]) -> list[float]:
        """Look at one partnership after the other until it is enough, asked with how many there were."""
        found: list[float] = []
        for partnership in cycle(self.partnerships):
            if found and enough(len(found)):
                break
            found.append(self.look(partnership))
        return found

    def changes(self, enough: Callable[[int], bool], a_second: float) -> list[float]:
        """Change one action after the other at a steady pace; after how many seconds each was seen."""
        made: list[Future[tuple[int, float]]] = []
        begun = perf_counter()
        with ThreadPoolExecutor(PEOPLE) as people:
            for action in cycle(self.actions):
                if made and enough(len(made)):
                    break
                time.sleep(max(0.0, begun + len(made) / a_second - perf_counter()))
                made.append(people.submit(self.change, action))
        self._check([one.result()[0] for one in made])
        return [one.result()[1] for one in made]

    def _check(self, positions: list[int]) -> None:
        with self.views.reading() as connection:
            found = connection.execute(NOTES, [positions]).fetchone()
        assert found
        assert found.notes == len(set(positions)) == len(positions)


def among_people(store: Store, key: Path, size: Size) -> list[Figure]:
    """How soon changes are seen, and how long pages take: without a rebuild, and beside one."""
    url = store.datastore.conninfo
    with store.connection() as connection:
        connection.execute("checkpoint")  # what the figures before this have left to write
    with closing(Views(url)) as views, _process("follow", url, key):
        office = Office(store, views, size.changes)
        while not views.fed():
            time.sleep(0.1)
        seen = office.changes(lambda made: made >= size.changes, CHANGES_A_SECOND)
        at_rest = office.looks(lambda found: found >= size.requests // LOOKS_FEWER)
        meanwhile, seen_meanwhile = _beside_a_rebuild(office, url, key)
        return [
            _seen(f"at {CHANGES_A_SECOND} a second", seen, VISIBLE_AIM),
            _seen(f"at {CHANGES_BESIDE} a second, beside a rebuild", seen_meanwhile),
            _looked(meanwhile, at_rest),
        ]


def _beside_a_rebuild(office: Office, url: str, key: Path) -> tuple[list[float], list[float]]:
    """Look, and change, until another process has rebuilt all views."""
    with _process("rebuild", url, key) as rebuilding, ThreadPoolExecutor(1) as changing:

        def over(_: int) -> bool:
            return rebuilding.poll() is not None

        changes = changing.submit(office.changes, over, CHANGES_BESIDE)
        looks = office.looks(over)
        assert rebuilding.returncode == 0
        return looks, changes.result()


def _seen(when: str, seconds: list[float], aim: float | None = None) -> Figure:
    last = _of_a_hundred(99, seconds)
    measured = f"p99 {_ms(last)}, p50 {_ms(_of_a_hundred(50, seconds))}"
    figure = Figure(f"change to visible in all views, {when}", measured)
    return figure._replace(aim=f"p99 under {_ms(aim)}", met=last < aim) if aim else figure


def _looked(meanwhile: list[float], at_rest: list[float]) -> Figure:
    slow, plainly = _of_a_hundred(99, meanwhile), _of_a_hundred(99, at_rest)
    what = f"first page of an overdue list beside a rebuild, {len(meanwhile):,} times"
    return Figure(what, f"p99 {_ms(slow)}", f"without one: p99 {_ms(plainly)}", f"{slow / plainly:.1f}")


def _of_a_hundred(place: int, seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) * place // 100]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


@contextmanager
def _process(what: str, url: str, key: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-m", __name__, what, url, str(key)]) as process:
        try:
            yield process
        finally:
            process.terminate()


def main(what: str, url: str, key: str) -> None:
    """Follow the log until told to stop, or rebuild once."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with closing(Store(url, Path(key))) as store:
        if what == "rebuild":
            rebuild(store, VIEWS)
        else:
            Projector(store, VIEWS).run(stop)


if __name__ == "__main__":
    main(*sys.argv[1:])
