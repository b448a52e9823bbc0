"""Somebody at a browser: looks at pages, fills in forms, and presses their buttons again."""

from __future__ import annotations

import http.client
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from tests.api.pages.visiting import Page
from tests.survival.serving import Answer, Installation

UNANSWERED = (OSError, http.client.HTTPException)
OF_FORMS = {"Content-Type": "application/x-www-form-urlencoded"}


class Form(NamedTuple):
    """Where a form is sent, and what stands in it."""

    address: str
    fields: dict[str, Any]


class Browser:
    """Signed in as an administrator by a link of the command line."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        link = installation.dhr("person", "admin", "browser@example.org").stdout.split()[-1]
        answer = installation.answer("POST", urlsplit(link).path, b"", OF_FORMS)
        self._cookie = {"Cookie": answer.headers["set-cookie"].partition(";")[0]}

    def look(self, path: str) -> Answer | None:
        """A page; None where nothing came."""
        return self._asked("GET", path, None)

    def send(self, form: Form) -> Answer | None:
        """What comes of a form; None where nothing came."""
        return self._asked("POST", form.address, urlencode(form.fields, doseq=True).encode())

    def _asked(self, method: str, path: str, content: bytes | None) -> Answer | None:
        try:
            return self.installation.answer(method, path, content, self._cookie | OF_FORMS)
        except UNANSWERED:
            return None


def form_of(answer: Answer, path: str, **typed: str) -> Form:
    """The form on a page that stands under `path`, with something typed into it."""
    page = Page(answer)
    return Form(urljoin(path, page.form.get("action") or path), page.sent_with(**typed))
