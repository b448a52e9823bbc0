"""`make bench` measures every subject and writes docs/bench.md.

With `--long` it measures what grows with the actions, at ten times as many, and writes docs/bench-long.md.

With the names of some subjects it prints their tables, and writes nothing.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from domain.clocks import london_day
from tests.bench.document import WHERE, document, table
from tests.bench.figures import FULL, LONG, place
from tests.bench.subjects import GROWING, SUBJECTS


def main(arguments: list[str]) -> None:
    """Measure what is asked for, everything by default."""
    long = "--long" in arguments
    asked = [word for word in arguments if word != "--long"]
    size, where = (LONG, WHERE.with_stem("bench-long")) if long else (FULL, WHERE)
    with place() as here:
        found = {}
        for name in asked or (GROWING if long else SUBJECTS):
            found[name] = SUBJECTS[name](size, here)
            print(f"## {name}\n\n{table(found[name])}", flush=True)
        if not asked:
            day = london_day(datetime.now(UTC))
            where.write_text(document(found, size, here, day), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
