"""Visiting pages as people do: look, read, fill in a form, press its button."""

from __future__ import annotations

from typing import Any

import lxml.html
from fastapi.testclient import TestClient

APART = (
    "//h1 | //h2 | //h3 | //p | //div | //dt | //dd | //li | //th | //td | //caption | //details"
    "| //span[contains(@class, 'caption')] | //span[contains(@class, '__under')]"
    "| //span[contains(@class, 'figure__')]"
)
"""What stands on lines of its own."""


class Page:
    """A page that came back, and what stands on it."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.tree = lxml.html.fromstring(answer.text)
        for apart in self.tree.xpath(APART):
            apart.text, apart.tail = f" {apart.text or ''}", f" {apart.tail or ''}"

    @property
    def title(self) -> str:
        """What the tab of the browser says."""
        return words(self.tree.find(".//title"))

    @property
    def heading(self) -> str:
        """The heading of the page."""
        return words(self.tree.find(".//h1"))

    @property
    def text(self) -> str:
        """All words of the main part."""
        return words(self.tree.get_element_by_id("main-content"))

    @property
    def errors(self) -> list[str]:
        """What the summary of errors says."""
        return [words(one) for one in self.tree.find_class("govuk-error-summary__list")[0]]

    @property
    def links(self) -> dict[str, str]:
        """The addresses of the main part by the words of their links."""
        main = self.tree.get_element_by_id("main-content")
        return {words(one): one.get("href") for one in main.iter("a")}

    @property
    def form(self) -> Any:
        """The form of the main part that acts."""
        main = self.tree.get_element_by_id("main-content")
        return next(form for form in main.iter("form") if form.get("method") == "post")

    def sent_with(self, **typed: Any) -> dict[str, Any]:
        """What the form would send after somebody has typed these into it."""
        before: dict[str, Any] = {}
        for name, value in self.form.form_values():
            before[name] = [*before[name], value] if name in before else [value]
        return before | typed

    def table(self, number: int = 0) -> list[list[str]]:
        """The rows of a table, each with the words of its cells."""
        body = self.tree.find_class("app-table")[number]
        return [[words(cell) for cell in row] for row in body.iter("tr")]


def words(element: Any) -> str:
    """The words of an element, without line breaks."""
    return " ".join(element.text_content().split())


def visit(client: TestClient, path: str, status: int = 200) -> Page:
    """Open a page."""
    answer = client.get(path)
    assert answer.status_code == status, answer.text[-3000:]
    return Page(answer)


def send(client: TestClient, path: str, **typed: Any) -> Any:
    """Open a form, fill it in, press its button; what comes back."""
    return client.post(path, data=visit(client, path).sent_with(**typed))


def record(client: TestClient, path: str, **typed: Any) -> str:
    """The same, for a form that is accepted: the address of the thing to which it leads."""
    answer = send(client, path, **typed)
    assert answer.status_code == 303, Page(answer).text
    address: str = answer.headers["location"]
    return address.partition("?")[0]


def refused(client: TestClient, path: str, **typed: Any) -> Page:
    """The same, for a form that is shown again."""
    answer = send(client, path, **typed)
    assert answer.status_code == 422, answer.status_code
    return Page(answer)


def day(name: str, day_: int | str, month: int | str, year: int | str) -> dict[str, str]:
    """What one types into the three boxes of a date."""
    return {f"{name}-day": str(day_), f"{name}-month": str(month), f"{name}-year": str(year)}


def what(page: Page) -> list[str]:
    """The sentences of a history on a page, the newest first."""
    return [words(one) for one in page.tree.find_class("app-history__what")]
