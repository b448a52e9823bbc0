"""What happened to the report and the plan of a review, in sentences: first draft to conclusion."""

from collections.abc import Mapping
from typing import Any, Final

from domain.provenance import Recorded
from domain.review import Review
from projections.telling import Names, Sentence, Telling, day, named, one_name, plain, where


def version(event: Any) -> str:
    """Which version of the report, where drafts are recorded."""
    return f", version {event.version}" if event.version else ""


def answered(event: Any, _: Names) -> Sentence:
    """What quality assurance said of the report."""
    return Sentence(f"Quality assurance answered: {event.outcome}", (("Comments", event.comments),))


def checked(event: Any, _: Names) -> Sentence:
    """What was looked at before publication."""
    told = f"the family was told on {day(event.family_told_on)}" if event.family_told_on else ""
    return Sentence(
        f"Checked before publication: {told or 'no family could be told'}, dates to avoid were looked for,"
        " and so were names and dates of birth",
        (("To be published under", event.link),),
    )


def briefed(event: Any, names: Names) -> Sentence:
    """How the findings were passed on, and to whom."""
    to = named(event.to, names) if event.to else ""
    given = " and ".join(part for part in (to, event.audience) if part)
    return Sentence(f"Findings were passed on ({event.kind}) to {given}")


def approved(event: Any, _: Names) -> Sentence:
    """The partnership approved the plan."""
    number = event.not_agreed
    had = "1 agency had" if number == 1 else f"{number:,} agencies had"
    waiting = f", though {had} not agreed to their actions" if number else ""
    return Sentence(f"The partnership approved the plan{waiting}", where(event))


def concluded(event: Any, _: Names) -> Sentence:
    """It is over."""
    number = event.open_actions
    still_open = f", with {number:,} action{'' if number == 1 else 's'} still open" if number else ""
    return Sentence(f"The review was concluded{still_open}", where(event))


TELLINGS: Final[Mapping[type[Recorded], Telling]] = {
    Review.ReportDrafted: lambda event, _: Sentence(f"The report was drafted: version {event.version}"),
    Review.DraftCommentedOn: lambda event, _: Sentence(
        f"Version {event.version} of the report was commented on", (("Comment", event.comment),)
    ),
    Review.ReportAgreedByPanel: lambda event, _: Sentence(f"The panel agreed the report{version(event)}"),
    Review.ReportAccepted: lambda event, _: Sentence(
        f"The partnership accepted the report{version(event)}", where(event)
    ),
    Review.ReportSubmitted: lambda event, _: Sentence(
        f"The report was submitted to quality assurance{' again' if event.again else ''}{version(event)}"
    ),
    Review.ReportAnswered: answered,
    Review.ReportCopied: lambda event, _: Sentence(f"A copy of the report went to the {event.to}"),
    Review.PublicationChecked: checked,
    Review.Published: lambda event, _: Sentence(f"It was published on {day(event.happened_on)}"),
    Review.PublicationEnded: plain("It is published no longer"),
    Review.LinksGiven: lambda event, _: Sentence(
        "It can be read under these links" if event.links else "It can be read under no link any more",
        (("Links", "\n".join(event.links)),),
    ),
    Review.Withheld: plain("It was decided to withhold the report"),
    Review.BriefingGiven: briefed,
    Review.PlanAgreedByPanel: plain("The panel agreed the plan"),
    Review.PlanAgreedByAgency: lambda event, names: Sentence(
        f"{one_name(event.agency, names)} agreed to its actions", (("By", event.agreed_by),)
    ),
    Review.PlanApproved: approved,
    Review.PlanIssued: plain("The plan was issued to the agencies"),
    Review.PlanVersionKept: lambda event, _: Sentence(
        f"The plan {event.stage} was kept: as it stands at this entry"
    ),
    Review.Concluded: concluded,
}
"""How each kind of event is told."""
