"""The board and the action plan as PDF, with the extra and without."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from api.exporting.pdf import MISSING, is_installed
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, visit


def is_pdf(answer: Any) -> bool:
    """Whether an answer is a PDF under a name of its own; where it is none, it says what to install."""
    if answer.status_code == 200:
        assert ".pdf" in answer.headers["content-disposition"]
        return bool(answer.content.startswith(b"%PDF"))
    assert answer.status_code == 422
    problem = answer.headers["content-type"] == "application/problem+json"
    said = answer.json()["detail"] if problem else Page(answer).text
    assert MISSING in said
    return False


def test_the_action_plan(client: TestClient, late: Plan) -> None:
    """The page of a review offers it where it can be made; its address says what is missing where not."""
    address = f"/api/v1{late.review}/action-plan.pdf"
    assert is_pdf(client.get(address)) is is_installed()
    assert (address in visit(client, late.review).links.values()) is is_installed()


def test_the_board(client: TestClient, late: Plan) -> None:
    """The same for the board, also as at a day in the past."""
    assert is_pdf(client.get("/board.pdf")) is is_installed()
    assert is_pdf(client.get("/board.pdf?as_at=2026-03-01")) is is_installed()
    assert ("/board.pdf" in visit(client, "/").links.values()) is is_installed()
