"""The log as the web reads it: PostgreSQL itself keeps the partnerships apart (row-level security)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from psycopg.sql import SQL

from domain.agency import Agency
from domain.partnership import Partnership
from domain.provenance import Provenance
from domain.refusals import NotFound
from domain.store.application import Store
from domain.store.master_key import make_master_key
from domain.store.scope import EVERYTHING, scope_of, within
from domain.tracker import Tracker, agency, partnership
from domain.vocabulary import How

BY = Provenance(how=How.COMMAND_LINE, today=date(2026, 4, 1))
FORGETFUL: LiteralString = "select distinct topic from public.events order by topic"
"""What asks for no partnership at all."""


@pytest.fixture
def store(migrated_url: str, tmp_path: Path) -> Iterator[Store]:
    """The store of the tracker itself."""
    make_master_key(tmp_path / "master.key")
    with closing(Store(migrated_url, tmp_path / "master.key", pool_size=1)) as opened:
        yield opened


@pytest.fixture
def serving(store: Store) -> Iterator[Store]:
    """The same as the web opens it, with one connection."""
    same = store.datastore.conninfo, store.master_key.path
    with closing(Store(*same, pool_size=1, max_overflow=0, serving=True)) as opened:
        yield opened


@pytest.fixture
def two(store: Store) -> tuple[UUID, UUID]:
    """Two partnerships, and an agency of the directory."""
    tracker = Tracker(store)
    agency.add(tracker, "Westshire Police", by=BY)
    return (
        partnership.register(tracker, "ONE", "The first", by=BY),
        partnership.register(tracker, "TWO", "The second", by=BY),
    )


def seen(store: Store) -> list[tuple[str, UUID]]:
    """What and whose the events are that are read, whichever are asked for."""
    return [(entry.topic, entry.event.originator_id) for entry in store.log.read(0, limit=99)]


def test_the_events_of_the_scope_alone_are_read(serving: Store, two: tuple[UUID, UUID]) -> None:
    """Those of one partnership, of both, or of none; those of the directory always."""
    one, other = two
    for partnerships in ((one,), (other,), (one, other), ()):
        with within(scope_of(partnerships)):
            homes = {thing for topic, thing in seen(serving) if topic.startswith("partnership.")}
            assert homes == {*partnerships}
            assert "agency.added" in {topic for topic, _ in seen(serving)}
    with within(EVERYTHING):
        assert {thing for _, thing in seen(serving)} > {one, other}


def test_outside_of_any_request_the_directory_is_all(serving: Store, two: tuple[UUID, UUID]) -> None:
    """Also after somebody of a partnership has read by the same connection."""
    with within(scope_of(two)):
        assert len({thing for _, thing in seen(serving)}) == 3
    assert {topic for topic, _ in seen(serving)} == {"agency.added"}


def test_a_forgotten_condition_shows_nothing_more(serving: Store, two: tuple[UUID, UUID]) -> None:
    """A statement of its own that asks for no partnership is narrowed as well."""
    with serving.connection() as connection:
        assert connection.execute(FORGETFUL).fetchall() == [("agency.added",)]
    with within(scope_of(two[:1])), serving.connection() as connection:
        assert ("partnership.registered",) in connection.execute(FORGETFUL).fetchall()


def test_what_is_not_in_scope_is_not_there(serving: Store, two: tuple[UUID, UUID]) -> None:
    """A thing of another partnership is answered like one of nothing at all."""
    tracker = Tracker(serving)
    with within(scope_of(two[:1])):
        assert tracker.get(Partnership, two[0]).name == "The first"
        with pytest.raises(NotFound) as of_the_other:
            tracker.get(Partnership, two[1])
        with pytest.raises(NotFound) as of_nothing:
            tracker.get(Partnership, UUID(int=7))
    assert str(of_the_other.value) == str(of_nothing.value)


def test_how_far_the_log_goes_is_told_to_everybody(
    store: Store, serving: Store, two: tuple[UUID, UUID]
) -> None:
    """Lists and the past are asked for by positions and moments of the whole log."""
    assert two
    last = store.log.last_position()
    assert serving.log.last_position() == last
    entries = store.log.read(0, limit=99)
    assert [serving.log.recorded_at(entry.position) for entry in entries] == [
        entry.recorded_at for entry in entries
    ]
    assert serving.log.recorded_at(last + 1) is None
    assert serving.log.position_before(entries[-1].recorded_at) == store.log.position_before(
        entries[-1].recorded_at
    )
    assert serving.log.position_before(entries[0].recorded_at) == 0


def test_it_records_as_the_tracker_does(serving: Store, two: tuple[UUID, UUID]) -> None:
    """Positions follow those of the whole log, whatever of it is in scope."""
    tracker = Tracker(serving)
    with within(scope_of(two[:1])):
        added = agency.add(tracker, "Westshire Fire and Rescue", by=BY)
        assert tracker.get(Agency, added).name == "Westshire Fire and Rescue"
        assert serving.log.of(added)[-1].position == serving.log.last_position()


@pytest.mark.parametrize(
    "statement",
    [
        "insert into public.events select * from public.events",
        "update public.events set topic = topic",
        "delete from public.events",
        "truncate public.events",
        "alter table public.events disable trigger events_are_immutable",
        "alter table public.events disable row level security",
        "drop policy events_in_scope on public.events",
        "alter table public.access_log disable trigger all",
        "update public.text_keys set wrapped = null",
        "delete from public.text_keys",
        "insert into public.migrations (name, sha256) values ('', '')",
        "create function public.anything() returns void language sql as ''",
    ],
)
def test_it_cannot_change_the_log_nor_lift_what_guards_it(
    serving: Store, two: tuple[UUID, UUID], statement: LiteralString
) -> None:
    """Neither the events nor the ledgers, their triggers, the keys, or the rule itself."""
    with within(scope_of(two)), serving.connection() as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(statement)


def test_every_index_serves_the_role_too(store: Store, two: tuple[UUID, UUID]) -> None:
    """The operators by which events are found may look at a row before the policy has judged it."""
    asked: tuple[LiteralString, ...] = (
        "where position > 1 order by position limit 1",
        "where originator_id = '9c5c1b4e-3c1b-4a5e-9a53-0d2b6c5f1a77'",
        "where originator_id = any ('{9c5c1b4e-3c1b-4a5e-9a53-0d2b6c5f1a77}')",
        "where correlation = any ('{9c5c1b4e-3c1b-4a5e-9a53-0d2b6c5f1a77}')",
        "where position = any (array[1, 2]::bigint[])",
    )
    with (
        closing(Store(store.datastore.conninfo, store.master_key.path, pool_size=1, serving=True)) as serving,
        within(scope_of(two)),
        serving.connection() as connection,
    ):
        connection.execute("set enable_seqscan = off")
        for condition in asked:
            plan = _plan(connection, condition)
            assert "Index Cond" in plan, condition


def _plan(connection: psycopg.Connection, condition: LiteralString) -> str:
    statement = SQL("explain select state from public.events {}").format(SQL(condition))
    rows = connection.execute(statement).fetchall()
    return "\n".join(row[0] for row in rows)
