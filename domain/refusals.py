"""What a rule says when it refuses."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2099


class Refused(Exception):
    """A rule says no. `str()` of it is one sentence that a board member understands.

    `field` names the part of the form or of the JSON body that the sentence is about, if there is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class NotFound(Refused):
    """The thing that was asked for is not there (or not for the one who asks)."""


class NotThere(NotFound):
    """Something that was named in a field is not there."""


class NotAllowed(Refused):
    """Somebody asks for what they may not do."""


class SomeoneWasFirst(Refused):
    """The thing was changed by somebody else after the asker had last seen it."""


def refuse_if(condition: bool, sentence: str, *, field: str | None = None) -> None:
    """Raise `Refused(sentence)` when the condition holds."""
    if condition:
        raise Refused(sentence, field=field)


def refuse_unlikely_year(day: date | None, *, field: str) -> None:
    """Raise `Refused` for a mistyped year (agreed practice: 1900 to 2099, as plans are read)."""
    sentence = f"Look at the year again: it must be one from {FIRST_YEAR} to {LAST_YEAR}."
    refuse_if(day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR, sentence, field=field)
