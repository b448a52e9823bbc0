"""What a command is: its address, its form, its body, and what carries it out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any
from unicodedata import category
from uuid import UUID

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic.fields import FieldInfo

from domain.provenance import Provenance, Thing
from domain.tracker import Tracker
from domain.tracker.review import take_step
from domain.vocabulary import How

LONGEST_PROSE = 20_000
LONGEST_LINE = 500


BY_PEOPLE = (How.FORM, How.MAIL, How.MEETING, How.PHONE)
"""How people tell each other things; what machines do comes in without a body."""


def told_by_people(value: Any) -> Any:
    """The word for how somebody told something. Raises ValueError for any other."""
    if value not in BY_PEOPLE:
        raise ValueError(f"This must be {', '.join(BY_PEOPLE[:-1])} or {BY_PEOPLE[-1]}.")
    return value


IN_WORDS = WithJsonSchema({"enum": [str(one) for one in BY_PEOPLE], "type": "string"})
Told = Annotated[How, BeforeValidator(told_by_people), IN_WORDS]


def one_line(text: str) -> str:
    """A text without line breaks and control characters, and with single spaces.

    A null character stays: it is refused, as everywhere.
    """
    said = (" " if category(one) == "Cc" and one != "\0" else one for one in text)
    return " ".join("".join(said).split())


class Body(BaseModel):
    """The body of every command: why, and where it was said by another, or happened on another day."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(
        default="", max_length=LONGEST_PROSE, title="Reason", json_schema_extra={"widget": "textarea"}
    )
    said_by: str = Field(
        default="",
        max_length=LONGEST_LINE,
        title="Who said so",
        description="If you record this for somebody else: their name or post.",
        json_schema_extra={"widget": "text"},
    )
    how: Told | None = Field(
        default=None,
        title="How it came",
        json_schema_extra={"widget": "choice", "choices": list(BY_PEOPLE)},
    )
    how_in_detail: str = Field(
        default="",
        max_length=LONGEST_LINE,
        title="Where it was said",
        description="For example: mail of 3 March, or meeting of 12 June, item 7.",
        json_schema_extra={"widget": "text"},
    )
    happened_on: date | None = Field(
        default=None,
        title="When it happened",
        description="Leave empty for today.",
        json_schema_extra={"widget": "date"},
    )

    @field_validator("*")
    @classmethod
    def on_one_line(cls, value: Any, info: ValidationInfo) -> Any:
        """What has a box, or a line, of its own is one line: no line break of a name begins one of a file."""
        extra = cls.model_fields[info.field_name or ""].json_schema_extra
        widget = extra.get("widget") if isinstance(extra, dict) else None
        if widget == "lines" and isinstance(value, list):
            return [one_line(one) for one in value]
        return one_line(value) if widget == "text" and isinstance(value, str) else value


@dataclass(frozen=True)
class Outcome:
    """What came of a command: the position of its last event, and the thing that it made or changed."""

    position: int
    identity: UUID


Carried = Callable[[Tracker, UUID | None, Any, Provenance, int | None], Outcome]


@dataclass(frozen=True)
class Carrier:
    """Carries a command out. `asks` is the method of the thing by which it is known who may give it."""

    asks: Callable[..., Any]
    carried: Carried

    def __call__(
        self, tracker: Tracker, identity: UUID | None, body: Any, by: Provenance, version: int | None
    ) -> Outcome:
        """Carry it out on a thing as it was seen, or on none. Refuses what the domain refuses."""
        return self.carried(tracker, identity, body, by, version)


def always(_: Any) -> bool:
    """Offered in every state."""
    return True


@dataclass(frozen=True)
class Command:
    """One command. `noun` is empty for one that makes a new thing.

    `offered` says of a row of the register whether the form makes sense now; the domain decides all the same.
    """

    things: str
    noun: str
    title: str
    body: type[Body]
    carry_out: Carrier
    button: str = ""
    explanation: str = ""
    offered: Callable[[Any], bool] = always
    needs_reason: bool = False

    @property
    def name(self) -> str:
        """What the button says."""
        return self.button or self.title

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """The fields of this command alone, without those that every body has."""
        return {
            name: field for name, field in self.body.model_fields.items() if name not in Body.model_fields
        }


def of_one(kind: type[Thing], method: Callable[..., Any]) -> Carrier:
    """Carries out a command of one thing alone: the fields of the body are the method's arguments."""

    def carry_out(
        tracker: Tracker, identity: UUID | None, body: Body, by: Provenance, version: int | None
    ) -> Outcome:
        identity = required(identity)
        position = tracker.change(method, kind, identity, version=version, by=by, **facts(body))
        return Outcome(position, identity)

    return Carrier(method, carry_out)


def of_several(function: Callable[..., int], asks: Callable[..., Any]) -> Carrier:
    """Carries out a function of the tracker on one thing, with the fields of the body as its arguments."""

    def carry_out(
        tracker: Tracker, identity: UUID | None, body: Body, by: Provenance, version: int | None
    ) -> Outcome:
        identity = required(identity)
        return Outcome(function(tracker, identity, by=by, version=version, **facts(body)), identity)

    return Carrier(asks, carry_out)


def of_course(method: Callable[..., Any]) -> Carrier:
    """Carries out a command of a review that goes by its partnership's rules, as `of_one` does."""
    return of_several(partial(take_step, command=method), method)


def making(function: Callable[..., UUID], asks: Callable[..., Any]) -> Carrier:
    """Carries out a function of the tracker that makes a thing."""

    def carry_out(tracker: Tracker, _: UUID | None, body: Body, by: Provenance, __: int | None) -> Outcome:
        identity = function(tracker, by=by, **facts(body))
        # Its own last position, not that of the log: others write meanwhile.
        return Outcome(tracker.store.log.of(identity)[-1].position, identity)

    return Carrier(asks, carry_out)


def facts(body: Body) -> dict[str, Any]:
    """The fields of the body that are the command's own; lists as tuples, as events keep them."""
    own = [name for name in type(body).model_fields if name not in Body.model_fields]
    values = {name: getattr(body, name) for name in own}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def required(identity: UUID | None) -> UUID:
    """The identity of the thing that a command is about."""
    if identity is None:
        raise LookupError("This command is about a thing: its identity is missing.")
    return identity


def line(title: str, hint: str = "", *, optional: bool = False, **extra: Any) -> Any:
    """A field of one line."""
    return _text(title, hint, LONGEST_LINE, optional=optional, widget="text", **extra)


def prose(title: str, hint: str = "", *, optional: bool = False, **extra: Any) -> Any:
    """A field of several lines."""
    return _text(title, hint, LONGEST_PROSE, optional=optional, widget="textarea", **extra)


def _text(title: str, hint: str, longest: int, *, optional: bool, **extra: Any) -> Any:
    shown: dict[str, Any] = {
        "title": title,
        "description": hint or None,
        "max_length": longest,
        "json_schema_extra": extra,
    }
    return Field("", **shown) if optional else Field(min_length=1, **shown)


def chosen(title: str, widget: str, hint: str = "", *, optional: bool = False, **extra: Any) -> Any:
    """A field with a widget of its own: date, choice, agency, agencies, person, recommendations, checkbox."""
    shown: dict[str, Any] = {
        "title": title,
        "description": hint or None,
        "json_schema_extra": {"widget": widget, **extra},
    }
    return Field(None, **shown) if optional else Field(**shown)
