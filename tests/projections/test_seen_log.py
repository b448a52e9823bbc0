"""The log as people read it: what is there for them, with which words, also while the views lag behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import uuid4

import pytest

from domain.action import Action
from domain.partnership import Partnership
from domain.provenance import Provenance
from domain.review import Review
from domain.review.vocabulary import ReturnAnswer, ReturnKind
from domain.sight import NOTHING, Sight, sight_of
from domain.store.application import Store
from domain.store.embedded import Server
from domain.store.log import LogEntry
from domain.store.shape import shape_of
from domain.tracker import Tracker
from domain.tracker import review as reviews
from domain.vocabulary import Contact, How, Role
from projections.projector import Projector
from projections.reading import Views
from projections.seen_log import LEFT_OUT, PAPERS, SeenLog
from projections.sight import seen_by
from projections.standing import named_standing
from projections.views import VIEWS
from tests.conftest import database
from tests.two_partnerships import (
    DRAFT,
    LEFT_ACTION,
    LEFT_ROLE,
    LISTED,
    NOBODY,
    OF_THE_POLICE,
    OWNER,
    PUBLISHED,
    WAITING,
    Both,
    Recorded,
    recorded_in,
)

TODAY = date(2026, 11, 23)
ALL_AT_ONCE = 10_000


class Reading(NamedTuple):
    """Both partnerships, their whole log, and how somebody reads it."""

    both: Both
    store: Store
    serving: Views

    def sight(self, kind: str) -> Sight:
        """What a person of the first partnership sees."""
        agency = self.both.police if kind in OF_THE_POLICE else None
        with seen_by(NOTHING), self.serving.reading() as connection:
            _, standing = named_standing(connection, self.both.one.people[kind], TODAY, agency=agency)
        return sight_of(standing)

    def log(self, kind: str) -> Any:
        """A log that reads for them, each time with what they see."""
        sight = self.sight(kind)
        return _As(sight, SeenLog(self.store.log, self.serving, sight))

    def everything(self) -> list[LogEntry]:
        """The log as it is."""
        return self.store.log.read(0, limit=ALL_AT_ONCE)

    def change(self, command: Any, kind: Any, thing: Any, **facts: Any) -> int:
        """Record something more, which the views do not follow."""
        by = Provenance(How.FORM, TODAY, reason="Said later.", correlation=uuid4())
        return Tracker(self.store).change(command, kind, thing, by=by, **facts)


class _As:
    """Every method of a log, as it is called within a request of somebody."""

    def __init__(self, sight: Sight, log: SeenLog) -> None:
        self.sight, self.log = sight, log

    def __getattr__(self, name: str) -> Any:
        def asked(*given: Any, **named: Any) -> Any:
            with seen_by(self.sight):
                return getattr(self.log, name)(*given, **named)

        return asked


@pytest.fixture(scope="module")
def recorded(postgres: Server, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    """Both partnerships, to copy."""
    folder = tmp_path_factory.mktemp("two")
    with recorded_in(postgres, "log_of_two", migrated, folder, TODAY) as recorded:
        yield recorded


@pytest.fixture
def reading(postgres: Server, recorded: Recorded, database_numbers: Iterator[int]) -> Iterator[Reading]:
    """A copy of both."""
    with database(postgres, f"test_{next(database_numbers)}", recorded.name) as url:
        store, serving = Store(url, recorded.master_key), Views(url, serving=True)
        yield Reading(recorded.both, store, serving)
        serving.close()
        store.close()


def words(entry: LogEntry) -> list[str]:
    """What somebody typed in an event."""
    typed = (getattr(entry.event, name) for name, _ in shape_of(type(entry.event)).confidential)
    return [one for value in typed if value for one in ([value] if isinstance(value, str) else value)]


def positions(entries: list[LogEntry]) -> list[int]:
    """Where these stand in the log."""
    return [one.position for one in entries]


def test_a_coordinator_reads_all_of_the_partnership(reading: Reading) -> None:
    """With every word, in order, and of the directory; nothing of the other partnership."""
    found = reading.log(Role.COORDINATOR).read(0, limit=ALL_AT_ONCE)
    others = {reading.both.other.id}
    assert found == [one for one in reading.everything() if one.event.partnership not in others]


PAPERS_READ_BY = (Role.COORDINATOR, Role.INDEPENDENT_CHAIR, LISTED)


@pytest.mark.parametrize("kind", [*PAPERS_READ_BY, Role.CHAIR, Role.DEPUTY_CHAIR])
def test_returns_are_read_by_whoever_works_with_them(reading: Reading, kind: str) -> None:
    """Chairs of the partnership know that an agency answered, and when; not where that is kept."""
    review, agency = reading.both.one.reviews[WAITING], reading.both.police
    asked = {"agency": agency, "asked_for": ReturnKind.SUMMARY, "due": date(2027, 1, 31)}
    reading.change(Review.ask_for_return, Review, review, **asked)
    answer = {"agency": agency, "answer": ReturnAnswer.SUMMARY, "document": "Shelf 3."}
    reading.change(Review.receive_return, Review, review, **answer)
    Projector(reading.store, VIEWS).catch_up()
    seen = reading.log(kind).of(review)
    (received,) = (one for one in seen if isinstance(one.event, Review.ReturnReceived))
    document = "Shelf 3." if kind in PAPERS_READ_BY else LEFT_OUT
    assert (received.event.document, received.event.answer) == (document, ReturnAnswer.SUMMARY)
    others = (word for one in seen if type(one.event) not in PAPERS for word in words(one))
    assert LEFT_OUT not in others


def test_chairs_do_not_read_the_notes_of_panels(reading: Reading) -> None:
    """That it met, and who was there, they do."""
    review = reading.both.one.reviews[DRAFT]
    for kind, is_read in ((Role.COORDINATOR, True), (Role.CHAIR, False)):
        seen = reading.log(kind).of(review)
        met = [one.event for one in seen if isinstance(one.event, Review.PanelMeetingHeld)]
        assert met
        assert all((one.notes != LEFT_OUT) == is_read for one in met if one.notes)
        assert all(one.attended for one in met)


def test_nothing_of_the_other_partnership(reading: Reading) -> None:
    """Neither by its things, its positions, nor its requests, whoever of the first one asks."""
    theirs = [one for one in reading.everything() if one.event.partnership == reading.both.other.id]
    things = {one.event.originator_id for one in theirs}
    for kind in (*Role, *Contact, OWNER, LISTED, NOBODY):
        log = reading.log(kind)
        assert log.at(positions(theirs)) == [], kind
        assert log.of_several(things) == [], kind
        assert log.of_correlations({one.event.correlation for one in theirs}) == [], kind
        assert log.of(reading.both.other.reviews[PUBLISHED]) == [], kind


def test_an_auditor_reads_everything_but_the_words(reading: Reading) -> None:
    """All that was done and when; for each text of a case it says that it is not shown."""
    home = reading.both.one.id
    log = reading.log(Role.AUDITOR)
    found = [one for one in log.read(0, limit=ALL_AT_ONCE) if one.event.partnership == home]
    every = [one for one in reading.everything() if one.event.partnership == home]
    assert positions(found) == positions(every)
    of_cases = [one for one in found if not one.topic.startswith("partnership.")]
    assert {word for one in of_cases for word in words(one)} == {LEFT_OUT}
    assert [len(words(one)) > 0 for one in found] == [len(words(one)) > 0 for one in every]
    assert any(reading.both.one.mark in word for one in every for word in words(one)), "the log keeps them"


def test_a_board_member_reads_what_was_published(reading: Reading) -> None:
    """The histories of published reviews; of others that they were opened and issued, without words."""
    half, log = reading.both.one, reading.log(Role.BOARD_MEMBER)
    whole = log.of(half.reviews[PUBLISHED])
    assert whole == reading.store.log.of(half.reviews[PUBLISHED])
    outline = log.of(half.reviews[WAITING])
    assert [one.topic for one in outline] == ["review.opened", "review.plan_issued"]
    assert {word for one in outline for word in words(one)} == {LEFT_OUT}
    assert log.of(half.actions[WAITING]) == log.of(half.recommendations[WAITING]) == []


def test_an_owner_reads_the_history_of_their_action(reading: Reading) -> None:
    """Their action alone: nothing of the recommendation that it carries out, nor of the review."""
    half, log = reading.both.one, reading.log(OWNER)
    assert log.of(half.actions[WAITING]) == reading.store.log.of(half.actions[WAITING])
    assert log.of(half.recommendations[WAITING]) == log.of(half.reviews[WAITING]) == []
    for name in (PUBLISHED, DRAFT, "shared"):
        assert log.of(half.actions[name]) == [], name


def test_a_contact_reads_what_their_agency_answers_for(reading: Reading) -> None:
    """Their actions, and nothing of the recommendations and reviews to which these belong."""
    half, log = reading.both.one, reading.log(Contact.MAIN_CONTACT)
    for name in (WAITING, PUBLISHED, DRAFT):
        assert log.of(half.actions[name]) == reading.store.log.of(half.actions[name])
        assert log.of(half.recommendations[name]) == log.of(half.reviews[name]) == []
    assert log.of(half.actions["shared"]) == []


@pytest.mark.parametrize("kind", [Role.PANEL_MEMBER, Role.IMR_AUTHOR, Role.OVERSIGHT])
def test_papers_have_no_history(reading: Reading, kind: str) -> None:
    """Whoever sees the plan of a review as it stands reads nothing of what was done, also just now."""
    half, log = reading.both.one, reading.log(kind)
    for name in ("shared", DRAFT):
        reading.change(Action.report_progress, Action, half.actions[name], progress="Just now.")
    things = {*half.reviews.values(), *half.recommendations.values(), *half.actions.values()}
    assert log.of_several(things) == []
    assert {one.event.originator_id for one in log.read(0, limit=ALL_AT_ONCE)}.isdisjoint(things)


def test_everybody_in_a_partnership_reads_of_its_rules(reading: Reading) -> None:
    """Without the words that were typed; nothing of who has which role, even of one given just now."""
    half = reading.both.one
    facts = {"person": half.people[NOBODY], "role": Role.CHAIR}
    reading.change(Partnership.give_role, Partnership, half.id, **facts)
    told = reading.log(OWNER).of(half.id)
    topics = {one.topic for one in told}
    assert {word for one in told for word in words(one)} == {LEFT_OUT}
    assert {"partnership.registered", "partnership.rag_rule_set", "partnership.contact_named"} <= topics
    assert not topics & {"partnership.role_given", "partnership.role_ended"}
    assert "partnership.role_given" in {one.topic for one in reading.log(Role.ADMINISTRATOR).of(half.id)}


@pytest.mark.parametrize("kind", [LEFT_ROLE, LEFT_ACTION, NOBODY, Role.ADMINISTRATOR])
def test_nothing_of_a_case(reading: Reading, kind: str) -> None:
    """Who is nothing any more, and who administers, reads of no review, recommendation or action."""
    found = reading.log(kind).read(0, limit=ALL_AT_ONCE)
    kinds = {one.topic.partition(".")[0] for one in found}
    assert kinds <= {"agency", "person"} | ({"partnership"} if kind == Role.ADMINISTRATOR else set())


def test_nobody_reads_nothing(reading: Reading) -> None:
    """Without a person there is no event, nor outside of any request."""
    assert _As(NOTHING, SeenLog(reading.store.log, reading.serving, NOTHING)).read(0, limit=100) == []
    assert SeenLog(reading.store.log, reading.serving, NOTHING).read(0, limit=100) == []


def test_what_was_recorded_a_moment_ago(reading: Reading) -> None:
    """The views have not followed: whoever sees the thing sees what happened to it, and nobody else does."""
    half = reading.both.one
    position = reading.change(Action.report_progress, Action, half.actions[WAITING], progress="Just now.")
    (own,) = reading.log(OWNER).of(half.actions[WAITING])[-1:]
    assert (own.position, set(words(own))) == (position, {"Just now.", "Said later."})
    assert reading.log(Role.COORDINATOR).of(half.actions[WAITING])[-1].position == position
    for kind in (Role.BOARD_MEMBER, LEFT_ACTION, Role.PANEL_MEMBER, NOBODY):
        assert reading.log(kind).of(half.actions[WAITING]) == [], kind
    assert reading.log(Role.AUDITOR).of(half.actions[WAITING])[-1].position < position


def test_a_thing_that_was_made_a_moment_ago(reading: Reading) -> None:
    """Before the views have followed, it is there for who sees the whole partnership alone."""
    by = Provenance(How.FORM, TODAY)
    made = reviews.open_review(Tracker(reading.store), reading.both.one.id, reference="DHR9", by=by)
    assert len(reading.log(Role.COORDINATOR).of(made)) == 1
    for kind in (Role.BOARD_MEMBER, Role.AUDITOR, Role.ADMINISTRATOR, LISTED):
        assert reading.log(kind).of(made) == [], kind


def test_a_publication_that_ended(reading: Reading) -> None:
    """From then on readers of what is published see stages alone, also of what was done before."""
    half = reading.both.one
    reading.change(Review.end_publication, Review, half.reviews[PUBLISHED])
    Projector(reading.store, VIEWS).catch_up()
    log = reading.log(Role.BOARD_MEMBER)
    topics = [one.topic for one in log.of(half.reviews[PUBLISHED])]
    assert topics == ["review.opened", "review.plan_issued", "review.published", "review.publication_ended"]
    assert {word for one in log.of(half.reviews[PUBLISHED]) for word in words(one)} == {LEFT_OUT}
    assert (
        log.of(half.actions[PUBLISHED]) == reading.log(Role.SUBGROUP_MEMBER).of(half.reviews[PUBLISHED]) == []
    )


def test_the_log_itself_keeps_its_words(reading: Reading) -> None:
    """Leaving words out for one reader changes nothing that another one reads."""
    before = [words(one) for one in reading.everything()]
    reading.log(Role.AUDITOR).read(0, limit=ALL_AT_ONCE)
    assert [words(one) for one in reading.everything()] == before
