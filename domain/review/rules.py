"""What law, guidance or a partnership lays down for a review: definitions and periods, with their dates.

All of it is data that a partnership may change; what stands here is what each begins with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from domain.clocks import add_months
from domain.refusals import Refused, refuse_if
from domain.review.vocabulary import ClockKind, DefinitionDate, Limb, NotificationDate

GUIDANCE: Final = "Multi-agency Statutory Guidance for the Conduct of Domestic Homicide Reviews (2016)"
AGREED_PRACTICE: Final = "agreed practice"
QUALITY_BOARD: Final = "Home Office quality assurance board"
ALWAYS: Final = date(1900, 1, 1)


@dataclass(frozen=True)
class Definition:
    """A legal test with the wording of its limbs, in force from `first_day` (None: not yet) to `last_day`."""

    code: str
    title: str
    source: str
    age: str
    cause: str
    connection: str
    first_day: date | None = ALWAYS
    last_day: date | None = None

    @property
    def limbs(self) -> Mapping[Limb, str]:
        """The wording of each limb."""
        return {Limb.AGE: self.age, Limb.CAUSE: self.cause, Limb.CONNECTION: self.connection}


@dataclass(frozen=True)
class ClockRule:
    """How long a clock of this kind runs: months and then days. Dates as those of a definition."""

    kind: ClockKind
    source: str
    months: int = 0
    days: int = 0
    first_day: date | None = ALWAYS
    last_day: date | None = None

    def due(self, counted_from: date) -> date:
        """The last day in time; of a shorter month its last day."""
        return add_months(counted_from, self.months) + timedelta(days=self.days)


SECTION_9: Final = Definition(
    "DVCVA 2004 s.9",
    "Domestic homicide review",
    "Domestic Violence, Crime and Victims Act 2004, s.9(1), commenced on 13 April 2011",
    age="Whoever died was aged 16 or over.",
    cause="The death has, or appears to have, resulted from violence, abuse or neglect.",
    connection="By a relative, by somebody with whom they were or had been in an intimate personal"
    " relationship, or by a member of the same household.",
)
SECTION_8A: Final = Definition(
    "DVCVA 2004 s.8A",
    "Domestic abuse related death review",
    "The same Act, s.8A, inserted by the Victims and Prisoners Act 2024, s.19",
    age="Both were aged 16 or over.",
    cause="The death has, or appears to have, resulted from domestic abuse: abusive behaviour"
    " within the Domestic Abuse Act 2021.",
    connection="They were personally connected within the Domestic Abuse Act 2021.",
    first_day=None,
)
CLOCKS: Final = (
    ClockRule(ClockKind.DECISION, GUIDANCE, months=1),
    ClockRule(ClockKind.REPORT, GUIDANCE, months=6),
    ClockRule(
        ClockKind.COMMISSIONER,
        "Domestic Violence, Crime and Victims Act 2004, s.9(3B): as soon as reasonably practicable;"
        " 28 days by agreed practice",
        days=28,
    ),
    ClockRule(ClockKind.FAMILY, AGREED_PRACTICE, months=3),
    ClockRule(ClockKind.TAKE_DOWN, f"{AGREED_PRACTICE}: 1 to 3 years by local rule", months=36),
)
THEMES: Final = (
    "carers",
    "children as victims",
    "coercive control",
    "economic abuse",
    "family and friends as witnesses",
    "honour-based abuse",
    "housing and homelessness",
    "immigration status",
    "information sharing",
    "MARAC and multi-agency working",
    "mental health",
    "non-fatal strangulation",
    "older people",
    "perpetrator interventions",
    "policies and procedures",
    "professional curiosity",
    "record keeping",
    "risk assessment",
    "routine enquiry",
    "separation and stalking",
    "substance use",
    "suicide",
    "training and awareness",
    "voice of the victim",
)
"""The themes with which each partnership begins: those under which published reviews sort their lessons."""


@dataclass(frozen=True)
class ReviewRules:
    """By what the reviews of a partnership go.

    `definition_by`: which date selects the definition. `decision_counts_from`: from when the time for a
    decision counts. `themes`: under which lessons and good practice are sorted. `quality_board`: who
    assures the quality of reports.
    """

    definitions: tuple[Definition, ...] = (SECTION_9, SECTION_8A)
    clocks: tuple[ClockRule, ...] = CLOCKS
    definition_by: DefinitionDate = DefinitionDate.NOTIFICATION
    decision_counts_from: NotificationDate = NotificationDate.NOTIFICATION
    themes: tuple[str, ...] = THEMES
    quality_board: str = QUALITY_BOARD

    def with_clock(self, rule: ClockRule) -> "ReviewRules":
        """These rules and one more for a kind of clock, which goes before all that stand."""
        return replace(self, clocks=(*self.clocks, rule))

    def with_definition(self, definition: Definition) -> "ReviewRules":
        """These rules with a definition in the place of the one of its code, or after all others."""
        stood = self.definition(definition.code)
        if stood is None:
            return replace(self, definitions=(*self.definitions, definition))
        placed = (definition if one is stood else one for one in self.definitions)
        return replace(self, definitions=tuple(placed))

    def definition(self, code: str) -> Definition | None:
        """The definition that goes by a code."""
        return next((one for one in self.definitions if one.code == code), None)

    def definition_on(self, day: date) -> Definition:
        """The definition of a day: of several, the one that came last. Refuses where none applies."""
        found = [one for one in self.definitions if is_in_force(one, day)]
        if not found:
            raise Refused("No definition applies on that day. An administrator can set one.")
        return max(found, key=lambda one: one.first_day or ALWAYS)

    def clock_on(self, kind: ClockKind, day: date) -> ClockRule | None:
        """The rule for a kind of clock that counts from a day: of several, the one that came last."""
        found = [one for one in self.clocks if one.kind == kind and is_in_force(one, day)]
        # `max` takes the first of those that are alike: of two of one day the one that was set later counts.
        return max(reversed(found), key=lambda one: one.first_day or ALWAYS) if found else None

    def themes_of(self, said: tuple[str, ...]) -> tuple[str, ...]:
        """These themes as the list has them, each once. Refuses one that is not on it."""
        known = {theme.casefold(): theme for theme in self.themes}
        typed = [" ".join(one.split()) for one in said if one.strip()]
        stranger = next((one for one in typed if one.casefold() not in known), "")
        refuse_if(bool(stranger), f"{stranger} is not on your partnership's list of themes.", field="themes")
        return tuple(dict.fromkeys(known[one.casefold()] for one in typed))


SEEDED: Final = ReviewRules()


def has_begun(rule: Definition | ClockRule, day: date) -> bool:
    """Whether its first day has come, or had."""
    return rule.first_day is not None and rule.first_day <= day


def is_in_force(rule: Definition | ClockRule, day: date) -> bool:
    """Whether it applies on a day."""
    return has_begun(rule, day) and (rule.last_day or day) >= day
