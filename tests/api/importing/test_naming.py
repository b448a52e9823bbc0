"""Names of agencies in a cell."""

import pytest

from api.importing.naming import Named, agencies_in, each_named, is_nobody, names_an_agency


@pytest.mark.parametrize(
    "text",
    [
        "Anytown Police | Anytown Council",
        "Anytown Police\nAnytown Council",
        "Anytown Police; Anytown Council",
        "Anytown Police / Anytown Council",
        "• Anytown Police\n• Anytown Council",
        "1. Anytown Police\n2. Anytown Council",
    ],
)
def test_several_names(text: str) -> None:
    """Names stand one a line, or apart by a bar, a semicolon, or a slash between spaces: the first leads."""
    assert agencies_in(text) == Named("Anytown Police", ("Anytown Council",))


@pytest.mark.parametrize(
    "name",
    [
        "Anytown Council (Children, Young People and Families)",
        "DCI Example, Anytown Police",
        "Head of Safeguarding – Anytown Council",
        "Police/Probation",
        "Health and Social Care Trust",
    ],
)
def test_one_name(name: str) -> None:
    """Commas, dashes, "and" and a slash without spaces are parts of one name, kept in words."""
    assert agencies_in(name) == Named(name)


def test_name_over_two_lines() -> None:
    """A line that begins with "and" or in lower case goes on from the name above."""
    assert each_named("Anytown Community\nand Safety Partnership\nAnytown Police") == (
        "Anytown Community and Safety Partnership",
        "Anytown Police",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Lead: Police  Support: Health, Council",
        "Supporting agencies - Health; Council\nLead agency - Police",
        "Lead: Police\nSupported by: Health, Council",
    ],
)
def test_roles_in_the_cell(text: str) -> None:
    """A cell that says which agency leads is taken at its word."""
    assert agencies_in(text) == Named("Police", ("Health", "Council"))


def test_lead_in_brackets() -> None:
    """An agency marked "(lead)" leads, wherever it stands, and the mark is no part of its name."""
    assert agencies_in("Health\nPolice (lead)") == Named("Police", ("Health",))


def test_name_twice() -> None:
    """An agency named twice is one agency."""
    assert each_named("Police\nPolice") == ("Police",)


@pytest.mark.parametrize(
    "name",
    [
        "All Agencies",
        "all partners",
        "other agencies",
        "Housing Providers",
        "Various",
        "Partners",
        "TBC",
        "All health professionals with access to a GP record",
        "Contributing agencies to this review",
        "Multi-agency",
        "Each agency",
        "Relevant services",
        "the partner agencies",
    ],
)
def test_nobody(name: str) -> None:
    """Words for everyone, or for a kind of body, name nobody."""
    assert is_nobody(name)


@pytest.mark.parametrize(
    "name",
    [
        "Anytown Police",
        "Children's Services",
        "NHS England",
        "Anytown Housing",
        "GP practice",
        "Home Office",
        "Anytown Safeguarding Adults Board",
        "All Saints School",
        "Anytown Community Safety Partnership",
    ],
)
def test_somebody(name: str) -> None:
    """The name of one body is not nobody."""
    assert not is_nobody(name)


@pytest.mark.parametrize(
    ("words", "agency"),
    [
        ("Anytown Police", True),
        ("DWP", True),
        ("All agencies", True),
        ("Head of Safeguarding", False),
        ("J. Example", False),
    ],
)
def test_agency_or_person(words: str, agency: bool) -> None:
    """The words of a cell for a person may be those of an agency."""
    assert names_an_agency(words) is agency
