"""Plans from the tracker: what a review's plan says now and in the past, and that it comes back by import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as st

from api.exporting.plan import as_word, as_workbook
from api.exporting.plan_content import ActionPlan, plan_of
from api.importing.reading import read_plan
from domain.action import Action
from domain.provenance import Provenance
from domain.recommendation import Recommendation
from domain.store.application import Store
from domain.timescales import read_timescale
from domain.tracker import Tracker, action, recommendation, review
from domain.tracker.importing import PlanFile, prepare, save
from domain.vocabulary import How, Scope
from projections import reviews
from tests.api.conftest import FollowedViews, Given
from tests.api.exporting.plans import BAND, LABELS, TIMESCALES, UNSEEN, prose

TODAY = date(2026, 3, 2)


class Book:
    """A tracker, its views, and reviews with plans in it."""

    def __init__(self, store: Store, views: FollowedViews, given: Given) -> None:
        self.store, self.views, self.given, self.tracker = store, views, given, Tracker(store)
        self.numbers = count(1)
        self.by = Provenance(How.FORM, TODAY)

    def review(self) -> UUID:
        """A new review."""
        return review.open_review(
            self.tracker, self.given.partnership, reference=f"DHR{next(self.numbers)}", by=self.now()
        )

    def now(self, **facts: Any) -> Provenance:
        """Somebody's provenance of today."""
        return replace(self.by, correlation=uuid4(), **facts)

    def make(self, review_of: UUID, wording: str = "Train all.", label: str = "R1", **rest: Any) -> UUID:
        """A recommendation."""
        facts = {"wording": wording, "label": label, **rest}
        return recommendation.make(self.tracker, review_of, by=self.now(), **facts)

    def plan(
        self, of: UUID, text: str = "Train every nurse", timescale: str = "31/03/2026", **rest: Any
    ) -> UUID:
        """An action."""
        said = read_timescale(timescale)
        given: dict[str, Any] = {"recommendations": (of,), "lead": self.given.police} | rest
        return action.plan(self.tracker, text=text, timescale=said, by=self.now(), **given)

    def change(self, identity: UUID, command: Callable[..., Any], **facts: Any) -> None:
        """Carry out one command of an action."""
        by = self.now(reason="Agreed at the board")
        self.tracker.change(command, Action, identity, by=by, **facts)

    def extend(self, identity: UUID, until: date) -> None:
        """Move its due date."""
        self.change(identity, Action.request_extension, until=until)
        self.change(identity, Action.grant_extension)

    def shown(self, identity: UUID, at: int | None = None) -> ActionPlan:
        """The plan of a review, once the views have followed."""
        self.views.projector.catch_up()
        with self.views.reading() as connection:
            [row] = reviews.listed(connection, today=TODAY, identity=identity, at=at)
            return plan_of(connection, self.store.log, row, today=TODAY, at=at)

    def import_again(self, name: str, data: bytes) -> UUID:
        """Import a file into an empty review."""
        file = PlanFile(name, uuid4().hex)
        reference = f"AGAIN{next(self.numbers)}"
        plan = read_plan(name, data)
        ready = prepare(self.tracker, self.given.partnership, reference, file=file, plan=plan, by=self.now())
        save(self.tracker, ready, open_review=True)
        return ready.review.id


@pytest.fixture
def book(store: Store, views: FollowedViews, given: Given) -> Book:
    """A tracker with a partnership and two agencies."""
    return Book(store, views, given)


def test_what_a_plan_says_of_an_action(book: Book) -> None:
    """Text, agencies, dates, and the progress notes with their days and evidence."""
    one = book.review()
    done = book.plan(book.make(one, scope=Scope.LOCAL), supporting=(book.given.council,))
    book.change(done, Action.report_progress, progress="Course booked", evidence="Invoice")
    book.extend(done, date(2026, 9, 30))
    [part] = book.shown(one).parts
    [step] = part.steps
    assert (part.label, part.wording, part.scope) == ("R1", "Train all.", Scope.LOCAL)
    assert (step.number, step.text) == ("R1/1", "Train every nurse")
    assert (step.lead, step.supporting) == ("Westshire Police", ("Westonbury Council",))
    assert (step.timescale, step.due, step.original_due) == (
        "31/03/2026",
        date(2026, 9, 30),
        date(2026, 3, 31),
    )
    assert step.milestones == ("2 March 2026: Course booked\nEvidence: Invoice",)
    assert not step.complete


def test_completion_and_sign_off(book: Book) -> None:
    """What was done, on which day, and the day of sign-off."""
    one = book.review()
    done = book.plan(book.make(one))
    book.change(done, Action.report_complete, what_was_done="All trained", evidence="Register")
    action.sign_off_by_agency(book.tracker, done, by=book.now())
    book.change(done, Action.assure)
    step = book.shown(one).parts[0].steps[0]
    assert (step.complete, step.completed_on) == (True, TODAY)
    assert step.outcome == "All trained\nEvidence: Register"
    assert step.milestones == ("Signed off on 2 March 2026.",)


def test_sent_back_is_not_complete(book: Book) -> None:
    """An action that was sent back is open again, and says nothing of completion."""
    one = book.review()
    back = book.plan(book.make(one))
    book.change(back, Action.report_complete, what_was_done="All trained")
    book.change(back, Action.send_back, further_work_by=date(2026, 6, 30))
    step = book.shown(one).parts[0].steps[0]
    assert (step.complete, step.completed_on, step.outcome) == (False, None, "")
    assert step.due == date(2026, 6, 30)


def test_what_is_left_out(book: Book) -> None:
    """Cancelled actions and withdrawn recommendations are left out, and notes say how many."""
    one = book.review()
    kept, gone = book.make(one), book.make(one, "Write.", "R2")
    book.plan(kept)
    book.change(book.plan(kept, "Ask"), Action.cancel)
    book.tracker.change(Recommendation.withdraw, Recommendation, gone, by=book.now(reason="A mistake"))
    plan = book.shown(one)
    assert [part.label for part in plan.parts] == ["R1"]
    assert [step.text for step in plan.parts[0].steps] == ["Train every nurse"]
    assert plan.notes == ("Left out: 1 withdrawn recommendation.", "Left out: 1 cancelled action.")


def test_a_withdrawn_recommendation_with_work_to_do(book: Book) -> None:
    """It stays as long as an action under it is not cancelled."""
    one = book.review()
    gone = book.make(one)
    book.plan(gone)
    book.tracker.change(Recommendation.withdraw, Recommendation, gone, by=book.now(reason="A mistake"))
    assert [part.label for part in book.shown(one).parts] == ["R1"]


def test_an_action_for_two_recommendations(book: Book) -> None:
    """It stands once, and a note says which other recommendation it carries out."""
    one = book.review()
    first, second = book.make(one), book.make(one, "Write.", "R2")
    book.plan(first, recommendations=(first, second))
    plan = book.shown(one)
    assert [len(part.steps) for part in plan.parts] == [1, 0]
    assert plan.notes == ("Action R1/1 also carries out R2.",)


def test_as_at_a_position(book: Book) -> None:
    """The plan of then: its words, dates and progress before what came later."""
    one = book.review()
    changed = book.plan(book.make(one))
    then = book.store.log.last_position()
    book.change(changed, Action.reword, text="Train every doctor")
    book.extend(changed, date(2026, 9, 30))
    book.change(changed, Action.report_progress, progress="Course booked")
    before, after = book.shown(one, then).parts[0].steps[0], book.shown(one).parts[0].steps[0]
    assert (before.text, before.due, before.milestones) == ("Train every nurse", date(2026, 3, 31), ())
    assert (after.text, after.due) == ("Train every doctor", date(2026, 9, 30))


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@examples(data=st.data())
def test_any_plan_of_the_tracker_comes_back(book: Book, data: st.DataObject) -> None:
    """Exported and imported into an empty review, a plan gives the same recommendations and actions."""
    one = book.review()
    wordings = data.draw(st.lists(prose.map(str.strip), min_size=1, max_size=3, unique=True))
    for wording in wordings:
        made = book.make(one, wording, data.draw(st.sampled_from(LABELS)), scope=data.draw(scopes))
        for text in data.draw(st.lists(prose, max_size=2)):
            happens(book, made, text, data)
    plan = book.shown(one)
    for name, content in (("p.docx", as_word(plan, band=BAND)), ("p.xlsx", as_workbook(plan, band=BAND))):
        again = book.import_again(name, content)
        assert facts_of(book, again) == facts_of(book, one)


scopes = st.none() | st.sampled_from(Scope)


def happens(book: Book, made: UUID, text: str, data: st.DataObject) -> None:
    """Plan one action and let a few things happen to it."""
    council, police = book.given.council, book.given.police
    lead, supporting = data.draw(
        st.sampled_from([(police, ()), (council, (police,)), (None, ()), (police, (council,))])
    )
    timescale = data.draw(st.sampled_from([one for one in TIMESCALES if one]))
    one = book.plan(made, text, timescale, lead=lead, supporting=supporting)
    if data.draw(st.booleans()):
        book.change(one, Action.report_progress, progress=data.draw(prose))
    due = book.tracker.get(Action, one).due
    if due and data.draw(st.booleans()):
        book.extend(one, due + timedelta(days=100))
    if data.draw(st.booleans()):
        book.change(one, Action.report_complete, what_was_done=data.draw(prose))


def facts_of(book: Book, identity: UUID) -> list[Any]:
    """Every recommendation of a review with its actions: words, agencies, dates and completion."""
    book.views.projector.catch_up()
    with book.views.reading() as connection:
        recommendations = reviews.recommendations(connection, review=identity, limit=100)
        steps = connection.execute(
            "select * from actions where until is null and %s = any (reviews)", [identity]
        ).fetchall()
    return sorted(
        (
            one.label,
            one.wording,
            str(one.scope),
            sorted(_action(step) for step in steps if one.id in step.recommendations),
        )
        for one in recommendations
    )


def _action(row: Any) -> tuple[Any, ...]:
    agencies = (str(row.lead), [str(one) for one in row.supporting])
    dates = (str(row.due), str(row.why_no_date), str(row.next_review), str(row.reported_on))
    return row.text.replace(UNSEEN, ""), agencies, dates, row.delivery == "reported complete"
