"""What changed between two moments."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.action import Action
from domain.partnership import Partnership
from domain.recommendation import Recommendation
from domain.tracker import action as tracked
from domain.tracker import agency as agencies
from domain.tracker import recommendation as recommendations
from domain.tracker import review as reviews
from domain.vocabulary import Delivery
from projections import changes
from projections.changes import Change, Filters, Kind, Moment, Span, words_changed
from tests.projections.views.conftest import TODAY, Register


@dataclass
class Between:
    """Changes from a position of the log until its end, with overdue reckoned on two days."""

    register: Register
    position: int
    first_day: date = TODAY
    second_day: date = TODAY

    def moments(self) -> tuple[Moment, Moment]:
        """Both ends."""
        last = self.register.tracker.store.log.last_position()
        return Moment(self.position, self.first_day), Moment(last, self.second_day)

    def counted(self, **filters: Any) -> dict[Kind, int]:
        """What is not nought."""
        with self.register.reading() as connection:
            counts = changes.counted(connection, *self.moments(), Filters(**filters))
        assert list(counts) == list(Kind)
        return {kind: count for kind, count in counts.items() if count}

    def listed(self, *, limit: int = 50, offset: int = 0, **filters: Any) -> list[Change]:
        """One page."""
        chosen = Filters(**filters)
        with self.register.reading() as connection:
            counts = changes.counted(connection, *self.moments(), chosen)
            return changes.listed(
                connection, *self.moments(), chosen, counts=counts, limit=limit, offset=offset
            )


def change(register: Register, thing: UUID, command: Any, **facts: Any) -> int:
    """Carry out a command of an action, or of a recommendation."""
    kind = Recommendation if command.__qualname__.startswith("Recommendation") else Action
    return register.tracker.change(command, kind, thing, by=register.by(reason="A reason."), **facts)


@pytest.fixture
def between(register: Register) -> Between:
    """From now on."""
    return Between(register, register.tracker.store.log.last_position())


@pytest.fixture
def action(register: Register) -> UUID:
    """An action of before."""
    return register.plan(timescale="31 March 2027")


@pytest.fixture
def since(register: Register, action: UUID) -> Between:
    """From after the action was planned."""
    assert action.version
    return Between(register, register.tracker.store.log.last_position())


def test_nothing_changed(between: Between) -> None:
    """Then there is nothing to list."""
    assert between.counted() == {}
    assert between.listed() == []


def test_what_was_added(register: Register, between: Between) -> None:
    """A review, a recommendation and an action, each named, with their words and agencies."""
    review = reviews.open_review(register.tracker, register.partnership, reference="DHR2", by=register.by())
    made = recommendations.make(
        register.tracker,
        review,
        wording="Write.",
        label="R1",
        addressees=(register.agency,),
        by=register.by(),
    )
    planned = register.plan("Write a policy", recommendations=(made,))
    assert between.counted() == {Kind.ADDED: 3}
    lines = between.listed()
    assert [(one.thing_kind, one.thing, one.number, one.reference) for one in lines] == [
        ("review", review, "DHR2", "DHR2"),
        ("recommendation", made, "R1", "DHR2"),
        ("action", planned, "R1/1", "DHR2"),
    ]
    assert [one.position for one in lines] == [between.position + turn for turn in (1, 2, 3)]
    assert [one.after for one in lines] == [None, "Write.", "Write a policy"]
    assert {one.before for one in lines} == {None}
    assert [one.agency_names for one in lines] == [[], ["Anytown Council"], ["Anytown Council"]]
    assert lines[2].agencies == [register.agency]
    assert {(one.review, one.happened_on) for one in lines} == {(review, TODAY)}
    assert all(one.recorded_at for one in lines)


def test_what_was_reworded(register: Register, action: UUID, since: Between) -> None:
    """Both wordings, for each time that it was reworded."""
    change(register, action, Action.reword, text="Train everybody")
    change(register, action, Action.reword, text="Train everybody yearly")
    change(register, register.recommendation, Recommendation.reword, wording="Train all practitioners.")
    lines = since.listed()
    assert since.counted() == {Kind.REWORDED: 3}
    assert [(one.before, one.after) for one in lines] == [
        ("Train every practitioner", "Train everybody"),
        ("Train everybody", "Train everybody yearly"),
        ("Train practitioners.", "Train all practitioners."),
    ]


def test_from_completion_to_reopening(register: Register, action: UUID, since: Between) -> None:
    """Each step is a line with both deliveries; an agency's sign-off that closes nothing is none."""
    change(register, action, Action.report_complete, what_was_done="All trained.")
    tracked.sign_off_by_agency(register.tracker, action, by=register.by())
    assert since.counted() == {Kind.REPORTED_COMPLETE: 1}
    change(register, action, Action.assure)
    change(register, action, Action.reopen)
    change(register, action, Action.cancel)
    assert [(one.kind, one.before, one.after) for one in since.listed()] == [
        (Kind.REPORTED_COMPLETE, Delivery.PLANNED, Delivery.REPORTED_COMPLETE),
        (Kind.SIGNED_OFF, Delivery.REPORTED_COMPLETE, Delivery.SIGNED_OFF),
        (Kind.REOPENED, Delivery.SIGNED_OFF, Delivery.IN_PROGRESS),
        (Kind.CANCELLED, Delivery.IN_PROGRESS, Delivery.CANCELLED),
    ]


def test_an_agency_that_closes_alone_signs_off(register: Register, action: UUID, since: Between) -> None:
    """Where the partnership's rule lets it, its sign-off is the sign-off."""
    register.tracker.change(
        Partnership.set_sign_off_rule,
        Partnership,
        register.partnership,
        single_agency_closes_alone=True,
        by=register.by(),
    )
    change(register, action, Action.report_complete, what_was_done="All trained.")
    tracked.sign_off_by_agency(register.tracker, action, by=register.by())
    assert since.counted() == {Kind.REPORTED_COMPLETE: 1, Kind.SIGNED_OFF: 1}


def test_sent_back_and_extended(register: Register, action: UUID, since: Between) -> None:
    """Both dates stand beside each other."""
    first, second, third = date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30)
    change(register, action, Action.request_extension, until=second)
    assert since.counted() == {}
    change(register, action, Action.grant_extension)
    change(register, action, Action.report_complete, what_was_done="All trained.")
    change(register, action, Action.send_back, further_work_by=third)
    lines = {one.kind: (one.before, one.after) for one in since.listed()}
    assert lines[Kind.EXTENDED] == (first, second)
    assert lines[Kind.SENT_BACK] == (second, third)


def test_withdrawn_and_split(register: Register, action: UUID, since: Between) -> None:
    """A withdrawn recommendation shows what it said; a split action is replaced by added ones."""
    police = agencies.add(register.tracker, "Anytown Police", by=register.by())
    tracked.split_by_agency(register.tracker, action, agencies=(register.agency, police), by=register.by())
    change(register, register.recommendation, Recommendation.withdraw)
    assert since.counted() == {Kind.ADDED: 2, Kind.WITHDRAWN: 1, Kind.SPLIT: 1}
    (withdrawn,) = [one for one in since.listed() if one.kind is Kind.WITHDRAWN]
    assert (withdrawn.before, withdrawn.after) == ("Train practitioners.", None)


def test_newly_overdue_without_any_event(register: Register) -> None:
    """The passing of the day alone makes it so; what was overdue before is not new."""
    register.plan("Late already", timescale="1 November 2026")
    late = register.plan("Late now", timescale="23 November 2026")
    register.plan("Not yet late", timescale="24 November 2026")
    register.plan("Without a date")
    between = Between(register, register.tracker.store.log.last_position(), TODAY, TODAY + timedelta(days=1))
    (line,) = between.listed()
    assert between.counted() == {Kind.NEWLY_OVERDUE: 1}
    assert (line.kind, line.thing, line.position, line.happened_on) == (Kind.NEWLY_OVERDUE, late, None, None)
    assert (line.before, line.after, line.thing_kind) == (TODAY, TODAY, "action")
    assert (line.reference, line.agency_names) == ("DHR1", ["Anytown Council"])


def test_newly_overdue_by_what_was_recorded(register: Register, between: Between) -> None:
    """An old plan that is entered is newly overdue; one that is reported complete meanwhile is not."""
    entered = register.plan("Entered late", timescale="1 November 2026")
    done = register.plan("Done", timescale="2 November 2026")
    change(register, done, Action.report_complete, what_was_done="Done.")
    (line,) = [one for one in between.listed() if one.kind is Kind.NEWLY_OVERDUE]
    assert (line.thing, line.before, line.after) == (entered, None, date(2026, 11, 1))


def test_overdue_again_after_more_time(register: Register) -> None:
    """Extended and late once more between two moments at both of which it is overdue: not new."""
    action = register.plan("Late", timescale="1 November 2026")
    between = Between(register, register.tracker.store.log.last_position(), TODAY, date(2027, 2, 1))
    change(register, action, Action.request_extension, until=date(2027, 1, 1))
    change(register, action, Action.grant_extension)
    assert between.counted() == {Kind.EXTENDED: 1}


def test_sent_back_in_time_is_newly_overdue_later(register: Register) -> None:
    """Waiting for sign-off it was not overdue; sent back, it is."""
    action = register.plan("Late", timescale="1 November 2026")
    change(register, action, Action.report_complete, what_was_done="Done.")
    between = Between(register, register.tracker.store.log.last_position())
    change(register, action, Action.send_back)
    assert between.counted() == {Kind.SENT_BACK: 1, Kind.NEWLY_OVERDUE: 1}


def test_of_a_review(register: Register, between: Between) -> None:
    """Its own opening, its recommendations, and every action that serves it, late ones too."""
    other = reviews.open_review(register.tracker, register.partnership, reference="DHR2", by=register.by())
    theirs = recommendations.make(register.tracker, other, wording="Write.", by=register.by())
    both = (register.recommendation, theirs)
    shared = register.plan("Shared", recommendations=both, timescale="1 November 2026")
    register.plan("Ours")
    assert between.counted(review=other) == {Kind.ADDED: 3, Kind.NEWLY_OVERDUE: 1}
    assert [one.thing for one in between.listed(review=other)] == [other, theirs, shared, shared]
    assert between.counted(review=register.review) == {Kind.ADDED: 2, Kind.NEWLY_OVERDUE: 1}
    assert between.counted(review=uuid4()) == {}


def test_of_an_agency(register: Register, between: Between) -> None:
    """What it leads, supports or is asked to do, before or after the change."""
    police = agencies.add(register.tracker, "Anytown Police", by=register.by())
    helped = register.plan("Helped", supporting=(police,), timescale="1 November 2026")
    led = register.plan("Led", lead=police)
    register.plan("Not theirs")
    recommendations.name_addressees(
        register.tracker, register.recommendation, addressees=(police,), by=register.by()
    )
    change(register, register.recommendation, Recommendation.reword, wording="Train all.")
    assert between.counted(agency=police) == {Kind.ADDED: 2, Kind.REWORDED: 1, Kind.NEWLY_OVERDUE: 1}
    assert [one.thing for one in between.listed(agency=police)] == [
        helped,
        led,
        register.recommendation,
        helped,
    ]
    assert between.counted(agency=uuid4()) == {}


def test_of_partnerships(register: Register, between: Between) -> None:
    """Those of other partnerships are left out, late ones too."""
    register.plan(timescale="1 November 2026")
    assert between.counted(partnerships=[uuid4()]) == {}
    assert between.counted(partnerships=[register.partnership]) == {Kind.ADDED: 1, Kind.NEWLY_OVERDUE: 1}


def test_names_are_those_of_then(register: Register, between: Between) -> None:
    """A later name of an agency, or a later text, is not that of the second moment."""
    action = register.plan()
    then = between.moments()
    agencies.rename(register.tracker, register.agency, name="Anytown Borough", by=register.by())
    change(register, action, Action.reword, text="Train everybody")
    with register.reading() as connection:
        counts = changes.counted(connection, *then)
        (line,) = changes.listed(connection, *then, counts=counts)
    assert (line.agency_names, line.after) == (["Anytown Council"], "Train every practitioner")


def test_an_agency_known_by_its_words_alone(register: Register, between: Between) -> None:
    """Where the plan names an agency that the directory does not know, its words stand."""
    action = register.plan(lead=None)
    change(register, action, Action.name_lead_agency, lead=None, in_words="The Nosuch Trust")
    change(register, action, Action.reword, text="Train everybody")
    assert [one.agency_names for one in between.listed()] == [[], ["The Nosuch Trust"]]


def test_pages_go_on_across_kinds(register: Register, between: Between) -> None:
    """Pages of any size together hold each line once, in order; one kind alone can be asked for."""
    planned = [register.plan(f"Step {turn}", timescale=f"{turn + 1} November 2026") for turn in range(3)]
    for one in planned:
        change(register, one, Action.reword, text="Another")
    whole = between.listed()
    assert [one.kind for one in whole] == [Kind.ADDED] * 3 + [Kind.REWORDED] * 3 + [Kind.NEWLY_OVERDUE] * 3
    for size in (1, 2, 4, 9):
        pages = [between.listed(limit=size, offset=offset) for offset in range(0, 12, size)]
        assert [line for page in pages for line in page] == whole
    with register.reading() as connection:
        late = changes.listed(connection, *between.moments(), counts={Kind.NEWLY_OVERDUE: 3}, limit=2)
    assert late == whole[6:8]


@pytest.mark.parametrize(
    ("old", "new", "spans"),
    [
        ("Train staff", "Train staff", [(Span.SAME, "Train staff")]),
        ("", "Train", [(Span.ADDED, "Train")]),
        ("Train", "", [(Span.REMOVED, "Train")]),
        ("", "", []),
        (
            "Train every practitioner yearly",
            "Train all staff yearly",
            [
                (Span.SAME, "Train"),
                (Span.REMOVED, "every practitioner"),
                (Span.ADDED, "all staff"),
                (Span.SAME, "yearly"),
            ],
        ),
        ("Train\n\nstaff", "Train  staff now", [(Span.SAME, "Train staff"), (Span.ADDED, "now")]),
    ],
)
def test_words_that_differ(old: str, new: str, spans: list[tuple[Span, str]]) -> None:
    """Whole words, in spans; space is not compared."""
    assert words_changed(old, new) == spans


WORDS = some.lists(some.sampled_from(["train", "all", "staff", "by", "May"]), max_size=30).map(" ".join)


@given(WORDS | some.text(), WORDS | some.text())
def test_no_word_is_lost(old: str, new: str) -> None:
    """What stayed and what was removed is the old wording, what stayed and what was added the new."""
    spans = words_changed(old, new)
    for text, other in ((old, Span.ADDED), (new, Span.REMOVED)):
        assert " ".join(words for span, words in spans if span is not other) == " ".join(text.split())
    assert all(words for _, words in spans)


def test_long_wordings_are_compared_at_once() -> None:
    """Two thousand times the same word, changed in the middle, take no time to speak of."""
    many = "staff " * 1000
    spans = words_changed(f"{many} in May {many}", f"{many} by June {many}")
    assert " ".join(words for span, words in spans if span is not Span.REMOVED).split().count("June") == 1


def test_every_kind_but_one_has_its_events() -> None:
    """Only becoming overdue needs none."""
    assert set(Kind) - set(changes.TOPICS) == {Kind.NEWLY_OVERDUE}
