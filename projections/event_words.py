"""What people call the kinds of events, and the ways in which they come: in filters and histories."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from domain.store.shape import event_classes
from domain.vocabulary import How

CAME: Final[Mapping[How, str]] = {
    How.FORM: "in a form of the tracker",
    How.MAIL: "by mail",
    How.MEETING: "at a meeting",
    How.PHONE: "by phone",
    How.IMPORT: "by an import",
    How.SCHEDULER: "by the tracker's clock",
    How.JSON: "by another system",
    How.COMMAND_LINE: "at the command line",
}
"""How something came to be recorded, as it stands in a sentence."""

OTHER_WORDS: Final[Mapping[str, str]] = {
    "action.assured": "Assured (signed off)",
    "action.extension_declined": "More time declined",
    "action.extension_granted": "More time granted",
    "action.extension_requested": "More time asked for",
    "action.split_by_agency": "Split by agency",
    "partnership.go_live_set": "Go-live date set",
    "partnership.rag_rule_set": "Rule for colours set",
    "partnership.reminder_rule_set": "Rule for reminders set",
    "partnership.retention_set": "Period of retention set",
    "partnership.sign_off_rule_set": "Rule for sign-off set",
    "person.erased": "Name and addresses erased",
    "person.details_changed": "Name or contact details changed",
    "agency.alias_added": "Other name added",
    "agency.alias_removed": "Other name removed",
}


def kind_of_event(topic: str) -> str:
    """What people call such events: "Owner assigned"."""
    return OTHER_WORDS.get(topic) or topic.partition(".")[2].replace("_", " ").capitalize()


def kinds_of_events() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every topic with its words, under the noun of its thing: by noun, then by words."""
    topics = sorted(
        str(vars(one)["TOPIC"]) for one in event_classes() if one.__module__.startswith("domain.")
    )
    return [
        (noun, sorted(((one, kind_of_event(one)) for one in members), key=lambda pair: pair[1]))
        for noun, members in groupby(topics, key=noun_of)
    ]


def noun_of(topic: str) -> str:
    """The noun of the thing that such events happen to."""
    return topic.partition(".")[0]


def heading_of(topic: str) -> str:
    """The kind of thing and of event, as a heading: "Action: owner assigned"."""
    return f"{noun_of(topic).capitalize()}: {_in_a_row(topic)}"


def counted_kinds(topics: Mapping[str, int]) -> Sequence[str]:
    """How many events of each kind, in words: "40 × action: owner assigned"."""
    return [f"{number:,} × {noun_of(topic)}: {_in_a_row(topic)}" for topic, number in topics.items()]


def _in_a_row(topic: str) -> str:
    words = kind_of_event(topic)
    return words[:1].lower() + words[1:]
