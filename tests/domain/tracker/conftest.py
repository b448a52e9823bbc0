"""A tracker on a database of its own, with one partnership and two agencies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from domain.store.application import Store
from domain.store.keys import make_master_key
from domain.store.migrations import migrate
from domain.tracker import Tracker, agency, partnership, recommendation, review
from tests.domain.given import by


@pytest.fixture
def tracker(database_url: str, tmp_path: Path) -> Iterator[Tracker]:
    """A tracker with nothing in it."""
    migrate(database_url)
    make_master_key(tmp_path / "master.key")
    with Store(database_url, tmp_path / "master.key") as store:
        yield Tracker(store)


@pytest.fixture
def walsall(tracker: Tracker) -> UUID:
    """A partnership."""
    return partnership.register(tracker, "WAL", "Walsall", by=by())


@pytest.fixture
def police(tracker: Tracker) -> UUID:
    """An agency that plans call by two names."""
    identity = agency.add(tracker, "West Midlands Police", by=by())
    agency.add_alias(tracker, identity, alias="WMP", by=by())
    return identity


@pytest.fixture
def housing(tracker: Tracker) -> UUID:
    """Another agency."""
    return agency.add(tracker, "Housing", by=by())


@pytest.fixture
def dhr7(tracker: Tracker, walsall: UUID) -> UUID:
    """A review of the partnership."""
    return review.open_review(tracker, walsall, reference="DHR7", by=by())


@pytest.fixture
def training(tracker: Tracker, dhr7: UUID) -> UUID:
    """A recommendation of that review."""
    return recommendation.make(tracker, dhr7, wording="Train all staff.", label="R1", by=by())
