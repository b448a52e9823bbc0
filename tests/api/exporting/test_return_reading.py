"""What a filled-in sheet asks to record, and what of it is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from api.exporting.return_reading import (
    Completed,
    Difference,
    MoreTime,
    ProposedChange,
    RefusedRow,
    Returned,
    read_return,
)
from api.exporting.return_sheet import Asked, return_sheet
from api.exporting.tables import Band
from domain.refusals import Refused
from domain.vocabulary import Forecast
from tests.api.exporting.looking import sheets
from tests.api.exporting.rows import ACTION, row
from tests.api.importing.invented import repacked

TODAY = date(2026, 3, 2)
BAND = Band("Open actions", (), None, datetime(2026, 3, 2, 9, tzinfo=UTC), "Coordinator, Council")
OTHER = UUID(int=8)
DONE: dict[Asked, Any] = {
    Asked.COMPLETE: "yes",
    Asked.COMPLETED_ON: date(2026, 3, 1),
    Asked.WHAT_WAS_DONE: "All trained",
}
MORE: dict[Asked, Any] = {Asked.UNTIL: date(2026, 9, 30), Asked.WHY: "Staff left"}


def test_a_sheet_that_was_not_filled_in() -> None:
    """The sheet as handed out asks for nothing."""
    data = return_sheet([row(), row(id=OTHER)], agency="A", band=BAND)
    assert read_return("return.xlsx", data, [row(), row(id=OTHER)], today=TODAY) == Returned((), (), 2)


def test_progress_with_evidence() -> None:
    """What was done and what shows it, on the version that the sheet was made from."""
    change = taken({Asked.PROGRESS: "Course\nbooked", Asked.EVIDENCE: "Invoice"})
    assert (change.action, change.version, change.number) == (ACTION, 3, "R1/1")
    assert (change.progress, change.evidence) == ("Course\nbooked", "Invoice")
    assert change.differences == (
        Difference("Progress", "", "Course\nbooked"),
        Difference("Evidence", "", "Invoice"),
    )


@pytest.mark.parametrize("said", ["at risk", "At risk", " AT RISK "])
def test_forecast(said: str) -> None:
    """One of the three, however it is written."""
    change = taken({Asked.FORECAST: said})
    assert change.forecast is Forecast.AT_RISK
    assert change.differences == (Difference("Forecast", "none", "at risk"),)


def test_reported_complete() -> None:
    """On a day, with what was done; the evidence belongs to it."""
    change = taken({**DONE, Asked.EVIDENCE: "Register"})
    assert change.completed == Completed(date(2026, 3, 1), "All trained", "Register")
    assert change.evidence == ""
    assert change.differences == (
        Difference("State", "in progress", "reported complete on 1 March 2026"),
        Difference("What was done", "", "All trained"),
        Difference("Evidence", "", "Register"),
    )


def test_more_time() -> None:
    """Until a later day, and why."""
    change = taken(MORE)
    assert change.more_time == MoreTime(date(2026, 9, 30), "Staff left")
    assert change.differences == (
        Difference("Due", "31 March 2026", "30 September 2026 asked for: Staff left"),
    )


@pytest.mark.parametrize("said", ["30/09/2026", "30 September 2026", "2026-09-30"])
def test_days_typed_as_words(said: str) -> None:
    """A full date is taken as people here write it, also where Excel holds it as words."""
    change = taken({**MORE, Asked.UNTIL: said})
    assert change.more_time == MoreTime(date(2026, 9, 30), "Staff left")


def test_no_is_no() -> None:
    """Whoever writes "no" beside a progress note has not reported it complete."""
    assert taken({Asked.COMPLETE: "No", Asked.PROGRESS: "Begun"}).completed is None


@pytest.mark.parametrize(
    ("filled", "sentence", "column"),
    [
        ({Asked.FORECAST: "fine"}, "“fine” is no forecast: choose on track, at risk, will miss.", "J"),
        (
            {**DONE, Asked.COMPLETE: "nearly"},
            "“nearly” under “Reported complete?” is neither yes nor empty.",
            "K",
        ),
        (
            {Asked.WHAT_WAS_DONE: "All trained"},
            "It says what was done, or when, but not yes under “Reported complete?”.",
            "K",
        ),
        (
            {Asked.COMPLETED_ON: TODAY, Asked.COMPLETE: "no"},
            "It says what was done, or when, but not yes under “Reported complete?”.",
            "K",
        ),
        (
            {**DONE, Asked.COMPLETED_ON: ""},
            "It is reported complete without the day on which it was completed.",
            "L",
        ),
        (
            {**DONE, Asked.COMPLETED_ON: date(2026, 3, 3)},
            "It cannot have been completed on 3 March 2026, which has not come yet.",
            "L",
        ),
        ({**DONE, Asked.WHAT_WAS_DONE: ""}, "It is reported complete, but does not say what was done.", "M"),
        (
            {**DONE, Asked.COMPLETED_ON: "last week"},
            "“last week” under “Completed on” is not a day: write it as 31/03/2027.",
            "L",
        ),
        (
            {**MORE, Asked.UNTIL: "Q3 2026"},
            "“Q3 2026” under “More time asked until” is not a day: write it as 31/03/2027.",
            "N",
        ),
        (
            {**MORE, Asked.UNTIL: 46295},
            "“46295” under “More time asked until” is not a day: write it as 31/03/2027.",
            "N",
        ),
        (
            {**MORE, Asked.UNTIL: "31/09/2026"},
            "“31/09/2026” under “More time asked until” is not a day: write it as 31/03/2027.",
            "N",
        ),
        (
            {**MORE, Asked.UNTIL: date(2026, 3, 31)},
            "It asks for more time until 31 March 2026, which is not later than its due date.",
            "N",
        ),
        ({**MORE, Asked.WHY: ""}, "It asks for more time, but does not say why.", "O"),
        ({Asked.WHY: "Staff left"}, "It says why more time is needed, but not until when.", "N"),
        ({**DONE, **MORE}, "It is reported complete and asks for more time: say one of the two.", "N"),
    ],
)
def test_what_cannot_be_taken(filled: dict[Asked, Any], sentence: str, column: str) -> None:
    """Each mistake is said in one sentence with its cell, and nothing of its row is taken."""
    assert returned(filled) == Returned((), (RefusedRow(2, "R1/1", sentence, f"{column}2"),), 0)


def test_a_text_that_is_too_long() -> None:
    """No form takes so much, and no sentence repeats all of what is wrong."""
    [refused] = returned({Asked.PROGRESS: "a" * 20_001}).refused
    assert refused.cell == "H2"
    assert refused.sentence == "This is longer than 20,000 characters: say it shorter."
    assert len(returned({Asked.FORECAST: "a" * 4_000}).refused[0].sentence) < 160


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"due": None}, "It asks for more time, but has no due date to extend."),
        (
            {"asked_until": date(2026, 5, 1)},
            "A request for more time is waiting for its decision already.",
        ),
    ],
)
def test_more_time_that_cannot_be_asked_for(facts: dict[str, Any], sentence: str) -> None:
    """Where there is no due date, or somebody has asked already."""
    assert returned(MORE, **facts).refused[0].sentence == sentence


def test_a_changed_action() -> None:
    """A row about an action that has changed since is refused with who and when, unless it was left empty."""
    sentence = (
        "The action was changed by Ada on 1 March 2026, after this sheet was made. Take a new sheet for it."
    )
    asked = []

    def since(action: UUID, version: int) -> str:
        asked.append((action, version))
        return "by Ada on 1 March 2026"

    data = filled_in([row()], {Asked.PROGRESS: "Begun"})
    found = read_return("return.xlsx", data, [row(version=4)], today=TODAY, changed_since=since)
    assert found.refused == (RefusedRow(2, "R1/1", sentence),)
    assert asked == [(ACTION, 3)]
    assert returned({}, version=4) == Returned((), (), 1)


def test_an_action_that_has_changed_in_nothing_that_matters() -> None:
    """Where what happened since leaves the answers as they are, the row is taken on the present version."""
    data = filled_in([row()], {Asked.PROGRESS: "Begun"})
    found = read_return(
        "return.xlsx", data, [row(version=4)], today=TODAY, changed_since=lambda _action, _version: ""
    )
    assert [(one.version, one.progress) for one in found.changes] == [(4, "Begun")]


@pytest.mark.parametrize("version", [4, "three", "", "-1", "³"])
def test_a_version_that_never_was(version: Any) -> None:
    """A version that was written over is refused, with its cell."""
    [refused] = returned({Asked.PROGRESS: "Begun", Asked.VERSION: version}).refused
    assert refused.cell == "Q2"
    assert refused.sentence.startswith("This is no version of the action")


def test_an_action_of_somebody_else() -> None:
    """A row about an action that is not among the agency's open ones is refused."""
    found = read_return("return.xlsx", filled_in([row()], {Asked.PROGRESS: "Begun"}), [], today=TODAY)
    sentence = "This row is about no open action of this agency; it may have been closed or moved."
    assert found == Returned((), (RefusedRow(2, "", sentence, "P2"),), 0)


@pytest.mark.parametrize("identity", ["", "R1/1", "=1+1"])
def test_an_identity_that_is_none(identity: str) -> None:
    """A row whose identity was written over is refused, however plain its number is."""
    assert len(returned({Asked.PROGRESS: "Begun", Asked.IDENTITY: identity}).refused) == 1


def test_an_action_twice() -> None:
    """The second row about one action is refused; the first is taken."""
    data = filled_in([row(), row()], {Asked.PROGRESS: "Begun"})
    found = read_return("return.xlsx", data, [row()], today=TODAY)
    assert [change.row for change in found.changes] == [2]
    sentence = "This action stands in two rows: say all of it in one."
    assert found.refused == (RefusedRow(3, "R1/1", sentence, "P3"),)


def test_good_rows_stand_beside_bad_ones() -> None:
    """Each row is judged by itself."""
    rows = [row(), row(id=OTHER, due=date(2026, 12, 31))]
    found = read_return("return.xlsx", filled_in(rows, MORE), rows, today=TODAY)
    assert [change.action for change in found.changes] == [ACTION]
    assert [refused.row for refused in found.refused] == [3]


def test_columns_in_another_order() -> None:
    """Columns are known by their headings, wherever somebody has moved them."""
    data = filled_in([row()], {Asked.PROGRESS: "Begun"}, backwards=True)
    [change] = read_return("return.xlsx", data, [row()], today=TODAY).changes
    assert change.progress == "Begun"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.docx", b"PK", "a.docx is not an Excel workbook: save the sheet as .xlsx and try again."),
        ("a.xlsx", b"", "a.xlsx is empty."),
        ("a.xlsx", b"PK\x03\x04 broken", "a.xlsx is damaged and cannot be opened."),
        ("a.xlsx", b"%PDF-1.7", "a.xlsx is not what its name says, an Excel workbook: it is a PDF."),
    ],
)
def test_files_that_are_no_such_sheet(name: str, content: bytes, sentence: str) -> None:
    """One clear sentence for each."""
    with pytest.raises(Refused) as refusal:
        read_return(name, content, [row()], today=TODAY)
    assert str(refusal.value) == sentence
    assert refusal.value.field == "file"


def test_another_workbook() -> None:
    """A workbook without our columns is refused."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        workbook.add_worksheet().write(0, 0, "Budget")
    with pytest.raises(Refused, match="send back the sheet that you were given"):
        read_return("a.xlsx", file.getvalue(), [row()], today=TODAY)


@pytest.mark.parametrize(
    ("part", "content", "sentence"),
    [
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/more.xml", b"<a>" + b" " * 60_000_000 + b"</a>", "unpacks to far more"),
    ],
)
def test_sheets_that_would_do_harm(part: str, content: bytes, sentence: str) -> None:
    """Macros, and what unpacks to thousands of times its size, are refused as in plans."""
    sheet = repacked(return_sheet([row()], agency="A", band=BAND), {part: content})
    with pytest.raises(Refused, match=sentence) as refusal:
        read_return("a.xlsx", sheet, [row()], today=TODAY)
    assert refusal.value.field == "file"


@given(st.dictionaries(st.sampled_from(Asked), st.text(max_size=40) | st.dates() | st.integers(0, 99999)))
def test_whatever_is_filled_in(filled: dict[Asked, Any]) -> None:
    """Every row is taken, refused in a sentence, or was left empty; never more than one of these."""
    found = returned(filled)
    assert len(found.changes) + len(found.refused) + found.left_empty == 1
    assert all(refused.sentence.endswith(".") for refused in found.refused)
    assert all(change.differences for change in found.changes)


def taken(filled: dict[Asked, Any]) -> ProposedChange:
    """The one change of a sheet that holds no mistake."""
    found = returned(filled)
    assert found.refused == ()
    [change] = found.changes
    return change


def returned(filled: dict[Asked, Any], **facts: Any) -> Returned:
    """What is read from a sheet of one row that was filled in, where the action now stands as `facts` say."""
    return read_return("return.xlsx", filled_in([row()], filled), [row(**facts)], today=TODAY)


def filled_in(rows: list[Any], filled: dict[Asked, Any], *, backwards: bool = False) -> bytes:
    """The sheet as Excel saves it after every row was filled in alike."""
    headings, *values = sheets(return_sheet(rows, agency="A", band=BAND))["Actions"]
    order = list(reversed(headings)) if backwards else headings
    file = BytesIO()
    with xlsxwriter.Workbook(
        file, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}
    ) as book:
        sheet = book.add_worksheet("Actions")
        sheet.write_row(0, 0, order)
        for number, row_of in enumerate(values, start=1):
            told = dict(zip(headings, row_of, strict=True)) | filled
            for place, heading in enumerate(order):
                sheet.write(number, place, told[heading])
    return file.getvalue()
