"""The address of every page: each route with ids in it, and the states that have a look of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from fastapi import FastAPI

from tests.browser.site import Site

IDENTITIES = """
    select
        (select id from reviews where until is null order by reference limit 1) as review,
        (select id from recommendations where until is null order by label_order limit 1) as recommendation,
        (select id from agencies where until is null order by name limit 1) as agency,
        (select id from people where until is null and agency is not null order by post limit 1) as person,
        (select person from public.administrators order by made_at, person limit 1) as signed_in,
        (select id from partnerships where until is null) as partnership,
        (select id from public.outbox limit 1) as mail,
        (
            select array[id, review] from questions
            where until is null and settled_on is null
            order by about = 'owner that is nobody' desc limit 1
        ) as question,
        (
            select id from actions
            where until is null and due < current_date and delivery = 'in progress' and owner is not null
            order by number_order limit 1
        ) as late,
        (select id from actions where until is null and asked_until is not null limit 1) as asked,
        (select id from actions where until is null and delivery = 'reported complete' limit 1) as complete,
        (select id from actions where until is null and split_into <> '{}' limit 1) as split
"""
STATES: Mapping[str, str] = {
    "board": "/",
    "overdue": "/actions?overdue=true",
    "board-past": "/?as_at=2020-01-31",
    "actions-past": "/actions?overdue=true&as_at=2020-01-31",
    "actions-none": "/actions?words=xyzzyxyzzy",
    "actions-last": "/actions?page=40",
    "actions-columns": "/actions?columns=number,text,supporting,moved_by,forecast&sort=-moved_by",
    "recommendations-none": "/recommendations?words=xyzzyxyzzy&columns=label,issue",
    "search-nothing": "/search?words=xyzzyxyzzy",
    "changes": "/changes?from=2020-01-31",
    "log-late": "/log?late=true",
    "log-past": "/log?as_at=2020-01-31",
    "log-none": "/log?said_by=xyzzyxyzzy",
    "nothing": "/nothing",
}
"""States of pages without ids, by a name for each."""
NOT_FOR_PEOPLE = ("/api/", "/static/", "/calendar/", "/healthz", "/readyz", "/metrics")
CALENDARS = "/people/{identity:uuid}/calendars"
"""The one page of a person that nobody else may open."""
UNKNOWN = "unknown"
PARAMETER = re.compile(r"(?<=/)([\w-]+)/\{\w+(?::\w+)?\}")


def things(site: Site) -> Any:
    """The ids of one thing of every kind, in every state that has a look of its own; None for none."""
    with site.views.reading() as connection:
        return connection.execute(IDENTITIES).fetchone()


def patterns(app: FastAPI) -> Iterator[str]:
    """The path of every route that shows a page."""
    for included in app.routes:
        contexts = getattr(included, "effective_route_contexts", tuple)
        for one in contexts():
            if "GET" in one.methods and not one.path.startswith(NOT_FOR_PEOPLE):
                yield one.path


def without_ids(site: Site) -> dict[str, str]:
    """Every page that is there without any data."""
    return {**{path: path for path in patterns(site.app) if "{" not in path}, **STATES}


def places(site: Site, ids: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Every page, by its route or by the name of its state; a route of which no thing is known is `unknown`.

    `ids`: more ids, by the word before them in an address.
    """
    one = things(site)
    known = {
        "reviews": one.review,
        "recommendations": one.recommendation,
        "actions": one.late,
        "agencies": one.agency,
        "people": one.person,
        "partnerships": one.partnership,
        "outbox": one.mail,
        "log": site.store.log.last_position(),
        "set-up": "a-link-that-was-used",
        **(ids or {}),
    }
    routes = {path: PARAMETER.sub(partial(_given, known), path) for path in patterns(site.app)}
    own = {CALENDARS: f"/people/{one.signed_in}/calendars"}
    return {**routes, **own, **STATES, **states_of(one)}


def _given(known: Mapping[str, Any], found: re.Match[str]) -> str:
    return f"{found[1]}/{known.get(found[1], UNKNOWN)}"


def states_of(one: Any) -> dict[str, str]:
    """The pages of things in states of their own, by a name for each."""
    question, of_review = one.question or (None, one.review)
    states = {
        "action": f"/actions/{one.late}",
        "action-asked": f"/actions/{one.asked}",
        "extension-grant": f"/actions/{one.asked}/extension-grant",
        "action-complete": f"/actions/{one.complete}",
        "assurance": f"/actions/{one.complete}/assurance",
        "action-split": f"/actions/{one.split}",
        "action-past": f"/actions/{one.late}?as_at=2020-01-31",
        "mail": f"/outbox/{one.mail}",
        "plan-action": f"/actions/new?review={one.review}",
        "settle": f"/reviews/{of_review}/settlement?question={question}",
        "search-found": "/search?words=a",
        "filtered": f"/actions?agency={one.agency}&words=a&without_owner=true",
        "changes-of-agency": f"/changes?from=2020-01-31&agency={one.agency}",
    }
    return {name: place for name, place in states.items() if "None" not in place}
