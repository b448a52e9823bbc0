"""The rules of a partnership: its code, its rules, its contacts and roles."""

from __future__ import annotations

from datetime import date

import pytest

from domain.partnership import Partnership, partnership_identity
from domain.rag import RagRule
from domain.reminders import ReminderRule
from domain.vocabulary import Contact, Role
from tests.domain.given import HOUSING, OWNER, POLICE, SOMEBODY, by, fact, given, given_nothing

MAIN = Contact.MAIN_CONTACT


def walsall() -> Partnership:
    """A partnership as registered."""
    return Partnership.register("WAL", "Walsall", by=by())


def test_a_partnership_begins_with_the_default_rules() -> None:
    """Its code is capital letters; the rules stand in the log, with their versions."""
    outcome = given_nothing(Partnership.register).when(" wal ", " Walsall ")
    new = outcome.then(
        fact(Partnership.Registered, code="WAL", name="Walsall"),
        fact(Partnership.RagRuleSet, rule=RagRule(version=1)),
        fact(Partnership.ReminderRuleSet, rule=ReminderRule(version=1)),
    )
    assert new.id == new.partnership == new.text_key == partnership_identity("wal")
    assert (new.go_live, new.reply_to, new.single_agency_closes_alone) == (None, "", False)


@pytest.mark.parametrize(
    ("code", "name", "sentence", "field"),
    [
        ("", "Walsall", "A partnership's code has letters and digits only.", "code"),
        ("W A", "Walsall", "A partnership's code has letters and digits only.", "code"),
        ("W" * 21, "Walsall", "A partnership's code has at most 20 letters and digits.", "code"),
        ("WAL", " ", "A partnership needs a name.", "name"),
    ],
)
def test_a_partnership_needs_a_plain_code_and_a_name(code: str, name: str, sentence: str, field: str) -> None:
    """The code goes into addresses and command lines."""
    given_nothing(Partnership.register).when(code, name).refused(sentence, field=field)


def test_a_partnership_is_renamed() -> None:
    """To another name only."""
    given(walsall()).when(Partnership.rename, " Safer Walsall ").then(
        fact(Partnership.Renamed, name="Safer Walsall")
    )
    given(walsall()).when(Partnership.rename, "").refused("A partnership needs a name.", field="name")
    given(walsall()).when(Partnership.rename, "Walsall").refused("It already has that name.", field="name")


def test_go_live_and_reply_address_are_set() -> None:
    """A day, which may lie ahead, and one plain address."""
    day = date(2026, 4, 1)
    one = given(walsall()).when(Partnership.set_go_live, day).then(fact(Partnership.GoLiveSet, go_live=day))
    given(one).when(Partnership.set_go_live, day).refused(
        "That is the go-live date already.", field="go_live"
    )
    one = (
        given(walsall())
        .when(Partnership.set_reply_address, " dhr@walsall.gov.uk ")
        .then(fact(Partnership.ReplyAddressSet, reply_to="dhr@walsall.gov.uk"))
    )
    assert one.reply_to == "dhr@walsall.gov.uk"
    given(walsall()).when(Partnership.set_reply_address, "dhr").refused(
        "That is not an e-mail address.", field="reply_to"
    )


def test_each_version_of_a_rule_has_the_next_number() -> None:
    """Whatever number the caller gives."""
    rag = given(walsall()).when(Partnership.set_rag_rule, RagRule(version=9, amber_within_days=14))
    assert rag.then(Partnership.RagRuleSet).rag_rule == RagRule(version=2, amber_within_days=14)
    reminders = given(walsall()).when(Partnership.set_reminder_rule, ReminderRule(on_the_day=False))
    assert reminders.then(Partnership.ReminderRuleSet).reminder_rule == ReminderRule(2, on_the_day=False)


def test_the_sign_off_rule_is_set() -> None:
    """Whether an agency's sign-off may be enough."""
    one = given(walsall()).when(Partnership.set_sign_off_rule, True)
    assert one.then(Partnership.SignOffRuleSet).single_agency_closes_alone is True


def test_a_new_contact_replaces_the_one_before() -> None:
    """One person holds a contact post of an agency; another agency's is not touched."""
    one = given(walsall()).when(Partnership.name_contact, POLICE, MAIN, OWNER).then(Partnership.ContactNamed)
    one.name_contact(HOUSING, MAIN, OWNER, by=by())
    given(one).when(Partnership.name_contact, POLICE, MAIN, OWNER).refused(
        "They are the main contact already.", field="person"
    )
    other = given(one).when(Partnership.name_contact, POLICE, MAIN, SOMEBODY)
    changed = other.then(
        fact(Partnership.ContactEnded, agency=POLICE, person=OWNER),
        fact(Partnership.ContactNamed, agency=POLICE, contact=MAIN, person=SOMEBODY),
    )
    assert (changed.holders(POLICE, MAIN), changed.holders(HOUSING, MAIN)) == ([SOMEBODY], [OWNER])


def test_a_contact_ends() -> None:
    """Only one that there is."""
    given(walsall()).when(Partnership.end_contact, POLICE, MAIN, OWNER).refused(
        "They are not the main contact.", field="person"
    )
    one = walsall()
    one.name_contact(POLICE, MAIN, OWNER, by=by())
    ended = given(one).when(Partnership.end_contact, POLICE, MAIN, OWNER).then(Partnership.ContactEnded)
    assert ended.holders(POLICE, MAIN) == []


def test_roles_are_given_and_ended() -> None:
    """Each once; a role that nobody has is not ended."""
    one = given(walsall()).when(Partnership.give_role, OWNER, Role.COORDINATOR).then(Partnership.RoleGiven)
    given(one).when(Partnership.give_role, OWNER, Role.COORDINATOR).refused(
        "They are coordinator already.", field="role"
    )
    given(one).when(Partnership.end_role, SOMEBODY, Role.COORDINATOR).refused(
        "They are not coordinator.", field="role"
    )
    assert (
        given(one).when(Partnership.end_role, OWNER, Role.COORDINATOR).then(Partnership.RoleEnded).roles == {}
    )


def test_the_last_administrator_stays() -> None:
    """Somebody must be able to give roles."""
    one = walsall()
    one.give_role(OWNER, Role.ADMINISTRATOR, by=by())
    one.give_role(SOMEBODY, Role.COORDINATOR, by=by())
    given(one).when(Partnership.end_role, OWNER, Role.ADMINISTRATOR).refused(
        "There must be one administrator.", field="role"
    )
    one.give_role(SOMEBODY, Role.ADMINISTRATOR, by=by())
    given(one).when(Partnership.end_role, OWNER, Role.ADMINISTRATOR).then(Partnership.RoleEnded)
