"""What a person is on a day, as the views have it: found for every request, and for what is made for them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from domain.standing import Commissioned, Held, Standing
from domain.vocabulary import Contact, Role

HELD_BY: Final = "select * from held_by(%(person)s, %(today)s)"


def named_standing(
    connection: Connection[Any], person: UUID, today: date, *, agency: UUID | None = None
) -> tuple[str, Standing]:
    """The name of a person ("" where none is kept), and their standing on a day in London.

    `agency` is that of their post. The connection is one of the role that serves, whatever it sees.
    """
    row: Any = connection.execute(HELD_BY, {"person": person, "today": today}).fetchone()
    return row.name, Standing(
        person=person,
        agency=agency,
        administrator=row.administrator,
        held=frozenset(map(_held, row.held)),
        access=frozenset(row.access),
        partnerships=frozenset(row.partnerships),
        commissioned=frozenset(map(_commissioned, row.commissioned)),
    )


def _commissioned(row: Sequence[Any]) -> Commissioned:
    review, leads, partnership, is_published = row
    return Commissioned(UUID(review), UUID(leads), UUID(partnership), is_published)


def _held(row: Sequence[str | None]) -> Held:
    word, partnership, review, agency = row
    capacity = Contact(word) if word in set(Contact) else Role(str(word))
    return Held(
        capacity, UUID(partnership), UUID(review) if review else None, UUID(agency) if agency else None
    )
