"""An example of every shape, put together from its words: a name means the same at every address."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

ACTION, AGENCY, SUPPORTING = (f"{digit * 8}-0000-4000-8000-000000000000" for digit in "123")
PERSON, RECOMMENDATION, QUESTION = (f"{digit * 8}-0000-4000-8000-000000000000" for digit in "456")
PARTNERSHIP, REVIEW, REQUEST = (f"{digit * 8}-0000-4000-8000-000000000000" for digit in "789")

# Of several examples of a word the first counts that fits where the word stands.
WORDS: Final[Mapping[str, tuple[Any, ...]]] = {
    "action": (ACTION,),
    "actions": (12,),
    "address": ("https://tracker.example.org/calendar/a-long-secret.ics",),
    "addressee_names": (["Westonbury Council"],),
    "addressees": ([AGENCY], ["Westonbury Council"]),
    "after": ("2026-06-30",),
    "agencies": ([AGENCY, SUPPORTING],),
    "agency": (AGENCY,),
    "agency_name": ("Westonbury Council",),
    "agency_names": (["Westonbury Council"],),
    "agreed_by": ("Head of Safeguarding",),
    "alias": ("Westonbury Borough Council",),
    "aliases": (["Westonbury Borough Council"],),
    "amber_forecasts": (["at risk", "will miss"],),
    "amber_within_days": (28,),
    "answer": ("The safeguarding lead of the trust.",),
    "attended": ([AGENCY, SUPPORTING],),
    "apologies": ([],),
    "author": (PERSON,),
    "chair": (PERSON,),
    "as_at": ("2026-03-01",),
    "audience": ("All school nurses",),
    "because_of": ("inquest",),
    "at": ("2026-03-02T09:30:00Z",),
    "before": ("2026-04-30",),
    "came_by": ("session",),
    "closed": (4,),
    "code": ("WBY",),
    "commissioned_with": ([PARTNERSHIP],),
    "commissioned_with_names": (["Safer Westonbury"],),
    "correlation": (REQUEST,),
    "counts": ({"extended": 1},),
    "days_before": ([28, 7],),
    "days_overdue": (0,),
    "delivery": ("in progress",),
    "details": ([["Progress", "Two of three teams are trained."]],),
    "due_date_version": (1,),
    "email": ("head.of.safeguarding@example.org",),
    "entered_by": (PERSON,),
    "evidence": ("Training register of 2 March 2026",),
    "expected_change": ("Staff ask about abuse; measured by a sample of 50 records.",),
    "facts": ({"progress": "Two of three teams are trained."},),
    "file": ("action-plan.docx",),
    "format": ("CSV",),
    "found": (True,),
    "ground": ("retention ended",),
    "happened_on": ("2026-03-02",),
    "heading": ("3.140(a)/1",),
    "how": ("meeting",),
    "how_in_detail": ("meeting of 12 June, item 7",),
    "id": (ACTION,),
    "independence": ("Never worked for any agency of this partnership.",),
    "issue": ("Staff did not ask about abuse.",),
    "kind": ("extended", "action", "review read"),
    "job_title": ("Detective inspector",),
    "label": ("3.140(a)", "DHR"),
    "lead": (AGENCY, "Westonbury Council"),
    "lead_in_words": ("Council",),
    "lead_name": ("Westonbury Council",),
    "link": ("https://www.example.gov.uk/reviews/dhr7",),
    "links": (["https://www.example.gov.uk/reviews/dhr7"],),
    "meeting": ("Subgroup of 12 June 2026",),
    "minute": ("4.2",),
    "name": ("Westonbury Council",),
    "notes": ("The terms of reference were agreed.",),
    "number": ("3.140(a)/1",),
    "open_actions": (8,),
    "open_questions": (1,),
    "other_bodies": (["Anytown Safeguarding Adults Board"],),
    "owner": (PERSON, "Head of safeguarding"),
    "owner_in_words": ("Head of safeguarding",),
    "owner_name": ("Ada Administrator",),
    "owner_post": ("Head of safeguarding",),
    "partnership": (PARTNERSHIP, "WAL"),
    "partnership_name": ("Westonbury Community Safety Partnership",),
    "person": (PERSON,),
    "place": ("row 12",),
    "position": (1042,),
    "post": ("Head of safeguarding",),
    "post_agency": ("Westonbury Council",),
    "progress": ("Two of three teams are trained.",),
    "pseudonym": ("Rose",),
    "query": ("overdue=true",),
    "outcome": ("review",),
    "question": (QUESTION, "Who is “the safeguarding lead”?"),
    "rank": (0.61,),
    "raw": ("30 April 2026",),
    "reason": ("The trainer was ill in March.",),
    "recommendations": ([RECOMMENDATION], 5),
    "recorded_at": ("2026-03-02T09:30:00Z",),
    "reference": ("DHR7",),
    "remarks": ("Imported from action-plan.docx", ["The plan gives no year."]),
    "reply_to": ("community.safety@example.org",),
    "review": (REVIEW, "DHR7"),
    "retention": ([{"years": 6, "since": "2026-01-01"}],),
    "reviews": ([REVIEW],),
    "role": ("IMR author",),
    "roles": (["coordinator"],),
    "row": (3,),
    "rows_taken": (12,),
    "said_by": ("Head of safeguarding",),
    "sentence": ("Progress was reported.",),
    "sha256": ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",),
    "since": ("2026-02-02",),
    "source": ("9f86d081",),
    "status": ("In progress",),
    "step": ("before-28", "notified"),
    "steps": ({"notified": "2026-03-02"},),
    "supporting": ([SUPPORTING], ["Westshire Police"]),
    "supporting_names": (["Westshire Police"],),
    "text": ("Train all front-line staff",),
    "theme": ("Training",),
    "thing": (ACTION,),
    "thing_kind": ("action",),
    "things": ([ACTION],),
    "timescale": ("30 April 2026",),
    "topic": ("action.progress_reported",),
    "version": (7,),
    "weekly_for_weeks": (8,),
    "years": (6,),
    "what": ("progress", "sent"),
    "what_was_done": ("All staff are trained.",),
    "where": ("row 12",),
    "why": ("The mail server took it.",),
    "way_in": (REQUEST,),
    "wording": ("The council should train all staff.",),
    "words": ("the safeguarding lead",),
}
# What stands only now and then is not in the example of what usually stands.
EMPTY: Final = frozenset({
    "agency_signed_off", "already_imported", "asked_on", "asked_until", "being_updated", "extended",
    "concluded_on", "erasure", "has_left", "holds", "in_imported_plan", "new_agency", "next",
    "next_review", "nothing_new",
    "opens_review", "overdue", "paused_on", "entered_at", "ended_on", "progress_asked_on",
    "reported_on", "settled_on", "signed_off_on",
    "split_from", "split_into", "telephone", "whose", "why_no_date", "withdrawn",
})  # fmt: skip
INSTEAD: Final[Mapping[str, Mapping[str, Any]]] = {
    "SettlingBody": {"agency": None, "new_agency": "", "person": None},
}
"""Where of several words one alone is said, by the name of the shape."""
PLAIN: Final[Mapping[str, Any]] = {
    "date": "2026-04-30",
    "date-time": "2026-03-02T09:30:00Z",
    "uuid": ACTION,
    "string": "…",
    "integer": 1,
    "number": 1,
    "boolean": True,
    "object": {},
    "null": None,
}
KINDS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int),
    "number": lambda value: isinstance(value, int | float),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


def example(schema: Schema, schemas: Mapping[str, Schema], word: str = "") -> Any:
    """What a schema of the OpenAPI document may look like; `schemas` are those that it refers to."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].rpartition("/")[2]], schemas, word)
    if word in EMPTY and (nothing := _nothing(schema)) is not Ellipsis:
        return nothing
    for said in WORDS.get(word, ()):
        if fits(said, schema, schemas):
            return said
    return _made(schema, schemas)


def _made(schema: Schema, schemas: Mapping[str, Schema]) -> Any:
    if "anyOf" in schema:
        return example(schema["anyOf"][0], schemas)
    if "enum" in schema or "const" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    if "properties" in schema:
        said = {name: example(one, schemas, name) for name, one in schema["properties"].items()}
        return said | dict(INSTEAD.get(schema.get("title", ""), {}))
    if schema.get("type") == "array":
        return [example(schema.get("items", {}), schemas)]
    return PLAIN[schema.get("format") or schema.get("type") or "object"]


def _nothing(schema: Schema) -> Any:
    """What stands where nothing is to be said; Ellipsis where something must be."""
    kinds = {schema.get("type"), *(one.get("type") for one in schema.get("anyOf", ()))}
    empty: dict[str, Any] = {"null": None, "boolean": False, "array": [], "integer": 0, "string": ""}
    return next((value for kind, value in empty.items() if kind in kinds), ...)


def fits(value: Any, schema: Schema, schemas: Mapping[str, Schema]) -> bool:
    """Whether a value may stand under a schema: by its kind, its format and its closed list."""
    if "$ref" in schema:
        return fits(value, schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:
        return any(fits(value, one, schemas) for one in schema["anyOf"])
    if not KINDS.get(schema.get("type", ""), bool)(value):
        return False
    if "properties" in schema or not _is_chosen(value, schema):
        return False
    if isinstance(value, list):
        return all(fits(one, schema.get("items", {}), schemas) for one in value)
    check: Callable[[Any], bool] = FORMATS.get(schema.get("format", ""), _is_no_id)
    return check(value)


def _is_chosen(value: Any, schema: Schema) -> bool:
    return all(value in schema[closed] for closed in ("enum", "choices") if closed in schema)


def _is_id(value: Any) -> bool:
    return str(value).endswith("-0000-4000-8000-000000000000")


def _is_no_id(value: Any) -> bool:
    return not _is_id(value)


FORMATS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "uuid": _is_id,
    "date": lambda value: len(value) == len(PLAIN["date"]),
    "date-time": lambda value: "T" in value,
}
