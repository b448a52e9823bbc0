"""Who plays in the demonstration: agencies and people that do not exist, on addresses that lead nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.clocks import in_words
from domain.provenance import Provenance
from domain.standing import Held, Standing
from domain.tracker import agency, partnership, person
from domain.tracker.person import Details
from domain.vocabulary import Contact, How, Role

if TYPE_CHECKING:
    from uuid import UUID

    from domain.tracker import Tracker

CODE = "DEMO"
PARTNERSHIP = "Safer Anytown (demonstration data, invented)"
INVENTED = " (invented)"

AGENCIES = (
    "Anytown Council",
    "Anytown Fire Service",
    "Anytown Health Trust",
    "Anytown Housing",
    "Anytown Police",
    "Anytown Probation",
    "Anytown Women's Support",
)
"""By the names that the plans use; in the directory each is marked as invented."""

COORDINATOR = "Demo Coordinator"
PEOPLE = {
    COORDINATOR: ("Domestic abuse coordinator", "Anytown Council"),
    "Demo Owner 1": ("Head of community safety", "Anytown Council"),
    "Demo Owner 2": ("Detective inspector, public protection", "Anytown Police"),
    "Demo Owner 3": ("Named nurse", "Anytown Health Trust"),
    "Demo Owner 4": ("Housing options manager", "Anytown Housing"),
    "Demo Owner 5": ("Senior probation officer", "Anytown Probation"),
    "Demo Owner 6": ("Service manager", "Anytown Women's Support"),
    "Demo Owner 7": ("Station manager, prevention", "Anytown Fire Service"),
    "Demo Validator 1": ("Assistant director", "Anytown Council"),
    "Demo Validator 2": ("Superintendent", "Anytown Police"),
    "Demo Validator 3": ("Director of nursing", "Anytown Health Trust"),
    "Demo Validator 4": ("Head of housing", "Anytown Housing"),
    "Demo Chair": ("Chief executive", "Anytown Council"),
    "Demo Subgroup Member 1": ("Chief executive", "Anytown Women's Support"),
    "Demo Subgroup Member 2": ("Group manager", "Anytown Fire Service"),
    "Demo Board Member": ("Head of service", "Anytown Probation"),
    "Demo Auditor": ("Internal auditor", "Anytown Council"),
    "Demo Independent Chair": ("Independent chair", ""),
    "Demo Report Author": ("Report author", ""),
}
"""Each person's post and agency."""

ROLES = {
    COORDINATOR: Role.COORDINATOR,
    "Demo Chair": Role.CHAIR,
    "Demo Subgroup Member 1": Role.SUBGROUP_MEMBER,
    "Demo Subgroup Member 2": Role.SUBGROUP_MEMBER,
    "Demo Board Member": Role.BOARD_MEMBER,
    "Demo Auditor": Role.AUDITOR,
}
"""Who is what for the partnership."""
VALIDATORS = {
    "Anytown Council": "Demo Validator 1",
    "Anytown Police": "Demo Validator 2",
    "Anytown Health Trust": "Demo Validator 3",
    "Anytown Housing": "Demo Validator 4",
}
"""Who signs off for each agency."""
SUBGROUP = ("Demo Subgroup Member 1", "Demo Subgroup Member 2")

MAIN_CONTACTS = {
    "Anytown Council": "Demo Owner 1",
    "Anytown Health Trust": "Demo Owner 3",
    "Anytown Police": "Demo Owner 2",
}


@dataclass(frozen=True)
class Cast:
    """All of them as they stand in the directory, by name, and the day of the performance."""

    today: date
    partnership: UUID
    agencies: dict[str, UUID]
    people: dict[str, UUID]

    def day(self, offset: int) -> date:
        """The day so many days after today (before it: negative)."""
        return self.today + timedelta(days=offset)

    def by(
        self, name: str, ago: int, how: How = How.FORM, reason: str = "", *, entering: str = ""
    ) -> Provenance:
        """What this person did so many days ago: by themselves on a form, or entered by the coordinator.

        Or, with `entering`, by that person.
        """
        day = self.day(-ago)
        entering = entering or (name if how is How.FORM else COORDINATOR)
        post, post_agency = PEOPLE[entering]
        return Provenance(
            how=how,
            today=self.today,
            entered_by=self.people[entering],
            standing=self.standing(entering),
            post=post,
            post_agency=post_agency and post_agency + INVENTED,
            said_by="" if entering == name else f"{name}, {PEOPLE[name][0]}",
            how_in_detail="" if how is How.FORM else f"{how} of {in_words(day)}",
            reason=reason,
            happened_on=day,
        )

    def standing(self, name: str) -> Standing:
        """What this person is in the demonstration."""
        agency = self.agencies.get(PEOPLE[name][1])
        roles = {Held(ROLES[name], self.partnership)} if name in ROLES else set[Held]()
        posts = {Contact.VALIDATOR: VALIDATORS, Contact.MAIN_CONTACT: MAIN_CONTACTS}
        contacts = {
            Held(contact, self.partnership, agency=agency)
            for contact, holders in posts.items()
            if name in holders.values()
        }
        return Standing(self.people[name], agency, held=frozenset(roles | contacts))

    def validator(self, agency: UUID | None) -> str:
        """Who signs off for an agency."""
        return next(holder for name, holder in VALIDATORS.items() if self.agencies[name] == agency)

    def subgroup_member(self, *agencies: UUID | None) -> str:
        """A member of the subgroup from another agency than these."""
        return next(one for one in SUBGROUP if self.agencies[PEOPLE[one][1]] not in agencies)


def enter(tracker: Tracker, today: date) -> Cast:
    """Register the partnership and put everybody into the directory."""
    by = Provenance(how=How.COMMAND_LINE, today=today, reason="Invented demonstration data.")
    led = partnership.register(tracker, CODE, PARTNERSHIP, by=by)
    agencies = {name: agency.add(tracker, name + INVENTED, by=by) for name in AGENCIES}
    for name, identity in agencies.items():
        agency.add_alias(tracker, identity, alias=name, by=by)
    people = {
        name: person.add(tracker, Details(name, _address(name)), post=post, agency=agencies.get(at), by=by)
        for name, (post, at) in PEOPLE.items()
    }
    for contact, holders in ((Contact.MAIN_CONTACT, MAIN_CONTACTS), (Contact.VALIDATOR, VALIDATORS)):
        for name, holder in holders.items():
            partnership.name_contact(
                tracker, led, agency=agencies[name], contact=contact, person=people[holder], by=by
            )
    for name, role in ROLES.items():
        partnership.give_role(tracker, led, person=people[name], role=role, by=by)
    return Cast(today, led, agencies, people)


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"
