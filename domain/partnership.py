"""A Community Safety Partnership: its name, its rules, and who does what for it."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, Self
from uuid import NAMESPACE_URL, UUID, uuid5

from domain import partnership_reviews
from domain.delegation import DelegationScheme
from domain.partnership_reviews import LeadsReviews
from domain.person import is_address
from domain.provenance import Provenance, Recorded, RecordedFirst
from domain.rag import RagRule
from domain.refusals import refuse_if, refuse_unlikely_year
from domain.reminders import ReminderRule
from domain.retention import MOST_YEARS, RetentionPeriod
from domain.terms import Term, new_term
from domain.vocabulary import IN_ONE_REVIEW, Contact, Role

LONGEST_CODE = 20


def partnership_identity(code: str) -> UUID:
    """The identity of the partnership with this code: the same code is the same partnership."""
    return uuid5(NAMESPACE_URL, f"dhr-tracker:partnership:{code.strip().upper()}")


def describe_sign_off(*, single_agency_closes_alone: bool) -> list[str]:
    """Say in sentences how an action that was reported complete is signed off, by a partnership's rule."""
    alone = "An action of one agency, with none that supports it, is then signed off. Any other"
    return [
        "First the lead agency signs off: its validator has looked at what was done.",
        (
            f"{alone if single_agency_closes_alone else 'It'} then waits for assurance: the partnership's"
            " subgroup, or its delegate, is satisfied that the work was done. Only then is it signed off."
        ),
        "At either step it may be sent back, with reasons, and a day by which further work is due.",
    ]


class HeldRole(NamedTuple):
    """Who is what: in the whole partnership, or in one `review`, or there for one `agency`."""

    person: UUID
    role: Role
    review: UUID | None = None
    agency: UUID | None = None

    def refuse_if_incomplete(self) -> None:
        """Refuse a role that says too little, or too much, of what it is held for."""
        of_review = self.role in IN_ONE_REVIEW
        refuse_if(of_review and self.review is None, f"In which review are they {self.role}?", field="review")
        refuse_if(
            not of_review and self.review is not None,
            f"One is {self.role} of the partnership, not in one review.",
            field="review",
        )
        of_agency = self.role == Role.IMR_AUTHOR
        refuse_if(of_agency and self.agency is None, "For which agency do they write?", field="agency")
        refuse_if(
            not of_agency and self.agency is not None, f"One is {self.role} for no agency.", field="agency"
        )


class Partnership(LeadsReviews):
    """Leads reviews, holds the rules for colours and reminders, names contacts and gives roles."""

    TOPIC = "partnership"
    Event = Recorded

    ClockRuleSet = partnership_reviews.ClockRuleSet
    DefinitionSet = partnership_reviews.DefinitionSet
    ReviewPracticeSet = partnership_reviews.ReviewPracticeSet
    ThemesSet = partnership_reviews.ThemesSet
    QualityBoardNamed = partnership_reviews.QualityBoardNamed
    PublicContactSet = partnership_reviews.PublicContactSet

    class Registered(RecordedFirst):
        """It uses the tracker from now on, with the default rules."""

        TOPIC = "partnership.registered"
        code: str
        name: str

        def apply(self, partnership: "Partnership") -> None:
            super().apply(partnership)
            partnership.code, partnership.name = self.code, self.name

    class Renamed(Recorded):
        """It goes by another name."""

        TOPIC = "partnership.renamed"
        name: str

        def apply(self, partnership: "Partnership") -> None:
            partnership.name = self.name

    class GoLiveSet(Recorded):
        """Reminders count from this day at the earliest."""

        TOPIC = "partnership.go_live_set"
        go_live: date

        def apply(self, partnership: "Partnership") -> None:
            partnership.go_live = self.go_live

    class ReplyAddressSet(Recorded):
        """Replies to the tracker's mails go to this address of the partnership."""

        TOPIC = "partnership.reply_address_set"
        reply_to: str

        def apply(self, partnership: "Partnership") -> None:
            partnership.reply_to = self.reply_to

    class RagRuleSet(Recorded):
        """The rule by which its actions get their colours, with its version."""

        TOPIC = "partnership.rag_rule_set"
        rule: RagRule

        def apply(self, partnership: "Partnership") -> None:
            partnership.rag_rule = self.rule

    class ReminderRuleSet(Recorded):
        """The rule by which owners are reminded, with its version."""

        TOPIC = "partnership.reminder_rule_set"
        rule: ReminderRule

        def apply(self, partnership: "Partnership") -> None:
            partnership.reminder_rule = self.rule

    class SignOffRuleSet(Recorded):
        """Whether an action of one agency closes on that agency's sign-off alone."""

        TOPIC = "partnership.sign_off_rule_set"
        single_agency_closes_alone: bool

        def apply(self, partnership: "Partnership") -> None:
            partnership.single_agency_closes_alone = self.single_agency_closes_alone

    class RetentionSet(Recorded):
        """For how many years its concluded reviews are kept, from a day on."""

        TOPIC = "partnership.retention_set"
        years: int
        since: date

        def apply(self, partnership: "Partnership") -> None:
            partnership.retention = (*partnership.retention, RetentionPeriod(self.years, self.since))

    class ContactNamed(Recorded):
        """A person answers for an agency."""

        TOPIC = "partnership.contact_named"
        agency: UUID
        contact: Contact
        person: UUID

        def apply(self, partnership: "Partnership") -> None:
            partnership.contacts.add((self.agency, self.contact, self.person))

    class ContactEnded(Recorded):
        """A person answers for an agency no longer."""

        TOPIC = "partnership.contact_ended"
        agency: UUID
        contact: Contact
        person: UUID

        def apply(self, partnership: "Partnership") -> None:
            partnership.contacts.discard((self.agency, self.contact, self.person))

    class RoleGiven(Recorded):
        """A person may act in this role: for the partnership, or in one review, or there for one agency.

        Of both days, and those between them; without a `last_day` until it is ended.
        """

        TOPIC = "partnership.role_given"
        class_version = 2
        person: UUID
        role: Role
        review: UUID | None
        agency: UUID | None
        first_day: date
        last_day: date | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """Roles were of the whole partnership, from the day on which they were given."""
            state.update(review=None, agency=None, first_day=state["happened_on"], last_day=None)

        def apply(self, partnership: "Partnership") -> None:
            held = HeldRole(self.person, self.role, self.review, self.agency)
            partnership.roles[held] = Term(self.first_day, self.last_day)

    class RoleEnded(Recorded):
        """A person may act in this role no longer."""

        TOPIC = "partnership.role_ended"
        class_version = 2
        person: UUID
        role: Role
        review: UUID | None
        agency: UUID | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """Roles were of the whole partnership."""
            state.update(review=None, agency=None)

        def apply(self, partnership: "Partnership") -> None:
            partnership.roles.pop(HeldRole(self.person, self.role, self.review, self.agency), None)

    class DelegationSchemeSet(Recorded):
        """Who decides what for the partnership, from the day that the scheme names."""

        TOPIC = "partnership.delegation_scheme_set"
        scheme: DelegationScheme

        def apply(self, partnership: "Partnership") -> None:
            partnership.delegation_schemes = [*partnership.delegation_schemes, self.scheme]

    def __init__(self) -> None:
        super().__init__()
        self.code, self.name, self.reply_to = "", "", ""
        self.go_live: date | None = None
        self.single_agency_closes_alone = False
        self.rag_rule, self.reminder_rule = RagRule(), ReminderRule()
        self.retention: tuple[RetentionPeriod, ...] = ()
        self.contacts: set[tuple[UUID, Contact, UUID]] = set()
        self.roles: dict[HeldRole, Term] = {}
        self.delegation_schemes: list[DelegationScheme] = []

    @classmethod
    def register(cls, code: str, name: str, *, by: Provenance) -> Self:
        """A new partnership with the default rules.

        `code` is unique, such as "WAL", and short, as it stands before references: at most 20 characters
        (agreed practice).
        """
        code, name = code.strip().upper(), name.strip()
        refuse_if(not code.isalnum(), "A partnership's code has letters and digits only.", field="code")
        too_long = f"A partnership's code has at most {LONGEST_CODE} letters and digits."
        refuse_if(len(code) > LONGEST_CODE, too_long, field="code")
        refuse_if(not name, "A partnership needs a name.", field="name")
        identity = partnership_identity(code)
        new = cls.record_first(
            cls.Registered,
            by,
            identity=identity,
            partnership=identity,
            text_key=identity,
            code=code,
            name=name,
        )
        new.record(cls.RagRuleSet, by, rule=RagRule())
        new.record(cls.ReminderRuleSet, by, rule=ReminderRule())
        return new

    def rename(self, name: str, *, by: Provenance) -> None:
        """Refuses an empty name and the name that it has."""
        refuse_if(not name.strip(), "A partnership needs a name.", field="name")
        refuse_if(name.strip() == self.name, "It already has that name.", field="name")
        self.record(self.Renamed, by, name=name.strip())

    def set_go_live(self, go_live: date, *, by: Provenance) -> None:
        """From this day the partnership works with the tracker; no reminder counts from before it."""
        refuse_if(go_live == self.go_live, "That is the go-live date already.", field="go_live")
        self.record(self.GoLiveSet, by, go_live=go_live)

    def set_reply_address(self, reply_to: str, *, by: Provenance) -> None:
        """Where answers to the tracker's mails go: a plain e-mail address."""
        refuse_if(not is_address(reply_to), "That is not an e-mail address.", field="reply_to")
        self.record(self.ReplyAddressSet, by, reply_to=reply_to.strip())

    def set_rag_rule(self, rule: RagRule, *, by: Provenance) -> None:
        """The rule for colours; kept with the version after the present one."""
        self.record(self.RagRuleSet, by, rule=replace(rule, version=self.rag_rule.version + 1))

    def set_reminder_rule(self, rule: ReminderRule, *, by: Provenance) -> None:
        """The rule for reminders; kept with the version after the present one."""
        self.record(self.ReminderRuleSet, by, rule=replace(rule, version=self.reminder_rule.version + 1))

    def set_sign_off_rule(self, single_agency_closes_alone: bool, *, by: Provenance) -> None:
        """Whether a single-agency action needs assurance after its agency has signed it off."""
        self.record(self.SignOffRuleSet, by, single_agency_closes_alone=single_agency_closes_alone)

    def set_retention(self, years: int, since: date | None = None, *, by: Provenance) -> None:
        """For how many years concluded reviews are kept, from a day on (today without one)."""
        sensible = 0 < years <= MOST_YEARS
        refuse_if(not sensible, f"A period of retention is from 1 to {MOST_YEARS} years.", field="years")
        since = since or by.today
        refuse_unlikely_year(since, field="since")
        self.record(self.RetentionSet, by, years=years, since=since)

    def name_contact(self, agency: UUID, contact: Contact, person: UUID, *, by: Provenance) -> None:
        """A person answers for an agency to this partnership. A post has one holder: a new one replaces."""
        refuse_if(
            (agency, contact, person) in self.contacts, f"They are the {contact} already.", field="person"
        )
        for holder in self.holders(agency, contact):
            self.record(self.ContactEnded, by, agency=agency, contact=contact, person=holder)
        self.record(self.ContactNamed, by, agency=agency, contact=contact, person=person)

    def end_contact(self, agency: UUID, contact: Contact, person: UUID, *, by: Provenance) -> None:
        """The person no longer answers for the agency in that post."""
        refuse_if(
            (agency, contact, person) not in self.contacts, f"They are not the {contact}.", field="person"
        )
        self.record(self.ContactEnded, by, agency=agency, contact=contact, person=person)

    def holders(self, agency: UUID, contact: Contact) -> list[UUID]:
        """Who holds a contact post of an agency now."""
        return sorted(person for held, post, person in self.contacts if (held, post) == (agency, contact))

    def give_role(
        self,
        person: UUID,
        role: Role,
        *,
        review: UUID | None = None,
        agency: UUID | None = None,
        first_day: date | None = None,
        last_day: date | None = None,
        by: Provenance,
    ) -> None:
        """A person takes on a role from a day (today, if none is named) to a last one, or until it is ended.

        Refuses a role of a review without the review, and one of the partnership with it.
        """
        held = HeldRole(person, role, review, agency)
        held.refuse_if_incomplete()
        term = new_term(
            first_day,
            last_day,
            held=self.roles.get(held),
            taken=f"They are {role} already.",
            field="role",
            by=by,
        )
        self.record(self.RoleGiven, by, **held._asdict(), **term._asdict())

    def end_role(
        self,
        person: UUID,
        role: Role,
        *,
        review: UUID | None = None,
        agency: UUID | None = None,
        by: Provenance,
    ) -> None:
        """A person gives up a role; the last administrator stays."""
        held = HeldRole(person, role, review, agency)
        refuse_if(held not in self.roles, f"They are not {role}.", field="role")
        others = [one for one in self.roles if one.role == role and one.person != person]
        refuse_if(role == Role.ADMINISTRATOR and not others, "There must be one administrator.", field="role")
        self.record(self.RoleEnded, by, **held._asdict())

    def roles_of(self, person: UUID, day: date) -> set[Role]:
        """The roles that a person holds on a day, or will after it."""
        return {
            held.role
            for held, term in self.roles.items()
            if held.person == person and not term.is_over_before(day)
        }

    def set_delegation_scheme(self, scheme: DelegationScheme, *, by: Provenance) -> None:
        """Who decides what, from a day on; kept with the version after the present one."""
        refuse_unlikely_year(scheme.first_day, field="first_day")
        version = len(self.delegation_schemes) + 1
        self.record(self.DelegationSchemeSet, by, scheme=replace(scheme, version=version))

    def delegation_scheme(self, day: date) -> DelegationScheme:
        """The scheme of a day: of those that had begun, the one set last; before any, the default."""
        begun = [one for one in self.delegation_schemes if one.first_day <= day]
        return begun[-1] if begun else DelegationScheme()
