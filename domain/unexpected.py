"""What went wrong that nobody expected: a sentence for people, and for the log where to look."""

from traceback import extract_tb
from typing import NamedTuple, Self
from uuid import uuid4


class Unexpected(NamedTuple):
    """An error under a reference that is told to people and written to the log."""

    reference: str
    error: str
    where: list[str]

    @classmethod
    def of(cls, error: Exception) -> Self:
        """The error under a new reference. `where` are the places in the program that it went through."""
        # Neither the message nor the values of the error: they may hold what people wrote.
        where = [f"{one.filename}:{one.lineno} {one.name}" for one in extract_tb(error.__traceback__)]
        return cls(uuid4().hex[:8], type(error).__name__, where)

    @property
    def sentence(self) -> str:
        """What the one who waited is told."""
        return (
            "Something went wrong that should not."
            f" Tell whoever runs the tracker: reference {self.reference}."
        )
