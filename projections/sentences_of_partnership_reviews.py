"""In sentences: by what the reviews of a partnership go."""

from collections.abc import Mapping
from typing import Any, Final

from domain.partnership import Partnership
from domain.provenance import Recorded
from domain.review.rules_in_words import describe_clock_rule, describe_definition
from projections.telling import Names, Sentence, Telling


def definition_set(event: Any, _: Names) -> Sentence:
    """A legal test was worded."""
    first, *more = describe_definition(event.definition)
    return Sentence(
        f"The definition {event.definition.code} was set", (("Definition", " ".join((first, *more))),)
    )


def practice_set(event: Any, _: Names) -> Sentence:
    """What the definition and the time for a decision go by was set."""
    return Sentence(
        f"The date of the {event.definition_by} selects the definition, and the time for a decision counts"
        f" from the {event.decision_counts_from}"
    )


TELLINGS: Final[Mapping[type[Recorded], Telling]] = {
    Partnership.ClockRuleSet: lambda event, _: Sentence(
        f"The period for the clock “{event.rule.kind}” was set",
        (("Period", describe_clock_rule(event.rule)),),
    ),
    Partnership.DefinitionSet: definition_set,
    Partnership.ReviewPracticeSet: practice_set,
    Partnership.ThemesSet: lambda event, _: Sentence(
        "The themes of lessons were set", (("Themes", ", ".join(event.themes)),)
    ),
    Partnership.QualityBoardNamed: lambda event, _: Sentence(f"Quality assurance is by the {event.name}"),
    Partnership.PublicContactSet: lambda event, _: Sentence(
        "How the public reaches it was set", (("Public enquiries", event.public_contact),)
    ),
}
"""How each kind of event is told."""
