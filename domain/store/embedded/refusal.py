"""What the embedded PostgreSQL says when it cannot serve."""


class PostgresUnavailable(RuntimeError):
    """The embedded PostgreSQL cannot be started or joined; the message is one sentence for a person."""
