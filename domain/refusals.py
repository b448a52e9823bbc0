"""What a rule says when it refuses."""


class Refused(Exception):
    """A rule says no. `str()` of it is one sentence that a board member understands.

    `field` names the part of the form or of the JSON body that the sentence is about, if there is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class NotFound(Refused):
    """The thing that was asked for is not there (or not for the one who asks)."""


class SomeoneWasFirst(Refused):
    """The thing was changed by somebody else after the asker had last seen it."""


def refuse_if(condition: bool, sentence: str, *, field: str | None = None) -> None:
    """Raise `Refused(sentence)` when the condition holds."""
    if condition:
        raise Refused(sentence, field=field)
