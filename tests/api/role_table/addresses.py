"""Who is let in at every address that is no command; those of one shape share a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tests.api.role_table.who import (
    ANYBODY,
    AUDITOR,
    BOARD,
    CASE,
    CHAIRS,
    CONTACTS,
    COORDINATOR,
    HISTORY,
    KEEPERS,
    KNOWN,
    NONE,
    OF_RECOMMENDATIONS,
    OF_THE_PARTNERSHIP,
    OVERSEEING,
    RECOMMENDATIONS,
    REVIEW,
    SETTING_UP,
    STAGES,
    SUBGROUP,
    WHOLE,
    Row,
)

TOGETHER: Final = WHOLE | SUBGROUP | BOARD | CONTACTS
REPORTS: Final = WHOLE | SUBGROUP | BOARD | AUDITOR
OUTBOX: Final = SETTING_UP | COORDINATOR

FILES: Final = ("", ".csv", ".xlsx")
LISTS: Final = ("actions", "recommendations", "reviews", "agencies", "people", "partnerships")

OPEN: Final = {
    "GET": "/accessibility /healthz /readyz /static/look.css /sign-in",
    "POST": "/sign-in /sign-in/code",
}
OF_EVERYBODY: Final = {
    "GET": "/ /board.pdf /changes /clocks /help /sign-in/code /log /saved-views /search /sessions /tokens"
    " /unsent /api/v1/calendar-feeds /api/v1/saved-views"
    " /disclosures /api/v1/disclosures /api/v1/disclosures.csv /api/v1/disclosures.xlsx"
    " /api/v1/clocks /api/v1/clocks.csv /api/v1/clocks.xlsx",
    "POST": "/log/seen /partnerships/shown /saved-views /sessions /sessions/unlinking /sign-out /tokens"
    " /saved-views/{identity}/deletion /unsent/{identity}/discard"
    " /api/v1/calendar-feeds /api/v1/saved-views",
    "DELETE": "/api/v1/calendar-feeds",
}
"""Lists, which show each what is theirs to see, and what belongs to whoever asks."""
OF_ITS_MAKER: Final = {
    "GET": "/saved-views/{identity} /unsent/{identity} /set-up/{token} /calendar/{secret}"
    " /sign-in/provider/answer /disclosures/{identity}",
    "POST": "/saved-views/{identity} /set-up/{token} /sign-in/provider /tokens/{identity}/revocation"
    " /disclosures/{identity}",
    "PATCH": "/api/v1/saved-views/{identity}",
    "DELETE": "/api/v1/saved-views/{identity} /api/v1/calendar-feeds/{identity}",
}
"""What is another's, or not there: nobody is told which. A provider of sign-in is not set up here."""
GUARDED: Final[Mapping[str, Mapping[frozenset[str], str]]] = {
    "GET": {
        SETTING_UP | AUDITOR: "/access-log /api/v1/access-log /api/v1/access-log.csv /api/v1/access-log.xlsx",
        COORDINATOR: "/import",
        OUTBOX: "/outbox /api/v1/outbox /api/v1/outbox.csv /api/v1/outbox.xlsx",
        REPORTS: "/reports /api/v1/reports",
        COORDINATOR | CHAIRS: "/retention",
        SETTING_UP: "/metrics",
        COORDINATOR | CONTACTS: "/agencies/{identity}/return-sheet"
        " /api/v1/agencies/{identity}/return-sheet.xlsx",
        NONE: "/import/{identity} /import/{identity}/actions /import/{identity}/differences"
        " /import/{identity}/personal-details /import/{identity}/questions /import/{identity}/remarks"
        " /actions/together/{change} /agencies/{identity}/return-sheet/{sheet} /outbox/{identity}"
        " /api/v1/outbox/{identity} /reports/{identity} /api/v1/reports/{identity}"
        " /api/v1/reports/{identity}/ageing-and-slippage.xlsx /api/v1/reports/{identity}/ageing.csv"
        " /api/v1/reports/{identity}/distribution.csv /api/v1/reports/{identity}/slippage.csv",
    },
    "POST": {
        COORDINATOR: "/import /api/v1/imports",
        REPORTS: "/reports /api/v1/reports",
        SETTING_UP: "/people/{identity}/sign-out",
        COORDINATOR | CONTACTS: "/agencies/{identity}/return-sheet /api/v1/agencies/{identity}/return-sheet",
        TOGETHER: "/actions/together /api/v1/actions/together/owner"
        " /api/v1/actions/together/progress-request /api/v1/actions/together/split"
        " /api/v1/actions/together/timescale",
        NONE: "/import/{identity} /actions/together/{change} /actions/together/{change}/refused"
        " /actions/together/{change}/rest /agencies/{identity}/return-sheet/{sheet}",
    },
}
"""What belongs to an office. Of things that are kept for one person, of which there are none here, only that
nobody is let in."""

CALENDARS: Final = "/people/{identity}/calendars"
OF_PEOPLE: Final[Mapping[str, Row]] = {
    "GET /people/{identity}": Row(KNOWN, KNOWN),
    f"GET {CALENDARS}": Row(KNOWN, NONE),
    f"POST {CALENDARS}": Row(KNOWN, NONE),
    f"POST {CALENDARS}/{{feed}}/revocation": Row(KNOWN, NONE),
    "POST /people/{identity}/held": Row(KNOWN, SETTING_UP),
}
ABOUT_IT: Final = ("learning", "plan-versions", "statement")
OF_REVIEWS: Final[Mapping[str, Row]] = {
    "GET /reviews/{identity}/timeline": REVIEW,
    **{f"GET /reviews/{{identity}}/{one}": REVIEW for one in ABOUT_IT},
    **{f"GET /api/v1/reviews/{{identity}}/{one}": REVIEW for one in ABOUT_IT},
    **{f"GET /api/v1/reviews/{{identity}}/action-plan.{form}": REVIEW for form in ("docx", "pdf", "xlsx")},
    **{f"GET /api/v1/reviews/{{identity}}/questions{form}": REVIEW for form in FILES},
    **{f"GET /api/v1/reviews/{{identity}}/timeline{form}": REVIEW for form in FILES},
}
"""Who may know of a review gets its files, with so much in them as they see."""


def rows() -> Iterator[tuple[str, Row]]:
    """Every such address, as method and path."""
    for shared, who in ((OPEN, ANYBODY), (OF_EVERYBODY, KNOWN), (OF_ITS_MAKER, NONE)):
        for method, paths in shared.items():
            yield from _alike(method, paths, who)
    for method, groups in GUARDED.items():
        for who, paths in groups.items():
            yield from _alike(method, paths, who)
    for path in OPEN["GET"].split():
        if path not in ("/healthz", "/readyz"):
            yield f"HEAD {path}", Row(ANYBODY, ANYBODY)
    yield "HEAD /sign-in/code", Row(KNOWN, KNOWN)
    yield "HEAD /set-up/{token}", Row(NONE, NONE)
    yield "GET /log/{position}", Row(STAGES.second, STAGES.second)
    yield from {**OF_PEOPLE, **OF_REVIEWS}.items()
    yield from _registers()


def _alike(method: str, paths: str, who: frozenset[str]) -> Iterator[tuple[str, Row]]:
    for path in paths.split():
        yield f"{method} {path}", Row(who, who)


def _registers() -> Iterator[tuple[str, Row]]:
    """The lists, which everybody may ask for; each thing; and its history."""
    for name in (*LISTS, "board", "changes", "search", "events", "imports"):
        for form in FILES:
            yield f"GET /api/v1/{name}{form}", Row(KNOWN, KNOWN)
    one = {"actions": CASE, "recommendations": RECOMMENDATIONS, "reviews": REVIEW}
    of_rules = Row(OF_THE_PARTNERSHIP, OF_THE_PARTNERSHIP)
    one |= {"agencies": Row(KNOWN, KNOWN), "people": Row(KNOWN, KNOWN), "partnerships": of_rules}
    history = one | {
        "actions": HISTORY,
        "recommendations": OF_RECOMMENDATIONS,
        "reviews": STAGES,
        "partnerships": Row(OF_THE_PARTNERSHIP - OVERSEEING, OF_THE_PARTNERSHIP - OVERSEEING),
        "people": Row(KNOWN, KEEPERS | CHAIRS),
    }
    for name in LISTS:
        yield f"GET /{name}", Row(KNOWN, KNOWN)
        yield f"GET /api/v1/{name}/{{identity}}", one[name]
        for form in FILES:
            yield f"GET /api/v1/{name}/{{identity}}/history{form}", history[name]
        if name != "people":
            with_auditors = name in ("actions", "recommendations")
            seen = one[name]
            shown = Row(seen.first | AUDITOR, seen.second | AUDITOR) if with_auditors else seen
            yield f"GET /{name}/{{identity}}", shown
