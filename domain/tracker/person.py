"""People: the log has their post and agency; name, e-mail and telephone lie in a table of their own."""

from dataclasses import asdict, dataclass
from uuid import UUID

from psycopg.errors import UniqueViolation

from domain.agency import Agency
from domain.keeping import refuse_whoever_holds_more
from domain.person import Person, is_address
from domain.provenance import Provenance
from domain.refusals import Refused, refuse_if
from domain.store.application import Along
from domain.tracker import Tracker, standing

LONGEST_DETAIL = 200
ADD_DETAILS = (
    "insert into public.person_details (person, name, email, telephone) "
    "values (%(person)s, %(name)s, %(email)s, %(telephone)s)"
)
CHANGE_DETAILS = (
    "update public.person_details set name = %(name)s, email = %(email)s, telephone = %(telephone)s "
    "where person = %(person)s"
)
WITHDRAW_INVITATION = """
    update public.sign_in_links set withdrawn = true, next_attempt_at = null
    where person = %(person)s and invitation and used_at is null and not withdrawn
"""
DETAILS_OF = "select name, email, telephone from public.person_details where person = %(person)s"
PERSON_BY_EMAIL = """
    select person from public.person_details where lower(email) = lower(%(email)s) and email <> ''
"""


@dataclass(frozen=True)
class Details:
    """What the directory holds of a person. A shared mailbox has its own name."""

    name: str
    email: str = ""
    telephone: str = ""

    def checked(self) -> "Details":
        """The same without odd spaces. Refuses no name, an overlong detail, and what is no e-mail address."""
        clean = Details(*(" ".join(value.split()) for value in (self.name, self.email, self.telephone)))
        refuse_if(not clean.name, "A person needs a name.", field="name")
        for field, value in asdict(clean).items():
            refuse_if(
                len(value) > LONGEST_DETAIL, f"At most {LONGEST_DETAIL} characters, please.", field=field
            )
        wrong = bool(clean.email) and not is_address(clean.email)
        refuse_if(wrong, "That is not an e-mail address.", field="email")
        return clean


def add(
    tracker: Tracker, details: Details, *, post: str = "", agency: UUID | None = None, by: Provenance
) -> UUID:
    """Add a person to the directory. Refuses an e-mail address that somebody has."""
    if agency:
        tracker.named(Agency, agency, "agency")
    details = details.checked()
    person = Person.add(post, agency, by=by)
    tracker.allow(Person.add, person, by=by)
    _record_with(tracker, person, Along(ADD_DETAILS, details_row(person.id, details)))
    return person.id


def change_details(
    tracker: Tracker, person: UUID, details: Details, *, by: Provenance, version: int | None = None
) -> int:
    """Change a person's name, e-mail address or telephone number; the log says only which.

    With another e-mail address an invitation works no longer: it may have gone to somebody else. That of
    somebody who holds what one could not give is left to administrators of the installation.
    """
    thing = tracker.to_change(Person.change_details, Person, person, by=by, version=version)
    details = details.checked()
    before = asdict(of(tracker, person))
    changed = tuple(name for name, value in asdict(details).items() if value != before[name])
    if "email" in changed:
        refuse_unless_theirs_to_keep(tracker, person, by=by)
    thing.change_details(changed, by=by)
    withdrawn = [Along(WITHDRAW_INVITATION, {"person": person})] if "email" in changed else []
    return _record_with(tracker, thing, Along(CHANGE_DETAILS, details_row(person, details)), *withdrawn)


def change_post(
    tracker: Tracker,
    person: UUID,
    *,
    post: str,
    agency: UUID | None,
    by: Provenance,
    version: int | None = None,
) -> int:
    """A new job title or agency."""
    if agency:
        tracker.named(Agency, agency, "agency")
    return tracker.change(
        Person.change_post, Person, person, version=version, post=post, agency=agency, by=by
    )


def refuse_unless_theirs_to_keep(tracker: Tracker, person: UUID, *, by: Provenance) -> None:
    """Refuse to change the way in of somebody who holds what whoever enters it could not give."""
    if by.entered_by is not None:
        refuse_whoever_holds_more(by.standing, standing.of_person(tracker, person, today=by.today))


def of(tracker: Tracker, person: UUID) -> Details:
    """The details held of a person; empty ones once they are erased."""
    with tracker.store.connection() as connection:
        row = connection.execute(DETAILS_OF, {"person": person}).fetchone()
    return Details(*row) if row else Details("")


def by_email(tracker: Tracker, email: str) -> UUID | None:
    """The person with this e-mail address, whatever its case."""
    with tracker.store.connection() as connection:
        row = connection.execute(PERSON_BY_EMAIL, {"email": email.strip()}).fetchone()
    return row[0] if row else None


def details_row(person: UUID, details: Details) -> dict[str, object]:
    """The parameters of the statements on details."""
    return {"person": person, **asdict(details)}


def _record_with(tracker: Tracker, person: Person, *along: Along) -> int:
    try:
        return tracker.record(person, along=along)
    except UniqueViolation as taken:
        if taken.diag.constraint_name != "person_details_email_is_unique":
            raise
        raise Refused("Somebody in the directory has that e-mail address.", field="email") from taken
