"""Looking into the files that were written, with a reader that is not the writer's."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineWorkbook


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """The values of every sheet of a workbook, row by row."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def parts(data: bytes, named: str) -> str:
    """The XML of the parts of a package whose names match, one after the other."""
    with ZipFile(BytesIO(data)) as package:
        names = [name for name in package.namelist() if re.search(named, name)]
        return "\n".join(package.read(name).decode() for name in names)


def live_parts(data: bytes) -> list[str]:
    """Whatever in the sheets of a workbook would be run or followed: formulas, links, other files."""
    return re.findall(
        r"<(?:f|hyperlink|externalReference|oleObject)\b", parts(data, r"^xl/(?:worksheets|workbook)")
    )
