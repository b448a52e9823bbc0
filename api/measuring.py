"""Figures for whoever runs the tracker: requests, how far the views are, and the mail."""

from collections.abc import Iterator
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.store.application import Store
from projections.reading import Views

MAIL_STATES = "select state, count(*) from public.outbox group by state order by state"


def pattern_of(scope: Scope) -> str:
    """The address of a request with the names of its parameters in their places; "none" for no route."""
    if "route" not in scope:
        return "none"
    names = {str(value): f"{{{name}}}" for name, value in scope.get("path_params", {}).items()}
    return "/".join(names.get(part, part) for part in scope["path"].split("/"))


class Figures:
    """The figures of one application. Addresses are counted by their pattern, which names nobody."""

    def __init__(self, store: Store, views: Views) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(Standing(store, views))
        self.requests = Counter(
            "dhr_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "dhr_request_seconds", "Seconds until a request was answered.", ("route",), registry=self.registry
        )


class Standing(Collector):
    """What the database says at the moment of asking."""

    def __init__(self, store: Store, views: Views) -> None:
        self.store, self.views = store, views

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is asked of the database while the collector is registered."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """How many events each view has yet to follow, which views stopped, and mail by its state."""
        last = self.store.log.last_position()
        behind = GaugeMetricFamily("dhr_view_lag_events", "Events yet to be followed.", labels=("view",))
        stopped = GaugeMetricFamily("dhr_view_stopped", "1 for a view that cannot go on.", labels=("view",))
        for view, lag in self.views.lag().items():
            behind.add_metric((view,), last - lag.position)
            stopped.add_metric((view,), lag.failed_at is not None)
        yield from (behind, stopped, self._mail())

    def _mail(self) -> GaugeMetricFamily:
        mail = GaugeMetricFamily("dhr_outbox_mails", "Mails by their state.", labels=("state",))
        with self.store.connection() as connection:
            for state, count in connection.execute(MAIL_STATES):
                mail.add_metric((state,), count)
        return mail


class Measured:
    """Counts every request, and how long it took."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = perf_counter()

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route, figures = pattern_of(scope), scope["app"].state.figures
                figures.requests.labels(scope["method"], route, message["status"]).inc()
                figures.seconds.labels(route).observe(perf_counter() - began)
            await send(message)

        await self.app(scope, receive, send_counted)
