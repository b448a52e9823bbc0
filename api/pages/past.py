"""The state that a page shows: that of now, or of a day or moment in the past, where nothing changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.rest.asking import day_or_moment, moment, until
from api.templating import words_of_day, words_of_moment
from domain.clocks import LONDON, london_day
from domain.refusals import Refused
from domain.store.log import LogEntry

ADDRESS: Final = re.compile(
    r'href="(/|/(?:actions|reviews|agencies|people|recommendations|log)(?:/(?:[0-9a-f-]{36}(?:/(?:learning|plan-versions|statement))?|[0-9]+))?)'
    r'(?:\?((?:(?!as_at=)[^"#])*))?(#[^"]*)?"'
)
"""A link to a page that can show the past, and that names no day itself."""


@dataclass(frozen=True)
class Shown:
    """What a page shows: `today` is the day on which overdue is reckoned, `at` a position, None for now.

    `entries_until` is the first instant that no longer belongs to it, `words` the day or moment as people
    write it: both None and "" for now. `kept` is the rest of the query, for the form that chooses a day.
    `begins` is the day of the first entry of all, where nothing was recorded by then; None anywhere else.
    """

    today: date
    at: int | None
    latest: date
    path: str
    kept: tuple[tuple[str, str], ...]
    asked: str = ""
    words: str = ""
    entries_until: datetime | None = None
    begins: date | None = None

    @property
    def past(self) -> bool:
        """Whether it is the past."""
        return self.at is not None

    @property
    def present(self) -> str:
        """The address of the same page as things stand now."""
        return f"{self.path}?{urlencode([*self.kept, ('as_at', '')])}"

    @property
    def beginning(self) -> str:
        """The address of the same page as at the first day on which anything was recorded."""
        if self.begins is None or self.begins >= self.latest:
            return self.present
        return f"{self.path}?{urlencode([*self.kept, ('as_at', self.begins.isoformat())])}"

    @property
    def moment(self) -> str:
        """The moment in London as the form for one takes it; "" where a day is shown."""
        until, is_day = self.entries_until, len(self.asked) == len("2026-03-31")
        return f"{until.astimezone(LONDON):%Y-%m-%dT%H:%M}" if until and not is_day else ""

    @property
    def query(self) -> dict[str, str]:
        """The day as query words for a file."""
        return {"as_at": self.asked} if self.past else {}

    def recorded(self, entries: list[LogEntry]) -> list[LogEntry]:
        """Of the history of a thing, what was recorded by then."""
        return [one for one in entries if self.at is None or one.position <= self.at]

    def leading_on(self, answer: HTMLResponse) -> HTMLResponse:
        """The page with its links leading to other pages as at the same day."""
        text = bytes(answer.body).decode()
        return HTMLResponse(ADDRESS.sub(self._leading_on, text), answer.status_code)

    def _leading_on(self, link: re.Match[str]) -> str:
        path, query, fragment = link.groups(default="")
        asked = urlencode({"as_at": self.asked})
        return f'href="{path}?{f"{query}&amp;{asked}" if query else asked}{fragment}"'


def shown(request: Request) -> Shown:
    """The state that the address asks for. Refuses what is no day, and what lies in the future."""
    said = request.query_params.get("as_at", "")
    try:
        as_at = day_or_moment(said) if said else None
    except ValueError:
        raise Refused(f"The address asks for “{said}”, which is no day.", field="as_at") from None
    when, now = moment(request, as_at), moment(request, None)
    pairs = request.query_params.multi_items()
    kept = tuple(pair for pair in pairs if pair[0] not in ("as_at", "page", "done") and pair[1])
    if as_at is None or when.at is None:
        return Shown(now.today, None, now.today, request.url.path, kept)
    words = words_of_moment(until(as_at)) if isinstance(as_at, datetime) else words_of_day(as_at)
    state = Shown(when.today, when.at, now.today, request.url.path, kept, said, words, until(as_at))
    return state if when.at else replace(state, begins=_first_day(request))


def _first_day(request: Request) -> date | None:
    first = request.app.state.store.log.recorded_at(1)
    return london_day(first) if first else None
