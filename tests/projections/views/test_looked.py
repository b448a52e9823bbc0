"""What has happened since somebody last looked."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from domain.action import Action
from projections import looked
from projections.looked import Looked
from tests.projections.views.conftest import Register

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_who_never_looked_has_no_position(register: Register) -> None:
    """There is nothing to count from, and that is said."""
    with register.reading() as connection:
        assert looked.last_looked(connection, uuid4()) is None


def test_a_look_is_kept_for_each_person(register: Register) -> None:
    """Position and time are those of their own last look."""
    one, other = uuid4(), uuid4()
    with register.reading() as connection:
        looked.note_looked(connection, one, 3, now=NOW)
        looked.note_looked(connection, other, 5, now=NOW)
        looked.note_looked(connection, one, 4, now=NOW + timedelta(hours=1))
        assert looked.last_looked(connection, one) == Looked(4, NOW + timedelta(hours=1))
        assert looked.last_looked(connection, other) == Looked(5, NOW)


def test_what_was_seen_stays_seen(register: Register) -> None:
    """An older window that is looked at later does not take anything back."""
    person = uuid4()
    with register.reading() as connection:
        looked.note_looked(connection, person, 7, now=NOW)
        looked.note_looked(connection, person, 2, now=NOW + timedelta(minutes=1))
        assert looked.last_looked(connection, person) == Looked(7, NOW + timedelta(minutes=1))


def test_only_what_others_did_is_counted(register: Register) -> None:
    """Their own entries are no news; those of others and of the tracker itself are."""
    person, colleague = uuid4(), uuid4()
    action = register.plan(timescale="31 March 2027")
    position = register.tracker.store.log.last_position()
    for entered_by, text in ((person, "One"), (colleague, "Two"), (None, "Three")):
        register.tracker.change(
            Action.reword, Action, action, text=text, by=register.by(entered_by=entered_by)
        )
    with register.reading() as connection:
        assert looked.count_since(connection, person, position) == 2
        assert looked.count_since(connection, colleague, position) == 2
        assert looked.count_since(connection, uuid4(), position) == 3
        assert looked.count_since(connection, person, position + 3) == 0


def test_other_partnerships_are_left_out(register: Register) -> None:
    """With partnerships given, only these and the directory of all count."""
    with register.reading() as connection:
        every = looked.count_since(connection, uuid4(), 0, partnerships=[register.partnership])
        directory_alone = looked.count_since(connection, uuid4(), 0, partnerships=[uuid4()])
    assert every == register.tracker.store.log.last_position()
    assert directory_alone == 1
