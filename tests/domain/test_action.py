"""The rules of an action: planned, owned, carried out, signed off or sent back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.action import Action
from domain.vocabulary import Delivery, Forecast
from tests.domain.actions import DUE, action, planned, take
from tests.domain.given import (
    HOUSING,
    OWNER,
    PARTNERSHIP,
    POLICE,
    PROBATION,
    RECOMMENDATION,
    REVIEW,
    SOMEBODY,
    by,
    fact,
    given,
    given_nothing,
)

PLACE: dict[str, Any] = {"partnership": PARTNERSHIP, "reviews": (REVIEW,), "number": "R1/1"}


def test_an_action_is_planned_for_recommendations() -> None:
    """It begins as planned, its text without surrounding space, under the key of its first review."""
    outcome = given_nothing(Action.plan).when(
        "  Train all staff ", recommendations=(RECOMMENDATION,), lead=POLICE, supporting=(HOUSING,), **PLACE
    )
    new = outcome.then(fact(Action.Planned, text="Train all staff", text_key=REVIEW, lead=POLICE))
    assert (new.delivery, new.due, new.due_date_version, new.owner) == (Delivery.PLANNED, None, 0, None)


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        ({"text": "  "}, "Say what is to be done.", "text"),
        ({"recommendations": ()}, "An action carries out a recommendation.", "recommendations"),
        ({"lead": POLICE, "supporting": (POLICE,)}, "The lead agency cannot also support.", "supporting"),
    ],
)
def test_an_action_is_not_planned_without_text_or_recommendation(
    said: dict[str, Any], sentence: str, field: str
) -> None:
    """It says what is to be done, for which recommendation, and nobody both leads and supports."""
    facts = {"text": "Train", "recommendations": (RECOMMENDATION,), **PLACE, **said}
    given_nothing(Action.plan).when(**facts).refused(sentence, field=field)


def test_rewording_needs_other_words() -> None:
    """Its text changes to other words only."""
    given(action()).when(Action.reword, " Train everybody ").then(
        fact(Action.Reworded, text="Train everybody")
    )
    given(action()).when(Action.reword, " ").refused("Say what is to be done.", field="text")
    given(action()).when(Action.reword, "Train all staff ").refused("That is its text already.", field="text")


def test_an_agency_that_comes_to_lead_supports_no_longer() -> None:
    """Naming a supporting agency as lead takes it off the supporting ones."""
    outcome = given(action()).when(Action.name_lead_agency, HOUSING, "Housing")
    one = outcome.then(
        fact(Action.SupportingAgenciesNamed, supporting=()),
        fact(Action.LeadAgencyNamed, lead=HOUSING, lead_in_words="Housing"),
    )
    assert (one.lead, one.supporting) == (HOUSING, ())


def test_the_agencies_of_an_action_change_to_others_only() -> None:
    """The same lead, the same supporting agencies, and a lead that would support are refused."""
    given(action()).when(Action.name_lead_agency, POLICE).refused(
        "That agency leads it already.", field="lead"
    )
    given(action()).when(Action.name_lead_agency, None, "All agencies").then(
        fact(Action.LeadAgencyNamed, lead=None, lead_in_words="All agencies")
    )
    supporting = given(action())
    supporting.when(Action.name_supporting_agencies, (POLICE,)).refused(
        "The lead agency cannot also support.", field="supporting"
    )
    given(action()).when(Action.name_supporting_agencies, (HOUSING,)).refused(
        "Those agencies support it already.", field="supporting"
    )
    given(action()).when(Action.name_supporting_agencies, (PROBATION,), ("Probation",)).then(
        fact(Action.SupportingAgenciesNamed, supporting=(PROBATION,), supporting_in_words=("Probation",))
    )


def test_a_new_owner_has_yet_to_accept() -> None:
    """An accepted action is planned again once somebody else owns it."""
    one = given(action(Delivery.ACCEPTED)).when(Action.assign_owner, SOMEBODY).then(Action.OwnerAssigned)
    assert (one.owner, one.delivery) == (SOMEBODY, Delivery.PLANNED)
    given(action(Delivery.ACCEPTED)).when(Action.assign_owner, OWNER).refused(
        "They own this action already.", field="owner"
    )


def test_an_owner_says_that_an_action_is_not_theirs() -> None:
    """With a reason, while it is open: it has no owner then, and another has yet to accept it."""
    why = by(reason="Housing runs that training")
    accepted = given(action(Delivery.ACCEPTED)).when(Action.decline_ownership, by=why)
    one = accepted.then(fact(Action.OwnershipDeclined, owner=OWNER, reason=why.reason))
    assert (one.owner, one.delivery) == (None, Delivery.PLANNED)
    begun = given(action(Delivery.IN_PROGRESS)).when(Action.decline_ownership, by=why)
    assert begun.then(Action.OwnershipDeclined).delivery == Delivery.IN_PROGRESS
    given(action(Delivery.ACCEPTED)).when(Action.decline_ownership).refused(
        "Say why it is not theirs.", field="reason"
    )
    given(action()).when(Action.decline_ownership, by=why).refused("It has no owner.")
    given(action(Delivery.REPORTED_COMPLETE)).when(Action.decline_ownership, by=why).refused(
        "Its owner can say that it is not theirs only while it is open: it is reported complete."
    )


def test_only_a_planned_action_with_an_owner_is_accepted() -> None:
    """Somebody must be there to accept it, and nobody accepts twice."""
    given(action()).when(Action.accept).refused("It has no owner yet: name one first.")
    given(action(Delivery.ACCEPTED)).when(Action.accept).refused("It cannot be accepted: it is accepted.")


def test_progress_says_what_was_done_or_shows_evidence() -> None:
    """Either is enough; neither is nothing. An action sent back stays so."""
    progress = given(action()).when(Action.report_progress, " Begun ", " Minutes of 3 March ")
    progress.then(fact(Action.ProgressReported, progress="Begun", evidence="Minutes of 3 March"))
    given(action()).when(Action.report_progress, "", "A letter").then(Action.ProgressReported)
    given(action()).when(Action.report_progress, " ", " ").refused("Say what was done.", field="progress")
    again = given(action(Delivery.SENT_BACK)).when(Action.report_progress, "Night shift trained")
    again.then(fact(Action.ProgressReported, delivery=Delivery.SENT_BACK))
    given(action(Delivery.SIGNED_OFF)).when(Action.report_progress, "More").refused(
        "It is signed off: reopen it first."
    )


def test_remarks_and_forecasts_are_kept() -> None:
    """A remark needs words; a forecast is the owner's and only while it is open."""
    one = given(action()).when(Action.remark, " See R4 ").then(fact(Action.RemarkMade, remark="See R4"))
    assert one.remarks == ["See R4"]
    given(action()).when(Action.remark, " ").refused("A remark needs words.", field="remark")
    given(action()).when(Action.give_forecast, Forecast.WILL_MISS).then(
        fact(Action.ForecastGiven, forecast=Forecast.WILL_MISS)
    )
    given(action(Delivery.REPORTED_COMPLETE)).when(Action.give_forecast, Forecast.AT_RISK).refused(
        "A forecast can be given only while it is open: it is reported complete."
    )


def test_completion_stops_the_clock_on_the_day_it_happened() -> None:
    """Typed in late, it is complete from the day on which it was."""
    late = by(happened_on=date(2026, 2, 20))
    outcome = given(action()).when(Action.report_complete, " All trained ", " List ", by=late)
    outcome.then(
        fact(
            Action.ReportedComplete,
            what_was_done="All trained",
            evidence="List",
            completed_on=date(2026, 2, 20),
            happened_on=date(2026, 2, 20),
            in_imported_plan=False,
        )
    )
    given(action()).when(Action.report_complete, " ").refused("Say what was done.", field="what_was_done")


def test_nothing_happens_in_the_future() -> None:
    """A day to come is refused, whatever is said to have happened on it."""
    tomorrow = by(happened_on=date(2026, 3, 3))
    sentence = "What has happened cannot lie in the future."
    given(action()).when(Action.report_complete, "All", by=tomorrow).refused(sentence, field="happened_on")
    given(action()).when(Action.take_as_complete, "Done", date(2026, 3, 3)).refused(
        sentence, field="happened_on"
    )
    given(action()).when(Action.remark, "Seen", by=tomorrow).refused(sentence, field="happened_on")


def test_an_imported_plan_may_call_it_complete_without_a_day() -> None:
    """It is reported complete as the plan says, with its day if it names one, and awaits sign-off here."""
    undated = given(action()).when(Action.take_as_complete, "Complete", None)
    one = undated.then(fact(Action.ReportedComplete, completed_on=None, in_imported_plan=True))
    assert (one.delivery, one.completions) == (Delivery.REPORTED_COMPLETE, ["Complete"])
    day = date(2025, 11, 3)
    given(action()).when(Action.take_as_complete, "Complete", day).then(
        fact(Action.ReportedComplete, completed_on=day, happened_on=day)
    )


def test_sign_off_is_twofold() -> None:
    """The agency signs off first; the subgroup is assured after it."""
    reported = action(Delivery.REPORTED_COMPLETE)
    given(reported).when(Action.assure).refused("Its lead agency has not signed it off yet.")
    signed = given(reported).when(Action.sign_off_by_agency, closes=False).then(Action.SignedOffByAgency)
    given(signed).when(Action.sign_off_by_agency, closes=False).refused(
        "The agency has signed it off already."
    )
    assured = given(signed).when(Action.assure, meeting="Board, 12 March", minute="7")
    assert assured.then(fact(Action.Assured, minute="7")).delivery == Delivery.SIGNED_OFF


def test_a_rule_may_close_it_on_the_agencys_sign_off_alone() -> None:
    """Where the partnership's rule says so, no assurance is needed."""
    outcome = given(action(Delivery.REPORTED_COMPLETE)).when(Action.sign_off_by_agency, closes=True)
    assert outcome.then(fact(Action.SignedOffByAgency, closes=True)).delivery == Delivery.SIGNED_OFF


def test_only_what_was_reported_complete_is_judged() -> None:
    """Signing off, assuring and sending back wait for the owner's report."""
    sentence = "It has not been reported complete: it is in progress."
    going = given(action(Delivery.IN_PROGRESS))
    going.when(Action.sign_off_by_agency, closes=False).refused(sentence)
    going.when(Action.assure).refused(sentence)
    going.when(Action.send_back, by=by(reason="Not yet")).refused(sentence)


def test_an_action_sent_back_needs_both_signatures_again() -> None:
    """The agency's sign-off of before does not count for the work done since."""
    one = action(Delivery.REPORTED_COMPLETE)
    for step in ("agency", "send back", "complete"):
        take(one, step)
    given(one).when(Action.assure).refused("Its lead agency has not signed it off yet.")


def test_ending_and_reopening_need_reasons() -> None:
    """Cancelled and reopened only with a why."""
    given(action()).when(Action.cancel).refused("Say why it is cancelled.", field="reason")
    given(action(Delivery.SIGNED_OFF)).when(Action.cancel, by=by(reason="x")).refused(
        "It is signed off: reopen it first."
    )
    given(action(Delivery.SIGNED_OFF)).when(Action.reopen).refused("Say why it is reopened.", field="reason")
    given(action()).when(Action.reopen, by=by(reason="x")).refused("It cannot be reopened: it is planned.")
    given(action(Delivery.CANCELLED)).when(Action.reword, "Other").refused(
        "It has been cancelled: reopen it first."
    )
    again = given(action(Delivery.CANCELLED)).when(Action.reopen, by=by(reason="Needed after all"))
    assert again.then(fact(Action.Reopened, reason="Needed after all")).delivery == Delivery.IN_PROGRESS


def test_a_split_ends_an_action_for_good() -> None:
    """At least two agencies take its place; it is not reopened, and no request for time stays alive."""
    one = action()
    take(one, "ask")
    split = given(one).when(Action.split_by_agency, (POLICE, HOUSING)).then(Action.SplitByAgency)
    assert (split.delivery, split.split_into) == (Delivery.CANCELLED, (POLICE, HOUSING))
    given(split).when(Action.grant_extension).refused("Nobody has asked for more time.")
    given(split).when(Action.reopen, by=by(reason="x")).refused(
        "It was split: reopen the actions that took its place."
    )
    given(one).when(Action.split_by_agency, (POLICE,)).refused(
        "Name at least two agencies.", field="agencies"
    )
    given(action(Delivery.SIGNED_OFF)).when(Action.split_by_agency, (POLICE, HOUSING)).refused(
        "It can be split only while it is open: it is signed off."
    )


def test_every_event_carries_its_provenance() -> None:
    """Who pressed the button, in which post, who said it, how it came and why stand in the event."""
    said = by(
        entered_by=SOMEBODY,
        post="Coordinator",
        post_agency="Council",
        said_by="Named Nurse",
        how_in_detail="mail of 27 February",
        reason="Asked by the owner",
        happened_on=date(2026, 2, 27),
    )
    outcome = given(action()).when(Action.remark, "Seen", by=said)
    provenance = {"how": said.how, "partnership": PARTNERSHIP, "text_key": REVIEW}
    names = (
        "entered_by",
        "post",
        "post_agency",
        "said_by",
        "how_in_detail",
        "reason",
        "happened_on",
        "correlation",
    )
    outcome.then(fact(Action.RemarkMade, **provenance, **{name: getattr(said, name) for name in names}))


def test_place_and_plan_are_known_afterwards() -> None:
    """The place in the plan, the words of owner and agencies, and the expected change stay on it."""
    one = planned(
        place=4, owner_in_words="Named Nurse", supporting_in_words=("Housing",), lead_in_words="Police"
    )
    assert (one.place, one.owner_in_words, one.lead_in_words) == (4, "Named Nurse", "Police")
    assert (one.number, one.reviews, one.due, DUE.year) == ("R1/1", (REVIEW,), None, 2026)
