"""Finding things by references, wording, agencies and people, with typing errors."""

from __future__ import annotations

from typing import Any

import pytest

from domain.action import Action
from domain.partnership import Partnership
from domain.recommendation import Recommendation
from domain.tracker import agency as agencies
from domain.tracker import partnership as partnerships
from domain.tracker import person as people
from domain.tracker import recommendation as recommendations
from domain.tracker import review as reviews
from projections.check import check
from projections.excerpts import Span
from projections.search import Found, search
from projections.search_entries import Kind
from projections.views import VIEWS
from tests.projections.views.conftest import Register


def find(register: Register, words: str, **how: Any) -> list[Found]:
    """What a search finds once the views have followed the log."""
    with register.reading() as connection:
        return search(connection, words, **how)


def headings(register: Register, words: str, **how: Any) -> list[str]:
    """The headings of what a search finds."""
    return [found.heading for found in find(register, words, **how)]


def recommend(register: Register, label: str, wording: str, **rest: Any) -> Any:
    """One more recommendation of the review."""
    return recommendations.make(
        register.tracker, register.review, label=label, wording=wording, by=register.by(), **rest
    )


@pytest.mark.parametrize("typed", ["3.140(a)", "3.140 (A)", " 3.140( a ) ", "recommendation 3.140(a)"])
def test_a_label_is_found_first(register: Register, typed: str) -> None:
    """In any case and spacing, and with a word beside it, the label comes before those that resemble it."""
    recommend(register, "3.140(b)", "See 3.140(a) before recommendation 3.141 of the police.")
    wanted = recommend(register, "3.140(a)", "Review the policy of the police.")
    found = find(register, typed)
    assert (found[0].id, found[0].kind) == (wanted, Kind.RECOMMENDATION)


@pytest.mark.parametrize("typed", ["WAL/2025/03", "wal / 2025 / 03", "Wal/2025/03"])
def test_a_reference_is_found_first(register: Register, typed: str) -> None:
    """A review is found by its reference, however it is spaced."""
    wanted = reviews.open_review(
        register.tracker, register.partnership, reference="WAL/2025/03", by=register.by()
    )
    reviews.open_review(register.tracker, register.partnership, reference="WAL/2025/04", by=register.by())
    assert find(register, typed)[0].id == wanted


def test_what_is_named_in_full_brings_nothing_that_is_only_like_it(register: Register) -> None:
    """A reference, a number, also beside its review, or an agency's name; a slip in it does bring that."""
    review = reviews.open_review(register.tracker, register.partnership, reference="DEMO1", by=register.by())
    people.add(register.tracker, people.Details("Demo Owner"), post="", agency=None, by=register.by())
    named = agencies.add(register.tracker, "Anytown Probation", by=register.by())
    agencies.add(register.tracker, "Anytown Porbation Board", by=register.by())
    action = register.plan("Write the first policy")
    assert [one.id for one in find(register, "demo1")] == [review]
    assert [one.id for one in find(register, "3.2/1")] == [action]
    assert [one.id for one in find(register, "anytown probation")] == [named]
    assert {one.kind for one in find(register, "demo1 owner")} >= {Kind.REVIEW, Kind.PERSON}
    assert [one.is_similar for one in find(register, "demoo")] == [True]


def test_what_is_similar_says_so_and_comes_last(register: Register) -> None:
    """So that a page can tell it apart from what says what was typed."""
    register.plan("Write to the police")
    register.plan("Write to the polcie")
    found = find(register, "polcie")
    assert [one.is_similar for one in found] == [False, True]


@pytest.mark.parametrize("dash", ["-", "\u2010", "\u2013", "\u2212"])
def test_any_dash_will_do(register: Register, dash: str) -> None:
    """A reference copied out of a letter, with another sort of dash, is found."""
    wanted = reviews.open_review(register.tracker, register.partnership, reference="DHR-7", by=register.by())
    assert find(register, f"dhr{dash}7")[0].id == wanted


def test_an_action_is_found_by_its_number(register: Register) -> None:
    """The number as printed leads to the action, and to it alone first."""
    register.plan("Write the first policy")
    wanted = register.plan("Write the second policy")
    assert find(register, "3.2/2")[0].id == wanted


def test_a_label_beside_a_reference_is_that_of_the_review(register: Register) -> None:
    """Labels repeat: the one of the review that is named comes before those of other reviews."""
    tracker, by = register.tracker, register.by
    made = []
    for reference in ("DHR2", "DHR3"):
        review = reviews.open_review(tracker, register.partnership, reference=reference, by=by())
        made.append(recommendations.make(tracker, review, wording="Train.", label="3.2", by=by()))
    typed = [("dhr 2", made[0]), ("DHR2", made[0]), ("dhr 3", made[1]), ("DHR3", made[1])]
    for reference, wanted in typed:
        found = find(register, f"3.2 {reference}", kinds=[Kind.RECOMMENDATION])
        assert (found[0].id, len(found)) == (wanted, 3)


def test_wording_is_found_in_other_forms_of_its_words(register: Register) -> None:
    """Training finds train; every word has to be there, but in any order."""
    wanted = register.plan("Train every practitioner in recognising coercive control")
    register.plan("Publish the coercive behaviour leaflet")
    assert [one.id for one in find(register, "controlling coercive trained")] == [wanted]


def test_the_last_word_may_be_unfinished(register: Register) -> None:
    """Results come while somebody is still typing."""
    wanted = register.plan("Commission independent advocacy")
    assert [one.id for one in find(register, "independent advoc")] == [wanted]


def test_quoted_words_stand_together_and_minus_leaves_out(register: Register) -> None:
    """The two signs that people know from other search boxes."""
    together = register.plan("Explain the information sharing agreement")
    apart = register.plan("Share the information leaflet")
    assert {one.id for one in find(register, "information")} == {together, apart}
    assert [one.id for one in find(register, '"information sharing"')] == [together]
    assert [one.id for one in find(register, "information -leaflet")] == [together]


@pytest.mark.parametrize("typed", ["recomendation polcie", "recommendaton poilce", "police recommendatoin"])
def test_typing_errors_are_forgiven(register: Register, typed: str) -> None:
    """A letter missing, too many, wrong or swapped, in each of the words."""
    wanted = recommend(register, "R10", "This recommendation asks the police for a policy.")
    assert [one.id for one in find(register, typed)] == [wanted]


def test_what_is_spelt_as_typed_comes_before_what_was_perhaps_meant(register: Register) -> None:
    """A plan's own slip is found by the right word, after those that have it right."""
    wrong = register.plan("Write to the polcie")
    right = register.plan("Write to the police")
    assert [one.id for one in find(register, "police")] == [right, wrong]
    assert [one.id for one in find(register, "polcie")] == [wrong, right]


def test_nothing_is_found_by_words_that_nobody_used(register: Register) -> None:
    """Forgiving is not guessing."""
    assert find(register, "xylophone") == []
    assert find(register, "train xylophone") == []


def test_short_words_are_not_corrected(register: Register) -> None:
    """Of three letters any could be another word."""
    register.plan("Ask the GPs")
    assert find(register, "gxs") == []


def test_the_better_comes_first(register: Register) -> None:
    """What says it more often, in the wording rather than in the background, comes first."""
    background = register.plan("Review the leaflet", expected_change="Housing is safer")
    wording = register.plan("Review housing with the housing officers")
    assert [one.id for one in find(register, "housing")] == [wording, background]


def test_an_agency_is_found_by_every_name(register: Register) -> None:
    """By its name, the one it had, and its aliases, until they are taken away; also misspelt."""
    agencies.rename(register.tracker, register.agency, name="Anytown Borough", by=register.by())
    agencies.add_alias(register.tracker, register.agency, alias="A.B.C.", by=register.by())
    for typed in ("anytown borough", "Anytown Council", "a.b.c.", "Anytwon Boruogh"):
        assert headings(register, typed, kinds=[Kind.AGENCY]) == ["Anytown Borough"]
    agencies.remove_alias(register.tracker, register.agency, alias="A.B.C.", by=register.by())
    assert find(register, "a.b.c.", kinds=[Kind.AGENCY]) == []


def test_a_partnership_is_found_by_code_and_name(register: Register) -> None:
    """And by its new name once it has one."""
    change = register.tracker.change
    change(Partnership.rename, Partnership, register.partnership, name="Safer Villages", by=register.by())
    assert headings(register, "any", kinds=[Kind.PARTNERSHIP]) == ["Safer Villages"]
    assert headings(register, "safer village") == ["Safer Villages"]
    assert find(register, "invented") == []


def test_words_of_agencies_as_in_the_plan_are_found(register: Register) -> None:
    """Agencies that the directory does not know stand in the words of the plan, and are found there."""
    change, by = register.tracker.change, register.by
    lead, supporting = register.plan("First"), register.plan("Second")
    change(Action.name_lead_agency, Action, lead, lead=None, in_words="Invented Housing Trust", by=by())
    several = ("Invented Ambulance Service", "Invented Hospice")
    change(Action.name_supporting_agencies, Action, supporting, supporting=(), in_words=several, by=by())
    addressed = recommend(register, "9", "Third")
    named: dict[str, Any] = {"addressees": (), "in_words": ("Invented Probation",)}
    change(Recommendation.name_addressees, Recommendation, addressed, by=by(), **named)
    assert [one.id for one in find(register, "housing trust")] == [lead]
    assert [one.id for one in find(register, "ambulance")] == [supporting]
    assert [one.id for one in find(register, "probation")] == [addressed]


@pytest.mark.parametrize(
    "typed",
    [
        "demo",
        "demo person",
        "Persn Demo",
        "named nurse",
        "demo nurse",
        "demo.person@example.org",
        "demo.person",
    ],
)
def test_a_person_is_found_by_name_address_and_post(register: Register, typed: str) -> None:
    """With a slip or two; the excerpt tells post and agency."""
    details = people.Details("Demo Person", "demo.person@example.org")
    person = people.add(
        register.tracker, details, post="Named Nurse", agency=register.agency, by=register.by()
    )
    people.add(register.tracker, people.Details("Somebody Else"), post="Clerk", agency=None, by=register.by())
    (found,) = find(register, typed)
    assert (found.kind, found.id, found.heading) == (Kind.PERSON, person, "Demo Person")
    assert found.excerpt == (Span("Named Nurse, Anytown Council", False),)


def test_the_domain_of_an_address_finds_nobody_by_itself(register: Register) -> None:
    """Else every colleague would come up with the name of the agency."""
    people.add(
        register.tracker,
        people.Details("Demo Person", "d@council.example"),
        post="",
        agency=None,
        by=register.by(),
    )
    assert find(register, "council", kinds=[Kind.PERSON]) == []
    assert find(register, "someone@council.example") == []
    assert len(find(register, "d@council.example")) == 1


def test_only_leaving_out_finds_nothing(register: Register) -> None:
    """There has to be something to look for."""
    register.plan("Train the police")
    assert find(register, "-police") == []


def test_a_person_stands_before_texts_by_name_and_after_them_by_post(register: Register) -> None:
    """Who is called so comes first; who merely works there comes last."""
    action = register.plan("Ask the housing officer, Demo Person")
    details = people.Details("Demo Person", "demo@example.org")
    person = people.add(register.tracker, details, post="Housing Officer", agency=None, by=register.by())
    assert [one.id for one in find(register, "demo person")] == [person, action]
    assert [one.id for one in find(register, "housing officer")] == [action, person]


def test_details_of_people_are_in_no_view(register: Register) -> None:
    """A name that is changed or taken away is not found any longer, with no rebuild."""
    details = people.Details("Demo Person", "demo@example.org")
    person = people.add(register.tracker, details, post="Clerk", agency=None, by=register.by())
    people.change_details(register.tracker, person, people.Details("Other Name"), by=register.by())
    assert find(register, "demo person") == []
    assert headings(register, "other name") == ["Other Name"]


def test_partnerships_are_kept_apart(register: Register) -> None:
    """Of other partnerships nothing is found; agencies belong to all."""
    other = partnerships.register(register.tracker, "OTH", "Safer Elsewhere (invented)", by=register.by())
    register.plan("Ask the council")
    found = find(register, "council", partnerships=[other])
    assert [one.kind for one in found] == [Kind.AGENCY]
    assert len(find(register, "council", partnerships=[register.partnership])) == 2
    assert find(register, "3.2", partnerships=[other]) == []
    assert find(register, "practitoiners", partnerships=[other]) == []
    assert [one.kind for one in find(register, "council", partnerships=[])] == [Kind.AGENCY]


def test_kinds_are_kept_apart(register: Register) -> None:
    """Only what is asked for."""
    action = register.plan("Train practitioners")
    assert [one.id for one in find(register, "practitioners", kinds=[Kind.ACTION])] == [action]
    assert {one.kind for one in find(register, "practitioners")} == {Kind.ACTION, Kind.RECOMMENDATION}


def test_pages_hold_everything_once(register: Register) -> None:
    """Page by page the same as all at once, over all ways of finding."""
    for number in range(7):
        register.plan(f"Train the police in part {number}")
    register.plan("Train the polcie")
    everything = [one.id for one in find(register, "police", limit=20)]
    paged = [one.id for page in range(4) for one in find(register, "police", limit=3, offset=3 * page)]
    assert len(everything) == 8
    assert paged == everything


def test_the_excerpt_shows_what_was_found(register: Register) -> None:
    """In pieces of plain text: what looks like a tag or a mark in it stays text, or falls away."""
    register.plan("Ask <b>two</b> \ue000officers\ue001 about the training of staff")
    ((*_, excerpt, _, _),) = find(register, "officer")
    assert [one.text for one in excerpt if one.found] == ["officers"]
    assert "\ue000" not in "".join(one.text for one in excerpt)
    assert "about the training of staff" in "".join(one.text for one in excerpt)


def test_the_excerpt_is_short_and_round_the_words(register: Register) -> None:
    """Of a long text only the part that matters."""
    register.plan("Before. " * 400 + "Here an advocate helps. " + "After. " * 400)
    ((*_, excerpt, _, _),) = find(register, "advocate")
    text = "".join(one.text for one in excerpt)
    assert Span("advocate", True) in excerpt
    assert text.startswith("… Here an advocate helps. After. ")
    assert len(text) < 260


def test_the_excerpt_shows_what_was_meant(register: Register) -> None:
    """Also where the words were misspelt."""
    register.plan("Ask the police")
    ((*_, excerpt, _, _),) = find(register, "polcie")
    assert Span("police", True) in excerpt


def test_what_changes_is_found_as_it_is(register: Register) -> None:
    """New words find it, old ones do not, for everything that can be changed."""
    action, change = register.plan("Old plan"), register.tracker.change
    change(Action.reword, Action, action, text="Fresh scheme", by=register.by())
    assert find(register, "old plan") == []
    assert [one.id for one in find(register, "fresh scheme")] == [action]
    recommendation = register.recommendation
    change(Recommendation.relabel, Recommendation, recommendation, label="4.7", by=register.by())
    change(Recommendation.reword, Recommendation, recommendation, wording="Sober", by=register.by())
    assert find(register, "3.2", kinds=[Kind.RECOMMENDATION]) == []
    assert headings(register, "sober") == ["4.7"]
    background: dict[str, Any] = {"issue": "Isolation", "theme": "Housing"}
    change(Recommendation.state_background, Recommendation, recommendation, by=register.by(), **background)
    assert headings(register, "isolation housing") == ["4.7"]


def test_the_past_is_searched_as_it_was(register: Register) -> None:
    """At an earlier position old words find it, also misspelt, and new ones do not."""
    action = register.plan("Old arrangement")
    then = register.tracker.store.log.last_position()
    change = register.tracker.change
    change(Action.reword, Action, action, text="Fresh scheme", by=register.by())
    later = register.plan("Old arrangement of later")
    assert [one.id for one in find(register, "old arrangement", at=then)] == [action]
    assert [one.id for one in find(register, "old arangement", at=then)] == [action]
    assert find(register, "fresh scheme", at=then) == []
    assert [one.id for one in find(register, "old arangement")] == [later]


@pytest.mark.parametrize(
    "typed",
    [
        "", "   ", "?!…", "'\"&|!:*()<->", "-", "a\0b", "\ud800", "train\x07", "police " * 1500, "x" * 10_000,
        "\u200b" * 50, "\ue000",
    ],
)  # fmt: skip
def test_what_cannot_be_looked_for_finds_nothing(register: Register, typed: str) -> None:
    """Nothing but marks, what cannot be typed, and whole pages: no error, and nothing found."""
    register.plan("Train the police")
    assert find(register, typed) == []


@pytest.mark.parametrize(
    "typed",
    ["police:*", "police & !", "'police", '"police', "po\u00adlice", "police\u200b", "(police", "\\police"],
)
def test_signs_beside_words_do_no_harm(register: Register, typed: str) -> None:
    """What stands in a query language of the database, or is invisible, is not taken for more."""
    action = register.plan("Train the police")
    assert [one.id for one in find(register, typed)] == [action]


def test_views_are_the_same_live_and_rebuilt(register: Register) -> None:
    """What the projector wrote step by step is what the log makes of it."""
    action = register.plan("Old plan")
    register.projector.catch_up()
    register.tracker.change(Action.reword, Action, action, text="Fresh scheme", by=register.by())
    agencies.rename(register.tracker, register.agency, name="Anytown Borough", by=register.by())
    register.projector.catch_up()
    assert check(register.tracker.store, VIEWS) == []
