"""Whole invented reviews, command by command, as JSON has them: the demonstration shows each at a stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from api.commands import command
from api.commands.command import facts
from domain.provenance import Provenance
from domain.review import Review

Body = dict[str, Any]
LASTS: int = 400
"""So many days before today the longest of them begins, unless another is said."""


class Given(NamedTuple):
    """One command: which, when it happened, and what is said. `{clock kind}`, `{lesson 1}`: ids by then."""

    noun: str
    on: date
    body: Body


class Course:
    """Reviews in which two agencies and two people take part: today is the day `lasts` of them.

    `says` puts each text that is typed in other words. `panel` are further members: agency, post and kind.
    """

    def __init__(
        self,
        today: date,
        *,
        agencies: tuple[UUID, UUID],
        people: tuple[UUID, UUID],
        says: Callable[[str], str] = str,
        lasts: int = LASTS,
        panel: Sequence[tuple[UUID, str, str]] = (),
    ) -> None:
        self.today, self.says, self.lasts, self.panel = today, says, lasts, panel
        self.police, self.council = map(str, agencies)
        self.chair, self.author = map(str, people)

    def day(self, after: int) -> date:
        """So many days after the course began."""
        return self.today - timedelta(days=self.lasts - after)

    def at(self, after: int, noun: str, **body: Any) -> Given:
        """A command on a day of the course."""
        return Given(noun, self.day(after), body)

    def due(self, after: int) -> str:
        """A day of the course as JSON says it."""
        return self.day(after).isoformat()

    def notified(self) -> Iterator[Given]:
        """From the notification to the assessment."""
        says = self.says
        yield self.at(
            0, "notification", notified_by=self.police, came_to_attention_on=self.due(0), died_on=self.due(0)
        )
        yield self.at(2, "written-notice")
        yield self.at(5, "consultation", agency=self.police, view=says("It should be reviewed."))
        yield self.at(8, "consultation", agency=self.council, view=says("We agree."))
        limbs = ("age", "cause", "connection")
        reasons = {f"{one}_reasons": says("As the police say.") for one in limbs}
        yield self.at(10, "assessment", **dict.fromkeys(limbs, "met"), **reasons)

    def decided(self) -> Iterator[Given]:
        """From the notification to the decision to review, and who was told of it."""
        says = self.says
        yield from self.notified()
        where = {"meeting": says("Meeting of the chairs"), "minute": says("3")}
        yield self.at(20, "decision", outcome="review", rationale=says("All limbs are met."), **where)
        yield self.at(21, "home-office", told_of="decision")
        yield self.at(21, "secured-records", agencies=[self.police, self.council])

    def not_reviewed(self) -> Iterator[Given]:
        """To a decision not to review that the board agrees with, and the conclusion."""
        yield from self.notified()
        why = self.says("They were not connected.")
        yield self.at(20, "decision", outcome="no review", rationale=why)
        yield self.at(21, "home-office", told_of="decision")
        yield self.at(60, "view-of-board", view="agrees", comments=self.says("We agree."))
        yield self.at(80, "conclusion", meeting=self.says("Board"), minute=self.says("4"))

    def directed(self) -> Iterator[Given]:
        """To a decision not to review, after which the Secretary of State directs one."""
        yield from self.notified()
        yield self.at(20, "decision", outcome="no review", rationale=self.says("It is not clear."))
        yield self.at(21, "home-office", told_of="decision")
        yield self.at(25, "view-of-board", view="advises a review", comments=self.says("Look again."))
        yield self.at(30, "direction", direction=self.says("A review is to be held."))

    def midway(self) -> Iterator[Given]:
        """One that entered when its panel had agreed the report, and is submitted."""
        yield self.at(0, "entry", step="report agreed by the panel", on=self.due(-30))
        yield self.at(10, "report-acceptance", meeting=self.says("Board"), minute=self.says("2"))
        yield self.at(12, "report-submission")

    def working(self, begun: Iterator[Given] | None = None) -> Iterator[Given]:
        """With a panel, terms, the family, a trial during which it waits, and what agencies send."""
        yield from begun or self.decided()
        says, police, council = self.says, self.police, self.council
        yield self.at(40, "chair", chair=self.chair, independence=says("Never worked for them."))
        yield self.at(41, "author", author=self.author)
        yield self.at(45, "panel-member", agency=police, job_title="Detective inspector", kind="police")
        yield self.at(45, "panel-member", agency=council, job_title="Head of safety", kind="partnership")
        for agency, post, kind in self.panel:
            yield self.at(45, "panel-member", agency=str(agency), job_title=post, kind=kind)
        yield self.at(60, "panel-meeting", attended=[police], apologies=[council], notes=says("Terms."))
        period = {"first_day": self.due(-700), "last_day": self.due(0)}
        terms = {"scope": says("What was known."), "lines_of_enquiry": says("Who asked?")}
        yield self.at(60, "terms", **terms, **period, agencies=[police])
        yield self.at(61, "terms", **terms, **period, agencies=[police, council], reason=says("They knew."))
        yield self.at(62, "family", circle="family", what="invited to take part")
        yield self.at(65, "proceedings", of="criminal trial")
        imr = "Individual Management Review"
        yield self.at(66, "return-request", agency=police, asked_for=imr, due=self.due(110))
        yield self.at(66, "return-request", agency=council, asked_for="summary", due=self.due(100))
        yield self.at(80, "pause", clocks=["{clock report}"], reason=says("The trial."))
        yield self.at(81, "home-office", told_of="pause")
        yield self.at(110, "resumption")
        yield self.at(110, "proceedings-end", of="criminal trial")
        yield self.at(115, "agency-return", agency=council, answer="no involvement")
        came = {"agency": police, "answer": imr, "document": says("File 7"), "author_independent": True}
        yield self.at(116, "agency-return", **came)
        more = says("Say why.")
        yield self.at(120, "return-sent-back", agency=police, due=self.due(140), reason=more)
        yield self.at(138, "agency-return", **came)
        yield self.at(140, "return-assurance", agency=police)

    def learned(self, begun: Iterator[Given] | None = None) -> Iterator[Given]:
        """With lessons, a report and a plan that are agreed."""
        says, police, council = self.says, self.police, self.council
        yield from self.working(begun)
        lesson = {"reach": "within one agency", "agencies": [police], "themes": ["routine enquiry"]}
        yield self.at(150, "lesson", text=says("Ask alone."), early=True, **lesson)
        shared = {"agencies": [police, council], "what": says("A briefing.")}
        yield self.at(151, "early-learning", lesson="{lesson 1}", **shared)
        yield self.at(152, "lesson", text=says("Share it."), reach="between agencies", themes=["carers"])
        yield self.at(153, "lesson", text=says("Share it!"), reach="between agencies")
        yield self.at(154, "lesson-withdrawal", lesson="{lesson 3}", reason=says("Said twice."))
        yield self.at(155, "lesson-wording", lesson="{lesson 2}", text=says("Share what is known."))
        yield self.at(156, "good-practice", text=says("A nurse asked."), agencies=[council])
        yield self.at(170, "report-draft")
        yield self.at(172, "draft-comment", comment=says("Clear."))
        other = {"due": self.due(260), "meeting": says("Board"), "minute": says("5")}
        yield self.at(175, "other-time", clock="{clock report}", reason=says("The pause."), **other)
        yield self.at(180, "family", circle="family", what="read the draft")
        yield self.at(190, "report-agreement")
        yield self.at(191, "plan-agreement")
        yield self.at(192, "plan-agreement-of-agency", agency=police, agreed_by="Chief superintendent")
        yield self.at(200, "plan-approval", meeting=says("Board"), minute=says("6"))
        yield self.at(201, "plan-version", stage="as approved")
        yield self.at(202, "issue")

    def answered(self, begun: Iterator[Given] | None = None) -> Iterator[Given]:
        """Submitted twice, until quality assurance is content."""
        says = self.says
        yield from self.learned(begun)
        yield self.at(200, "report-acceptance", meeting=says("Board"), minute=says("7"))
        yield self.at(205, "report-submission")
        yield self.at(206, "plan-version", stage="as submitted")
        yield self.at(207, "report-copy", to="Domestic Abuse Commissioner")
        yield self.at(230, "report-answer", outcome="returned", comments=says("Be clearer."))
        yield self.at(240, "report-draft")
        yield self.at(250, "report-agreement")
        yield self.at(255, "report-acceptance")
        yield self.at(256, "report-submission")
        yield self.at(280, "report-answer", outcome="content", comments=says("Thank you."))

    def published(self) -> Iterator[Given]:
        """Checked and published."""
        says = self.says
        yield from self.answered()
        yield self.at(
            300, "publication-check", family_told_on=self.due(298), dates_avoided=True, names_looked_for=True,
            link="https://example.org/dhr9",
        )  # fmt: skip
        yield self.at(310, "publication")
        yield self.at(311, "plan-version", stage="as published")
        to = {"to": [self.police], "audience": says("All managers")}
        yield self.at(320, "briefing", briefing="seven-minute briefing", **to)

    def concluded(self) -> Iterator[Given]:
        """From the notification to the conclusion."""
        yield from self.published()
        yield self.at(390, "conclusion", meeting=self.says("Board"), minute=self.says("9"))


def resolved(value: Any, review: Review) -> Any:
    """What is said, with the ids of clocks that run and of lessons in the places of their names."""
    if isinstance(value, dict):
        return {name: resolved(one, review) for name, one in value.items()}
    if isinstance(value, list):
        return [resolved(one, review) for one in value]
    if not (isinstance(value, str) and value.startswith("{")):
        return value
    what, _, which = value[1:-1].partition(" ")
    if what == "lesson":
        return str([*review.lessons][int(which) - 1])
    return next(str(one.id) for one in review.clocks.values() if one.runs and one.kind == which)


def carry_out(review: Review, step: Given, by: Provenance) -> None:
    """Carry one command out on the aggregate alone: none of its actions is open."""
    one = command("reviews", step.noun)
    body = one.body.model_validate(resolved(step.body, review))
    said = facts(body) | ({"open_actions": 0} if step.noun == "conclusion" else {})
    then = replace(by, happened_on=step.on, reason=body.reason or by.reason)
    one.carry_out.asks(review, **said, by=then)
