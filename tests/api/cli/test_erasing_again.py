"""A backup from before an erasure, brought back: what was erased is erased again before anybody is served."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from domain.partnership import partnership_identity
from domain.person import Person
from domain.provenance import Provenance
from domain.review import Review
from domain.standing import Standing
from domain.store.application import Store
from domain.store.erasure_list import ErasureList
from domain.tracker import Tracker, erasing, partnership, person, review
from domain.vocabulary import ErasureGround, How
from projections.erasing import Erasing
from projections.projector import Projector
from projections.views import VIEWS
from tests.api.cli.conftest import Dhr, Said
from tests.standing import keeper

AGAIN = "2 things came back with a backup from before: erased again.\n"


def by(who: UUID | None = None) -> Provenance:
    """One of those who decide."""
    standing = keeper(who, partnership_identity("ANY")) if who else Standing()
    return Provenance(How.COMMAND_LINE, date(2026, 4, 1), entered_by=who, standing=standing)


@pytest.fixture
def kept(dhr: Dhr, tmp_path: Path) -> Iterator[tuple[Dhr, Path, Store]]:
    """A backup of a review and of somebody who has left, both erased since."""
    with Store(os.environ["DATABASE_URL"], tmp_path / "master.key") as store:
        tracker = Tracker(store)
        home = partnership.register(tracker, "ANY", "Safer Anytown", by=by())
        one = review.open_review(tracker, home, reference="DHR1", pseudonym="Markedword", by=by())
        who = [person.add(tracker, person.Details(f"Pat {name}"), by=by()) for name in ("A", "B", "Gone")]
        tracker.change(Person.leave, Person, who[2], by=by())
        assert dhr("backup", str(tmp_path / "before.backup")).status == 0
        ground = ErasureGround.RETENTION_ENDED
        tracker.change(Review.propose_erasure, Review, one, ground=ground, by=by(who[0]))
        tracker.change(Person.propose_erasure, Person, who[2], ground=ground, by=by(who[0]))
        erasing.approve_erasing_review(tracker, one, by=by(who[1]))
        erasing.approve_erasing_person(tracker, who[2], by=by(who[1]))
        Projector(store, VIEWS).catch_up()
        Erasing(store, tmp_path / "outbox").carry_out(datetime.now(UTC))
        yield dhr, tmp_path / "before.backup", store


def moved(elsewhere: Callable[[], Path], tmp_path: Path) -> Path:
    """Another computer, with the key and the list that lay beside it."""
    folder = elsewhere()
    for name in ("master.key", "master.key.erased"):
        shutil.copy(tmp_path / name, folder)
    return folder


def markings() -> int:
    """In how many rows of the lists and tables the marked word, or the name, stands."""
    asked = "select count(*) from {} as row where row::text ~* 'markedword|pat gone'"
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute(
            "select schemaname || '.' || tablename from pg_tables"
            " where schemaname = 'public' or schemaname = (select schema from public.published)"
        ).fetchall()
        counts = [connection.execute(asked.format(name).encode()).fetchone() for (name,) in found]
    return sum(count for (count,) in filter(None, counts))


def test_a_restore_erases_it_again(
    kept: tuple[Dhr, Path, Store], tmp_path: Path, elsewhere: Callable[[], Path]
) -> None:
    """Before the lists are built: they never hold it, and it is said."""
    dhr, backup, _ = kept
    moved(elsewhere, tmp_path)
    said: Said = dhr("restore", str(backup))
    assert (said.status, AGAIN in said.err) == (0, True)
    assert markings() == 0
    assert dhr("rebuild", "--check").status == 0
    assert dhr("verify").status == 0


def test_a_database_that_was_brought_back_by_other_means(
    kept: tuple[Dhr, Path, Store], tmp_path: Path, elsewhere: Callable[[], Path]
) -> None:
    """Such as a copy of its files: any service or command finds it when it starts, once."""
    dhr, backup, _ = kept
    folder = moved(elsewhere, tmp_path)
    listed = ErasureList(folder / "master.key").path
    content = listed.read_bytes()
    listed.unlink()
    assert AGAIN not in dhr("restore", str(backup)).err
    assert markings() > 0
    listed.write_bytes(content)
    assert AGAIN in dhr("person", "list").err
    assert markings() == 0
    assert AGAIN not in dhr("person", "list").err


def test_a_damaged_list_starts_nothing(kept: tuple[Dhr, Path, Store], tmp_path: Path) -> None:
    """Nobody knows then what must not be served."""
    dhr, _, _ = kept
    (tmp_path / "master.key.erased").write_bytes(b"spoilt\n")
    said = dhr("person", "list")
    assert (said.status, said.out) == (1, "")
    assert "Line 1 of" in said.err
    assert said.err.count("\n") == 1


def test_a_backup_tells_where_the_list_is(kept: tuple[Dhr, Path, Store], tmp_path: Path) -> None:
    """It is of use only where it is kept with the key."""
    dhr, _, _ = kept
    said = dhr("backup", str(tmp_path / "after.backup"))
    assert (
        f"Nor is the list of what was erased: keep {tmp_path / 'master.key.erased'} with the key." in said.err
    )
