"""How pages are written: templates that escape all text, and the words for days, numbers and lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from api.exporting.pdf import is_installed
from domain.clocks import LONDON, in_words
from domain.offices import Office
from projections.course import stage_of

LONGEST_IN_LIST = 240


def render(
    request: Request, name: str, context: Mapping[str, Any] | None = None, status_code: int = 200
) -> HTMLResponse:
    """A page from the template `name`; what the frame of every page shows is added to `context`."""
    frame = {
        "path": request.url.path,
        "query": request.query_params,
        "nonce": getattr(request.state, "nonce", ""),
        "who": getattr(request.state, "who", None),
        "trial": request.app.state.settings.trial,
        "name": request.app.state.settings.name or "",
        "partnerships": (),
        "standing": None,
        "written_at": None,
    }
    text = TEMPLATES.get_template(name).render({**frame, **(context or {})})
    return HTMLResponse(text, status_code)


def words_of_day(day: date | None) -> str:
    """A day as people write it, "3 March 2026"; nothing for no day."""
    return in_words(day) if day else ""


def words_of_moment(moment: datetime) -> str:
    """A moment as a clock in London shows it: "3 March 2026 at 14:05"."""
    there = moment.astimezone(LONDON)
    return f"{in_words(there.date())} at {there:%H:%M}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 action", "1,200 actions", "2 agencies" (where `many` says so)."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def beginning(text: str, longest: int = LONGEST_IN_LIST) -> str:
    """The beginning of a long text for a list, cut between words."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(maxsplit=1)[0] + " …"


def in_list(value: str | int | date | None) -> str:
    """What a cell of a list shows of a value: a day in words, lines with commas, the beginning of a text."""
    if isinstance(value, date):
        return Markup('<span class="app-nowrap">{}</span>').format(words_of_day(value))
    if isinstance(value, str):
        return beginning(", ".join(value.splitlines()))
    return "" if value is None else str(value)


def sentence_case(text: str) -> str:
    """The first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


class _Components:
    """The macros of GOV.UK Frontend by their names, with `_` for `-`: each compiled when it is first used.

    They rely on what is undefined being empty; our own templates are strict.
    """

    def __init__(self) -> None:
        self._lax = Environment(
            loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            autoescape=True,
            undefined=ChainableUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name=name, obj=self)
        component = name.replace("_", "-")
        template = self._lax.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
        macro = getattr(template.module, "govuk" + component.title().replace("-", ""))
        setattr(self, name, macro)
        return macro


def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["govuk"] = _Components()
    environment.globals["counted"] = counted
    environment.globals["Office"] = Office
    environment.globals["pdf_is_installed"] = is_installed()
    environment.filters |= {
        "day": words_of_day,
        "moment": words_of_moment,
        "beginning": beginning,
        "in_list": in_list,
        "sentence_case": sentence_case,
        "stage": stage_of,
    }
    environment.globals["parts"] = environment.get_template("parts.html").module
    return environment


TEMPLATES = _templates()
"""The templates, each compiled once. Every text that is put into them is escaped."""
