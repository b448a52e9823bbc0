"""PDF, with the extra that makes it and without: made, or refused with what to install."""

from __future__ import annotations

import re

import pytest

from api.exporting.pdf import MISSING, STATIC, as_pdf, is_installed, own_style, with_colours
from domain.refusals import Refused


def made(html: str) -> bytes:
    """The PDF of a page; nothing where it is refused because the extra is not installed."""
    if is_installed():
        return as_pdf(html)
    with pytest.raises(Refused) as refusal:
        as_pdf(html)
    assert str(refusal.value) == MISSING
    return b""


def test_it_is_made_where_it_is_installed() -> None:
    """Either there is a PDF, or one sentence says what to install."""
    assert made("<html lang='en'><title>Plan</title><p>Words</p>").startswith(b"%PDF") is is_installed()


def test_it_takes_nothing_in_from_elsewhere() -> None:
    """A picture or a style sheet of another place does not stop it, and is not asked for."""
    html = (
        "<img src='file:///etc/hostname'><link rel='stylesheet' href='http://127.0.0.1:9/a.css'><p>Words</p>"
    )
    assert made(html).startswith(b"%PDF") is is_installed()


def test_pictures_keep_their_colours() -> None:
    """In a PDF a picture knows only what stands in it: the colours of charts, and the patterns."""
    html = (
        "<svg><defs><pattern id='dots'/></defs></svg><svg class='app-bar'><rect class='app-bar__part'/></svg>"
    )
    page = with_colours(html)
    assert page.count("<pattern id='dots'/>") == 3
    assert page.count("<style>") == 2
    assert re.search(r"\.app-bar__part \{ fill: #[0-9a-f]{6}", page)


def test_our_own_style_sheets() -> None:
    """They are found under their address."""
    assert own_style("https://tracker.invalid/static/tracker.css?v=1") == STATIC.resolve() / "tracker.css"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://tracker.invalid/static/tracker.css",
        "https://elsewhere.example/static/tracker.css",
        "https://tracker.invalid/static/../pages/board.py",
        "https://tracker.invalid/static/../../pyproject.css",
        "https://tracker.invalid/static/none.css",
        "https://tracker.invalid/tracker.css",
        "data:text/css,a",
    ],
)
def test_everything_else(url: str) -> None:
    """No file of this machine, and no other place, can be named in a page to get into a PDF."""
    with pytest.raises(ValueError, match="nothing in but our own style sheets"):
        own_style(url)
