"""`dhr person role`: who is what, in a partnership or in one of its reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from api.cli.choosing import chosen_agency, chosen_partnership, chosen_person
from api.cli.errors import WrongUsage
from api.cli.installation import installation
from domain.partnership import Partnership
from domain.refusals import refuse_if
from domain.review import review_identity
from domain.tracker.partnership import give_role
from domain.tracker.review import find
from domain.vocabulary import Role

if TYPE_CHECKING:
    from argparse import Namespace
    from uuid import UUID

    from api.cli.installation import Installation


def give_or_end(options: Namespace) -> int:
    """Give a person a role from one day to another, or end one that they have."""
    with installation() as here:
        here.catch_up()
        home = cast("UUID", chosen_partnership(here, options.partnership, needed=True))
        held: dict[str, Any] = {
            "person": chosen_person(here, options.email),
            "role": _chosen_role(options.role),
            "review": _chosen_review(here, home, options.review),
            "agency": chosen_agency(here, options.agency),
        }
        if options.end:
            here.tracker.change(Partnership.end_role, Partnership, home, by=here.by(), **held)
        else:
            term = {"first_day": options.first_day, "last_day": options.last_day}
            give_role(here.tracker, home, by=here.by(), **held, **term)
        here.catch_up()
    print(f"{options.email} is {'no longer ' if options.end else ''}{options.role}.")
    return 0


def _chosen_role(word: str) -> Role:
    found = {str(role).casefold(): role for role in Role}.get(word.casefold())
    if found is None:
        raise WrongUsage(f"There is no role “{word}”. There are {', '.join(Role)}.")
    return found


def _chosen_review(here: Installation, partnership: UUID, reference: str | None) -> UUID | None:
    if reference is None:
        return None
    refuse_if(find(here.tracker, partnership, reference) is None, f"There is no review {reference}.")
    return review_identity(partnership, reference)
