"""When the reminders of a day go, and to whom: agreed practice of the partnerships, the same for all."""

from datetime import time
from typing import Final

from domain.vocabulary import Contact, Role

# Half past one comes twice when the clocks go back, and never when they go forward; this comes once a day.
HOUR_OF_REMINDERS: Final = time(7, 30)
"""On working days, by the clock in London."""
STANDS_IN_FOR_OWNER: Final = Contact.MAIN_CONTACT
STAND_IN_FOR_CONTACT: Final = (Role.COORDINATOR, Role.ADMINISTRATOR)
"""In this order, as soon as there is one who can be written to."""


def describe_digest() -> list[str]:
    """Say in sentences when reminders go and who gets them, for the page that explains them to everyone."""
    others = ", then to its ".join(f"{role}s" for role in STAND_IN_FOR_CONTACT)
    return [
        (
            f"Mail goes at {HOUR_OF_REMINDERS:%H:%M} on working days, by the clock in London: at most one a"
            " day for each person, with everything that needs them. Nothing to say, no mail."
        ),
        (
            "It goes to the owner of the action. Without an owner who can be written to, it goes to the"
            f" {STANDS_IN_FOR_OWNER} of the lead agency; without one, to the partnership: to its {others}."
        ),
        (
            "The dates of a review follow the same rule. An agency's return is asked of the author of its"
            f" Individual Management Review, or else of the {STANDS_IN_FOR_OWNER} of the agency; all others"
            f" of the partnership's {STAND_IN_FOR_CONTACT[0]}s. Nobody is while a date stands still."
        ),
        "Where an owner leaves or says “not mine”, the next mail says so, once, whatever the due date.",
        "If somebody asks for progress, the next mail says so, once. What is asked stands on the page.",
        "While a request for more time waits for its decision, its owner is not reminded.",
        "Actions get reminders only once their plan is issued.",
    ]
