"""A sheet that an agency has filled in and sent back: looked at first, then recorded at once.

Each row is judged by itself, and all that can be taken is recorded in one transaction under one correlation.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from api.exporting.plan_content import ALL
from api.exporting.return_reading import ChangedSince, ProposedChange, RefusedRow, Returned, read_return
from api.repeating import Asked, Kept, once
from domain.action import OPEN, Action
from domain.clocks import in_words, london_day
from domain.provenance import Provenance, Recorded
from domain.refusals import Refused, SomeoneWasFirst
from domain.store.application import Along, Store
from domain.store.keys import ERASED, TextKeys
from domain.store.log import Log
from domain.tracker import Tracker
from projections import actions

ATTEMPTS: Final = 3
"""How often a sheet is decided anew where somebody records something between deciding and recording."""

STILL_FITS: Final = ("action.timescale_lapsed", "action.remark_made", "action.progress_asked")
"""What may happen to an action while its sheet is out, without any answer in it becoming another one."""

Told = dict[str, Any]
"""What came of a sheet, as JSON holds it."""

Judge = Callable[[Refused], None]
"""What hears of each row that an action refuses."""


@dataclass(frozen=True)
class Ready:
    """A sheet that can be recorded: `actions` have decided, in the order of `returned.changes`."""

    returned: Returned
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Once:
    """By what a repeated sheet is known, and which statements go with it where it is recorded."""

    asked: Asked
    agency: UUID
    now: datetime
    along: Sequence[Along] = ()


def open_actions(connection: Connection[Any], agency: UUID, *, today: date) -> list[Any]:
    """The rows of the open actions that an agency leads, the earliest due first."""
    seen = actions.listed(connection, actions.Filters(lead=agency), today=today, sort="due", limit=ALL)
    return [one.row for one in seen if one.row.delivery in OPEN]


def read(log: Log, rows: Sequence[Any], name: str, content: bytes, *, today: date) -> Returned:
    """What a sheet asks for, beside the open actions as they stand. Refuses a file that is no such sheet."""
    return read_return(name, content, rows, today=today, changed_since=changed_since(log))


def changed_since(log: Log) -> ChangedSince:
    """By whom, when and how an action was changed after a version; "" where a sheet about it still fits."""

    def since(action: UUID, version: int) -> str:
        later = [one for one in log.of(action) if one.event.originator_version > version]
        changed = [one for one in later if one.topic not in STILL_FITS]
        if not changed:
            return ""
        last = changed[-1]
        return f"by {_who(last.event)} on {in_words(london_day(last.recorded_at))}{_came(last.event)}"

    return since


def said_by_agency(by: Provenance, agency: str, file: str) -> Provenance:
    """The provenance of what a sheet says: by the agency, in this file."""
    sheet = f"return sheet {PurePath(file).name}"
    came = f"{by.how_in_detail}, {sheet}" if by.how_in_detail else sheet
    return replace(by, said_by=agency, how_in_detail=came[:200])


def prepared(tracker: Tracker, returned: Returned, by: Provenance, judge: Judge) -> Ready:
    """The sheet with each row decided, whole or not at all: what an action refuses joins what is refused."""
    decided: list[tuple[ProposedChange, Action]] = []
    refused = list(returned.refused)
    for change in returned.changes:
        try:
            decided.append((change, _decided(tracker, change, by)))
        except Refused as refusal:
            judge(refusal)
            refused.append(RefusedRow(change.row, change.number, str(refusal)))
    left = tuple(sorted(refused, key=lambda one: one.row))
    taken = tuple(change for change, _ in decided)
    return Ready(replace(returned, changes=taken, refused=left), tuple(action for _, action in decided))


def looked_at(tracker: Tracker, returned: Returned, by: Provenance, judge: Judge) -> Told:
    """What would come of a sheet; nothing is recorded."""
    return _placed(_told(prepared(tracker, returned, by, judge), by), 0)


def record(
    tracker: Tracker, returned: Returned, by: Provenance, judge: Judge, *, once_for: Once | None = None
) -> Told:
    """Record all rows that can be taken, or none; once for a key, where it comes with one."""
    if once_for is None:
        return _record(tracker, returned, by, judge)
    outcome: list[Told] = []

    def keeping(ready: Ready, told: Told) -> Sequence[Along]:
        sealed = _sealed(tracker.store.keys, ready, told, once_for.asked.key.encode())
        answer = once_for.asked.along(
            by.correlation, identity=once_for.agency, status=200, now=once_for.now, sealed=sealed
        )
        return [answer, *once_for.along]

    def carry_out() -> None:
        outcome.append(_record(tracker, returned, by, judge, keeping))

    kept = once(tracker.store, once_for.asked, carry_out)
    return outcome[0] if kept is None else opened(tracker.store, once_for.asked, kept)


def _record(
    tracker: Tracker,
    returned: Returned,
    by: Provenance,
    judge: Judge,
    along: Callable[[Ready, Told], Sequence[Along]] = lambda _ready, _told: (),
    *,
    attempts: int = ATTEMPTS,
) -> Told:
    ready = prepared(tracker, returned, by, judge)
    told = _told(ready, by)
    if not ready.actions:
        return _placed(told, 0)
    try:
        return _placed(told, tracker.record(*ready.actions, along=along(ready, told)))
    except SomeoneWasFirst:
        if attempts == 1:
            raise
        return _record(tracker, returned, by, judge, along, attempts=attempts - 1)


def opened(store: Store, asked: Asked, kept: Kept) -> Told:
    """What came of the first request under this key, without what was erased since."""
    told, bound = json.loads(kept.sealed), asked.key.encode()

    def read_again(sealed: str) -> list[Any]:
        text = store.keys.decrypt(sealed, bound)
        return [] if text == ERASED else list(json.loads(text))

    changes = [one | {"differences": read_again(one["differences"])} for one in told["changes"]]
    return _placed(told | {"changes": changes, "refused": read_again(told["refused"])}, kept.position)


def _sealed(keys: TextKeys, ready: Ready, told: Told, bound: bytes) -> str:
    """What is kept: the words of each action under the key of its review, so that they are erased with it."""

    def sealed(scope: UUID, words: Any) -> str:
        return keys.of_scope(scope).encrypt(json.dumps(words), bound)

    changes = [
        one | {"differences": sealed(action.text_key, one["differences"])}
        for one, action in zip(told["changes"], ready.actions, strict=True)
    ]
    refused = sealed(ready.actions[0].led_by, told["refused"])
    return json.dumps(told | {"changes": changes, "refused": refused})


def _told(ready: Ready, by: Provenance) -> Told:
    """What a sheet says. `behind`: how many events come after the last one of a row, once it is recorded."""
    events = [len(action.pending_events) for action in ready.actions]
    changes = [
        {
            "row": one.row,
            "action": str(one.action),
            "number": one.number,
            "differences": [each._asdict() for each in one.differences],
            "behind": sum(events[place + 1 :]),
        }
        for place, one in enumerate(ready.returned.changes)
    ]
    refused = [asdict(one) for one in ready.returned.refused]
    rest = {"left_empty": ready.returned.left_empty, "correlation": str(by.correlation)}
    return {"changes": changes, "refused": refused, **rest}


def _placed(told: Told, position: int) -> Told:
    """The same with the positions of its rows, where its last event is at `position` (0: not recorded)."""
    changes = [one | {"recorded": position - one["behind"] if position else None} for one in told["changes"]]
    correlation = told["correlation"] if position else None
    return told | {
        "changes": changes,
        "correlation": correlation,
        "committed": position > 0,
        "position": position,
    }


def _decided(tracker: Tracker, change: ProposedChange, by: Provenance) -> Action:
    action = tracker.get(Action, change.action, version=change.version)
    if change.forecast:
        tracker.also(Action.give_forecast, action, by=by, forecast=change.forecast)
    if change.progress or change.evidence:
        said = {"progress": change.progress, "evidence": change.evidence}
        tracker.also(Action.report_progress, action, by=by, **said)
    if done := change.completed:
        finished = {"what_was_done": done.what_was_done, "evidence": done.evidence}
        tracker.also(Action.report_complete, action, by=by.on(done.on), **finished)
    if more := change.more_time:
        tracker.also(Action.request_extension, action, by=by.because(more.why), until=more.until)
    return action


def _who(event: Recorded) -> str:
    return ", ".join(part for part in (event.post, event.post_agency) if part) or "somebody"


def _came(event: Recorded) -> str:
    return f" ({event.how_in_detail})" if event.how_in_detail else ""
