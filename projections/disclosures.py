"""The files that were taken out of the tracker, as the disclosure log lists them: out of the access log."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.access_log import CameBy, Kind
from domain.refusals import NotFound

# A calendar is read by a program every hour, and holds references and dates alone. Whoever takes a file
# belongs to the partnerships where they hold or held a role, or answer or answered for an agency.
EXPORTS: Final = """
    select
        entry.id, entry.at, entry.kind, entry.person, entry.came_by, entry.address, entry.format, entry.about,
        entry.reviews,
        entry.rows_taken + coalesce((
            select sum(part.rows_taken)::bigint
            from public.access_log part
            where part.about = entry.id and part.kind = 'file taken'
        ), 0) as rows_taken
    from public.access_log entry
    where entry.kind in ('file taken', 'what is held about somebody taken') and entry.came_by <> 'calendar'
        and (entry.kind <> 'file taken' or entry.about is null)
        and (%(id)s::uuid is null or entry.id = %(id)s)
        and (%(who)s::uuid is null or entry.person = %(who)s)
        and (
            %(within)s::uuid[] is null
            or entry.person = %(me)s
            or entry.person in (
                select role.person from roles role where role.partnership = any (%(within)s)
                union all
                select contact.person from contacts contact where contact.partnership = any (%(within)s)
            )
        )
        and (
            %(partnership)s::uuid is null
            or entry.person in (
                select role.person from roles role where role.partnership = %(partnership)s
                union all
                select contact.person from contacts contact where contact.partnership = %(partnership)s
            )
        )
        and (%(from)s::date is null or entry.at >= %(from)s::date::timestamp at time zone 'Europe/London')
        and (%(to)s::date is null or entry.at < (%(to)s::date + 1)::timestamp at time zone 'Europe/London')
        and (%(before)s::uuid is null or (entry.at, entry.id) < (%(before_at)s::timestamptz, %(before)s))
    order by entry.at desc, entry.id desc
    limit %(limit)s
"""
OF_REVIEWS: Final = "select r.id, r.partnership from reviews r where r.id = any (%s) and r.until is null"
WHEN: Final = "select at from public.access_log where id = %s"
NO_SUCH_PAGE: Final = "There is no such page of the disclosure log, or it has had its time."


@dataclass(frozen=True)
class Filters:
    """Which exports: one, of whom, of people of a partnership, from and to days in London."""

    id: UUID | None = None
    who: UUID | None = None
    partnership: UUID | None = None
    from_: date | None = None
    to: date | None = None


class Seen(NamedTuple):
    """What somebody, `me`, sees: their own exports, and those of people of partnerships (None: of all)."""

    me: UUID
    within: Collection[UUID] | None


class Export(NamedTuple):
    """A file that was taken: who, when, from which address; `about`: whose data, of what is held of one."""

    id: UUID
    at: datetime
    kind: Kind
    person: UUID | None
    came_by: CameBy
    address: str
    format: str
    about: UUID | None
    reviews: list[UUID]
    rows_taken: int | None


def exports(
    connection: Connection[Any], filters: Filters, seen: Seen, *, before: UUID | None = None, limit: int
) -> Sequence[Export]:
    """So many exports that somebody sees, the newest first, `before` one of them. Raises NotFound."""
    said = {name.rstrip("_"): value for name, value in asdict(filters).items()}
    within = None if seen.within is None else [*seen.within]
    place = {"before": before, "before_at": _when(connection, before) if before else None, "limit": limit}
    rows = connection.execute(EXPORTS, {**said, **place, "me": seen.me, "within": within}).fetchall()
    return [_export(row) for row in rows]


def of_reviews(connection: Connection[Any], reviews: Collection[UUID]) -> Sequence[Any]:
    """To which partnership (`partnership`) each of these reviews (`id`) belongs."""
    return connection.execute(OF_REVIEWS, [[*reviews]]).fetchall()


def _when(connection: Connection[Any], identity: UUID) -> datetime:
    row = connection.execute(WHEN, [identity]).fetchone()
    if row is None:
        raise NotFound(NO_SUCH_PAGE)
    at: datetime = row[0]
    return at


def _export(row: Any) -> Export:
    return Export(**row._asdict() | {"kind": Kind(row.kind), "came_by": CameBy(row.came_by)})
