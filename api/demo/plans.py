"""The two invented plans: files with days that count from today, read as any plan is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from api.importing.reading import read_plan
from domain.clocks import add_months
from domain.provenance import Provenance
from domain.tracker.importing import PlanFile, prepare, save
from domain.vocabulary import How

if TYPE_CHECKING:
    from api.demo.cast import Cast
    from domain.tracker import Tracker

OFFSET = re.compile(r"\{(month|year|)([+-]\d+)\}")


def import_plan(tracker: Tracker, cast: Cast, name: str, *, reference: str, issued: bool) -> None:
    """Import one of the files beside this module into a review of its own, opened by the import."""
    content = dated(files(__package__).joinpath(name).read_text("utf-8"), cast.today).encode()
    prepared = prepare(
        tracker,
        cast.partnership,
        reference,
        file=PlanFile(name, sha256(content).hexdigest()),
        plan=read_plan(name, content),
        issued=issued,
        by=Provenance(how=How.IMPORT, today=cast.today, reason="Invented demonstration data."),
    )
    save(tracker, prepared, open_review=True)


def dated(text: str, today: date) -> str:
    """The text with a day, a month or a year in the place of marks such as {-40}, {month+2} and {year+1}."""
    return OFFSET.sub(lambda mark: _written(mark[1], int(mark[2]), today), text)


def _written(unit: str, offset: int, today: date) -> str:
    if unit == "month":
        return f"{add_months(today, offset):%B %Y}"
    if unit == "year":
        return str(today.year + offset)
    return f"{today + timedelta(days=offset):%d/%m/%Y}"
