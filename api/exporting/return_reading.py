"""A workbook that an agency has filled in: which changes it asks for, and what of it cannot be taken.

Nothing is guessed and nothing is recorded here: each row is taken as it stands, or refused in one sentence.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any, Final, NamedTuple
from uuid import UUID

from xlsxwriter.utility import xl_col_to_name

from api.commands.command import LONGEST_PROSE
from api.exporting.return_sheet import FILLED_IN, YES, Asked
from api.importing.opening import Form, opened
from api.importing.package import check_package
from api.importing.refusing import UnreadablePlan
from api.importing.tables import Row
from api.importing.workbook import workbook_tables
from domain.clocks import in_words
from domain.dates import read_date
from domain.refusals import Refused, refuse_if
from domain.vocabulary import Delivery, Forecast

_QUOTED: Final = 60
"""Characters of a cell that a sentence about it repeats at most."""
TAKE_A_NEW_ONE: Final = "Take a new sheet for it."

ChangedSince = Callable[[UUID, int], str]
"""By whom and when an action was changed after a version; "" where what the sheet asks for still fits."""


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
    """What one row asks to record, on the version of the action that it was compared with.

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
    """A row that cannot be taken, and why, in one sentence; `cell` (like "J5") where one cell is why."""

    row: int
    number: str
    sentence: str
    cell: str = ""


@dataclass(frozen=True)
class Returned:
    """All that a sheet says: what it asks to change, what is refused, and how many rows were left empty."""

    changes: tuple[ProposedChange, ...]
    refused: tuple[RefusedRow, ...]
    left_empty: int


def read_return(
    name: str,
    content: bytes | Path,
    open_actions: Iterable[Any],
    *,
    today: date,
    changed_since: ChangedSince = lambda _action, _version: "by somebody",
) -> Returned:
    """Read a filled-in sheet beside the agency's open actions as they stand (`row`s of `ActionSeen`).

    Raises Refused, with one sentence, for a file that is not such a sheet.
    """
    name = PurePath(name).name
    compared = _Compared({str(row.id): row for row in open_actions}, today, changed_since)
    changes: list[ProposedChange] = []
    refused: list[RefusedRow] = []
    headings, rows = _rows(name, content)
    empty = 0
    for row in rows:
        texts = dict(zip(headings, (cell.text for cell in row.cells), strict=False))
        if not any(texts.get(asked) for asked in FILLED_IN):
            empty += 1
            continue
        try:
            changes.append(compared.change(row.number, texts))
        except Refused as refusal:
            cell = _cell(headings, refusal.field, row.number)
            refused.append(RefusedRow(row.number, compared.number_of(texts), str(refusal), cell))
    return Returned(tuple(changes), tuple(refused), empty)


def _rows(name: str, content: bytes | Path) -> tuple[list[str], list[Row]]:
    """The headings, and the rows under them."""
    rows = _filled_rows(name, content)
    for place, row in enumerate(rows):
        headings = [cell.text for cell in row.cells]
        if {Asked.IDENTITY, Asked.VERSION} <= set(headings):
            return headings, rows[place + 1 :]
    raise Refused(
        f"{name} has no column “{Asked.IDENTITY}”: send back the sheet that you were given.", field="file"
    )


def _cell(headings: Sequence[str], asked: str | None, row: int) -> str:
    return f"{xl_col_to_name(headings.index(asked))}{row}" if asked in headings else ""


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


class _Compared:
    """The open actions as they stand, beside which each row is held."""

    def __init__(self, known: dict[str, Any], today: date, changed_since: ChangedSince) -> None:
        self._known, self._today, self._changed_since = known, today, changed_since
        self._seen: set[str] = set()

    def number_of(self, texts: dict[str, str]) -> str:
        """The number of the action that a row is about, "" where it is about none."""
        standing = self._known.get(texts.get(Asked.IDENTITY, "").lower())
        return standing.number if standing else ""

    def change(self, number: int, texts: dict[str, str]) -> ProposedChange:
        """What a row asks for. Refuses what cannot be recorded as it stands."""
        return _Filled(number, self._standing(texts), texts, self._today).change()

    def _standing(self, texts: dict[str, str]) -> Any:
        """The action of a row, as it stands. Refuses an unknown, a repeated and a changed one."""
        identity = texts.get(Asked.IDENTITY, "").lower()
        refuse_if(
            identity not in self._known,
            "This row is about no open action of this agency; it may have been closed or moved.",
            field=Asked.IDENTITY,
        )
        repeated = identity in self._seen
        self._seen.add(identity)
        refuse_if(repeated, "This action stands in two rows: say all of it in one.", field=Asked.IDENTITY)
        row, said = self._known[identity], texts.get(Asked.VERSION, "")
        known = said.isascii() and said.isdigit() and int(said) <= row.version
        refuse_if(
            not known,
            f"This is no version of the action that the tracker knows. {TAKE_A_NEW_ONE}",
            field=Asked.VERSION,
        )
        if said != str(row.version) and (since := self._changed_since(row.id, int(said))):
            raise Refused(f"The action was changed {since}, after this sheet was made. {TAKE_A_NEW_ONE}")
        return row


class _Filled:
    """One row that somebody has filled in."""

    def __init__(self, number: int, row: Any, texts: dict[str, str], today: date) -> None:
        self._number, self._row, self._texts, self._today = number, row, texts, today

    def change(self) -> ProposedChange:
        """The change that it asks for. Refuses what cannot be recorded as it stands."""
        completed, more_time = self._completed(), self._more_time()
        refuse_if(
            bool(completed and more_time),
            "It is reported complete and asks for more time: say one of the two.",
            field=Asked.UNTIL,
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
        said = self._texts.get(asked, "")
        longer = len(said) > LONGEST_PROSE
        refuse_if(longer, f"This is longer than {LONGEST_PROSE:,} characters: say it shorter.", field=asked)
        return said

    def _forecast(self) -> Forecast | None:
        said = self._said(Asked.FORECAST)
        choices = {str(one): one for one in Forecast}
        refuse_if(
            bool(said) and said.casefold() not in choices,
            f"“{said[:_QUOTED]}” is no forecast: choose {', '.join(choices)}.",
            field=Asked.FORECAST,
        )
        return choices[said.casefold()] if said else None

    def _completed(self) -> Completed | None:
        said, what = self._said(Asked.COMPLETE), self._said(Asked.WHAT_WAS_DONE)
        day = self._day(Asked.COMPLETED_ON)
        refuse_if(
            said.casefold() not in ("", YES, "no"),
            f"“{said[:_QUOTED]}” under “{Asked.COMPLETE}” is neither yes nor empty.",
            field=Asked.COMPLETE,
        )
        if said.casefold() != YES:
            refuse_if(
                bool(what or day),
                f"It says what was done, or when, but not {YES} under “{Asked.COMPLETE}”.",
                field=Asked.COMPLETE,
            )
            return None
        if day is None:
            sentence = "It is reported complete without the day on which it was completed."
            raise Refused(sentence, field=Asked.COMPLETED_ON)
        refuse_if(
            day > self._today,
            f"It cannot have been completed on {in_words(day)}, which has not come yet.",
            field=Asked.COMPLETED_ON,
        )
        sentence = "It is reported complete, but does not say what was done."
        refuse_if(not what, sentence, field=Asked.WHAT_WAS_DONE)
        return Completed(day, what, self._said(Asked.EVIDENCE))

    def _more_time(self) -> MoreTime | None:
        until, why = self._day(Asked.UNTIL), self._said(Asked.WHY)
        if until is None:
            refuse_if(bool(why), "It says why more time is needed, but not until when.", field=Asked.UNTIL)
            return None
        due: date | None = self._row.due
        for wrong, sentence in (
            (due is None, "It asks for more time, but has no due date to extend."),
            (
                self._row.asked_until is not None,
                "A request for more time is waiting for its decision already.",
            ),
            (
                due is not None and until <= due,
                f"It asks for more time until {in_words(until)}, which is not later than its due date.",
            ),
        ):
            refuse_if(wrong, sentence, field=Asked.UNTIL)
        refuse_if(not why, "It asks for more time, but does not say why.", field=Asked.WHY)
        return MoreTime(until, why)

    def _day(self, asked: Asked) -> date | None:
        said = self._said(asked)
        day = read_date(said) if said else None
        sentence = f"“{said[:_QUOTED]}” under “{asked}” is not a day: write it as 31/03/2027."
        refuse_if(bool(said) and day is None, sentence, field=asked)
        return day


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
