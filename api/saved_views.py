"""Saved views: how a person looks at a list, kept under a name, for themselves or for everybody.

They are settings and no events. A view keeps what an address says of filters, order and columns, and never
as at when: it is looked through at any day, and "due within 28 days" goes with the day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, LiteralString, NamedTuple
from urllib.parse import parse_qsl, urlencode
from uuid import UUID, uuid4

from psycopg.errors import UniqueViolation

from api.exporting.tables import chosen
from api.lists import LISTS, understood
from domain.refusals import NotAllowed, NotFound, Refused, refuse_if

if TYPE_CHECKING:
    from api.access import Who
    from domain.store.application import Store

LONGEST_NAME: Final = 80
LONGEST_QUERY: Final = 2000
MOST: Final = 100
"""Views that one person may keep: more are no help."""
# It does not repeat the name, in which somebody may have named a person by mistake.
TAKEN: Final = "You have another view of this list under that name: choose another name."

SAVE: LiteralString = """
    insert into public.saved_views (id, person, list, name, query, shared, made_at, partnerships)
    select %(id)s, %(person)s, %(list)s, %(name)s, %(query)s, %(shared)s, %(now)s, %(partnerships)s
    where (select count(*) from public.saved_views where person = %(person)s) < %(most)s
    returning id
"""
SEEN: LiteralString = """
    select id, person, list, name, query, shared, made_at
    from public.saved_views
    where (person = %(person)s or shared and (%(everything)s or partnerships && %(partnerships)s))
        and (%(list)s::text is null or list = %(list)s)
        and (%(id)s::uuid is null or id = %(id)s)
        and (%(name)s::text is null or person = %(person)s and lower(name) = lower(%(name)s))
    order by list, lower(name), id
"""
CHANGE: LiteralString = """
    update public.saved_views
    set
        name = %(name)s,
        shared = %(shared)s,
        partnerships = case when shared then partnerships else %(partnerships)s end
    where id = %(id)s
    returning id, person, list, name, query, shared, made_at
"""
DELETE: LiteralString = "delete from public.saved_views where id = %(id)s"


class SavedView(NamedTuple):
    """A view: whose it is, of which list, and the query words of its address."""

    id: UUID
    person: UUID
    list: str
    name: str
    query: str
    shared: bool
    made_at: datetime

    @property
    def address(self) -> str:
        """Where the view shows its list: always a page of the tracker itself."""
        return f"/{self.list}?{self.query}" if self.query else f"/{self.list}"

    def fits(self, query: Mapping[str, str]) -> bool:
        """Whether these query words are the view's own, in whatever order."""
        return dict(parse_qsl(self.query)) == dict(query)

    def may_be_changed_by(self, who: Who) -> bool:
        """By whoever made it; a shared one also by an administrator."""
        return self.person == who.person or (self.shared and who.standing.administrator)


def views_for(store: Store, who: Who, things: str | None = None) -> Sequence[SavedView]:
    """The views that a person sees, of one list or of all: their own, and what others share.

    Shared is a view with those who see anything of a partnership of whoever shares it.
    """
    return _seen(store, who, list=things)


def one_view(store: Store, who: Who, identity: UUID) -> SavedView:
    """A view that a person sees. Raises NotFound."""
    found = _seen(store, who, id=identity)
    if not found:
        raise NotFound("There is no such view, or it is not shared any more.")
    return found[0]


def save(
    store: Store, who: Who, *, things: str, name: str, query: str, shared: bool, now: datetime
) -> SavedView:
    """Keep a view. The same once more changes nothing; refuses a name that another of theirs has."""
    facts = {"list": things, "name": checked_name(name), "query": checked_query(things, query)}
    identity = uuid4()
    new = {"id": identity, "shared": shared, "now": now, "most": MOST, **_facts_of(who)}
    try:
        with store.connection() as connection:
            made = connection.execute(SAVE, {**facts, **new}).fetchone()
    except UniqueViolation:
        (kept,) = _seen(store, who, list=things, name=facts["name"])
        refuse_if((kept.query, kept.shared) != (facts["query"], shared), TAKEN, field="name")
        return kept
    refuse_if(made is None, f"You have {MOST} views, and that is all there is room for: delete one first.")
    return one_view(store, who, identity)


def change(
    store: Store, who: Who, identity: UUID, *, name: str | None = None, shared: bool | None = None
) -> SavedView:
    """Rename a view, share it or keep it to oneself; None: as it is. Raises NotFound and NotAllowed."""
    view = _changeable(store, who, identity)
    plain = view.name if name is None else checked_name(name)
    facts = {"id": identity, "name": plain, "shared": view.shared if shared is None else shared}
    facts |= _facts_of(who)
    try:
        with store.connection() as connection:
            changed = connection.execute(CHANGE, facts).fetchone()
    except UniqueViolation:
        raise Refused(TAKEN, field="name") from None
    if changed is None:
        raise NotFound("This view was deleted in the meantime.")
    return SavedView(*changed)


def delete(store: Store, who: Who, identity: UUID) -> SavedView:
    """Delete a view: the one that is gone. Raises NotFound and NotAllowed."""
    view = _changeable(store, who, identity)
    with store.connection() as connection:
        connection.execute(DELETE, {"id": identity})
    return view


def checked_name(name: str) -> str:
    """A name without blanks around it and line breaks in it. Refuses none, and one that is too long."""
    plain = " ".join(name.split())
    refuse_if(not plain, "Give the view a name.", field="name")
    refuse_if(not plain.isprintable(), "The name has a character that cannot be shown.", field="name")
    refuse_if(
        len(plain) > LONGEST_NAME,
        f"The name has {len(plain)} characters; {LONGEST_NAME} are the most.",
        field="name",
    )
    return plain


def checked_query(things: str, query: str) -> str:
    """The query words of a list, as its addresses write them. Refuses what the list does not understand."""
    if things not in LISTS:
        raise Refused(f"There is no list “{things}”. There are: {', '.join(LISTS)}.", field="list")
    refuse_if(
        len(query) > LONGEST_QUERY, "This is too much for one view: leave something out.", field="query"
    )
    said = {name: value for name, value in parse_qsl(query.removeprefix("?")) if value}
    refuse_if("as_at" in said, "A view is for any day: leave “as_at” out.", field="query")
    try:
        asked = understood(LISTS[things].chosen, said)
        chosen(LISTS[things].columns, asked.columns)
    except Refused as refused:
        raise Refused(str(refused), field="query") from None
    return urlencode(said, safe=",")


def _changeable(store: Store, who: Who, identity: UUID) -> SavedView:
    view = one_view(store, who, identity)
    if not view.may_be_changed_by(who):
        raise NotAllowed("Only whoever made this view, or an administrator, may change or delete it.")
    return view


def _facts_of(who: Who) -> dict[str, Any]:
    sight = who.sight
    return {
        "person": who.person,
        "partnerships": sorted(sight.partnerships),
        "everything": sight.is_everything,
    }


def _seen(store: Store, who: Who, **asked: Any) -> list[SavedView]:
    wanted = {"list": None, "id": None, "name": None, **asked, **_facts_of(who)}
    with store.connection() as connection:
        return [SavedView(*row) for row in connection.execute(SEEN, wanted)]
