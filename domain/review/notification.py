"""Notification, consultation and assessment: what comes before it is decided whether to review a death."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.provenance import Confidential, Provenance, Recorded
from domain.refusals import refuse_if, refuse_unlikely_year
from domain.review.clocks import Clocks
from domain.review.course import StepTaken
from domain.review.rules import SEEDED, Definition, ReviewRules
from domain.review.vocabulary import ClockKind, DefinitionDate, Finding, Limb, NotificationDate, Step


@dataclass(frozen=True)
class Consulted:
    """A partner who was consulted, when, and what they think."""

    agency: UUID
    on: date
    view: str


@dataclass(frozen=True)
class Assessment:
    """What was found of each limb of a definition, and why."""

    definition: str
    on: date
    found: Mapping[Limb, Finding]
    reasons: Mapping[Limb, str]

    @property
    def meets(self) -> Finding:
        """Whether the definition is met: each limb; not met as soon as one is not."""
        found = set(self.found.values())
        if Finding.NOT_MET in found:
            return Finding.NOT_MET
        return Finding.MET if found == {Finding.MET} else Finding.NOT_KNOWN


class Notified(StepTaken):
    """An agency told the partnership of the death: when it came to attention, and when in writing."""

    TOPIC = "review.notified"
    STEP = Step.NOTIFIED
    notified_by: UUID
    came_to_attention_on: date
    in_writing_on: date | None
    died_on: date | None

    def apply(self, review: "Notification") -> None:
        super().apply(review)
        review.notified_by, review.came_to_attention_on = self.notified_by, self.came_to_attention_on
        review.in_writing_on, review.died_on = self.in_writing_on, self.died_on


class WrittenNoticeReceived(Recorded):
    """What had been said came in writing."""

    TOPIC = "review.written_notice_received"

    def apply(self, review: "Notification") -> None:
        review.in_writing_on = self.happened_on


class PartnerConsulted(StepTaken):
    """An agency was asked what it thinks, and said so."""

    TOPIC = "review.partner_consulted"
    STEP = Step.CONSULTED
    agency: UUID
    view: Confidential

    def apply(self, review: "Notification") -> None:
        super().apply(review)
        review.consulted = [*review.consulted, Consulted(self.agency, self.happened_on, self.view)]


class Assessed(StepTaken):
    """Each limb of a definition was looked at. `selected_by` is the date that selected the definition."""

    TOPIC = "review.assessed"
    STEP = Step.ASSESSED
    definition: str
    selected_by: date
    age: Finding
    age_reasons: Confidential
    cause: Finding
    cause_reasons: Confidential
    connection: Finding
    connection_reasons: Confidential

    def apply(self, review: "Notification") -> None:
        super().apply(review)
        found = {one: getattr(self, one) for one in Limb}
        reasons = {one: getattr(self, f"{one}_reasons") for one in Limb}
        review.assessments = [
            *review.assessments,
            Assessment(self.definition, self.happened_on, found, reasons),
        ]


class Notification(Clocks):
    """Who told the partnership of the death, whom it asked, and what it made of it."""

    TOPIC = "review_notification"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.notified_by: UUID | None = None
        self.came_to_attention_on: date | None = None
        self.in_writing_on: date | None = None
        self.died_on: date | None = None
        self.consulted: list[Consulted] = []
        self.assessments: list[Assessment] = []

    def notify(
        self,
        notified_by: UUID,
        came_to_attention_on: date | None = None,
        in_writing_on: date | None = None,
        died_on: date | None = None,
        *,
        rules: ReviewRules = SEEDED,
        by: Provenance,
    ) -> None:
        """Record which agency told the partnership, on the day of `by`; other dates where they are known.

        From here the time for a decision runs: from the day on which the death came to attention, or from
        the notification, as the partnership has it (statutory guidance: one month).
        """
        self._refuse_out_of_order(Step.NOTIFIED, by)
        refuse_if(Step.NOTIFIED in self.taken, "Its notification is recorded already.")
        later = self.entered_at is None and self.has_gone_on()
        refuse_if(later, "Later steps are recorded already. Say first at which step it entered.")
        day = by.happened_on or by.today
        attention = came_to_attention_on or died_on or day
        self._refuse_dates(attention, in_writing_on, died_on, day, by.today)
        facts = {"in_writing_on": in_writing_on, "died_on": died_on}
        self.record(Notified, by, notified_by=notified_by, came_to_attention_on=attention, **facts)
        if self.entered_at is None:
            from_attention = rules.decision_counts_from == NotificationDate.ATTENTION
            self._start_clock(ClockKind.DECISION, attention if from_attention else day, rules, by=by)

    def has_gone_on(self) -> bool:
        """Whether anything is recorded that comes after a notification."""
        return bool(self.taken)

    @staticmethod
    def _refuse_dates(
        attention: date, in_writing_on: date | None, died_on: date | None, day: date, today: date
    ) -> None:
        for field, one in (("came_to_attention_on", attention), ("died_on", died_on)):
            refuse_unlikely_year(one, field=field)
            late = one is not None and one > day
            refuse_if(late, "That was on the day of the notification at the latest.", field=field)
        early = died_on is not None and attention < died_on
        refuse_if(early, "A death cannot come to attention before it.", field="came_to_attention_on")
        refuse_unlikely_year(in_writing_on, field="in_writing_on")
        unreal = in_writing_on is not None and not attention <= in_writing_on <= today
        sentence = "That was between the day on which the death came to attention and today."
        refuse_if(unreal, sentence, field="in_writing_on")

    def receive_written_notice(self, *, by: Provenance) -> None:
        """What was said before has come in writing."""
        self.refuse_when_over()
        day = by.happened_on or by.today
        refuse_if(
            self.came_to_attention_on is None, "Its notification is not recorded yet: record that first."
        )
        refuse_if(self.in_writing_on is not None, "It has come in writing already.")
        early = self.came_to_attention_on is not None and day < self.came_to_attention_on
        refuse_if(early, "That was before the death came to attention.", field="happened_on")
        self.record(WrittenNoticeReceived, by)

    def consult(self, agency: UUID, view: str, *, by: Provenance) -> None:
        """Record what a partner thinks of whether to review the death."""
        self._refuse_out_of_order(Step.CONSULTED, by)
        refuse_if(not view.strip(), "Say what they think.", field="view")
        self.record(PartnerConsulted, by, agency=agency, view=view.strip())

    def definition(self, rules: ReviewRules, day: date) -> tuple[Definition, date]:
        """The definition by which to assess it on a day, and the date that selects it.

        By the partnership's choice: the day of the death (of the notification, where nobody knows that), of
        the notification, or of the decision, which is not made before today.
        """
        notified = self.taken.get(Step.NOTIFIED, day)
        dates = {DefinitionDate.DEATH: self.died_on or notified, DefinitionDate.NOTIFICATION: notified}
        selected_by = dates.get(rules.definition_by, day)
        return rules.definition_on(selected_by), selected_by

    def assess(
        self,
        age: Finding,
        cause: Finding,
        connection: Finding,
        *,
        age_reasons: str = "",
        cause_reasons: str = "",
        connection_reasons: str = "",
        rules: ReviewRules = SEEDED,
        by: Provenance,
    ) -> None:
        """Record what was found of each limb of the definition that applies, with the reasons."""
        self._refuse_out_of_order(Step.ASSESSED, by)
        said = {"age": age_reasons, "cause": cause_reasons, "connection": connection_reasons}
        for limb, reasons in said.items():
            refuse_if(not reasons.strip(), "Say what this rests on.", field=f"{limb}_reasons")
        applies, selected_by = self.definition(rules, by.happened_on or by.today)
        found = {"age": age, "cause": cause, "connection": connection}
        why = {f"{limb}_reasons": reasons.strip() for limb, reasons in said.items()}
        self.record(Assessed, by, definition=applies.code, selected_by=selected_by, **found, **why)
