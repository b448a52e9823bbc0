"""The role of PostgreSQL by which the web reads: it owns nothing, and is made wherever it is missing.

Roles belong to a server, not to a database, so that this is not a file of the migrations: a database that was
restored on another server needs it, too.
"""

from typing import Final, LiteralString

import psycopg
from psycopg.errors import DuplicateObject, InsufficientPrivilege, UniqueViolation
from psycopg.sql import SQL, Identifier

from domain.store.migrations import MigrationRefused

SERVING: Final = "dhr_serving"

IS_MEMBER: Final[LiteralString] = """
    select pg_has_role(oid, 'member') from pg_roles where rolname = %s
"""
CREATE: Final = SQL("create role {serving} nologin")
GRANT: Final = SQL("grant {serving} to current_user")
MAY: Final = (
    SQL("grant usage on schema public to {serving}"),
    SQL("grant select, insert, update, delete on all tables in schema public to {serving}"),
    SQL("grant usage on all sequences in schema public to {serving}"),
    SQL("revoke all on public.person_details, public.events, public.text_keys from {serving}"),
)
"""What the serving role may do beside reading the views: not the log, nor its keys, nor personal details."""


def let_serve(connection: psycopg.Connection) -> None:
    """See that the serving role is there and may do what it needs, and no more. In autocommit mode.

    Raises MigrationRefused where the user of this database may not make roles, and nobody has made it.
    """
    serving = Identifier(SERVING)
    try:
        _see_to_role(connection, serving)
    except InsufficientPrivilege as error:
        raise MigrationRefused(
            f"The role {SERVING} is missing, and the user of the database may not make it. Whoever runs the"
            f" server can: create role {SERVING} nologin; grant {SERVING} to the user of the tracker."
        ) from error
    with connection.transaction():
        for statement in MAY:
            connection.execute(statement.format(serving=serving))


def _see_to_role(connection: psycopg.Connection, serving: Identifier) -> None:
    is_member = connection.execute(IS_MEMBER, [SERVING]).fetchone()
    if is_member is None:
        try:
            connection.execute(CREATE.format(serving=serving))
        except (DuplicateObject, UniqueViolation):
            # Another database of this server has just been brought up to date.
            is_member = None
    if is_member != (True,):
        connection.execute(GRANT.format(serving=serving))
