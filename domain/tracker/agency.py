"""Agencies, and the names by which plans find them: no two agencies share one."""

from collections.abc import Iterable
from uuid import UUID

from psycopg.errors import UniqueViolation

from domain.agency import Agency, name_key
from domain.provenance import Provenance
from domain.refusals import Refused
from domain.store.application import Along
from domain.tracker import Tracker

TAKE_NAME = "insert into public.agency_names (name_key, agency) values (%(key)s, %(agency)s)"
FREE_NAME = "delete from public.agency_names where name_key = %(key)s and agency = %(agency)s"
FIND_NAMES = "select name_key, agency from public.agency_names where name_key = any(%(keys)s)"


def add(tracker: Tracker, name: str, *, by: Provenance) -> UUID:
    """Add an agency to the directory. Refuses a name by which another agency goes."""
    agency = Agency.add(name, by=by)
    tracker.allow(Agency.add, agency, by=by)
    record_named(tracker, agency, before=set())
    return agency.id


def rename(tracker: Tracker, agency: UUID, *, name: str, by: Provenance, version: int | None = None) -> int:
    """Rename an agency; its old name stays an alias."""
    thing = tracker.to_change(Agency.rename, Agency, agency, by=by, version=version)
    before = thing.name_keys()
    thing.rename(name, by=by)
    return record_named(tracker, thing, before=before)


def add_alias(
    tracker: Tracker, agency: UUID, *, alias: str, by: Provenance, version: int | None = None
) -> int:
    """Add a name that plans use for it."""
    thing = tracker.to_change(Agency.add_alias, Agency, agency, by=by, version=version)
    before = thing.name_keys()
    thing.add_alias(alias, by=by)
    return record_named(tracker, thing, before=before, field="alias")


def remove_alias(
    tracker: Tracker, agency: UUID, *, alias: str, by: Provenance, version: int | None = None
) -> int:
    """Remove an alias that was a mistake."""
    thing = tracker.to_change(Agency.remove_alias, Agency, agency, by=by, version=version)
    before = thing.name_keys()
    thing.remove_alias(alias, by=by)
    freed = before - thing.name_keys()
    return tracker.record(thing, along=[Along(FREE_NAME, {"key": key, "agency": agency}) for key in freed])


def record_named(tracker: Tracker, agency: Agency, *, before: set[str], field: str = "name") -> int:
    """Record an agency with the names that are new to it. Refuses a name that another agency has."""
    try:
        return tracker.record(agency, along=take_names(agency, before))
    except UniqueViolation as taken:
        raise name_taken(taken, field=field) from taken


def name_taken(taken: UniqueViolation, *, field: str) -> Exception:
    """The refusal where another agency has the name; any other row that is taken says what it is itself."""
    if taken.diag.constraint_name != "agency_names_pkey":
        return taken
    return Refused("Another agency goes by that name already.", field=field)


def take_names(agency: Agency, before: set[str]) -> list[Along]:
    """The statements that take the agency's new names for it."""
    new = sorted(agency.name_keys() - before)
    return [Along(TAKE_NAME, {"key": key, "agency": agency.id}) for key in new]


def known(tracker: Tracker, names: Iterable[str]) -> dict[str, UUID]:
    """The agencies behind these names as printed, by name; names that nobody has are left out."""
    keys = {name: name_key(name) for name in names}
    with tracker.store.connection() as connection:
        rows = connection.execute(FIND_NAMES, {"keys": list(set(keys.values()))}).fetchall()
    found = dict(rows)
    return {name: found[key] for name, key in keys.items() if key in found}
