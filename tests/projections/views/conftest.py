"""A tracker on an empty database, with its views fed by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import Connection

from domain.provenance import Provenance
from domain.store.application import Store
from domain.store.master_key import make_master_key
from domain.timescales import read_timescale
from domain.tracker import Tracker
from domain.tracker import action as actions
from domain.tracker import agency as agencies
from domain.tracker import partnership as partnerships
from domain.tracker import recommendation as recommendations
from domain.tracker import review as reviews
from domain.vocabulary import How
from projections.projector import Projector
from projections.reading import Views
from projections.views import VIEWS
from tests.standing import keeper

TODAY = date(2026, 11, 23)


@dataclass
class Register:
    """A tracker, the views of its log, and a small plan to ask about."""

    tracker: Tracker
    views: Views
    projector: Projector
    partnership: UUID
    agency: UUID
    review: UUID
    recommendation: UUID

    def by(self, **provenance: Any) -> Provenance:
        """Somebody's provenance of today, under a correlation of its own; who is named is a coordinator."""
        if person := provenance.get("entered_by"):
            provenance["standing"] = keeper(person, self.partnership)
        return replace(Provenance(How.FORM, TODAY), **{"correlation": uuid4()} | provenance)

    def plan(self, text: str = "Train every practitioner", timescale: str = "", **rest: Any) -> UUID:
        """Plan an action for the recommendation."""
        said = read_timescale(timescale) if timescale else None
        given: dict[str, Any] = {"recommendations": (self.recommendation,), "lead": self.agency} | rest
        return actions.plan(self.tracker, text=text, timescale=said, by=self.by(), **given)

    @contextmanager
    def reading(self) -> Iterator[Connection[Any]]:
        """The views, once they have followed the log to its end."""
        self.projector.catch_up()
        with self.views.reading() as connection:
            yield connection


@pytest.fixture
def register(migrated_url: str, tmp_path: Path) -> Iterator[Register]:
    """An invented partnership with one agency, one issued review and one recommendation."""
    make_master_key(tmp_path / "master.key")
    store, views = Store(migrated_url, tmp_path / "master.key"), Views(migrated_url)
    tracker = Tracker(store)
    by = Provenance(How.FORM, TODAY)
    partnership = partnerships.register(tracker, "ANY", "Safer Anytown (invented)", by=by)
    agency = agencies.add(tracker, "Anytown Council", by=by)
    review = reviews.open_review(tracker, partnership, reference="DHR1", by=by)
    recommendation = recommendations.make(
        tracker, review, wording="Train practitioners.", label="3.2", addressees=(agency,), by=by
    )
    projector = Projector(store, VIEWS)
    yield Register(tracker, views, projector, partnership, agency, review, recommendation)
    views.close()
    store.close()
