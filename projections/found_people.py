"""People by name, e-mail address and post. Their details are looked up at the time, and copied nowhere."""

import re
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking
from projections.search_entries import Kind
from projections.spelling import is_near

BY_NAME, BY_POST, NEARLY = 2.0, 1.0, 0.5

CANDIDATES: Final = """
    select *
    from (
        select
            person.id,
            person.post,
            coalesce(details.name, '') as name,
            coalesce(details.email, '') as email,
            agency.name as agency_name,
            word_similarity(
                %(words)s,
                concat_ws(' ', details.name, details.email, person.post)
            ) as similarity
        from people person
        left join public.person_details details on details.person = person.id
        left join agencies agency on agency.id = person.agency and {agency:stands}
        where {person:stands}
    ) candidate
    where candidate.similarity >= 0.25
    order by candidate.similarity desc, candidate.id
    limit 60
"""
CANDIDATES_ASKED = Asking.of(CANDIDATES, "person", "agency")


class PersonFound(NamedTuple):
    """A person; the excerpt tells post and agency."""

    kind: Kind
    id: UUID
    heading: str
    excerpt: str
    rank: float


def people_found(connection: Connection[Any], typed: str, *, at: int | None = None) -> list[PersonFound]:
    """The people of whom every word tells: by name or address, by post, or nearly."""
    candidates = CANDIDATES_ASKED.ask(connection, {"words": typed}, at)
    ranked = [(rank_of(typed, row.name, row.email, row.post), row) for row in candidates]
    return [_found(row, rank) for rank, row in ranked if rank]


def _found(row: Any, rank: float) -> PersonFound:
    excerpt = ", ".join(part for part in (row.post, row.agency_name) if part)
    return PersonFound(Kind.PERSON, row.id, row.name or row.post, excerpt, rank)


def rank_of(typed: str, name: str, email: str, post: str) -> float:
    """How well the words tell of a person; 0 where one of them does not."""
    if "@" in typed:
        return BY_NAME if email and email.casefold().startswith(typed.casefold()) else 0.0
    words, local_part = words_in(typed), email.partition("@")[0]
    by_name = words_in(f"{name} {local_part}")
    by_post = [*by_name, *words_in(post)]
    if all(any(known.startswith(word) for known in by_name) for word in words):
        return BY_NAME
    if all(any(known.startswith(word) for known in by_post) for word in words):
        return BY_POST
    return NEARLY if all(any(is_near(word, known) for known in by_post) for word in words) else 0.0


def words_in(text: str) -> list[str]:
    """The words and numbers of a text, in small letters."""
    return re.findall(r"\w+", text.casefold())
