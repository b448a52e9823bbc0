"""From the rows of tables to recommendations with their actions, every word still as printed."""

from api.importing.drafts import ActionDraft, Note, PlanDraft, RecommendationDraft
from api.importing.entries import Banner, Entry
from api.importing.headings import Column
from api.importing.labels import split_label
from api.importing.naming import each_named
from api.importing.sharing import actions_shared

_OF_ACTIONS = (
    Column.ACTION,
    Column.LEAD,
    Column.SUPPORTING,
    Column.OWNER,
    Column.TARGET,
    Column.COMPLETION,
    Column.STATUS,
    Column.PROGRESS,
    Column.EVIDENCE,
)
_LONGEST_THEME = 200


class Gathering:
    """Takes the entries of one table after the other and puts each where it belongs."""

    def __init__(self, plan: PlanDraft) -> None:
        self._plan = plan
        self._current: RecommendationDraft | None = None
        self._columns: tuple[Column, ...] = ()
        self._table_begins = False
        self._banner: Banner | None = None
        self._banner_used = True

    def begin_table(self) -> None:
        """The next entry is the first of a table."""
        self.end_table()
        self._banner = None
        self._table_begins = True

    def end_table(self) -> None:
        """Keep a banner that no recommendation stands under."""
        if self._banner and not self._banner_used:
            self._plan.remarks.append(self._banner.text)
        self._banner_used = True

    def take_banner(self, banner: Banner) -> None:
        """A line across the table is the theme of what stands under it."""
        self.end_table()
        if banner.above_headings:
            self._plan.remarks.append(banner.text)
        else:
            self._banner, self._banner_used = banner, False

    def take(self, entry: Entry) -> None:
        """One row: a new recommendation, an action more, or more words on the action above."""
        wording = entry.fresh(Column.RECOMMENDATION)
        if wording:
            self._current = self._recommendation(entry, wording)
        elif self._table_begins:
            self._go_on_from_the_table_before(entry)
        self._table_begins, self._columns = False, entry.headings.columns
        if self._current is None:
            self._take_orphan(entry)
            return
        self._add_to_recommendation(self._current, entry)
        self._note_number(self._current, entry, new=bool(wording))
        self._take_action(self._current, entry, new=bool(wording))

    def _go_on_from_the_table_before(self, entry: Entry) -> None:
        """Keep the last recommendation for a row that begins a table of the same columns; else forget it."""
        if self._current is None or self._columns != entry.headings.columns:
            self._current = None
            return
        question = f"{entry.where} begins a table without a recommendation; it was put under this one."
        self._current.notes.append(Note(f"{question} Is that right?"))

    def _recommendation(self, entry: Entry, wording: str) -> RecommendationDraft:
        label = entry.text(Column.NUMBER)
        if Column.NUMBER not in entry.headings:
            label, wording = split_label(wording)
        known = self._plan.recommendations
        return known.setdefault((label, wording), RecommendationDraft(entry.where, label, wording))

    def _add_to_recommendation(self, draft: RecommendationDraft, entry: Entry) -> None:
        _add(draft.scopes, entry.text(Column.SCOPE))
        _add(draft.issues, entry.text(Column.ISSUE))
        _add(draft.themes, entry.text(Column.THEME))
        for addressee in each_named(entry.text(Column.ADDRESSEE)):
            _add(draft.addressees, addressee)
        if self._banner and len(self._banner.text) <= _LONGEST_THEME and Column.THEME not in entry.headings:
            _add(draft.themes, self._banner.text)
            self._banner_used = True

    def _note_number(self, draft: RecommendationDraft, entry: Entry, *, new: bool) -> None:
        number = entry.fresh(Column.NUMBER)
        if new or not number or number == draft.label:
            return
        entry.remarks.append(f"{entry.heading(Column.NUMBER)}: {number}")
        if not entry.text(Column.RECOMMENDATION) and not number.startswith(draft.label or "\n"):
            question = (
                f"This row has the number {number} but no recommendation; it was put under the one above it."
            )
            draft.notes.append(Note(f"{question} Is that right?", words=number))

    def _take_action(self, draft: RecommendationDraft, entry: Entry, *, new: bool) -> None:
        text = entry.fresh(Column.ACTION)
        if not text and not new and draft.actions and self._goes_on(entry):
            _append(draft.actions[-1], entry)
        elif text or any(entry.text(column) for column in _OF_ACTIONS):
            draft.actions += self._actions(draft, entry)
        else:
            said = f"{draft.label}: " if draft.label else ""
            self._plan.remarks += [
                f"{entry.where}, recommendation {said}{remark}" for remark in entry.remarks
            ]

    def _goes_on(self, entry: Entry) -> bool:
        """Whether a row without an action of its own says more of the action above."""
        return Column.ACTION in entry.headings or not any(entry.fresh(column) for column in _OF_ACTIONS)

    def _actions(self, draft: RecommendationDraft, entry: Entry) -> list[ActionDraft]:
        texts = {column: entry.text(column) for column in _OF_ACTIONS if entry.text(column)}
        action = ActionDraft(entry.where, texts, list(entry.remarks))
        if not action.text(Column.ACTION):
            action.texts[Column.ACTION] = draft.text
            question = (
                "No action is named; the wording of the recommendation stands for it. What is the action?"
            )
            return [_noting(action, Note(question))]
        return actions_shared(action, {column: entry.heading(column) for column in texts})

    def _take_orphan(self, entry: Entry) -> None:
        words = [f"{entry.heading(column)}: {text}" for column, text in entry.texts.items()] + entry.remarks
        self._plan.remarks += [f"{entry.where}: {each}" for each in words]
        question = (
            "This row stands under no recommendation; its words were kept as remarks. Where does it belong?"
        )
        self._plan.questions.append((entry.where, Note(question, words="\n".join(words))))


def _add(texts: list[str], text: str) -> None:
    if text and text not in texts:
        texts.append(text)


def _noting(action: ActionDraft, note: Note) -> ActionDraft:
    action.notes.append(note)
    return action


def _append(action: ActionDraft, entry: Entry) -> None:
    """Add the words of a row that goes on from an action to that action."""
    for column in _OF_ACTIONS:
        text, before = entry.fresh(column), action.text(column)
        if not text or text == before:
            continue
        if column in {Column.TARGET, Column.STATUS} and before:
            told = f"{entry.heading(column)}: {text}"
            action.remarks.append(told)
            question = (
                f"The row {entry.where} goes on from this action and says “{told}”. Which of the two holds?"
            )
            action.notes.append(Note(question, words=text))
        else:
            action.texts[column] = "\n".join(part for part in (before, text) if part)
    action.remarks += [remark for remark in entry.remarks if remark not in action.remarks]
