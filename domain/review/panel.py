"""The panel of a review: its independent chair, who writes the report, who sits on it, and when it met."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from domain.clocks import in_words
from domain.provenance import Confidential, Provenance, Recorded
from domain.refusals import Refused, refuse_if
from domain.review.course import Course, StepTaken
from domain.review.vocabulary import PanelKind, Step

REQUIRED_KINDS: Final = (
    PanelKind.PARTNERSHIP,
    PanelKind.POLICE,
    PanelKind.SPECIALIST_SERVICE,
    PanelKind.HEALTH,
    PanelKind.FIRE_AND_RESCUE,
    PanelKind.MENTAL_HEALTH,
)
"""For what somebody stands on every panel (agreed practice; a specialist service: statutory guidance, 2016).

Others sit on it where the case asks for them.
"""
NO_CHAIR: Final = "independent chair"
"""The gap where nobody chairs the panel."""


@dataclass(frozen=True)
class Chair:
    """An independent chair: from when to when, with their declaration of independence."""

    person: UUID
    since: date
    independence: str
    writes_report: bool
    until: date | None = None


@dataclass(frozen=True)
class Author:
    """Who writes the report where the chair does not, from when to when."""

    person: UUID
    since: date
    until: date | None = None


@dataclass(frozen=True)
class PanelMember:
    """A place on the panel: the holder of a post in an agency, from when to when."""

    agency: UUID
    job_title: str
    kind: PanelKind
    since: date
    until: date | None = None

    def sat_on(self, day: date) -> bool:
        """Whether they were on the panel on a day, the first and the last one included."""
        return self.since <= day and (self.until is None or day <= self.until)

    def is_of(self, agency: UUID, job_title: str) -> bool:
        """Whether it is the place of this post in this agency, in whatever case it was typed."""
        return (self.agency, self.job_title.casefold()) == (agency, job_title.casefold())


@dataclass(frozen=True)
class PanelMeeting:
    """A meeting of the panel. `notes` are decisions, not discussions."""

    on: date
    attended: tuple[UUID, ...]
    apologies: tuple[UUID, ...]
    notes: str


class ChairAppointed(StepTaken):
    """Somebody became the independent chair, who declared in these words that they are independent."""

    TOPIC = "review.chair_appointed"
    STEP = Step.CHAIR_APPOINTED
    chair: UUID
    independence: Confidential
    writes_report: bool

    def apply(self, review: "Panel") -> None:
        super().apply(review)
        new = Chair(self.chair, self.happened_on, self.independence, self.writes_report)
        review.chairs = (*review.chairs, new)


class ChairEnded(Recorded):
    """They are its independent chair no longer, for the reason given."""

    TOPIC = "review.chair_ended"
    chair: UUID

    def apply(self, review: "Panel") -> None:
        *earlier, last = review.chairs
        review.chairs = (*earlier, replace(last, until=self.happened_on))


class AuthorAppointed(Recorded):
    """Somebody other than the chair writes the report."""

    TOPIC = "review.author_appointed"
    author: UUID

    def apply(self, review: "Panel") -> None:
        review.authors = (*review.authors, Author(self.author, self.happened_on))


class AuthorEnded(Recorded):
    """They write the report no longer."""

    TOPIC = "review.author_ended"
    author: UUID

    def apply(self, review: "Panel") -> None:
        *earlier, last = review.authors
        review.authors = (*earlier, replace(last, until=self.happened_on))


class PanelMemberNamed(Recorded):
    """The holder of a post in an agency sits on the panel."""

    TOPIC = "review.panel_member_named"
    agency: UUID
    job_title: str
    kind: PanelKind

    def apply(self, review: "Panel") -> None:
        new = PanelMember(self.agency, self.job_title, self.kind, self.happened_on)
        review.panel_members = (*review.panel_members, new)


class PanelMemberEnded(Recorded):
    """They sit on the panel no longer."""

    TOPIC = "review.panel_member_ended"
    agency: UUID
    job_title: str

    def apply(self, review: "Panel") -> None:
        review.panel_members = tuple(
            replace(one, until=self.happened_on)
            if one.until is None and one.is_of(self.agency, self.job_title)
            else one
            for one in review.panel_members
        )


class PanelMeetingHeld(Recorded):
    """The panel met on this day."""

    TOPIC = "review.panel_meeting_held"
    attended: tuple[UUID, ...]
    apologies: tuple[UUID, ...]
    notes: Confidential

    def apply(self, review: "Panel") -> None:
        new = PanelMeeting(self.happened_on, self.attended, self.apologies, self.notes)
        review.panel_meetings = (*review.panel_meetings, new)


def refuse_twice(agencies: Collection[UUID], *, field: str) -> None:
    """Refuse a list in which an agency stands twice."""
    refuse_if(len(set(agencies)) < len(agencies), "An agency is named twice.", field=field)


class Panel(Course):
    """Who chairs the review, who writes its report, and who sits on its panel: now, and before."""

    TOPIC = "review_panel"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.chairs: tuple[Chair, ...] = ()
        self.authors: tuple[Author, ...] = ()
        self.panel_members: tuple[PanelMember, ...] = ()
        self.panel_meetings: tuple[PanelMeeting, ...] = ()

    @property
    def chair(self) -> Chair | None:
        """Its independent chair now."""
        return next((one for one in self.chairs if one.until is None), None)

    @property
    def author(self) -> Author | None:
        """Who writes the report now, where the chair does not."""
        return next((one for one in self.authors if one.until is None), None)

    @property
    def panel(self) -> tuple[PanelMember, ...]:
        """Who sits on the panel now."""
        return tuple(one for one in self.panel_members if one.until is None)

    @property
    def panel_gaps(self) -> tuple[str, ...]:
        """What nobody stands for now, of what every panel needs: an independent chair, and certain kinds."""
        there = {one.kind for one in self.panel}
        missing = tuple(one for one in REQUIRED_KINDS if one not in there)
        return missing if self.chair else (NO_CHAIR, *missing)

    def appoint_chair(
        self, chair: UUID, independence: str, *, writes_report: bool = False, by: Provenance
    ) -> None:
        """Appoint an independent chair, who declares independence (statutory guidance, 2016).

        `writes_report`: they write it themselves, so that there is no separate author.
        """
        self._refuse_out_of_order(Step.CHAIR_APPOINTED, by)
        there = "It has an independent chair. Record first that they are that no longer."
        refuse_if(self.chair is not None, there, field="chair")
        self._refuse_overlap(self.chairs, "independent chair", by)
        sentence = "Give their declaration of independence: what shows that they had no part in the case."
        refuse_if(not independence.strip(), sentence, field="independence")
        two = writes_report and self.author is not None
        sentence = "Somebody else writes the report. Record first that they do so no longer."
        refuse_if(two, sentence, field="writes_report")
        facts = {"independence": independence.strip(), "writes_report": writes_report}
        self.record(ChairAppointed, by, chair=chair, **facts)

    def end_chair(self, *, by: Provenance) -> None:
        """Record that whoever chaired it does so no longer, with the reason."""
        self.refuse_when_over()
        if self.chair is None:
            raise Refused("It has no independent chair.")
        self._refuse_before_its_panel(self.chair.since, by)
        refuse_if(not by.reason.strip(), "Say why they are its independent chair no longer.", field="reason")
        self.record(ChairEnded, by, chair=self.chair.person)

    def appoint_author(self, author: UUID, *, by: Provenance) -> None:
        """Appoint somebody to write the report where the chair does not."""
        self._refuse_out_of_order(Step.CHAIR_APPOINTED, by)
        chair = self.chair
        writes = chair is not None and chair.writes_report
        refuse_if(writes, "Its independent chair writes the report.", field="author")
        same = chair is not None and chair.person == author
        refuse_if(same, "They chair the review: name somebody else as author.", field="author")
        there = "It has an author. Record first that they write it no longer."
        refuse_if(self.author is not None, there, field="author")
        self._refuse_overlap(self.authors, "author", by)
        self.record(AuthorAppointed, by, author=author)

    def end_author(self, *, by: Provenance) -> None:
        """Record that whoever wrote the report does so no longer."""
        self.refuse_when_over()
        if self.author is None:
            raise Refused("Nobody but its chair is recorded as author of the report.")
        self._refuse_before_its_panel(self.author.since, by)
        self.record(AuthorEnded, by, author=self.author.person)

    def name_panel_member(self, agency: UUID, job_title: str, kind: PanelKind, *, by: Provenance) -> None:
        """Name the holder of a post in an agency for the panel. An agency may have several places on it."""
        self._refuse_out_of_order(Step.CHAIR_APPOINTED, by)
        job_title = " ".join(job_title.split())
        refuse_if(
            not job_title, "Say which post they hold there: a job title, not a name.", field="job_title"
        )
        held = [one for one in self.panel_members if one.is_of(agency, job_title)]
        there = any(one.until is None for one in held)
        refuse_if(there, "That post is on the panel already.", field="job_title")
        self._refuse_overlap(held, "holder of that post on the panel", by)
        self.record(PanelMemberNamed, by, agency=agency, job_title=job_title, kind=kind)

    def end_panel_member(self, agency: UUID, job_title: str = "", *, by: Provenance) -> None:
        """Record that a place on the panel is given up; without a post, the only one of its agency."""
        self.refuse_when_over()
        one = self._place(agency, " ".join(job_title.split()))
        self._refuse_before_its_panel(one.since, by)
        self.record(PanelMemberEnded, by, agency=agency, job_title=one.job_title)

    def _place(self, agency: UUID, job_title: str) -> PanelMember:
        of_agency = [one for one in self.panel if one.agency == agency]
        refuse_if(not of_agency, "That agency is not on the panel.", field="agency")
        if not job_title:
            several = len(of_agency) > 1
            refuse_if(several, "That agency has several places on the panel: say which.", field="job_title")
            return of_agency[0]
        found = next((one for one in of_agency if one.is_of(agency, job_title)), None)
        if found is None:
            raise Refused("That post of the agency is not on the panel.", field="job_title")
        return found

    def hold_panel_meeting(
        self, attended: tuple[UUID, ...], *, apologies: tuple[UUID, ...] = (), notes: str = "", by: Provenance
    ) -> None:
        """Record a meeting of the panel, on the day of `by`: who was there, and what was decided.

        Refuses agencies that were not on the panel on that day.
        """
        self._refuse_out_of_order(Step.CHAIR_APPOINTED, by)
        day = by.happened_on or by.today
        refuse_if(not self.panel_members, "Nobody is on the panel yet: name its members first.")
        first = min(one.since for one in self.panel_members)
        early = f"Nobody was on the panel before {in_words(first)}."
        refuse_if(day < first, early, field="happened_on")
        refuse_if(not attended, "Say who attended.", field="attended")
        refuse_twice(attended, field="attended")
        refuse_twice(apologies, field="apologies")
        both = bool({*attended} & {*apologies})
        refuse_if(both, "An agency cannot have attended and sent apologies.", field="apologies")
        for field, named in (("attended", attended), ("apologies", apologies)):
            self._refuse_strangers(named, day, field)
        twice = any(one.on == day for one in self.panel_meetings)
        refuse_if(twice, "A meeting of the panel on that day is recorded already.", field="happened_on")
        facts = {"attended": attended, "apologies": apologies, "notes": notes.strip()}
        self.record(PanelMeetingHeld, by, **facts)

    def _refuse_strangers(self, named: tuple[UUID, ...], day: date, field: str) -> None:
        sat = {one.agency for one in self.panel_members if one.sat_on(day)}
        sentence = f"An agency that is named was not on the panel on {in_words(day)}."
        refuse_if(not sat.issuperset(named), sentence, field=field)

    @staticmethod
    def _refuse_before_its_panel(since: date, by: Provenance) -> None:
        early = (by.happened_on or by.today) < since
        refuse_if(
            early, f"They began on {in_words(since)}: it ends on that day or later.", field="happened_on"
        )

    @staticmethod
    def _refuse_overlap(
        earlier: Collection[Chair] | Collection[Author] | Collection[PanelMember], what: str, by: Provenance
    ) -> None:
        """Refuse to begin before the one before has ended."""
        last = max((one.until for one in earlier if one.until), default=date.min)
        early = (by.happened_on or by.today) < last
        refuse_if(early, f"There was another {what} until {in_words(last)}.", field="happened_on")
