"""What is seen of the views: by whoever asks, for the time of their request.

Each table of a generation has a view of its own name in a second schema, which leaves out what the asking
person may not see. The web reads as a role of PostgreSQL that can read these alone: a condition that a
statement forgets shows nothing more. The worker and the command line, who are the tracker itself, read the
tables.

They are not policies on the tables: an operator that is not leakproof, as those of arrays and of text are
not, may not use an index before a policy has judged every row.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, LiteralString
from uuid import UUID

from domain.sight import NOTHING, Sight
from domain.store.scope import EVERYTHING, scope_of, within
from domain.store.serving import SERVING as SERVING  # noqa: PLC0414 (by it the views are read)

SEEN_BY: ContextVar[Sight | None] = ContextVar("seen_by", default=None)
"""What whoever asks sees. None outside of any request: then the serving role sees nothing, either."""
SHOWN: ContextVar[UUID | None] = ContextVar("shown", default=None)
"""The partnership to which whoever asks narrows their lists; None for all of theirs."""

WORDS: Final[Mapping[LiteralString, LiteralString]] = {
    "person": "(select nullif(current_setting('dhr.person', true), '')::uuid)",
    "owner": "(select nullif(current_setting('dhr.owner', true), '')::uuid)",
    "colleagues": "(select nullif(current_setting('dhr.colleagues', true), '')::uuid)",
    "partnerships": "(select nullif(current_setting('dhr.partnerships', true), '')::uuid[])::uuid[]",
    "inside": "(select nullif(current_setting('dhr.inside', true), '')::uuid[])::uuid[]",
    "administered": "(select nullif(current_setting('dhr.administered', true), '')::uuid[])::uuid[]",
    "whole": "(select nullif(current_setting('dhr.whole', true), '')::uuid[])::uuid[]",
    "published": "(select nullif(current_setting('dhr.published', true), '')::uuid[])::uuid[]",
    "overseen": "(select nullif(current_setting('dhr.overseen', true), '')::uuid[])::uuid[]",
    "outlines": "(select nullif(current_setting('dhr.outlines', true), '')::uuid[])::uuid[]",
    "histories": "(select nullif(current_setting('dhr.histories', true), '')::uuid[])::uuid[]",
    "reviews": "(select nullif(current_setting('dhr.reviews', true), '')::uuid[])::uuid[]",
    "papers": "(select nullif(current_setting('dhr.papers', true), '')::uuid[])::uuid[]",
    "leading": "(select nullif(current_setting('dhr.leading', true), '')::uuid[])::uuid[]",
    "agencies": "(select nullif(current_setting('dhr.agencies', true), '')::uuid[])::uuid[]",
    "answers_for": "(select nullif(current_setting('dhr.answers_for', true), '')::text[])::text[]",
    "is_everything": "(select current_setting('dhr.is_everything', true) = 'yes')",
    "is_administrator": "(select current_setting('dhr.is_administrator', true) = 'yes')",
    "keeps_directory": "(select current_setting('dhr.keeps_directory', true) = 'yes')",
}
"""What stands in braces in the statements of what is seen, read once for each statement.

Of the plan alone is asked with `overseen` and `papers`, in which `published` and `reviews` are, too.
"""


@contextmanager
def seen_by(sight: Sight, *, shown: UUID | None = None) -> Iterator[None]:
    """Read the views as this person, for the block; lists of one partnership alone where it is `shown`."""
    before, all_before = SEEN_BY.set(sight), SHOWN.set(shown)
    try:
        with within(scope_of_sight(sight)):
            yield
    finally:
        SEEN_BY.reset(before)
        SHOWN.reset(all_before)


def scope_of_sight(sight: Sight) -> str:
    """Whose events a person of this sight may come upon at all, in the store as well.

    Administrators of the installation register partnerships: of each there is, and of each there will be.
    """
    is_all = sight.is_everything or sight.is_administrator
    return EVERYTHING if is_all else scope_of(sight.partnerships | sight.leading)


def own_partnerships() -> list[UUID] | None:
    """The partnerships that whoever asks sees anything of, as a filter of lists; None for all there are.

    It leaves out nothing that they see, unless they have chosen one of them to be shown: with it, lists find
    their rows by an index.
    """
    if chosen := SHOWN.get():
        return [chosen]
    sight = SEEN_BY.get() or NOTHING
    return None if sight.is_everything else sorted(sight.partnerships | sight.leading)


def settings_of(sight: Sight | None) -> dict[str, str]:
    """A sight as settings of a connection, by their names without `dhr.`; of None, nothing is seen."""
    sight = sight or NOTHING
    return {
        "person": str(sight.person or ""),
        "owner": str(sight.owner or ""),
        "colleagues": str(sight.colleagues or ""),
        "partnerships": _array(sight.partnerships),
        "inside": _array(sight.inside),
        "administered": _array(sight.administered),
        "whole": _array(sight.whole),
        "published": _array(sight.published),
        "overseen": _array(sight.published | sight.overseen),
        "outlines": _array(sight.outlines),
        "histories": _array(sight.histories),
        "reviews": _array(sight.reviews),
        "papers": _array(sight.reviews | sight.papers),
        "leading": _array(sight.leading),
        "agencies": _array(agency for _, agency in sight.answers_for),
        "answers_for": _array(f"{partnership}:{agency}" for partnership, agency in sight.answers_for),
        "is_everything": "yes" if sight.is_everything else "",
        "is_administrator": "yes" if sight.is_administrator else "",
        "keeps_directory": "yes" if sight.keeps_directory else "",
    }


def _array(members: Iterable[UUID | str]) -> str:
    listed = sorted(map(str, members))
    return f"{{{','.join(listed)}}}" if listed else ""


def worded(statement: str, *, tables: str, seen: str) -> str:
    """A statement that makes part of what is seen, in the schema `seen`, over the tables in another."""
    for name, words in WORDS.items():
        statement = statement.replace("{" + name + "}", words)
    return statement.replace("{tables}", tables).replace("{seen}", seen)
