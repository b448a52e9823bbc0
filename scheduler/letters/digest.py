"""The digest: one mail a person a working day, with a section for each partnership.

Before publication a mail carries reference, action number, agency and date only (agreed practice). This one
never carries more: no wording, no pseudonym, no name. Its links lead to pages; following one changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from domain.clocks import days_between, in_words
from projections.reminding import Line
from projections.reminding_clocks import ClockLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Entry:
    """One action or clock in a mail: which, how its date stands, what else is to be known, what to do, where.

    `link` is empty where whoever is written to could not open it.
    """

    about: str
    when: str
    note: str
    to_do: str
    link: str
    is_clock: bool = False


@dataclass(frozen=True)
class Section:
    """What is about one partnership, and where answers about them go (empty: it named no address)."""

    name: str
    reply_to: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Digest:
    """A digest as it is said today. `first` is due first; `about`: what all of it is about."""

    first: Entry
    about: str
    sections: tuple[Section, ...]
    trial: bool

    @property
    def count(self) -> int:
        """How many actions and clocks it names."""
        return sum(len(section.entries) for section in self.sections)

    @property
    def need_you(self) -> str:
        """How many of what it names, as a sentence."""
        clocks = sum(entry.is_clock for section in self.sections for entry in section.entries)
        actions = self.count - clocks
        counted = [_counted(actions, "action")] if actions else []
        counted += [f"{_counted(clocks, 'date')} of reviews"] if clocks else []
        return f"{' and '.join(counted)} {'needs' if self.count == 1 else 'need'} you."

    @property
    def subject(self) -> str:
        """The subject, without any detail of a case."""
        need = "1 needs you" if self.count == 1 else f"{self.count} need you"
        subject = f"{self.about}: {need}"
        return f"Trial: {subject[0].lower()}{subject[1:]}" if self.trial else subject

    @property
    def reply_to(self) -> list[str]:
        """The addresses of the partnerships in it that named one."""
        return list(dict.fromkeys(section.reply_to for section in self.sections if section.reply_to))

    def text(self) -> str:
        """The mail as plain text."""
        return TEMPLATES.get_template("digest.txt").render(digest=self)

    def html(self) -> str:
        """The mail as HTML."""
        return TEMPLATES.get_template("digest.html").render(digest=self)


def digest(
    lines: Sequence[Line | ClockLine], person: UUID, *, today: date, base_url: str, trial: bool
) -> Digest:
    """Say these actions and clocks (at least one) to a person on a day in London."""
    asked = {line.action: line for line in lines if isinstance(line, Line) and line.is_asked}
    named = {_thing(line): line for line in lines}
    entries = {
        thing: _clock_entry(line, today, base_url)
        if isinstance(line, ClockLine)
        else _entry(line, asked.get(thing), person, today, base_url)
        for thing, line in named.items()
    }
    by_partnership = sorted(named.values(), key=attrgetter("partnership_name", "partnership"))
    sections = [
        Section(name, reply_to, tuple(entries[_thing(line)] for line in some))
        for (name, _, reply_to), some in groupby(
            by_partnership, attrgetter("partnership_name", "partnership", "reply_to")
        )
    ]
    first = min(named.values(), key=_due_first)
    return Digest(entries[_thing(first)], _about(lines), tuple(sections), trial)


def _thing(line: Line | ClockLine) -> UUID:
    return line.clock if isinstance(line, ClockLine) else line.action


def _due_first(line: Line | ClockLine) -> date:
    return line.due or date.max


def _about(lines: Sequence[Line | ClockLine]) -> str:
    """What the subject says: that something is due, unless all of it is about something else."""
    of_actions = [line for line in lines if isinstance(line, Line)]
    if not of_actions:
        return "Dates of reviews"
    if len(of_actions) < len(lines):
        return "Actions and dates of reviews"
    if all(line.is_asked for line in of_actions):
        return "Progress asked for"
    return "Actions without an owner" if all(line.is_unowned for line in of_actions) else "Actions due"


def message(said: Digest, *, to: str, mail_from: str, message_id: str, moment: datetime) -> EmailMessage:
    """The mail, ready to be sent. Raises ValueError for an address that is none."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("DHR Tracker", addr_spec=mail_from)
    mail["To"] = Address(addr_spec=to)
    if said.reply_to:
        mail["Reply-To"] = [Address(addr_spec=address) for address in said.reply_to]
    mail["Subject"] = said.subject
    mail["Date"] = format_datetime(moment)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    # By mail and not by a link: a duty ends when a person decides so, not when a scanner opens a link.
    mail["List-Unsubscribe"] = f"<mailto:{[*said.reply_to, mail_from][0]}?subject=unsubscribe>"
    mail.set_content(said.text(), cte="quoted-printable")
    mail.add_alternative(said.html(), subtype="html", cte="quoted-printable")
    # Set before the contents, it would move into the first of them.
    mail["Content-Language"] = "en-GB"
    return mail


def _entry(line: Line, asked: Line | None, person: UUID, today: date, base_url: str) -> Entry:
    agency = line.agency or "no lead agency yet"
    return Entry(
        about=f"{' and '.join(line.references)}, action {line.number}, {agency}",
        when=_when(line.due, today),
        note=" ".join(words for words in (_asked(asked), _note(line, person)) if words),
        to_do="Open it and say how it stands: report progress, report it complete, or ask for more time.",
        link=f"{base_url}/actions/{line.action}",
    )


def _clock_entry(line: ClockLine, today: date, base_url: str) -> Entry:
    to_do = (
        "Open the review and record what it waits for, or that another time was agreed."
        if line.may_open
        else "Send what was asked for to the partnership, or say when you will."
    )
    link = f"{base_url}/reviews/{line.review}" if line.may_open else ""
    return Entry(line.called, _when(line.due, today), "" if line.may_open else to_do, to_do, link, True)


def _asked(line: Line | None) -> str:
    """That progress is asked for. What is asked may tell of a case, so it stands on the page alone."""
    if line is None:
        return ""
    by_when = f" by {in_words(line.answer_by)}" if line.answer_by else ""
    return f"You are asked how it stands: please answer{by_when}. What is asked stands on its page."


def _note(line: Line, person: UUID) -> str:
    """Why somebody who is not the owner is written to."""
    if line.owner is None:
        return "It has no owner yet: please name one."
    if line.owner_has_left:
        return "Its owner has left: please name another."
    return (
        ""
        if line.owner == person
        else "Its owner cannot be reached by mail: please tell them, or name another."
    )


def _when(due: date | None, today: date) -> str:
    if due is None:
        return "has no due date"
    days = days_between(due, today)
    if days == 0:
        return f"is due today, {in_words(due)}"
    if days < 0:
        return f"is due on {in_words(due)} (in {_days(-days)})"
    return f"was due on {in_words(due)} ({_days(days)} ago)"


def _days(count: int) -> str:
    return _counted(count, "day")


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit if count == 1 else unit + 's'}"
