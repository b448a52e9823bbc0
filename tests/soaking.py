"""How long trials last: `make soak` sets DHR_SOAK=1 and gives them hours, `make test` seconds."""

from __future__ import annotations

import os
from typing import TypeVar

SOAKING = bool(os.environ.get("DHR_SOAK"))
T = TypeVar("T")


def soaked(soaking: T, otherwise: T) -> T:
    """The first in `make soak`, the second in every other run."""
    return soaking if SOAKING else otherwise
