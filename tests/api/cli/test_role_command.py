"""`dhr person role`: roles of a partnership and of its reviews, from day to day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from api import demo
from domain.partnership import HeldRole, Partnership, partnership_identity
from domain.review import review_identity
from domain.terms import Term
from domain.tracker import Tracker, agency, person, review
from domain.vocabulary import Role
from tests.api.cli.conftest import BY, Dhr, log_of, topics

HOME = partnership_identity("ANY")
EMAIL = "pat@example.org"


@pytest.fixture
def known(dhr: Dhr, database_url: str, tmp_path: Path) -> Dhr:
    """With a partnership, one of its reviews, an agency and a person."""
    assert dhr("partnership", "ANY", "Safer Anytown").status == 0
    assert dhr("person", "add", "Pat Example", EMAIL).status == 0
    with log_of(database_url, tmp_path) as store:
        review.open_review(Tracker(store), HOME, reference="DHR7", by=BY)
        agency.add(Tracker(store), "Anytown Police", by=BY)
    return dhr


def roles(database_url: str, folder: Path, partnership: str = "ANY") -> dict[HeldRole, Term]:
    """Who is what."""
    with log_of(database_url, folder) as store:
        return Tracker(store).get(Partnership, partnership_identity(partnership)).roles


def test_a_role_is_given_and_ended(known: Dhr, database_url: str, tmp_path: Path) -> None:
    """In the only partnership there is, from a day to a day; the list of people shows it."""
    said = known("person", "role", EMAIL, "chair", "--from", "2026-01-05", "--to", "2028-01-04")
    assert (said.status, said.out) == (0, "pat@example.org is chair.\n")
    ((held, term),) = roles(database_url, tmp_path).items()
    assert (held.role, held.review) == (Role.CHAIR, None)
    assert term == Term(date(2026, 1, 5), date(2028, 1, 4))
    assert known("person", "list").out.endswith("\tchair\n")
    ended = known("person", "role", EMAIL, "chair", "--end")
    assert (ended.status, ended.out) == (0, "pat@example.org is no longer chair.\n")
    assert roles(database_url, tmp_path) == {}


def test_a_role_in_a_review(known: Dhr, database_url: str, tmp_path: Path) -> None:
    """The author of an Individual Management Review writes for an agency."""
    there = ("--review", "dhr7", "--agency", "anytown police")
    assert known("person", "role", EMAIL, "IMR author", *there).status == 0
    ((held, _),) = roles(database_url, tmp_path).items()
    assert held.review == review_identity(HOME, "DHR7")
    assert held.agency is not None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["sam@example.org", "chair"],
            "Nobody in the directory has the address sam@example.org: add them by dhr person add.",
        ),
        ([EMAIL, "panel member"], "In which review are they panel member?"),
        ([EMAIL, "panel member", "--review", "DHR9"], "There is no review DHR9."),
        ([EMAIL, "chair", "--end"], "They are not chair."),
        (
            [EMAIL, "chair", "--partnership", "NEW"],
            "There is no partnership with the code NEW: register it by dhr partnership.",
        ),
    ],
)
def test_what_is_refused(
    known: Dhr, arguments: list[str], sentence: str, database_url: str, tmp_path: Path
) -> None:
    """Exit status 1, the reason in one sentence, nothing saved."""
    before = topics(database_url, tmp_path)
    said = known("person", "role", *arguments)
    assert (said.status, said.out, said.err) == (1, "", f"{sentence}\n")
    assert topics(database_url, tmp_path) == before


def test_an_unknown_role(known: Dhr) -> None:
    """Wrong usage; the roles that there are stand in the sentence."""
    said = known("person", "role", EMAIL, "boss")
    assert said.status == 2
    assert "subgroup member" in said.err


def test_who_tries_the_demonstration_sees_all_of_it(dhr: Dhr, database_url: str, tmp_path: Path) -> None:
    """An administrator made by the command line coordinates its partnership, once; no other."""
    assert dhr("demo").status == 0
    assert dhr("partnership", "ANY", "Safer Anytown").status == 0
    for _ in range(2):
        assert dhr("person", "admin", EMAIL).status == 0
    with log_of(database_url, tmp_path) as store:
        pat = person.by_email(Tracker(store), EMAIL)
    held = [one for one in roles(database_url, tmp_path, demo.CODE) if one.person == pat]
    assert [one.role for one in held] == [Role.COORDINATOR]
    assert roles(database_url, tmp_path) == {}
