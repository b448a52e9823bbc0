"""The sheet that an agency fills in, as it is handed out."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

from api.exporting.return_sheet import FILLED_IN, Asked, return_sheet
from api.exporting.tables import Band
from tests.api.exporting.looking import live_parts, parts, sheets
from tests.api.exporting.rows import ACTION, ATTACKS, row

BAND = Band("Open actions", (), None, datetime(2026, 3, 2, 9, tzinfo=UTC), "Coordinator, Council")


def test_a_row_for_each_action() -> None:
    """What identifies an action stands there; what is to be filled in is empty."""
    headings, first = sheet()[:2]
    told = dict(zip(headings, first, strict=True))
    assert (told["Number"], told["Review"], told["Due"]) == ("R1/1", "DHR7", date(2026, 3, 31))
    assert (told[Asked.IDENTITY], told[Asked.VERSION]) == (str(ACTION), 3.0)
    assert [told[asked] for asked in FILLED_IN] == [""] * 8


def test_only_what_is_filled_in_is_unlocked() -> None:
    """The sheet is protected, and just the eight columns to fill in are open."""
    data = return_sheet([row()], agency="Westshire Police", band=BAND)
    written = parts(data, r"worksheets/sheet2\.xml")
    assert "<sheetProtection" in written
    assert "password" not in written
    unlocked = {style for style, look in enumerate(styles(data)) if 'locked="0"' in look}
    cells = {name: int(style) for name, style in re.findall(r'<c r="([A-Z]+)2" s="(\d+)"', written)}
    assert [name for name, style in cells.items() if style in unlocked] == list("HIJKLMNO")


def test_choices_are_offered() -> None:
    """Forecasts and "yes" are chosen from a list; what is no day is turned away."""
    written = parts(return_sheet([row()], agency="A", band=BAND), r"worksheets/sheet2\.xml")
    assert '"on track,at risk,will miss"' in written
    assert '"yes"' in written
    assert written.count('type="date"') == 2


def test_instructions_come_first() -> None:
    """The first sheet says whose it is, what to do, and when it was made."""
    rows = sheets(return_sheet([row()], agency="Westshire Police", band=BAND))["About"]
    assert rows[0][0] == "Open actions of Westshire Police"
    assert [line[0] for line in rows[2:9]] == ["1", "2", "3", "4", "5", "6", "7"]
    assert ["Made", "2 March 2026, 09:00 (London)"] in rows


def test_an_agency_without_actions() -> None:
    """It gets the headings alone."""
    data = return_sheet([], agency="A", band=BAND)
    assert len(sheets(data)["Actions"]) == 1


def test_nothing_in_it_is_live() -> None:
    """Words of actions and names of agencies become no formula."""
    attacked = [row(id=UUID(int=place), text=attack) for place, attack in enumerate(ATTACKS)]
    assert live_parts(return_sheet(attacked, agency=ATTACKS[0], band=BAND)) == []


def sheet() -> list[list[object]]:
    """The rows of the sheet of actions."""
    return sheets(return_sheet([row()], agency="Westshire Police", band=BAND))["Actions"]


def styles(data: bytes) -> list[str]:
    """The formats of cells, by their number."""
    found = re.search(r"<cellXfs.*?</cellXfs>", parts(data, r"xl/styles\.xml"), re.DOTALL)
    assert found
    return re.findall(r"<xf [^>]*?(?:/>|[^/]>.*?</xf>)", found[0], re.DOTALL)
