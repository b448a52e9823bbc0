"""A small invented installation to be reminded: one review with an issued plan, two agencies, some people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from domain.action import Action
from domain.clocks import LONDON, london_day
from domain.person import Person
from domain.provenance import Provenance
from domain.review import Review
from domain.timescales import Timescale
from domain.tracker import Tracker, agency, partnership, person, recommendation, review
from domain.tracker import action as actions
from domain.vocabulary import Contact, How, Role
from projections import outbox
from projections.mails import Mail, WhoseMail, mail_body, one_mail, outbox_page
from projections.outbox import ReminderOf
from projections.reading import Views
from scheduler.post import Post
from scheduler.reminding import Reminded, remind

NO_HOLIDAYS: frozenset[date] = frozenset()
MAIL_FROM = "tracker@dhr.example"


def this_day() -> date:
    """The day on which the test records its events."""
    return london_day(datetime.now(UTC))


def monday_ahead(weeks: int) -> date:
    """A Monday, so many weeks after the first that comes."""
    today = this_day()
    return today + timedelta(days=7 - today.weekday(), weeks=weeks)


def morning(day: date) -> datetime:
    """When the clock strikes on a day."""
    return datetime.combine(day, time(7, 30), LONDON).astimezone(UTC)


@dataclass
class Installation:
    """What a test arranges, and what it looks at. Actions are due on a Monday twelve weeks ahead."""

    tracker: Tracker
    views: Views
    code: str = "WAL"
    due: date = field(default_factory=lambda: monday_ahead(12))

    def __post_init__(self) -> None:
        name = f"Invented Partnership {self.code}"
        self.partnership = partnership.register(self.tracker, self.code, name, by=self.by)
        self.council = agency.add(self.tracker, f"Anytown Council {self.code}", by=self.by)
        self.review = review.open_review(
            self.tracker, self.partnership, reference=f"{self.code}/2025/03", pseudonym="Jane", by=self.by
        )
        self.recommendation = recommendation.make(
            self.tracker, self.review, wording="Train every housing officer.", label="3.1", by=self.by
        )

    @property
    def by(self) -> Provenance:
        """Typed in by somebody today."""
        return Provenance(how=How.FORM, today=this_day(), reason="Invented for a test")

    def issue(self) -> None:
        """Issue the plan."""
        self.tracker.change(Review.issue_plan, Review, self.review, by=self.by)

    def person(self, email: str, post: str = "Manager") -> UUID:
        """Somebody of the council."""
        details = person.Details(f"Named {email}", email)
        return person.add(self.tracker, details, post=post, agency=self.council, by=self.by)

    def action(self, *, owner: UUID | None = None, due: date | None = None, led: bool = True) -> UUID:
        """An action of the plan."""
        due = due or self.due
        planned = actions.plan(
            self.tracker,
            text="Write a training pack about coercive control.",
            recommendations=(self.recommendation,),
            lead=self.council if led else None,
            timescale=Timescale(raw=due.isoformat(), due=due, why_no_date=None),
            by=self.by,
        )
        if owner:
            actions.assign_owner(self.tracker, planned, owner=owner, by=self.by)
        return planned

    def change(self, command: Any, action: UUID, **facts: Any) -> None:
        """Something happens to an action."""
        self.tracker.change(command, Action, action, by=self.by, **facts)

    def complete(self, action: UUID) -> None:
        """Its owner reports it complete."""
        self.change(Action.report_complete, action, what_was_done="Done.")

    def leave(self, who: UUID) -> None:
        """Somebody leaves."""
        self.tracker.change(Person.leave, Person, who, by=self.by)

    def main_contact(self, who: UUID) -> None:
        """The council's main contact."""
        partnership.name_contact(
            self.tracker,
            self.partnership,
            agency=self.council,
            contact=Contact.MAIN_CONTACT,
            person=who,
            by=self.by,
        )

    def role(self, who: UUID, role: Role) -> None:
        """A role in the partnership."""
        partnership.give_role(self.tracker, self.partnership, person=who, role=role, by=self.by)

    def remind(self, day: date, *, dry_run: bool = False) -> Reminded:
        """The round of a day, at its own time."""
        return remind(
            self.tracker,
            self.views,
            day,
            now=morning(day),
            holidays=NO_HOLIDAYS,
            mail_from=MAIL_FROM,
            dry_run=dry_run,
        )

    def history(self, action: UUID) -> list[ReminderOf]:
        """What the ledger says of an action."""
        with self.views.reading() as connection:
            return outbox.reminders_of(connection, action)

    def whats(self, action: UUID) -> list[tuple[str, str]]:
        """The same, as steps and what became of them."""
        return [(one.step, one.what) for one in self.history(action)]

    def mails(self) -> list[Mail]:
        """The outbox, newest first."""
        with self.views.reading() as connection:
            return outbox_page(connection, WhoseMail([self.partnership], every=True))

    def body(self, mail: UUID) -> str | None:
        """What a mail says."""
        with self.views.reading() as connection:
            everywhere = [
                row.id for row in connection.execute("select id from partnerships where until is null")
            ]
            seen = one_mail(connection, WhoseMail(everywhere), mail)
            return mail_body(connection, seen) if seen else None


def post_to(
    folder: Any, smtp_url: str | None = None, *, trial: bool = False, base_url: str = "https://dhr.example"
) -> Post:
    """An installation's post."""
    return Post(folder, base_url, MAIL_FROM, smtp_url, trial)
