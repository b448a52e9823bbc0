"""The filters of each list, as its form shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from api.pages.choices import Choice, Chooser
from api.pages.narrowing import Field, Kind
from domain.review.vocabulary import ClockKind
from domain.vocabulary import Colour, Delivery, Role, Scope

LEAD = Field("lead", "Lead agency", Kind.CHOICE, "Lead agency: {}", in_form=False)
ACTIONS = (
    Field("review", "Review", Kind.CHOICE, "Review: {}", any="Any review"),
    Field("agency", "Agency, leading or supporting", Kind.CHOICE, "Agency: {}", any="Any agency"),
    LEAD,
    Field("owner", "Owner", Kind.CHOICE, "Owner: {}", any="Any owner"),
    Field("delivery", "State", Kind.CHOICE, "State: {}", any="Any state"),
    Field("rag", "Colour", Kind.CHOICE, "Colour: {}", any="Any colour"),
    Field("words", "Words in the action, or its number", Kind.WORDS, "Words: {}"),
    Field("due_from", "Due on this day or later", Kind.DAY, "Due on or after {}"),
    Field("due_to", "Due on this day or earlier", Kind.DAY, "Due on or before {}"),
    Field("overdue_from", "Days overdue, at least", Kind.DAYS, "Overdue for {} or more"),
    Field("overdue_to", "Days overdue, at most", Kind.DAYS, "Overdue for {} or less"),
    Field("due_within", "Due within days", Kind.DAYS, "Due within {}", in_form=False),
    Field("moved_from", "Moved by days, at least", Kind.DAYS, "Due date moved by {} or more", in_form=False),
    Field("moved_to", "Moved by days, at most", Kind.DAYS, "Due date moved by {} or less", in_form=False),
    Field("partnership", "Partnership", Kind.WORDS, "Partnership: {}", in_form=False),
    Field("recommendation", "Recommendation", Kind.CHOICE, "Recommendation: {}", in_form=False),
    Field("overdue", "overdue", said="Overdue", contrary="Not overdue"),
    Field("open", "open", said="Open", contrary="Signed off or cancelled"),
    Field(
        "asked_for_time",
        "waiting for a decision on more time",
        said="Waiting for a decision on more time",
        contrary="Not waiting for a decision on more time",
    ),
    Field(
        "progress_asked",
        "asked for progress, without an answer",
        said="Asked for progress, without an answer",
        contrary="Not waiting for an answer on progress",
    ),
    Field("without_lead", "without a lead", said="Without a lead agency", contrary="With a lead agency"),
    Field("without_owner", "without an owner", said="Without an owner", contrary="With an owner"),
    Field(
        "owner_has_left",
        "with an owner who has left",
        said="Owner has left",
        contrary="Without an owner who has left",
    ),
    Field(
        "owner_elsewhere",
        "with an owner in another agency",
        said="Owner in an agency that neither leads nor supports it",
        contrary="Without an owner in another agency",
    ),
    Field("without_date", "without a due date", said="Without a due date", contrary="With a due date"),
)
REVIEWS = (
    Field("words", "Words in the reference or the pseudonym", Kind.WORDS, "Words: {}"),
    Field("partnership", "Partnership", Kind.CHOICE, "Partnership: {}", any="Any partnership"),
    Field("reference", "Reference", Kind.WORDS, "Reference: {}", in_form=False),
    Field(
        "issued",
        "Plan",
        Kind.CHOICE,
        "Plan: {}",
        any="Issued or not",
        choices=(Choice("true", "Issued"), Choice("false", "Not issued")),
    ),
    Field("overdue", "with overdue actions", said="With overdue actions", contrary="Without overdue actions"),
    Field("questions", "with open questions", said="With open questions", contrary="Without open questions"),
    Field("late", "late by one of their clocks", said="Late", contrary="Not late"),
)
CLOCKS = (
    Field("review", "Review", Kind.CHOICE, "Review: {}", any="Any review"),
    Field(
        "kind",
        "Clock",
        Kind.CHOICE,
        "Clock: {}",
        any="Any clock",
        choices=tuple(Choice(str(one), str(one).capitalize()) for one in ClockKind),
    ),
    Field("partnership", "Partnership", Kind.WORDS, "Partnership: {}", in_form=False),
    Field("running", "running", said="Running", contrary="Ended"),
    Field("late", "late", said="Late", contrary="In time"),
)
RECOMMENDATIONS = (
    Field("review", "Review", Kind.CHOICE, "Review: {}", any="Any review"),
    Field("addressee", "Addressed to", Kind.CHOICE, "Addressed to: {}", any="Any agency"),
    Field("scope", "Scope", Kind.CHOICE, "Scope: {}", any="Any scope"),
    Field("words", "Words in the recommendation, its number or theme", Kind.WORDS, "Words: {}"),
    Field("partnership", "Partnership", Kind.WORDS, "Partnership: {}", in_form=False),
    Field("without_actions", "without an action", said="Without an action", contrary="With an action"),
    Field("withdrawn", "withdrawn", said="Withdrawn", contrary="Not withdrawn"),
)
AGENCIES = (
    Field("words", "Words in a name or an alias", Kind.WORDS, "Words: {}"),
    Field("open", "leading open actions", said="Leading open actions", contrary="Leading no open action"),
    Field(
        "overdue",
        "leading overdue actions",
        said="Leading overdue actions",
        contrary="Leading no overdue action",
    ),
)
PEOPLE = (
    Field("words", "Words in the name, e-mail address or post", Kind.WORDS, "Words: {}"),
    Field("agency", "Agency", Kind.CHOICE, "Agency: {}", any="Any agency"),
    Field("role", "Role", Kind.CHOICE, "Role: {}", any="Any role"),
    Field(
        "has_left",
        "Still there",
        Kind.CHOICE,
        "Still there: {}",
        any="Still there or not",
        choices=(Choice("false", "Still there"), Choice("true", "Has left")),
    ),
    Field(
        "mail",
        "Mail",
        Kind.CHOICE,
        "Mail: {}",
        any="With an address or without",
        choices=(Choice("true", "With an e-mail address"), Choice("false", "Without an e-mail address")),
    ),
)

MOST_OFFERED: Final = 200
"""Of more nobody wants a list, which would be most of what the page sends: a name is typed."""
CLOSED = {"delivery": Delivery, "rag": Colour, "scope": Scope, "role": Role}
LOOKED_UP = {
    "review": "review",
    "agency": "agency",
    "lead": "agency",
    "addressee": "agency",
    "owner": "person",
    "recommendation": "recommendations",
    "partnership": "partnership",
}
"""Which entries each list of the form offers."""


def with_choices(fields: Sequence[Field], chooser: Chooser, asked: Mapping[str, str]) -> list[Field]:
    """The filters with what they offer; those that no form has only where the address asks for them.

    `chooser` offers one more than the form may have, so that it tells whether there are too many.
    """
    wanted = [field for field in fields if field.in_form or field.name in asked]
    return [
        _with_choices(field, chooser, asked.get(field.name, ""))
        if field.kind is Kind.CHOICE and not field.choices
        else field
        for field in wanted
    ]


def _with_choices(field: Field, chooser: Chooser, said: str) -> Field:
    offered = _offered(field.name, chooser)
    if LOOKED_UP.get(field.name) == "person":
        offered = [*offered, *chooser.gone(said)]
    if len(offered) <= MOST_OFFERED:
        return replace(field, choices=offered)
    chosen = chooser.known(said)
    text = chosen[0].text if chosen else ""
    typed = text.partition(",")[0] if LOOKED_UP[field.name] == "person" else text
    return replace(field, kind=Kind.NAME, choices=chosen, typed=typed)


def _offered(name: str, chooser: Chooser) -> Sequence[Choice]:
    if name in CLOSED:
        return chooser.offered("choice", {"choices": list(CLOSED[name])})
    return chooser.offered(LOOKED_UP[name], {})
