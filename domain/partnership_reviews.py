"""What a partnership lays down for its reviews: periods, definitions, practice, themes, quality assurance.

Law and guidance change, and a partnership agrees its own: periods and definitions have sources and dates.
"""

from dataclasses import replace
from datetime import date

from domain.provenance import Provenance, Recorded, Thing
from domain.refusals import Refused, refuse_if, refuse_unlikely_year
from domain.review.rules import ClockRule, Definition, ReviewRules, has_begun
from domain.review.vocabulary import ClockKind, DefinitionDate, NotificationDate

MOST_MONTHS = 120
MOST_DAYS = 3_650
"""The longest period that is no slip of the keyboard: ten years (agreed practice)."""


class ClockRuleSet(Recorded):
    """How long clocks of a kind run that count from the days of the rule; those that run stay as they are."""

    TOPIC = "partnership.clock_rule_set"
    rule: ClockRule

    def apply(self, partnership: "LeadsReviews") -> None:
        partnership.review_rules = partnership.review_rules.with_clock(self.rule)


class DefinitionSet(Recorded):
    """A legal test as it is worded, and when it is in force: in the place of the one with the same code."""

    TOPIC = "partnership.definition_set"
    definition: Definition

    def apply(self, partnership: "LeadsReviews") -> None:
        partnership.review_rules = partnership.review_rules.with_definition(self.definition)


class ReviewPracticeSet(Recorded):
    """Which date selects the definition, and from when the time for a decision counts."""

    TOPIC = "partnership.review_practice_set"
    definition_by: DefinitionDate
    decision_counts_from: NotificationDate

    def apply(self, partnership: "LeadsReviews") -> None:
        partnership.review_rules = replace(
            partnership.review_rules,
            definition_by=self.definition_by,
            decision_counts_from=self.decision_counts_from,
        )


class ThemesSet(Recorded):
    """Under which themes lessons are gathered, in the order in which they are offered."""

    TOPIC = "partnership.themes_set"
    themes: tuple[str, ...]

    def apply(self, partnership: "LeadsReviews") -> None:
        partnership.review_rules = replace(partnership.review_rules, themes=self.themes)


class QualityBoardNamed(Recorded):
    """What the body is called that assures the quality of reports."""

    TOPIC = "partnership.quality_board_named"
    name: str

    def apply(self, partnership: "LeadsReviews") -> None:
        partnership.review_rules = replace(partnership.review_rules, quality_board=self.name)


class PublicContactSet(Recorded):
    """How families and the public reach the partnership about its reviews: a post, never a person."""

    TOPIC = "partnership.public_contact_set"
    public_contact: str

    def apply(self, partnership: "LeadsReviews") -> None:
        partnership.public_contact = self.public_contact


class LeadsReviews(Thing):
    """Has rules by which its reviews go, and sets them."""

    TOPIC = "partnership_reviews"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.review_rules = ReviewRules()
        self.public_contact = ""

    def set_clock_rule(self, rule: ClockRule, *, by: Provenance) -> None:
        """How long clocks of a kind run from a day on: one that is set later goes before those that stand.

        Refuses a period without a length, a source or a first day.
        """
        asked = rule.kind == ClockKind.RETURN
        refuse_if(asked, "Each agency is told when its return is due as it is asked.", field="kind")
        refuse_if(not rule.source.strip(), "Say where the period comes from.", field="source")
        refuse_if(not 0 <= rule.months <= MOST_MONTHS, "At most ten years, in months.", field="months")
        refuse_if(not 0 <= rule.days <= MOST_DAYS, "At most ten years, in days.", field="days")
        refuse_if(rule.months + rule.days == 0, "Say how many months or days it runs.", field="months")
        if rule.first_day is None:
            raise Refused("Say from which day it holds.", field="first_day")
        _refuse_unlikely_days(rule.first_day, rule.last_day)
        self.record(ClockRuleSet, by, rule=replace(rule, source=rule.source.strip()))

    def set_definition(self, definition: Definition, *, by: Provenance) -> None:
        """Word a legal test, or say when it is in force: one of the same code is replaced.

        Refuses one that is not worded in full, and to leave out the first day of one that is in force.
        """
        said = {"code": definition.code, "title": definition.title, "source": definition.source}
        for field, text in said.items():
            refuse_if(not text.strip(), f"A definition needs a {field}.", field=field)
        for limb, wording in definition.limbs.items():
            refuse_if(not wording.strip(), f"Say what it asks for: {limb}.", field=limb)
        _refuse_unlikely_days(definition.first_day, definition.last_day)
        new = Definition(
            definition.code.strip(),
            definition.title.strip(),
            definition.source.strip(),
            definition.age.strip(),
            definition.cause.strip(),
            definition.connection.strip(),
            definition.first_day,
            definition.last_day,
        )
        stands = self.review_rules.definition(new.code)
        refuse_if(new == stands, "That is how it stands already.", field="code")
        forgotten = stands is not None and has_begun(stands, by.today) and new.first_day is None
        ends = "It is, or was, in force: say since when. If it ends, name its last day."
        refuse_if(forgotten, ends, field="first_day")
        self.record(DefinitionSet, by, definition=new)

    def set_review_practice(
        self, definition_by: DefinitionDate, decision_counts_from: NotificationDate, *, by: Provenance
    ) -> None:
        """Which date selects the definition, and from when the time for a decision counts."""
        rules = self.review_rules
        stands = (rules.definition_by, rules.decision_counts_from)
        refuse_if((definition_by, decision_counts_from) == stands, "That is the practice already.")
        facts = {"definition_by": definition_by, "decision_counts_from": decision_counts_from}
        self.record(ReviewPracticeSet, by, **facts)

    def set_themes(self, themes: tuple[str, ...], *, by: Provenance) -> None:
        """Under which themes lessons are gathered. Refuses none, one twice, and those that stand."""
        said = tuple(" ".join(one.split()) for one in themes if one.strip())
        refuse_if(not said, "Name one theme at least.", field="themes")
        is_twice = len({one.casefold() for one in said}) < len(said)
        refuse_if(is_twice, "A theme is named twice.", field="themes")
        refuse_if(said == self.review_rules.themes, "Those are the themes already.", field="themes")
        self.record(ThemesSet, by, themes=said)

    def name_quality_board(self, quality_board: str, *, by: Provenance) -> None:
        """What the body is called that assures the quality of reports; older reviews knew a panel."""
        name = quality_board.strip()
        refuse_if(not name, "Say what it is called.", field="quality_board")
        known = name == self.review_rules.quality_board
        refuse_if(known, "It is called that already.", field="quality_board")
        self.record(QualityBoardNamed, by, name=name)

    def set_public_contact(self, public_contact: str, *, by: Provenance) -> None:
        """How families and the public reach it about its reviews, as it stands in statements for them."""
        said = " ".join(public_contact.split())
        refuse_if(not said, "Say how it is reached.", field="public_contact")
        refuse_if(said == self.public_contact, "It is reached so already.", field="public_contact")
        self.record(PublicContactSet, by, public_contact=said)


def _refuse_unlikely_days(first_day: date | None, last_day: date | None) -> None:
    refuse_unlikely_year(first_day, field="first_day")
    refuse_unlikely_year(last_day, field="last_day")
    refuse_if(last_day is not None and first_day is None, "Say from which day it holds.", field="first_day")
    over_first = first_day is not None and last_day is not None and last_day < first_day
    refuse_if(over_first, "It cannot end before it begins.", field="last_day")
