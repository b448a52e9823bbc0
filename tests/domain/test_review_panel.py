"""The panel of a review: chair, author, members who are replaced, gaps, and meetings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.provenance import Provenance
from domain.review import Review
from domain.review.panel import NO_CHAIR, REQUIRED_KINDS
from domain.review.vocabulary import PanelKind, Step
from tests.domain.given import (
    HOUSING,
    OWNER,
    PARTNERSHIP,
    POLICE,
    PROBATION,
    SOMEBODY,
    TODAY,
    by,
    fact,
    given,
)

INDEPENDENT = "Never worked for any agency of this partnership."
DECIDED_ON = TODAY - timedelta(days=30)


def on(days_ago: int) -> Provenance:
    """A provenance of something that happened so many days ago."""
    return by(happened_on=TODAY - timedelta(days=days_ago))


def decided() -> Review:
    """A review that entered after it was decided to review the death."""
    review = Review.open(PARTNERSHIP, "DHR7", by=by())
    review.enter(Step.DECIDED, DECIDED_ON, by=by())
    return review


def chaired(**facts: Any) -> Review:
    """One with an independent chair, since twenty days ago."""
    review = decided()
    review.appoint_chair(OWNER, INDEPENDENT, **facts, by=on(20))
    return review


def seated() -> Review:
    """One with the police on its panel since twenty days ago, and housing since ten."""
    review = decided()
    review.name_panel_member(POLICE, "Detective inspector", PanelKind.POLICE, by=on(20))
    review.name_panel_member(HOUSING, "Head of housing", PanelKind.HOUSING, by=on(10))
    return review


class TestChair:
    """The independent chair, who may write the report."""

    def test_a_chair_is_appointed(self) -> None:
        """With a declaration of independence; the step is taken on that day."""
        after = (
            given(decided())
            .when(Review.appoint_chair, OWNER, f" {INDEPENDENT} ", writes_report=True, by=on(20))
            .then(fact(Review.ChairAppointed, chair=OWNER, independence=INDEPENDENT, writes_report=True))
        )
        assert after.taken[Step.CHAIR_APPOINTED] == TODAY - timedelta(days=20)
        assert (after.chair.person, after.chair.independence) == (OWNER, INDEPENDENT)

    def test_not_before_the_decision(self) -> None:
        """Nor in a review of which nobody has decided anything."""
        given(decided()).when(Review.appoint_chair, OWNER, INDEPENDENT, by=on(31)).refused(
            "It was decided to review on 31 January 2026, and this cannot have happened before.",
            field="happened_on",
        )
        notified = Review.open(PARTNERSHIP, "DHR7", by=by())
        notified.notify(POLICE, by=by())
        given(notified).when(Review.appoint_chair, OWNER, INDEPENDENT).refused(
            "It has not been decided to review this death."
        )

    def test_independence_is_declared(self) -> None:
        """No chair without it."""
        given(decided()).when(Review.appoint_chair, OWNER, " ").refused(
            "Give their declaration of independence: what shows that they had no part in the case.",
            field="independence",
        )

    def test_one_at_a_time(self) -> None:
        """The next one follows when the one before has ended, not earlier."""
        given(chaired()).when(Review.appoint_chair, SOMEBODY, INDEPENDENT).refused(
            "It has an independent chair. Record first that they are that no longer.", field="chair"
        )
        review = chaired()
        review.end_chair(by=on(5).because("They retired."))
        given(review).when(Review.appoint_chair, SOMEBODY, INDEPENDENT, by=on(6)).refused(
            "There was another independent chair until 25 February 2026.", field="happened_on"
        )
        after = (
            given(review)
            .when(Review.appoint_chair, SOMEBODY, INDEPENDENT, by=on(5))
            .then(fact(Review.ChairAppointed, chair=SOMEBODY))
        )
        assert [one.person for one in after.chairs] == [OWNER, SOMEBODY]
        assert after.taken[Step.CHAIR_APPOINTED] == TODAY - timedelta(days=20)

    def test_a_chair_ends_with_a_reason(self) -> None:
        """The review has none then, and that is a gap."""
        given(chaired()).when(Review.end_chair).refused(
            "Say why they are its independent chair no longer.", field="reason"
        )
        given(chaired()).when(Review.end_chair, by=on(21).because("They retired.")).refused(
            "They began on 10 February 2026: it ends on that day or later.", field="happened_on"
        )
        ended = given(chaired()).when(Review.end_chair, by=by(reason="They retired."))
        after = ended.then(fact(Review.ChairEnded, chair=OWNER))
        assert after.chair is None
        assert after.chairs[0].until == TODAY
        assert NO_CHAIR in after.panel_gaps
        given(after).when(Review.end_chair, by=by(reason="Again.")).refused("It has no independent chair.")


class TestAuthor:
    """A separate author, where the chair does not write the report."""

    def test_an_author_is_appointed_and_replaced(self) -> None:
        """One at a time."""
        first = given(chaired()).when(Review.appoint_author, SOMEBODY, by=on(5))
        review = first.then(fact(Review.AuthorAppointed, author=SOMEBODY))
        given(review).when(Review.appoint_author, OWNER).refused(
            "They chair the review: name somebody else as author.", field="author"
        )
        given(review).when(Review.appoint_author, POLICE).refused(
            "It has an author. Record first that they write it no longer.", field="author"
        )
        after = given(review).when(Review.end_author).then(fact(Review.AuthorEnded, author=SOMEBODY))
        assert after.author is None
        given(after).when(Review.appoint_author, POLICE, by=on(1)).refused(
            "There was another author until 2 March 2026.", field="happened_on"
        )
        given(after).when(Review.end_author).refused(
            "Nobody but its chair is recorded as author of the report."
        )

    def test_either_the_chair_writes_or_another(self) -> None:
        """Never both."""
        given(chaired(writes_report=True)).when(Review.appoint_author, SOMEBODY).refused(
            "Its independent chair writes the report.", field="author"
        )
        review = decided()
        review.appoint_author(SOMEBODY, by=by())
        given(review).when(Review.appoint_chair, OWNER, INDEPENDENT, writes_report=True).refused(
            "Somebody else writes the report. Record first that they do so no longer.", field="writes_report"
        )


class TestMembers:
    """Who sits on the panel, by agency and post."""

    def test_a_member_is_named(self) -> None:
        """With the post, on one line, and for what they stand."""
        named = given(decided()).when(
            Review.name_panel_member, POLICE, " Detective\ninspector ", PanelKind.POLICE
        )
        after = named.then(
            fact(
                Review.PanelMemberNamed, agency=POLICE, job_title="Detective inspector", kind=PanelKind.POLICE
            )
        )
        assert [one.agency for one in after.panel] == [POLICE]

    @pytest.mark.parametrize(
        ("post", "sentence"),
        [
            (" ", "Say which post they hold there: a job title, not a name."),
            ("detective Inspector", "That post is on the panel already."),
        ],
    )
    def test_what_cannot_be_named(self, post: str, sentence: str) -> None:
        """A post without words, or one that is there."""
        given(seated()).when(Review.name_panel_member, POLICE, post, PanelKind.POLICE).refused(
            sentence, field="job_title"
        )

    def test_not_before_the_decision(self) -> None:
        """There is no panel of a death that is not reviewed."""
        review = Review.open(PARTNERSHIP, "DHR7", by=by())
        review.notify(POLICE, by=by())
        given(review).when(Review.name_panel_member, POLICE, "Inspector", PanelKind.POLICE).refused(
            "It has not been decided to review this death."
        )

    def test_a_member_is_replaced(self) -> None:
        """The place is given up, and may be taken again from that day on."""
        ended = given(seated()).when(Review.end_panel_member, POLICE, "detective inspector", by=on(5))
        after = ended.then(fact(Review.PanelMemberEnded, agency=POLICE, job_title="Detective inspector"))
        assert [one.agency for one in after.panel] == [HOUSING]
        assert after.panel_members[0].until == TODAY - timedelta(days=5)
        given(after).when(
            Review.name_panel_member, POLICE, "Detective inspector", PanelKind.POLICE, by=on(6)
        ).refused(
            "There was another holder of that post on the panel until 25 February 2026.", field="happened_on"
        )
        again = given(after).when(
            Review.name_panel_member, POLICE, "Detective inspector", PanelKind.POLICE, by=on(5)
        )
        assert len(again.then(Review.PanelMemberNamed).panel) == 2

    def test_who_is_not_there_does_not_go(self) -> None:
        """Neither an agency, nor a post of it, nor before they came."""
        given(seated()).when(Review.end_panel_member, PROBATION).refused(
            "That agency is not on the panel.", field="agency"
        )
        given(seated()).when(Review.end_panel_member, POLICE, "Clerk").refused(
            "That post of the agency is not on the panel.", field="job_title"
        )
        given(seated()).when(Review.end_panel_member, HOUSING, by=on(11)).refused(
            "They began on 20 February 2026: it ends on that day or later.", field="happened_on"
        )

    def test_the_only_place_of_an_agency_needs_no_post(self) -> None:
        """Of several it is said which."""
        given(seated()).when(Review.end_panel_member, HOUSING).then(
            fact(Review.PanelMemberEnded, job_title="Head of housing")
        )
        review = seated()
        review.name_panel_member(HOUSING, "Tenancy manager", PanelKind.HOUSING, by=by())
        given(review).when(Review.end_panel_member, HOUSING).refused(
            "That agency has several places on the panel: say which.", field="job_title"
        )


def test_gaps_are_what_nobody_stands_for_now() -> None:
    """No chair first; then the required kinds; others are no gap."""
    assert decided().panel_gaps == (NO_CHAIR, *REQUIRED_KINDS)
    assert PanelKind.SPECIALIST_SERVICE in chaired().panel_gaps
    review = chaired()
    for kind in REQUIRED_KINDS:
        review.name_panel_member(POLICE, f"For {kind}", kind, by=by())
    assert not review.panel_gaps
    review.end_panel_member(POLICE, f"For {PanelKind.HEALTH}", by=by())
    assert review.panel_gaps == (PanelKind.HEALTH,)


class TestMeetings:
    """When the panel met, and who was there."""

    def test_a_meeting_is_held(self) -> None:
        """On the day on which it happened, with what was decided."""
        held = given(seated()).when(
            Review.hold_panel_meeting, (POLICE,), apologies=(HOUSING,), notes=" Terms agreed. ", by=on(10)
        )
        after = held.then(
            fact(Review.PanelMeetingHeld, attended=(POLICE,), apologies=(HOUSING,), notes="Terms agreed.")
        )
        assert after.panel_meetings[0].on == TODAY - timedelta(days=10)

    def test_late_with_a_member_who_has_gone_since(self) -> None:
        """Who was on the panel on that day counts, not who is on it now."""
        review = seated()
        review.end_panel_member(POLICE, by=on(5))
        given(review).when(Review.hold_panel_meeting, (POLICE,), by=on(5)).then(Review.PanelMeetingHeld)
        given(review).when(Review.hold_panel_meeting, (POLICE,), by=on(4)).refused(
            "An agency that is named was not on the panel on 26 February 2026.", field="attended"
        )

    @pytest.mark.parametrize(
        ("attended", "apologies", "days_ago", "sentence", "field"),
        [
            ((), (), 0, "Say who attended.", "attended"),
            ((POLICE, POLICE), (), 0, "An agency is named twice.", "attended"),
            ((POLICE,), (HOUSING, HOUSING), 0, "An agency is named twice.", "apologies"),
            (
                (POLICE,), (POLICE,), 0, "An agency cannot have attended and sent apologies.", "apologies",
            ),
            (
                (PROBATION,), (), 0, "An agency that is named was not on the panel on 2 March 2026.",
                "attended",
            ),
            (
                (POLICE,), (HOUSING,), 11,
                "An agency that is named was not on the panel on 19 February 2026.", "apologies",
            ),
            ((POLICE,), (), 21, "Nobody was on the panel before 10 February 2026.", "happened_on"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_a_meeting(
        self, attended: Any, apologies: Any, days_ago: int, sentence: str, field: str
    ) -> None:
        """Each in one sentence, at its field."""
        given(seated()).when(
            Review.hold_panel_meeting, attended, apologies=apologies, by=on(days_ago)
        ).refused(sentence, field=field)

    def test_not_without_a_panel(self) -> None:
        """Its members are named first."""
        given(decided()).when(Review.hold_panel_meeting, (POLICE,)).refused(
            "Nobody is on the panel yet: name its members first."
        )

    def test_one_meeting_a_day(self) -> None:
        """The same one is not recorded twice."""
        review = seated()
        review.hold_panel_meeting((POLICE,), by=by())
        given(review).when(Review.hold_panel_meeting, (HOUSING,)).refused(
            "A meeting of the panel on that day is recorded already.", field="happened_on"
        )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (Review.appoint_chair, (OWNER, INDEPENDENT)),
        (Review.end_chair, ()),
        (Review.appoint_author, (OWNER,)),
        (Review.end_author, ()),
        (Review.name_panel_member, (POLICE, "Inspector", PanelKind.POLICE)),
        (Review.end_panel_member, (POLICE,)),
        (Review.hold_panel_meeting, ((POLICE,),)),
    ],
)
def test_nothing_changes_once_it_is_concluded(command: Any, said: Any) -> None:
    """The panel is what it was."""
    review = seated()
    review.conclude(0, by=by())
    given(review).when(command, *said).refused("This review has been concluded.")
