"""Who is asking: found once for each request, before anything of its body is read."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from api.commands import Body, command
from api.refusals import SignInNeeded
from api.sessions import Caller, caller_of_session, caller_of_token
from domain import offices
from domain.access_log import CameBy
from domain.agency import Agency
from domain.clocks import london_day
from domain.offices import Office
from domain.permissions import may_somewhere
from domain.person import Person
from domain.provenance import Provenance
from domain.refusals import NotAllowed, NotFound, refuse_if
from domain.sight import Sight, sight_of
from domain.standing import Standing
from domain.store.application import Store
from domain.store.log import Log
from domain.tracker import Tracker
from domain.vocabulary import How, Role
from projections.reading import NothingPublished, Views
from projections.seen_log import SeenLog
from projections.standing import named_standing

OPEN_PATHS = ("/sign-in", "/sign-in/code", "/accessibility", "/healthz", "/readyz")
SHOWN = "dhr-partnership"
"""The cookie that says which partnership a browser shows."""
OPEN_FOLDERS = ("/set-up/", "/sign-in/provider", "/static/", "/calendar/")
"""Those of links and calendars let in by the secret in the address."""
BY_MACHINES = (How.IMPORT, How.SCHEDULER, How.COMMAND_LINE)
BEFORE_ANY_VIEWS = """
    select
        coalesce((select name from public.person_details where person = %(person)s), ''),
        exists (select from public.administrators where person = %(person)s)
    """


@dataclass(frozen=True)
class Who:
    """The person who asks, with the post held on this day, `today` in London. `token`: by a program.

    `way_in` is the session, the token or the calendar by which they have come in, as `came_by` says; to its
    roles a token is limited.
    """

    person: UUID
    name: str
    post: str
    agency: str
    standing: Standing
    token: bool
    today: date
    way_in: UUID | None = None
    came_by: CameBy = CameBy.SESSION

    @property
    def sight(self) -> Sight:
        """What they see."""
        return sight_of(self.standing)

    @property
    def roles(self) -> frozenset[str]:
        """What they are, wherever."""
        own = {Role.ADMINISTRATOR} if self.standing.administrator else set[str]()
        return frozenset(own | {held.capacity for held in self.standing.held})

    def may(self, office: Office, about: UUID | None = None) -> bool:
        """Whether a page shows them a link to what is no command; `about`: whose it is."""
        return offices.is_open(office, self.standing, about)

    def may_make(self, things: str) -> bool:
        """Whether a page leads them to the form for a new thing, such as one of the `actions`."""
        return may_somewhere(command(things, "").carry_out.asks, self.standing)


def is_open(path: str) -> bool:
    """Whether anybody may ask for this address."""
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDERS)


def signed_in(request: Request) -> Who:
    """The person who asks (a dependency of routes). Raises SignInNeeded."""
    who: Who | None = getattr(request.state, "who", None)
    if who is None:
        raise SignInNeeded("Sign in first.")
    return who


def log_of(request: Request) -> Log:
    """The log, as whoever asks may read it."""
    state = request.app.state
    return SeenLog(state.store.log, state.views, signed_in(request).sight)


SignedIn = Annotated[Who, Depends(signed_in)]
bearer = HTTPBearer(auto_error=False, description="A token from `dhr token --person EMAIL`.")
"""Only tells readers of the OpenAPI document how to get in; `find_who` lets them in."""


def by(who: Who, how: How, body: Body | None = None) -> Provenance:
    """The provenance of what this person now records; `body` may say that it came in another way."""
    said = body or Body()
    refuse_if(said.how in BY_MACHINES, "That is not how people tell each other things.", field="how")
    return Provenance(
        how=said.how or how,
        today=who.today,
        entered_by=who.person,
        standing=who.standing,
        post=who.post,
        post_agency=who.agency,
        said_by=said.said_by,
        how_in_detail=said.how_in_detail,
        reason=said.reason,
        happened_on=said.happened_on,
    )


def find_who(request: Request) -> Who:
    """The person behind the token or the cookie of a request. Raises SignInNeeded and NotAllowed."""
    state = request.app.state
    now: datetime = state.clock()
    token = request.headers.get("authorization")
    found = _by_token(state.store, token, now) if token is not None else _by_cookie(state.store, request, now)
    who = described(state.tracker, state.views, found.person, london_day(now), token=token is not None)
    came_by = CameBy.SESSION if token is None else CameBy.TOKEN
    standing = who.standing if found.roles is None else who.standing.limited(found.roles)
    return replace(who, way_in=found.way_in, came_by=came_by, standing=standing)


def cookie_name(base_url: str) -> str:
    """The cookie of sessions: bound to this very host where the tracker is reached over https."""
    return "__Host-dhr" if base_url.startswith("https://") else "dhr"


def shown_partnership(request: Request, who: Who) -> UUID | None:
    """The partnership that a browser has chosen to show, if whoever asks sees anything of it; else None."""
    try:
        chosen = UUID(request.cookies.get(SHOWN, ""))
    except ValueError:
        return None
    return chosen if not who.token and chosen in who.sight.partnerships else None


def safe_next(wanted: str | None) -> str:
    """Where to go after signing in: a page of the tracker itself, `/` for anything else."""
    if not wanted or not wanted.startswith("/") or not wanted.isprintable() or "\\" in wanted:
        return "/"
    parts = urlsplit(wanted)
    return wanted if not (parts.scheme or parts.netloc or wanted.startswith("//")) else "/"


def sign_in_address(request: Request) -> str:
    """The address of the sign-in page, which leads back to the page that was asked for."""
    if request.method not in ("GET", "HEAD"):
        return "/sign-in"
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return "/sign-in" if asked == "/" else f"/sign-in?next={quote(asked, safe='/')}"


def _by_token(store: Store, header: str, now: datetime) -> Caller:
    scheme, _, token = header.partition(" ")
    found = caller_of_token(store, token.strip(), now=now) if scheme.lower() == "bearer" else None
    if found is None:
        raise SignInNeeded("This token is not known, was revoked, or has expired.")
    return found


def _by_cookie(store: Store, request: Request, now: datetime) -> Caller:
    session = request.cookies.get(cookie_name(request.app.state.settings.base_url))
    found = caller_of_session(store, session, now=now) if session else None
    if found is None:
        raise SignInNeeded("Sign in first.")
    return found


def described(tracker: Tracker, views: Views, identity: UUID, today: date, *, token: bool) -> Who:
    """Post and agency come from the log, so that somebody who has left is out at once."""
    try:
        thing = tracker.get(Person, identity)
    except NotFound:
        raise SignInNeeded("Whoever this was for is no longer in the directory.") from None
    if thing.left:
        raise NotAllowed("The directory says that you have left. Ask an administrator.")
    agency = tracker.get(Agency, thing.agency).name if thing.agency else ""
    name, standing = _standing(tracker.store, views, identity, today, thing.agency)
    return Who(identity, name, thing.post, agency, standing, token, today)


def _standing(
    store: Store, views: Views, person: UUID, today: date, agency: UUID | None
) -> tuple[str, Standing]:
    try:
        with views.reading() as connection:
            return named_standing(connection, person, today, agency=agency)
    except NothingPublished:
        with store.connection() as connection:
            row: Any = connection.execute(BEFORE_ANY_VIEWS, {"person": person}).fetchone()
        return row[0], Standing(person, agency, administrator=row[1])
