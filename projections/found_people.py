"""People by name, e-mail address and post. Their details are looked up at the time, and copied nowhere."""

import re
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking
from projections.search_entries import Kind
from projections.spelling import is_near

BY_NAME, BY_POST, NEARLY = 2.0, 1.0, 0.5

SAID: Final = """
    select person.id, person.post, details.name, details.email, {agency} as agency_name
    from people person
    left join person_details details on details.person = person.id
    where {person:stands}
        and concat_ws(
            ' ',
            details.name,
            case when %(address)s then details.email else split_part(details.email, '@', 1) end,
            person.post
        ) ~* all (%(beginnings)s)
    order by details.name ~* all (%(beginnings)s) desc, details.name, person.id
    limit 60
"""
NEAR: Final = """
    select candidate.*
    from (
        select
            person.id, person.post, details.name, details.email, {agency} as agency_name,
            word_similarity(%(typed)s, concat_ws(' ', details.name, person.post)) as similarity
        from people person
        left join person_details details on details.person = person.id
        where {person:stands}
    ) candidate
    where candidate.similarity >= 0.25
    order by candidate.similarity desc, candidate.id
    limit 60
"""
AGENCY: Final = (
    "(select agency.name from agencies agency where agency.id = person.agency and {agency:stands})"
)
SAID_ASKED = Asking.of(SAID, "person", "agency", agency=AGENCY)
NEAR_ASKED = Asking.of(NEAR, "person", "agency", agency=AGENCY)


class PersonFound(NamedTuple):
    """A person; the excerpt tells post and agency."""

    kind: Kind
    id: UUID
    heading: str
    excerpt: str
    rank: float


def people_found(connection: Connection[Any], typed: str, *, at: int | None = None) -> list[PersonFound]:
    """The people of whom every word tells: by name or address, or else by name and post together."""
    beginnings = [rf"\m{word}" for word in words_in(typed)]
    parameters = {"beginnings": beginnings, "address": "@" in typed}
    rows = SAID_ASKED.ask(connection, parameters, at) if beginnings else ()
    return [_found(row, rank) for row in rows if (rank := rank_of(typed, row))]


def people_meant(connection: Connection[Any], typed: str, *, at: int | None = None) -> list[PersonFound]:
    """The people who may be meant: every word is near one of their names or of their post."""
    words = words_in(typed)
    rows = () if "@" in typed else NEAR_ASKED.ask(connection, {"typed": typed}, at)
    return [
        _found(row, NEARLY)
        for row in rows
        if all(any(is_near(word, known) for known in words_in(f"{row.name} {row.post}")) for word in words)
    ]


def rank_of(typed: str, person: Any) -> float:
    """How well the words tell of a person, by the beginnings of words; 0 where one of them does not."""
    email = (person.email or "").casefold()
    if "@" in typed:
        return BY_NAME if email.startswith(typed.casefold()) else 0.0
    words, by_name = words_in(typed), words_in(f"{person.name} {email.partition('@')[0]}")
    if all(any(known.startswith(word) for known in by_name) for word in words):
        return BY_NAME
    by_post = [*by_name, *words_in(person.post)]
    return BY_POST if all(any(known.startswith(word) for known in by_post) for word in words) else 0.0


def words_in(text: str) -> list[str]:
    """The words and numbers of a text, in small letters."""
    return re.findall(r"\w+", text.casefold())


def _found(row: Any, rank: float) -> PersonFound:
    excerpt = ", ".join(part for part in (row.post, row.agency_name) if part)
    return PersonFound(Kind.PERSON, row.id, row.name or row.post, excerpt, rank)
