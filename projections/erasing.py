"""Carrying out what two people have decided: text and personal details are erased, step by step.

Each step is taken whole or taken again, so that it goes on after a kill at any instant: the erasure stands in
the list beside the master key, files of mail go, then in one transaction all rows and the key; the lists are
built again; and when nobody reads the old ones any more, an event says that it is done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, LiteralString, NamedTuple
from urllib.parse import quote_plus

from domain.clocks import london_day
from domain.erasure import Erasable
from domain.person import Person
from domain.provenance import Provenance
from domain.review import Review
from domain.store.application import Along
from domain.store.erasure_list import Entry, ErasureList, Kind
from domain.store.keys import ERASED
from domain.tracker import Tracker
from domain.vocabulary import How
from projections.generations import connect, drop_replaced
from projections.held_text import MAILS_ABOUT, MAILS_TO, OF_PERSON, OF_REVIEW
from projections.rebuild import rebuild
from projections.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from domain.store.application import Store

KINDS: Final[dict[str, type[Erasable]]] = {"review": Review, "person": Person}

OUTSTANDING: Final = """
    select thing, kind, again, cleaned_at is not null
    from public.erasures
    where done_at is null
    order by decided_at, thing
"""
GIVE_UP: Final = "delete from public.erasures where thing = %s"
CAME_BACK: Final[LiteralString] = """
    insert into public.erasures (thing, kind, again)
    select listed.thing, listed.kind, true
    from unnest(%s::uuid[], %s::text[], %s::uuid[]) as listed (thing, kind, text_key)
    where exists (select from public.text_keys where id = listed.text_key and wrapped is not null)
        or (
            listed.kind = 'person'
            and exists (select from person_details where person = listed.thing)
        )
    on conflict (thing) do update set again = true, cleaned_at = null, generation = null, done_at = null
"""
KEY_OF: Final = "select id from public.text_keys where scope = %s"
NOBODY_WRITES: Final = "select pg_advisory_xact_lock(hashtextextended('dhr-tracker:events', 0))"
VERSION_OF: Final = "select max(originator_version) from public.events where originator_id = %s"
PARTS_OF: Final = "select thing from public.plan_things where review = %s"
CLEANED: Final = "update public.erasures set cleaned_at = %s where thing = %s"
TO_BUILD: Final = """
    select thing from public.erasures
    where kind = 'review' and cleaned_at is not null and generation is null and done_at is null
"""
BUILT: Final = "update public.erasures set generation = %s where thing = any (%s)"
READY: Final = """
    select thing, kind
    from public.erasures
    where done_at is null and cleaned_at is not null
        and (
            kind = 'person'
            or generation is not null
            and not exists (
                select from public.generations as older where older.generation < erasures.generation
            )
        )
    order by decided_at, thing
"""
DONE: Final = "update public.erasures set done_at = %(now)s where thing = %(thing)s"


class Outstanding(NamedTuple):
    """An erasure that is not done yet; `again`: it came back with a backup."""

    thing: UUID
    kind: str
    again: bool
    cleaned: bool


@dataclass(frozen=True)
class Erasing:
    """Erases in one installation; `mails` is the folder to which mail goes that has no server."""

    store: Store
    mails: Path

    @property
    def listed(self) -> ErasureList:
        """The list beside the master key."""
        return ErasureList(self.store.master_key.path)

    def carry_out(
        self, now: datetime, *, tell: Callable[[int, int], None] = lambda _done, _of: None
    ) -> list[UUID]:
        """Take every step that can be taken now; what is wholly erased by now comes back.

        The old lists serve those who read them for another minute: until they are gone nothing is wholly
        erased. `tell` hears how far the lists are built. Raises `RebuildUnderWay`: try again.
        """
        for one in self.outstanding():
            if not one.cleaned:
                self._clean(one, now)
        self.build(now, tell)
        with connect(self.store.datastore.conninfo) as connection:
            drop_replaced(connection, now)
        return [self._finish(thing, kind, now) for thing, kind in self.store.datastore.ask(READY)]

    def outstanding(self) -> list[Outstanding]:
        """What is decided and not wholly erased yet."""
        return [Outstanding(*row) for row in self.store.datastore.ask(OUTSTANDING)]

    def erase_what_came_back(self, now: datetime) -> int:
        """Erase again what the list names and a backup has brought back; how many things that were.

        The lists have to be built again before anybody is served.
        """
        listed = self.listed.entries()
        columns = [list(column) for column in zip(*map(_named, listed), strict=True)] or [[], [], []]
        with self.store.connection() as connection:
            connection.execute(CAME_BACK, columns)
        back = [one for one in self.outstanding() if one.again and not one.cleaned]
        for one in back:
            self._clean(one, now)
        return len(back)

    def _clean(self, one: Outstanding, now: datetime) -> None:
        """Erase rows, files and the key, if it is still to be erased; otherwise it is forgotten here."""
        thing: Any = Tracker(self.store).look(KINDS[one.kind], one.thing)
        if not one.again and not thing.is_to_be_erased:
            self._ask(GIVE_UP, [one.thing])
            return
        facts = self._facts(one, thing)
        [(text_key,)] = self.store.datastore.ask(KEY_OF, [one.thing]) or [(None,)]
        self.listed.add(Entry(Kind(one.kind), one.thing, text_key, london_day(now)))
        self._remove_mails(one, facts)
        with self.store.connection() as connection, connection.transaction():
            connection.execute(NOBODY_WRITES)
            if connection.execute(VERSION_OF, [one.thing]).fetchone() != (thing.version,):
                return
            for statement in (OF_REVIEW if one.kind == "review" else OF_PERSON).values():
                connection.execute(statement, facts)
            connection.execute(CLEANED, [now, one.thing])

    def _facts(self, one: Outstanding, thing: Any) -> dict[str, Any]:
        """The parameters of the statements that erase."""
        if one.kind == "person":
            return {"person": one.thing}
        parts = [part for (part,) in self.store.datastore.ask(PARTS_OF, [one.thing])]
        things = [one.thing, *parts]
        said = [thing.pseudonym] if thing.pseudonym not in ("", ERASED) else []
        mentions = [*map(str, things), *said, *map(quote_plus, said)]
        return {
            "review": one.thing,
            "partnership": thing.partnership,
            "things": things,
            "mentions": rf"\m({'|'.join(map(re.escape, mentions))})\M",
        }

    def _remove_mails(self, one: Outstanding, facts: dict[str, Any]) -> None:
        for (mail,) in self.store.datastore.ask(MAILS_ABOUT if one.kind == "review" else MAILS_TO, facts):
            for name in (f"{mail}.eml", f".{mail}.unfinished"):
                (self.mails / name).unlink(missing_ok=True)

    def build(self, now: datetime, tell: Callable[[int, int], None] = lambda _done, _of: None) -> bool:
        """Build the lists again if they may hold what was erased before it began; whether they were built."""
        waiting = [thing for (thing,) in self.store.datastore.ask(TO_BUILD)]
        if waiting:
            built = rebuild(self.store, VIEWS, now=lambda: now, tell=tell)
            self._ask(BUILT, [built.number, waiting])
        return bool(waiting)

    def _finish(self, thing: UUID, kind: str, now: datetime) -> UUID:
        """Record that it is erased, and that this work is done."""
        done = Tracker(self.store).alongside(Along(DONE, {"thing": thing, "now": now}))
        by = Provenance(how=How.SCHEDULER, today=london_day(now))
        erased = done.look(KINDS[kind], thing)
        if not erased.erased:
            # A backup that was brought back may tell of it already.
            erased.note_erased(by=by)
        done.record(erased)
        return thing

    def _ask(self, statement: LiteralString, parameters: list[Any]) -> None:
        with self.store.connection() as connection:
            connection.execute(statement, parameters)


def _named(entry: Entry) -> tuple[UUID, str, UUID | None]:
    return entry.thing, entry.kind, entry.text_key
