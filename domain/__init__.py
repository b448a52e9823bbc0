"""What is true: the rules, and the log of all that has happened.

Every module that defines events is imported here, so that their topics are known wherever the log is read.
"""

from domain import action, agency, partnership, person, recommendation, review

__all__ = ["action", "agency", "partnership", "person", "recommendation", "review"]
