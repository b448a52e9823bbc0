"""The rules of an agency: the names by which it goes."""

from __future__ import annotations

import pytest

from domain.agency import Agency, name_key
from domain.provenance import DIRECTORY
from tests.domain.given import by, fact, given, given_nothing


def police() -> Agency:
    """An agency with one alias."""
    agency = Agency.add("West Midlands Police", by=by())
    agency.add_alias("WMP", by=by())
    return agency


def test_an_agency_belongs_to_the_directory_of_all() -> None:
    """No partnership owns it; odd spaces of its name are evened out."""
    agency = (
        given_nothing(Agency.add)
        .when(" Adult  Social Care ")
        .then(fact(Agency.Added, name="Adult Social Care", partnership=None, text_key=DIRECTORY))
    )
    with pytest.raises(LookupError, match="belongs to no partnership"):
        _ = agency.led_by


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (" ", "An agency needs a name."),
        ("The", "An agency needs a name."),
        ("?!", "An agency needs a name."),
        ("x" * 201, "A name has at most 200 characters."),
    ],
)
def test_a_name_is_neither_empty_nor_overlong(name: str, sentence: str) -> None:
    """As a name and as an alias."""
    given_nothing(Agency.add).when(name).refused(sentence, field="name")
    given(police()).when(Agency.rename, name).refused(sentence, field="name")
    given(police()).when(Agency.add_alias, name).refused(sentence, field="alias")


def test_the_old_name_stays_an_alias() -> None:
    """Plans that use it still find the agency, also after it went back to an earlier name."""
    one = given(police()).when(Agency.rename, "WM Police").then(fact(Agency.Renamed, name="WM Police"))
    assert (one.name, one.aliases) == ("WM Police", ["WMP", "West Midlands Police"])
    back = given(one).when(Agency.rename, "West Midlands Police").then(Agency.Renamed)
    assert (back.name, back.aliases) == ("West Midlands Police", ["WMP", "WM Police"])
    given(back).when(Agency.rename, "West Midlands  Police").refused(
        "It already has that name.", field="name"
    )


def test_an_alias_comes_and_goes() -> None:
    """Only a new one is added, only one that is there is removed."""
    one = given(police()).when(Agency.add_alias, "The Force").then(fact(Agency.AliasAdded, alias="The Force"))
    assert one.name_keys() == {"west midlands police", "wmp", "force"}
    given(one).when(Agency.add_alias, "W.M.P.").refused("It already goes by that name.", field="alias")
    gone = given(one).when(Agency.remove_alias, "WMP").then(fact(Agency.AliasRemoved, alias="WMP"))
    assert gone.aliases == ["The Force"]
    given(gone).when(Agency.remove_alias, "WMP").refused("It has no such alias.", field="alias")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Women's Aid", "WOMEN\u2019S AID"),
        ("The Probation Service", "probation service"),
        ("Health & Social Care", "Health and  Social Care"),
        ("N.H.S. England", "NHS England"),
        ("Heddlu Gwynedd â’r Fro", "Heddlu Gwynedd ar Fro"),
        ("Multi-Agency Hub", "Multi Agency Hub"),
        ("Health/Social Care", "Health / Social Care"),
    ],
)
def test_two_spellings_of_one_name(one: str, other: str) -> None:
    """Case, accents, punctuation, "the" and "&" make no other agency."""
    assert name_key(one) == name_key(other)


def test_two_names_stay_two() -> None:
    """Words that differ name different agencies."""
    assert name_key("Children's Services") != name_key("Child Services")
    assert name_key("Housing") != name_key("Housing The")
