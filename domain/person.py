"""A person of the directory, known to the log by post and agency alone.

Name, e-mail address and telephone number lie in an ordinary table, where they can be changed and erased.
"""

from datetime import date
from typing import Self
from uuid import UUID

from domain import erasure
from domain.erasure import Erasable
from domain.provenance import DIRECTORY, Provenance, Recorded, RecordedFirst
from domain.refusals import refuse_if
from domain.sign_in import INVITATION_LASTS


class Person(Erasable):
    """Somebody who uses the tracker or is written to by it."""

    TOPIC = "person"
    Event = Recorded

    class Added(RecordedFirst):
        """They stand in the directory from now on; `post` is that of the one who entered it."""

        TOPIC = "person.added"
        job_title: str
        agency: UUID | None

        def apply(self, person: "Person") -> None:
            super().apply(person)
            person.post, person.agency = self.job_title, self.agency

    class PostChanged(Recorded):
        """They hold another post, perhaps in another agency."""

        TOPIC = "person.post_changed"
        job_title: str
        agency: UUID | None

        def apply(self, person: "Person") -> None:
            person.post, person.agency = self.job_title, self.agency

    class DetailsChanged(Recorded):
        """Says which details were changed, never what they were or are.

        With another e-mail address an invitation that went to the old one works no longer.
        """

        TOPIC = "person.details_changed"
        details: tuple[str, ...]

        def apply(self, person: "Person") -> None:
            if "email" in self.details:
                person.invited_until = None

    class Left(Recorded):
        """They no longer sign in and get no mail."""

        TOPIC = "person.left"

        def apply(self, person: "Person") -> None:
            person.left, person.invited_until = True, None

    class Returned(Recorded):
        """They are there again."""

        TOPIC = "person.returned"

        def apply(self, person: "Person") -> None:
            person.left = False

    class Invited(Recorded):
        """A letter with a link to sign in goes to them; it works up to the end of a day in London."""

        TOPIC = "person.invited"
        works_until: date

        def apply(self, person: "Person") -> None:
            person.invited_until = self.works_until

    class InvitationAccepted(Recorded):
        """They have followed the link of their invitation."""

        TOPIC = "person.invitation_accepted"

        def apply(self, person: "Person") -> None:
            person.invited_until = None

    class InvitationWithdrawn(Recorded):
        """The link of their invitation works no longer."""

        TOPIC = "person.invitation_withdrawn"

        def apply(self, person: "Person") -> None:
            person.invited_until = None

    class ErasureProposed(erasure.Proposed):
        """Somebody proposes to erase who they are."""

        TOPIC = "person.erasure_proposed"

    class ErasureWithdrawn(erasure.Withdrawn):
        """Who they are is not to be erased for the present."""

        TOPIC = "person.erasure_withdrawn"

    class ErasureApproved(erasure.Approved):
        """A second person has approved the erasure."""

        TOPIC = "person.erasure_approved"

    class Erased(erasure.Done):
        """Name and addresses are gone; history knows them by post and agency."""

        TOPIC = "person.erased"

    def __init__(self) -> None:
        super().__init__()
        self.post, self.left = "", False
        self.agency: UUID | None = None
        self.invited_until: date | None = None

    @classmethod
    def add(cls, post: str, agency: UUID | None, *, by: Provenance) -> Self:
        """A new person, by job title and agency."""
        return cls.record_first(
            cls.Added,
            by,
            partnership=None,
            text_key=DIRECTORY,
            job_title=" ".join(post.split()),
            agency=agency,
        )

    def change_post(self, post: str, agency: UUID | None, *, by: Provenance) -> None:
        """A new job title or agency. What they did before keeps the post of then."""
        self.refuse_when_erased()
        post = " ".join(post.split())
        refuse_if((post, agency) == (self.post, self.agency), "They hold that post already.", field="post")
        self.record(self.PostChanged, by, job_title=post, agency=agency)

    def change_details(self, details: tuple[str, ...], *, by: Provenance) -> None:
        """Note that details (of "name", "email", "telephone") were changed."""
        self.refuse_when_erased()
        refuse_if(not details, "Nothing was changed.")
        self.record(self.DetailsChanged, by, details=details)

    def leave(self, *, by: Provenance) -> None:
        """The person has left: they can no longer sign in and get no mail."""
        refuse_if(self.left, "They have left already.")
        self.record(self.Left, by)

    def come_back(self, *, by: Provenance) -> None:
        """The person is there again."""
        self.refuse_when_erased()
        refuse_if(not self.left, "They have not left.")
        self.record(self.Returned, by)

    def invite(self, *, by: Provenance) -> date:
        """Invite them to sign in, once more too; the day comes back up to whose end the invitation works."""
        refuse_if(self.left, "They have left: record first that they are back.")
        self.record(self.Invited, by, works_until=by.today + INVITATION_LASTS)
        return by.today + INVITATION_LASTS

    def accept_invitation(self, *, by: Provenance) -> None:
        """Accept the last invitation, while it works."""
        refuse_if(
            self.left or self.invited_until is None or by.today > self.invited_until,
            "This invitation works no longer. Ask for another one.",
        )
        self.record(self.InvitationAccepted, by)

    def withdraw_invitation(self, *, by: Provenance) -> None:
        """Take back an invitation that has not been accepted."""
        refuse_if(self.invited_until is None, "No invitation waits to be accepted.")
        self.record(self.InvitationWithdrawn, by)

    def refuse_to_erase(self) -> None:
        """Refuse while they still use the tracker, or are written to by it."""
        refuse_if(not self.left, "They have not left: record first that they have.")


def is_address(text: str) -> bool:
    """Whether a text is one plain e-mail address (a form of local@domain, without spaces or controls)."""
    local, at, domain = text.strip().rpartition("@")
    plain = text.strip().isprintable() and not any(character in text.strip() for character in " ,;<>\"'()\\")
    labels = domain.split(".")
    return bool(
        at and local and "@" not in local and len(labels) > 1 and all(labels) and plain and len(text) <= 254
    )
