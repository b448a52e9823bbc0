"""Which partnership, agency or person is meant by what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.errors import WrongUsage
from domain.partnership import partnership_identity
from domain.refusals import Refused, refuse_if
from domain.tracker import agency, person
from domain.tracker.partnership import is_registered
from projections.directory import partnerships

if TYPE_CHECKING:
    from uuid import UUID

    from api.cli.installation import Installation


def chosen_partnership(here: Installation, code: str | None, *, needed: bool) -> UUID | None:
    """The partnership of that code, or the only one there is; None where there is none and none is needed.

    The views must be up to date. Raises Refused for an unknown code, WrongUsage where it is not clear which.
    """
    if code is not None:
        unknown = not is_registered(here.tracker, code)
        refuse_if(unknown, f"There is no partnership with the code {code}: register it by dhr partnership.")
        return partnership_identity(code)
    with here.views.reading() as connection:
        found = partnerships(connection)
    if len(found) > 1:
        codes = ", ".join(sorted(one.code for one in found))
        raise WrongUsage(f"There are several partnerships ({codes}): say which by --partnership CODE.")
    if needed and not found:
        raise WrongUsage("There is no partnership yet: register one by dhr partnership CODE NAME.")
    return found[0].id if found else None


def chosen_agency(here: Installation, name: str) -> UUID | None:
    """The agency that goes by a name; None for no name. Raises Refused where nobody goes by it."""
    if not name.strip():
        return None
    found = agency.known(here.tracker, [name])
    refuse_if(not found, f"No agency goes by the name {name}: add it on the page Agencies first.")
    return found[name]


def chosen_person(here: Installation, email: str) -> UUID:
    """The person with an e-mail address. Raises Refused where there is none."""
    found = person.by_email(here.tracker, email)
    if found is None:
        raise Refused(f"Nobody in the directory has the address {email}: add them by dhr person add.")
    return found
