"""Who is in an invented history: partnerships, the agencies that serve them, and their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.agency import Agency
from domain.partnership import Partnership
from domain.person import Person
from domain.vocabulary import Contact, How, Role
from tests.bench.course import Course, Somebody
from tests.bench.loading import AGENCY_NAMES, DETAILS

LOCAL = ("Council", "Housing", "Adult Social Care", "Children's Services", "Women's Aid", "Health Trust")
SHARED = ("Police", "Probation Service")
PARTNERSHIPS_OF_ONE_FORCE = 4
OWNERS_OF_AN_AGENCY = 3


@dataclass(frozen=True)
class Body:
    """An agency and the people who may own its actions."""

    agency: UUID
    name: str
    owners: tuple[Somebody, ...]


@dataclass
class Team:
    """A partnership, those who serve it, and how many reviews it has had."""

    partnership: UUID
    code: str
    coordinator: Somebody
    bodies: list[Body]
    reviews: int = 0


class Directory:
    """Enters partnerships, agencies and people as an administrator would on the first day."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.people = 0
        self.administrator = self._person("Administrator", None, "")
        self._forces: list[Body] = []

    def team(self, number: int, go_live: date) -> Team:
        """A partnership, with agencies of its own and a police force that serves its neighbours too."""
        place, code = f"Area {number}", f"AREA{number}"
        by = self.course.by(self.administrator, How.COMMAND_LINE)
        if number % PARTNERSHIPS_OF_ONE_FORCE == 1:
            region = f"Region {number // PARTNERSHIPS_OF_ONE_FORCE + 1}"
            self._forces = [self._body(f"{region} {name} (invented)") for name in SHARED]
        bodies = [*(self._body(f"{place} {name} (invented)") for name in LOCAL), *self._forces]
        home = Partnership.register(code, f"Safer {place} (invented)", by=by)
        home.set_go_live(go_live, by=by)
        home.set_reply_address(f"{code.lower()}@example.org", by=by)
        coordinator = self._person("Coordinator", bodies[0].agency, bodies[0].name)
        home.give_role(coordinator.person, Role.COORDINATOR, by=by)
        # Somebody has to see all of it.
        home.give_role(self.administrator.person, Role.CHAIR, by=by)
        for body in bodies:
            self._name_contacts(home, body)
        self.course.save(home)
        return Team(home.id, code, coordinator, bodies)

    def _name_contacts(self, home: Partnership, body: Body) -> None:
        by = self.course.by(self.administrator)
        for contact, somebody in zip((Contact.MAIN_CONTACT, Contact.VALIDATOR), body.owners, strict=False):
            home.name_contact(body.agency, contact, somebody.person, by=by)
        home.name_contact(body.agency, Contact.BOARD_REPRESENTATIVE, body.owners[-1].person, by=by)

    def _body(self, name: str) -> Body:
        agency = Agency.add(name, by=self.course.by(self.administrator))
        if self.course.happens(0.4):
            agency.add_alias(f"{name} and Partners", by=self.course.by(self.administrator))
        self.course.save(agency)
        self.course.loading.beside(AGENCY_NAMES, [(key, agency.id) for key in sorted(agency.name_keys())])
        posts = ("Safeguarding Lead", "Service Manager", "Head of Service")[:OWNERS_OF_AN_AGENCY]
        return Body(agency.id, name, tuple(self._person(post, agency.id, name) for post in posts))

    def _person(self, post: str, agency: UUID | None, agency_name: str) -> Somebody:
        self.people += 1
        added = Person.add(post, agency, by=self.course.by(None, How.COMMAND_LINE))
        self.course.save(added)
        details = (added.id, f"Invented Person {self.people}", f"person{self.people}@example.org", "")
        self.course.loading.beside(DETAILS, [details])
        return Somebody(added.id, post, agency_name)
