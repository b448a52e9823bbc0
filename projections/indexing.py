"""Building the indexes of a generation, once its rows are there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from psycopg.sql import SQL, Composed

from projections.table import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from psycopg import Connection

    from projections.generations import Generation
    from projections.view import View

BIGGEST_FIRST = """
    select relname::text
    from pg_class
    where relnamespace = %s::regnamespace and relkind = 'r'
    order by pg_relation_size(oid) desc
    """
# Without it lists that an index alone could answer would read every row as well: PostgreSQL vacuumed these
# tables while they were filled, and would not come again until much has changed. Nothing in them is dead yet.
VACUUM = SQL("vacuum (analyze, index_cleanup off, truncate off) {}")
# One processor for each connection: helpers of one build would only take from the other.
PREPARE = """
    select set_config('search_path', %s, false), set_config('max_parallel_maintenance_workers', '0', false)
    """


def index(connections: Sequence[Connection[Any]], generation: Generation, views: Sequence[View]) -> None:
    """Build all indexes of a generation, and let PostgreSQL know what is in its tables.

    Each connection builds one index at a time; several of one table may be built at once.
    """
    named = {view.name: view for view in views}
    order = [named[name] for (name,) in connections[0].execute(BIGGEST_FIRST, [generation.schema])]
    indexes = [statement for view in order for statement in _indexes(view, generation)]
    vacuums = [VACUUM.format(table_of(view, generation.schema).name) for view in order]
    with ThreadPoolExecutor(max_workers=len(connections)) as builders:
        # A vacuum waits for the indexes of its table, so it must not come between them.
        for statements in (iter(indexes), iter(vacuums)):
            building = [builders.submit(_run, one, generation, statements) for one in connections]
            for built in building:
                built.result()


def _indexes(view: View, generation: Generation) -> list[Composed | bytes]:
    own = table_of(view, generation.schema).own_indexes
    return [*own, *(statement.encode() for statement in view.indexes)]


def _run(connection: Connection[Any], generation: Generation, statements: Iterator[Composed | bytes]) -> None:
    """Run what is left of the statements. Several threads take from the same iterator of a list."""
    connection.execute(PREPARE, [f"{generation.schema}, public"])
    for statement in statements:
        connection.execute(statement)
