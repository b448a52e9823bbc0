"""By what lists are sorted: every key both ways, whatever has none last, and no two rows in doubt."""

from collections.abc import Mapping
from typing import LiteralString


def both_ways(
    keys: Mapping[str, LiteralString],
    then: LiteralString,
    among_equals: Mapping[str, LiteralString] | None = None,
) -> Mapping[str, LiteralString]:
    """What stands behind `order by`, by the word in an address; "" is the usual order, `then`.

    A hyphen before the word turns its key round. `among_equals` says what comes between a key and `then`.
    """
    between = among_equals or {}
    return {"": then} | {
        word: f"{key}{direction} nulls last, {between.get(name, '')}{then}"
        for name, key in keys.items()
        for word, direction in ((name, ""), (f"-{name}", " desc"))
    }
