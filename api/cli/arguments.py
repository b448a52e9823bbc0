"""What can be asked for on the command line, and in which words."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from argparse import _SubParsersAction


MOST_DAYS: Final = 365
"""For which a token works that expires."""


class Parser(ArgumentParser):
    """Says what is wrong in one sentence, with exit status 2."""

    def error(self, message: str) -> NoReturn:
        """Leave with the sentence."""
        self.exit(2, f"{self.prog}: {message.rstrip('.')}. See {self.prog} --help.\n")


def parser() -> Parser:
    """All commands of `dhr`; `deed` in what it parses names the function that carries the command out."""
    dhr = Parser(
        prog="dhr", description="Tracks the recommendations and actions of Domestic Homicide Reviews."
    )
    commands = dhr.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    _add_services(commands)
    _add_import(commands)
    _add_remind(commands)
    _add_views(commands)
    _add_care(commands)
    _add_directory(commands)
    return dhr


def _command(commands: _SubParsersAction[Parser], name: str, deed: str, says: str) -> Parser:
    command = commands.add_parser(name, help=says, description=says)
    command.set_defaults(deed=deed)
    return command


def _add_services(commands: _SubParsersAction[Parser]) -> None:
    serve = _command(commands, "serve", "serve:serve", "Run everything: database, worker and web.")
    serve.add_argument(
        "--demo", action="store_true", help="load invented demonstration data if the database is empty"
    )
    web = _command(commands, "web", "web:web", "Run the web service alone, on DATABASE_URL.")
    web.add_argument("--listener", type=int, help=SUPPRESS)
    _command(commands, "worker", "worker:worker", "Run the worker alone: views, reminders and mail.")
    _command(commands, "migrate", "migrate:migrate", "Bring the database up to date with this program.")
    _command(commands, "demo", "demo:demo", "Load invented demonstration data into an empty database.")


def _add_import(commands: _SubParsersAction[Parser]) -> None:
    says = "Read an action plan (.docx, .xlsx, .csv) and show what it would record; with --commit, record it."
    command = _command(commands, "import", "plan:import_plan", says)
    command.add_argument("file", metavar="FILE", type=Path, help="the plan")
    command.add_argument("--review", metavar="REF", required=True, help="the reference of the review")
    command.add_argument("--partnership", metavar="CODE", help="needed where there are several")
    command.add_argument("--open-review", action="store_true", help="open the review if there is none yet")
    command.add_argument("--not-issued", action="store_true", help="the agencies do not have the plan yet")
    command.add_argument("--commit", action="store_true", help="record it: all of it, or nothing")
    command.add_argument("--json", action="store_true", help="show the plan as JSON")


def _add_remind(commands: _SubParsersAction[Parser]) -> None:
    says = "Do the round of a day: record lapsed timescales, and send everybody who is due one digest."
    command = _command(commands, "remind", "remind:remind", says)
    command.add_argument("--date", metavar="D", type=_day, help="the day, as YYYY-MM-DD; today without it")
    command.add_argument("--dry-run", action="store_true", help="decide the same, record nothing")
    command.add_argument("--json", action="store_true", help="show the round as JSON")


def _add_views(commands: _SubParsersAction[Parser]) -> None:
    says = "Build the views again from the log; the present ones serve meanwhile."
    command = _command(commands, "rebuild", "rebuild:rebuild", says)
    command.add_argument("view", metavar="VIEW", nargs="?", help="only this one")
    command.add_argument(
        "--check", action="store_true", help="change nothing: compare a rebuild with the views that serve"
    )


def _add_care(commands: _SubParsersAction[Parser]) -> None:
    says = "Write a backup of everything but the master key, while people work."
    backup = _command(commands, "backup", "backup:back_up", says)
    backup.add_argument("path", metavar="FILE", type=Path, help="a new file, or a folder to put one in")
    says = "Bring a backup back into an empty database: all of it, or nothing."
    restore = _command(commands, "restore", "restore:restore", says)
    restore.add_argument("file", metavar="FILE", type=Path, help="the backup")
    restore.add_argument(
        "--check", action="store_true", help="change nothing: see that the file is whole and the key opens it"
    )
    restore.add_argument(
        "--moved",
        action="store_true",
        help="the tracker was stopped before the backup and did nothing since: mail goes, tokens stay",
    )
    mail = commands.add_parser("mail", help="Let mail go again that is held after a restore.")
    deeds = mail.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    release = _command(deeds, "release", "mail:release", "Let mail go again that is held after a restore.")
    release.add_argument(
        "--as-gone", action="store_true", help="send nothing of what may have gone since the backup"
    )
    key = commands.add_parser("key", help="Change the master key.")
    deeds = key.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    says = "Change the master key, while the tracker is stopped: all keys of text are wrapped anew."
    _command(deeds, "rotate", "key:rotate_key", says)
    says = "Have what was erased leave the disk too, while the tracker is stopped: rewrite the tables."
    _command(commands, "purge", "purge:purge", says)
    says = "Check that the log is whole: every event, in order, readable, and closed to changes."
    _command(commands, "verify", "verify:verify", says)
    says = "Check the installation, and say in words what is well, what to look at and what is wrong."
    doctor = _command(commands, "doctor", "doctor:doctor", says)
    doctor.add_argument("--json", action="store_true", help="show the checks as JSON")


def _add_directory(commands: _SubParsersAction[Parser]) -> None:
    partnership = _command(
        commands, "partnership", "directory:register_partnership", "Register a partnership."
    )
    partnership.add_argument("code", metavar="CODE", help="short and unique, such as WAL")
    partnership.add_argument("name", metavar="NAME")
    person = commands.add_parser(
        "person", help="Add, list and export people, let administrators sign in, sign people out."
    )
    deeds = person.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    add = _command(deeds, "add", "directory:add_person", "Add a person to the directory.")
    add.add_argument("name", metavar="NAME")
    add.add_argument("email", metavar="EMAIL")
    add.add_argument("--post", default="", help="their job title")
    add.add_argument("--agency", default="", help="their agency, by a name that it goes by")
    says = "Make a person an administrator, and print a link by which they can sign in once."
    _command(deeds, "admin", "signing_in:make_administrator", says).add_argument("email", metavar="EMAIL")
    _command(deeds, "list", "directory:list_people", "List everybody in the directory.")
    _add_role(deeds)
    says = "Print all that is held about a person, as JSON: their right of access."
    _command(deeds, "export", "directory:export_person", says).add_argument("email", metavar="EMAIL")
    says = "Sign a person out everywhere. Tokens of their programs go on."
    _command(deeds, "sign-out", "signing_in:sign_out", says).add_argument("email", metavar="EMAIL")
    _add_token(commands)


def _add_token(commands: _SubParsersAction[Parser]) -> None:
    token = _command(
        commands, "token", "signing_in:make_token", "Print a token with which a program acts for a person."
    )
    token.add_argument("--person", metavar="EMAIL", required=True)
    token.add_argument("--name", metavar="NAME", default="dhr token", help="for which program it is")
    token.add_argument(
        "--expires",
        metavar="DAYS",
        type=_days,
        help=f"works for so many days, {MOST_DAYS} at most",
    )
    token.add_argument(
        "--role",
        metavar="ROLE",
        action="append",
        type=_role,
        help="only with this role of the person, or as “owner” of their actions; may be said several times",
    )


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_DAYS):
        raise ArgumentTypeError(f"“{text}” is not a number of days from 1 to {MOST_DAYS}")
    return int(text)


def _role(text: str) -> str:
    from domain.standing import OWNER  # noqa: PLC0415 (help answers without loading the domain)
    from domain.vocabulary import Contact, Role  # noqa: PLC0415 (as above)

    known = (*Role, *Contact, OWNER)
    if text not in known:
        raise ArgumentTypeError(f"“{text}” is not a role: there are {', '.join(known)}")
    return text


def _add_role(deeds: _SubParsersAction[Parser]) -> None:
    role = _command(deeds, "role", "roles:give_or_end", "Give a person a role, or end it.")
    role.add_argument("email", metavar="EMAIL")
    role.add_argument("role", metavar="ROLE", help="such as coordinator, chair or “subgroup member”")
    role.add_argument("--partnership", metavar="CODE", help="needed where there are several")
    role.add_argument("--review", metavar="REF", help="for a role that is held in one review")
    role.add_argument("--agency", default="", help="for the author of an IMR: whose, by a name it goes by")
    role.add_argument("--from", metavar="D", type=_day, dest="first_day", help="today without it")
    role.add_argument("--to", metavar="D", type=_day, dest="last_day", help="the last day, if it is known")
    role.add_argument("--end", action="store_true", help="end it")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a day: write it as YYYY-MM-DD") from None
