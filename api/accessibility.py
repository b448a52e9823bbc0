"""The accessibility statement, in the form that public bodies in the United Kingdom publish.

What it must say: Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations
2018, regulation 8, and the model statement of the Government Digital Service.
"""

from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import find_who
from api.refusals import SignInNeeded
from api.templating import render
from domain.refusals import NotAllowed

router = APIRouter(include_in_schema=False)

STANDARD: Final = "Web Content Accessibility Guidelines version 2.2, level AA"
PREPARED_ON: Final = date(2026, 11, 22)
TESTED_ON: Final = date(2026, 11, 22)
TESTED: Final = (
    "every page with axe, an automatic checker, with no data and with much of it",
    "the contrast of texts and charts, by calculation",
    "use by keyboard alone, and without scripts",
    "use at 400% zoom, which is a window 320 pixels wide, and on a screen of 390 pixels",
    "forced colours, as Windows offers them, and print",
)
"""What was done to find failures: all of it in one browser, Chromium."""
LIMITS: Final = (
    "No disabled person has tested the tracker, and no expert outside the project has audited it.",
    "It has not been tested with screen readers, speech recognition or screen magnifiers.",
    "It has been tested in one browser, Chromium, on computers and not on phones themselves.",
    "Automatic checkers find only some of the failures that there may be.",
    (
        "Word, Excel and PDF files that the tracker makes have headings and table heads, but were not checked"
        " by an accessibility checker. The same content is on the pages, and in CSV files."
    ),
    "Files that people import, and words that people write, are shown as they are.",
)
"""What is known not to have been done, or not to work. Each a sentence."""
ANSWERED_WITHIN: Final = 10
"""Working days."""


@router.api_route("/accessibility", methods=["GET", "HEAD"])
def show_statement(request: Request) -> HTMLResponse:
    """The statement, for everybody; whoever is signed in keeps the navigation."""
    try:
        request.state.who = find_who(request)
    except (SignInNeeded, NotAllowed):
        request.state.who = None
    context = {
        "standard": STANDARD,
        "prepared_on": PREPARED_ON,
        "tested_on": TESTED_ON,
        "tested": TESTED,
        "limits": LIMITS,
        "contact": request.app.state.settings.contact,
        "answered_within": ANSWERED_WITHIN,
    }
    return render(request, "accessibility.html", context)
