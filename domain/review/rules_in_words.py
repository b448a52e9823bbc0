"""The rules by which reviews go, in sentences: for pages, histories and whoever compares two versions."""

from domain.clocks import in_words
from domain.review.rules import ALWAYS, ClockRule, Definition, ReviewRules


def describe_period(rule: ClockRule) -> str:
    """How long a clock runs: "6 months", or "1 month and 14 days"."""
    parts = (_counted(rule.months, "month"), _counted(rule.days, "day"))
    return " and ".join(part for part in parts if part)


def describe_force(rule: Definition | ClockRule) -> str:
    """When a rule holds: "always", "from 1 April 2027 on", "to 31 March 2027", or "not in force yet"."""
    if rule.first_day is None:
        return "not in force yet"
    if rule.last_day is None:
        return "always" if rule.first_day == ALWAYS else f"from {in_words(rule.first_day)} on"
    since = "" if rule.first_day == ALWAYS else f"from {in_words(rule.first_day)} "
    return f"{since}to {in_words(rule.last_day)}"


def describe_clock_rule(rule: ClockRule) -> str:
    """One period with its dates and its source."""
    return f"{rule.kind.capitalize()}: {describe_period(rule)}, {describe_force(rule)}. Source: {rule.source}"


def describe_definition(definition: Definition) -> list[str]:
    """One legal test: when it is in force, what it asks for, and where it stands."""
    return [
        f"{definition.code}, {definition.title}: {describe_force(definition)}.",
        *definition.limbs.values(),
        f"Source: {definition.source}",
    ]


def describe_practice(rules: ReviewRules) -> list[str]:
    """What a partnership has chosen where guidance leaves it open."""
    return [
        f"The date of the {rules.definition_by} selects the definition.",
        f"The time for a decision counts from the {rules.decision_counts_from}.",
    ]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
