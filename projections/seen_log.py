"""The log as whoever asks may read it: what is not theirs to see is not there, and words are left out."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from domain.review import Review
from domain.sight import Sight
from domain.store.log import Log, LogEntry
from domain.store.shape import shape_of
from projections.reading import Views

LEFT_OUT: Final = "[not shown]"
PAPERS: Final = frozenset(
    {
        Review.ReturnAsked,
        Review.ReturnReceived,
        Review.ReturnQualityAssured,
        Review.ReturnSentBack,
        Review.PanelMeetingHeld,
        Review.DraftCommentedOn,
    }
)
"""What was recorded of agency returns, of a panel's notes and of comments on drafts (agreed practice)."""

# What the lists have not followed yet is known by the other events of the same thing.
SEEN: Final = """
    select
        array(select seen.position from timeline seen where seen.position = any (%(positions)s)) as seen,
        array(
            select seen.position from timeline seen
            where seen.position = any (%(positions)s) and seen.is_whole
        ) as whole,
        (
            select position
            from public.published
            join public.view_positions using (generation)
            where view = 'timeline'
        ) as reached
"""


class SeenLog(Log):
    """The reading side of the log, by what a person sees of it.

    Entries that they may know of, but not the words of, come with "[not shown]" for each text. What was
    recorded a moment ago is seen where something else of the same thing is. Chairs of a partnership, and
    whoever reads published reviews, know of agency returns and meetings of panels, without their words.
    """

    def __init__(self, log: Log, views: Views, sight: Sight) -> None:
        self._log, self._views, self._sight = log, views, sight

    def read(self, after: int, *, limit: int) -> list[LogEntry]:
        """Those that are seen of up to `limit` entries after a position, in order."""
        return self._of_those(self._log.read(after, limit=limit))

    def of(self, originator: UUID) -> list[LogEntry]:
        """What is seen of the history of one thing."""
        return self._of_those(self._log.of(originator))

    def of_several(self, originators: Iterable[UUID]) -> list[LogEntry]:
        """What is seen of the histories of several things, one after the other."""
        return self._of_those(self._log.of_several(originators))

    def at(self, positions: Sequence[int]) -> list[LogEntry]:
        """Those at these positions that are seen, in order."""
        return self._of_those(self._log.at(positions))

    def of_correlations(self, correlations: Iterable[UUID]) -> list[LogEntry]:
        """Those that came of the same requests and are seen, in order."""
        return self._of_those(self._log.of_correlations(correlations))

    def last_position(self) -> int:
        """The position of the last event of the whole log."""
        return self._log.last_position()

    def position_before(self, moment: datetime) -> int:
        """The last position recorded before a moment, 0 if there is none."""
        return self._log.position_before(moment)

    def _of_those(self, entries: list[LogEntry]) -> list[LogEntry]:
        return [self._without_papers(one) for one in self._that_are_seen(entries)]

    def _without_papers(self, entry: LogEntry) -> LogEntry:
        event, sight = entry.event, self._sight
        if type(event) not in PAPERS or event.partnership in sight.papers_in:
            return entry
        return entry if event.originator_id in sight.papers_of else without_words(entry)

    def _that_are_seen(self, entries: list[LogEntry]) -> list[LogEntry]:
        others = [one.position for one in entries if one.event.partnership not in self._sight.whole]
        if self._sight.is_everything or not others:
            return entries
        seen, whole, reached = self._asked(others)
        known = {one.event.originator_id for one in entries if one.position in whole}
        whole |= {
            one.position for one in entries if one.position > reached and one.event.originator_id in known
        }
        return [
            one if one.position in whole or one.event.partnership in self._sight.whole else without_words(one)
            for one in entries
            if one.position in whole or one.position in seen or one.event.partnership in self._sight.whole
        ]

    def _asked(self, positions: list[int]) -> tuple[set[int], set[int], int]:
        with self._views.reading() as connection:
            row: Any = connection.execute(SEEN, {"positions": positions}).fetchone()
        return set(row.seen), set(row.whole), row.reached or 0


def has_gaps(history: Sequence[LogEntry]) -> bool:
    """Whether something of the history of one thing is left out before its last event here.

    How the thing stood cannot be told of such a history.
    """
    return history[-1].event.originator_version != len(history)


def without_words(entry: LogEntry) -> LogEntry:
    """The same entry with "[not shown]" for every text that somebody typed."""
    event = copy(entry.event)
    typed = {name for name, _ in shape_of(type(event)).confidential if getattr(event, name)}
    vars(event).update(dict.fromkeys(typed, LEFT_OUT))
    return entry._replace(event=event)
