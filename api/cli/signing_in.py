"""`dhr person admin`, `dhr person sign-out` and `dhr token`: how people and programs come in, and go."""

from __future__ import annotations

import sys
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING
from uuid import uuid4

from api import sessions
from api.cli.choosing import chosen_person
from api.cli.installation import installation
from api.cli.noting import note
from domain.access_log import Kind
from domain.tracker import person

if TYPE_CHECKING:
    from argparse import Namespace
    from uuid import UUID

    from api.cli.installation import Installation

HAS_ADMINISTRATOR = "select person from public.administrators order by made_at limit 1"
NOBODY_HAS_SIGNED_IN = """
    select not exists (select from public.sign_in_links where used_at is not null)
        and not exists (select from public.sessions)
    """


def make_administrator(options: Namespace) -> int:
    """Make a person an administrator, adding them if nobody has the address, and print a one-time link."""
    with installation() as here:
        found = person.by_email(here.tracker, options.email)
        if found is None:
            details = person.Details(options.email, options.email)
            found = person.add(here.tracker, details, by=here.by())
            here.catch_up()
            print(f"{options.email} was added to the directory.", file=sys.stderr)
        _made_administrator(here, found)
        print(one_time_link(here, found))
    return 0


def sign_out(options: Namespace) -> int:
    """End every session of a person."""
    with installation() as here:
        known = chosen_person(here, options.email)
        ended = sessions.end_all(here.store, known, now=here.now)
        note(here, Kind.SIGNED_OUT_EVERYWHERE, about=known)
        print(f"{options.email} was signed out of {ended} {'session' if ended == 1 else 'sessions'}.")
    return 0


def make_token(options: Namespace) -> int:
    """Print a new token, and nothing else: it is shown this once."""
    with installation() as here:
        known = chosen_person(here, options.person)
        identity = uuid4()
        ends = here.now + timedelta(days=options.expires) if options.expires else None
        made = {"expires_at": ends, "roles": options.role, "identity": identity}
        token = sessions.issue_token(here.store, known, options.name, now=here.now, **made)
        note(here, Kind.TOKEN_MADE, person=known, about=identity)
        print(token)
    return 0


def one_time_link(here: Installation, who: UUID) -> str:
    """An address under which this person can sign in once, within 24 hours."""
    token = sessions.issue_link(here.store, who, now=here.now)
    return f"{here.settings.base_url}/set-up/{token}"


def first_link(here: Installation) -> str | None:
    """A link for the first administrator, made if there is none; None once somebody has signed in."""
    with here.store.connection() as connection:
        if connection.execute(NOBODY_HAS_SIGNED_IN).fetchone() != (True,):
            return None
        found = connection.execute(HAS_ADMINISTRATOR).fetchone()
    return one_time_link(here, found[0] if found else _first_administrator(here))


def _first_administrator(here: Installation) -> UUID:
    added = person.add(here.tracker, person.Details("Administrator"), by=here.by())
    _made_administrator(here, added)
    return added


def _made_administrator(here: Installation, who: UUID) -> None:
    sessions.make_administrator(here.store, who, now=here.now)
    # Loaded here alone: it reads plans, which takes a while.
    import_module("api.demo").show_all_to(here.tracker, who, today=here.by().today)
    here.catch_up()
    note(here, Kind.ADMINISTRATOR_MADE, about=who)
