"""An erasure whose process is killed again and again is carried out once, and whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.provenance import Provenance
from domain.review import Review
from domain.store.erasure_list import ErasureList
from domain.store.keys import ERASED
from domain.tracker import erasing
from domain.vocabulary import ErasureGround, How
from projections.check import check
from projections.projector import Projector
from projections.views import VIEWS
from tests.scheduler.installation import Installation, this_day
from tests.standing import keeper

SEED, KILLS = 20261123, 8
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECONDS = 60
STATE = """
    select
        exists (select from public.text_keys where scope = %(review)s and wrapped is not null),
        exists (select from public.erasures where thing = %(review)s and cleaned_at is null)
"""


def test_whatever_is_killed_it_is_carried_out_once(
    installation: Installation, master_key: Path, tmp_path: Path
) -> None:
    """At any instant the key is there and it is still to be cleaned, or neither; in the end all is well."""
    tracker, review, chance = installation.tracker, installation.review, random.Random(SEED)
    for _ in range(10):
        installation.action()
    first, second = installation.person("a@council.example"), installation.person("b@council.example")
    by = [
        Provenance(How.FORM, this_day(), entered_by=who, standing=keeper(who, installation.partnership))
        for who in (first, second)
    ]
    ground = ErasureGround.RETENTION_ENDED
    tracker.change(Review.propose_erasure, Review, review, ground=ground, by=by[0])
    erasing.approve_erasing_review(tracker, review, by=by[1])
    command = [sys.executable, "-m", "tests.scheduler.erasing", tracker.store.datastore.conninfo]
    command += [str(master_key), str(tmp_path / "outbox")]
    for turn in range(KILLS):
        moment = NOW + timedelta(minutes=turn // 2)
        process = subprocess.Popen([*command, moment.isoformat()])
        time.sleep(chance.uniform(0.4, 2.0))
        process.kill()
        process.wait(10)
        with tracker.store.connection() as connection:
            [(has_key, to_clean)] = connection.execute(STATE, {"review": review}).fetchall()
        assert has_key == to_clean
    for minutes in (KILLS, KILLS + 2):
        moment = NOW + timedelta(minutes=minutes)
        subprocess.run([*command, moment.isoformat()], check=True, timeout=SECONDS)
    Projector(tracker.store, VIEWS).catch_up()
    assert [one.topic for one in tracker.store.log.of(review)].count("review.erased") == 1
    assert tracker.look(Review, review).pseudonym in ("", ERASED)
    assert len(ErasureList(master_key).entries()) == 1
    assert list(check(tracker.store, VIEWS)) == []
