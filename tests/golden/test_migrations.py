"""What databases have had stays as it is: every digest that a migration has had is known for ever."""

from projections.migrations import all_migrations
from tests.golden import FOLDER

HAD = [line.split() for line in (FOLDER / "migrations.sha256").read_text(encoding="utf-8").splitlines()]


def test_no_migration_is_edited() -> None:
    """A database that has had any of these goes on with this program: add a file, edit none."""
    known = {one.name: one for one in all_migrations()}
    assert [name for digest, name in HAD if not known[name].is_what_had(digest)] == []


def test_every_migration_is_written_down() -> None:
    """A new file gets its line: sha256sum FILE."""
    assert {(one.sha256, one.name) for one in all_migrations()} <= {(digest, name) for digest, name in HAD}
