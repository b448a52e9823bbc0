"""The commands on the panel of a review, each with a body and what comes before it."""

from __future__ import annotations

from typing import Any, Final

Body = dict[str, Any]
Earlier = tuple[str, Body]

ENTERED: Final[Earlier] = "entry", {"step": "decided to review", "on": "2026-01-30"}
CHAIR: Final[Earlier] = "chair", {"chair": "{ada}", "independence": "Never worked for any agency here."}
AUTHOR: Final[Earlier] = "author", {"author": "{cora}"}
MEMBER: Final[Earlier] = (
    "panel-member",
    {"agency": "{police}", "job_title": "Detective\ninspector", "kind": "police"},
)

STEPS: Final = {"decided to review": "2026-01-30", "independent chair appointed": "2026-03-02"}

OF_PANEL: Final[dict[str, tuple[Body, Body, tuple[Earlier, ...]]]] = {
    "chair": (CHAIR[1], {"steps": STEPS}, (ENTERED,)),
    "chair-end": ({"reason": "They retired."}, {"steps": STEPS}, (ENTERED, CHAIR)),
    "author": (AUTHOR[1], {"steps": STEPS}, (ENTERED, CHAIR)),
    "author-end": ({}, {"steps": STEPS}, (ENTERED, CHAIR, AUTHOR)),
    "panel-member": (MEMBER[1], {"entered_at": "decided to review"}, (ENTERED,)),
    "panel-member-end": ({"agency": "{police}"}, {"entered_at": "decided to review"}, (ENTERED, MEMBER)),
    "panel-meeting": (
        {"attended": ["{police}"], "notes": "Terms of reference agreed."},
        {"entered_at": "decided to review"},
        (ENTERED, MEMBER),
    ),
    "terms": (
        {"scope": "The last two years.", "first_day": "2024-01-01", "agencies": ["{police}"]},
        {"steps": {**STEPS, "terms of reference agreed": "2026-03-02"}},
        (ENTERED, CHAIR),
    ),
    "family": (
        {"circle": "family", "what": "invited to take part"},
        {"steps": STEPS},
        (ENTERED, CHAIR),
    ),
    "proceedings": ({"of": "inquest"}, {"entered_at": "decided to review"}, (ENTERED,)),
    "proceedings-end": (
        {"of": "inquest"},
        {"entered_at": "decided to review"},
        (ENTERED, ("proceedings", {"of": "inquest"})),
    ),
}
"""By the command: what is sent, what the review then says, and the commands before it."""
