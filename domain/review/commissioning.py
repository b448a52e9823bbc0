"""The bodies that commissioned a review together; its own partnership leads."""

from uuid import UUID

from domain.provenance import Provenance, Recorded
from domain.refusals import refuse_if
from domain.review.course import Course

LONGEST_BODY = 120


def names_of_bodies(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Names of bodies with single spaces. Refuses one without words, too long, or there twice."""
    named = tuple(" ".join(one.split()) for one in typed)
    refuse_if("" in named, "The name of a body needs words.", field="other_bodies")
    too_long = any(len(one) > LONGEST_BODY for one in named)
    sentence = f"The name of a body has at most {LONGEST_BODY} characters."
    refuse_if(too_long, sentence, field="other_bodies")
    folded = [one.casefold() for one in named]
    twice = next((one for one in named if folded.count(one.casefold()) > 1), "")
    refuse_if(bool(twice), f"{twice} is named twice.", field="other_bodies")
    return named


class CommissioningBodiesNamed(Recorded):
    """These bodies commissioned it with its own partnership, which leads: all of them, named anew.

    `commissioned_with` are partnerships of this installation, `other_bodies` names of bodies that are
    not in it.
    """

    TOPIC = "review.commissioning_bodies_named"
    commissioned_with: tuple[UUID, ...]
    other_bodies: tuple[str, ...]

    def apply(self, review: "Commissioning") -> None:
        review.commissioned_with, review.other_bodies = self.commissioned_with, self.other_bodies


class Commissioning(Course):
    """Who commissioned it with the partnership that leads it."""

    TOPIC = "review_commissioning"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.commissioned_with: tuple[UUID, ...] = ()
        self.other_bodies: tuple[str, ...] = ()

    def name_commissioning_bodies(
        self, commissioned_with: tuple[UUID, ...] = (), other_bodies: tuple[str, ...] = (), *, by: Provenance
    ) -> None:
        """Name all who commissioned it with its own partnership; without any, that one did alone."""
        leads = self.partnership in commissioned_with
        refuse_if(leads, "Its own partnership leads it: name only the others.", field="commissioned_with")
        twice = len(set(commissioned_with)) < len(commissioned_with)
        refuse_if(twice, "A partnership is named twice.", field="commissioned_with")
        named = names_of_bodies(other_bodies)
        same = {*commissioned_with, *named} == {*self.commissioned_with, *self.other_bodies}
        refuse_if(same, "It is recorded so already.", field="commissioned_with")
        self.record(CommissioningBodiesNamed, by, commissioned_with=commissioned_with, other_bodies=named)
