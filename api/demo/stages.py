"""Invented reviews without a plan of actions: one at each stage from notification to conclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from api.commands import command
from api.demo.cast import COORDINATOR, INVENTED, Cast
from api.demo.course import Course, carry_out
from domain.review import Review
from domain.vocabulary import How

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from api.demo.course import Given
    from domain.provenance import Provenance
    from domain.tracker import Tracker

CHAIR, AUTHOR = "Demo Independent Chair", "Demo Report Author"
SAID: Mapping[str, tuple[str, How]] = {
    "decision": ("Demo Chair", How.MEETING),
    "conclusion": ("Demo Chair", How.MEETING),
    "terms": (CHAIR, How.MEETING),
    "lesson": (CHAIR, How.MAIL),
    "good-practice": (CHAIR, How.MAIL),
    "report-draft": (AUTHOR, How.MAIL),
}
"""Who says what the coordinator records of a review, and how it comes; all else is the coordinator's own."""
PANEL = (
    ("Anytown Health Trust", "Named nurse", "health"),
    ("Anytown Probation", "Senior probation officer", "probation"),
    ("Anytown Women's Support", "Service manager", "domestic abuse specialist service"),
)
WORDS: Mapping[str, str] = {
    "We agree.": "We agree, for the reasons given.",
    "It should be reviewed.": "The death should be reviewed: we had been called to the address before.",
    "As the police say.": "As the notification says.",
    "Meeting of the chairs": "Meeting of the partnership's executive",
    "All limbs are met.": "All limbs of the definition are met, and all partners advise a review.",
    "They were not connected.": "The two were neither related nor of one household.",
    "It is not clear.": "It is not clear that the two were connected.",
    "Look again.": "Please look again at how the two knew each other.",
    "Never worked for them.": "Never worked for any of the agencies, and had no part in the case.",
    "Terms.": "Terms of reference agreed; returns to be asked for.",
    "What was known.": "What agencies knew of the risk, and what they did about it.",
    "Who asked?": "Who asked about abuse at home? Was what was known shared?",
    "They knew.": "The council knew the household.",
    "The trial.": "Witnesses of the trial are not to be asked before it ends.",
    "Say why.": "Please say why the second call was closed.",
    "Ask alone.": "Staff did not ask people about abuse while they were alone.",
    "A briefing.": "A briefing: ask when nobody else is in the room.",
    "Share it.": "Nobody put together what each agency knew.",
    "Share it!": "What was known was not shared.",
    "Said twice.": "The second lesson says it already.",
    "Share what is known.": "What each agency knew was never put together, so nobody saw the risk grow.",
    "A nurse asked.": "A housing officer asked twice, and wrote the answer down.",
    "The pause.": "The review waited for the trial.",
    "Clear.": "The chapter on what agencies knew is clear. The one on housing could say more.",
    "Be clearer.": "Please say more clearly which agency is to do what.",
    "Thank you.": "Thank you: a clear report that agencies can learn from.",
    "A review is to be held.": "A review of this death is to be held.",
    "Board": "Board of the partnership",
    "All managers": "All managers of front-line services",
}
"""What the short texts of a course read like here."""


class Stage(NamedTuple):
    """A review that has gone some way: all that happens until its day `until`, and today is day `today`."""

    pseudonym: str
    way: Callable[[Course], Iterator[Given]]
    until: int
    today: int
    panel: Sequence[tuple[str, str, str]] = PANEL


STAGES: Mapping[str, Stage] = {
    "DEMO3": Stage("Alder", Course.concluded, 2, 6),
    "DEMO4": Stage("Birch", Course.concluded, 8, 12),
    # Its decision is late.
    "DEMO5": Stage("Cedar", Course.concluded, 10, 41),
    "DEMO6": Stage("Damson", Course.concluded, 21, 25),
    # Nobody of a specialist service is on its panel.
    "DEMO7": Stage("Elder", Course.concluded, 45, 48, panel=PANEL[:1]),
    # Of the two returns that are out, one is late.
    "DEMO8": Stage("Fir", Course.concluded, 66, 104),
    "DEMO9": Stage("Gorse", Course.concluded, 81, 95),
    # Another time was agreed for its report.
    "DEMO10": Stage("Hazel", Course.concluded, 180, 184),
    "DEMO11": Stage("Ivy", Course.concluded, 192, 195),
    "DEMO12": Stage("Juniper", Course.concluded, 202, 204),
    "DEMO13": Stage("Larch", Course.concluded, 207, 212),
    "DEMO14": Stage("Maple", Course.concluded, 280, 286),
    "DEMO15": Stage("Oak", Course.concluded, 320, 325),
    "DEMO16": Stage("Pine", Course.concluded, 390, 394),
    "DEMO17": Stage("Quince", Course.not_reviewed, 60, 63),
    "DEMO18": Stage("Rowan", Course.directed, 30, 36),
    "DEMO19": Stage("Sorrel", Course.midway, 12, 15),
}
"""Each by its reference, with the pseudonym by which it is known."""


def stage_reviews(tracker: Tracker, cast: Cast) -> list[Review]:
    """The reviews, each gone as far as it is to be, for one record of them all."""
    return [_gone(tracker, cast, reference, stage) for reference, stage in STAGES.items()]


def _gone(tracker: Tracker, cast: Cast, reference: str, stage: Stage) -> Review:
    course = Course(
        cast.today,
        agencies=(cast.agencies["Anytown Police"], cast.agencies["Anytown Council"]),
        people=(cast.people[CHAIR], cast.people[AUTHOR]),
        says=_told,
        lasts=stage.today,
        panel=[(cast.agencies[agency], post, kind) for agency, post, kind in stage.panel],
    )
    by = cast.by(COORDINATOR, stage.today)
    review = Review.open(cast.partnership, reference, pseudonym=stage.pseudonym, by=by)
    tracker.allow(Review.open, review, by=by)
    for step in stage.way(course):
        if step.on <= course.day(stage.until):
            _go(tracker, cast, review, step)
    return review


def _told(text: str) -> str:
    """A text as a board would have it, marked as invented; a number of a minute stays one."""
    return text if text.isdecimal() else WORDS.get(text, text) + INVENTED


def _go(tracker: Tracker, cast: Cast, review: Review, step: Given) -> None:
    by = _by(cast, step)
    tracker.allow(command("reviews", step.noun).carry_out.asks, review, by=by)
    carry_out(review, step, by)


def _by(cast: Cast, step: Given) -> Provenance:
    name, how = SAID.get(step.noun, (COORDINATOR, How.FORM))
    return cast.by(name, (cast.today - step.on).days, how)
