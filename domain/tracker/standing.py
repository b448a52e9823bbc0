"""What a person of the directory holds, out of the log: also what begins only on a later day."""

from datetime import date
from typing import Final
from uuid import UUID

from domain.partnership import Partnership
from domain.standing import Held, Standing
from domain.store.scope import EVERYTHING, within
from domain.tracker import Tracker

IS_ADMINISTRATOR: Final = "select exists (select from public.administrators where person = %(person)s)"
NAMED_IN: Final = """
    select distinct originator_id
    from public.events
    where topic in ('partnership.role_given', 'partnership.contact_named')
        and strpos(state::text, %(person)s::text) > 0
"""


def of_person(tracker: Tracker, person: UUID, *, today: date) -> Standing:
    """What somebody holds on this day, or will hold, in whatever partnership, in scope or not."""
    with within(EVERYTHING):
        with tracker.store.connection() as connection:
            [(administrator,)] = connection.execute(IS_ADMINISTRATOR, {"person": person}).fetchall()
            named_in = [identity for (identity,) in connection.execute(NAMED_IN, {"person": person})]
        homes = tracker.several(Partnership, named_in)
    held = {one for home in homes for one in _held(home, person, today)}
    return Standing(person, administrator=administrator, held=frozenset(held))


def _held(home: Partnership, person: UUID, today: date) -> set[Held]:
    posts = {Held(post, home.id, agency=agency) for agency, post, one in home.contacts if one == person}
    return posts | {
        Held(one.role, home.id, one.review, one.agency)
        for one, term in home.roles.items()
        if one.person == person and (term.last_day is None or term.last_day >= today)
    }
