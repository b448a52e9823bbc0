"""Importing a plan: first all that it would record, then all of it or nothing.

A dry run prepares exactly what a commit records. A file that was imported before is prepared as differences
from what stands now.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from psycopg.errors import UniqueViolation

from domain.action import OPEN, Action
from domain.partnership import Partnership
from domain.plan import Plan, PlannedAction, PlannedRecommendation, PlanQuestion
from domain.provenance import Provenance, Thing
from domain.recommendation import Recommendation
from domain.refusals import Refused, SomeoneWasFirst
from domain.review import Question, Review
from domain.tracker import AnyThing, Tracker, agency
from domain.tracker.importing_action import ActionUpdate
from domain.tracker.matching import match
from domain.tracker.numbers import NUMBER_TAKEN, last_numbers, take_numbers, was_taken
from domain.tracker.recommendation import in_plan, put_in_plan
from domain.tracker.review import find
from domain.vocabulary import QuestionAbout


@dataclass(frozen=True)
class Difference:
    """One thing that the import would record: what ("new action"), on which number, and the words."""

    what: str
    number: str
    text: str


@dataclass
class Prepared:
    """An import that is ready to be shown, and to be saved."""

    plan: Plan
    review: Review
    opens_review: bool
    already_imported: bool
    differences: list[Difference] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    new: dict[str, list[UUID]] = field(default_factory=lambda: {"recommendation": [], "action": []})
    numbers: list[tuple[UUID, int]] = field(default_factory=list)
    """The number of each new action, with its recommendation."""
    nothing_new: bool = False
    """Whether there is nothing to record: this very file is in, or it says what stands already."""


@dataclass(frozen=True)
class PlanFile:
    """The file that a plan was read from. `sha256` is of its bytes, in hexadecimal."""

    name: str
    sha256: str


def prepare(
    tracker: Tracker,
    partnership: UUID,
    reference: str,
    *,
    file: PlanFile,
    plan: Plan,
    issued: bool = True,
    by: Provenance,
) -> Prepared:
    """Everything that importing this plan into this review would record, without recording it.

    `issued`: the plan has been issued to the agencies already (agreed practice: a plan in use is).
    """
    review = find(tracker, partnership, reference)
    opened = review or Review.open(partnership, reference, by=by)
    tracker.allow(Review.import_plan, opened, by=by)
    if file.sha256 in opened.imported:
        return Prepared(plan, opened, opens_review=False, already_imported=True, nothing_new=True)
    prepared = Prepared(plan, opened, opens_review=review is None, already_imported=False)
    Reading(tracker, prepared, by).take_all()
    tracker.allow(Review.import_plan, *prepared.things, by=by)
    prepared.nothing_new = not (prepared.things or opened.pending_events)
    if not prepared.nothing_new:
        _note_on_review(prepared, file, issued, by)
    return prepared


def save(tracker: Tracker, prepared: Prepared, *, open_review: bool) -> int:
    """Record a prepared import in one transaction; the position of its last event comes back.

    Refuses an unknown partnership, and a review that does not exist unless it is to be opened. Raises
    SomeoneWasFirst where the plan was changed since it was prepared.
    """
    if prepared.opens_review and not open_review:
        raise Refused(
            f"There is no review {prepared.review.reference} yet: ask for it to be opened.", field="review"
        )
    if prepared.nothing_new:
        return 0
    tracker.get(Partnership, prepared.review.led_by)
    along = [put_in_plan(prepared.review.id, kind, *things) for kind, things in prepared.new.items()]
    try:
        return tracker.record(
            prepared.review, *prepared.things, along=[*along, take_numbers(prepared.numbers)]
        )
    except UniqueViolation as error:
        if not was_taken(error):
            raise
        raise SomeoneWasFirst(NUMBER_TAKEN) from error


def _note_on_review(prepared: Prepared, file: PlanFile, issued: bool, by: Provenance) -> None:
    plan = prepared.plan
    prepared.review.import_plan(
        file.name,
        file.sha256,
        remarks="\n".join(plan.remarks),
        recommendations=len(plan.recommendations),
        actions=sum(len(one.actions) for one in plan.recommendations),
        questions=len(plan.questions),
        by=by,
    )
    if issued and prepared.review.issued_on is None:
        prepared.review.issue_plan(by=by)


class Reading:
    """Turns one plan into things with pending events, beside what the review's plan holds already."""

    def __init__(self, tracker: Tracker, prepared: Prepared, by: Provenance) -> None:
        self.prepared, self.by, self.review = prepared, by, prepared.review
        self.known = agency.known(tracker, _names(prepared.plan))
        opens = prepared.opens_review
        self.recommendations = (
            [] if opens else _recorded(tracker, Recommendation, self.review, "recommendation")
        )
        self.actions = [] if opens else _recorded(tracker, Action, self.review, "action")
        self.steps = _steps_by_recommendation(self.actions)
        self.last_numbers = last_numbers(tracker, [one.id for one in self.recommendations])
        self.extra: list[PlanQuestion] = []
        self.missing: dict[PlanQuestion, UUID] = {}
        self.touched: dict[tuple[int, int | None], UUID] = {}
        self.counted: set[tuple[int | None, int | None]] = set()
        """Where a timescale counts from a publication that is recorded, so that nobody is asked for it."""

    def take_all(self) -> None:
        """Take every recommendation of the plan, then put every question on the review."""
        read = self.prepared.plan.recommendations
        pairs = match(
            [(one.label, one.wording) for one in self.recommendations], [(o.label, o.text) for o in read]
        )
        for place, (planned, pair) in enumerate(zip(read, pairs, strict=True)):
            self._take(place, planned, self.recommendations[pair] if pair is not None else None)
        self._ask_about_missing(set(pairs))
        self._ask_about_names()
        asked = (one for one in self.prepared.plan.questions if not self._is_counted(one))
        self.prepared.plan = replace(self.prepared.plan, questions=(*asked, *self.extra))
        self._raise_questions()

    def _take(self, place: int, planned: PlannedRecommendation, recorded: Recommendation | None) -> None:
        recommendation = recorded or self._make(place, planned)
        self.touched[place, None] = recommendation.id
        if recorded:
            self._change(recorded, planned)
        self._keep(recommendation, "recommendation", new=not recorded)
        self._take_actions(place, planned, recommendation)

    def _make(self, place: int, planned: PlannedRecommendation) -> Recommendation:
        self.differ("new recommendation", planned.label, planned.text)
        return Recommendation.make(
            self.review.id,
            planned.text,
            partnership=self.review.led_by,
            label=planned.label,
            scope=planned.scope,
            addressees=self._agencies(planned.addressees),
            addressees_in_words=planned.addressees,
            issue=planned.issue,
            theme=planned.theme,
            place=len(self.recommendations) + place + 1,
            by=self.by,
        )

    def _change(self, recorded: Recommendation, planned: PlannedRecommendation) -> None:
        if recorded.withdrawn:
            return
        if planned.text.split() != recorded.wording.split():
            self.differ("reworded", planned.label, planned.text)
            recorded.reword(planned.text, by=self.by)
        if planned.label.strip() not in ("", recorded.label):
            self.differ("relabelled", planned.label, planned.text)
            recorded.relabel(planned.label, by=self.by)
        if planned.scope and planned.scope != recorded.scope:
            self.differ("scope", planned.label, planned.scope)
            recorded.set_scope(planned.scope, by=self.by)
        self._change_background(recorded, planned)
        if planned.addressees and planned.addressees != recorded.addressees_in_words:
            self.differ("addressees", planned.label, ", ".join(planned.addressees))
            recorded.name_addressees(self._agencies(planned.addressees), planned.addressees, by=self.by)

    def _change_background(self, recorded: Recommendation, planned: PlannedRecommendation) -> None:
        issue, theme = planned.issue or recorded.issue, planned.theme or recorded.theme
        if (issue, theme) != (recorded.issue, recorded.theme):
            self.differ("issue and theme", planned.label, "\n".join(filter(None, (theme, issue))))
            recorded.state_background(issue, theme, by=self.by)

    def _take_actions(
        self, place: int, planned: PlannedRecommendation, recommendation: Recommendation
    ) -> None:
        recorded = self.steps.get(recommendation.id, [])
        pairs = match([("", one.text) for one in recorded], [("", one.text) for one in planned.actions])
        for step, (one, pair) in enumerate(zip(planned.actions, pairs, strict=True)):
            new = pair is None
            action = self._plan(one, recommendation) if pair is None else recorded[pair]
            self.touched[place, step] = action.id
            ActionUpdate(self, place, step, action, one).take(new=new)
            self._keep(action, "action", new=new)
        found = set(pairs)
        for at, missing in enumerate(recorded):
            if at not in found and missing.delivery in OPEN:
                text = f"Action {missing.number} is not in this file: is it to be cancelled?"
                self._ask(text, missing.text, missing.id)

    def _plan(self, planned: PlannedAction, recommendation: Recommendation) -> Action:
        counted = self.last_numbers.get(recommendation.id, 0) + 1
        self.last_numbers[recommendation.id] = counted
        self.prepared.numbers.append((recommendation.id, counted))
        number = f"{recommendation.label or recommendation.place}/{counted}"
        self.differ("new action", number, planned.text)
        lead = self.known.get(planned.lead)
        return Action.plan(
            planned.text,
            partnership=self.review.led_by,
            reviews=(self.review.id,),
            recommendations=(recommendation.id,),
            number=number,
            lead=lead,
            lead_in_words=planned.lead,
            supporting=tuple(one for one in self._agencies(planned.supporting) if one != lead),
            supporting_in_words=planned.supporting,
            owner_in_words=planned.owner,
            place=len(self.actions) + len(self.prepared.new["action"]) + 1,
            by=self.by,
        )

    def _ask_about_missing(self, pairs: set[int | None]) -> None:
        for at, one in enumerate(self.recommendations):
            if at not in pairs and not one.withdrawn:
                text = f"Recommendation {one.label} is not in this file: is it to be withdrawn?"
                self._ask(text, one.wording, one.id)

    def _ask(self, text: str, words: str, missing: UUID) -> None:
        question = PlanQuestion("the plan as recorded", text, QuestionAbout.READING, words)
        self.extra.append(question)
        self.missing[question] = missing

    def _ask_about_names(self) -> None:
        nobody = {one.words for one in self.prepared.plan.questions if one.about == QuestionAbout.NOBODY}
        for (about, words), things in _unknown_names(self).items():
            if words not in nobody:
                self.extra.append(_question_of(about, words, len(things)))

    def _raise_questions(self) -> None:
        """Put each question on the review, once for each thing that it touches."""
        names, asked = _unknown_names(self), _asked(self.review)
        for one in self.prepared.plan.questions:
            things = dict.fromkeys(names.get((one.about, one.words)) or self._things_of(one))
            before = asked.get((one.about, one.text, one.words))
            new = tuple(thing for thing in things if thing not in (before or ()))
            if new or before is None:
                question = Question(uuid4(), one.about, one.where, one.text, one.words, new)
                self.review.raise_question(question, by=self.by)

    def _is_counted(self, one: PlanQuestion) -> bool:
        return one.about is QuestionAbout.TIMESCALE and (one.recommendation, one.action) in self.counted

    def _things_of(self, one: PlanQuestion) -> list[UUID]:
        if one in self.missing:
            return [self.missing[one]]
        if one.recommendation is None:
            return []
        found = self.touched.get((one.recommendation, one.action))
        return [found] if found else []

    def _agencies(self, names: Iterable[str]) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(self.known[name] for name in names if name in self.known))

    def differ(self, what: str, number: str, text: str) -> None:
        """Note one thing that the import would record."""
        self.prepared.differences.append(Difference(what, number, text))

    def _keep(self, thing: Thing, kind: str, *, new: bool) -> None:
        if thing.pending_events:
            self.prepared.things.append(thing)
        if new:
            self.prepared.new[kind].append(thing.id)


def _recorded(tracker: Tracker, kind: type[AnyThing], review: Review, name: str) -> list[AnyThing]:
    return tracker.several(kind, in_plan(tracker, review.id, name))


def _steps_by_recommendation(actions: list[Action]) -> dict[UUID, list[Action]]:
    """The actions of which a plan can speak: the parts of a split are ours, the whole still stands there."""
    parts = {part for one in actions for part in one.split_into}
    steps: dict[UUID, list[Action]] = defaultdict(list)
    for action in actions:
        for recommendation in action.recommendations if action.id not in parts else ():
            steps[recommendation].append(action)
    return steps


def _names(plan: Plan) -> set[str]:
    actions = [action for one in plan.recommendations for action in one.actions]
    supporting = {name for action in actions for name in action.supporting}
    addressees = {name for one in plan.recommendations for name in one.addressees}
    return {action.lead for action in actions if action.lead} | supporting | addressees


def _unknown_names(reading: Reading) -> dict[tuple[QuestionAbout, str], list[UUID]]:
    """The things on which each name stands that no agency has, and each owner, by the kind of name."""
    found: dict[tuple[QuestionAbout, str], list[UUID]] = defaultdict(list)
    for place, one in enumerate(reading.prepared.plan.recommendations):
        for name in one.addressees:
            found[QuestionAbout.ADDRESSEE, name].append(reading.touched[place, None])
        for step, action in enumerate(one.actions):
            identity = reading.touched[place, step]
            found[QuestionAbout.LEAD_AGENCY, action.lead].append(identity)
            found[QuestionAbout.OWNER, action.owner].append(identity)
            for name in action.supporting:
                found[QuestionAbout.SUPPORTING_AGENCY, name].append(identity)
    return {key: things for key, things in found.items() if key[1] and key[1] not in reading.known}


def _asked(review: Review) -> dict[tuple[QuestionAbout, str, str], set[UUID]]:
    """What each question was asked about already, settled or not."""
    asked: dict[tuple[QuestionAbout, str, str], set[UUID]] = defaultdict(set)
    for one in review.questions.values():
        asked[one.about, one.text, one.words].update(one.things)
    return asked


def _question_of(about: QuestionAbout, words: str, times: int) -> PlanQuestion:
    where = "1 place" if times == 1 else f"{times} places"
    if about == QuestionAbout.OWNER:
        return PlanQuestion(where, f"Who is “{words}”? Name the owner.", about, words)
    return PlanQuestion(where, f"Which agency is “{words}” ({about})?", about, words)
