"""The rules of a person, whom the log knows by post and agency alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.person import Person, is_address
from domain.provenance import DIRECTORY, Provenance
from domain.sign_in import INVITATION_LASTS
from tests.domain.given import HOUSING, POLICE, TODAY, by, fact, given, given_nothing

NO_LONGER = "This invitation works no longer. Ask for another one."


def nurse() -> Person:
    """Somebody by job title and agency."""
    return Person.add("Named Nurse", HOUSING, by=by())


def test_a_person_is_known_by_post_and_agency() -> None:
    """Both may be open; nothing personal stands in the event."""
    outcome = given_nothing(Person.add).when(" Named  Nurse ", None)
    person = outcome.then(fact(Person.Added, job_title="Named Nurse", agency=None, text_key=DIRECTORY))
    assert (person.post, person.agency, person.left) == ("Named Nurse", None, False)
    assert not {"name", "email", "telephone"} & set(vars(outcome.events[0]))


def test_a_post_changes_to_another() -> None:
    """A new title or a new agency; the same is no change."""
    person = given(nurse()).when(Person.change_post, "Named Nurse", POLICE).then(Person.PostChanged)
    assert (person.post, person.agency) == ("Named Nurse", POLICE)
    given(nurse()).when(Person.change_post, " Named Nurse", HOUSING).refused(
        "They hold that post already.", field="post"
    )


def test_changed_details_are_named_and_not_told() -> None:
    """The log says which details, never what they were or are."""
    given(nurse()).when(Person.change_details, ("email",)).then(
        fact(Person.DetailsChanged, details=("email",))
    )
    given(nurse()).when(Person.change_details, ()).refused("Nothing was changed.")


def test_people_leave_and_come_back() -> None:
    """Each only once in turn."""
    given(nurse()).when(Person.come_back).refused("They have not left.")
    gone = given(nurse()).when(Person.leave).then(Person.Left)
    assert gone.left
    given(gone).when(Person.leave).refused("They have left already.")
    assert given(gone).when(Person.come_back).then(Person.Returned).left is False


@pytest.mark.parametrize(
    "text", ["a@b.org", " o'brien".replace("'", "") + "@council.gov.uk ", "a.b+c@d-e.wales"]
)
def test_a_plain_address_is_an_address(text: str) -> None:
    """Of the form local@domain; space around it does not matter."""
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nurse",
        "@b.org",
        "a@b",
        "a@b.",
        "a@.org",
        "a@b..org",
        "a b@c.org",
        "a@b@c.org",
        "Nurse <a@b.org>",
        "a@b.org\nBcc: c@d.org",
        "a@b.org,c@d.org",
        "a" * 250 + "@b.org",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    """Nothing that a mail header would read as more than one address, and nothing that leads nowhere."""
    assert not is_address(text)


def invited() -> Person:
    """Somebody who was invited on the day of the tests."""
    person = nurse()
    person.invite(by=by())
    return person


def on(day: date) -> Provenance:
    """A provenance of another day."""
    return by(today=day)


def test_an_invitation_works_for_seven_days() -> None:
    """To the end of the seventh day after it; then another one is needed."""
    last = TODAY + INVITATION_LASTS
    person = given(nurse()).when(Person.invite).then(fact(Person.Invited, works_until=last))
    assert person.invited_until == date(2026, 3, 9)
    accepted = given(person).when(Person.accept_invitation, by=on(last)).then(Person.InvitationAccepted)
    assert accepted.invited_until is None
    given(person).when(Person.accept_invitation, by=on(last + timedelta(days=1))).refused(NO_LONGER)


def test_an_invitation_is_accepted_once_and_sent_as_often_as_needed() -> None:
    """Also to somebody who has accepted one before."""
    given(nurse()).when(Person.accept_invitation).refused(NO_LONGER)
    accepted = given(invited()).when(Person.accept_invitation).then(Person.InvitationAccepted)
    given(accepted).when(Person.accept_invitation).refused(NO_LONGER)
    given(accepted).when(Person.invite).then(Person.Invited)
    later = TODAY + timedelta(days=3)
    again = given(invited()).when(Person.invite, by=on(later)).then(Person.Invited)
    assert again.invited_until == later + INVITATION_LASTS


def test_an_invitation_is_withdrawn() -> None:
    """Only one that waits; afterwards nobody can accept it."""
    given(nurse()).when(Person.withdraw_invitation).refused("No invitation waits to be accepted.")
    withdrawn = given(invited()).when(Person.withdraw_invitation).then(Person.InvitationWithdrawn)
    given(withdrawn).when(Person.accept_invitation).refused(NO_LONGER)


def test_whoever_has_left_is_not_invited() -> None:
    """Nor can they accept what they had, not even when they are back."""
    left = given(invited()).when(Person.leave).then(Person.Left)
    given(left).when(Person.invite).refused("They have left: record first that they are back.")
    given(left).when(Person.accept_invitation).refused(NO_LONGER)
    back = given(left).when(Person.come_back).then(Person.Returned)
    given(back).when(Person.accept_invitation).refused(NO_LONGER)


@pytest.mark.parametrize(("changed", "works"), [(("email",), False), (("name", "telephone"), True)])
def test_an_invitation_to_another_address_works_no_longer(changed: tuple[str, ...], works: bool) -> None:
    """It may have gone to somebody else."""
    person = given(invited()).when(Person.change_details, changed).then(Person.DetailsChanged)
    assert (person.invited_until is not None) == works
