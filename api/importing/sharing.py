"""Numbered lists that run in parallel through the cells of one row: one action each, with its own words."""

from api.importing.drafts import ActionDraft, Note
from api.importing.headings import Column
from api.importing.lists import Listed, bulleted, lines_of, numbered, said_of

_SHORT = (Column.TARGET, Column.STATUS, Column.LEAD, Column.OWNER, Column.SUPPORTING)
_PROSE = (Column.PROGRESS, Column.EVIDENCE, Column.COMPLETION)
_SEVERAL = 2


def actions_shared(row: ActionDraft, headings: dict[Column, str]) -> list[ActionDraft]:
    """The actions of one row: one for each point of its list, or the row itself where it has none.

    `headings` are the printed headings, for questions.
    """
    listed = _with_words(numbered(row.text(Column.ACTION)))
    if listed.items:
        return _Sharing(row, listed, headings).actions()
    points = bulleted(row.text(Column.ACTION))
    if len(points.items) >= _SEVERAL and _all_agree(row, len(points.items)):
        return _Sharing(row, points, headings, by_line=True).actions()
    return [row]


def _with_words(listed: Listed) -> Listed:
    """The list without those points of which only the number stands there."""
    return Listed(listed.before, tuple(item for item in listed.items if item.text))


def _all_agree(row: ActionDraft, count: int) -> bool:
    """Whether each cell of several lines has as many lines as there are points, and at least one has."""
    counts = [len(lines_of(row.text(column))) for column in (*_SHORT, *_PROSE) if row.text(column)]
    several = [lines for lines in counts if lines > 1]
    return bool(several) and all(lines == count for lines in several)


class _Sharing:
    """One row whose action cell is a list, and who of its actions gets what of the other cells."""

    def __init__(
        self, row: ActionDraft, listed: Listed, headings: dict[Column, str], *, by_line: bool = False
    ) -> None:
        self._row = row
        self._listed = listed
        self._headings = headings
        self._by_line = by_line
        self._actions = [self._begun(place) for place in range(len(listed.items))]

    def actions(self) -> list[ActionDraft]:
        """One action for each point of the list."""
        for column in (*_SHORT, *_PROSE):
            if self._row.text(column):
                self._share(column, self._row.text(column))
        return self._actions

    def _begun(self, place: int) -> ActionDraft:
        action = self._row.copy()
        item = self._listed.items[place]
        if len(self._listed.items) > 1:
            action.where += f", action {place + 1}"
        action.texts[Column.ACTION] = "\n".join(text for text in (self._listed.before, item.text) if text)
        for column in (*_SHORT, *_PROSE):
            action.texts.pop(column, None)
        if item.number != place + 1:
            action.remarks.append(f"Number in the plan: {item.number}")
        return action

    def _share(self, column: Column, text: str) -> None:
        said = said_of(text, self._listed.numbers)
        lines = lines_of(text)
        if said.items and not self._by_line:
            self._give_by_number(column, said)
        elif len(lines) == len(self._actions) > 1 and (self._by_line or column in _SHORT):
            self._give_by_line(column, lines)
        else:
            self._give_to_all(column, text)

    def _give_by_number(self, column: Column, said: Listed) -> None:
        for action, number in zip(self._actions, self._listed.numbers, strict=True):
            if words := said.of(number):
                action.texts[column] = words.rstrip(" ;,") if column in _SHORT else words
        for stray in (item for item in said.items if item.number not in self._listed.numbers):
            told = f"{self._headings[column]}, {stray.number}: {stray.text}"
            self._actions[-1].remarks.append(told)
            question = f"“{told}” belongs to no action of this row. To which action does it belong?"
            self._actions[-1].notes.append(Note(question, words=stray.text))

    def _give_by_line(self, column: Column, lines: list[str]) -> None:
        for action, line in zip(self._actions, lines, strict=True):
            action.texts[column] = line
            if column in {Column.LEAD, Column.OWNER, Column.SUPPORTING}:
                question = f"“{self._headings[column]}” has a line for each action, here “{line}”."
                action.notes.append(Note(f"{question} Is that right?", words=line))

    def _give_to_all(self, column: Column, text: str) -> None:
        for action in self._actions:
            action.texts[column] = text
            if column in _PROSE and len(self._actions) > 1:
                question = (
                    f"“{self._headings[column]}” is shared by all {len(self._actions)} actions of this row."
                )
                action.notes.append(Note(f"{question} Which part is about this one?", words=text))
