"""The agencies and people that a cell names, and those names that stand for nobody."""

import re
from dataclasses import dataclass

_BREAK = re.compile(r"\n|\||;|\s/\s")
_GOES_ON = re.compile(r"^(?:and|of|for|the|in)\b|^[a-z(&]")
_ROLE = re.compile(
    r"(?P<role>\b(?:joint\s+)?lead(?:\s+agency)?|\bsupport(?:ing|ed)?(?:\s+(?:agency|agencies|by))?)\s*[:–-]\s+",
    re.IGNORECASE,
)
_MARKED_LEAD = re.compile(r"[(\[](?:joint )?lead(?: agency)?[)\]]$", re.IGNORECASE)
_POINT = re.compile(r"^(?:[•●▪◦‣·*–—-]\s*|\(?\d{1,2}[.)]\s+)")
_PLURALS = (
    "agencies|partners|partnerships|providers|organi[sz]ations|professionals|practitioners|employers|signatories"
    "|members|services|staff|practices|gps|schools|boroughs|teams|departments|forces|trusts|authorities|boards"
    "|landlords|charities|clinicians|colleagues|others|parties|bodies"
)
_NOBODY = re.compile(
    rf"(?:all|any|each|every|both|various|several|multiple|other|relevant|contributing|participating|involved)\b"
    rf".*\b(?:{_PLURALS}|agency|partner|professional|provider|practitioner|organi[sz]ation)\b.*"
    r"|(?:all|any|every|each|other|various|multiple|several)(?:\s+\w+)?|everyone|everybody|multi[\s-]?agency"
    r"|tb[acd]|to be (?:agreed|confirmed|decided|advised|identified)|n/?a|none|unknown|not known"
    r"|(?:(?:partner|other|local|statutory|voluntary|housing|health|care|support|service|social|education)\W+)*"
    r"(?:agencies|partners|providers|organi[sz]ations|professionals|practitioners|employers|landlords|staff)",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"\b(?:police|constabulary|council|nhs|trust|board|services?|agenc(?:y|ies)|partners?|partnership|ccg|icb|csp"
    r"|probation|housing|homes|college|school|university|charity|providers?|professionals|practitioners|all|office"
    r"|department|government|ministry|authority|commissioner|association|hospital|practices?|surgery|health(?:care)?"
    r"|social care|organi[sz]ations?|refuge|aid)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"^[A-Z][A-Z&]{1,6}$")


@dataclass(frozen=True)
class Named:
    """The names of one cell, as printed: the lead and those that support it."""

    lead: str = ""
    supporting: tuple[str, ...] = ()


def each_named(text: str) -> tuple[str, ...]:
    """Each name of a cell: one a line, or apart by |, ; or a slash between spaces. Each once, as printed."""
    names: list[str] = []
    for line in _BREAK.split(text):
        name = _POINT.sub("", line.strip())
        if names and "\n" in text and _GOES_ON.match(name) and not is_nobody(name):
            names[-1] += f" {name}"
        elif name:
            names.append(name)
    return tuple(dict.fromkeys(names))


def agencies_in(text: str) -> Named:
    """The first agency of a cell leads and the others support it, unless the cell says which is which."""
    parts = _ROLE.split(text)
    if len(parts) == 1:
        return _first_leads(each_named(text))
    leads, supports = list(each_named(parts[0])), []
    for role, names in zip(parts[1::2], parts[2::2], strict=True):
        if role.casefold().startswith("support"):
            supports += [
                name for each in each_named(names) for name in re.split(r",\s*", each.rstrip(",")) if name
            ]
        else:
            leads += each_named(names.rstrip(" ,;\n"))
    return _first_leads((*leads, *supports))


def is_nobody(name: str) -> bool:
    """Whether the words name nobody: "All Agencies", "other agencies", "Housing Providers"."""
    return _NOBODY.fullmatch(name.strip(" .").removeprefix("the ")) is not None


def names_an_agency(text: str) -> bool:
    """Whether the words of a cell for a person name an agency."""
    return bool(_AGENCY.search(text)) or any(_ACRONYM.match(name) for name in each_named(text))


def _first_leads(names: tuple[str, ...]) -> Named:
    marked = next((name for name in names if _MARKED_LEAD.search(name)), None)
    ordered = ([marked] if marked else []) + [name for name in names if name != marked]
    unmarked = dict.fromkeys(_MARKED_LEAD.sub("", name).strip() for name in ordered)
    lead, *supporting = [*unmarked] or [""]
    return Named(lead, tuple(supporting))
