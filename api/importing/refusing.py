"""What is said when a file cannot be read as a plan."""


class UnreadablePlan(Exception):
    """The file is not a plan that can be read. `str()` of it is one plain sentence for the person."""
