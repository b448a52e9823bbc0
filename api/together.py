"""The commands that many actions can be given at once, and how one is carried out on those chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request

from api.access import Who, by
from api.commands import Body, Command, command
from api.refused_within import judging
from api.unseen import seen_of
from domain.action import Action
from domain.permissions import NOTHING
from domain.refusals import NotFound, Refused
from domain.tracker import Tracker, together
from domain.tracker.choosing import Chosen, Seen
from domain.tracker.together import Judged, What
from domain.vocabulary import How

NOUNS = ("owner", "progress-request", "timescale", "split")
TOGETHER: tuple[Command, ...] = tuple(command("actions", noun) for noun in NOUNS)


def carried_out(request: Request, who: Who, chosen: Chosen, body: Body, how: How) -> bool:
    """Give the command to every action that was chosen and waits; whether all of them are judged now."""
    one = command("actions", chosen.noun)
    provenance = replace(by(who, how, body), correlation=chosen.id)
    waiting = [
        each.thing for each in together.judged(request.app.state.store, chosen.id) if each.what is None
    ]
    seen, judge = seen_of(request, "actions", waiting), judging(request)

    def give(tracker: Tracker, action: UUID, version: int) -> Any:
        try:
            if action not in seen:
                raise NotFound(NOTHING)
            return one.carry_out(tracker, action, body, provenance, version)
        except Refused as refusal:
            judge(refusal)
            raise

    return together.carry_out(request.app.state.tracker, chosen.id, give)


def check(who: Who, how: How, body: Body) -> None:
    """Refuse what holds for all actions alike, such as a day that has not come yet."""
    by(who, how, body).as_fields()


def counted(judged: Sequence[Judged]) -> Counter[What | None]:
    """How many were recorded, found nothing new, were refused, or wait (None)."""
    return Counter(one.what for one in judged)


def partnership_of(tracker: Tracker, seen: Sequence[Seen]) -> UUID | None:
    """The partnership of the first action that is there."""
    for one in seen:
        try:
            return tracker.get(Action, one.thing).partnership
        except NotFound:
            continue
    return None
