"""Board and lists of actions beside the bare SQL that reads the same rows, now and as at days in the past.

Times are those of a processor in PostgreSQL, which other work on the same computer hardly changes, but for
whole requests.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from fastapi.testclient import TestClient
from psycopg import Connection
from psycopg.sql import SQL

from api.app import create_app
from api.sessions import issue_link
from domain.clocks import end_of_london_day
from domain.settings import Settings
from domain.sight import NOTHING, Sight, sight_of
from domain.store.application import Store
from projections import actions, board, overdue
from projections.actions import Filters
from projections.reading import Views
from projections.sight import seen_by
from projections.standing import named_standing
from tests.bench.figures import TODAY, Figure, Place, Size

A_PAGE, FAR = 50, 1_000
SMALL_MS = 5.0
"""What the names of fifty actions and a plan for the filters may take, however quick the bare SQL is."""
TIMES_BARE, TIMES_PRESENT, MORE_MS, P95_MS = 2.0, 1.5, 15.0, 50.0
BACK = {"a quarter ago": 91, "a year ago": 365, "five years ago": 5 * 365}
NOW = datetime.combine(TODAY, time(9, 30), tzinfo=UTC)
BASE_URL = "http://testserver"

# The least that the board must read: the columns on which its figures depend, of every action, by agency.
BARE_BOARD: LiteralString = """
    select
        a.lead, count(*) as actions, count(a.owner) as owned, count(a.delivery) as states,
        count(a.forecast) as forecasts, count(a.due) as dated, count(a.moved) as moved,
        count(a.asked_until) as asking, count(a.review) as reviewed
    from actions a
    where a.until is null
    group by a.lead
"""
BARE_OVERDUE: LiteralString = """
    select a.*
    from actions a
    left join agencies agency on agency.id = a.lead and agency.until is null
    where a.until is null
        and a.due < %(today)s
        and a.delivery in ('planned', 'accepted', 'in progress', 'sent back')
    order by lower(agency.name), a.due, a.number_order, a.id
    limit 50
"""
BARE_PAGE = SQL("""
    select a.* from actions a where a.until is null order by {order} limit 50 offset {offset}
""")
BARE_ORDERS = {
    "number": SQL("a.number_order, a.id"),
    "due": SQL("a.due, a.number_order, a.id"),
    "-due": SQL("a.due desc nulls last, a.number_order, a.id"),
    "progress": SQL("a.last_progress_on, a.number_order, a.id"),
}
PLAIN_COUNTS: LiteralString = """
    select
        count(*) as actions,
        count(*) filter (where delivery not in ('signed off', 'cancelled')) as open,
        count(*) filter (where late) as overdue,
        count(*) filter (where late and due >= %(today)s - 30) as overdue_to_30,
        count(*) filter (where late and due < %(today)s - 180) as overdue_over_180,
        count(*) filter (where delivery = 'reported complete') as waiting_for_sign_off,
        count(*) filter (where delivery <> 'cancelled' and due - original_due = 0) as not_moved,
        count(*) filter (where delivery <> 'cancelled' and due - original_due > 180) as moved_over_180,
        count(*) filter (where delivery = 'signed off' and issued) as blue,
        count(*) filter (where late and issued) as red
    from (
        select
            a.*,
            a.due < %(today)s and a.delivery in ('planned', 'accepted', 'in progress', 'sent back') as late,
            exists (
                select from reviews r
                where r.id = any (a.reviews) and r.issued_on is not null
                    and r.since <= %(at)s and coalesce(r.until > %(at)s, true)
            ) as issued
        from actions a
        where a.since <= %(at)s and coalesce(a.until > %(at)s, true)
    ) plain
"""
PAGES = ("/", "/actions?overdue=true", "/actions", "/actions?page=21", "/reviews", "/agencies")
OF_ONE = ("/?partnership={}", "/actions?partnership={}&overdue=true", "/actions?partnership={}")
"""Pages of the partnership that has the most actions."""
LARGEST = """
    select one.code
    from partnerships one
    join actions a on a.partnership = one.id and a.until is null
    where one.until is null
    group by one.code
    order by count(*) desc, one.code
    limit 1
"""


Works = dict[str, tuple[Connection[Any], Callable[[], Any]]]
"""What is measured, by name, each with the connection whose work is counted."""


class Beside(NamedTuple):
    """Two connections: one that reads what somebody sees of the views, and one that reads the tables."""

    seen: Connection[Any]
    tables: Connection[Any]


class Read(NamedTuple):
    """Something that is asked, at a position of the log or now, and the bare SQL beside it."""

    what: str
    ask: Callable[[int | None, date], Any]
    bare: Callable[[], Sequence[Any]]
    connections: Beside


def figures(size: Size, place: Place) -> list[Figure]:
    """Each read beside its yardstick, then beside itself in the past, then as whole requests."""
    with place.filled(size.actions) as store:
        conninfo = store.datastore.conninfo
        with closing(Views(conninfo)) as views, closing(Views(conninfo, serving=True)) as served:
            with views.reading() as tables, seen_by(_sight(store, served)), served.reading() as seen:
                past = {said: _then(store, days) for said, days in BACK.items()}
                _check(Beside(seen, tables), store.log.last_position(), past)
                reads = _reads(Beside(seen, tables))
                found = [_beside_bare(read, size.rounds) for read in reads]
                for read in reads[:2]:
                    found += _in_the_past(read, past, size.rounds)
            with place.serving(store) as serving:
                return [*found, *_requests(serving, served, place, size)]


def _sight(store: Store, served: Views) -> Sight:
    """What the administrator sees, who chairs every partnership."""
    with seen_by(NOTHING), served.reading() as connection:
        _, standing = named_standing(connection, _administrator(store), TODAY)
    sight = sight_of(standing)
    assert sight.is_everything
    return sight


def _administrator(store: Store) -> UUID:
    with store.connection() as connection:
        [(administrator,)] = connection.execute("select person from public.administrators limit 1").fetchall()
    return UUID(str(administrator))


def _then(store: Store, days: int) -> tuple[int, date]:
    """The position of the log at the end of a day so long ago, and the day."""
    day = TODAY - timedelta(days=days)
    return store.log.position_before(end_of_london_day(day)), day


def _check(connections: Beside, last: int, past: dict[str, tuple[int, date]]) -> None:
    """The figures are a plain count over the rows, now and then; each page is that of a bare SELECT."""
    connection, tables = connections
    for at, day in [(last, TODAY), *past.values()]:
        [plain] = tables.execute(PLAIN_COUNTS, {"at": at, "today": day}).fetchall()
        for asked in {at, None} if at == last else {at}:
            counts = board.figures(connection, partnerships=None, today=day, at=asked).counts
            assert {name: getattr(counts, name) for name in plain._fields} == plain._asdict()
            late = overdue.by_agency(connection, partnerships=None, today=day, at=asked)
            assert sum(one.actions for one in late) == plain.overdue
            assert actions.counted(connection, Filters(), today=day, at=asked) == plain.actions
    for order in BARE_ORDERS:
        for offset in (0, FAR):
            found = actions.listed(
                connection, Filters(), today=TODAY, sort=order, limit=A_PAGE, offset=offset
            )
            assert [one.row.id for one in found] == [row.id for row in _bare_page(tables, order, offset)]


def _bare_page(connection: Connection[Any], order: str, offset: int) -> Sequence[Any]:
    return connection.execute(BARE_PAGE.format(order=BARE_ORDERS[order], offset=offset)).fetchall()


def _reads(connections: Beside) -> list[Read]:
    """The board and the overdue list, then pages of all actions in some of their orders."""
    connection, tables = connections

    def late(at: int | None, today: date) -> Any:
        return actions.listed(connection, Filters(overdue=True), today=today, sort="lead", at=at)

    return [
        Read(
            "figures of the board, of all partnerships",
            lambda at, today: board.figures(connection, partnerships=None, today=today, at=at),
            lambda: tables.execute(BARE_BOARD).fetchall(),
            connections,
        ),
        Read(
            "first page of the overdue list",
            late,
            lambda: tables.execute(BARE_OVERDUE, {"today": TODAY}).fetchall(),
            connections,
        ),
        *(_page(connections, order, offset) for order in BARE_ORDERS for offset in (0, FAR)),
    ]


def _page(connections: Beside, order: str, offset: int) -> Read:
    def ask(at: int | None, today: date) -> Any:
        return actions.listed(connections.seen, Filters(), today=today, sort=order, offset=offset, at=at)

    what = f"page {offset // A_PAGE + 1} of all actions, by {order.replace('-', 'the latest ')}"
    return Read(what, ask, lambda: _bare_page(connections.tables, order, offset), connections)


def _beside_bare(read: Read, rounds: int) -> Figure:
    seen, tables = read.connections
    works: Works = {"ask": (seen, lambda: read.ask(None, TODAY)), "bare": (tables, read.bare)}
    took = milliseconds(rounds, works)
    ratio = took["ask"] / took["bare"]
    return Figure(
        read.what,
        f"{took['ask']:.1f} ms in PostgreSQL",
        f"{took['bare']:.1f} ms for the bare SQL",
        f"{ratio:.1f}",
        f"{TIMES_BARE:g}, or under {SMALL_MS:.0f} ms",
        ratio <= TIMES_BARE or took["ask"] < SMALL_MS,
    )


def _in_the_past(read: Read, past: dict[str, tuple[int, date]], rounds: int) -> list[Figure]:
    seen = read.connections.seen
    works: Works = {"now": (seen, partial(read.ask, None, TODAY))}
    works |= {said: (seen, partial(read.ask, *then)) for said, then in past.items()}
    took = milliseconds(rounds, works)
    return [
        Figure(
            f"{read.what}, as {said}",
            f"{took[said]:.1f} ms",
            f"{took['now']:.1f} ms now",
            f"{took[said] / took['now']:.1f}",
            f"{TIMES_PRESENT:g}, or {MORE_MS:.0f} ms more",
            took[said] <= max(took["now"] * TIMES_PRESENT, took["now"] + MORE_MS),
        )
        for said in past
    ]


def milliseconds(rounds: int, works: Works) -> dict[str, float]:
    """The processor time in PostgreSQL that each took in the best of its rounds, taken in turns."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, (connection, work) in works.items():
            begun = _worked(connection)
            work()
            best[name] = min(best[name], _worked(connection) - begun)
    return best


def _worked(connection: Connection[Any]) -> float:
    """For how many milliseconds a processor has worked for this connection's process of PostgreSQL."""
    schedule = Path(f"/proc/{connection.info.backend_pid}/schedstat").read_text()
    return int(schedule.split()[0]) / 1e6


def _requests(store: Store, views: Views, place: Place, size: Size) -> list[Figure]:
    """Whole requests of somebody who is signed in, one after the other, in this process."""
    settings = Settings(data=place.folder, base_url=BASE_URL)
    app = create_app(settings, store, views, clock=lambda: NOW)
    administrator = _administrator(store)
    client = TestClient(app, base_url=BASE_URL, follow_redirects=False)
    assert client.post(f"/set-up/{issue_link(store, administrator, now=NOW)}").status_code == 303
    with seen_by(_sight(store, views)), views.reading() as connection:
        [(largest,)] = connection.execute(LARGEST).fetchall()
    paths = (*PAGES, *(path.format(largest) for path in OF_ONE))
    gc.freeze()  # as `dhr web` does when it starts
    try:
        return [_p95(client, path, max(2, size.requests // 50)) for path in paths]
    finally:
        gc.unfreeze()


def _p95(client: TestClient, path: str, times: int) -> Figure:
    took, answer = [], client.get(path)
    for _ in range(times):
        begun = perf_counter()
        answer = client.get(path)
        took.append((perf_counter() - begun) * 1000)
        assert answer.is_success
    p95 = quantiles(took, n=20)[-1]
    what = f"the whole of GET {path}, {len(answer.content) // 1000:,} kB, p95 of {times}"
    return Figure(what, f"{p95:.0f} ms", aim=f"under {P95_MS:.0f} ms", met=p95 < P95_MS)
