"""Who decides for a partnership: its scheme of delegation, dated and versioned (agreed practice)."""

from dataclasses import dataclass
from datetime import date

from domain.vocabulary import Role

ALWAYS = date(1900, 1, 1)
CHAIRS = (Role.CHAIR, Role.DEPUTY_CHAIR)


@dataclass(frozen=True)
class DelegationScheme:
    """Who decides on requests for more time, and who is assured that work was done, from `first_day` on.

    `short_days`: up to so many days more, asked for once and in time, is a short request. The chair and the
    deputy chair decide everything that the scheme delegates to others.
    """

    version: int = 0
    first_day: date = ALWAYS
    short_days: int = 28
    short_extensions: tuple[Role, ...] = (Role.COORDINATOR, Role.SUBGROUP_MEMBER)
    other_extensions: tuple[Role, ...] = ()
    assurance: tuple[Role, ...] = (Role.SUBGROUP_MEMBER,)

    def decides_on_time(
        self, more_days: int = 0, *, is_first: bool = True, is_late: bool = False
    ) -> tuple[Role, ...]:
        """Who decides on a request for so many days more.

        `is_first`: the action had no more time before. `is_late`: it was asked when the day had passed.
        """
        is_short = more_days <= self.short_days and is_first and not is_late
        return (*CHAIRS, *(self.short_extensions if is_short else self.other_extensions))

    def is_assured(self) -> tuple[Role, ...]:
        """Who is assured for the partnership that an action was carried out."""
        return (*CHAIRS, *self.assurance)


def describe_scheme(scheme: DelegationScheme) -> list[str]:
    """Say in sentences who decides what."""
    short = f"Up to {scheme.short_days} days more, asked for once and in time"
    return [
        f"{short}: {_in_words(scheme.decides_on_time())}.",
        f"More than that, again or late: {_in_words(scheme.decides_on_time(is_first=False))}.",
        f"Signing off for the partnership: {_in_words(scheme.is_assured())}.",
        "What a meeting has decided a coordinator may enter.",
    ]


def _in_words(roles: tuple[Role, ...]) -> str:
    *others, last = roles
    return f"{', '.join(others)} or {last}"
