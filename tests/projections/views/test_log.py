"""The one log over all: by whom, of what, when, how, for whom; imports as one line; late entries."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import Connection

from domain.action import Action
from domain.plan import Plan, PlannedAction, PlannedRecommendation
from domain.provenance import Recorded
from domain.recommendation import Recommendation
from domain.tracker import action as tracked
from domain.tracker import agency as agencies
from domain.tracker import partnership as partnerships
from domain.tracker import recommendation as recommendations
from domain.tracker import review as reviews
from domain.tracker.importing import PlanFile, prepare, save
from domain.vocabulary import How
from projections import timeline
from projections.register.action import ACTIONS
from projections.register.recommendation import RECOMMENDATIONS
from projections.timeline import Filters
from tests.projections.views.conftest import TODAY, Register

SOMEBODY = uuid4()


def change(
    register: Register, action: UUID, command: Any, by: dict[str, Any] | None = None, **facts: Any
) -> int:
    """Carry out a command on an action; the position of its event comes back."""
    provenance = register.by(**{"reason": "A reason."} | (by or {}))
    return register.tracker.change(command, Action, action, by=provenance, **facts)


def found(register: Register, **filters: Any) -> list[int]:
    """The positions that fit."""
    with register.reading() as connection:
        return timeline.positions(connection, Filters(**filters))


def bring_in(register: Register, reference: str, steps: int) -> int:
    """Import a plan into a new review; its last position comes back."""
    actions = tuple(PlannedAction(f"Step {number}", lead="Anytown Council") for number in range(steps))
    plan = Plan((PlannedRecommendation("R1", "Have a policy.", actions=actions),))
    by = replace(register.by(entered_by=SOMEBODY), how=How.IMPORT)
    prepared = prepare(
        register.tracker,
        register.partnership,
        reference,
        file=PlanFile("plan.csv", reference.ljust(64, "0")),
        plan=plan,
        by=by,
    )
    return save(register.tracker, prepared, open_review=True)


def test_by_whom_of_what_and_how(register: Register) -> None:
    """Who entered it, its topic, the noun of its thing, the thing, its request, and how it came."""
    action = register.plan()
    request = uuid4()
    mailed = {"entered_by": SOMEBODY, "correlation": request}
    reworded = change(register, action, Action.reword, mailed, text="Train everybody")
    remarked = change(register, action, Action.remark, {"how": How.MAIL}, remark="Late.")
    assert found(register, who=SOMEBODY) == [reworded]
    assert found(register, topics=["action.reworded", "action.remark_made"]) == [reworded, remarked]
    assert found(register, kinds=["action"]) == [reworded - 1, reworded, remarked]
    assert found(register, thing=action, kinds=["review"]) == []
    assert found(register, correlation=request) == [reworded]
    assert found(register, how=How.MAIL) == [remarked]


def test_when_it_happened_and_when_it_was_recorded(register: Register) -> None:
    """Days in London, the first and the last included."""
    action = register.plan()
    day = TODAY - timedelta(days=10)
    early = change(register, action, Action.reword, {"happened_on": day}, text="Train everybody")
    assert found(register, happened_from=day, happened_until=day) == [early]
    assert found(register, happened_until=day - timedelta(days=1)) == []
    recorded = register.tracker.store.log.at([early])[0].recorded_at.date()
    around = [recorded - timedelta(days=1), recorded + timedelta(days=1)]
    everything = list(range(1, early + 1))
    assert found(register, recorded_from=around[0], recorded_until=around[1]) == everything
    assert found(register, recorded_from=around[1] + timedelta(days=1)) == []
    assert found(register, recorded_until=around[0] - timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("recorded_at", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 12, 2, 0, 0, tzinfo=UTC), date(2026, 12, 2)),
    ],
)
def test_a_day_of_recording_is_one_in_london(register: Register, recorded_at: datetime, day: date) -> None:
    """A day ends at midnight there, an hour earlier in UTC while it is summer."""
    with register.reading() as connection:
        connection.execute("update timeline set recorded_at = %s", [recorded_at])
        (*_, last) = timeline.positions(connection, Filters(recorded_from=day, recorded_until=day))
        assert timeline.positions(connection, Filters(recorded_until=day - timedelta(days=1))) == []
        assert timeline.positions(connection, Filters(recorded_from=day + timedelta(days=1))) == []
    assert last == register.tracker.store.log.last_position()


def late_by(register: Register, connection: Connection[Any], days: int) -> bool:
    """Whether an entry of the last event is late if recorded that many days after it happened."""
    last = register.tracker.store.log.last_position()
    connection.execute("update timeline set happened_on = (recorded_at at time zone 'Europe/London')::date")
    connection.execute("update timeline set happened_on = happened_on - %s where position = %s", [days, last])
    late = timeline.positions(connection, Filters(late=True))
    in_time = timeline.positions(connection, Filters(late=False))
    (line, *_) = timeline.lines(connection, Filters())
    assert sorted(late + in_time) == list(range(1, last + 1))
    assert line.late == (late == [last])
    return line.late


def test_late_entries(register: Register) -> None:
    """More than thirty days between happening and recording: thirty are not yet late."""
    with register.reading() as connection:
        assert not late_by(register, connection, 30)
        assert late_by(register, connection, 31)


@pytest.mark.parametrize(("recorded_at", "late"), [("2026-07-31T22:59", 0), ("2026-07-31T23:00", 31)])
def test_an_entry_is_late_by_days_in_london(recorded_at: str, late: int) -> None:
    """One of 1 July is late from 1 August there, which begins an hour earlier in UTC."""
    assert timeline.days_late(date(2026, 7, 1), datetime.fromisoformat(f"{recorded_at}Z")) == late


def test_a_review_holds_every_action_that_serves_it(register: Register) -> None:
    """Also one whose first review is another."""
    second = reviews.open_review(register.tracker, register.partnership, reference="DHR2", by=register.by())
    theirs = recommendations.make(register.tracker, second, wording="Train.", by=register.by())
    shared = register.plan(recommendations=(register.recommendation, theirs))
    reworded = change(register, shared, Action.reword, text="Train everybody")
    assert found(register, review=second)[-2:] == [reworded - 1, reworded]
    assert len(found(register, review=second)) == 4
    assert reworded in found(register, review=register.review)


def test_every_event_of_an_action_or_recommendation_makes_a_version() -> None:
    """By its versions, the log finds the events of an agency."""
    for view, thing in ((ACTIONS, Action), (RECOMMENDATIONS, Recommendation)):
        own = {one for one in vars(thing).values() if isinstance(one, type) and issubclass(one, Recorded)}
        assert set(view.changes) == own - {Recorded}


def test_the_events_of_an_agency(register: Register) -> None:
    """Its own, those of actions that it leads or supports then, and of what is addressed to it."""
    police = agencies.add(register.tracker, "Anytown Police", by=register.by())
    added = register.tracker.store.log.last_position()
    action = register.plan(timescale="31 March 2027")
    named = tracked.name_supporting_agencies(register.tracker, action, supporting=(police,), by=register.by())
    helped = change(register, action, Action.reword, text="Train everybody")
    ended = change(register, action, Action.name_supporting_agencies, supporting=())
    change(register, action, Action.remark, remark="Not theirs any longer.")
    addressed = recommendations.name_addressees(
        register.tracker, register.recommendation, addressees=(police,), by=register.by()
    )
    led = tracked.name_lead_agency(register.tracker, action, lead=police, by=register.by())
    renamed = agencies.rename(register.tracker, police, name="Anytown Constabulary", by=register.by())
    assert found(register, agency=police) == [added, named, helped, ended, addressed, led, renamed]
    assert addressed in found(register, agency=register.agency)


def test_filters_go_together(register: Register) -> None:
    """Each narrows what the others leave, and a position in the past narrows all."""
    action = register.plan()
    first = change(register, action, Action.reword, {"entered_by": SOMEBODY}, text="One")
    second = change(register, action, Action.reword, {"entered_by": SOMEBODY}, text="Two")
    filters = Filters(who=SOMEBODY, agency=register.agency, review=register.review)
    with register.reading() as connection:
        assert timeline.positions(connection, filters, newest_first=True) == [second, first]
        assert timeline.positions(connection, filters, at=first) == [first]
        assert timeline.positions(connection, filters, after=first) == [second]
        assert timeline.positions(connection, filters, topic="action.planned") == []


def all_lines(connection: Connection[Any], filters: Filters, size: int) -> list[timeline.Line]:
    """The whole log, page by page."""
    every: list[timeline.Line] = []
    while page := timeline.lines(
        connection, filters, limit=size, before=every[-1].position if every else None
    ):
        assert len(page) <= size
        every += page
    return every


@pytest.mark.parametrize("size", [1, 2, 50])
def test_an_import_is_one_line(register: Register, size: int) -> None:
    """It stands at its newest event with the count of all, however the log is paged, and opens."""
    before = register.tracker.store.log.last_position()
    first = bring_in(register, "DHR8", steps=4)
    by_hand = change(register, register.plan(), Action.reword, text="Train everybody")
    second = bring_in(register, "DHR9", steps=2)
    with register.reading() as connection:
        every = all_lines(connection, Filters(), size)
        opened = timeline.positions(connection, Filters(correlation=every[0].correlation))
    imports = [(line.position, line.events) for line in every if line.how == How.IMPORT]
    assert imports == [(second, second - by_hand), (first, first - before)]
    assert sum(line.events for line in every) == second
    assert opened == list(range(by_hand + 1, second + 1))


def progress(register: Register, actions: int, **by: Any) -> list[int]:
    """Report progress on so many actions under one correlation, each by itself."""
    correlation, planned = uuid4(), [register.plan() for _ in range(actions)]
    return [
        change(register, one, Action.report_progress, {"correlation": correlation, **by}, progress="Half.")
        for one in planned
    ]


@pytest.mark.parametrize("size", [1, 50])
def test_many_events_of_one_request_are_one_line(register: Register, size: int) -> None:
    """Ten or more stand at their newest with the count of each kind, whatever came between; nine do not."""
    few = progress(register, 9)
    many = progress(register, 10, entered_by=SOMEBODY)
    change(register, register.plan(), Action.reword, text="Train everybody")
    with register.reading() as connection:
        then = timeline.lines(connection, Filters(), at=many[0])
        every = all_lines(connection, Filters(topics=["action.progress_reported"]), size)
        (of_many,) = all_lines(connection, Filters(who=SOMEBODY), size)
        opened = all_lines(connection, Filters(correlation=of_many.correlation), size)
    assert [(one.position, one.events) for one in every] == [(many[-1], 10), *((one, 1) for one in few[::-1])]
    assert (then[0].position, then[0].events) == (many[0], 1)
    assert of_many.topics == {"action.progress_reported": 10}
    assert of_many.told_by is None
    assert [(one.position, one.events) for one in opened] == [(one, 1) for one in many[::-1]]


def test_an_import_is_told_by_its_plan(register: Register) -> None:
    """Its line knows the event that says so, also where a filter leaves that one out."""
    bring_in(register, "DHR8", steps=4)
    with register.reading() as connection:
        (plan,) = timeline.positions(connection, Filters(topics=["review.plan_imported"]))
        (line,) = timeline.lines(connection, Filters(topics=["action.planned"]))
    assert (line.told_by, line.events, line.topics) == (plan, 4, {"action.planned": 4})


def test_said_by_others_and_since_a_position(register: Register) -> None:
    """By words of who said so, by all but one, and after a position."""
    action = register.plan()
    said = change(register, action, Action.reword, {"said_by": "The Named Nurse"}, text="One")
    own = change(register, action, Action.reword, {"entered_by": SOMEBODY}, text="Two")
    assert found(register, said_by="named nurse") == [said]
    assert found(register, said_by="%") == []
    assert said in found(register, others_than=SOMEBODY)
    assert own not in found(register, others_than=SOMEBODY)
    with register.reading() as connection:
        assert [one.position for one in timeline.lines(connection, Filters(), after=said)] == [own]


def test_a_filtered_import_counts_what_fits(register: Register) -> None:
    """It stands where its newest fitting event is, also when later ones do not fit."""
    bring_in(register, "DHR8", steps=4)
    with register.reading() as connection:
        (line,) = all_lines(connection, Filters(topics=["recommendation.made"], how=How.IMPORT), 1)
        (past,) = all_lines(connection, Filters(how=How.IMPORT, topics=["action.planned"]), 1)
        as_at = timeline.lines(connection, Filters(how=How.IMPORT), at=line.position)
    assert line.events == 1
    assert past.events == 4
    assert [one.position for one in as_at] == [line.position]


def test_several_partnerships(register: Register) -> None:
    """With partnerships given, the log holds these and the directory of all."""
    other = partnerships.register(register.tracker, "ELS", "Safer Elsewhere (invented)", by=register.by())
    last = register.tracker.store.log.last_position()
    theirs = found(register, partnerships=[other])
    assert theirs[-3:] == [last - 2, last - 1, last]
    assert len(theirs) == 4
