"""`dhr demo`: invented data in every state, with days that count from today, in an empty database only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from api.cli.installation import set_up
from api.demo import FIRST, SECOND, load
from api.demo.cast import AGENCIES, CODE, INVENTED, PEOPLE
from api.demo.plans import dated
from api.demo.stages import STAGES
from domain.provenance import Recorded
from domain.review.course import StepTaken
from domain.review.learning import LessonFound
from domain.review.notification import PartnerConsulted
from domain.review.vocabulary import DecisionOutcome, Step
from domain.store.application import Store
from domain.store.embedded import Server
from domain.tracker import Tracker
from domain.vocabulary import Colour, Delivery, Forecast, How, WhyNoDate
from projections import actions, directory, reviews
from projections.actions import ActionSeen, Filters
from projections.projector import Projector
from projections.reading import Views
from projections.views import VIEWS
from tests.api.cli.conftest import Dhr

TODAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Performance:
    """The demonstration as of a Monday in March: its events, and what the lists show."""

    events: list[Recorded]
    reviews: Sequence[Any]
    actions: list[ActionSeen]
    partnerships: Sequence[Any]
    agencies: Sequence[Any]
    people: Sequence[Any]

    def __getitem__(self, number: str) -> ActionSeen:
        """The action of the first review with this number."""
        return next(one for one in self.actions if (one.row.reference, one.row.number) == (FIRST, number))

    @property
    def issued(self) -> list[ActionSeen]:
        """The actions of the first review, whose plan is issued."""
        return [one for one in self.actions if one.row.reference == FIRST]


@pytest.fixture(scope="module")
def shown(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Performance]:
    """The demonstration, loaded once into a database of its own."""
    key = tmp_path_factory.mktemp("keys") / "master.key"
    url = postgres.url.replace("/dhr?", "/demonstration?")
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("create database demonstration")
        set_up(url, key)
        with Store(url, key) as store:
            load(Tracker(store), today=TODAY)
            Projector(store, VIEWS).catch_up()
            views = Views(url)
            yield performance(store, views)
            views.close()
        connection.execute("drop database demonstration with (force)")


def performance(store: Store, views: Views) -> Performance:
    """What was loaded."""
    with views.reading() as reading:
        return Performance(
            [entry.event for entry in store.log.read(0, limit=10_000)],
            reviews.listed(reading, today=TODAY),
            actions.listed(reading, Filters(), today=TODAY, limit=1000),
            directory.partnerships(reading),
            directory.agencies(reading, today=TODAY),
            directory.people(reading),
        )


def test_it_loads(dhr: Dhr) -> None:
    """Also with the views, from which `make run` serves at once."""
    assert dhr("demo").status == 0


def test_two_reviews_of_about_the_promised_size(shown: Performance) -> None:
    """About 25 recommendations and 60 actions, in an issued plan and one that is not issued yet."""
    first, second = (one for one in shown.reviews if one.reference in {FIRST, SECOND})
    assert first.recommendations + second.recommendations == 25
    assert 55 <= first.actions + second.actions <= 65
    assert first.issued_on == TODAY
    assert second.issued_on is None
    assert (first.published_on, second.published_on) == (TODAY, None), "for the board to see one of them"
    assert first.open_questions > 0
    assert second.open_questions > 0


def test_a_review_at_each_stage(shown: Performance) -> None:
    """Each step is the last that some review has taken; one is paused, one not reviewed, one entered late."""
    staged = [one for one in shown.reviews if one.reference in STAGES]
    assert {at(one) for one in staged} == {*Step}
    assert any(one.paused_on for one in staged)
    assert {one.outcome for one in staged} >= {*DecisionOutcome} - {DecisionOutcome.NOT_YET}
    assert [one.entered_at for one in staged if one.entered_at] == [Step.PANEL_AGREED]
    assert not [one for one in shown.actions if one.row.reference in STAGES], "the two plans stay in sight"


def test_the_last_step_is_a_few_days_ago(shown: Performance) -> None:
    """Whoever looks around sees reviews in hand, not what somebody left lying."""
    last = {one.originator_id: one.happened_on for one in shown.events if isinstance(one, StepTaken)}
    for one in shown.reviews:
        if one.reference in STAGES and one.outcome != DecisionOutcome.NO_REVIEW:
            assert days_from_today(-50) <= last[one.id] < TODAY


def test_texts_of_reviews_are_labelled_as_invented(shown: Performance) -> None:
    """Each lesson, view and reason says so by itself, wherever it is shown."""
    found = [one.text for one in shown.events if isinstance(one, LessonFound)]
    found += [one.view for one in shown.events if isinstance(one, PartnerConsulted)]
    assert len(found) > 20
    assert all(one.endswith(INVENTED) for one in found)


def at(review: Any) -> Step:
    """The last step that a review of the list has taken."""
    taken: dict[Step, date] = review.steps
    return max(taken, key=[*Step].index)


def test_every_state_is_there(shown: Performance) -> None:
    """Each delivery, each colour of an issued plan, each forecast."""
    assert {one.row.delivery for one in shown.issued} == set(Delivery)
    assert {one.rag for one in shown.issued} == set(Colour)
    assert {one.row.forecast for one in shown.issued} >= set(Forecast)


def test_actions_are_late_by_various_days(shown: Performance) -> None:
    """From days to months."""
    late = sorted(one.days_overdue for one in shown.actions if one.overdue)
    assert len(set(late)) >= 6
    assert late[0] <= 7
    assert late[-1] >= 90


def days_from_today(count: int) -> date:
    """The day so many days after the day of the performance."""
    return TODAY + timedelta(days=count)


@pytest.mark.parametrize(
    ("number", "field", "value"),
    [
        pytest.param("2/1", "original_due", days_from_today(-200), id="extended: its first date is kept"),
        pytest.param("2/1", "due", days_from_today(-80), id="extended twice"),
        pytest.param("5/1", "asked_until", days_from_today(30), id="a request waits"),
        pytest.param("6/1", "asked_until", None, id="a request was declined"),
        pytest.param("8/1", "delivery", "in progress", id="reopened"),
        pytest.param("3/2", "delivery", "sent back", id="sent back"),
        pytest.param("12/1", "delivery", "cancelled", id="cancelled"),
        pytest.param("10/2", "owner", None, id="nobody owns it"),
        pytest.param("13/1", "delivery", "reported complete", id="complete in the imported plan"),
        pytest.param("2/2", "progress_asked_on", days_from_today(-6), id="asked for progress, no answer yet"),
        pytest.param("7/2", "progress_asked_on", None, id="asked for progress, and answered"),
        pytest.param("4/1.1", "lead_name", "Anytown Police (invented)", id="split by agency"),
    ],
)
def test_what_some_actions_are_there_to_show(
    shown: Performance, number: str, field: str, value: object
) -> None:
    """One of each kind that lists and histories have to show."""
    assert getattr(shown[number].row, field) == value


def test_reasons_for_no_date(shown: Performance) -> None:
    """Ongoing, immediate, to be agreed, no such day, not a day and relative."""
    why = {one.row.why_no_date for one in shown.actions if one.row.due is None}
    assert why == set(WhyNoDate) - {WhyNoDate.NOT_GIVEN, WhyNoDate.NOT_UNDERSTOOD}


def test_provenance_is_varied(shown: Performance) -> None:
    """By form, mail, meeting, phone and import; for others and for oneself; earlier than recorded."""
    ways = Counter(event.how for event in shown.events)
    assert ways.keys() >= {How.FORM, How.MAIL, How.MEETING, How.PHONE, How.IMPORT, How.COMMAND_LINE}
    assert any(event.said_by and event.entered_by for event in shown.events)
    assert any(event.entered_by and not event.said_by for event in shown.events)
    assert any(event.happened_on < days_from_today(-200) for event in shown.events)
    assert all(event.happened_on <= TODAY for event in shown.events)


def test_all_of_it_is_labelled_as_invented(shown: Performance) -> None:
    """Partnership and agencies by their names, people by theirs and by addresses that lead nowhere."""
    assert ["invented" in one.name for one in shown.partnerships] == [True]
    assert len(shown.agencies) > len(AGENCIES)
    assert all(one.name.endswith(INVENTED) for one in shown.agencies)
    assert len(shown.people) == len(PEOPLE)
    assert all(one.name.startswith("Demo ") and one.email.endswith("@example.org") for one in shown.people)


def test_again_it_is_nothing_new(dhr: Dhr) -> None:
    """The second time nothing is loaded, and that is no error."""
    assert dhr("demo").out == "Invented demonstration data was loaded.\n"
    again = dhr("demo")
    assert (again.status, again.out) == (0, "Nothing new: the demonstration data is there already.\n")


def test_it_is_refused_beside_other_reviews(dhr_of_anytown: Dhr, plan: Path) -> None:
    """Nobody's own reviews are mixed with invented ones."""
    dhr_of_anytown("import", str(plan), "--review", "DHR1", "--open-review", "--commit")
    said = dhr_of_anytown("demo")
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("There are reviews in this database")


def test_half_of_it_is_told_apart(dhr: Dhr) -> None:
    """Where loading was interrupted, that is said."""
    dhr("partnership", CODE, "What a start that was killed has left")
    said = dhr("demo")
    assert said.status == 1
    assert said.err.startswith("Loading the demonstration data was interrupted")


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("{-2}", "28/02/2026"),
        ("{+30}", "01/04/2026"),
        ("{month+1}", "April 2026"),
        ("{month-3}", "December 2025"),
        ("{year+1}", "2027"),
        ("{other}", "{other}"),
    ],
)
def test_days_of_the_plans_count_from_today(mark: str, words: str) -> None:
    """A mark in an invented plan stands for a day, a month or a year."""
    assert dated(f"by {mark}.", TODAY) == f"by {words}."
