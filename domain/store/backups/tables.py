"""Which tables a backup holds: all of the tracker's but those that are made from others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, LiteralString, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from psycopg import Connection

    from domain.store.migrations import Migration

MIGRATIONS: Final = "migrations"
"""The manifest tells what is in it, and a restore fills it by migrating."""

NAMED: Final = re.compile(r"(?:public\.|rename to )(\w+)")

# Whoever refers to another table comes after it. What an extension has brought is not ours.
TABLES: Final[LiteralString] = """
    with recursive ours as (
        select oid, relname::text as name
        from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r'
            and not exists (
                select from pg_depend
                where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e'
            )
    ), placed as (
        select oid, 0 as place
        from ours
        union
        select referring.conrelid, placed.place + 1
        from placed
        join pg_constraint as referring
            on referring.confrelid = placed.oid
                and referring.conrelid <> placed.oid
                and referring.contype = 'f'
    )
    select
        name,
        array(
            select attname::text
            from pg_attribute
            where attrelid = ours.oid and attnum > 0 and not attisdropped and attgenerated = ''
            order by attnum
        ) as columns
    from ours
    join placed using (oid)
    group by ours.oid, name
    order by max(place), name
"""
"""The name of each ordinary table and its columns, those left out that PostgreSQL works out by itself."""


class Table(NamedTuple):
    """A table of the schema `public`, and the columns that hold its facts."""

    name: str
    columns: list[str]


def tables_of_record(connection: Connection[Any], derived: Collection[str]) -> list[Table]:
    """The tables in which something stands that nothing else can tell, in an order for filling them."""
    left_out = {*derived, MIGRATIONS}
    found = [Table(*row) for row in connection.execute(TABLES)]
    return [table for table in found if table.name not in left_out]


def made_by(migrations: Sequence[Migration]) -> set[str]:
    """The names in the migrations: a table that is not among them was made by somebody else."""
    return {name for one in migrations for name in NAMED.findall(one.sql.decode())}
