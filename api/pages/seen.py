"""Since I last looked: how far each person has seen the log, and how much others have recorded since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from psycopg import Connection

from api.templating import counted, words_of_moment
from projections import looked, timeline
from projections.looked import MOST_COUNTED, Looked
from projections.timeline import Filters


@dataclass(frozen=True)
class Seen:
    """Up to where `person` has seen the log (None: never marked), how many others recorded since, the end."""

    person: UUID
    last: Looked | None
    news: int
    end: int

    @property
    def words(self) -> str:
        """What is new, as a sentence without a full stop; "" for who never marked the log as seen."""
        if self.last is None:
            return ""
        when = words_of_moment(self.last.looked_at)
        if not self.news:
            return f"Nothing new from others since you last looked on {when}"
        many = f"More than {MOST_COUNTED:,} changes" if self.news > MOST_COUNTED else ""
        return f"{many or counted(self.news, 'change')} by others since you last looked on {when}"

    def of_others(self, filters: Filters) -> Filters:
        """The same filters for what others recorded."""
        return replace(filters, others_than=self.person)


def seen(connection: Connection[Any], person: UUID) -> Seen:
    """How far this person has seen the log, by the lists as they are."""
    last = looked.last_looked(connection, person)
    news = looked.count_since(connection, person, last.position) if last else 0
    newest = timeline.positions(connection, newest_first=True, limit=1)
    return Seen(person, last, news, newest[0] if newest else 0)
