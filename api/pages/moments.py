"""The two moments between which changes are shown: days, times of day, or when somebody last looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from fastapi import Request

from api.rest.asking import day_or_moment, moment
from api.templating import words_of_day, words_of_moment
from domain.clocks import LONDON
from domain.refusals import Refused
from projections import changes
from projections.looked import Looked

LOOKED: Final = "looked"
"""What an address says for the moment at which somebody last looked."""
LENGTH_OF_A_DAY: Final = len("2026-03-31")


@dataclass(frozen=True)
class Chosen:
    """One end of a time: as it was said, in words, as the form shows it, and the state of the log then.

    `said` is a day, whose end is meant, or a moment.
    """

    said: date | datetime
    words: str
    day: date
    time: str
    state: changes.Moment

    @property
    def is_moment(self) -> bool:
        """Whether it is a moment rather than the end of a day."""
        return isinstance(self.said, datetime)


def chosen(request: Request, name: str, usually: date, looked: Looked | None = None) -> Chosen:
    """The end that the address names, `usually` without one. Refuses what is no day or moment, or to come."""
    said = _said(request, name)
    if said == LOOKED:
        return _when_looked(request, looked) if looked else _of(request, usually, name)
    try:
        return _of(request, day_or_moment(said) if said else usually, name)
    except ValueError:
        raise Refused(f"The address asks for “{said}”, which is no day.", field=name) from None


def _said(request: Request, name: str) -> str:
    said = request.query_params.get(name, "")
    time = request.query_params.get(f"{name}_time", "")
    return f"{said}T{time}" if time and len(said) == LENGTH_OF_A_DAY else said


def _of(request: Request, said: date | datetime, name: str) -> Chosen:
    when = moment(request, said, name)
    state = changes.Moment(when.position(request), when.today)
    if not isinstance(said, datetime):
        return Chosen(said, words_of_day(said), said, "", state)
    there = (said if said.tzinfo else said.replace(tzinfo=LONDON)).astimezone(LONDON)
    return Chosen(there, words_of_moment(there), there.date(), f"{there:%H:%M}", state)


def _when_looked(request: Request, looked: Looked) -> Chosen:
    """Just after the last entry that was seen then, which may be a little before the button was pressed."""
    recorded_at = request.app.state.store.log.recorded_at(looked.position)
    after = recorded_at + timedelta(microseconds=1) if recorded_at else looked.looked_at
    there = looked.looked_at.astimezone(LONDON)
    state = changes.Moment(looked.position, there.date())
    return Chosen(after, words_of_moment(there), there.date(), f"{there:%H:%M}", state)
