"""Who plays in the demonstration: agencies and people that do not exist, on addresses that lead nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.clocks import in_words
from domain.provenance import Provenance
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
    "Demo Validator": ("Assistant director", "Anytown Council"),
}
"""Each person's post and agency."""

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

    def by(self, name: str, ago: int, how: How = How.FORM, reason: str = "") -> Provenance:
        """What this person did so many days ago: by themselves on a form, or entered by the coordinator."""
        day = self.day(-ago)
        entering = name if how is How.FORM else COORDINATOR
        post, post_agency = PEOPLE[entering]
        return Provenance(
            how=how,
            today=self.today,
            entered_by=self.people[entering],
            post=post,
            post_agency=post_agency + INVENTED,
            said_by="" if entering == name else f"{name}, {PEOPLE[name][0]}",
            how_in_detail="" if how is How.FORM else f"{how} of {in_words(day)}",
            reason=reason,
            happened_on=day,
        )


def enter(tracker: Tracker, today: date) -> Cast:
    """Register the partnership and put everybody into the directory."""
    by = Provenance(how=How.COMMAND_LINE, today=today, reason="Invented demonstration data.")
    led = partnership.register(tracker, CODE, PARTNERSHIP, by=by)
    agencies = {name: agency.add(tracker, name + INVENTED, by=by) for name in AGENCIES}
    for name, identity in agencies.items():
        agency.add_alias(tracker, identity, alias=name, by=by)
    people = {
        name: person.add(tracker, Details(name, _address(name)), post=post, agency=agencies[at], by=by)
        for name, (post, at) in PEOPLE.items()
    }
    for name, holder in MAIN_CONTACTS.items():
        partnership.name_contact(
            tracker, led, agency=agencies[name], contact=Contact.MAIN_CONTACT, person=people[holder], by=by
        )
    partnership.give_role(tracker, led, person=people[COORDINATOR], role=Role.COORDINATOR, by=by)
    return Cast(today, led, agencies, people)


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"
