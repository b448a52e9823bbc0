"""Lists, the log and searches as people of several roles see them, out of everything there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, LiteralString
from uuid import UUID, uuid4

from psycopg import Connection

from domain.sight import Sight
from projections import actions, timeline
from projections.actions import Filters
from projections.reading import Views
from projections.search import search
from projections.sight import own_partnerships, seen_by
from tests.bench.figures import TODAY, Figure, Place, Size
from tests.bench.reads import P95_MS, Works, milliseconds

SEARCH_MS = 100.0
ORDINARY, MISTYPED = "domestic abuse training", "polcie trainig"

LARGEST: LiteralString = """
    select
        a.partnership,
        mode() within group (order by a.owner) as owner,
        mode() within group (order by a.lead) as lead
    from actions a
    where a.until is null
    group by a.partnership
    order by count(*) desc, a.partnership
    limit 1
"""
PARTNERSHIPS: LiteralString = "select distinct partnership from actions where until is null"


def figures(size: Size, place: Place) -> list[Figure]:
    """Processor time in PostgreSQL, of one partnership's people and of those who belong to all."""
    with place.filled(size.actions) as store:
        conninfo = store.datastore.conninfo
        with closing(Views(conninfo)) as views, closing(Views(conninfo, serving=True)) as served:
            with views.reading() as tables:
                people = _people(tables)
            return [one for who, sight in people.items() for one in _figures(served, who, sight, size.rounds)]


def _people(tables: Connection[Any]) -> Mapping[str, Sight]:
    [(home, owner, lead)] = tables.execute(LARGEST).fetchall()
    one, every = frozenset([home]), frozenset(row.partnership for row in tables.execute(PARTNERSHIPS))
    assert home in every
    return {
        "coordinator of the largest partnership": Sight(uuid4(), partnerships=one, whole=one),
        "board member of it": Sight(uuid4(), partnerships=one, published=one, outlines=one),
        "contact of its agency with most actions": Sight(
            uuid4(), partnerships=one, answers_for=frozenset([(home, lead)])
        ),
        "owner of most of its actions": Sight(owner, owner=owner, partnerships=one),
        "auditor of all partnerships": Sight(uuid4(), partnerships=every, histories=every, outlines=every),
        "oversight of all partnerships": Sight(uuid4(), partnerships=every, published=every),
    }


def _figures(served: Views, who: str, sight: Sight, rounds: int) -> list[Figure]:
    with seen_by(sight), served.reading() as connection:
        asked = _asked(connection, own_partnerships())
        _check(connection, sight)
        works: Works = {what: (connection, ask) for what, (ask, _) in asked.items()}
        took = milliseconds(rounds, works)
    return [
        Figure(f"{who}: {what}", f"{took[what]:.1f} ms", aim=f"under {most:.0f} ms", met=took[what] < most)
        for what, (_, most) in asked.items()
    ]


def _asked(
    connection: Connection[Any], theirs: list[UUID] | None
) -> dict[str, tuple[Callable[[], Any], float]]:
    """What is asked, by name, with its aim in milliseconds."""
    late, every = Filters(overdue=True, partnerships=theirs), Filters(partnerships=theirs)
    of_log = timeline.Filters(partnerships=theirs)

    def look_for(words: str) -> Callable[[], Any]:
        return lambda: search(connection, words, partnerships=theirs)

    return {
        "overdue list": (lambda: actions.listed(connection, late, today=TODAY, sort="lead"), P95_MS),
        "all actions": (lambda: actions.listed(connection, every, today=TODAY), P95_MS),
        "the log": (lambda: timeline.lines(connection, of_log), P95_MS),
        f"search for “{ORDINARY}”": (look_for(ORDINARY), SEARCH_MS),
        f"search for “{MISTYPED}”": (look_for(MISTYPED), SEARCH_MS),
    }


def _check(connection: Connection[Any], sight: Sight) -> None:
    """They see of the actions what is theirs."""
    listed = actions.listed(connection, Filters(partnerships=own_partnerships()), today=TODAY)
    assert all(one.row.partnership in sight.partnerships for one in listed)
    if sight.owner:
        assert listed
        assert all(one.row.owner == sight.owner for one in listed)
