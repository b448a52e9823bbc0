"""The access log as auditors read it: its own rows, and changes of roles out of the log of events."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.access_log import ROLE_EVENTS, CameBy, Kind
from domain.refusals import NotFound

# A change of roles has its position in the log as its id: so that the order is the same from page to page.
# Each half is cut by itself: together they would be sorted as a whole, which takes a thousand times as long.
# Entries have no partnership: they belong to that of the reviews that they name, and where they name none, to
# those in which their person has ever held anything. Of what has no person, nobody knows whose it is.
# The readings of a review are few: found first, they are not looked for among all that lie before them.
ENTRIES: Final = """
    (
        select
            entry.id, entry.at, entry.kind, entry.person, entry.came_by, entry.way_in, entry.source,
            entry.whose,
            case
                when %(partnerships)s::uuid[] is null then entry.reviews
                else array(
                    select named.review
                    from unnest(entry.reviews) with ordinality as named (review, place)
                    where named.review = any (array(
                        select id from reviews where partnership = any (%(partnerships)s)
                    ))
                    order by named.place
                )
            end as reviews,
            entry.about, entry.address, entry.format, entry.rows_taken, entry.why,
            null::bigint as position
        from public.access_log entry
        where (%(who)s::uuid is null or entry.person = %(who)s)
            and (%(kind)s::text is null or entry.kind = %(kind)s)
            and (
                %(partnerships)s::uuid[] is null
                or entry.reviews && array(select id from reviews where partnership = any (%(partnerships)s))
                or (
                    entry.reviews = '{}'
                    and entry.person = any (array(
                        select person from roles where partnership = any (%(partnerships)s)
                        union all
                        select person from contacts where partnership = any (%(partnerships)s)
                    ))
                )
            )
            and (%(review)s::uuid is null or entry.id = any (array(
                select reading.id from public.access_log reading
                where reading.reviews @> array[%(review)s::uuid]
            )))
            and (
                %(from)s::date is null
                or entry.at >= %(from)s::date::timestamp at time zone 'Europe/London'
            )
            and (
                %(to)s::date is null
                or entry.at < (%(to)s::date + 1)::timestamp at time zone 'Europe/London'
            )
            and (
                %(before_at)s::timestamptz is null
                or (entry.at, entry.id) < (%(before_at)s, %(before)s::uuid)
            )
        order by entry.at desc, entry.id desc
        limit %(limit)s
    )
    union all
    (
        select
            changed.id, changed.recorded_at, %(role_changed)s, changed.entered_by, '', null, null,
            null, '{}'::uuid[], null, '', '', null, '',
            changed.position
        from (
            select t.*, lpad(to_hex(t.position), 32, '0')::uuid as id
            from timeline t
            where t.topic = any (%(role_events)s)
        ) changed
        where %(review)s::uuid is null
            and (
                %(partnerships)s::uuid[] is null
                or changed.partnership = any (%(partnerships)s)
            )
            and (%(kind)s::text is null or %(kind)s = %(role_changed)s)
            and (%(who)s::uuid is null or changed.entered_by = %(who)s)
            and (
                %(from)s::date is null
                or changed.recorded_at >= %(from)s::date::timestamp at time zone 'Europe/London'
            )
            and (
                %(to)s::date is null
                or changed.recorded_at < (%(to)s::date + 1)::timestamp at time zone 'Europe/London'
            )
            and (
                %(before_at)s::timestamptz is null
                or (changed.recorded_at, changed.id) < (%(before_at)s, %(before)s::uuid)
            )
        order by changed.recorded_at desc, changed.id desc
        limit %(limit)s
    )
    order by at desc, id desc
    limit %(limit)s
"""
WHEN: Final = """
    select at from public.access_log where id = %(id)s
    union all
    select recorded_at from timeline where lpad(to_hex(position), 32, '0')::uuid = %(id)s
        and topic = any (%(role_events)s)
"""


@dataclass(frozen=True)
class Filters:
    """Which entries: of whom, of which kind, that name a review, from and to days in London."""

    who: UUID | None = None
    kind: Kind | None = None
    review: UUID | None = None
    from_: date | None = None
    to: date | None = None


class Access(NamedTuple):
    """One entry. `position`: of a change of roles, where in the log of events it stands."""

    id: UUID
    at: datetime
    kind: Kind
    person: UUID | None
    came_by: CameBy | None
    way_in: UUID | None
    source: str
    whose: str
    reviews: list[UUID]
    about: UUID | None
    address: str
    format: str
    rows_taken: int | None
    why: str
    position: int | None


def entries(
    connection: Connection[Any],
    filters: Filters,
    partnerships: Collection[UUID] | None,
    *,
    before: UUID | None = None,
    limit: int,
) -> Sequence[Access]:
    """So many entries of these partnerships (None: of all), the newest first, `before` one of them.

    Raises NotFound where that is none.
    """
    said = {name.rstrip("_"): value for name, value in asdict(filters).items()}
    at = _when(connection, before) if before else None
    known = {"role_events": [*ROLE_EVENTS], "role_changed": Kind.ROLE_CHANGED, "limit": limit}
    among = {"partnerships": None if partnerships is None else [*partnerships]}
    where = {**among, "before": before, "before_at": at}
    rows = connection.execute(ENTRIES, {**said, **known, **where}).fetchall()
    return [_entry(row) for row in rows]


def _when(connection: Connection[Any], identity: UUID) -> datetime:
    row = connection.execute(WHEN, {"id": identity, "role_events": [*ROLE_EVENTS]}).fetchone()
    if row is None:
        raise NotFound("There is no such page of the access log, or it has had its time.")
    at: datetime = row[0]
    return at


def _entry(row: Any) -> Access:
    """A hash is told by its first letters: enough to see that two are the same."""
    told = row._asdict() | {"kind": Kind(row.kind), "came_by": CameBy(row.came_by) if row.came_by else None}
    return Access(**told | {"source": _short(row.source), "whose": _short(row.whose)})


def _short(hashed: bytes | None) -> str:
    return hashed[:4].hex() if hashed else ""
