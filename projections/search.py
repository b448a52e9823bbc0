"""One box for everything: references, wording, agencies and people, forgiving typing errors."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking
from projections.found_people import people_found
from projections.search_entries import Kind, key, words_of
from projections.spelling import meant

LONGEST = 200
MOST_CORRECTED = 8
MEANT_AS_TYPED = re.compile(r'"|(?<!\S)-\w')
BEFORE, AFTER = "\ue000", "\ue001"

QUERY: Final = """
    select coalesce(
        websearch_to_tsquery('english', %(words)s)
        || (websearch_to_tsquery('english', %(before)s) && to_tsquery('english', %(beginning)s)),
        websearch_to_tsquery('english', %(words)s)
    )::text as query
"""
CORRECTED: Final = "select to_tsquery('english', %(words)s)::text as query"

CHOSEN: Final = """
    {entry:stands}
        and (%(kinds)s::text[] is null or entry.kind = any (%(kinds)s))
        and (
            %(partnerships)s::uuid[] is null
            or entry.partnership is null
            or entry.partnership = any (%(partnerships)s)
        )
"""
# Words that stand nearly everywhere would take long to rank: of what they find only so many are ranked.
RANKED: Final = """
    with known as (
        select
            entry.id, entry.kind, entry.heading,
            case when %(whole)s::text = any (entry.known_as) then 4 else 3 end as rank
        from search_entries entry
        where entry.known_as && %(keys)s::text[] and {chosen}
        order by rank desc, entry.kind, entry.heading, entry.id
        limit %(most)s
    ),
    said as materialized (
        select entry.id, entry.kind, entry.heading, entry.document
        from search_entries entry
        where entry.document @@ %(query)s::tsquery and {chosen}
        limit 2000
    )
    select found.id, found.kind, found.heading, max(found.rank)::float as rank
    from (
        select * from known
        union all
        select said.id, said.kind, said.heading, 1 + ts_rank(said.document, %(query)s::tsquery) from said
    ) found
    group by found.id, found.kind, found.heading
    order by rank desc, found.kind, found.heading, found.id
    limit %(most)s
"""
EXCERPTS: Final = """
    select entry.id, ts_headline(
        'english',
        left(translate(
            concat_ws(E'\\n', nullif(entry.text, ''), nullif(entry.background, ''),
                nullif(entry.lead, ''), nullif(entry.others, '')),
            %(marks)s, ''
        ), 20000),
        %(query)s::tsquery,
        %(options)s
    ) as excerpt
    from search_entries entry
    where entry.id = any (%(ids)s) and {entry:stands}
"""
OPTIONS: Final = f'StartSel="{BEFORE}", StopSel="{AFTER}", MaxWords=30, MinWords=15, MaxFragments=1'

RANKED_ASKED = Asking.of(RANKED, "entry", chosen=CHOSEN)
EXCERPTS_ASKED = Asking.of(EXCERPTS, "entry")


class Span(NamedTuple):
    """A piece of an excerpt, and whether it is what was looked for. Plain text."""

    text: str
    found: bool


class Found(NamedTuple):
    """A thing that was found, by kind and id. `rank` tells the better from the worse of one search."""

    kind: Kind
    id: UUID
    heading: str
    excerpt: tuple[Span, ...]
    rank: float


def search(
    connection: Connection[Any],
    words: str,
    *,
    partnerships: Collection[UUID] | None = None,
    kinds: Collection[Kind] | None = None,
    limit: int = 20,
    offset: int = 0,
    at: int | None = None,
) -> list[Found]:
    """What these words find, the best first: a reference, then what says them, then what was meant by them.

    The last word may be unfinished; "quoted words" stand together, -word leaves out, and either is taken as
    typed. None: all partnerships (agencies and people belong to none), all kinds. `at` is a position of the
    log: entries are searched as they stood then, people by today's names. Nothing is found by marks without
    letters or digits, by what cannot be typed, and by more than 200 characters.
    """
    typed = as_typed(words)
    if not typed or limit < 1:
        return []
    chosen = {
        "partnerships": None if partnerships is None else list(partnerships),
        "kinds": None if kinds is None else list(kinds),
        "most": offset + limit,
    }
    query, ranked = _entries(connection, typed, chosen, at)
    people = people_found(connection, typed, at=at) if kinds is None or Kind.PERSON in kinds else []
    best = sorted([*ranked, *people], key=lambda one: (-one.rank, one.kind, one.heading, one.id))
    page = best[offset : offset + limit]
    excerpts = {one.id: spans(one.excerpt) for one in people}
    excerpts |= _excerpts(connection, [one.id for one in page], query, at)
    return [Found(Kind(one.kind), one.id, one.heading, excerpts.get(one.id, ()), one.rank) for one in page]


def as_typed(words: str) -> str:
    """The words with single spaces and no invisible marks; empty where there is nothing to look for."""
    typed = " ".join(words[: LONGEST * 5].split())
    seen = "".join(letter for letter in typed if unicodedata.category(letter) != "Cf")
    usable = len(words) <= LONGEST * 5 and len(seen) <= LONGEST and seen.isprintable()
    return seen if usable and any(letter.isalnum() for letter in seen) else ""


def spans(marked: str) -> tuple[Span, ...]:
    """A text with marks around what was found, in pieces."""
    pieces = re.split(f"{BEFORE}(.*?){AFTER}", marked, flags=re.DOTALL)
    return tuple(Span(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece)


def keys_in(typed: str) -> list[str]:
    """The references that may stand in these words: all of them together, and each with a digit in it."""
    return [key(typed), *(key(word) for word in typed.split() if re.search(r"\d", word))]


def _entries(
    connection: Connection[Any], typed: str, chosen: Mapping[str, Any], at: int | None
) -> tuple[str, list[Any]]:
    """The entries, and the query that found them: the one as typed, or a wider one if that finds too few."""
    keys = keys_in(typed)
    parameters = {**chosen, "keys": keys, "whole": keys[0]}
    query = _query(connection, typed)
    ranked = list(RANKED_ASKED.ask(connection, {**parameters, "query": query}, at))
    if len(ranked) >= chosen["most"] or not (wider := _wider(connection, typed, at)):
        return query, ranked
    known = {one.id for one in ranked}
    more = RANKED_ASKED.ask(connection, {**parameters, "keys": [], "query": wider}, at)
    ranked += [one._replace(rank=one.rank - 1) for one in more if one.id not in known]
    return " | ".join(f"({one})" for one in (query, wider) if one), ranked


def _query(connection: Connection[Any], typed: str) -> str:
    *before, last = typed.split()
    unfinished = re.fullmatch(r"\w{2,}", last)
    beginning = f"{last}:*" if unfinished else None
    parameters = {"words": typed, "before": " ".join(before), "beginning": beginning}
    row = connection.execute(QUERY, parameters).fetchone()
    return str(row.query) if row else ""


def _wider(connection: Connection[Any], typed: str, at: int | None) -> str:
    """The query for what may have been meant; empty where nothing else can be."""
    known = {} if MEANT_AS_TYPED.search(typed) else meant(connection, words_of(typed)[:MOST_CORRECTED], at=at)
    if not known:
        return ""
    words = [" | ".join([word, *known.get(word, ())]) for word in re.findall(r"\w+", typed.casefold())]
    row = connection.execute(CORRECTED, {"words": " & ".join(f"({word})" for word in words)}).fetchone()
    return str(row.query) if row else ""


def _excerpts(
    connection: Connection[Any], ids: Iterable[UUID], query: str, at: int | None
) -> dict[UUID, tuple[Span, ...]]:
    parameters = {"ids": list(ids), "query": query, "marks": BEFORE + AFTER, "options": OPTIONS}
    return {row.id: spans(row.excerpt) for row in EXCERPTS_ASKED.ask(connection, parameters, at)}
