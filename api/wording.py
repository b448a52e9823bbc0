"""What is wrong with a field, in plain words, out of what pydantic says."""

from collections.abc import Mapping
from typing import Any

SENTENCES: Mapping[str, str] = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field here.",
    "json_invalid": "This is not JSON.",
    "string_too_short": "This is needed.",
    "string_too_long": "At most {max_length} characters, please.",
    "too_long": "At most {max_length} of these, please.",
    "too_short": "At least {min_length} of these, please.",
    "enum": "This must be {expected}.",
    "literal_error": "This must be {expected}.",
    "greater_than_equal": "This must be {ge} or more.",
    "less_than_equal": "This must be {le} or less.",
    "value_error": "{error}",
}
KINDS: Mapping[str, str] = {
    "date": "This must be a day, written like 2026-03-31.",
    "datetime": "This must be a moment, written like 2026-03-31T09:00:00Z.",
    "uuid": "This must be the id of a thing of the tracker.",
    "int": "This must be a whole number.",
    "bool": "This must be true or false.",
    "string": "This must be text.",
    "list": "This must be a list.",
    "model": "This must be a JSON object.",
    "dict": "This must be a JSON object.",
}


def sentence_for(error: Mapping[str, Any]) -> tuple[str, str]:
    """The field that an error of pydantic is about ("" for the whole), and one sentence."""
    where = [str(part) for part in error["loc"][1:]] if error["type"] != "json_invalid" else []
    name, kind = ".".join(where), str(error["type"])
    if kind == "extra_forbidden" and error["loc"][0] == "query":
        return name, f"There is no query word “{name}” at this address."
    sentence = SENTENCES.get(kind) or KINDS.get(kind.partition("_")[0]) or f"{error['msg']}."
    return name, sentence.format(**error.get("ctx", {}))
