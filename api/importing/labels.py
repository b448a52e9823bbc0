"""The label at the beginning of a recommendation that has no column for its number."""

import re

from api.importing.lists import numbered

_LABEL = re.compile(
    r"(?:"
    r"(?P<named>(?:Recommendation|RECOMMENDATION|recommendation|Rec\.?|REC)\s*(?:No\.?|no\.?|Number|number|#)?\s*"
    r"[A-Z]{0,5}\d+(?:\.\d+)*(?:\s?\([a-z]\)|[a-z])?)(?:\s*[:.)–—-]\s*|\s*\n\s*|\s+(?=[A-Z]))"
    r"|(?P<code>[A-Z]{1,6}\d+(?:\.\d+)*(?:\s?\([a-z]\)|[a-z])?)(?:\s*[:.)]\s+|\s+[–—-]\s+|\s+(?=[A-Z]))"
    r"|(?P<number>\d{1,3}(?:\.\d{1,3})*(?:\s?\([a-z]\)|[a-z]|\s[a-z](?=\s+[A-Z]))?)"
    r"(?:\s*[:.)]\s+|\s+[–—-]\s+|\s+(?=[A-Z“\"‘']))"
    r")(?=\S)"
)


def split_label(wording: str) -> tuple[str, str]:
    """The label as printed and the wording after it; "" and all of it where it clearly begins with none.

    A cell whose beginning is the first point of a list has no label.
    """
    found = _LABEL.match(wording)
    if found is None or len(numbered(wording).items) > 1:
        return "", wording
    label = found["named"] or found["code"] or found["number"]
    return label, wording[found.end() :]


def lost_zero(before: str, label: str) -> bool:
    """Whether a label has likely lost a final zero, as 9.10 does in Excel: it stands as 9.1 behind 9.9."""
    numbers = [re.fullmatch(r"((?:\d+\.)+)(\d+)", each) for each in (before, label)]
    last, this = numbers
    return (
        last is not None and this is not None and last[1] == this[1] and int(this[2]) * 10 == int(last[2]) + 1
    )
