"""What the lists of partnerships, agencies and people show."""

from typing import Any

from domain.partnership import Partnership
from domain.person import Person
from domain.rag import RagRule
from domain.reminders import ReminderRule
from domain.tracker import agency as agencies
from domain.tracker import partnership as partnerships
from domain.tracker import person as people
from domain.vocabulary import Contact, Role
from projections import directory
from projections.actions import rag_rules
from tests.projections.views.conftest import TODAY, Register


def test_a_partnership_shows_its_rules(register: Register) -> None:
    """Rules as set, the go-live date, the address for replies and the new name."""
    by, change = register.by, register.tracker.change
    partnership = register.partnership
    change(Partnership.set_rag_rule, Partnership, partnership, rule=RagRule(amber_within_days=14), by=by())
    change(
        Partnership.set_reminder_rule, Partnership, partnership, rule=ReminderRule(days_before=(5,)), by=by()
    )
    change(Partnership.set_go_live, Partnership, partnership, go_live=TODAY, by=by())
    change(Partnership.set_reply_address, Partnership, partnership, reply_to="csp@example.org", by=by())
    change(Partnership.set_sign_off_rule, Partnership, partnership, single_agency_closes_alone=True, by=by())
    change(Partnership.rename, Partnership, partnership, name="Safer Anytown and Villages", by=by())
    with register.reading() as connection:
        (row,) = directory.partnerships(connection)
        rule = rag_rules(connection, [partnership])[partnership]
    assert (row.name, row.go_live, row.reply_to) == ("Safer Anytown and Villages", TODAY, "csp@example.org")
    assert row.reminder_rule["days_before"] == [5]
    assert (rule.amber_within_days, rule.version) == (14, 2)
    assert row.single_agency_closes_alone


def test_an_agency_shows_aliases_and_counts(register: Register) -> None:
    """Renaming keeps the old name as an alias, by which it is found."""
    agencies.rename(register.tracker, register.agency, name="Anytown Borough Council", by=register.by())
    agencies.add_alias(register.tracker, register.agency, alias="ABC", by=register.by())
    register.plan(timescale="31 March 2026")
    with register.reading() as connection:
        (row,) = directory.agencies(connection, today=TODAY, words="anytown council")
        assert directory.agencies(connection, today=TODAY, words="Elsewhere") == []
    assert (row.name, row.aliases) == ("Anytown Borough Council", ["Anytown Council", "ABC"])
    assert (row.open_actions, row.overdue) == (1, 1)
    agencies.remove_alias(register.tracker, register.agency, alias="ABC", by=register.by())
    with register.reading() as connection:
        (row,) = directory.agencies(connection, today=TODAY, identity=register.agency)
    assert row.aliases == ["Anytown Council"]


def test_a_person_shows_details_post_roles_and_contacts(register: Register) -> None:
    """A person has name, post, agency and roles; contacts are listed for their agency until they end."""
    details = people.Details("Demo Person", "demo@example.org")
    person = people.add(register.tracker, details, post="Clerk", agency=register.agency, by=register.by())
    partnerships.give_role(
        register.tracker, register.partnership, person=person, role=Role.COORDINATOR, by=register.by()
    )
    held: dict[str, Any] = {"agency": register.agency, "contact": Contact.MAIN_CONTACT, "person": person}
    partnerships.name_contact(register.tracker, register.partnership, by=register.by(), **held)
    with register.reading() as connection:
        (row,) = directory.people(connection)
        (contact,) = directory.contacts(connection, agency=register.agency)
    assert (row.name, row.post, row.agency_name, row.roles) == (
        "Demo Person",
        "Clerk",
        "Anytown Council",
        ["coordinator"],
    )
    assert (contact.name, contact.contact) == ("Demo Person", "main contact")
    change = register.tracker.change
    change(Partnership.end_contact, Partnership, register.partnership, by=register.by(), **held)
    change(
        Partnership.end_role,
        Partnership,
        register.partnership,
        person=person,
        role=Role.COORDINATOR,
        by=register.by(),
    )
    people.change_post(register.tracker, person, post="Manager", agency=None, by=register.by())
    change(Person.leave, Person, person, by=register.by())
    with register.reading() as connection:
        (row,) = directory.people(connection, identity=person)
        assert directory.contacts(connection, person=person) == []
    assert (row.post, row.agency_name, row.roles, row.has_left) == ("Manager", None, [], True)


def test_names_of_everything(register: Register) -> None:
    """Names are found for agencies, people, actions, recommendations, reviews and partnerships."""
    details = people.Details("Demo Person")
    person = people.add(register.tracker, details, post="Clerk", agency=register.agency, by=register.by())
    action = register.plan()
    asked = [
        person, action, register.agency, register.review, register.recommendation, register.partnership
    ]  # fmt: skip
    with register.reading() as connection:
        names = directory.names(connection, asked)
    assert [names[one] for one in asked] == [
        "Demo Person, Clerk, Anytown Council",
        "3.2/1",
        "Anytown Council",
        "DHR1",
        "3.2",
        "Safer Anytown (invented)",
    ]
