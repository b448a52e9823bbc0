"""The pool of connections to PostgreSQL, and what is said when there is none."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from eventsourcing.persistence import OperationalError
from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import PoolTimeout

from domain.store.scope import scope
from domain.store.serving import RECORDING

CONNECT_TIMEOUT = 2.0
"""Seconds after which a connection that is not there counts as not to be had."""

DEFAULTS: dict[str, Any] = {
    "application_name": "dhr-tracker",
    "connect_timeout": int(CONNECT_TIMEOUT),
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""What a connection string may override. The keep-alives notice a server that is gone without a word."""

RECONNECT_SECONDS = 3.0
"""How long a pool tries by itself to replace a connection; afterwards the next request tries again.

The pauses of the pool's own attempts double: with a longer time it would sleep for half a minute after a
database that had been away for half a minute.
"""

ATTEMPTS = 3
LOST = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.ReadOnlySqlTransaction,
    psycopg.errors.InternalError_,
)
"""What psycopg raises when a connection goes away (and, while it stands, when the server has trouble).

What PostgreSQL has no code for is internal to it: a file that may not grow, for one.
"""

ENDS_THE_SESSION = ("FATAL", "PANIC")
"""How severe an error is after which the server hangs up, though this end may not have noticed yet."""

NOT_REACHED = "The database cannot be reached just now. Nothing was recorded; try again in a moment."

WORDS: Mapping[type[psycopg.Error], str] = {
    psycopg.errors.DiskFull: (
        "The disk of the database is full, so nothing was recorded. Tell whoever runs the tracker."
    ),
    psycopg.errors.ReadOnlySqlTransaction: (
        "The database takes no changes just now. Nothing was recorded; try again in a moment."
    ),
    psycopg.errors.InternalError_: (
        "The database has trouble of its own, so nothing was recorded. Tell whoever runs the tracker."
    ),
    psycopg.errors.QueryCanceled: "The database took too long. Nothing was recorded; try again in a moment.",
}
"""What people are told of trouble that the server has while it can be reached."""

SESSION_SETTINGS = "set timezone to 'UTC'; set idle_in_transaction_session_timeout to '30s'"
NARROW = "select set_config('dhr.scope', %s, false)"


class DatabaseUnavailable(OperationalError):
    """The database could not be asked. Nothing was recorded."""


class NoConnection(DatabaseUnavailable):
    """No connection was to be had in time, so nothing was asked at all."""


class OutcomeUnknown(DatabaseUnavailable):
    """The connection went away while a change was being saved, and nobody could be asked about it since."""

    def __init__(self) -> None:
        super().__init__(
            "The connection to the database was lost while saving. The change may or may not be recorded:"
            " look before you repeat it."
        )


def is_over(connection: Connection[Any], error: Exception) -> bool:
    """Whether a connection went away with an error: what was sent last may have been done, or not."""
    severity = error.diag.severity_nonlocalized if isinstance(error, psycopg.Error) else None
    return connection.closed or severity in ENDS_THE_SESSION


def words_for(error: Exception) -> str:
    """A sentence for an error of psycopg: what the server has, or that it cannot be reached."""
    return next((words for kind, words in WORDS.items() if isinstance(error, kind)), NOT_REACHED)


def with_defaults(conninfo: str, *, serving: bool = False) -> str:
    """The connection string (or URL) with this program's defaults for what it leaves open.

    `serving`: as the role by which the web records, not as the account that owns the tables.
    """
    given = conninfo_to_dict(conninfo)
    if serving:
        given["options"] = f"{given.get('options', '')} -c role={RECORDING}".strip()
    return make_conninfo("", **{**DEFAULTS, **given})


def check_reachable(conninfo: str) -> None:
    """Connect once, so that a wrong address or password is said in the server's own words."""
    try:
        psycopg.connect(conninfo).close()
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(f"The database cannot be reached: {error}") from error


def _prepare_session(connection: Connection[Any]) -> None:
    connection.autocommit = True
    connection.execute(SESSION_SETTINGS)


class _Connection(Connection[Any]):
    """A connection that knows the scope that was set on it: None before any was."""

    scope: str | None = None


class Datastore(PostgresDatastore):
    """The library's data store over a connection string, with every setting of its pool made here.

    `serving`: for the web, as a role that owns nothing and reads the events of a scope alone.
    """

    def __init__(self, conninfo: str, *, pool_size: int, max_overflow: int, serving: bool = False) -> None:
        super().__init__("", "", "", "", "")
        self.conninfo = with_defaults(conninfo, serving=serving)
        self._serving = serving
        self.pool = ConnectionPool(
            self.conninfo,
            connection_class=_Connection,
            min_size=pool_size,
            max_size=pool_size + max_overflow,
            open=False,
            configure=_prepare_session,
            timeout=CONNECT_TIMEOUT,
            max_waiting=0,
            max_lifetime=60 * 60.0,
            max_idle=10 * 60.0,
            reconnect_timeout=RECONNECT_SECONDS,
            num_workers=2,
        )

    def open(self) -> None:
        """Start the pool. Raises `DatabaseUnavailable` with the server's reason when there is no server."""
        check_reachable(self.conninfo)
        self.pool.open()

    def register_type_adapters(self) -> None:
        """Nothing to register: the log is written over plain arrays."""

    @contextmanager
    def get_connection(self) -> Iterator[Connection[Any]]:
        """A connection in autocommit mode, given back to the pool afterwards."""
        try:
            connection = self.pool.getconn()
        except PoolTimeout as error:
            raise NoConnection(NOT_REACHED) from error
        # Not the pool's own block: it ends with a commit, which is nothing to these connections but its time.
        try:
            yield connection
        finally:
            self.pool.putconn(connection)

    def ask(
        self, statement: LiteralString, parameters: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """The rows of a statement that only reads, or does no more the second time than it did the first.

        Asked again where a connection was lost.
        """
        for _ in range(ATTEMPTS):
            with self.get_connection() as connection:
                try:
                    self.narrow(connection)
                    return connection.execute(statement, parameters, prepare=True).fetchall()
                except LOST as error:
                    if not is_over(connection, error):
                        raise
            self.pool.check()
        raise DatabaseUnavailable("The connection to the database is lost again and again. Nothing was read.")

    def narrow(self, connection: Connection[Any]) -> None:
        """Let a connection read the events of the scope alone; one that does already is not asked again."""
        if self._serving and (wanted := scope()) != connection.scope:  # type: ignore[attr-defined]  # see pool
            connection.execute(NARROW, (wanted,), prepare=True)
            connection.scope = wanted  # type: ignore[attr-defined]

    @contextmanager
    def checked_connection(self) -> Iterator[Connection[Any]]:
        """The same, but known to be alive: a server that was restarted leaves dead ones in the pool."""
        with self.get_connection() as connection:
            if self._is_alive(connection):
                yield connection
                return
        self.pool.check()
        with self.get_connection() as connection:
            self.narrow(connection)
            yield connection

    def _is_alive(self, connection: Connection[Any]) -> bool:
        try:
            ConnectionPool.check_connection(connection)
            self.narrow(connection)
        except psycopg.OperationalError:
            return False
        return True
