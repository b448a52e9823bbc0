"""The roles of PostgreSQL by which the web reads and records: they own nothing, and are made where missing.

Roles belong to a server, not to a database, so that this is not a file of the migrations: a database that was
restored on another server needs them, too.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Final, LiteralString

import psycopg
from psycopg.errors import DuplicateObject, InsufficientPrivilege, UniqueViolation
from psycopg.sql import SQL, Identifier

from domain.store.migrations import MigrationRefused

SERVING: Final = "dhr_serving"
"""Reads what whoever asks may see of the views."""
RECORDING: Final = "dhr_recording"
"""Records, and reads the events in the scope of whoever asks (`domain.store.scope`)."""

IS_MEMBER: Final[LiteralString] = """
    select pg_has_role(oid, 'member') from pg_roles where rolname = %s
"""
CREATE: Final = SQL("create role {role} nologin")
GRANT: Final = SQL("grant {role} to current_user")
BOTH_MAY: Final = (
    SQL("grant usage on schema public to {role}"),
    SQL("grant select, insert, update, delete on all tables in schema public to {role}"),
    SQL("grant usage on all sequences in schema public to {role}"),
    SQL("revoke insert, update, delete on public.migrations from {role}"),
)
MAY: Final = {
    SERVING: (
        *BOTH_MAY,
        SQL("revoke all on public.person_details, public.events, public.text_keys from {role}"),
    ),
    RECORDING: (
        *BOTH_MAY,
        SQL("revoke insert, update, delete on public.events from {role}"),
        SQL("revoke update, delete on public.text_keys from {role}"),
        SQL("grant execute on function public.record_events, public.destroy_text_key to {role}"),
        SQL("grant execute on function public.last_position, public.position_before to {role}"),
        SQL("grant execute on function public.recorded_at to {role}"),
    ),
}
"""What each of them may do: neither changes the log, and one does not even read it, nor personal details."""


def let_serve(connection: psycopg.Connection) -> None:
    """See that both roles are there and may do what they need, and no more. In autocommit mode.

    Raises MigrationRefused where the user of this database may not make roles, and nobody has made them.
    """
    missing = missing_roles(connection)
    try:
        for role in missing:
            _make(connection, Identifier(role))
    except InsufficientPrivilege as error:
        raise MigrationRefused(_what_to_ask_for(missing)) from error
    with connection.transaction():
        for name, statements in MAY.items():
            for statement in statements:
                connection.execute(statement.format(role=Identifier(name)))


def missing_roles(connection: psycopg.Connection) -> list[str]:
    """Those of the two as which the account of this connection may not act."""
    return [role for role in MAY if connection.execute(IS_MEMBER, [role]).fetchone() != (True,)]


def _make(connection: psycopg.Connection, role: Identifier) -> None:
    # It may be there for another database of this server, which may just be brought up to date as well.
    with suppress(DuplicateObject, UniqueViolation):
        connection.execute(CREATE.format(role=role))
    connection.execute(GRANT.format(role=role))


def _what_to_ask_for(roles: Sequence[str]) -> str:
    makings = "; ".join(f"create role {role} nologin" for role in roles)
    return (
        f"The account of the tracker may not act as {' and '.join(roles)}, nor make such a role. Whoever runs"
        f" the server can: {makings}; grant {', '.join(roles)} to the account of the tracker."
    )
