"""The import of a large workbook: read, compared with what is recorded, saved; and the same again."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple
from uuid import UUID

import msgspec
import xlsxwriter
from python_calamine import CalamineWorkbook

from api.importing.reading import read_plan
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker, agency, partnership
from domain.tracker.importing import PlanFile, prepare, save
from domain.vocabulary import How
from tests.bench.figures import TODAY, Figure, Place, Size

HEADINGS = (
    "No",
    "Recommendation",
    "Scope",
    "Action to take",
    "Lead agency",
    "Key milestones achieved in enacting recommendation",
    "Target date",
    "Date of completion and outcome",
)
OF_A_RECOMMENDATION, AGENCIES, KNOWN = 5, 60, 30
EVERY = 50
"""Of the file that is imported again, one action in so many is reworded."""
PLAN_SECONDS, SAVE_SECONDS, MOST_MEGABYTES = 15.0, 30.0, 500
CODE, REFERENCE = "AREA1", "AREA1/2026/01"
KILOBYTES_OF_A_MEGABYTE = 1024
FULL_ROWS = 20_000
TOPICS = "select topic, count(*) from public.events where position > %s group by topic"
CORRELATIONS = "select count(distinct correlation) from public.events where position > %s"


class Spent(NamedTuple):
    """Seconds by the clock, and seconds of a processor in this process."""

    seconds: float
    processor: float

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.seconds - other.seconds, self.processor - other.processor)

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.processor:.1f} s of processor)"


@dataclass
class Measured:
    """What each step of an import came to; memory in megabytes, with all that the process needs besides."""

    alone: Spent
    read: Spent
    compared: Spent
    saved: Spent
    megabytes: float


def figures(size: Size, place: Place) -> list[Figure]:
    """A new plan and the same plan with some actions reworded, each in a process of its own."""
    with place.empty() as store:
        tracker, by = Tracker(store), Provenance(How.COMMAND_LINE, TODAY)
        home = partnership.register(tracker, CODE, "Safer Area 1 (invented)", by=by)
        for number in range(KNOWN):
            agency.add(tracker, f"Service {number} of Area 1", by=by)
        first, again = (_file(place, size.rows, reworded) for reworded in (False, True))
        begun = store.log.last_position()
        new = _measured(place, store, home, first)
        recommendations = -(-size.rows // OF_A_RECOMMENDATION)
        _check(store, begun, {"action.planned": size.rows, "recommendation.made": recommendations})
        begun = store.log.last_position()
        changed = _measured(place, store, home, again)
        _check(store, begun, {"action.reworded": -(-size.rows // EVERY), "action.planned": 0})
    what = f"a workbook of {size.rows:,} rows"
    return [*_figures(what, new, size), *_figures("the same again, 2 % reworded", changed, size)]


def _figures(what: str, one: Measured, size: Size) -> list[Figure]:
    planned, alone = one.read.seconds + one.compared.seconds, one.alone.seconds
    yardstick = f"reading the cells alone: {alone:.2f} s"
    found = [
        Figure(
            f"{what}: plan",
            f"{planned:.1f} s: read in {one.read}, compared in {one.compared}",
            yardstick,
            f"{planned / alone:.0f}",
            f"{PLAN_SECONDS:.0f} s",
            planned < PLAN_SECONDS,
        ),
        Figure(
            f"{what}: saved",
            f"{one.saved}",
            yardstick,
            f"{one.saved.seconds / alone:.0f}",
            f"{SAVE_SECONDS:.0f} s",
            one.saved.seconds < SAVE_SECONDS,
        ),
        Figure(
            f"{what}: memory of the process at most",
            f"{one.megabytes:.0f} MB",
            aim=f"{MOST_MEGABYTES} MB",
            met=one.megabytes < MOST_MEGABYTES,
        ),
    ]
    # The aims are for a large workbook: of a small one these are only stated.
    return found if size.rows >= FULL_ROWS else [figure._replace(aim="", met=None) for figure in found]


def _file(place: Place, rows: int, reworded: bool) -> Path:
    path = place.folder / f"plan-{rows}-{reworded}.xlsx"
    path.write_bytes(workbook(rows, reworded=reworded))
    return path


def workbook(rows: int, *, reworded: bool) -> bytes:
    """A plan with so many actions, five of each recommendation; some of them `reworded`."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "in_memory": False}) as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(rows):
            sheet.write_row(number + 1, 0, _row(number, reworded=reworded and number % EVERY == 0))
    return content.getvalue()


def _row(number: int, *, reworded: bool) -> list[str]:
    recommendation, begins = number // OF_A_RECOMMENDATION + 1, number % OF_A_RECOMMENDATION == 0
    wording = f"Agencies should do what stands under number {recommendation}, and say what came of it."
    again = " once more" if reworded else ""
    return [
        f"R{recommendation}" if begins else "",
        wording if begins else "",
        "Local" if begins else "",
        f"Do step {number} of recommendation {recommendation}{again}, and say what came of it.",
        f"Service {number % AGENCIES} of Area 1",
        f"The first meeting of step {number} was held." if number % 3 == 0 else "",
        f"{1 + number % 28:02}/{1 + number % 12:02}/{TODAY.year - 1 + number % 4}",
        "",
    ]


def _check(store: Store, begun: int, wanted: dict[str, int]) -> None:
    """Every row is there once, and all of an import under one correlation."""
    with store.connection() as connection:
        found = Counter(dict(connection.execute(TOPICS, [begun]).fetchall()))
        assert connection.execute(CORRELATIONS, [begun]).fetchall() == [(1,)]
    assert {topic: found[topic] for topic in wanted} == wanted
    assert found["review.plan_imported"] == 1


def _measured(place: Place, store: Store, home: UUID, file: Path) -> Measured:
    """Import a file in a process of its own, so that its memory is that of an import alone."""
    given = (store.datastore.conninfo, str(place.key), str(home), str(file))
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.plans", *given], check=True, stdout=subprocess.PIPE
    )
    return msgspec.json.decode(done.stdout, type=Measured)


def imported(conninfo: str, key: Path, home: UUID, file: Path) -> Measured:
    """Import a file, and measure each step."""
    content, clock = file.read_bytes(), [_now()]
    CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Plan").to_python()
    clock.append(_now())
    plan = read_plan(file.name, content)
    clock.append(_now())
    with closing(Store(conninfo, key)) as store:
        of, by = PlanFile(file.name, sha256(content).hexdigest()), Provenance(How.IMPORT, TODAY)
        ready = prepare(Tracker(store), home, REFERENCE, file=of, plan=plan, by=by)
        clock.append(_now())
        save(Tracker(store), ready, open_review=True)
        clock.append(_now())
    alone, read, compared, saved = (end - begun for begun, end in pairwise(clock))
    return Measured(alone, read, compared, saved, _most_megabytes())


def _most_megabytes() -> float:
    """The most memory that this program had; `getrusage` would count that of the process that began it."""
    said = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(said["VmHWM"].removesuffix("kB")) / KILOBYTES_OF_A_MEGABYTE


def _now() -> Spent:
    return Spent(perf_counter(), process_time())


if __name__ == "__main__":
    given_conninfo, given_key, given_home, given_file = sys.argv[1:]
    measured = imported(given_conninfo, Path(given_key), UUID(given_home), Path(given_file))
    sys.stdout.buffer.write(msgspec.json.encode(measured))
