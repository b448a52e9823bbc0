"""What somebody has begun and what waits for them, each at a page of its own: the ids for those pages."""

from __future__ import annotations

from datetime import date
from typing import Any, LiteralString
from uuid import UUID

from playwright.sync_api import BrowserContext

from api.exporting.return_sheet import Asked
from scheduler.reporting import Reporter
from tests.api.importing.invented import TEMPLATE, WORDING, commas
from tests.api.rest.test_returns import filled_in
from tests.browser.crowd import LONG_NAME, LONG_TEXT
from tests.browser.site import Site

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAID = {Asked.PROGRESS: LONG_TEXT, Asked.COMPLETE: "perhaps"}
SESSION_MINUTES = 31
LEADS_MANY = """
    select partnership, lead, array_agg(number) as numbers, array_agg(id || ':' || version) as standing
    from actions
    where until is null and lead is not null and delivery in ('planned', 'in progress')
    group by partnership, lead
    order by count(*) desc
    limit 1
"""

TAKEN = "select id from public.access_log where kind = 'file taken' order by at desc limit 1"


def waiting(context: BrowserContext, site: Site) -> dict[str, Any]:
    """The ids of what was begun now, and of its agency, by the words before them in addresses."""
    with site.views.reading() as connection:
        one: Any = connection.execute(LEADS_MANY).fetchone()
    late = unsent(context, site)
    asked_for_a_code(context, site)
    token(context, site)
    return {
        "agencies": one.lead,
        "disclosures": handed_on(context, site),
        "import": plan(context, site, one.partnership),
        "return-sheet": sheet(context, site, one.lead, one.numbers[0]),
        "reports": report(context, site),
        "saved-views": saved_view(context, site),
        "together": sent(context, site, "/actions/together", {"noun": "owner", "select": one.standing[0]}),
        "unsent": late,
    }


def asked_for_a_code(context: BrowserContext, site: Site) -> None:
    """The browser waits for a code, whoever is signed in there."""
    answer = context.request.post(f"{site.address}/sign-in", form={"email": "nobody@example.org"})
    assert answer.url.endswith("/sign-in/code"), answer.url


def token(context: BrowserContext, site: Site) -> None:
    """A token for a program with a long name."""
    form: dict[str, Any] = {"name": LONG_NAME[:100], "roles": "administrator", "days": "30"}
    answer = context.request.post(f"{site.address}/tokens", form=form, headers={"Origin": site.address})
    assert answer.status == 200, answer.text()[-1500:]


def plan(context: BrowserContext, site: Site, partnership: UUID) -> str:
    """A plan that was read and waits to be recorded."""
    content = commas([TEMPLATE, [WORDING, "Local", "Write\n" * 300, LONG_NAME, "", "Spring 2021", ""]])
    form = {"review": "NEW1", "partnership": str(partnership), "issued": "yes"}
    return sent(context, site, "/import", {**form, "file": file("plan.csv", "text/csv", content)})


def sheet(context: BrowserContext, site: Site, agency: UUID, number: str) -> str:
    """A sheet that an agency has sent back, with a row that can be taken and doubts about it."""
    place = f"/agencies/{agency}/return-sheet"
    taken = context.request.get(f"{site.address}/api/v1{place}.xlsx").body()
    filled = file("return.xlsx", EXCEL, filled_in(taken, {number: SAID}))
    return sent(context, site, place, {**mailed_on(site.today), "file": filled})


def report(context: BrowserContext, site: Site) -> str:
    """A report on ageing and slippage that was made."""
    identity = sent(context, site, "/reports", {"as_at": ""})
    Reporter(site.views, now=site.clock).make_all()
    return identity


def saved_view(context: BrowserContext, site: Site) -> UUID:
    """A view of a list with a long name, shared."""
    form = {"list": "actions", "query": "overdue=true", "name": LONG_NAME[:60], "shared": "yes"}
    sent(context, site, "/saved-views", form)
    return newest(site, "select id from public.saved_views limit 1")


def handed_on(context: BrowserContext, site: Site) -> UUID:
    """A file that was taken, and handed on to somebody with a long name."""
    assert context.request.get(f"{site.address}/api/v1/actions.csv").ok
    taken = newest(site, TAKEN)
    sent(context, site, f"/disclosures/{taken}", {"to": LONG_NAME[:200], "purpose": LONG_TEXT[:500]})
    return taken


def unsent(context: BrowserContext, site: Site) -> UUID:
    """A form, beside another one, that was sent after the session had ended; somebody has signed in since."""
    site.clock.move(minutes=SESSION_MINUTES)
    for name in ("One", LONG_NAME):
        sent(context, site, "/saved-views", {"list": "actions", "query": "", "name": name})
    page = context.new_page()
    page.goto(site.link())
    page.get_by_role("button", name="Sign in").click()
    # A browser that is on its way to another page may never say that it has closed this one.
    page.wait_for_url(lambda address: "/set-up/" not in address)
    page.close()
    site.clock.move(minutes=-SESSION_MINUTES)
    return newest(site, "select id from public.unsent_forms limit 1")


def newest(site: Site, statement: LiteralString) -> UUID:
    """The id that a statement finds."""
    with site.store.connection() as connection:
        found: Any = connection.execute(statement).fetchone()
    return UUID(str(found[0]))


def file(name: str, kind: str, content: bytes) -> dict[str, Any]:
    """A file as a form sends it."""
    return {"name": name, "mimeType": kind, "buffer": content}


def mailed_on(day: date) -> dict[str, str]:
    """That a sheet came by mail, and on which day."""
    return {"how": "mail", "day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}


def sent(context: BrowserContext, site: Site, place: str, form: dict[str, Any]) -> str:
    """The last word of the address to which a form leads that is sent."""
    headers = {"Origin": site.address}
    answer = context.request.post(site.address + place, multipart=form, headers=headers, max_redirects=0)
    assert answer.status == 303, (place, answer.status, answer.text()[-1500:])
    return answer.headers["location"].rpartition("/")[2]
