"""A review that several partnerships commission: one leads, and people of the others read it alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from domain.access_log import Kind
from domain.partnership import Partnership
from domain.provenance import Provenance
from domain.review import Review
from domain.store.application import Store
from domain.timescales import read_timescale
from domain.tracker import Tracker, action, partnership, person, recommendation, review
from domain.vocabulary import Role
from tests.api.accesses import accesses
from tests.api.conftest import Given, acting
from tests.api.rest.asking import API, act, get, items, refused

BOARD = "Anytown Safeguarding Adults Board"
LEADING, NEIGHBOUR = "Westonbury Community Safety Partnership", "Otherham Community Safety Partnership"
WHOLE = (Role.COORDINATOR, Role.CHAIR, Role.DEPUTY_CHAIR)
ONCE_PUBLISHED = (Role.SUBGROUP_MEMBER, Role.BOARD_MEMBER)
NEVER = (Role.ADMINISTRATOR, Role.AUDITOR, Role.OVERSIGHT)
LISTS = ("reviews", "recommendations", "actions")


class Joint(NamedTuple):
    """The neighbour and its people by their roles; a review of the leading partnership, and another one."""

    neighbour: UUID
    people: dict[Role, UUID]
    review: UUID
    recommendation: UUID
    action: UUID
    other: UUID

    @property
    def addresses(self) -> list[str]:
        """Where the things of the review stand, by programs and on pages."""
        of_review = zip(LISTS, (self.review, self.recommendation, self.action), strict=True)
        return [f"/{things}/{identity}" for things, identity in of_review]


@pytest.fixture
def joint(tracker: Tracker, given: Given, entered: Provenance, catch_up: Callable[[], None]) -> Joint:
    """Two reviews of one partnership; nobody has named who else commissioned them."""
    neighbour = partnership.register(tracker, "OTH", NEIGHBOUR, by=entered)
    people = {role: person.add(tracker, person.Details(f"Nia {role}"), by=entered) for role in WHOLE}
    people |= {
        role: person.add(tracker, person.Details(f"Nia {role}"), by=entered)
        for role in (*ONCE_PUBLISHED, *NEVER)
    }
    for role, one in people.items():
        partnership.give_role(tracker, neighbour, person=one, role=role, by=entered)
    made = [
        review.open_review(tracker, given.partnership, reference=reference, pseudonym="Ash", by=entered)
        for reference in ("DHR1", "DHR2")
    ]
    asked = [
        recommendation.make(tracker, one, wording="Review the zephyr training.", label="1", by=entered)
        for one in made
    ]
    step = action.plan(
        tracker,
        text="Begin the zephyr training.",
        recommendations=(asked[0],),
        timescale=read_timescale("30 April 2026"),
        by=entered,
    )
    catch_up()
    return Joint(neighbour, people, made[0], asked[0], step, made[1])


def name(client: TestClient, joint: Joint, *partnerships: UUID, bodies: tuple[str, ...] = ()) -> Any:
    """Name who commissioned the review, as the coordinator of the partnership that leads."""
    named = {"commissioned_with": [*map(str, partnerships)], "other_bodies": [*bodies]}
    return act(client, f"reviews/{joint.review}/commissioning-bodies", **named)


def found(client: TestClient, who: UUID, joint: Joint) -> dict[str, list[str]]:
    """What somebody finds of the review: in lists, by a search, in the log, and at its addresses."""
    with acting(client, who):
        lists = {things: [one["id"] for one in items(client, things)] for things in LISTS}
        lists["search"] = [one["id"] for one in items(client, "search?words=zephyr")]
        lists["log"] = sorted({one["topic"] for one in items(client, "events?limit=500") if of(one, joint)})
        statuses = [client.get(f"{way}{one}").status_code for one in joint.addresses for way in (API, "")]
        lists["addresses"] = [*map(str, statuses)]
    return lists


def of(event: Any, joint: Joint) -> bool:
    """Whether an event happened to a thing of the review."""
    return event["thing"] in {*map(str, (joint.review, joint.recommendation, joint.action))}


def all_of_it(joint: Joint) -> dict[str, Any]:
    """What is found by whoever sees the review, and nothing else of its partnership."""
    by_list = dict(zip(LISTS, ([str(one)] for one in joint[2:5]), strict=True))
    return {**by_list, "addresses": ["200"] * 6}


def without_search(said: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same without search and log, whose order is not told here."""
    return {word: told for word, told in said.items() if word not in ("search", "log")}


NOTHING = {"addresses": ["404"] * 6} | {things: list[str]() for things in (*LISTS, "search", "log")}


@pytest.mark.parametrize("role", [*WHOLE, *ONCE_PUBLISHED, *NEVER])
def test_people_of_a_commissioning_partnership_read_it(
    client: TestClient, joint: Joint, role: Role, tracker: Tracker, entered: Provenance
) -> None:
    """Not before it is named; then wholly, or once it is published; and no longer when it is taken off."""
    who = joint.people[role]
    assert found(client, who, joint) == NOTHING
    name(client, joint, joint.neighbour)
    unpublished = found(client, who, joint)
    act(client, f"reviews/{joint.review}/publication")
    published = found(client, who, joint)
    for said, sees in ((unpublished, WHOLE), (published, (*WHOLE, *ONCE_PUBLISHED))):
        if role in sees:
            assert without_search(said) == all_of_it(joint)
            assert {*said["search"]} == {str(joint.recommendation), str(joint.action)}
            assert {"review.commissioning_bodies_named", "action.planned"} <= {*said["log"]}
        else:
            assert said == NOTHING
    name(client, joint, bodies=(BOARD,))
    assert found(client, who, joint) == NOTHING


def test_nothing_else_of_the_leading_partnership_is_told(
    client: TestClient, joint: Joint, given: Given
) -> None:
    """Neither its page, settings, contacts and roles, nor its other reviews."""
    name(client, joint, joint.neighbour)
    with acting(client, joint.people[Role.COORDINATOR]):
        assert [one["id"] for one in items(client, "partnerships")] == [str(joint.neighbour)]
        for nowhere in (f"partnerships/{given.partnership}", f"reviews/{joint.other}"):
            for way in (f"{API}/", "/"):
                assert client.get(f"{way}{nowhere}").status_code == 404, nowhere
        things = {one["thing"] for one in items(client, "events?limit=500")}
        assert str(given.partnership) not in things
        assert get(client, f"reviews/{joint.review}")["partnership_name"] == LEADING


def test_as_at_a_past_day(client: TestClient, joint: Joint, store: Store) -> None:
    """Whoever sees it today sees how it stood then; whoever does not, does not see it as at any day."""
    who, alone = joint.people[Role.COORDINATOR], store.log.last_position()
    name(client, joint, joint.neighbour, bodies=(BOARD,))
    named = store.log.last_position()

    def bodies(position: int) -> list[list[str]]:
        with acting(client, who):
            rows = items(client, f"reviews?position={position}")
            return [one["commissioned_with_names"] + one["other_bodies"] for one in rows]

    assert (bodies(alone), bodies(named)) == ([[]], [[NEIGHBOUR, BOARD]])
    name(client, joint)
    assert (bodies(alone), bodies(named)) == ([], [])


@pytest.mark.parametrize(
    ("noun", "body"),
    [
        ("commissioning-bodies", {"other_bodies": [BOARD]}),
        ("publication", {}),
        ("question", {"text": "Who?"}),
        ("access", {"person": "{person}", "reason": "She asked."}),
    ],
)
def test_they_can_change_nothing(
    client: TestClient, joint: Joint, store: Store, noun: str, body: dict[str, str]
) -> None:
    """The coordinator of a partnership that does not lead is refused, and shown no form."""
    name(client, joint, joint.neighbour)
    who, before = joint.people[Role.COORDINATOR], store.log.last_position()
    with acting(client, who):
        body = {word: str(who) if said == "{person}" else said for word, said in body.items()}
        answer = client.post(f"{API}/reviews/{joint.review}/{noun}", json=body, headers={"If-Match": "*"})
        refused(answer, 404)
        page = client.get(f"/reviews/{joint.review}").text
        assert f"/reviews/{joint.review}/{noun}" not in page
    assert store.log.last_position() == before


def test_reading_it_unpublished_is_noted(client: TestClient, joint: Joint, store: Store) -> None:
    """As every reading of an unpublished review is; of a published one none is."""
    name(client, joint, joint.neighbour)
    who = joint.people[Role.CHAIR]
    with acting(client, who):
        assert client.get(f"/reviews/{joint.review}").status_code == 200
    read = [one for one in accesses(store, Kind.REVIEW_READ) if one.person == who]
    assert [one.reviews for one in read] == [[joint.review]]


def test_who_may_be_named(client: TestClient, joint: Joint, given: Given) -> None:
    """Not the partnership that leads, none that is not there, none twice: each in a sentence at its field."""
    address = f"{API}/reviews/{joint.review}/commissioning-bodies"
    for partnerships, sentence in (
        ([given.partnership], "Its own partnership leads it: name only the others."),
        ([uuid4()], "There is no such partnership."),
        ([joint.neighbour, joint.neighbour], "A partnership is named twice."),
        ([], "It is recorded so already."),
    ):
        body = {"commissioned_with": [*map(str, partnerships)]}
        problem = refused(client.post(address, json=body, headers={"If-Match": "*"}), 422)
        assert problem["errors"] == [{"field": "commissioned_with", "sentence": sentence}]


def test_a_coordinator_of_one_partnership_names_another(
    client: TestClient, joint: Joint, tracker: Tracker, entered: Provenance, given: Given
) -> None:
    """They choose it by its name, of which they know no more; the review's page, list and file tell it."""
    own = person.add(tracker, person.Details("Una Own"), by=entered)
    partnership.give_role(tracker, given.partnership, person=own, role=Role.COORDINATOR, by=entered)
    client.app.state.views.projector.catch_up()  # type: ignore[attr-defined]
    with acting(client, own):
        form = client.get(f"/reviews/{joint.review}/commissioning-bodies").text
        assert NEIGHBOUR in form
        assert f'value="{given.partnership}"' not in form
        told = name(client, joint, joint.neighbour, bodies=(BOARD,))
        assert (told["commissioned_with_names"], told["other_bodies"]) == ([NEIGHBOUR], [BOARD])
        page = client.get(f"/reviews/{joint.review}").text
        assert f"{LEADING} (leads), {NEIGHBOUR}, {BOARD}" in page
        assert f"It was commissioned with {NEIGHBOUR}, {BOARD}" in page
        assert f'"{NEIGHBOUR}\n{BOARD}"' in client.get(f"{API}/reviews.csv").text.replace("\r", "")
        assert client.get(f"/partnerships/{joint.neighbour}").status_code == 404


def test_its_role_ends_and_so_does_the_sight(
    client: TestClient, joint: Joint, tracker: Tracker, entered: Provenance
) -> None:
    """Whoever is no longer of the commissioning partnership sees nothing of it."""
    name(client, joint, joint.neighbour)
    who = joint.people[Role.COORDINATOR]
    ended: dict[str, Any] = {"person": who, "role": Role.COORDINATOR}
    tracker.change(Partnership.end_role, Partnership, joint.neighbour, by=entered, **ended)
    client.app.state.views.projector.catch_up()  # type: ignore[attr-defined]
    assert found(client, who, joint) == NOTHING
    assert tracker.get(Review, joint.review).commissioned_with == (joint.neighbour,)
