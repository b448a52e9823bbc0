"""`dhr demo`: invented data for looking around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api import demo as demonstration
from api.cli.installation import installation

if TYPE_CHECKING:
    from argparse import Namespace


def demo(_: Namespace) -> int:
    """Load it into a database that has no reviews."""
    with installation() as here:
        if demonstration.is_loaded(here.tracker):
            print("Nothing new: the demonstration data is there already.")
            return 0
        demonstration.load(here.tracker, today=here.by().today)
        here.catch_up()
        print("Invented demonstration data was loaded.")
    return 0
