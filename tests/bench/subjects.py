"""All subjects of `make bench`, in the order of the document: each is a module with `figures`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.bench import beside_pghistory, plans, reads, reminders, serving, sights, store, views
from tests.bench.figures import Figure, Place, Size

SUBJECTS: Mapping[str, Callable[[Size, Place], list[Figure]]] = {
    "store": store.figures,
    "the same in django-pghistory": beside_pghistory.figures,
    "serving": serving.figures,
    "views": views.figures,
    "board and lists": reads.figures,
    "what each role sees": sights.figures,
    "reminders": reminders.figures,
    "plans": plans.figures,
}

GROWING = ("board and lists",)
"""What is measured at ten times the size: what takes the longer, the more actions there are."""
