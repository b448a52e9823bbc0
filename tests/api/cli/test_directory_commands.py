"""`dhr partnership`, `dhr person` and `dhr token`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api import sessions, tokens
from domain.access_log import CameBy, Kind
from domain.tracker import Tracker, agency, person
from tests.api.accesses import accesses
from tests.api.cli.conftest import BY, Dhr, log_of, topics


def test_a_partnership_is_registered_once(dhr: Dhr, database_url: str, tmp_path: Path) -> None:
    """Its code in capitals; the same code again is refused, and nothing is saved."""
    said = dhr("partnership", "any", " Safer Anytown ")
    assert (said.status, said.out) == (0, "Safer Anytown is registered under the code ANY.\n")
    before = topics(database_url, tmp_path)
    again = dhr("partnership", "ANY", "Another")
    assert (again.status, again.out) == (1, "")
    assert again.err == "There is a partnership with the code ANY already.\n"
    assert topics(database_url, tmp_path) == before


def test_a_person_is_added_and_listed(dhr: Dhr, database_url: str, tmp_path: Path) -> None:
    """With post and agency, found by any name that it goes by."""
    with log_of(database_url, tmp_path) as store:
        added = agency.add(Tracker(store), "Anytown Council", by=BY)
        agency.add_alias(Tracker(store), added, alias="ATC", by=BY)
    said = dhr(
        "person", "add", "Pat Example", "pat@example.org", "--post", "Head of housing", "--agency", "atc"
    )
    assert (said.status, said.out) == (0, "Pat Example is in the directory.\n")
    listed = dhr("person", "list")
    assert listed.out == "Pat Example\tpat@example.org\tHead of housing\tAnytown Council\t\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Pat", "pat at example"], "That is not an e-mail address."),
        (["", "pat@example.org"], "A person needs a name."),
        (["Pat", "PAT@example.org"], "Somebody in the directory has that e-mail address."),
        (
            ["Pat", "new@example.org", "--agency", "Nowhere"],
            "No agency goes by the name Nowhere: add it on the page Agencies first.",
        ),
    ],
)
def test_a_person_who_cannot_be_added(
    dhr: Dhr, arguments: list[str], sentence: str, database_url: str, tmp_path: Path
) -> None:
    """Exit status 1, the reason in one sentence, nothing saved."""
    assert dhr("person", "add", "Pat Example", "pat@example.org").status == 0
    before = topics(database_url, tmp_path)
    said = dhr("person", "add", *arguments)
    assert (said.status, said.out, said.err) == (1, "", f"{sentence}\n")
    assert topics(database_url, tmp_path) == before


def test_an_unknown_administrator_is_added_and_gets_a_link(
    dhr: Dhr, database_url: str, tmp_path: Path
) -> None:
    """Standard output has the link alone, which is good; another call gives another for the same person."""
    said = dhr("person", "admin", "pat@example.org")
    assert said.err == "pat@example.org was added to the directory.\n"
    again = dhr("person", "admin", "PAT@example.org")
    assert (again.status, again.err) == (0, "")
    links = [said.out.strip(), again.out.strip()]
    assert len(set(links)) == 2
    with log_of(database_url, tmp_path) as store:
        found = person.by_email(Tracker(store), "pat@example.org")
        assert found is not None
        assert sessions.is_administrator(store, found)
        for link in links:
            address, _, token = link.rpartition("/")
            assert address == "http://127.0.0.1:8000/set-up"
            assert sessions.link_state(store, token, now=datetime.now(UTC)) == sessions.LinkState.GOOD


def test_a_token_is_all_that_is_printed(dhr: Dhr, database_url: str, tmp_path: Path) -> None:
    """So that a script can keep it; it stands for that person."""
    dhr("person", "add", "Pat Example", "pat@example.org")
    said = dhr("token", "--person", "pat@example.org")
    assert (said.status, said.err) == (0, "")
    assert len(said.out.split()) == 1
    with log_of(database_url, tmp_path) as store:
        whose = sessions.caller_of_token(store, said.out.strip(), now=datetime.now(UTC))
        assert whose is not None
        assert whose.person == person.by_email(Tracker(store), "pat@example.org")


def test_a_token_with_less(dhr: Dhr, database_url: str, tmp_path: Path) -> None:
    """For a program, for so many days, and with some roles: only the token is printed all the same."""
    dhr("person", "add", "Pat Example", "pat@example.org")
    for role in ("administrator", "coordinator"):
        assert dhr("token", "--person", "pat@example.org", "--role", role).status == 0
    roles = ("--role", "administrator", "--role", "coordinator")
    said = dhr("token", "--person", "pat@example.org", "--name", "Figures", "--expires", "30", *roles)
    assert (said.status, said.err, len(said.out.split())) == (0, "", 1)
    with log_of(database_url, tmp_path) as store:
        newest = tokens.tokens_of(store)[0]
        assert (newest.name, newest.roles) == ("Figures", ["administrator", "coordinator"])
        assert newest.expires_at == newest.made_at + timedelta(days=30)
        whose = sessions.caller_of_token(store, said.out.strip(), now=newest.expires_at)
        assert whose is None


def test_what_the_access_log_says_of_it(dhr: Dhr, database_url: str, tmp_path: Path) -> None:
    """What was done at the command line, and for whom; of a token, which."""
    dhr("person", "admin", "pat@example.org")
    dhr("token", "--person", "pat@example.org")
    dhr("person", "sign-out", "pat@example.org")
    dhr("person", "export", "pat@example.org")
    with log_of(database_url, tmp_path) as store:
        pat = person.by_email(Tracker(store), "pat@example.org")
        [token] = tokens.tokens_of(store)
        said = [(row.kind, row.person, row.about, row.came_by) for row in accesses(store)]
    assert said == [
        (Kind.ADMINISTRATOR_MADE, None, pat, CameBy.COMMAND_LINE),
        (Kind.TOKEN_MADE, pat, token.id, CameBy.COMMAND_LINE),
        (Kind.SIGNED_OUT_EVERYWHERE, None, pat, CameBy.COMMAND_LINE),
        (Kind.HELD_TAKEN, None, pat, CameBy.COMMAND_LINE),
    ]


@pytest.mark.parametrize("wrong", [("--expires", "0"), ("--expires", "366"), ("--role", "boss")])
def test_a_token_that_cannot_be(dhr: Dhr, wrong: tuple[str, str]) -> None:
    """Exit status 2, in a sentence."""
    said = dhr("token", "--person", "pat@example.org", *wrong)
    assert (said.status, said.out) == (2, "")
    assert wrong[1] in said.err


def test_nobody_gets_no_token(dhr: Dhr) -> None:
    """Exit status 1, and how to add the person."""
    said = dhr("token", "--person", "pat@example.org")
    assert (said.status, said.out) == (1, "")
    assert (
        said.err == "Nobody in the directory has the address pat@example.org: add them by dhr person add.\n"
    )


def test_what_is_held_about_a_person(dhr: Dhr) -> None:
    """As JSON on standard output; nobody else can be asked about."""
    assert dhr("person", "add", "Pat Example", "pat@example.org", "--post", "Head of housing").status == 0
    said = dhr("person", "export", "pat@example.org")
    assert said.status == 0
    held = json.loads(said.out)
    assert held["person"]["post"] == "Head of housing"
    assert held["tables"]["person_details"][0]["name"] == "Pat Example"
    unknown = dhr("person", "export", "nobody@example.org")
    assert (unknown.status, unknown.out) == (1, "")
    assert unknown.err.startswith("Nobody in the directory has the address nobody@example.org")


def test_a_person_is_signed_out_everywhere(dhr: Dhr, database_url: str, tmp_path: Path) -> None:
    """It says how many sessions came to an end; again there are none."""
    link = dhr("person", "admin", "pat@example.org").out.strip()
    with log_of(database_url, tmp_path) as store:
        session = sessions.spend_link(store, link.rpartition("/")[2], now=datetime.now(UTC))
        said = dhr("person", "sign-out", "pat@example.org")
        assert (said.status, said.out) == (0, "pat@example.org was signed out of 1 session.\n")
        assert sessions.caller_of_session(store, session, now=datetime.now(UTC)) is None
    assert dhr("person", "sign-out", "pat@example.org").out.endswith("0 sessions.\n")
    assert dhr("person", "sign-out", "nobody@example.org").status == 1
