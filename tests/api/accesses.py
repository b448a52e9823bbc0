"""What stands in the access log, as tests look at it."""

from __future__ import annotations

from typing import Any

from psycopg.rows import namedtuple_row

from domain.store.application import Store


def accesses(store: Store, kind: str = "") -> list[Any]:
    """The rows of the access log, or those of a kind, in the order in which they were written."""
    with store.connection() as connection, connection.cursor(row_factory=namedtuple_row) as cursor:
        rows: list[Any] = cursor.execute(
            "select * from public.access_log order by xmin::text::bigint"
        ).fetchall()
    return [row for row in rows if kind in ("", row.kind)]


def forget_nothing_more(store: Store) -> None:
    """From here on the access log takes no rows: as on a full disk."""
    with store.connection() as connection:
        connection.execute("alter table public.access_log add constraint full_disk check (false) not valid")
