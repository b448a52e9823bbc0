"""Reading a plan: the way from a file to what it says, from opening it to the last question."""

from collections.abc import Iterator
from pathlib import Path, PurePath

from api.importing.blocks import unfolded
from api.importing.document import document_tables
from api.importing.drafts import Note, PlanDraft
from api.importing.entries import Banner, entries_of
from api.importing.finishing import finished
from api.importing.gathering import Gathering
from api.importing.headings import Column, Headings, has_headings
from api.importing.opening import Form, opened
from api.importing.package import check_package
from api.importing.refusing import UnreadablePlan
from api.importing.separated import separated_tables
from api.importing.tables import Table
from api.importing.workbook import workbook_tables
from domain.plan import Plan

LONGEST_CELL = 32_767
"""Characters, as in Excel."""
_NARROWEST_TO_GO_ON = 3


def read_plan(name: str, content: bytes | Path) -> Plan:
    """Read the plan in a .docx, .xlsx or .csv file. `name`: of the file; `content`: its bytes or its path.

    Raises UnreadablePlan with one sentence when the file is not a plan that can be read.
    """
    name = PurePath(name).name
    tables = _tables(name, *opened(name, content))
    plan = _gathered(name, tables)
    if not plan.recommendations:
        raise UnreadablePlan(_nothing_found(name, tables))
    return finished(plan)


def _tables(name: str, form: Form, data: bytes) -> list[Table]:
    if form is Form.COMMAS:
        return [unfolded(table) for table in separated_tables(name, data)]
    check_package(name, form, data)
    found = document_tables(name, data) if form is Form.WORD else workbook_tables(name, data)
    return [unfolded(each) for table in found for each in _with_nested(table)]


def _with_nested(table: Table) -> Iterator[Table]:
    yield table
    for inner in table.nested:
        yield from _with_nested(inner)


def _nothing_found(name: str, tables: list[Table]) -> str:
    if any(has_headings(table) for table in tables):
        return f"{name} has headings of a plan, but no recommendation stands under them."
    return (
        f"{name} has no table with the heading “Recommendation” and at least one other heading of a plan,"
        " such as “Action”, “Lead agency” or “Target date”."
    )


def _gathered(name: str, tables: list[Table]) -> PlanDraft:
    plan = PlanDraft()
    gathering = Gathering(plan)
    unread: list[Table] = []
    before: Table | None = None
    headings: Headings | None = None
    for table in tables:
        goes_on = before is not None and headings is not None and _goes_on(table, before)
        if not goes_on and not has_headings(table):
            unread += [table] if table.rows else []
            before = None
            continue
        _check_cells(name, table)
        if not goes_on:
            gathering.begin_table()
        headings = _take(plan, gathering, table, headings if goes_on else None)
        before = table
    gathering.end_table()
    _ask_about_unread(plan, unread)
    return plan


def _goes_on(table: Table, before: Table) -> bool:
    """Whether a table without headings is what a page break cut from the table before it."""
    alike = table.width == before.width >= _NARROWEST_TO_GO_ON
    return alike and not table.titles and not has_headings(table) and table.place.startswith("table")


def _take(plan: PlanDraft, gathering: Gathering, table: Table, headings: Headings | None) -> Headings | None:
    """Take the rows of a table; the headings that hold at its end come back."""
    plan.remarks += table.titles
    if headings is not None:
        question = (
            f"{table.place} has no headings; it was read with those of the table before it. Is that right?"
        )
        plan.questions.append((table.place, Note(question[0].upper() + question[1:])))
    if table.hidden:
        plan.questions.append(
            (table.place, Note("This sheet is hidden, but was read. Does it belong to the plan?"))
        )
    for each in entries_of(table, headings):
        if isinstance(each, Banner):
            gathering.take_banner(each)
            continue
        if headings is None or each.headings.columns != headings.columns:
            _ask_about_headings(plan, table.place or each.where, each.headings)
        headings = each.headings
        gathering.take(each)
    return headings


def _ask_about_headings(plan: PlanDraft, place: str, headings: Headings) -> None:
    target = headings.words[headings.columns.index(Column.TARGET)] if Column.TARGET in headings else ""
    if (
        "complet" in target.casefold()
        and Column.COMPLETION not in headings
        and "target" not in target.casefold()
    ):
        question = f"The column “{target}” was read as the date by which an action is due. Is that right?"
        plan.questions.append((place, Note(question)))


def _ask_about_unread(plan: PlanDraft, unread: list[Table]) -> None:
    if unread:
        places = "; ".join(table.place for table in unread)
        question = "Not read, as it has no heading “Recommendation”. Does the plan go on there?"
        plan.questions.append((places, Note(question)))


def _check_cells(name: str, table: Table) -> None:
    for row in table.rows:
        if any(len(cell.text) > LONGEST_CELL for cell in row.cells):
            raise UnreadablePlan(
                f"{name} has a cell of more than {LONGEST_CELL:,} characters in {table.where(row)}."
            )
