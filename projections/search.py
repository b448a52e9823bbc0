"""One box for everything: references, wording, agencies and people, forgiving typing errors."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, LiteralString, NamedTuple
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking
from projections.excerpts import AFTER, BEFORE, Span, excerpt
from projections.found_people import people_found, people_meant
from projections.search_entries import Kind, key, words_of
from projections.spelling import meant

LONGEST = 200
MOST_CORRECTED = 8
NAMED, IN_PART, AS_TYPED = 4, 3, 1
"""The least rank of what is known by all of the words, by some of them, or says them; below: similar."""
TO_THE_LETTER = re.compile(r'"|(?<!\S)-\w')

# A query that only leaves out would find nearly everything.
QUERY: Final = """
    select case when querytree(asked.query) = 'T' then '' else asked.query::text end as query
    from coalesce(
        websearch_to_tsquery('english', %(words)s)
        || (websearch_to_tsquery('english', %(before)s) && to_tsquery('english', %(beginning)s)),
        websearch_to_tsquery('english', %(words)s)
    ) as asked (query)
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
# Labels repeat: that of a review named beside it comes first. Words that stand nearly everywhere would take
# long to rank: of what they find only so many are ranked.
RANKED: Final = """
    with named as (
        select review.id
        from search_entries review
        where review.known_as && %(keys)s::text[] and review.kind = 'review' and {review:stands}
    ),
    known as (
        select
            entry.id, entry.kind, entry.heading,
            case when %(whole)s::text = any (entry.known_as) then 4 else 3 end
                + case when entry.reviews && array(select named.id from named) then 0.5 else 0 end as rank
        from search_entries entry
        where cardinality(%(keys)s::text[]) > 0 and entry.known_as && %(keys)s::text[] and {chosen}
        order by rank desc, entry.kind, entry.heading, entry.id
        limit %(most)s
    ),
    said as materialized (
        select entry.id, entry.kind, entry.heading, entry.document
        from search_entries entry
        where entry.document @@ %(query)s::tsquery and {chosen}
        limit 2000
    )
    select found.id, found.kind, found.heading, '' as excerpt, max(found.rank)::float as rank
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
    select entry.id, entry.reviews, ts_headline(
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
OPTIONS: Final = f'StartSel="{BEFORE}", StopSel="{AFTER}", HighlightAll=true'

RANKED_ASKED = Asking.of(RANKED, "entry", "review", chosen=CHOSEN)
EXCERPTS_ASKED = Asking.of(EXCERPTS, "entry")


class Found(NamedTuple):
    """A thing that was found, by kind and id. `rank` tells the better from the worse of one search.

    `reviews`: in which reviews it stands, as labels and numbers repeat from plan to plan.
    """

    kind: Kind
    id: UUID
    heading: str
    excerpt: tuple[Span, ...]
    rank: float
    reviews: tuple[UUID, ...] = ()

    @property
    def is_similar(self) -> bool:
        """Whether it does not say what was typed, but something like it."""
        return self.rank < AS_TYPED


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

    A reference or a name typed in full finds nothing that is only like it; `is_similar` tells what is.
    The last word may be unfinished; "quoted words" stand together, -word leaves out, and either is taken as
    typed. None: all partnerships (agencies and people belong to none), all kinds. `at` is a position of the
    log: entries are searched as they stood then, people by today's names. Nothing is found by marks without
    letters or digits, by what cannot be typed, and by more than 200 characters.
    """
    typed = as_typed(words)
    if not typed or limit < 1:
        return []
    people = kinds is None or Kind.PERSON in kinds
    box = _Box(connection, typed, partnerships, kinds, people, offset + limit, at)
    query, found = box.found()
    if len(found) < box.most and not TO_THE_LETTER.search(typed) and not _is_named(typed, found):
        wider, meant_by_it = box.meant()
        query = " | ".join(f"({one})" for one in (query, wider) if one)
        known = {one.id for one in found}
        found += [one for one in meant_by_it if one.id not in known]
    best = sorted(found, key=lambda one: (-one.rank, one.kind, one.heading, one.id))
    return box.with_excerpts(best[offset : offset + limit], query)


def as_typed(words: str) -> str:
    """The words with single spaces and no invisible marks; empty where there is nothing to look for."""
    typed = " ".join(words[: LONGEST * 5].split())
    seen = "".join(letter for letter in typed if unicodedata.category(letter) != "Cf")
    usable = len(words) <= LONGEST * 5 and len(seen) <= LONGEST and seen.isprintable()
    return seen if usable and any(letter.isalnum() for letter in seen) else ""


def _is_named(typed: str, found: Iterable[Any]) -> bool:
    """Whether all of it names something: by reference, number or name, or a number beside its review."""
    best = max((one.rank for one in found), default=0.0)
    return best >= NAMED or (best > IN_PART and all(re.search(r"\d", word) for word in typed.split()))


def keys_in(typed: str) -> list[str]:
    """The references that may stand in these words: all of them, and any one or two with a digit."""
    words = typed.split()
    parts = [*words, *map("".join, pairwise(words))]
    return [key(typed), *(key(part) for part in parts if re.search(r"\d", part))]


@dataclass(frozen=True)
class _Box:
    """One search: what was typed, and among what. `most` is how many may be shown up to this page."""

    connection: Connection[Any]
    typed: str
    partnerships: Collection[UUID] | None
    kinds: Collection[Kind] | None
    people: bool
    most: int
    at: int | None

    def found(self) -> tuple[str, list[Any]]:
        """What is said so, unordered, and the query that finds it."""
        *before, last = self.typed.split()
        beginning = f"{last}:*" if re.fullmatch(r"\w{2,}", last) else None
        parameters = {"words": self.typed, "before": " ".join(before), "beginning": beginning}
        query = self._query(QUERY, parameters)
        people = people_found(self.connection, self.typed, at=self.at) if self.people else []
        return query, [*self._entries(keys_in(self.typed), query), *people]

    def meant(self) -> tuple[str, list[Any]]:
        """What may be meant, unordered, and the query that finds it: empty where no word can be another."""
        people = people_meant(self.connection, self.typed, at=self.at) if self.people else []
        known = meant(self.connection, words_of(self.typed)[:MOST_CORRECTED], at=self.at)
        if not known:
            return "", people
        words = re.findall(r"\w+", self.typed.casefold())
        choices = [" | ".join([word, *known.get(word, ())]) for word in words]
        query = self._query(CORRECTED, {"words": " & ".join(f"({choice})" for choice in choices)})
        return query, [*(one._replace(rank=one.rank - 1) for one in self._entries([], query)), *people]

    def with_excerpts(self, page: Sequence[Any], query: str) -> list[Found]:
        """What is shown of these; words of the query stand out."""
        marks = {"marks": BEFORE + AFTER, "options": OPTIONS}
        entries = [one.id for one in page if one.kind != Kind.PERSON]
        rows = EXCERPTS_ASKED.ask(self.connection, {"ids": entries, "query": query, **marks}, self.at)
        shown = {row.id: (excerpt(row.excerpt), tuple(row.reviews)) for row in rows}
        return [
            Found(Kind(one.kind), one.id, one.heading, words or excerpt(one.excerpt), one.rank, reviews)
            for one in page
            for words, reviews in [shown.get(one.id, ((), ()))]
        ]

    def _query(self, statement: LiteralString, parameters: Mapping[str, Any]) -> str:
        row = self.connection.execute(statement, parameters).fetchone()
        return str(row.query) if row else ""

    def _entries(self, keys: list[str], query: str) -> Sequence[Any]:
        parameters = {
            "partnerships": None if self.partnerships is None else list(self.partnerships),
            "kinds": None if self.kinds is None else list(self.kinds),
            "keys": keys,
            "whole": "".join(keys[:1]),
            "query": query,
            "most": self.most,
        }
        return RANKED_ASKED.ask(self.connection, parameters, self.at)
