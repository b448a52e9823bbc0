"""Random actions of random plans and rules, put straight into the views, and taken back afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as some
from psycopg import Connection
from psycopg.types.json import Jsonb

from domain.tracker import person as people
from domain.vocabulary import Delivery, Forecast
from projections.views import VIEWS
from tests.projections.views.conftest import TODAY, Register

ANOTHER = """
    insert into {table} ({columns})
    select {columns}
    from (
        select (jsonb_populate_record(pattern, %(changes)s)).*
        from {table} pattern
        where pattern.id = %(pattern)s
    ) another
"""
COLUMNS = {view.name: ", ".join([*view.fields, "since", "until"]) for view in VIEWS}
"""Those of each table that are not made of others."""
NEAR = some.integers(-200, 200) | some.sampled_from([-181, -180, -91, -90, -31, -30, -28, -1, 0, 1, 28, 29])


def days() -> some.SearchStrategy[date | None]:
    """Days near today, those at the ends of bands more often than others; or none."""
    return some.none() | NEAR.map(lambda distance: TODAY + timedelta(days=distance))


@contextmanager
def random_actions(register: Register, draw: Callable[..., Any]) -> Iterator[Connection[Any]]:
    """A connection that sees up to forty actions of three partnerships, each with a rule and two reviews."""
    pattern = register.plan()
    somebody = people.add(register.tracker, people.Details("Olive Owner"), by=register.by())
    with register.reading() as connection, connection.transaction(force_rollback=True):
        put = Putting(connection, draw)
        partnerships = [put.partnership(register.partnership) for _ in range(3)]
        reviews = [put.review(register.review, each) for each in partnerships for _ in range(2)]
        leads = [None, register.agency, put.agency(register.agency, "another Agency")]
        owners = [None, uuid4(), *(put.owner(somebody, leads) for _ in range(3))]
        for _ in range(draw(some.integers(1, 40))):
            put.action(pattern, partnerships, reviews, leads, owners)
        yield connection


class Putting:
    """Puts rows like another row into the tables of views."""

    def __init__(self, connection: Connection[Any], draw: Callable[..., Any]) -> None:
        self._connection, self._draw = connection, draw

    def row(self, table: str, pattern: UUID, **changes: Any) -> UUID:
        """A row like the pattern, but for an id of its own and these changes."""
        identity = uuid4()
        facts = Jsonb({"id": str(identity), **changes}, dumps=dumped)
        statement = ANOTHER.format(table=table, columns=COLUMNS[table])
        self._connection.execute(statement.encode(), {"changes": facts, "pattern": pattern})
        return identity

    def partnership(self, pattern: UUID) -> UUID:
        """A partnership with any rule for colours."""
        forecasts = self._draw(some.lists(some.sampled_from(Forecast), unique=True))
        rule = {"version": 1, "amber_within_days": self._draw(some.integers(0, 60))}
        return self.row("partnerships", pattern, rag_rule=rule | {"amber_forecasts": forecasts})

    def review(self, pattern: UUID, partnership: UUID) -> UUID:
        """A review whose plan may be issued."""
        issued = self._draw(some.sampled_from([None, TODAY]))
        return self.row("reviews", pattern, partnership=partnership, issued_on=issued)

    def agency(self, pattern: UUID, name: str) -> UUID:
        """An agency of this name."""
        return self.row("agencies", pattern, name=name)

    def owner(self, pattern: UUID, agencies: list[UUID | None]) -> UUID:
        """Somebody of any agency or none, who may have left."""
        agency, left = self._draw(some.sampled_from(agencies)), self._draw(some.booleans())
        return self.row("people", pattern, agency=agency, has_left=left)

    def action(
        self,
        pattern: UUID,
        partnerships: list[UUID],
        reviews: list[UUID],
        leads: list[UUID | None],
        owners: list[UUID | None],
    ) -> UUID:
        """An action in any state, with any dates, of no review or of several."""
        draw, forecasts = self._draw, some.none() | some.sampled_from(Forecast)
        return self.row(
            "actions",
            pattern,
            partnership=draw(some.sampled_from(partnerships)),
            reviews=draw(some.lists(some.sampled_from(reviews), unique=True, max_size=3)),
            lead=draw(some.sampled_from(leads)),
            supporting=draw(some.lists(some.sampled_from(leads[1:]), unique=True, max_size=1)),
            owner=draw(some.sampled_from(owners)),
            delivery=draw(some.sampled_from(Delivery)),
            forecast=draw(forecasts),
            due=draw(days()),
            original_due=draw(days()),
            asked_until=draw(days()),
            progress_asked_on=draw(days()),
        )


def dumped(facts: Any) -> str:
    """Facts as JSON; days and ids as they are written."""
    return json.dumps(facts, default=str)
