"""Invented histories of any size, written straight into the log: years of reviews, plans and their actions.

Everything goes through the commands of the domain and the mapper of the store, so that it is a history that
people could have made; only the function that records is replaced by COPY. One seed gives one history, but
for identities, which are random as they are everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

import psycopg

from api.sessions import make_administrator
from domain.store.application import Store
from tests.bench.cast import Directory, Team
from tests.bench.course import Course
from tests.bench.loading import Loading
from tests.bench.prose import Prose
from tests.bench.reviewing import Reviewing

DAYS_OF_A_YEAR = 365
ACTIONS_OF_A_PARTNERSHIP, MOST_PARTNERSHIPS = 500, 300
LEAST_OF_A_PLAN, MIDDLE_OF_A_PLAN, MOST_OF_A_PLAN = 4, 30, 90


class History(NamedTuple):
    """What was written. `administrator` is a person who may sign in."""

    events: int
    actions: int
    reviews: int
    partnerships: int
    administrator: UUID


def write_history(store: Store, *, actions: int, until: date, seed: int = 1, years: float = 10) -> History:
    """Fill the empty log of a store with so many actions and what belongs to them, about ten events each.

    Reviews begin on any day of the `years` before `until`; nothing is recorded on that day or later. With
    ten years about one action in eight is still open at the end, with half a year nearly all.
    """
    begins = until - timedelta(days=int(years * DAYS_OF_A_YEAR))
    with psycopg.connect(store.datastore.conninfo) as filling:
        loading = Loading(store, filling)
        course = Course(loading, seed, begins, until)
        directory = Directory(course)
        partnerships = min(MOST_PARTNERSHIPS, 2 + actions // ACTIONS_OF_A_PARTNERSHIP)
        teams = [directory.team(number, begins) for number in range(1, partnerships + 1)]
        reviews = _plan_reviews(course, teams, actions)
        course.run()
        loading.flush()
    make_administrator(store, directory.administrator.person, now=course.now)
    with store.connection() as connection:
        connection.execute("vacuum (analyze) public.events, public.plan_things")
    return History(loading.events, actions, reviews, partnerships, directory.administrator.person)


def _plan_reviews(course: Course, teams: Sequence[Team], actions: int) -> int:
    """Give reviews to the teams, to the first the most, until their plans have so many actions together."""
    prose, reviews, span = Prose(course.random), 0, course.ends - course.now
    shares = [1 / place**0.7 for place in range(1, len(teams) + 1)]
    while actions > 0:
        of_plan = int(course.random.triangular(LEAST_OF_A_PLAN, MOST_OF_A_PLAN, MIDDLE_OF_A_PLAN))
        [team] = course.random.choices(teams, shares)
        one = Reviewing(course, prose, team, min(of_plan, actions))
        planned = course.working_hour((course.now + course.random.random() * span).date())
        opened = planned - timedelta(days=20 + int(course.random.random() * 180))
        course.at(opened, one.open)
        course.at(planned, one.plan)
        actions, reviews = actions - of_plan, reviews + 1
    return reviews
