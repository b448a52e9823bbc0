"""A plan while it is being read: texts by column, not yet understood, with what is to be asked."""

from dataclasses import dataclass, field, replace

from api.importing.headings import Column
from domain.vocabulary import QuestionAbout


@dataclass(frozen=True)
class Note:
    """A question about one thing; its place in the plan is known only when the plan is whole."""

    text: str
    about: QuestionAbout = QuestionAbout.READING
    words: str = ""


@dataclass
class ActionDraft:
    """What one row, or one point of a list in it, says of an action."""

    where: str
    texts: dict[Column, str]
    remarks: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def text(self, column: Column) -> str:
        """The words of one column; "" when it has none."""
        return self.texts.get(column, "")

    def copy(self) -> "ActionDraft":
        """Another draft with the same content, to be changed apart."""
        return replace(self, texts=dict(self.texts), remarks=list(self.remarks), notes=list(self.notes))


@dataclass
class RecommendationDraft:
    """A recommendation and the actions gathered below it."""

    where: str
    label: str
    text: str
    theme: str = ""
    scopes: list[str] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    addressees: list[str] = field(default_factory=list)
    actions: list[ActionDraft] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass
class PlanDraft:
    """All recommendations so far, found again by their number and wording."""

    recommendations: dict[tuple[str, str], RecommendationDraft] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    questions: list[tuple[str, Note]] = field(default_factory=list)
    """Each with its place, about the plan as a whole."""
