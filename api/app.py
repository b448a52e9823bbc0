"""Where the web application is put together."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from api import accessibility, entrance, entrance_by_provider, errors, health, look
from api.access import bearer, signed_in
from api.measuring import Figures, Measured
from api.noting import Noted
from api.pages import routes as page_routes
from api.pages.framing import error_page
from api.protecting import Gate, Headed, Limited
from api.rest import calendars
from api.rest import routes as rest_routes
from api.rest.openapi import described
from api.unseen import refuse_unseen
from domain.settings import Settings
from domain.store.application import Store
from domain.tracker import Tracker
from projections.reading import Views

STATIC = Path(__file__).with_name("static")


def now_utc() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def create_app(
    settings: Settings, store: Store, views: Views, *, clock: Callable[[], datetime] = now_utc
) -> FastAPI:
    """The application over an open store and its views. `clock` gives the moment of each request, in UTC."""
    app = routed()
    furnish(app, settings, store, views, clock)
    return app


def furnish(
    app: FastAPI, settings: Settings, store: Store, views: Views, clock: Callable[[], datetime]
) -> None:
    """Give an application what it answers from: all that differs between one installation and another."""
    app.state.settings, app.state.store, app.state.views = settings, store, views
    app.state.tracker, app.state.clock = Tracker(store), clock
    app.state.figures = Figures(store, views)


def routed() -> FastAPI:
    """The application with every address and every guard, over no store as yet."""
    app = FastAPI(
        redirect_slashes=False,  # the address that it redirects to has the Host that the request claims
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
    )
    app.state.error_page = error_page
    errors.install(app)
    _guard(app)
    app.openapi = cache(lambda: described(app))  # type: ignore[method-assign]  # FastAPI's own way to do so
    app.include_router(health.router)
    app.include_router(look.router)
    app.include_router(entrance.router)
    app.include_router(entrance_by_provider.router)
    app.include_router(accessibility.router)
    seen = [Depends(signed_in), Depends(refuse_unseen)]
    app.include_router(rest_routes.router, dependencies=[Depends(bearer), *seen])
    app.include_router(calendars.calendar)
    app.include_router(page_routes.router, dependencies=seen)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def _guard(app: FastAPI) -> None:
    """From the inside out: the last one added is asked first."""
    for guard in (Noted, Gate, Limited, errors.Answering, Headed, Measured):
        app.add_middleware(guard)
