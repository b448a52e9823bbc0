"""The ageing and slippage report as files."""

import re
from datetime import UTC, datetime

from api.exporting.report import figures_csv, report_xlsx
from api.exporting.tables import Band
from projections.reports.ageing_and_slippage import ageing_and_slippage
from projections.reports.figures import Counted
from tests.api.exporting.looking import live_parts, parts, sheets

BAND = Band("All actions", (), None, datetime(2026, 3, 2, 9, tzinfo=UTC), "Coordinator, Council")
ROWS = [Counted("Police", 31, 0), Counted("Council", 200, 30), Counted("Council", 0, None)]
TABLES = ageing_and_slippage(ROWS)


def test_the_figures_stand_in_tables() -> None:
    """A sheet on how it was made, then ageing, slippage by agency, and how far dates have moved."""
    found = sheets(report_xlsx(TABLES, band=BAND))
    assert list(found) == ["About", "Ageing", "Slippage by agency", "Slippage"]
    assert found["Ageing"][2:6] == [
        ["Lead agency", "0–30 days", "31–90 days", "91–180 days", "Over 180 days", "All overdue"],
        ["Council", 0, 0, 0, 1, 1],
        ["Police", 0, 1, 0, 0, 1],
        ["All agencies", 0, 1, 0, 1, 2],
    ]
    assert found["Slippage by agency"][3] == ["Council", 1, 1, 30, 30, 30]
    assert found["Slippage"][3:5] == [["Earlier", 0], ["Not moved", 1]]


def test_native_charts_that_can_be_read_aloud() -> None:
    """A chart a sheet, each with a title, names of its axes, and a description for screen readers."""
    data = report_xlsx(TABLES, band=BAND)
    charts = [parts(data, rf"charts/chart{number}\.xml") for number in (1, 2, 3)]
    for chart in charts:
        assert len(re.findall(r"<c:title>", chart)) == 3
    assert "Overdue actions by age" in charts[0]
    drawings = parts(data, r"drawings/drawing\d\.xml")
    assert drawings.count("The same figures stand in the table above it.") == 3


def test_charts_leave_out_the_sum() -> None:
    """The line of all agencies stands in the table alone: in a chart it would dwarf the others."""
    chart = parts(report_xlsx(TABLES, band=BAND), r"charts/chart1\.xml")
    assert "Ageing!$B$4:$B$5" in chart
    assert "$B$6" not in chart


def test_no_data_at_all() -> None:
    """Without actions there are tables that say so, and no empty charts."""
    data = report_xlsx(ageing_and_slippage([]), band=BAND)
    assert sheets(data)["Slippage by agency"][3][0] == "No action is like this."
    assert parts(data, r"charts/chart\d\.xml").count("<c:chart>") == 1


def test_many_agencies_get_a_taller_chart() -> None:
    """Bars do not shrink until they cannot be read."""
    few = drawn_rows(report_xlsx(TABLES, band=BAND))
    many = ageing_and_slippage([Counted(f"Agency {n}", 9, 0) for n in range(60)])
    assert drawn_rows(report_xlsx(many, band=BAND)) > 3 * few


def test_names_of_agencies_are_no_formulas() -> None:
    """Neither in the workbook nor in CSV."""
    attack = ageing_and_slippage([Counted('=HYPERLINK("https://example.org")', 5, 5)])
    assert live_parts(report_xlsx(attack, band=BAND)) == []
    assert b"\"'=HYPERLINK" in b"".join(figures_csv(attack[0]))


def test_csv() -> None:
    """The same figures, one file for each table."""
    assert b"".join(figures_csv(TABLES[0])).decode("utf-8-sig").splitlines()[1] == "Council,0,0,0,1,1"
    assert b"".join(figures_csv(TABLES[1])).decode("utf-8-sig").splitlines()[1] == "Council,1,1,30.0,30.0,30"


def drawn_rows(data: bytes) -> int:
    """Over how many rows the first chart stretches."""
    first, last = re.findall(r"<xdr:row>(\d+)</xdr:row>", parts(data, r"drawings/drawing1\.xml"))
    return int(last) - int(first)
