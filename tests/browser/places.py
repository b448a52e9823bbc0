"""The address of every page of the invented installation, by a name for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.browser.site import Site

IDENTITIES = """
    select
        (select id from reviews where until is null and reference = 'DEMO1') as review,
        (select id from recommendations where until is null order by label_order limit 1) as recommendation,
        (select id from agencies where until is null order by name limit 1) as agency,
        (select id from people where until is null and agency is not null limit 1) as person,
        (select id from partnerships where until is null) as partnership,
        (select id from public.outbox limit 1) as mail,
        asked.id as question,
        asked.review as of_review,
        (
            select id from actions
            where until is null and due < current_date and delivery = 'in progress' and owner is not null
            order by number_order limit 1
        ) as late,
        (select id from actions where until is null and asked_until is not null limit 1) as asked,
        (select id from actions where until is null and delivery = 'reported complete' limit 1) as complete,
        (select id from actions where until is null and split_into <> '{}' limit 1) as split
    from questions asked
    where asked.until is null and asked.settled_on is null and asked.about = 'owner that is nobody'
    limit 1
"""
LISTS: Mapping[str, str] = {
    "board": "/",
    "actions": "/actions",
    "overdue": "/actions?overdue=true",
    "reviews": "/reviews",
    "board-past": "/?as_at=2020-01-31",
    "actions-past": "/actions?overdue=true&as_at=2020-01-31",
    "agencies": "/agencies",
    "people": "/people",
    "partnerships": "/partnerships",
    "import": "/import",
    "outbox": "/outbox",
    "changes": "/changes",
    "search": "/search",
    "search-nothing": "/search?words=xyzzyxyzzy",
    "nothing": "/nothing",
    "sign-in": "/sign-in",
    "new-partnership": "/partnerships/new",
}


def things(site: Site) -> Any:
    """The ids of one thing of every kind, in every state that has a look of its own."""
    with site.views.reading() as connection:
        return connection.execute(IDENTITIES).fetchone()


def places(site: Site) -> dict[str, str]:
    """Every page by name."""
    one = things(site)
    forms = {
        "ask-for-time": f"/actions/{one.late}/extension-request",
        "name-owner": f"/actions/{one.late}/owner",
        "forecast": f"/actions/{one.late}/forecast",
        "timescale": f"/actions/{one.late}/timescale-correction",
        "plan-action": f"/actions/new?review={one.review}",
        "settle": f"/reviews/{one.of_review}/settlement?question={one.question}",
        "settle-any": f"/reviews/{one.review}/settlement",
        "rule-for-colours": f"/partnerships/{one.partnership}/rag-rule",
        "rule-for-reminders": f"/partnerships/{one.partnership}/reminder-rule",
    }
    pages = {
        "review": f"/reviews/{one.review}",
        "timeline": f"/reviews/{one.review}/timeline",
        "recommendation": f"/recommendations/{one.recommendation}",
        "action": f"/actions/{one.late}",
        "action-asked": f"/actions/{one.asked}",
        "action-complete": f"/actions/{one.complete}",
        "action-split": f"/actions/{one.split}",
        "agency": f"/agencies/{one.agency}",
        "person": f"/people/{one.person}",
        "partnership": f"/partnerships/{one.partnership}",
        "mail": f"/outbox/{one.mail}",
        "search-found": "/search?words=training",
        "filtered": f"/actions?agency={one.agency}&words=a&without_owner=true",
    }
    return {**LISTS, **pages, **forms}
