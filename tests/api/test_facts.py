"""Which facts of a review each kind of person is told: row by row of the matrix of roles, and no more.

Three reviews, of which every text says what fact it is and of which review. Everybody asks at every address
that shows something of a case, and all answers are looked through. Counts are of all the actions of a review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.sessions import issue_link
from domain.action import Action
from domain.clocks import london_day
from domain.provenance import Provenance
from domain.recommendation import Recommendation
from domain.settings import Settings
from domain.store.application import Store
from domain.store.embedded import Server
from domain.timescales import read_timescale
from domain.tracker import Tracker, action, recommendation, review
from domain.vocabulary import Contact, How, Role
from tests.api.apart import addresses, told_by
from tests.api.conftest import BASE_URL, BEGIN, Clock, FollowedViews, Prepared
from tests.api.role_table.people import INSTALLATION, NOBODY, OWNER, SIGNED_IN, Case, Stage, set_up
from tests.conftest import database

PUBLISHED, ISSUED, DRAFT = "published", "issued", "draft"
"""The reviews. In the first two each role of a review is held; their actions are the owner's."""
WORDING, LESSON, TEXT, ELSEWHERE = "wording", "lesson", "text", "elsewhere"
PROGRESS, EVIDENCE, REASON, COMMENT, SENTENCE = "progress", "evidence", "reason", "comment", "sentence"
COUNTS: Final = "counts"
"""`ELSEWHERE`: the text of an action of an agency for which nobody here answers. `REASON`: of an extension.
`COMMENT`: what the board asks. `SENTENCE`: why something was reworded, as the history tells it."""

Facts = frozenset[str]
NONE: Final[Facts] = frozenset()
PLAN: Final[Facts] = frozenset({WORDING, LESSON, TEXT, ELSEWHERE, COUNTS})
OF_ACTIONS: Final[Facts] = frozenset({TEXT, PROGRESS, EVIDENCE, REASON, COMMENT, SENTENCE})
EVERYTHING: Final[Facts] = PLAN | OF_ACTIONS
ONLY_COUNTS: Final[Facts] = frozenset({COUNTS})


class Sees(NamedTuple):
    """The facts that somebody is told of each review."""

    published: Facts = NONE
    issued: Facts = NONE
    draft: Facts = NONE


WHOLE: Final = Sees(EVERYTHING, EVERYTHING, EVERYTHING)
THEIRS: Final = Sees(EVERYTHING, EVERYTHING)
PAPERS: Final = Sees(PLAN, PLAN)
AGENCY: Final = Sees(OF_ACTIONS | {WORDING}, OF_ACTIONS | {WORDING}, OF_ACTIONS)
EXPECTED: Final[Mapping[str, Sees]] = {
    Role.ADMINISTRATOR: Sees(),
    Role.COORDINATOR: WHOLE,
    Role.CHAIR: WHOLE,
    Role.DEPUTY_CHAIR: WHOLE,
    Role.SUBGROUP_MEMBER: Sees(EVERYTHING),
    Role.BOARD_MEMBER: Sees(EVERYTHING, ONLY_COUNTS, ONLY_COUNTS),
    Role.INDEPENDENT_CHAIR: THEIRS,
    Role.REPORT_AUTHOR: THEIRS,
    Role.PANEL_MEMBER: PAPERS,
    Role.IMR_AUTHOR: PAPERS,
    **dict.fromkeys(Contact, AGENCY),
    OWNER: Sees(OF_ACTIONS, OF_ACTIONS),
    Role.AUDITOR: Sees(ONLY_COUNTS, ONLY_COUNTS, ONLY_COUNTS),
    Role.OVERSIGHT: Sees(PLAN),
    INSTALLATION: Sees(),
    NOBODY: Sees(),
}
"""The matrix of roles, as it is told by the product."""
OF_CASES: Final = re.compile(
    r"(/api/v1)?/(actions|recommendations|reviews|board|changes|events|log|search|imports|disclosures)?"
    r"(/\{(identity|position)[^/]*\}(/(history|timeline|questions|learning|action-plan|plan-versions|statement))?)?(\.csv|\.docx)?$"
)
"""Addresses that show something of reviews: pages, JSON and files; not forms, nor what is printed."""
ASKED_WITH: Final = {"/search": "?words=zephyr", "/changes": "?from=2026-01-01"}


class Place(NamedTuple):
    """The application, its store, who there is, and the reviews; facts stand in the log after `since`."""

    app: FastAPI
    store: Store
    stage: Stage
    cases: dict[str, Case]
    since: int


def said(fact: str, name: str) -> str:
    """The text of a fact of a review."""
    return f"Zephyr {fact}of{name}."


def record_facts(tracker: Tracker, stage: Stage, name: str, case: Case) -> None:
    """All that can be said in a review, in texts of its own."""
    by, why, because = (
        Provenance(How.FORM, london_day(BEGIN), reason=reason)
        for reason in ("", said(SENTENCE, name), said(REASON, name))
    )

    def change(command: Any, **facts: Any) -> None:
        kind: Any = Recommendation if "Recommendation" in command.__qualname__ else Action
        thing = case.actions if kind is Action else case.recommendations
        tracker.change(command, kind, thing, **{"by": by} | facts)

    change(Recommendation.reword, wording=said(WORDING, name))
    change(Recommendation.state_background, issue=said(LESSON, name), theme="Zephyr")
    of = (case.recommendations,)
    action.plan(tracker, text=said(ELSEWHERE, name), recommendations=of, lead=stage.supporting, by=by)
    change(Action.reword, text=said(TEXT, name), by=why)
    change(Action.set_timescale, timescale=read_timescale("30 April 2026"))
    change(Action.report_progress, progress=said(PROGRESS, name), evidence=said(EVIDENCE, name))
    change(Action.ask_for_progress, question=said(COMMENT, name))
    change(Action.request_extension, until=date(2026, 6, 30), by=because)


def draft(tracker: Tracker, stage: Stage) -> Case:
    """A review whose plan is not issued."""
    by = Provenance(How.FORM, london_day(BEGIN))
    opened = review.open_review(tracker, stage.home, reference="DRAFT1", pseudonym="Rose", by=by)
    asked = recommendation.make(tracker, opened, wording="Train all.", label="1", by=by)
    step = action.plan(tracker, text="Write a plan.", recommendations=(asked,), lead=stage.lead, by=by)
    return Case(opened, asked, step, tracker.store.log.last_position())


@pytest.fixture(scope="module")
def place(postgres: Server, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An installation with one person of every role, and the three reviews."""
    with database(postgres, "every_fact", prepared.name) as url:
        store = Store(url, prepared.master_key)
        stage, tracker = set_up(store), Tracker(store)
        cases = {PUBLISHED: stage.published, ISSUED: stage.unpublished, DRAFT: draft(tracker, stage)}
        since = store.log.last_position()
        for name, case in cases.items():
            record_facts(tracker, stage, name, case)
        views = FollowedViews(store)
        views.projector.catch_up()
        settings = Settings(data=tmp_path_factory.mktemp("facts"), base_url=BASE_URL)
        yield Place(create_app(settings, store, views, clock=Clock()), store, stage, cases, since)
        views.close()
        store.close()


def paths(place: Place) -> Iterator[str]:
    """Every address of something of a case, for each thing that there is."""
    ids = {
        word: [getattr(case, word) for case in place.cases.values()]
        for word in ("reviews", "recommendations", "actions")
    }
    recorded = range(place.since + 1, place.store.log.last_position() + 1)
    for one in addresses(place.app):
        if one.method == "GET" and OF_CASES.match(one.path):
            if "{position}" in one.path:
                yield from (re.sub(r"\{.*\}", str(at), one.path) for at in recorded[::4])
            elif "{" in one.path:
                things = ids.get(one.path.removeprefix("/api/v1").split("/")[1], [])
                yield from (re.sub(r"\{.*\}", str(identity), one.path) for identity in things)
            else:
                yield one.path + ASKED_WITH.get(one.path.removeprefix("/api/v1").partition(".")[0], "")


def told(client: TestClient, place: Place) -> set[tuple[str, str]]:
    """Which facts of which reviews stand in any answer."""
    found = set()
    every = [(fact, name) for fact in EVERYTHING for name in place.cases]
    marks = {said(*one).split()[1].rstrip("."): one for one in every}
    looked_for = re.compile("|".join(marks).encode())
    for path in paths(place):
        answer = client.get(path)
        assert answer.status_code < 500, path
        for part in told_by(answer):
            found |= {marks[one.decode()] for one in looked_for.findall(part)}
    return found


def counted(client: TestClient, case: Case) -> bool:
    """Whether the review is shown with the number of all of its actions."""
    answer = client.get(f"/api/v1/reviews/{case.reviews}")
    return answer.status_code == 200 and answer.json()["actions"] == 2


def test_the_table_has_everybody() -> None:
    """A new role or post says here which facts it is told."""
    assert EXPECTED.keys() == set(SIGNED_IN)


@pytest.mark.parametrize("who", SIGNED_IN)
def test_the_facts_that_are_told(place: Place, who: str) -> None:
    """What the row of the matrix says, wherever they ask, and nothing else."""
    client = TestClient(place.app, base_url=BASE_URL, follow_redirects=False)
    link = issue_link(place.store, place.stage.people[who], now=BEGIN)
    assert client.post(f"/set-up/{link}").status_code == 303
    facts = told(client, place)
    facts |= {(COUNTS, name) for name, case in place.cases.items() if counted(client, case)}
    found = Sees(*(frozenset(fact for fact, of in facts if of == name) for name in Sees._fields))
    assert found == EXPECTED[who]
