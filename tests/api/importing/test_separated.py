"""CSV files as spreadsheets write them."""

import pytest

from api.importing.reading import read_plan
from api.importing.refusing import UnreadablePlan
from tests.api.importing.invented import NUMBERED, commas, only, only_action, plan_of

ROWS = [
    NUMBERED,
    ["3.140(a)", "“Anytown’s” police – all of them", "Write,\nprint; post", "Anytown Police", "31/03/2031"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    """A file reads the same in each encoding and with each separator that spreadsheets write."""
    plan = read_plan("plan.csv", commas(ROWS, separator, encoding))
    assert only(plan).label == "3.140(a)"
    assert only(plan).text == "“Anytown’s” police – all of them"
    assert only_action(plan).text == "Write,\nprint; post"
    assert only_action(plan).lead == "Anytown Police"


def test_line_endings() -> None:
    """Line breaks inside a cell are one kind, whichever the file has."""
    assert only_action(read_plan("p.csv", commas(ROWS).replace(b"print", b"print\r\nfold\rpack"))).text == (
        "Write,\nprint\nfold\npack; post"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (commas(ROWS) + b"\0", "characters that no text has"),
        (commas(ROWS).decode().encode("utf-16-le"), "characters that no text has"),
        (commas(ROWS) + b"\x81\x8d", "UTF-8, UTF-16 or Windows-1252"),
        (b"\xff\xfe" + commas(ROWS, encoding="utf-16-le") + b"1", "UTF-8, UTF-16 or Windows-1252"),
        (commas(ROWS) + b'2,"never closed', "quotation mark"),
        (commas(ROWS) + b'2,"closed" early,3\n', "quotation mark"),
    ],
)
def test_broken_text(content: bytes, words: str) -> None:
    """Bytes that are no text, or cells that cannot be told apart, are refused."""
    with pytest.raises(UnreadablePlan, match=words):
        read_plan("plan.csv", content)


def test_titles_above_the_headings() -> None:
    """Lines above the headings are kept as remarks of the plan; rows count as a spreadsheet counts them."""
    plan = plan_of([["Action plan of review DHR99 (invented)"], [], *ROWS])
    assert plan.remarks == ("Action plan of review DHR99 (invented)",)
    assert only(plan).where == "row 4"
