"""Whether the tracker is up, whether it is of use, and its figures."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from api.errors import UNAVAILABLE
from api.offices import may
from api.rest.answers import problems
from domain.offices import Office
from domain.store.application import Store
from projections.generations import FEEDING, OUR_LOCKS
from projections.reading import Views

router = APIRouter(tags=["health"])

MOST_BEHIND = 5_000
"""Events that views may lag behind before the lists count as not ready."""
WORKING = """
    select exists (
        select from pg_locks
        where locktype = 'advisory' and granted and objsubid = 2 and classid = %s and objid = %s
            and database = (select oid from pg_database where datname = current_database())
    )
"""
GOOD = "ready"


class Health(BaseModel):
    """The process is up."""

    status: str = "up"


class Readiness(BaseModel):
    """In words: whether each part is ready."""

    status: str
    database: str
    views: str
    worker: str


@router.get("/healthz")
def healthz() -> Health:
    """Whether the process answers at all. Asks no database."""
    return Health()


@router.get("/readyz", responses={503: {"model": Readiness}})
def readyz(request: Request) -> Readiness:
    """Whether the database can be reached, the views follow it, and a worker is at work."""
    state = request.app.state
    parts = {
        "database": _said(lambda: _database(state.store)),
        "views": _said(lambda: _views(state.store, state.views)),
        "worker": _said(lambda: _worker(state.store)),
    }
    ready = all(words == GOOD for words in parts.values())
    found = Readiness(status=GOOD if ready else "not ready", **parts)
    return found if ready else JSONResponse(found.model_dump(), 503)  # type: ignore[return-value]


@router.get("/metrics", response_class=Response, responses=problems(), dependencies=[may(Office.FIGURES)])
def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    return Response(generate_latest(request.app.state.figures.registry), media_type=CONTENT_TYPE_LATEST)


def _said(part: Callable[[], str]) -> str:
    try:
        return part()
    except UNAVAILABLE:
        return "The database cannot be reached."


def _database(store: Store) -> str:
    with store.connection() as connection:
        connection.execute("select 1")
    return GOOD


def _views(store: Store, views: Views) -> str:
    last, lags = store.log.last_position(), views.lag()
    stopped = [f"{view} at {lag.failed_at}" for view, lag in lags.items() if lag.failed_at is not None]
    if not lags:
        return "The lists are being built for the first time."
    if stopped:
        return f"Stopped at the position of an event that they cannot follow: {', '.join(stopped)}."
    behind = last - min(lag.position for lag in lags.values())
    return GOOD if behind <= MOST_BEHIND else f"The lists are {behind} events behind."


def _worker(store: Store) -> str:
    with store.connection() as connection:
        row = connection.execute(WORKING, (OUR_LOCKS, FEEDING)).fetchone()
    return GOOD if row and row[0] else "No worker is at work: start `dhr worker`."
