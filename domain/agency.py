"""An agency of the directory: the names by which it goes and went."""

import re
import unicodedata
from typing import Self
from uuid import UUID

from domain.provenance import DIRECTORY, Provenance, Recorded, RecordedFirst, Thing
from domain.refusals import refuse_if

LONGEST_NAME = 200
JOINING_MARKS = ".'\u2018\u2019`"
"""Marks inside a word ("Women's", "N.H.S."); any other mark stands between words."""


def name_key(name: str) -> str:
    """What two spellings of one name have in common: no case, accents, punctuation, "the" or "&"."""
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    letters = "".join(c for c in plain if not unicodedata.combining(c) and c not in JOINING_MARKS)
    words = re.sub(r"[^\w\s]|_", " ", letters).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


class Agency(Thing):
    """Serves the whole installation: a police force answers to several partnerships."""

    TOPIC = "agency"
    Event = Recorded

    class Added(RecordedFirst):
        """It stands in the directory from now on."""

        TOPIC = "agency.added"
        name: str

        def apply(self, agency: "Agency") -> None:
            super().apply(agency)
            agency.name = self.name

    class Renamed(Recorded):
        """The old name stays as an alias."""

        TOPIC = "agency.renamed"
        name: str

        def apply(self, agency: "Agency") -> None:
            agency.aliases = [name for name in (*agency.aliases, agency.name) if name != self.name]
            agency.name = self.name

    class AliasAdded(Recorded):
        """Plans may use this name for it too."""

        TOPIC = "agency.alias_added"
        alias: str

        def apply(self, agency: "Agency") -> None:
            agency.aliases = [*agency.aliases, self.alias]

    class AliasRemoved(Recorded):
        """The name does not stand for it any longer."""

        TOPIC = "agency.alias_removed"
        alias: str

        def apply(self, agency: "Agency") -> None:
            agency.aliases = [alias for alias in agency.aliases if alias != self.alias]

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self.aliases: list[str] = []

    @classmethod
    def add(cls, name: str, *, by: Provenance) -> Self:
        """A new agency of the directory."""
        return cls.record_first(
            cls.Added, by, partnership=None, text_key=DIRECTORY, name=checked_name(name, field="name")
        )

    def rename(self, name: str, *, by: Provenance) -> None:
        """The agency goes by a new name from now on; plans that use the old one still find it."""
        name = checked_name(name, field="name")
        refuse_if(name == self.name, "It already has that name.", field="name")
        self.record(self.Renamed, by, name=name)

    def add_alias(self, alias: str, *, by: Provenance) -> None:
        """Another name that plans use for this agency."""
        alias = checked_name(alias, field="alias")
        refuse_if(name_key(alias) in self.name_keys(), "It already goes by that name.", field="alias")
        self.record(self.AliasAdded, by, alias=alias)

    def remove_alias(self, alias: str, *, by: Provenance) -> None:
        """The alias was a mistake: plans that use it no longer mean this agency."""
        refuse_if(alias not in self.aliases, "It has no such alias.", field="alias")
        self.record(self.AliasRemoved, by, alias=alias)

    def name_keys(self) -> set[str]:
        """The keys of its name and its aliases."""
        return {name_key(name) for name in (self.name, *self.aliases)}


def checked_name(name: str, *, field: str) -> str:
    """An agency's name without odd spaces. Refuses an empty or overlong one."""
    name = " ".join(name.split())
    refuse_if(not name_key(name), "An agency needs a name.", field=field)
    refuse_if(len(name) > LONGEST_NAME, f"A name has at most {LONGEST_NAME} characters.", field=field)
    return name


Directory = dict[str, UUID]
"""Agencies by the keys of their names."""
