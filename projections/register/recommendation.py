"""Recommendations."""

import re
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.recommendation import Recommendation
from domain.store.log import LogEntry
from domain.vocabulary import Reach, Scope
from projections.register.partnership import changed
from projections.view import VersionedView


class RecommendationRow(Struct, frozen=True, gc=False):
    """A recommendation. `label_order` sorts labels as people would: 2 before 10, 3.2 before 3.10."""

    id: UUID
    partnership: UUID
    review: UUID
    label: str
    label_order: str
    wording: str
    scope: Scope | None
    reach: Reach | None
    addressees: tuple[UUID, ...]
    addressees_in_words: tuple[str, ...]
    issue: str
    theme: str
    lessons: tuple[UUID, ...]
    place: int
    withdrawn: bool
    version: int


def in_order(label: str) -> str:
    """A text that sorts as people sort labels: every number in it has nine digits."""
    return re.sub(r"\d+", lambda number: number.group().zfill(9), label.casefold())


def made(_: None, event: Any, __: LogEntry) -> RecommendationRow:
    """A recommendation begins as it is printed."""
    return RecommendationRow(
        event.originator_id,
        event.partnership,
        event.review,
        event.label,
        in_order(event.label),
        event.wording,
        event.scope,
        event.reach,
        event.addressees,
        event.addressees_in_words,
        event.issue,
        event.theme,
        (),
        event.place,
        False,
        1,
    )


def relabelled(row: RecommendationRow, event: Any, _: LogEntry) -> RecommendationRow:
    """A new label sorts anew."""
    order = in_order(event.label)
    return replace(row, label=event.label, label_order=order, version=event.originator_version)


def withdrawn(row: RecommendationRow, event: Any, _: LogEntry) -> RecommendationRow:
    """It stays in the register, as withdrawn."""
    return replace(row, withdrawn=True, version=event.originator_version)


RECOMMENDATIONS = VersionedView(
    name="recommendations",
    sql="recommendations.sql",
    row=RecommendationRow,
    changes={
        Recommendation.Made: made,
        Recommendation.Reworded: changed("wording"),
        Recommendation.Relabelled: relabelled,
        Recommendation.ScopeSet: changed("scope"),
        Recommendation.AddresseesNamed: changed("addressees", "addressees_in_words"),
        Recommendation.BackgroundStated: changed("issue", "theme"),
        Recommendation.LessonsAnswered: changed("lessons"),
        Recommendation.Withdrawn: withdrawn,
    },
)
