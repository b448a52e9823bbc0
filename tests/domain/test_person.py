"""The rules of a person, whom the log knows by post and agency alone."""

from __future__ import annotations

import pytest

from domain.person import Person, is_address
from domain.provenance import DIRECTORY
from tests.domain.given import HOUSING, POLICE, by, fact, given, given_nothing


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
