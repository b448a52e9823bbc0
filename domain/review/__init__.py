"""A review, from its notification to its conclusion: one aggregate, whose parts stand in a module each."""

from domain.review.commissioning import LONGEST_BODY
from domain.review.questions import Question
from domain.review.review import LABELS, LONGEST_REFERENCE, Review, review_identity

__all__ = ["LABELS", "LONGEST_BODY", "LONGEST_REFERENCE", "Question", "Review", "review_identity"]
