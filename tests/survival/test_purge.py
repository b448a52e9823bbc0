"""After an erasure and `dhr purge` what was marked is found nowhere, not by its bytes either."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from api.pages import drafts
from domain.action import Action
from domain.partnership import partnership_identity
from domain.person import Person
from domain.provenance import Provenance
from domain.recommendation import Recommendation
from domain.review import Question, Review
from domain.standing import Standing
from domain.store import embedded
from domain.store.application import Store
from domain.store.shape import event_classes, shape_of
from domain.timescales import Timescale
from domain.tracker import Tracker, agency, erasing, partnership, person, recommendation, review
from domain.vocabulary import ErasureGround, Forecast, HoldReason, How, QuestionAbout, Scope
from tests.standing import keeper
from tests.survival.patience import is_back
from tests.survival.serving import Installation, form, serving

pytestmark = pytest.mark.process

MARK, NAME = "zqmarked", "zqnamed"
GROUND = ErasureGround.RETENTION_ENDED
ELSEWHERE = {"review.erased", "action.timescale_lapsed"}
"""Events of the tracker itself, which say nothing in prose."""
OWN_NOUNS = ("review", "recommendation", "action")


def by(who: UUID | None = None) -> Provenance:
    """Somebody, with every text that may go with an event marked."""
    said, where, why = (f"{MARK} {name}" for name in ("said", "where", "why"))
    return replace(plainly_by(who), said_by=said, how_in_detail=where, reason=why)


def plainly_by(who: UUID | None = None) -> Provenance:
    """The same without any text."""
    standing = keeper(who, partnership_identity("ANY")) if who else Standing()
    return Provenance(How.FORM, datetime.now(UTC).date(), entered_by=who, standing=standing)


class Marked:
    """A review with every text that people may write marked, and somebody whose name is."""

    def __init__(self, store: Store) -> None:
        self.tracker, self.store = Tracker(store), store
        tracker, plain = self.tracker, plainly_by()
        self.home = home = partnership.register(tracker, "ANY", "Safer Anytown", by=plain)
        self.agency = agency.add(tracker, "Anytown Council", by=plain)
        self.people = [self._person(name) for name in ("Ada", "Bob", NAME)]
        self.review = review.open_review(
            tracker, home, reference="DHR1", pseudonym=f"{MARK} pseudonym", by=by()
        )
        self.recommendation = recommendation.make(
            tracker,
            self.review,
            wording=f"{MARK} wording",
            label="1",
            issue=f"{MARK} issue",
            theme=f"{MARK} theme",
            by=by(),
        )
        self._work_on_review()
        self._work_on_recommendation()
        self._work_on_actions()
        draft = drafts.Draft.of(drafts.Kind.PLAN, f"{MARK}.csv", b"text", partnership=home, reference="DHR1")
        drafts.keep(store, self.people[0], draft, now=datetime.now(UTC))

    def _person(self, name: str) -> UUID:
        details = person.Details(f"{name} Anybody", f"{name.lower()}@example.org")
        plain = plainly_by()
        return person.add(self.tracker, details, post="Manager", agency=self.agency, by=plain)

    def _do(self, command: Any, kind: Any, thing: UUID, **facts: Any) -> None:
        self.tracker.change(command, kind, thing, **{"by": by(), **facts})

    def _work_on_review(self) -> None:
        one, reading = self.review, QuestionAbout.READING
        asked = Question(uuid4(), reading, f"{MARK} where", f"{MARK} text", f"{MARK} words")
        counts = {"recommendations": 1, "actions": 1, "questions": 1}
        self._do(Review.issue_plan, Review, one)
        self._do(
            Review.import_plan,
            Review,
            one,
            file_name=f"{MARK}.csv",
            sha256="0",
            remarks=f"{MARK} remarks",
            **counts,
        )
        self._do(Review.raise_question, Review, one, question=asked)
        self._do(Review.settle_question, Review, one, question=asked.id, answer=f"{MARK} answer")
        self._do(Review.place_legal_hold, Review, one, because_of=HoldReason.TRIAL)
        self._do(Review.lift_legal_hold, Review, one, because_of=HoldReason.TRIAL)
        self._do(Review.conclude, Review, one, open_actions=0)
        self._do(Review.propose_erasure, Review, one, ground=GROUND)
        self._do(Review.withdraw_erasure, Review, one)

    def _work_on_recommendation(self) -> None:
        one = self.recommendation
        self._do(Recommendation.reword, Recommendation, one, wording=f"{MARK} other words")
        self._do(Recommendation.relabel, Recommendation, one, label="2")
        self._do(Recommendation.set_scope, Recommendation, one, scope=Scope.LOCAL)
        self._do(
            Recommendation.state_background,
            Recommendation,
            one,
            issue=f"{MARK} other issue",
            theme=f"{MARK} other theme",
        )
        self._do(Recommendation.name_addressees, Recommendation, one, addressees=(self.agency,), in_words=())

    def _plan(self) -> UUID:
        planned = Action.plan(
            f"{MARK} action",
            partnership=self.home,
            reviews=(self.review,),
            recommendations=(self.recommendation,),
            number="1/1",
            lead=self.agency,
            owner_in_words=f"{MARK} owner",
            expected_change=f"{MARK} change",
            by=by(),
        )
        self.tracker.record(planned, along=[recommendation.put_in_plan(self.review, "action", planned.id)])
        return planned.id

    def _work_on_actions(self) -> None:
        one = self._plan()

        def do(command: Any, **facts: Any) -> None:
            self._do(command, Action, one, **facts)

        due = date(2027, 3, 31)
        do(Action.reword, text=f"{MARK} reworded")
        do(Action.set_timescale, timescale=Timescale(raw="31/03/2027", due=due, why_no_date=None))
        do(Action.assign_owner, owner=self.people[2])
        do(Action.accept)
        do(Action.report_progress, progress=f"{MARK} progress", evidence=f"{MARK} evidence")
        do(Action.ask_for_progress, question=f"{MARK} asked")
        do(Action.remark, remark=f"{MARK} remark")
        do(Action.give_forecast, forecast=Forecast.AT_RISK)
        do(Action.report_complete, what_was_done=f"{MARK} done", evidence=f"{MARK} proof")
        do(Action.cancel)

    def untold(self) -> set[str]:
        """The texts of events that no mark stands in, of the kinds of events that there are."""
        found = [entry.event for entry in self.store.log.read(0, limit=10_000)]
        told = {
            f"{shape_of(type(event)).topic}.{name}"
            for event in found
            for name, _ in shape_of(type(event)).confidential
            if MARK in getattr(event, name)
        }
        topics = {shape_of(type(event)).topic for event in found}
        shapes = [shape_of(event) for event in event_classes() if event.__module__.startswith("domain.")]
        return {
            f"{shape.topic}.{name}"
            for shape in shapes
            for name, _ in shape.confidential
            if shape.topic in topics - ELSEWHERE and shape.topic.partition(".")[0] in OWN_NOUNS
        } - told

    def decide(self) -> None:
        """Two people have the review and the named person erased."""
        first, second, named = self.people
        self._do(Review.propose_erasure, Review, self.review, ground=GROUND, by=by(first))
        self._do(Person.leave, Person, named, by=plainly_by(first))
        self._do(Person.propose_erasure, Person, named, ground=GROUND, by=plainly_by(first))
        erasing.approve_erasing_person(self.tracker, named, by=plainly_by(second))
        erasing.approve_erasing_review(self.tracker, self.review, by=by(second))


@contextmanager
def storing(data_folder: Path) -> Iterator[Store]:
    """The store of an installation, whose database is joined, or started for as long as this lasts."""
    with (
        embedded.join_or_start(data_folder, binaries=None) as server,
        Store(server.url, data_folder / "master.key", pool_size=1) as store,
    ):
        yield store


def files_with(folder: Path, words: str) -> set[str]:
    """The files below a folder whose bytes, or names, hold these words."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and (words.encode() in path.read_bytes().lower() or words in path.name)
    }


def purge_for_good(installation: Installation) -> None:
    """It says what it carried out, and what it cannot reach."""
    said = installation.dhr("purge")
    assert "Approved erasures that were carried out: 2.\n" in said.stdout
    assert "Tables that were written anew: " in said.stdout
    assert "The write-ahead log was retired" in said.stdout
    assert "What it cannot reach: free blocks" in said.stderr


def test_what_was_erased_and_purged_is_nowhere(data_folder: Path) -> None:
    """Tables, lists, write-ahead log, logs, outbox: every file of the data folder is searched as bytes."""
    installation = Installation(data_folder)
    with serving(installation) as running:
        with storing(data_folder) as store:
            marked = Marked(store)
            assert marked.untold() == set()
            body, headers = form(email=f"{NAME}@example.org")
            assert installation.answer("POST", "/sign-in", body, headers).status_code == 303
            assert is_back(lambda: bool(files_with(data_folder / "outbox", NAME)))
            assert is_back(installation.is_ready)
        refused = installation.dhr("purge", check=False)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "A purge needs the database to itself" in refused.stderr
        running.end(signal.SIGTERM)
    with storing(data_folder) as store:
        marked.tracker = Tracker(store)
        marked.decide()
    assert files_with(data_folder, MARK)
    assert files_with(data_folder, NAME)
    purge_for_good(installation)
    assert files_with(data_folder, MARK) == set()
    assert files_with(data_folder, NAME) == set()
    assert installation.dhr("verify").returncode == 0
    assert installation.dhr("rebuild", "--check").returncode == 0
    with (
        embedded.join_or_start(data_folder, binaries=None) as server,
        psycopg.connect(server.url) as connection,
    ):
        topics = {topic for (topic,) in connection.execute("select topic from public.events")}
        assert connection.execute("show wal_recycle").fetchone() == ("on",)
    assert {"review.erased", "person.erased"} <= topics
