"""The course of an invented review: opened, its plan imported and issued, its questions settled."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from hashlib import sha256
from uuid import uuid4

from domain.action import Action
from domain.provenance import Provenance
from domain.recommendation import Recommendation
from domain.review import Question, Review
from domain.timescales import Timescale
from domain.vocabulary import How, QuestionAbout, Scope, WhyNoDate
from tests.bench.carrying_out import CarryingOut
from tests.bench.cast import Team
from tests.bench.course import Course
from tests.bench.loading import PLAN_THINGS
from tests.bench.prose import Prose

WITHOUT_DATE = (
    Timescale("Ongoing", why_no_date=WhyNoDate.ONGOING),
    Timescale("To be agreed", why_no_date=WhyNoDate.TO_BE_AGREED),
)


class Reviewing:
    """One review of a team, whose plan will have so many actions."""

    def __init__(self, course: Course, prose: Prose, team: Team, actions: int) -> None:
        self.course, self.prose, self.team, self.actions = course, prose, team, actions

    def open(self) -> None:
        """The review is opened."""
        self.team.reviews += 1
        reference = f"{self.team.code}/{self.course.now:%Y}/{self.team.reviews}"
        by = self.course.by(self.team.coordinator, How.MEETING)
        label = "DARDR" if self.course.now.year > 2024 else "DHR"
        self.review = Review.open(
            self.team.partnership, reference, label=label, pseudonym=f"Pseudonym {self.team.reviews}", by=by
        )
        self.course.save(self.review)

    def plan(self) -> None:
        """The plan is imported whole, with its questions, as one save; some are issued weeks later."""
        by = self.course.by(self.team.coordinator, How.IMPORT)
        self.recommendations: list[Recommendation] = []
        steps: list[CarryingOut] = []
        while len(steps) < self.actions:
            self.recommendations.append(self._recommend(len(self.recommendations) + 1, by))
            several = min(self.actions - len(steps), self.course.one((1, 1, 1, 2, 2, 3, 4)))
            steps += [self._step(self.recommendations[-1], turn, len(steps), by) for turn in range(several)]
        self._import(steps, by)
        things = [*self.recommendations, *(one.action for one in steps)]
        self.course.save(self.review, *things)
        rows = [(self.review.id, one.id, vars(type(one))["TOPIC"]) for one in things]
        self.course.loading.beside(PLAN_THINGS, rows)
        for one in steps:
            one.begin()
        self._go_on()

    def _import(self, steps: list[CarryingOut], by: Provenance) -> None:
        asked = [one.action for one in steps if one.action.lead is None]
        self.review.import_plan(
            f"{self.review.reference}.docx".replace("/", "-"),
            sha256(self.review.id.bytes).hexdigest(),
            recommendations=len(self.recommendations),
            actions=len(steps),
            questions=len(asked),
            by=by,
        )
        if self.course.happens(0.8):
            self.review.issue_plan(by=by)
        else:
            self.course.after(10, 60, self._issue)
        for action in asked:
            self.review.raise_question(_who_leads(action), by=by)

    def _recommend(self, place: int, by: Provenance) -> Recommendation:
        several = [self.course.one(self.team.bodies)]
        return Recommendation.make(
            self.review.id,
            self.prose.wording(),
            partnership=self.team.partnership,
            label=f"{1 + place // 9}.{1 + place % 9}",
            scope=self.course.one((None, *Scope)),
            addressees=tuple(one.agency for one in several),
            addressees_in_words=tuple(one.name for one in several),
            issue=self.prose.subject(),
            theme=self.prose.subject() if self.course.happens(0.5) else "",
            place=place,
            by=by,
        )

    def _step(self, answered: Recommendation, turn: int, place: int, by: Provenance) -> CarryingOut:
        body, other = self.course.one(self.team.bodies), self.course.one(self.team.bodies)
        named, helped = self.course.happens(0.97), other is not body and self.course.happens(0.3)
        action = Action.plan(
            self.prose.step(),
            partnership=self.team.partnership,
            reviews=(self.review.id,),
            recommendations=(answered.id,),
            number=f"{answered.label}/{turn + 1}",
            lead=body.agency if named else None,
            lead_in_words=body.name if named else f"{body.name} Board",
            supporting=(other.agency,) if helped else (),
            supporting_in_words=(other.name,) if helped else (),
            owner_in_words=body.owners[0].post if self.course.happens(0.5) else "",
            place=place + 1,
            by=by,
        )
        action.set_timescale(self._timescale(), by=by)
        if self.course.happens(0.05):
            action.remark(self.prose.progress(), by=by)
        return CarryingOut(self.course, self.prose, self.team, body, action)

    def _timescale(self) -> Timescale:
        if self.course.happens(0.06):
            return self.course.one(WITHOUT_DATE)
        due = self.course.now.date() + timedelta(days=int(self.course.random.triangular(-30, 500, 180)))
        return Timescale(f"{due.day} {due:%B %Y}", due=due, why_no_date=None)

    def _issue(self) -> None:
        self.review.issue_plan(by=self.course.by(self.team.coordinator, How.MEETING))
        self.course.save(self.review)

    def _go_on(self) -> None:
        for question in self.review.open_questions():
            self.course.after(5, 200, partial(self._settle, question))
        for one in self.recommendations:
            if self.course.happens(0.2):
                self.course.after(10, 400, partial(self._change, one))

    def _settle(self, asked: Question) -> None:
        self.review.settle_question(
            asked.id,
            "The council leads it.",
            by=self.course.by(self.team.coordinator, How.PHONE),
        )
        self.course.save(self.review)

    def _change(self, one: Recommendation) -> None:
        by = self.course.by(self.team.coordinator, How.MEETING, self.prose.reason())
        kind = self.course.one(("word", "word", "label", "scope", "withdraw"))
        if kind == "withdraw":
            one.withdraw(by=by)
        elif kind == "label":
            one.relabel(f"{one.label}(a)", by=by)
        elif kind == "scope":
            one.set_scope(Scope.LOCAL if one.scope is not Scope.LOCAL else Scope.NATIONAL, by=by)
        else:
            one.reword(f"{one.wording} {self.prose.progress()}", by=by)
        self.course.save(one)


def _who_leads(action: Action) -> Question:
    text, words = "No agency of the directory goes by this name.", action.lead_in_words
    return Question(uuid4(), QuestionAbout.LEAD_AGENCY, f"row {action.place}", text, words, (action.id,))
