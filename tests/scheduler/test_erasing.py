"""Carrying out an erasure: the text of a review, or who somebody is, is gone wherever it lay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.sql import SQL, Identifier

from api.pages import drafts
from domain.action import Action
from domain.person import Person
from domain.provenance import Provenance
from domain.refusals import Refused
from domain.review import Question, Review
from domain.store.erasure_list import ErasureList
from domain.store.keys import ERASED, TextErased
from domain.tracker import erasing, review
from domain.tracker import person as people
from domain.vocabulary import ErasureGround, HoldReason, How, QuestionAbout
from projections import generations
from projections.directory import names
from projections.erasing import Erasing
from projections.held_text import HOLD_NONE, OF_PERSON, OF_REVIEW
from projections.projector import Projector
from projections.views import VIEWS
from scheduler.post import send_waiting
from tests.scheduler.installation import Installation, morning, post_to, this_day
from tests.standing import keeper

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=2)
MARK = "Markedword"
OURS = "insert into public.saved_views values (gen_random_uuid(), %s, 'actions', 'Ours', '', true, now())"
HANDED_ON = """
    insert into public.disclosures (id, export, person, review, handed_on, sealed, recorded_at)
    values (gen_random_uuid(), gen_random_uuid(), %s, %s, '2026-11-23', 'words', now())
"""
TABLES = """
    select schemaname, tablename
    from pg_tables
    where schemaname = 'public' or schemaname like 'views%'
"""


@dataclass
class Case:
    """An installation with a marked review, two people who decide, and where mail would go."""

    installation: Installation
    mails: Path

    def __post_init__(self) -> None:
        self.first = self.installation.person("first@council.example")
        self.second = self.installation.person("second@council.example")
        self.tracker, self.review = self.installation.tracker, self.installation.review
        self.erasing = Erasing(self.tracker.store, self.mails)

    def by(self, who: UUID | None = None, **facts: Any) -> Provenance:
        """One of them, today."""
        who = who or self.first
        standing = keeper(who, self.installation.partnership)
        return Provenance(how=How.FORM, today=this_day(), entered_by=who, standing=standing, **facts)

    def approve(self, thing: UUID, kind: Any = Review) -> None:
        """Both decide that something is to be erased."""
        ground = ErasureGround.RETENTION_ENDED
        self.tracker.change(kind.propose_erasure, kind, thing, ground=ground, by=self.by(reason=f"{MARK}why"))
        approve = erasing.approve_erasing_review if kind is Review else erasing.approve_erasing_person
        approve(self.tracker, thing, by=self.by(self.second))

    def erase(self, thing: UUID, kind: Any = Review) -> None:
        """The same, carried out to its end."""
        self.approve(thing, kind)
        self.erasing.carry_out(NOW)
        assert self.erasing.carry_out(LATER) in ([thing], [])
        assert self.erasing.outstanding() == []
        Projector(self.tracker.store, VIEWS).catch_up()

    def tables_with(self, words: str) -> set[str]:
        """The tables, also those of the lists, in whose rows these words stand."""
        with self.tracker.store.connection() as connection:
            found = connection.execute(TABLES).fetchall()
            asked = SQL("select exists (select from {} as row where row::text ilike %s)")
            return {
                name
                for schema, name in found
                if connection.execute(asked.format(Identifier(schema, name)), [f"%{words}%"]).fetchone()
                == (True,)
            }


@pytest.fixture
def case(installation: Installation, tmp_path: Path) -> Case:
    """Everything that people may write about a review, marked."""
    made = Case(installation, tmp_path / "outbox")
    tracker, by = made.tracker, made.by(reason=f"{MARK}reason", said_by=f"{MARK}said")
    asked = Question(uuid4(), QuestionAbout.READING, f"{MARK}where", f"{MARK}question", f"{MARK}words")
    tracker.change(Review.raise_question, Review, made.review, question=asked, by=by)
    action = installation.action(owner=made.first)
    tracker.change(Action.reword, Action, action, text=f"{MARK}text of it", by=by)
    tracker.change(Action.report_progress, Action, action, progress=f"{MARK}progress", by=by)
    draft = drafts.Draft.of(
        drafts.Kind.PLAN, f"{MARK}.csv", b"text", partnership=installation.partnership, reference="WAL"
    )
    drafts.keep(tracker.store, made.first, draft, now=NOW)
    with tracker.store.connection() as connection:
        connection.execute(
            "insert into public.saved_views values (gen_random_uuid(), %s, 'actions', %s, %s, true, now())",
            [made.first, f"{MARK} actions", f"review={made.review}"],
        )
        connection.execute(OURS, [made.first])
    Projector(tracker.store, VIEWS).catch_up()
    return made


def test_every_table_is_classified(case: Case) -> None:
    """A new table is one that is cleaned, or says what it holds instead; the lists are built again."""
    with case.tracker.store.connection() as connection:
        found = {name for schema, name in connection.execute(TABLES).fetchall() if schema == "public"}
    assert found == {*OF_REVIEW, *OF_PERSON, *HOLD_NONE}
    assert not {*OF_REVIEW, *OF_PERSON} & set(HOLD_NONE)


def test_the_text_of_a_review_is_gone_everywhere(case: Case) -> None:
    """Marked words stood in many tables, and stand in none; the log tells what happened without words."""
    assert {"actions", "questions", "search_entries", "drafts", "saved_views"} <= case.tables_with(MARK)
    case.erase(case.review)
    assert case.tables_with(MARK) == set()
    history = case.tracker.store.log.of(case.review)
    assert [one.topic for one in history][-3:] == [
        "review.erasure_proposed",
        "review.erasure_approved",
        "review.erased",
    ]
    assert history[0].event.pseudonym == ERASED  # type: ignore[attr-defined]
    assert history[-3].event.ground == ErasureGround.RETENTION_ENDED  # type: ignore[attr-defined]


def test_to_whom_its_files_were_handed_on_is_gone(case: Case) -> None:
    """The words go; who handed on a file of it, and when, stays."""
    with case.tracker.store.connection() as connection:
        connection.execute(HANDED_ON, [case.first, case.review])
        case.erase(case.review)
        assert connection.execute("select person, sealed from public.disclosures").fetchall() == [
            (case.first, None)
        ]


def test_other_reviews_keep_theirs(case: Case) -> None:
    """A review of the same partnership reads as before, and so do views that people have saved of all."""
    other = review.open_review(
        case.tracker, case.installation.partnership, reference="OTHER", pseudonym="Keptword", by=case.by()
    )
    case.erase(case.review)
    assert case.tracker.look(Review, other).pseudonym == "Keptword"
    assert {"reviews", "search_entries"} <= case.tables_with("Keptword")
    assert case.tables_with("Ours") == {"saved_views"}


def test_nothing_is_written_any_more_where_it_was_erased(case: Case) -> None:
    """Neither in the review nor in its actions; nor is it wholly erased a second time."""
    action = case.installation.action()
    case.erase(case.review)
    with pytest.raises(TextErased):
        case.installation.change(Action.reword, action, text="New words")
    with pytest.raises(Refused, match=r"It has been erased\."):
        case.installation.issue()
    assert case.erasing.carry_out(LATER) == []


def test_no_reminder_goes_about_an_erased_review(case: Case) -> None:
    """Nobody could read what it would be about."""
    case.installation.action(owner=case.first)
    case.erase(case.review)
    assert case.installation.remind(case.installation.due).digests == []


def test_what_is_listed_names_identities_and_days_alone(case: Case) -> None:
    """Beside the key, for its owner alone: the review, its key and the day."""
    case.erase(case.review)
    listed = ErasureList(case.tracker.store.master_key.path)
    [entry] = listed.entries()
    with case.tracker.store.connection() as connection:
        [(key,)] = connection.execute(
            "select id from public.text_keys where scope = %s", [case.review]
        ).fetchall()
    assert (entry.kind, entry.thing, entry.text_key) == ("review", case.review, key)
    assert listed.path.stat().st_mode & 0o777 == 0o600
    assert listed.path.name == "master.key.erased"


def test_a_legal_hold_after_the_approval_stops_it(case: Case) -> None:
    """The hold withdraws the erasure: what was not carried out yet never is."""
    case.approve(case.review)
    hold: dict[str, Any] = {"because_of": HoldReason.INQUEST, "by": case.by()}
    case.tracker.change(Review.place_legal_hold, Review, case.review, **hold)
    assert case.erasing.carry_out(NOW) == []
    assert case.erasing.outstanding() == []
    assert case.tracker.look(Review, case.review).pseudonym == "Jane"
    assert case.erasing.listed.entries() == []


def test_it_waits_until_nobody_reads_the_old_lists(case: Case) -> None:
    """The lists of before serve those who read them for a minute; only then is it said to be done."""
    case.approve(case.review)
    assert case.erasing.carry_out(NOW) == []
    assert case.erasing.carry_out(NOW + timedelta(seconds=50)) == []
    assert case.erasing.carry_out(LATER) == [case.review]


@pytest.mark.parametrize("step", ["_remove_mails", "build", "_finish"])
def test_it_goes_on_wherever_it_was_interrupted(
    case: Case, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before any step it does the rest the next time, and records once that it is done."""
    case.approve(case.review)
    with monkeypatch.context() as patched:
        patched.setattr(Erasing, step, _stop)
        with pytest.raises(KeyboardInterrupt):
            _ = [case.erasing.carry_out(moment) for moment in (NOW, LATER)]
    case.erasing.carry_out(NOW)
    case.erasing.carry_out(LATER)
    assert case.tables_with(MARK) == set()
    assert [one.topic for one in case.tracker.store.log.of(case.review)].count("review.erased") == 1
    assert len(case.erasing.listed.entries()) == 1


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_backup_that_is_brought_back_is_erased_again(case: Case) -> None:
    """The key of before lies in the database again: by the list it is destroyed, and the log says so."""
    with case.tracker.store.connection() as connection:
        [(wrapped,)] = connection.execute(
            "select wrapped from public.text_keys where scope = %s", [case.review]
        ).fetchall()
        connection.execute("create table public.before as select * from public.erasures")
        case.erase(case.review)
        connection.execute(
            "update public.text_keys set wrapped = %s, destroyed_at = null where scope = %s",
            [wrapped, case.review],
        )
        connection.execute("truncate public.erasures; drop table public.before")
    assert case.erasing.erase_what_came_back(LATER) == 1
    case.tracker.store.keys.notice_destroyed(-1)
    assert case.tracker.look(Review, case.review).pseudonym == ERASED
    case.erasing.carry_out(LATER)
    case.erasing.carry_out(LATER + timedelta(minutes=2))
    assert case.erasing.outstanding() == []
    assert case.erasing.erase_what_came_back(LATER) == 0


def test_a_person_is_known_by_post_and_agency_alone(case: Case) -> None:
    """Name, address and ways in are gone; what they did reads by the post and agency that they held."""
    case.installation.leave(case.first)
    assert "person_details" in case.tables_with("first@council.example")
    ours = people.of(case.tracker, case.first).name
    third = case.installation.person("third@council.example")
    ground = ErasureGround.NO_LONGER_NECESSARY
    propose: dict[str, Any] = {"ground": ground, "by": case.by(third)}
    case.tracker.change(Person.propose_erasure, Person, case.first, **propose)
    erasing.approve_erasing_person(case.tracker, case.first, by=case.by(case.second))
    assert case.erasing.carry_out(NOW) == [case.first]
    Projector(case.tracker.store, VIEWS).catch_up()
    assert case.tables_with(ours) == case.tables_with("first@council.example") == set()
    with case.installation.views.reading() as connection:
        assert names(connection, [case.first]) == {case.first: "Manager, Anytown Council WAL"}
    assert case.tables_with(str(case.first)) <= {
        "actions", "erasures", "events", "people", "timeline", "saved_views", "reminders", "outbox"
    }  # fmt: skip


def test_files_of_mail_to_a_person_go_too(case: Case) -> None:
    """Of mail that has no server, the files to that person; those of others stay."""
    case.installation.action(owner=case.first)
    case.installation.action(owner=case.second)
    case.installation.remind(case.installation.due)
    now = morning(case.installation.due)
    send_waiting(case.tracker.store, case.installation.views, post_to(case.mails), now=now)
    assert len(list(case.mails.iterdir())) == 2
    case.installation.leave(case.first)
    case.approve(case.first, Person)
    case.erasing.carry_out(NOW)
    [left] = case.mails.iterdir()
    assert b"second@council.example" in left.read_bytes()
    assert len([one for one in case.installation.mails() if case.installation.body(one.id)]) == 1


def test_a_rebuild_by_somebody_else_is_waited_for(case: Case) -> None:
    """What is clean stays clean, and the lists are built at the next turn."""
    case.approve(case.review)
    conninfo = case.tracker.store.datastore.conninfo
    with (
        generations.connect(conninfo) as connection,
        generations.only_rebuild(connection),
        pytest.raises(generations.RebuildUnderWay),
    ):
        case.erasing.carry_out(NOW)
    case.erasing.carry_out(NOW)
    assert case.erasing.carry_out(LATER) == [case.review]
