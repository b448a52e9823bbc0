"""All the views that the projector feeds."""

from projections.progress import PROGRESS
from projections.register.action import ACTIONS
from projections.register.clock import CLOCKS
from projections.register.directory import AGENCIES, PEOPLE
from projections.register.lesson import LESSONS
from projections.register.partnership import CONTACTS, PARTNERSHIPS, ROLES
from projections.register.recommendation import RECOMMENDATIONS
from projections.register.review import ACCESS_LIST, QUESTIONS, REVIEWS
from projections.search_entries import SEARCH_ENTRIES, SEARCH_WORDS
from projections.timeline import TIMELINE
from projections.view import View

VIEWS: tuple[View, ...] = (
    REVIEWS,
    PARTNERSHIPS,
    CONTACTS,
    ROLES,
    AGENCIES,
    PEOPLE,
    ACCESS_LIST,
    QUESTIONS,
    CLOCKS,
    LESSONS,
    ACTIONS,
    RECOMMENDATIONS,
    TIMELINE,
    PROGRESS,
    SEARCH_ENTRIES,
    SEARCH_WORDS,
)
"""In an order in which what is seen of one may ask what is seen of those before it."""
