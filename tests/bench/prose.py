"""Sentences as plans and progress notes have them, all invented, in as many ways as are needed."""

from __future__ import annotations

from random import Random

OPENINGS = (
    "Review the policy on", "Train all practitioners in", "Write guidance for staff about",
    "Agree with partners a protocol for", "Audit a sample of cases of", "Raise awareness among the public of",
    "Commission a service for", "Include in the induction of new staff", "Publish a leaflet on",
    "Put into every supervision session a question about", "Ask the board to fund work on",
)  # fmt: skip
SUBJECTS = (
    "risk assessment when a victim withdraws a statement", "coercive and controlling behaviour",
    "information sharing between general practice and specialist services", "routine enquiry in private",
    "referral to the multi-agency risk assessment conference", "economic abuse after separation",
    "carers who may be harmed by the person they care for", "non-fatal strangulation",
    "suicide risk where there is domestic abuse", "the use of interpreters other than relatives",
    "children as victims in their own right", "older people and adult family abuse",
    "alcohol services and safe disclosure", "housing options for people without recourse to public funds",
)  # fmt: skip
ENDINGS = (
    "and report to the board what has changed.", "and dip-sample ten records each quarter.",
    "so that every member of staff knows whom to ask.", "with a named lead in every team.",
    "and tell the partnership how it was measured.", "by way of the existing training calendar.",
    "and write the outcome into the annual report.", "in plain language, tested with survivors.",
)  # fmt: skip
DONE = (
    "The first session was held and well attended.", "A draft went to the subgroup for comments.",
    "The policy was agreed by the executive and is on the intranet.", "A partner's answer is awaited.",
    "The audit found that seven records in ten met the standard.", "The leaflet is at the printer's.",
    "Staff changes have slowed this down; there is a new lead.", "Feedback from attendees was positive.",
    "The commissioning process has begun and bids are being read.", "Nothing new since the last round.",
)  # fmt: skip
REASONS = (
    "The lead has moved to another post.", "The partner agency has asked for more time to consult its staff.",
    "The training provider could not offer a date before then.", "The executive has to see it first.",
    "An inspection has taken all the capacity of the team.", "Funding was agreed later than expected.",
)  # fmt: skip
EVIDENCE = ("", "", "Minutes of the training group", "Policy, version 2.1", "Audit report and its tables")


class Prose:
    """Draws sentences by chance."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def step(self) -> str:
        """What is to be done."""
        return f"{self._one(OPENINGS)} {self._one(SUBJECTS)} {self._one(ENDINGS)}"

    def wording(self) -> str:
        """The wording of a recommendation."""
        first, second = self._one(SUBJECTS), self._one(SUBJECTS)
        return (
            f"Agencies should look again at {first}, and at what this review has found about {second}."
            f" The partnership should {self._one(OPENINGS).lower()} {first}, {self._one(ENDINGS)}"
        )

    def progress(self) -> str:
        """What was done so far, or at last."""
        return f"{self._one(DONE)} {self._one(DONE)} It concerns {self._one(SUBJECTS)}."

    def reason(self) -> str:
        """Why more time is asked for, or anything else."""
        return self._one(REASONS)

    def evidence(self) -> str:
        """A name of a paper, or none."""
        return self._one(EVIDENCE)

    def subject(self) -> str:
        """What a lesson or a theme is about."""
        return self._one(SUBJECTS)

    def _one(self, among: tuple[str, ...]) -> str:
        return among[int(self._random.random() * len(among))]
