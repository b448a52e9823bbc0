"""Every kind of file opens in LibreOffice, says there what it said, and runs nothing that people wrote."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.importing.presenting import plan_as_json
from api.importing.reading import read_plan
from scheduler.reporting import Reporter
from tests.api.conftest import Clock, FollowedViews, Given
from tests.api.exporting.looking import live_parts, parts, sheets
from tests.api.exporting.office import opened_and_saved
from tests.api.exporting.rows import ATTACKS
from tests.api.rest.asking import API, Plan, act, make

Files = dict[str, bytes]
NEEDED = {"/search": {"words": "cmd"}, "/changes": {"from": "2026-03-01"}}
"""What some lists must be asked with."""


@pytest.fixture
def attacked(
    client: TestClient, plan: Plan, given: Given, views: FollowedViews, clock: Clock
) -> dict[str, str]:
    """Things that are named and worded as a spreadsheet would run them; the ids that addresses take."""
    for number, attack in enumerate(ATTACKS):
        agency = make(client, "agencies", name=f"{attack} {number}")["id"]
        make(client, "people", name=attack, post=attack, agency=agency)
        made = make(
            client,
            "recommendations",
            review=plan.review,
            label=attack[:20],
            wording=attack,
            addressees=[agency],
        )
        action = make(
            client,
            "actions",
            text=attack,
            recommendations=[made["id"]],
            lead=str(given.council),
            timescale="31 January 2026",
        )["id"]
        act(client, f"actions/{action}/progress", progress=attack)
    ids = {"reviews": plan.review, "recommendations": plan.recommendation, "actions": plan.action}
    ids |= {"agencies": str(given.council), "people": str(given.administrator)}
    report = client.post(f"{API}/reports").json()["id"]
    assert Reporter(views, now=clock).make_all() == 1
    return ids | {"partnerships": str(given.partnership), "reports": report}


@pytest.fixture
def files(app: FastAPI, client: TestClient, attacked: dict[str, str]) -> Files:
    """Every file that there is an address for."""
    found = {}
    for address in app.openapi()["paths"]:
        place, _, ending = address.rpartition(".")
        if ending not in ("csv", "xlsx", "docx"):
            continue
        for things, identity in attacked.items():
            place = re.sub(rf"(?<=/{things}/){{identity}}", identity, place)
        answer = client.get(f"{place}.{ending}", params=NEEDED.get(place.removeprefix(API)))
        assert answer.status_code == 200, (place, answer.text)
        found[name_of(address, ending)] = answer.content
    return found


def name_of(address: str, ending: str) -> str:
    """A file by the words of its address."""
    words = address.removeprefix(API).removesuffix(f".{ending}").replace("/{identity}", "")
    return f"{words.strip('/').replace('/', '-')}.{ending}"


def of_kind(files: Files, ending: str) -> Files:
    """Those with this ending."""
    return {name: content for name, content in files.items() if name.endswith(ending)}


def texts(values: list[list[Any]]) -> list[str]:
    """The texts of a sheet, in order, without the marks that keep them from being run."""
    return [value.lstrip("'") for row in values for value in row if isinstance(value, str) and value]


def test_every_file_in_libreoffice(files: Files, tmp_path: Path) -> None:
    """Workbooks, lists and documents are opened and saved there, and say the same."""
    workbooks(files, tmp_path)
    lists(files, tmp_path)
    documents(files, tmp_path)


def workbooks(files: Files, folder: Path) -> None:
    """The same texts in the same order, charts where there were some, and not one formula or link."""
    books = of_kind(files, ".xlsx")
    assert len(books) > 5
    for name, saved in opened_and_saved(books, "xlsx", folder).items():
        before, after = sheets(books[name]), sheets(saved)
        assert list(after) == list(before), name
        for sheet, values in before.items():
            assert texts(after[sheet]) == texts(values), (name, sheet)
        assert live_parts(saved) == [], name
        assert charts(saved) == charts(books[name]), name
    assert charts(books["reports-ageing-and-slippage.xlsx"]) > 0


def charts(book: bytes) -> int:
    """How many charts a workbook has."""
    return parts(book, r"^xl/charts/chart").count("<c:chart>")


def lists(files: Files, folder: Path) -> None:
    """Files of CSV open as the same cells; what would be run stays text behind its mark."""
    found = of_kind(files, ".csv")
    assert len(found) > 5
    for name, saved in opened_and_saved(found, "xlsx", folder).items():
        (values,) = sheets(saved).values()
        rows = list(csv.reader(StringIO(found[name].decode("utf-8-sig"))))
        for row, cells in zip(rows, values, strict=True):
            pairs = zip(filter(None, row), [cell for cell in cells if cell != ""], strict=True)
            assert all(same(text, value) for text, value in pairs), (name, row, cells)
        assert live_parts(saved) == [], name


def same(text: str, value: Any) -> bool:
    """Whether a cell holds a text, or the day or the number that it is."""
    if isinstance(value, datetime | date):
        return text in (f"{value:%Y-%m-%d}", f"{value:%Y-%m-%d %H:%M}")
    return float(text) == value if isinstance(value, float) else text.split() == value.split()


def documents(files: Files, folder: Path) -> None:
    """A plan that was opened and saved there is read as the same plan."""
    found = of_kind(files, ".docx")
    for name, saved in opened_and_saved(found, "docx", folder).items():
        assert plan_as_json(read_plan(name, saved)) == plan_as_json(read_plan(name, found[name]))
        assert not re.findall("<w:(?:hyperlink|instrText|object)", parts(saved, r"^word/document")), name
    assert found
