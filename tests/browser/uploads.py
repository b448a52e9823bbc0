"""Files that wait to be recorded, each at a page of its own: a plan and a sheet of an agency."""

from __future__ import annotations

from datetime import date
from typing import Any

from playwright.sync_api import BrowserContext

from api.exporting.return_sheet import Asked
from tests.api.importing.invented import TEMPLATE, WORDING, commas
from tests.api.rest.test_returns import filled_in
from tests.browser.site import Site

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAID = {Asked.PROGRESS: "A sentence that goes on. " * 100, Asked.COMPLETE: "perhaps"}
LEADS_MANY = """
    select partnership, lead, array_agg(number) as numbers
    from actions
    where until is null and lead is not null and delivery in ('planned', 'in progress')
    group by partnership, lead
    order by count(*) desc
    limit 1
"""


def waiting(context: BrowserContext, site: Site) -> dict[str, str]:
    """The ids of a plan and of a sheet that have been sent, by the words before them in their addresses."""
    with site.views.reading() as connection:
        one: Any = connection.execute(LEADS_MANY).fetchone()
    plan = commas([TEMPLATE, [WORDING, "Local", "Write\n" * 300, "Nobody's agency", "", "Spring 2021", ""]])
    form = {"review": "NEW1", "partnership": str(one.partnership), "issued": "yes"}
    place = f"/agencies/{one.lead}/return-sheet"
    sheet = context.request.get(f"{site.address}/api/v1{place}.xlsx").body()
    filled = filled_in(sheet, {one.numbers[0]: SAID})
    return {
        "import": sent(context, site, "/import", {**form, "file": file("plan.csv", "text/csv", plan)}),
        "return-sheet": sent(context, site, place, {**on(site.today), "file": file("r.xlsx", EXCEL, filled)}),
    }


def file(name: str, kind: str, content: bytes) -> dict[str, Any]:
    """A file as a form sends it."""
    return {"name": name, "mimeType": kind, "buffer": content}


def on(day: date) -> dict[str, str]:
    """How a sheet came, and on which day."""
    return {"how": "mail", "day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}


def sent(context: BrowserContext, site: Site, place: str, form: dict[str, Any]) -> str:
    """The id under which a file waits that was sent by a form."""
    headers = {"Origin": site.address}
    answer = context.request.post(site.address + place, multipart=form, headers=headers, max_redirects=0)
    assert answer.status == 303, answer.text()
    return answer.headers["location"].rpartition("/")[2]
