"""`dhr rebuild`: the views built again from the log, or compared with it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from api.cli.installation import installation
from api.cli.progress import progress
from domain.refusals import refuse_if
from projections import check as checking
from projections import rebuild as rebuilding
from projections.directory import names
from projections.views import VIEWS

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from api.cli.installation import Installation
    from projections.check import Difference
    from projections.view import View


def rebuild(options: Namespace) -> int:
    """Build the views again; with --check, give 1 where those that serve differ from what the log makes."""
    with installation() as here:
        chosen = _chosen(options.view)
        if options.check:
            return _check(here, chosen)
        only = None if options.view is None else {options.view}
        with progress("Building from the log: {done} of {of} events.") as tell:
            rebuilding.rebuild(here.store, VIEWS, only=only, tell=tell)
        print(f"Built again from the log: {', '.join(view.name for view in chosen)}.")
    return 0


def _chosen(name: str | None) -> Sequence[View]:
    found = [view for view in VIEWS if name in (None, view.name)]
    known = ", ".join(view.name for view in VIEWS)
    refuse_if(not found, f"There is no view called {name}. The views are: {known}.")
    return found


def _check(here: Installation, views: Sequence[View]) -> int:
    here.catch_up()
    wanted = {view.name for view in views}
    stopped = {name: lag for name, lag in here.views.lag().items() if name in wanted and lag.failure}
    for name, lag in stopped.items():
        print(f"{name}\tstopped at position {lag.failed_at}\t{lag.failure}")
    found = checking.check(here.store, views)
    _show(here, found)
    if found or stopped:
        print("The views differ from the log: dhr rebuild builds them again.", file=sys.stderr)
        return 1
    print(f"{len(views)} views are what the log makes of them.")
    return 0


def _show(here: Installation, found: Sequence[Difference]) -> None:
    with here.views.reading() as connection:
        known = names(connection, [one.id for one in found if one.id])
    for one in found:
        thing = f"{one.id} {known.get(one.id, '')}".strip() if one.id else ""
        print(f"{one.view}\tposition {one.position}\t{thing}")
