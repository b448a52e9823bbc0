"""From gathered words to the plan: timescales, completions, leads and scopes, and what has to be asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from api.importing.completing import (
    Told,
    day_beside_complete,
    day_of,
    holds_back,
    told_by,
    told_by_completion,
)
from api.importing.drafts import ActionDraft, Note, PlanDraft, RecommendationDraft
from api.importing.headings import Column
from api.importing.labels import lost_zero
from api.importing.naming import Named, agencies_in, is_nobody, names_an_agency
from domain.clocks import in_words
from domain.plan import Completion, Plan, PlannedAction, PlannedRecommendation, PlanQuestion
from domain.timescales import Timescale, read_timescale
from domain.vocabulary import QuestionAbout, Scope, WhyNoDate

_LONGEST_TIMESCALE = 500
_LONGEST_QUOTE = 100


def finished(draft: PlanDraft) -> Plan:
    """The plan that the drafts make, its questions in the order of the recommendations."""
    questions = [PlanQuestion(where, note.text, note.about, note.words) for where, note in draft.questions]
    remarks = list(draft.remarks)
    recommendations = []
    before = ""
    for place, each in enumerate(draft.recommendations.values()):
        if lost_zero(before, each.label):
            question = f"Spreadsheets drop a final zero. Is the number {each.label}, or {each.label}0?"
            each.notes.append(Note(question, words=each.label))
        before = each.label
        recommendation, asked = _recommendation(each, place, remarks)
        recommendations.append(recommendation)
        questions += asked
    return Plan(tuple(recommendations), tuple(questions), tuple(remarks))


def _recommendation(
    draft: RecommendationDraft, place: int, remarks: list[str]
) -> tuple[PlannedRecommendation, list[PlanQuestion]]:
    scope, notes = _scope(draft, remarks)
    notes += draft.notes + [_nobody(each, "an addressee") for each in draft.addressees if is_nobody(each)]
    questions = [PlanQuestion(draft.where, note.text, note.about, note.words, place) for note in notes]
    actions = []
    for number, each in enumerate(draft.actions):
        action, asked = _Reading(each).action()
        actions.append(action)
        questions += [
            PlanQuestion(each.where, one.text, one.about, one.words, place, number) for one in asked
        ]
    return (
        PlannedRecommendation(
            label=draft.label,
            text=draft.text,
            scope=scope,
            issue="\n".join(draft.issues),
            theme="\n".join(draft.themes),
            addressees=tuple(draft.addressees),
            actions=tuple(actions),
            where=draft.where,
        ),
        questions,
    )


def _scope(draft: RecommendationDraft, remarks: list[str]) -> tuple[Scope | None, list[Note]]:
    """The one scope that the plan names; else none, with the words kept and a question."""
    words = " / ".join(draft.scopes)
    named = {Scope(word) for word in re.findall(r"\b(?:local|regional|national)\b", words.casefold())}
    if len(named) == 1 or not words:
        return (named.pop() if named else None), []
    remarks.append(f"{draft.where}, recommendation {draft.label}: scope: {words}".replace(" :", ":"))
    question = f"“{quoted(words)}” is not one of local, regional and national. Which is the scope?"
    return None, [Note(question, words=words)]


def _nobody(name: str, how: str) -> Note:
    return Note(
        f"“{quoted(name)}” is {how}, but names no agency. Which agencies are meant?",
        QuestionAbout.NOBODY,
        name,
    )


def quoted(text: str) -> str:
    """Words on one line, short enough for a question."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"


@dataclass
class _Told:
    """What a plan says of the completion of one action."""

    completion: Completion
    complete: bool
    notes: list[Note]


class _Reading:
    """What the words of one action are taken to mean."""

    def __init__(self, draft: ActionDraft) -> None:
        self._draft = draft

    def action(self) -> tuple[PlannedAction, list[Note]]:
        """The action, and the questions that its words leave."""
        draft = self._draft
        told = _told(draft)
        timescale, asked = _timescale(draft.text(Column.TARGET), told.complete)
        named, owner = _named(draft)
        action = PlannedAction(
            text=draft.text(Column.ACTION),
            lead=named.lead,
            supporting=named.supporting,
            owner=owner,
            status=draft.text(Column.STATUS),
            timescale=timescale,
            completion=told.completion,
            progress=draft.text(Column.PROGRESS),
            evidence=draft.text(Column.EVIDENCE),
            remarks=tuple(draft.remarks),
            where=draft.where,
            reported_complete=told.complete,
        )
        return action, [*draft.notes, *_asked_of_names(named, owner), *asked, *told.notes]


def _timescale(raw: str, complete: bool) -> tuple[Timescale, list[Note]]:
    if len(raw) > _LONGEST_TIMESCALE:
        question = f"“{quoted(raw)}” is too long to be read as a timescale. What is the due date?"
        timescale = Timescale(raw, why_no_date=WhyNoDate.NOT_UNDERSTOOD, question=question)
    else:
        timescale = read_timescale(raw)
    question = timescale.question or ""
    if timescale.why_no_date is WhyNoDate.NOT_GIVEN and not complete:
        question = "No timescale is given. What is the due date, or when will it be reviewed next?"
    return timescale, [Note(question, QuestionAbout.TIMESCALE, raw)] if question else []


def _named(draft: ActionDraft) -> tuple[Named, str]:
    """Lead, supporting agencies and owner. An agency in the owner's cell leads where none else does."""
    named, owner = agencies_in(draft.text(Column.LEAD)), draft.text(Column.OWNER)
    if owner and not named.lead and names_an_agency(owner):
        named, owner = agencies_in(owner), ""
    helping = agencies_in(draft.text(Column.SUPPORTING))
    supporting = dict.fromkeys(
        (*named.supporting, *([helping.lead] if helping.lead else []), *helping.supporting)
    )
    return Named(named.lead, tuple(supporting)), owner


def _asked_of_names(named: Named, owner: str) -> Iterator[Note]:
    for name, how in [(named.lead, "the lead"), (owner, "the owner")]:
        if name and is_nobody(name):
            yield _nobody(name, how)
    for name in named.supporting:
        if is_nobody(name):
            yield _nobody(name, "a supporting agency")
    if not named.lead and not owner:
        yield Note("No lead agency is given. Which agency leads?", QuestionAbout.LEAD_AGENCY)


def _told(draft: ActionDraft) -> _Told:
    """Completion from its own cell, or else from what target date, status and progress say of it."""
    raw = draft.text(Column.COMPLETION)
    by_cell = told_by_completion(raw)
    others = [draft.text(column) for column in (Column.TARGET, Column.STATUS, Column.PROGRESS)]
    telling = [text for text in others if told_by(text) is Told.COMPLETE]
    if holds_back(draft.text(Column.STATUS)):
        telling = []
    if by_cell is not Told.COMPLETE and telling and not raw:
        return _told_beside(telling[0], in_target=telling[0] == draft.text(Column.TARGET))
    complete = by_cell is Told.COMPLETE or (bool(telling) and by_cell is Told.OPEN and not raw.strip(" -–"))
    return _Told(
        Completion(raw, day_of(raw) if complete else None), complete, list(_asked(raw, others, complete))
    )


def _told_beside(text: str, *, in_target: bool) -> _Told:
    day = day_beside_complete(text)
    question = f"“{quoted(text)}” calls this complete, but names no one day. On which day was it completed?"
    if day:
        question = f"“{quoted(text)}” was read as completed on {in_words(day)}. Is that right?"
    completion = Completion(text if in_target else "", day)
    return _Told(completion, True, [Note(question, QuestionAbout.COMPLETION, text)])


def _asked(raw: str, others: list[str], complete: bool) -> Iterator[Note]:
    """The question on a completion that is in doubt or has no one day."""
    if complete and day_of(raw) is None:
        question = f"“{quoted(raw)}” names no one day. On which day was this completed?"
        yield Note(question, QuestionAbout.COMPLETION, raw)
    doubtful = [text for text in others if told_by(text) is not Told.OPEN]
    if not complete and told_by_completion(raw) is Told.DOUBT:
        doubtful.insert(0, raw)
    if not complete and doubtful:
        question = (
            f"“{quoted(doubtful[0])}” leaves open whether this is complete. Is it, and since which day?"
        )
        yield Note(question, QuestionAbout.COMPLETION, doubtful[0])
