"""The list of what was erased: only ever added to, whole after a kill, and clear where it is damaged."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from domain.store.erasure_list import Entry, ErasureList, ErasureListDamaged, Kind

FIRST = Entry(Kind.REVIEW, UUID(int=1), UUID(int=2), date(2026, 11, 23))
SECOND = Entry(Kind.PERSON, UUID(int=3), None, date(2026, 11, 24))


@pytest.fixture
def listed(tmp_path: Path) -> ErasureList:
    """The list beside a key, with nothing in it."""
    return ErasureList(tmp_path / "master.key")


def test_there_is_none_before_the_first_erasure(listed: ErasureList) -> None:
    """An installation that never erased anything has no such file."""
    assert listed.entries() == []
    assert not listed.path.exists()


def test_what_is_added_stays_in_order_and_once(listed: ErasureList) -> None:
    """The same erasure, noted again after a kill, is one."""
    for entry in (FIRST, SECOND, FIRST):
        listed.add(entry)
    assert listed.entries() == [FIRST, SECOND]
    assert listed.path.stat().st_mode & 0o777 == 0o600


def test_half_a_line_is_none(listed: ErasureList) -> None:
    """A kill in the middle of writing came before the erasure itself: the next entry takes its place."""
    listed.add(FIRST)
    with listed.path.open("ab") as file:
        file.write(b'{"kind":"per')
    assert listed.entries() == [FIRST]
    listed.add(SECOND)
    assert listed.entries() == [FIRST, SECOND]


def test_a_damaged_line_is_said(listed: ErasureList) -> None:
    """Nothing may be served by guessing what was erased."""
    listed.add(FIRST)
    listed.path.write_bytes(b"spoilt\n" + listed.path.read_bytes())
    with pytest.raises(ErasureListDamaged, match=r"Line 1 of .*master\.key\.erased cannot be read"):
        listed.entries()
