"""Publication of the report, after its checks; or why it is withheld; and how its findings were passed on.

The family is told first, dates that hurt are avoided, and somebody looks once more for names and dates of
birth (statutory guidance, and agreed practice). It is taken down after a time by local rule.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from domain.provenance import Provenance, Recorded
from domain.refusals import Refused, refuse_if, refuse_unlikely_year
from domain.review.course import StepTaken
from domain.review.report import Report
from domain.review.rules import SEEDED, ReviewRules
from domain.review.vocabulary import BriefingKind, ClockKind, Step

LONGEST_LINK: Final = 500
_LINK: Final = re.compile(r"https://[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?")


@dataclass(frozen=True)
class PublicationCheck:
    """What was looked at before publication. `family_told_on` is None where nobody could be told."""

    on: date
    family_told_on: date | None
    link: str


@dataclass(frozen=True)
class Briefing:
    """How the findings were passed on, when, and to which agencies or whom else."""

    kind: BriefingKind
    on: date
    to: tuple[UUID, ...]
    audience: str


def links_of(typed: tuple[str, ...], *, field: str) -> tuple[str, ...]:
    """Links without spaces around them. Refuses one that is none, is too long, or stands there twice."""
    links = tuple(one.strip() for one in typed)
    good = all(_LINK.fullmatch(one) for one in links)
    refuse_if(not good, "A link begins with https:// and has no spaces.", field=field)
    too_long = any(len(one) > LONGEST_LINK for one in links)
    refuse_if(too_long, f"A link has at most {LONGEST_LINK} characters.", field=field)
    refuse_if(len(set(links)) < len(links), "A link is named twice.", field=field)
    return links


class PublicationChecked(Recorded):
    """The checks before publication were made. `link`: where the report is going to stand, if it is known."""

    TOPIC = "review.publication_checked"
    family_told_on: date | None
    dates_avoided: bool
    names_looked_for: bool
    link: str

    def apply(self, review: "Publication") -> None:
        review.checked = PublicationCheck(self.happened_on, self.family_told_on, self.link)


class Published(StepTaken):
    """It was published on the day on which this happened: readers of published reviews see it now."""

    TOPIC = "review.published"
    STEP = Step.PUBLISHED

    def apply(self, review: "Publication") -> None:
        review.taken = {**review.taken, Step.PUBLISHED: self.happened_on}
        review.published_on, review.withheld_on = self.happened_on, None


class PublicationEnded(Recorded):
    """It was taken down, or its publication had been recorded by mistake, for the reason given."""

    TOPIC = "review.publication_ended"

    def apply(self, review: "Publication") -> None:
        review.published_on, review.publication_ended_on = None, self.happened_on
        review.checked, review.links = None, ()
        review.taken = {step: on for step, on in review.taken.items() if step != Step.PUBLISHED}


class LinksGiven(Recorded):
    """It can be read under these addresses: all of them, named anew."""

    TOPIC = "review.links_given"
    links: tuple[str, ...]

    def apply(self, review: "Publication") -> None:
        review.links = self.links


class Withheld(StepTaken):
    """It is not published, for the reason given: nothing waits for its publication any more."""

    TOPIC = "review.withheld"
    STEP = Step.PUBLISHED

    def apply(self, review: "Publication") -> None:
        super().apply(review)
        review.withheld_on = self.happened_on


class BriefingGiven(Recorded):
    """What the review found was passed on: to these agencies, or to those whom `audience` names."""

    TOPIC = "review.briefing_given"
    kind: BriefingKind
    to: tuple[UUID, ...]
    audience: str

    def apply(self, review: "Publication") -> None:
        given = Briefing(self.kind, self.happened_on, self.to, self.audience)
        review.briefings = (*review.briefings, given)


class Publication(Report):
    """Whether the report is published or withheld, and what came of it."""

    TOPIC = "review_publication"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.checked: PublicationCheck | None = None
        self.published_on: date | None = None
        self.publication_ended_on: date | None = None
        self.withheld_on: date | None = None
        self.links: tuple[str, ...] = ()
        self.briefings: tuple[Briefing, ...] = ()

    def take_correction(self, step: Step, was: date, day: date) -> None:
        """The day of a step was corrected: also that of its publication, or of its withholding."""
        super().take_correction(step, was, day)
        if step == Step.PUBLISHED:
            self.published_on = self.published_on and day
            self.withheld_on = self.withheld_on and day

    def check_publication(
        self,
        family_told_on: date | None = None,
        *,
        dates_avoided: bool,
        names_looked_for: bool,
        link: str = "",
        by: Provenance,
    ) -> None:
        """Record the checks before publication. Where no family could be told, it takes a reason."""
        refuse_if(self.published_on is not None, "It has been published already.")
        self._refuse_out_of_order(Step.PUBLISHED, by)
        self._refuse_telling(family_told_on, by)
        avoid = "Look first for dates to avoid, such as birthdays, anniversaries and days in court."
        refuse_if(not dates_avoided, avoid, field="dates_avoided")
        look = "Look first for names and dates of birth in all that is to be published."
        refuse_if(not names_looked_for, look, field="names_looked_for")
        named = links_of((link,), field="link")[0] if link.strip() else ""
        facts = {"family_told_on": family_told_on, "link": named}
        self.record(PublicationChecked, by, **facts, dates_avoided=True, names_looked_for=True)

    @staticmethod
    def _refuse_telling(family_told_on: date | None, by: Provenance) -> None:
        unsaid = family_told_on is None and not by.reason.strip()
        refuse_if(unsaid, "Say when the family was told, or why nobody could be.", field="family_told_on")
        refuse_unlikely_year(family_told_on, field="family_told_on")
        to_come = family_told_on is not None and family_told_on > by.today
        refuse_if(to_come, "What has happened cannot lie in the future.", field="family_told_on")

    def publish(self, *, rules: ReviewRules = SEEDED, by: Provenance) -> None:
        """Note that it was published, on the day on which that happened. The time to its taking down runs.

        That for keeping the family informed ends. Where its course is recorded, the checks come first.
        """
        refuse_if(self.published_on is not None, "It has been published already.")
        self._refuse_out_of_order(Step.PUBLISHED, by)
        self._refuse_unchecked(by)
        self.record(Published, by)
        self._end_clocks(ClockKind.FAMILY, by=by)
        self._start_clock(ClockKind.TAKE_DOWN, by.happened_on or by.today, rules, by=by)
        if self.checked and self.checked.link:
            self.record(LinksGiven, by, links=(self.checked.link,))

    def _refuse_unchecked(self, by: Provenance) -> None:
        has_course = self.entered_at is not None or bool(set(self.taken) - {Step.PUBLISHED})
        if self.checked is None:
            sentence = "Record the checks before publication first: family told, dates to avoid, names and"
            refuse_if(has_course, f"{sentence} dates of birth looked for.")
            return
        self._refuse_before("The checks were made", self.checked.on, by)
        if self.checked.family_told_on:
            self._refuse_before("The family was told", self.checked.family_told_on, by)

    def end_publication(self, *, by: Provenance) -> None:
        """Note that it is published no longer, with a reason: taken down, or never published."""
        refuse_if(self.published_on is None, "It is not published.")
        refuse_if(not by.reason.strip(), "Say why it is published no longer.", field="reason")
        self.record(PublicationEnded, by)
        self._end_clocks(ClockKind.TAKE_DOWN, by=by)

    def withhold(self, *, by: Provenance) -> None:
        """Record that it is not published, with the reason. Should that change, it can still be."""
        refuse_if(self.published_on is not None, "It has been published already.")
        refuse_if(self.withheld_on is not None, "It is withheld already.")
        self._refuse_out_of_order(Step.PUBLISHED, by)
        refuse_if(not by.reason.strip(), "Say why it is withheld.", field="reason")
        self.record(Withheld, by)
        self._end_clocks(ClockKind.FAMILY, met=False, by=by)

    def give_links(self, links: tuple[str, ...] = (), *, by: Provenance) -> None:
        """Name all addresses under which it can be read; without any, it can be under none."""
        self.refuse_when_erased()
        if self.published_on is None:
            raise Refused("It is not published.")
        named = links_of(links, field="links")
        refuse_if(named == self.links, "It is recorded so already.", field="links")
        self.record(LinksGiven, by, links=named)

    def give_briefing(
        self, briefing: BriefingKind, to: tuple[UUID, ...] = (), audience: str = "", *, by: Provenance
    ) -> None:
        """Record how the findings were passed on: to agencies, or to others, in words."""
        self.refuse_when_erased()
        refuse_if(not to and not audience.strip(), "Say who it was for.", field="to")
        refuse_if(len(set(to)) < len(to), "An agency is named twice.", field="to")
        self.record(BriefingGiven, by, kind=briefing, to=to, audience=audience.strip())
