"""What reports count, from the views of a tracker."""

import subprocess
import sys
from datetime import timedelta
from uuid import UUID

from domain.action import Action
from projections.reports.figures import NO_AGENCY, Counted, counted
from tests.projections.views.conftest import TODAY, Register, register

__all__ = ["register"]


def test_every_action_that_was_not_cancelled(register: Register) -> None:
    """By lead agency: days overdue, and days by which its date has moved."""
    late = register.plan(timescale=(TODAY - timedelta(days=40)).isoformat())
    extend(register, late, 30)
    register.plan("Write", timescale="Ongoing", lead=None)
    gone = register.plan("Ask", timescale=TODAY.isoformat())
    register.tracker.change(Action.cancel, Action, gone, by=register.by(reason="Twice"))
    assert set(figures(register)) == {Counted("Anytown Council", 10, 30), Counted(NO_AGENCY, 0, None)}


def test_at_a_position(register: Register) -> None:
    """As it stood then, on the day that is asked about."""
    late = register.plan(timescale=(TODAY - timedelta(days=40)).isoformat())
    then = register.tracker.store.log.last_position()
    extend(register, late, 400)
    assert figures(register, at=then) == [Counted("Anytown Council", 40, 0)]
    assert figures(register) == [Counted("Anytown Council", 0, 400)]


def test_only_the_partnerships_that_are_asked_about(register: Register) -> None:
    """Actions of others are not counted."""
    register.plan(timescale="31 March 2027")
    with register.reading() as connection:
        assert len(counted(connection, partnerships=[register.partnership], today=TODAY)) == 1
        assert counted(connection, partnerships=[], today=TODAY) == []


def test_pandas_waits_until_a_report_is_asked_for() -> None:
    """Whoever imports the reports does not load pandas: it takes most of a second."""
    program = "import sys, api.exporting.report; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def extend(register: Register, action: UUID, days: int) -> None:
    """Move the due date of an action."""
    due = register.tracker.get(Action, action).due
    assert due
    by = register.by(reason="Staff left")
    register.tracker.change(Action.request_extension, Action, action, until=due + timedelta(days=days), by=by)
    register.tracker.change(Action.grant_extension, Action, action, by=by)


def figures(register: Register, at: int | None = None) -> list[Counted]:
    """What is counted over all partnerships."""
    with register.reading() as connection:
        return counted(connection, partnerships=None, today=TODAY, at=at)
