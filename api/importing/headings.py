"""What a column's heading says that the column holds, whatever its wording."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from api.importing.tables import Row, Table


class Column(StrEnum):
    """What a column holds. REMARK: what a plan has no field for."""

    NUMBER = "number"
    ACTION_NUMBER = "action number"
    RECOMMENDATION = "recommendation"
    ADDRESSEE = "addressee"
    SCOPE = "scope"
    ISSUE = "issue"
    THEME = "theme"
    ACTION = "action"
    LEAD = "lead"
    SUPPORTING = "supporting"
    OWNER = "owner"
    TARGET = "target"
    COMPLETION = "completion"
    STATUS = "status"
    PROGRESS = "progress"
    EVIDENCE = "evidence"
    REMARK = "remark"


_LONGEST_HEADING = 200
_FEWEST_KNOWN = 2
_A_NUMBER = r"(?:#|nos?|numbers?|refs?|reference|id|ref no|ref number|reference number)"
_OF_A_RECOMMENDATION = (
    "recommendation recommendations overarching action actions learning lesson lessons learned learnt point"
    " points panel dhr dardr imr review reviews overview report agreed agency single multi inter the of and"
    " or national local regional key from wording text summary details description full thematic statement"
)
_RULES: tuple[tuple[Column, str], ...] = (
    (Column.NUMBER, rf"^(?:item |serial |row |line )?{_A_NUMBER}$|^item$"),
    (
        Column.NUMBER,
        rf"^(?:dhr |imr )?(?:rec|recs|recommendations?|recommendation s|r)(?: action)? {_A_NUMBER}$",
    ),
    (Column.NUMBER, rf"^{_A_NUMBER} of (?:the )?rec\w*$|^recommendation no \w*$"),
    (Column.ACTION_NUMBER, rf"^(?:sub )?actions? (?:plan )?{_A_NUMBER}$"),
    (
        Column.SCOPE,
        r"\bscope\b|^(?:local|regional|national)(?: or)?(?: (?:or )?(?:local|regional|national))+$",
    ),
    (Column.PROGRESS, r"\bstatus\b.*\b(?:update|comments?|narrative)\b|\bprogress\b.*\bstatus\b."),
    (Column.STATUS, r"^(?!.*\b(?:progress|update)\b(?! status)).*\b(?:status|b?rag(?: rating)?)\b"),
    (
        Column.ADDRESSEE,
        r"addressed to|\baddressees?\b|directed (?:to|at)|^recommendations? (?:for|to)$|made to\b",
    ),
    (Column.ADDRESSEE, r"^for$|^target agenc(?:y|ies)$"),
    (
        Column.SUPPORTING,
        r"^support(?:ing|ed)?(?: by)?$|\bsupport(?:ing|ed)?\b.*\b(?:agenc|partner|organi|lead)",
    ),
    (Column.SUPPORTING, r"^other (?:agenc|partner|organi)|^partner (?:agenc|organi)"),
    (
        Column.OWNER,
        r"^(?!.*\b(?:date|comments?|update)\b).*\b(?:person|officer|individual|named|owners?|manager)\b",
    ),
    (
        Column.EVIDENCE,
        r"evidenc|how (?:will|do|would|can|shall)\b.*\b(?:know|measured?|evaluated?)\b|\bmeasur",
    ),
    (Column.EVIDENCE, r"\bsuccess\b|\bassurance\b|\bkpis?\b|performance indicator|what difference"),
    (
        Column.EVIDENCE,
        r"\b(?:expected|desired|intended|anticipated|planned|target)\b.*\b(?:outcome|impact|change|result)",
    ),
    (
        Column.PROGRESS,
        r"\bprogress\b|\bmilestones?\b|\bupdates?\b|current position|\bactions? taken\b|\bachieved\b",
    ),
    (
        Column.PROGRESS,
        r"\bwork (?:done|undertaken|completed)\b|position statement|what (?:have we|has been) done",
    ),
    (
        Column.TARGET,
        r"\btarget\b|time ?scales?\b|time ?frames?\b|\bby when\b|deadline|\bdue\b|^when\b|^dates?$",
    ),
    (
        Column.TARGET,
        r"\b(?:planned|expected|anticipated|proposed|agreed|estimated)\b.*\b(?:date|completion)\b",
    ),
    (Column.TARGET, r"^(?:to be )?complet(?:ed?|ion) by$"),
    (
        Column.COMPLETION,
        r"\bcomplet(?:ed?|ion)\b|^outcomes?\b|\boutcomes?$|\bdate (?:closed|achieved|implemented)\b",
    ),
    (Column.COMPLETION, r"^closed$|^done$|\bdate signed off\b|^signed off$"),
    (Column.LEAD, r"^(?!.*\bactions?$).*\b(?:lead|leads|responsib\w+|by whom|agency|agencies|accountable)\b"),
    (Column.LEAD, r"^who\b|^organi[sz]ations?$|^assigned to$|^action by$|^partners?$|^services?$"),
    (Column.THEME, r"^(?:key )?themes?\b|\bthematic\b|^(?:priority )?(?:area|category|topic|section)s?$"),
    (Column.ISSUE, r"\bissues?\b|\blessons?\b|\bfindings?\b|\blearning\b|^kloes?$|key lines? of [ei]nquir"),
    (Column.ISSUE, r"^concerns?$|\bgaps? identified\b|^problems?$|^rationale$|^why$"),
    (
        Column.ACTION,
        r"\bactions?\b|^what$|^what (?:we |you |will |needs? |must |is |are ).*\bdo(?:ne)?\b|^tasks?$",
    ),
    (Column.ACTION, r"^how$|^how will (?:this|it|we)\b|^activit(?:y|ies)$|^steps?\b"),
    (Column.RECOMMENDATION, r"^recommendations? (?:for|to|from|made by) \w+"),
)
_HEADS = re.compile(r"\brecommendations?\b", re.IGNORECASE)
_OF_AN_ACTION = {
    Column.LEAD,
    Column.OWNER,
    Column.TARGET,
    Column.PROGRESS,
    Column.STATUS,
    Column.COMPLETION,
    Column.EVIDENCE,
}
_COMPILED = [(column, re.compile(rule)) for column, rule in _RULES]
_ANY_RULE = re.compile("|".join(f"(?:{rule})" for _, rule in _RULES))
_TEXTS_KEPT = 4_096


@dataclass(frozen=True)
class Headings:
    """The columns of a table: what each holds, and its printed heading on one line."""

    columns: tuple[Column, ...]
    words: tuple[str, ...]
    starts: tuple[int, ...] = ()
    """The columns in which a heading begins, where some stretch over several."""

    def __contains__(self, column: Column) -> bool:
        return column in self.columns


@lru_cache(_TEXTS_KEPT)
def column_headed(heading: str) -> Column:
    """What a column with this heading holds; REMARK when the heading is not known."""
    full = _normal(heading)
    plain = _without_brackets(heading)
    if not plain or len(heading) > _LONGEST_HEADING:
        return Column.REMARK
    if _names_a_recommendation(plain):
        return Column.RECOMMENDATION
    # Most cells that are asked about are no headings: one look tells.
    if not _ANY_RULE.search(plain):
        return Column.REMARK
    found = next(column for column, rule in _COMPILED if rule.search(plain))
    if found is Column.COMPLETION and re.search(r"\b(?:target|planned|due|expected)\b", full):
        return Column.TARGET
    return found


def is_heading(row: Row) -> bool:
    """Whether the row is one of headings: "Recommendation" and at least one other known heading."""
    texts = [cell.text for cell in row.filled]
    if any(len(text) > _LONGEST_HEADING for text in texts):
        return False
    if not any(_heads_recommendation(text) for text in texts):
        return False
    return len({column_headed(text) for text in texts} - {Column.REMARK}) >= _FEWEST_KNOWN


def heads_actions(row: Row) -> bool:
    """Whether the row is one of headings of actions: "Action", and at least two that actions have."""
    texts = [cell.text for cell in row.filled]
    if any(len(text) > _LONGEST_HEADING for text in texts):
        return False
    known = {column_headed(text) for text in texts}
    return Column.ACTION in known and len(known & _OF_AN_ACTION) >= _FEWEST_KNOWN


def has_headings(table: Table) -> bool:
    """Whether a row of the table is one of headings."""
    return any(is_heading(row) for row in table.rows)


def goes_on(heading: Row, row: Row) -> bool:
    """Whether the row below a heading row is the second line of its headings."""
    fresh = [cell for cell in row.filled if not cell.carried]
    known = [
        cell for cell in fresh if column_headed(cell.text) is not Column.REMARK or _in_brackets(cell.text)
    ]
    several = len(fresh) >= _FEWEST_KNOWN or any(cell.carried for cell in row.filled)
    if not fresh or len(known) < len(fresh) or not (several or _in_brackets(fresh[0].text)):
        return False
    place = next(index for index, cell in enumerate(heading.cells) if _heads_recommendation(cell.text))
    below = row.cell(place)
    if Column.RECOMMENDATION not in headings_of([heading, row]):
        return False
    return not below.text or below.carried or len(known) >= _FEWEST_KNOWN


def headings_of(rows: list[Row]) -> Headings:
    """The headings that one row, or two rows of which the second goes on from the first, give."""
    width = max(len(row.cells) for row in rows)
    words = []
    for index in range(width):
        texts = [row.cell(index).text for row in rows]
        words.append(" ".join(" ".join(dict.fromkeys(text for text in texts if text)).split()))
    columns = [_column_of(rows, index, word) for index, word in enumerate(words)]
    return Headings(tuple(columns), tuple(words), rows[-1].starts)


def _column_of(rows: list[Row], index: int, words: str) -> Column:
    """By the lower heading, where it is known by itself; else by the two together."""
    alone = column_headed(rows[-1].cell(index).text)
    return alone if len(rows) > 1 and alone is not Column.REMARK else column_headed(words)


def _heads_recommendation(text: str) -> bool:
    if not _HEADS.search(text):
        return False
    # The words of a plan speak of recommendations in many a row: two quick looks, before all the rules.
    plain = _without_brackets(text)
    could = plain.startswith("recommendation") or _names_a_recommendation(plain)
    return could and column_headed(text) is Column.RECOMMENDATION


def _names_a_recommendation(plain: str) -> bool:
    words = plain.split()
    return not {"recommendation", "recommendations"}.isdisjoint(words) and set(words) <= set(
        _OF_A_RECOMMENDATION.split()
    )


def _without_brackets(heading: str) -> str:
    return _normal(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", heading))


def _in_brackets(text: str) -> bool:
    return text.startswith("(") and text.endswith(")")


def _normal(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).casefold()
    return " ".join(re.sub(r"[^\w#]|_", " ", text).split())
