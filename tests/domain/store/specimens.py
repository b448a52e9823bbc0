"""Invented things that stand for the real ones, so that a test of the store speaks of the store alone."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from domain.provenance import Confidential, Provenance, Recorded, RecordedFirst, Thing
from domain.vocabulary import How

TODAY = date(2026, 11, 2)
PARTNERSHIP = UUID("11111111-1111-4111-8111-111111111111")


def by(**others: Any) -> Provenance:
    """Who and why; a new request each time."""
    return Provenance(how=How.FORM, today=TODAY, entered_by=uuid4(), post="Named Nurse", **others)


class Note(Thing):
    """A title that everybody may read, and a text that nobody may."""

    TOPIC = "specimen"
    Event = Recorded
    title: str
    text: str

    class Written(RecordedFirst):
        """The note is there."""

        TOPIC = "specimen.written"
        title: str
        text: Confidential

        def apply(self, note: "Note") -> None:
            """The first facts."""
            note.partnership, note.text_key = self.partnership, self.text_key
            note.title, note.text = self.title, self.text

    class Rewritten(Recorded):
        """The note has another text."""

        TOPIC = "specimen.rewritten"
        text: Confidential

        def apply(self, note: "Note") -> None:
            """The new text."""
            note.text = self.text

    @classmethod
    def write(
        cls, text: str, who: Provenance | None = None, *, key: UUID = PARTNERSHIP, **how: Any
    ) -> "Note":
        """A new note, whose text lies under `key`."""
        facts: dict[str, Any] = {
            "partnership": PARTNERSHIP,
            "text_key": key,
            "title": "A title",
            "text": text,
        }
        return cls.record_first(cls.Written, who or by(), **facts, **how)

    def rewrite(self, text: str, who: Provenance | None = None) -> "Note":
        """The same note with another text."""
        self.record(self.Rewritten, who or by(), text=text)
        return self


class Mood(StrEnum):
    """Some words."""

    CALM = "calm"
    IN_DOUBT = "in doubt"


@dataclass(frozen=True)
class Part:
    """What an event holds several of."""

    words: str
    day: date | None
    mood: Mood
    inner: tuple[int, ...] = ()


class Everything(RecordedFirst):
    """Every type of field that an event may have, written in the third form of its class."""

    TOPIC = "specimen.everything"
    class_version = 3
    FIRST_WRITTEN: ClassVar[dict[str, str]] = {"prose": "text"}

    prose: Confidential
    words: str
    identity: UUID | None
    day: date
    moment: datetime | None
    number: int
    sure: bool
    mood: Mood
    moods: tuple[Mood, ...]
    people: tuple[UUID, ...]
    days: tuple[date, ...]
    parts: tuple[Part, ...]

    @staticmethod
    def upcast_v1_v2(state: dict[str, Any]) -> None:
        """The prose had another name."""
        state["prose"] = state.pop("text")

    @staticmethod
    def upcast_v2_v3(state: dict[str, Any]) -> None:
        """There was one mood alone."""
        state["moods"] = [state["mood"]]
