"""A workbook that an agency has filled in: which changes it asks for, and what of it cannot be taken.

Nothing is guessed and nothing is recorded here: each row is taken as it stands, or refused in one sentence.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from uuid import UUID

from api.exporting.return_sheet import FILLED_IN, YES, Asked
from api.importing.opening import Form, opened
from api.importing.package import check_package
from api.importing.refusing import UnreadablePlan
from api.importing.tables import Row
from api.importing.workbook import workbook_tables
from domain.clocks import in_words
from domain.dates import read_date
from domain.refusals import Refused
from domain.vocabulary import Delivery, Forecast


class Difference(NamedTuple):
    """What would change of an action: how it stands, and what the sheet says."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Completed:
    """A report that an action is complete."""

    on: date
    what_was_done: str
    evidence: str


@dataclass(frozen=True)
class MoreTime:
    """A request for a later due date."""

    until: date
    why: str


@dataclass(frozen=True)
class ProposedChange:
    """What one row asks to record, on the version of the action that the sheet was made from.

    `evidence` belongs to the progress; that of a completion stands in `completed`. Record the forecast
    first, then the progress, then the completion or the request.
    """

    row: int
    action: UUID
    number: str
    version: int
    progress: str = ""
    evidence: str = ""
    forecast: Forecast | None = None
    completed: Completed | None = None
    more_time: MoreTime | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken, and why, in one sentence."""

    row: int
    number: str
    sentence: str


@dataclass(frozen=True)
class Returned:
    """All that a sheet says: what it asks to change, what is refused, and how many rows were left empty."""

    changes: tuple[ProposedChange, ...]
    refused: tuple[RefusedRow, ...]
    left_empty: int


def read_return(name: str, content: bytes | Path, open_actions: Iterable[Any], *, today: date) -> Returned:
    """Read a filled-in sheet beside the agency's open actions as they stand (`row`s of `ActionSeen`).

    Raises Refused, with one sentence, for a file that is not such a sheet.
    """
    name = PurePath(name).name
    known = {str(row.id): row for row in open_actions}
    changes: list[ProposedChange] = []
    refused: list[RefusedRow] = []
    seen: set[str] = set()
    empty = 0
    for number, texts in _rows(name, content):
        if not any(texts.get(asked) for asked in FILLED_IN):
            empty += 1
            continue
        identity = texts.get(Asked.IDENTITY, "").lower()
        try:
            row = _standing(identity, texts, known, seen)
            changes.append(_Filled(number, row, texts, today).change())
        except Refused as refusal:
            standing = known.get(identity)
            refused.append(RefusedRow(number, standing.number if standing else "", str(refusal)))
        seen.add(identity)
    return Returned(tuple(changes), tuple(refused), empty)


def _rows(name: str, content: bytes | Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The number and the texts by heading of each row under the headings."""
    headings: list[str] | None = None
    for row in _filled_rows(name, content):
        texts = [cell.text for cell in row.cells]
        if headings is None:
            headings = texts if {Asked.IDENTITY, Asked.VERSION} <= set(texts) else None
        else:
            yield row.number, dict(zip(headings, texts, strict=False))
    if headings is None:
        raise Refused(
            f"{name} has no column “{Asked.IDENTITY}”: send back the sheet that you were given.",
            field="file",
        )


def _filled_rows(name: str, content: bytes | Path) -> list[Row]:
    if PurePath(name).suffix.casefold() != Form.EXCEL:
        raise Refused(
            f"{name} is not an Excel workbook: save the sheet as .xlsx and try again.", field="file"
        )
    try:
        form, data = opened(name, content)
        check_package(name, form, data)
        tables = workbook_tables(name, data)
    except UnreadablePlan as unreadable:
        raise Refused(str(unreadable), field="file") from unreadable
    with_identities = (
        table for table in tables if any(c.text == Asked.IDENTITY for row in table.rows for c in row.cells)
    )
    found = next(with_identities, None)
    return found.rows if found else []


def _standing(identity: str, texts: dict[str, str], known: dict[str, Any], seen: set[str]) -> Any:
    """The action that the row is about, as it stands. Refuses an unknown, a repeated and a changed one."""
    if identity not in known:
        raise Refused("This row is about no open action of this agency; it may have been closed or moved.")
    if identity in seen:
        raise Refused("This action stands in two rows: say all of it in one.")
    row = known[identity]
    if texts.get(Asked.VERSION, "") != str(row.version):
        raise Refused(
            "The action was changed in the tracker after this sheet was made: take a new sheet for it."
        )
    return row


class _Filled:
    """One row that somebody has filled in."""

    def __init__(self, number: int, row: Any, texts: dict[str, str], today: date) -> None:
        self._number, self._row, self._texts, self._today = number, row, texts, today

    def change(self) -> ProposedChange:
        """The change that it asks for. Refuses what cannot be recorded as it stands."""
        completed, more_time = self._completed(), self._more_time()
        _refuse_if(
            bool(completed and more_time),
            "It is reported complete and asks for more time: say one of the two.",
        )
        change = ProposedChange(
            row=self._number,
            action=self._row.id,
            number=self._row.number,
            version=self._row.version,
            progress=self._said(Asked.PROGRESS),
            evidence="" if completed else self._said(Asked.EVIDENCE),
            forecast=self._forecast(),
            completed=completed,
            more_time=more_time,
        )
        return _with_differences(change, self._row)

    def _said(self, asked: Asked) -> str:
        return self._texts.get(asked, "")

    def _forecast(self) -> Forecast | None:
        said = self._said(Asked.FORECAST)
        choices = {str(one): one for one in Forecast}
        _refuse_if(
            bool(said) and said.casefold() not in choices,
            f"“{said}” is no forecast: choose {', '.join(choices)}.",
        )
        return choices[said.casefold()] if said else None

    def _completed(self) -> Completed | None:
        said, what = self._said(Asked.COMPLETE), self._said(Asked.WHAT_WAS_DONE)
        day = self._day(Asked.COMPLETED_ON)
        _refuse_if(
            said.casefold() not in ("", YES, "no"),
            f"“{said}” under “{Asked.COMPLETE}” is neither yes nor empty.",
        )
        if said.casefold() != YES:
            _refuse_if(
                bool(what or day),
                f"It says what was done, or when, but not {YES} under “{Asked.COMPLETE}”.",
            )
            return None
        if day is None:
            raise Refused("It is reported complete without the day on which it was completed.")
        _refuse_if(
            day > self._today, f"It cannot have been completed on {in_words(day)}, which has not come yet."
        )
        _refuse_if(not what, "It is reported complete, but does not say what was done.")
        return Completed(day, what, self._said(Asked.EVIDENCE))

    def _more_time(self) -> MoreTime | None:
        until, why = self._day(Asked.UNTIL), self._said(Asked.WHY)
        if until is None:
            _refuse_if(bool(why), "It says why more time is needed, but not until when.")
            return None
        due: date | None = self._row.due
        _refuse_if(due is None, "It asks for more time, but has no due date to extend.")
        _refuse_if(
            self._row.asked_until is not None, "A request for more time is waiting for its decision already."
        )
        _refuse_if(
            due is not None and until <= due,
            f"It asks for more time until {in_words(until)}, which is not later than its due date.",
        )
        _refuse_if(not why, "It asks for more time, but does not say why.")
        return MoreTime(until, why)

    def _day(self, asked: Asked) -> date | None:
        said = self._said(asked)
        day = read_date(said) if said else None
        _refuse_if(
            bool(said) and day is None, f"“{said}” under “{asked}” is not a day: write it as 31/03/2027."
        )
        return day


def _refuse_if(wrong: bool, sentence: str) -> None:
    if wrong:
        raise Refused(sentence)


def _with_differences(change: ProposedChange, row: Any) -> ProposedChange:
    found: list[Difference] = []
    if change.forecast:
        found.append(Difference("Forecast", str(row.forecast or "none"), str(change.forecast)))
    if change.progress:
        found.append(Difference("Progress", "", change.progress))
    if change.evidence:
        found.append(Difference("Evidence", "", change.evidence))
    if done := change.completed:
        told = f"{Delivery.REPORTED_COMPLETE} on {in_words(done.on)}"
        found.append(Difference("State", str(row.delivery), told))
        found.append(Difference("What was done", "", done.what_was_done))
        if done.evidence:
            found.append(Difference("Evidence", "", done.evidence))
    if more := change.more_time:
        found.append(Difference("Due", in_words(row.due), f"{in_words(more.until)} asked for: {more.why}"))
    return replace(change, differences=tuple(found))
