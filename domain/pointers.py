"""What would make an action clearer to whoever carries it out: pointers for a plan. They block nothing.

Statutory guidance on domestic homicide reviews asks of each action how, within what timescale and by whom,
and what is expected to change. What is only to be considered or ensured nobody can see done (practice).
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final

from domain.vocabulary import Delivery

CLEARED: Final = (Delivery.PLANNED, Delivery.ACCEPTED, Delivery.IN_PROGRESS, Delivery.SENT_BACK)
"""While it is one of these there is something to be made clear: it is still to be done."""
LONGEST: Final = 300
"""So many characters of a text are looked at: what an action does stands at its beginning."""


class Pointer(StrEnum):
    """What an action does not say, in a sentence."""

    NO_EXPECTED_CHANGE = "It does not say what is expected to change, and how that will be measured."
    NO_OWNER = "Nobody owns it yet."
    NO_DAY = "It has no due date, and no day on which it is looked at again."
    ONLY_CONSIDERS = "It only considers something. Say what will be done once that has been considered."
    ONLY_ENSURES = "It only ensures something. Say what will be done to make sure of it."


_BEGINNING: Final = r"^[^a-z]*(?:[a-z0-9]{1,3}[.)]\s+)*"
_OTHER: Final = (
    r"to|that|which|who|whether|so|and|when|how|where|if|by|for|will|shall|should|must|may|can|is|are|be"
)
_WORD: Final = rf"(?!(?:{_OTHER})\b)[\w'’&/-]+\s+"
_SOMEBODY: Final = (
    rf"(?:we|they|(?-i:[A-Z]{{2,}})|(?:the|all|each|every|both|our|its|any)\s+{_WORD}?)\s*(?:{_WORD}){{0,6}}?"
)
_ARE_TO: Final = r"(?:(?:will|shall|should|must|would)|(?:needs?|has|have|is|are)\s+to)\s+"
_ALSO: Final = r"(?:(?:also|now|jointly|together|formally|actively|carefully)\s+)?"
_SEEKING: Final = r"(?:(?:seeks?|aims?|tries|try|works?|continues?|endeavours?)\s+to\s+)?"
_CONSIDER: Final = (
    r"(?:re-?)?consider(?:s|ing)?\b|gives?\s+(?:\w+\s+)?consideration\b|(?:\w+\s+)?consideration"
    r"\s+(?:\w+\s+){0,2}be\s+given\b"
)
_ENSURE: Final = r"ensur(?:e|es|ing)\b|mak(?:e|es|ing)\s+sure\b"


def _only(verb: str) -> re.Pattern[str]:
    """A sentence of which this is the verb: alone, of somebody, or as what they are to do.

    "Consider and adopt" does more than consider; "train staff to ensure" has another verb.
    """
    whose = rf"(?:to\s+|(?:{_WORD}){{1,7}}?{_ARE_TO}|{_SOMEBODY}(?:to\s+)?)?"
    return re.compile(rf"{_BEGINNING}{whose}{_ALSO}{_SEEKING}(?:{verb})(?!\s*(?:,|and)\s)", re.IGNORECASE)


_ONLY: Final = {Pointer.ONLY_CONSIDERS: _only(_CONSIDER), Pointer.ONLY_ENSURES: _only(_ENSURE)}
_SAYS_SOMETHING: Final = re.compile(r"[a-z]{3}", re.IGNORECASE)
_SENTENCES: Final = re.compile(r"[.;!?]\s+(?=[A-Z])|\n+")


def pointers(
    text: str, *, expected_change: str, owner: Any, due: date | None, next_review: date | None
) -> Sequence[Pointer]:
    """What an action of this text could say more clearly; nothing for one that is clear."""
    found = {
        Pointer.NO_EXPECTED_CHANGE: not expected_change.strip(),
        Pointer.NO_OWNER: owner is None,
        Pointer.NO_DAY: due is None and next_review is None,
    }
    return [*vagueness(text), *(one for one, is_so in found.items() if is_so)]


def vagueness(text: str) -> Sequence[Pointer]:
    """Whether all that a text does is to consider, or to ensure: so that nobody can see it done."""
    sentences = [one.strip() for one in _SENTENCES.split(text[:LONGEST]) if _SAYS_SOMETHING.search(one)]
    each = [next((kind for kind, rule in _ONLY.items() if rule.match(one)), None) for one in sentences]
    return [] if not each or None in each else [one for one in _ONLY if one in each]
