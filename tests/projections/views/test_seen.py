"""What each kind of person sees of every view, now and as at any moment before, and of nobody else's.

There are two partnerships of the same making: of the other one nobody sees anything but the common directory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from psycopg.sql import SQL, Identifier

from domain.sight import NOTHING, Sight, sight_of
from domain.store.embedded import Server
from domain.vocabulary import Contact, Role
from projections.reading import Views
from projections.sight import SERVING, seen_by
from projections.standing import named_standing
from tests.conftest import database
from tests.projections.views.conftest import TODAY
from tests.two_partnerships import (
    DRAFT,
    IMPORTED,
    KINDS,
    LEFT_ACTION,
    LEFT_ROLE,
    LISTED,
    NOBODY,
    OF_THE_POLICE,
    OWNER,
    PUBLISHED,
    WAITING,
    Both,
    all_of,
    recorded_in,
)

SHARED: Final = "shared"
REVIEWS: Final = frozenset({WAITING, PUBLISHED, DRAFT, IMPORTED})
ACTIONS: Final = REVIEWS | {SHARED}
WHOLE: Final = (Role.COORDINATOR, Role.CHAIR, Role.DEPUTY_CHAIR)
FOLLOWING: Final = (Role.SUBGROUP_MEMBER, Role.BOARD_MEMBER)
"""They see published reviews with their history."""
OF_PUBLISHED: Final = (*FOLLOWING, Role.OVERSIGHT)
OUTLINES: Final = (Role.BOARD_MEMBER, Role.AUDITOR)
KEEPERS: Final = (*WHOLE, Role.ADMINISTRATOR)
OUTSIDE: Final = (LEFT_ROLE, LEFT_ACTION, NOBODY)
"""They are nothing in the partnership today."""

Names = frozenset[str]
NONE: Final[Names] = frozenset()


def given(*rows: tuple[tuple[str, ...], Names | set[str]]) -> dict[str, Names]:
    """What each kind of person sees: nothing where no row names them."""
    return dict.fromkeys(KINDS, NONE) | {kind: frozenset(names) for kinds, names in rows for kind in kinds}


IN_REVIEWS = (
    ((Role.INDEPENDENT_CHAIR, LISTED), {WAITING}),
    ((Role.REPORT_AUTHOR,), {PUBLISHED}),
)
"""Who sees one review wholly, as they are something in it or stand on its access list."""
PAPERS = ((Role.PANEL_MEMBER, Role.IMR_AUTHOR), {DRAFT})
"""Who sees the plan of one review, and not what was done with it."""
CASE = given((WHOLE, REVIEWS), (OF_PUBLISHED, {PUBLISHED}), *IN_REVIEWS, PAPERS)
"""The reviews that are seen with their pseudonym, and found by a search."""
FOLLOWED = given((WHOLE, REVIEWS), (FOLLOWING, {PUBLISHED}), *IN_REVIEWS)
"""The reviews, and the recommendations in them, that are seen with their history."""
ANSWERED = given((tuple(Contact), {WAITING, PUBLISHED, DRAFT}), ((OWNER,), {WAITING}))
"""The actions of the police, supported or led; and of an owner."""
ISSUED = given((tuple(Contact), {WAITING, PUBLISHED}))
"""The recommendations of whose wording an agency knows: once the plan is issued."""
SEEN_ACTIONS = given(
    (WHOLE, ACTIONS),
    (OF_PUBLISHED, {PUBLISHED, SHARED}),
    ((Role.INDEPENDENT_CHAIR, LISTED), {WAITING, SHARED}),
    ((Role.REPORT_AUTHOR,), {PUBLISHED, SHARED}),
    PAPERS,
    (tuple(Contact), ANSWERED[Contact.ALTERNATE]),
    ((OWNER,), {WAITING}),
)
FOLLOWED_ACTIONS = SEEN_ACTIONS | dict.fromkeys((*PAPERS[0], Role.OVERSIGHT), NONE)
SEEN_RECOMMENDATIONS = CASE | {kind: ISSUED[kind] for kind in Contact}
OF_CASES = {"review": FOLLOWED, "recommendation": FOLLOWED, "action": FOLLOWED_ACTIONS}
"""What is seen with its history, by kind of thing."""
OWN_ROLE = {kind: frozenset({kind}) for kind in (*Role, LEFT_ROLE)}
HOLDERS = frozenset({*Role, LEFT_ROLE})
KNOWING = tuple(kind for kind in KINDS if kind not in OUTSIDE)
INSIDE = tuple(kind for kind in KNOWING if kind != Role.OVERSIGHT)
"""Oversight is of no partnership: it knows that there is one, and nobody in it."""
EVERYBODY = frozenset({*KINDS, *(f"other's {kind}" for kind in KINDS)})

EXPECTED: Final[Mapping[str, Mapping[str, Names]]] = {
    "reviews": CASE | dict.fromkeys(OUTLINES, REVIEWS) | {kind: ANSWERED[kind] for kind in (*Contact, OWNER)},
    "actions": SEEN_ACTIONS,
    "counted_actions": SEEN_ACTIONS | dict.fromkeys(OUTLINES, ACTIONS),
    "recommendations": SEEN_RECOMMENDATIONS,
    "counted_recommendations": SEEN_RECOMMENDATIONS | dict.fromkeys(OUTLINES, REVIEWS),
    "progress_notes": FOLLOWED_ACTIONS,
    "questions": given((WHOLE, REVIEWS), *IN_REVIEWS),
    "clocks": CASE | dict.fromkeys(OUTLINES, REVIEWS) | {Role.OVERSIGHT: NONE},
    "lessons": CASE | {Role.OVERSIGHT: NONE},
    "access_list": given(((*WHOLE, Role.AUDITOR, LISTED), {LISTED})),
    "roles": given() | OWN_ROLE | dict.fromkeys((*KEEPERS, Role.AUDITOR), HOLDERS),
    "contacts": given((INSIDE, {*Contact})),
    "people": given((KINDS, EVERYBODY)),
    "person_details": given((INSIDE, EVERYBODY))
    | {kind: frozenset({kind}) for kind in (*OUTSIDE, Role.OVERSIGHT)},
    "partnerships": given((KNOWING, {"partnership"})),
    "leading_partnerships": given((KNOWING, {"partnership"})),
    "partnership_names": given((KNOWING, {"partnership", "other's partnership"})),
    "agencies": given((KINDS, {"police", "council"})),
}
"""By view what each kind of person sees of it."""
OF_FUNCTIONS: Final[Mapping[str, Mapping[str, Names]]] = {
    "published_reviews": given((OF_PUBLISHED, {PUBLISHED})),
    "answered_for": ANSWERED,
    "answered_recommendations": ISSUED,
    "actions_of_several_reviews": given(
        ((*FOLLOWING, Role.INDEPENDENT_CHAIR, Role.REPORT_AUTHOR, LISTED), {SHARED})
    ),
}
"""What the functions tell by which the views are made."""
FOR_STANDINGS: Final = {"held_by"}
"""By it is found what somebody sees: whoever serves may ask it of anybody."""
NAMED_BY: Final = {
    "progress_notes": "action",
    "questions": "review",
    "clocks": "review",
    "lessons": "review",
} | dict.fromkeys(("access_list", "roles", "contacts", "person_details"), "person")
"""By which column a row is known here, where that is not its own id."""
TOLD_APART: Final = {"timeline", "search_entries", "search_words"}
"""Views of things of many kinds, which have tests of their own below."""
WITHOUT_VERSIONS: Final = ("person_details",)
STAGES: Final = {
    "review.opened",
    "review.plan_issued",
    "review.published",
    "review.publication_ended",
    "review.concluded",
}


OF_ROLES: Final = ("partnership.role_given", "partnership.role_ended")
"""What only keepers of a partnership, and its auditors, know of its history."""


class Seeing(NamedTuple):
    """Both partnerships, the views of a worker, who sees all, and those of the role that serves."""

    both: Both
    names: Mapping[UUID, str]
    all: Views
    serving: Views
    url: str

    def sight(self, kind: str) -> Sight:
        """What a person of the first partnership sees, as it is found for each of their requests."""
        agency = self.both.police if kind in OF_THE_POLICE else None
        return self.sight_of(self.both.one.people[kind], agency)

    def sight_of(self, person: UUID, agency: UUID | None = None) -> Sight:
        """The same of anybody."""
        with seen_by(NOTHING), self.serving.reading() as connection:
            _, standing = named_standing(connection, person, TODAY, agency=agency)
        return sight_of(standing)

    def asked(self, sight: Sight, statement: Any) -> list[Any]:
        """The rows of a statement for somebody."""
        with seen_by(sight), self.serving.reading() as connection:
            return connection.execute(statement).fetchall()

    def of_all(self, statement: Any) -> list[Any]:
        """The rows of a statement for the tracker itself."""
        with self.all.reading() as connection:
            return connection.execute(statement).fetchall()


@pytest.fixture(scope="module")
def seeing(postgres: Server, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeing]:
    """Both partnerships, and how they are seen."""
    folder = tmp_path_factory.mktemp("two")
    with (
        recorded_in(postgres, "seen_of_two", migrated, folder, TODAY) as recorded,
        database(postgres, "seen_of_two_copy", recorded.name) as url,
    ):
        every, serving = Views(url), Views(url, serving=True)
        yield Seeing(recorded.both, all_of(recorded.both), every, serving, url)
        every.close()
        serving.close()


def versions(view: str) -> Any:
    """A statement for every version of every row of a view: what a row is known by, and since when."""
    if view == "counted_actions":
        return SQL("select since as id, since from counted_actions")
    column = Identifier(NAMED_BY.get(view, "id"))
    since = SQL("0") if view in WITHOUT_VERSIONS else SQL("since")
    since = SQL("position") if view == "progress_notes" else since
    return SQL("select {} as id, {} as since from {}").format(column, since, Identifier(view))


def seen(seeing: Seeing, sight: Sight, view: str) -> Names:
    """The names of the things of which somebody sees a row, each now and as at any time before."""
    rows = Counter(tuple(row) for row in seeing.asked(sight, versions(view)))
    ids = {row[0] for row in rows}
    if view == "counted_actions":
        since = {row.since: row.id for row in seeing.of_all("select id, since from actions")}
        ids = {since[one] for one in ids}
        rows = Counter((since[one], one) for one, _ in rows)
        view = "actions"
    if view not in WITHOUT_VERSIONS:
        every = Counter(tuple(row) for row in seeing.of_all(versions(view)) if row[0] in ids)
        assert rows == every, f"Of what is seen of {view}, some versions are left out."
    return frozenset(seeing.names[one] for one in ids)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_seen_now_and_then(seeing: Seeing, kind: str) -> None:
    """Every version of each thing that somebody may see today, and no row of any other one."""
    sight = seeing.sight(kind)
    found = {view: seen(seeing, sight, view) for view in EXPECTED}
    assert found == {view: names[kind] for view, names in EXPECTED.items()}


def test_every_view_is_looked_at(seeing: Seeing) -> None:
    """A new view of what is seen says here who sees what of it."""
    every = """
        select viewname
        from pg_views
        where schemaname = (select 'seen_' || generation from public.published)
    """
    assert {row.viewname for row in seeing.of_all(every)} == EXPECTED.keys() | TOLD_APART


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_functions_tell(seeing: Seeing, kind: str) -> None:
    """Called by themselves they tell no more than the views that are made by them."""
    sight = seeing.sight(kind)
    told = {
        name: frozenset(
            seeing.names[row.id]
            for row in seeing.asked(sight, SQL("select id from {}() as its (id)").format(Identifier(name)))
        )
        for name in OF_FUNCTIONS
    }
    assert told == {name: names[kind] for name, names in OF_FUNCTIONS.items()}


def test_every_function_is_called(seeing: Seeing) -> None:
    """A new function says here, too, what it tells to whom."""
    every = """
        select proname
        from pg_proc
        join pg_namespace on pg_namespace.oid = pronamespace
        where nspname = (select 'seen_' || generation from public.published)
    """
    assert {row.proname for row in seeing.of_all(every)} == OF_FUNCTIONS.keys() | FOR_STANDINGS


@pytest.mark.parametrize("kind", KINDS)
def test_a_pseudonym_is_for_who_sees_the_case(seeing: Seeing, kind: str) -> None:
    """Of a review that is known by its reference alone, pseudonym and legal holds are left out."""
    rows = seeing.asked(seeing.sight(kind), "select id, pseudonym from reviews where reference <> 'DHR4'")
    told = {seeing.names[row.id] for row in rows if row.pseudonym == f"Ash {seeing.both.one.mark}"}
    assert told == CASE[kind] - {IMPORTED}
    assert {row.pseudonym for row in rows if seeing.names[row.id] not in told} <= {""}


@pytest.mark.parametrize("kind", KINDS)
def test_the_lesson_behind_a_recommendation(seeing: Seeing, kind: str) -> None:
    """It stands in the papers of a review; for whom an agency answers, its words find nothing, either."""
    asked = "select id, issue || theme as lesson from recommendations"
    told = {seeing.names[row.id] for row in seeing.asked(seeing.sight(kind), asked) if row.lesson}
    assert told == CASE[kind] - {IMPORTED}
    finding = """
        select id, background from search_entries
        where kind = 'recommendation' and document @@ to_tsquery('english', 'nobody & ask')
    """
    found = seeing.asked(seeing.sight(kind), finding)
    assert {seeing.names[row.id] for row in found} == CASE[kind] - {IMPORTED}
    wording = "select id from search_entries where document @@ to_tsquery('english', 'review & zephyr')"
    by_wording = {seeing.names[row.id] for row in seeing.asked(seeing.sight(kind), wording)}
    assert by_wording == SEEN_RECOMMENDATIONS[kind] - {IMPORTED}


@pytest.mark.parametrize("kind", KINDS)
def test_search_entries(seeing: Seeing, kind: str) -> None:
    """A search finds of cases what lists show; agencies are for all, the partnership for who is in it."""
    rows = seeing.asked(seeing.sight(kind), "select kind, id from search_entries")
    expected = {("agency", "police"), ("agency", "council")}
    for things, names in (
        ("review", CASE),
        ("recommendation", SEEN_RECOMMENDATIONS),
        ("action", SEEN_ACTIONS),
    ):
        expected |= {(things, name) for name in names[kind]}
    expected |= {("partnership", name) for name in EXPECTED["partnerships"][kind]}
    assert {(row.kind, seeing.names[row.id]) for row in rows} == expected


@pytest.mark.parametrize("kind", KINDS)
def test_the_timeline(seeing: Seeing, kind: str) -> None:
    """All of what somebody sees, the stages of reviews known by their outlines, and for auditors the rest."""
    every = seeing.of_all("select position, kind, thing, partnership, topic from timeline")
    expected = {
        row.position: is_whole for row in every if (is_whole := told_of(seeing, kind, row)) is not None
    }
    rows = seeing.asked(seeing.sight(kind), "select position, is_whole from timeline")
    assert {row.position: row.is_whole for row in rows} == expected
    assert len(rows) == len(expected)


def told_of(seeing: Seeing, kind: str, row: Any) -> bool | None:
    """Whether an event is seen with its words (True), without (False), or not at all."""
    name, is_of_stage = seeing.names[row.thing], row.topic in STAGES
    if row.partnership is None:
        return True if row.kind == "agency" or kind in KEEPERS or name == kind else None
    if row.partnership != seeing.both.one.id:
        return None
    if (row.kind == "partnership" and kind in KEEPERS) or name in OF_CASES.get(row.kind, given())[kind]:
        return True
    if row.kind == "partnership" and kind in INSIDE and row.topic not in OF_ROLES:
        return False
    known = kind == Role.AUDITOR or (is_of_stage and kind in OUTLINES)
    return False if known else None


@pytest.mark.parametrize("kind", KINDS)
def test_addresses_and_telephones(seeing: Seeing, kind: str) -> None:
    """They are for keepers of the directory, for colleagues, for whose contacts one is, and one's own."""
    rows = seeing.asked(seeing.sight(kind), "select person, email, telephone from person_details")
    told = {seeing.names[row.person] for row in rows if row.email}
    near = {name for one in OF_THE_POLICE for name in (one, f"other's {one}")}
    expected = EVERYBODY if kind in KEEPERS else {kind} | (near if kind in OF_THE_POLICE else set())
    assert told == (expected if kind not in OUTSIDE else {kind})
    assert told == {seeing.names[row.person] for row in rows if row.telephone}


def test_known_words_for_typing_errors(seeing: Seeing) -> None:
    """Words by themselves, by which nothing but what is seen is found: for who is signed in."""
    for kind in KINDS:
        assert seeing.asked(seeing.sight(kind), "select from search_words limit 1")


def test_an_administrator_of_the_installation(seeing: Seeing) -> None:
    """Every partnership, role and person, and nothing of a case where somebody else coordinates."""
    person = seeing.both.one.people[NOBODY]
    with psycopg.connect(seeing.url, autocommit=True) as connection:
        connection.execute("insert into public.administrators (person, made_at) values (%s, now())", [person])
        sight = seeing.sight_of(person)
        connection.execute("delete from public.administrators where person = %s", [person])
    assert not sight.is_everything
    found = {view: seen(seeing, sight, view) for view in EXPECTED}
    assert found["partnerships"] == {"partnership", "other's partnership"}
    assert found["roles"] == {name for one in HOLDERS for name in (one, f"other's {one}")}
    of_people = {"roles", "contacts", "people", "person_details", "agencies"}
    of_people |= {"partnerships", "leading_partnerships", "partnership_names"}
    assert {view for view, names in found.items() if names} == of_people


def test_nobody_sees_anything(seeing: Seeing) -> None:
    """Where no request has said who asks, every view is empty, though lists name no partnership."""
    for view in (*EXPECTED, *TOLD_APART):
        statement = SQL("select from {}").format(Identifier(view))
        assert seeing.asked(NOTHING, statement) == [], view
        with seeing.serving.reading() as connection:
            assert connection.execute(statement).fetchall() == [], view


def test_what_was_seen_last_is_not_kept(seeing: Seeing) -> None:
    """A connection that has served somebody shows the next one nothing of theirs."""
    for kind in (Role.COORDINATOR, OWNER, NOBODY):
        rows = seeing.asked(seeing.sight(kind), "select id from actions where until is null")
        assert {seeing.names[row.id] for row in rows} == SEEN_ACTIONS[kind]


OF_TABLES: Final = EXPECTED.keys() - {"person_details"}
REACHED_FOR: Final = (
    "public.events",
    "public.text_keys",
    "public.person_details",
    *(
        f"{{tables}}.{view}"
        for view in ("reviews", "actions", "recommendations", "timeline", "search_entries")
    ),
)


@pytest.mark.parametrize("table", REACHED_FOR)
def test_the_serving_role_reads_no_table(seeing: Seeing, table: str) -> None:
    """Whatever a statement says, the log, its keys, personal details and the views' own tables are shut."""
    (published,) = seeing.of_all("select schema from public.published")
    statement = f"select from {table.format(tables=published.schema)}"
    with psycopg.connect(seeing.url, autocommit=True) as connection:
        connection.execute(SQL("set role {}").format(Identifier(SERVING)))
        with pytest.raises(InsufficientPrivilege):
            connection.execute(statement.encode())
