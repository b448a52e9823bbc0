"""The columns of every list, of real rows of the views."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest

from api.exporting import columns
from api.exporting.tables import Column, as_csv, as_xlsx
from domain.action import Action
from domain.store.application import Store
from domain.tracker import action
from domain.vocabulary import Scope
from projections import actions, directory, overdue, reviews
from projections.before_and_after import before_and_after
from projections.mails import Mail
from projections.sentences import mentioned
from tests.api.conftest import BEGIN, FollowedViews, Given
from tests.api.exporting.looking import live_parts
from tests.api.exporting.plans import BAND
from tests.api.exporting.rows import ATTACKS, seen
from tests.api.exporting.test_plan_content import Book
from tests.standing import keeper

TODAY = date(2026, 3, 2)


@pytest.fixture
def book(store: Store, views: FollowedViews, given: Given) -> Book:
    """A tracker with one review, a recommendation, and an action that is 30 days overdue."""
    filled = Book(store, views, given)
    made = filled.make(filled.review(), scope=Scope.LOCAL, addressees=(given.police,))
    late = filled.plan(made, timescale="31/01/2026", supporting=(given.council,))
    action.assign_owner(filled.tracker, late, owner=given.administrator, by=filled.now())
    filled.change(late, Action.report_progress, progress="Course booked")
    filled.views.projector.catch_up()
    return filled


def test_actions(book: Book) -> None:
    """Number, agencies, owner by name and post, state, colour and dates."""
    with book.views.reading() as connection:
        rows = actions.listed(connection, actions.Filters(), today=TODAY)
    told = told_by(columns.ACTIONS, rows)
    assert {name: words for name, words in told.items() if words} == {
        "Number": "R1/1",
        "Review": "DHR1",
        "Recommendation": "R1",
        "Action": "Train every nurse",
        "Lead agency": "Westshire Police",
        "Supporting agencies": "Westonbury Council",
        "Owner": "Ada Administrator",
        "Owner's post": "Community safety officer",
        "State": "in progress",
        "Colour (RAG)": "no colour",
        "Timescale, in words": "31/01/2026",
        "Due": "2026-01-31",
        "First due": "2026-01-31",
        "Days overdue": "30",
        "Last progress": "2026-03-02",
    }


def test_overdue(book: Book) -> None:
    """The overdue list begins with the agency, and its counts are by agency."""
    with book.views.reading() as connection:
        rows = actions.listed(connection, actions.Filters(overdue=True), today=TODAY)
        counts = overdue.by_agency(connection, partnerships=None, today=TODAY)
    told = told_by(columns.OVERDUE, rows)
    assert next(iter(told)) == "Lead agency"
    assert (told["Lead agency"], told["Days overdue"]) == ("Westshire Police", "30")
    assert list(told_by(columns.OVERDUE_BY_AGENCY, counts).values()) == ["Westshire Police", "1", "30"]


def test_recommendations_and_reviews(book: Book) -> None:
    """A recommendation as printed with its addressees; a review with its counts."""
    with book.views.reading() as connection:
        recommendations = told_by(columns.RECOMMENDATIONS, reviews.recommendations(connection))
        review = told_by(columns.REVIEWS, reviews.listed(connection, today=TODAY))
    assert list(recommendations.values())[:4] == ["R1", "DHR1", "Train all.", "local"]
    assert (recommendations["Addressed to"], recommendations["Withdrawn"]) == ("Westshire Police", "")
    assert (review["Review"], review["Actions"], review["Overdue"]) == ("DHR1", "1", "1")


def test_the_directory(book: Book) -> None:
    """Agencies with how much they lead; people as their page shows them."""
    with book.views.reading() as connection:
        agencies = directory.agencies(connection, today=TODAY, words="Police")
        people = directory.people(connection)
    assert list(told_by(columns.AGENCIES, agencies).values()) == ["Westshire Police", "", "1", "1"]
    assert list(told_by(columns.PEOPLE, people).values()) == [
        "Ada Administrator",
        "Community safety officer",
        "Westonbury Council",
        "ada@example.org",
        "coordinator",
        *[""] * 3,
    ]


def test_history(book: Book) -> None:
    """Each event as a sentence, with what was typed, when it happened and was recorded, and by which post."""
    entries = book.store.log.read(0, limit=1000)[-1:]
    with book.views.reading() as connection:
        names = directory.names(connection, mentioned(entries) | {entries[0].event.originator_id})
    told = told_by(columns.HISTORY, columns.history_lines(entries, names))
    assert (told["Happened on"], told["About"], told["Topic"]) == (
        "2026-03-02",
        "R1/1",
        "action.progress_reported",
    )
    assert told["In words"] == "Progress: Course booked\nReason: Agreed at the board"
    assert (told["Entered by"], told["How"]) == ("The command line", "in a form of the tracker")
    assert int(told["Days late, if over 30"]) > 30
    assert (told["Before"], told["After"]) == ("", "")


def test_history_with_both_sides(book: Book) -> None:
    """What stood before and after an event, where it changed a fact."""
    entries = book.store.log.read(0, limit=1000)[-1:]
    with book.views.reading() as connection:
        sides = before_and_after(book.store.log, connection, entries)
    told = told_by(columns.HISTORY, columns.history_lines(entries, {}, sides))
    assert (told["Before"], told["After"]) == ("planned", "in progress")


def test_history_names_posts_and_never_people(book: Book) -> None:
    """Who entered it is told by post and agency at that moment."""
    ada = book.given.administrator
    standing = keeper(ada, book.given.partnership)
    by = book.now(entered_by=ada, standing=standing, post="Coordinator", post_agency="Council")
    book.tracker.change(Action.report_progress, Action, only_action(book), progress="Seen", by=by)
    entries = book.store.log.read(0, limit=1000)[-1:]
    told = told_by(columns.HISTORY, columns.history_lines(entries, {}))
    assert told["Entered by"] == "Coordinator, Council"
    assert "Ada" not in "".join(told.values())


def test_outbox() -> None:
    """To whom by post, what it reminds of, and how it fares."""
    person, late, decision = uuid4(), uuid4(), uuid4()
    rest = (BEGIN, None, None, "Full", "<1@x>", "Reminder", [(late, "due")], [(decision, "after-7")], True)
    mail = Mail(uuid4(), TODAY, person, "failed", 3, *rest)
    told = told_by(columns.outbox({person: "Nurse, NHS"}, {late: "R1/1", decision: "DHR7, decision"}), [mail])
    assert (told["To"], told["State"], told["Attempts"]) == ("Nurse, NHS", "Failed", "3")
    reminders = "R1/1: on the due date\nDHR7, decision: 7 days after the due date"
    assert (told["Actions"], told["Dates of reviews"], told["Reminders"]) == ("1", "1", reminders)
    assert (told["Prepared at"], told["Sent at"]) == ("2026-03-02 09:30+00:00", "")


def test_mail_to_somebody_who_is_gone() -> None:
    """A person whose details were erased is no longer known."""
    rest = (BEGIN, None, BEGIN, "", "<1@x>", "Reminder")
    mail = Mail(uuid4(), TODAY, uuid4(), "sent", 1, *rest, [], [], True)
    assert told_by(columns.outbox({}, {}), [mail])["To"] == "somebody no longer known"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_list_holds_anything_live(attack: str) -> None:
    """Whatever was typed into an action is text in its row."""
    facts = {"text": attack, "lead_name": attack, "number": attack, "owner_name": attack, "timescale": attack}
    assert live_parts(as_xlsx(columns.ACTIONS, [seen(**facts)], title="Actions", band=BAND)) == []


@pytest.mark.parametrize(
    "chosen",
    [
        columns.ACTIONS,
        columns.OVERDUE,
        columns.OVERDUE_BY_AGENCY,
        columns.RECOMMENDATIONS,
        columns.REVIEWS,
        columns.AGENCIES,
        columns.PEOPLE,
        columns.HISTORY,
        columns.outbox({}, {}),
    ],
)
def test_no_heading_stands_twice(chosen: tuple[Column, ...]) -> None:
    """Every column can be told by its heading, and is wide enough to be read."""
    headings = [column.heading for column in chosen]
    assert len(set(headings)) == len(headings)
    assert all(9 <= column.width <= 70 for column in chosen)


def only_action(book: Book) -> Any:
    """The identity of the one action."""
    with book.views.reading() as connection:
        return actions.listed(connection, actions.Filters(), today=TODAY)[0].row.id


def told_by(chosen: tuple[Column, ...], rows: Any) -> dict[str, str]:
    """The first row of a list by its headings, as CSV says it; the list can be written as a workbook too."""
    rows = list(rows)
    assert as_xlsx(chosen, rows, title="List", band=BAND)
    page = b"".join(as_csv(chosen, rows)).decode("utf-8-sig")
    headings, first, *_ = csv.reader(StringIO(page, newline=""))
    return dict(zip(headings, first, strict=True))
