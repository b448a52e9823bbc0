"""`dhr partnership` and `dhr person`: who there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.choosing import chosen_agency, chosen_person
from api.cli.installation import installation
from api.cli.noting import note
from api.subject_access import held_about
from domain.access_log import Kind
from domain.tracker.partnership import register
from domain.tracker.person import Details, add
from projections.directory import people

if TYPE_CHECKING:
    from argparse import Namespace


def register_partnership(options: Namespace) -> int:
    """Register a partnership with the default rules."""
    with installation() as here:
        register(here.tracker, options.code, options.name, by=here.by())
        here.catch_up()
        print(f"{options.name.strip()} is registered under the code {options.code.strip().upper()}.")
    return 0


def add_person(options: Namespace) -> int:
    """Add a person to the directory."""
    with installation() as here:
        agency = chosen_agency(here, options.agency)
        details = Details(options.name, options.email)
        add(here.tracker, details, post=options.post, agency=agency, by=here.by())
        here.catch_up()
        print(f"{details.checked().name} is in the directory.")
    return 0


def export_person(options: Namespace) -> int:
    """Print all that is held about a person, as JSON."""
    with installation() as here:
        here.catch_up()
        known = chosen_person(here, options.email)
        held = held_about(here.tracker, here.views, known, now=here.now)
        note(here, Kind.HELD_TAKEN, about=known)
        print(held.decode())
    return 0


def list_people(_: Namespace) -> int:
    """List everybody: name, e-mail address, post, agency and roles, with tabs between them."""
    with installation() as here:
        here.catch_up()
        with here.views.reading() as connection:
            for row in people(connection, limit=1_000_000):
                roles = ", ".join(row.roles) + (" (has left)" if row.has_left else "")
                print("\t".join((row.name, row.email, row.post, row.agency_name or "", roles)))
    return 0
