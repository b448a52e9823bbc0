"""Who, why, how and when: what every event carries, and the base that every event shares."""

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Self
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from eventsourcing.domain import AggregateCreated, AggregateEvent, BaseAggregate

from domain.refusals import refuse_if, refuse_unlikely_year
from domain.standing import Standing
from domain.vocabulary import How

CONFIDENTIAL = "confidential"
Confidential = Annotated[str, CONFIDENTIAL]
"""What a person typed as prose: kept encrypted in the log, so that it can be erased."""

DIRECTORY = uuid5(NAMESPACE_URL, "dhr-tracker:directory")
"""Stands for the directory of people and agencies, which belongs to no partnership."""


@dataclass(frozen=True)
class Provenance:
    """Who changes what, and why: given to every command.

    `entered_by` pressed the button (None: the tracker itself, or somebody at its command line), holding
    `post` in `post_agency` at that moment. `said_by` is who said it, where somebody types for another.
    `how_in_detail` reads like "mail of 3 March" or "meeting of 12 June, item 7". `today` is the day on
    which it is recorded, in London; `happened_on` defaults to it. `standing` is what whoever entered it is
    today: it decides what they may do, and is not recorded.
    """

    how: How
    today: date
    entered_by: UUID | None = None
    standing: Standing = field(default_factory=Standing)
    post: str = ""
    post_agency: str = ""
    said_by: str = ""
    how_in_detail: str = ""
    reason: str = ""
    happened_on: date | None = None
    correlation: UUID = field(default_factory=uuid4)

    def because(self, reason: str) -> "Provenance":
        """The same, with another reason."""
        return dataclasses.replace(self, reason=reason)

    def on(self, day: date | None) -> "Provenance":
        """The same, of something that happened on another day (None: no change)."""
        return dataclasses.replace(self, happened_on=day) if day else self

    def as_fields(self) -> dict[str, Any]:
        """The flat fields of an event. Refuses a day that has not come yet."""
        happened_on = self.happened_on or self.today
        refuse_if(
            happened_on > self.today, "What has happened cannot lie in the future.", field="happened_on"
        )
        refuse_unlikely_year(happened_on, field="happened_on")
        fields = {name: getattr(self, name) for name in RECORDED}
        return fields | {"happened_on": happened_on}


RECORDED = (
    "entered_by",
    "post",
    "post_agency",
    "said_by",
    "how",
    "how_in_detail",
    "reason",
    "correlation",
)


class Recorded(AggregateEvent):
    """The fields of every event. `text_key`: the review or partnership under whose key its prose lies."""

    partnership: UUID | None
    text_key: UUID
    entered_by: UUID | None
    post: str
    post_agency: str
    said_by: Confidential
    how: How
    how_in_detail: Confidential
    reason: Confidential
    happened_on: date
    correlation: UUID


class RecordedFirst(Recorded, AggregateCreated):
    """The first event of a thing."""

    def apply(self, thing: Any) -> None:
        """Put the thing where it belongs."""
        thing.partnership, thing.text_key = self.partnership, self.text_key


class Thing(BaseAggregate[UUID]):
    """An aggregate of the tracker. `partnership` is None for what belongs to the directory of all.

    Every subclass says `Event = Recorded`, a `TOPIC`, and its event classes, each with a `TOPIC`.
    `changed_by` are those who were let change it, since it was taken out of the log.
    """

    # Not an annotation: the library makes fields of those.
    changed_by = frozenset()  # type: frozenset[UUID | None]

    def __init__(self) -> None:
        self.partnership: UUID | None = None
        self.text_key: UUID = DIRECTORY

    @property
    def led_by(self) -> UUID:
        """The partnership that leads it. Only a thing of the directory has none."""
        if self.partnership is None:
            raise LookupError("A thing of the directory belongs to no partnership.")
        return self.partnership

    @staticmethod
    def create_id(*_: Any, **__: Any) -> UUID:
        """A new random identity."""
        return uuid4()

    @classmethod
    def record_first(
        cls,
        event: type[RecordedFirst],
        by: Provenance,
        *,
        identity: UUID | None = None,
        partnership: UUID | None,
        text_key: UUID,
        **facts: Any,
    ) -> Self:
        """A new thing, by its first event."""
        return cls._create(
            event, id=identity, partnership=partnership, text_key=text_key, **by.as_fields(), **facts
        )

    def record(self, event: type[Recorded], by: Provenance, **facts: Any) -> None:
        """Trigger one event of this thing, with its provenance."""
        self.trigger_event(
            event, partnership=self.partnership, text_key=self.text_key, **by.as_fields(), **facts
        )
