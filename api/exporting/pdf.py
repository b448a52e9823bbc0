"""Pages as PDF, where the extra `pdf` is installed: tagged for screen readers, made without any network."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from domain.refusals import Refused

MISSING: Final = (
    "PDF is an extra that is not installed here: install it with pip install 'dhr-tracker[pdf]' and Pango, a"
    " library of the system, or print the page from your browser as PDF."
)
STATIC: Final = Path(__file__).parents[1] / "static"
ORIGIN: Final = "https://tracker.invalid"
"""Where a page believes to be while it becomes a PDF: only our own style sheets are found there."""

_COLOURS: Final = re.compile(r"^\.app-(?:bar|pattern)[^{]*\{[^}]*(?:fill|stroke):[^}]*\}", re.MULTILINE)
_PATTERNS: Final = re.compile(r"<defs>.*?</defs>", re.DOTALL)
_PICTURE: Final = re.compile(r"<svg\b[^>]*>")


def is_installed() -> bool:
    """Whether PDF can be made here."""
    return find_spec("weasyprint") is not None


def as_pdf(html: str) -> bytes:
    """A page as PDF, laid out as it prints. Refuses where the extra is not installed."""
    try:
        library, urls = import_module("weasyprint"), import_module("weasyprint.urls")
    except (ImportError, OSError) as missing:  # OSError: Pango is not there
        raise Refused(MISSING) from missing

    class OwnStyles(urls.URLFetcher):  # type: ignore[name-defined, misc]  # the library is not there for all
        """Gives our own style sheets, and nothing else of this machine or of any other."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 (the library's shape)
            return urls.URLFetcherResponse(url, own_style(url).read_bytes(), {"Content-Type": "text/css"})

    # What it says of rules that it does not know is for whoever writes style sheets.
    library.LOGGER.setLevel("CRITICAL")
    page = library.HTML(
        string=with_colours(html), base_url=f"{ORIGIN}/", url_fetcher=OwnStyles(), media_type="print"
    )
    written: bytes = page.write_pdf(pdf_tags=True)
    return written


def with_colours(html: str) -> str:
    """A page whose pictures hold their own colours and patterns: in a PDF they know no others."""
    rules = _COLOURS.findall((STATIC / "tracker.css").read_text(encoding="utf-8"))
    patterns = _PATTERNS.findall(html)
    inside = f"<style>{' '.join(rules)}</style>{' '.join(patterns)}"
    return _PICTURE.sub(lambda picture: picture.group() + inside, html)


def own_style(url: str) -> Path:
    """The file of one of our style sheets. Raises ValueError for every other address."""
    place = urlsplit(url)
    file = (STATIC / place.path.removeprefix("/static/")).resolve()
    ours = f"{place.scheme}://{place.netloc}" == ORIGIN and place.path.startswith("/static/")
    if not ours or file.suffix != ".css" or not file.is_relative_to(STATIC.resolve()) or not file.is_file():
        raise ValueError("A PDF takes nothing in but our own style sheets.")
    return file
